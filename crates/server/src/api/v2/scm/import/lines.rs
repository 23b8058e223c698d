//! The answer of an import while it goes on: one JSON object a line.
//!
//! The work is a task of its own. It never waits for whoever reads, so that a client that is slow
//! or gone holds no transaction open.

use super::{Import, import};
use crate::{
    app::App,
    auth::Principal,
    error::{ApiError, ApiResult},
    places::Place,
};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderName, header},
    response::{IntoResponse as _, Response},
};
use countermark_store::scm::Progress;
use futures_util::{StreamExt as _, stream};
use serde::Serialize;
use serde_json::{Value, json};
use std::{convert::Infallible, time::Duration};
use tokio::{sync::watch, task::JoinHandle};
use utoipa::ToSchema;

const TYPE: &str = "application/x-ndjson";
/// How long the work may take. The bound of other requests ends where an answer begins.
const LONGEST: Duration = Duration::from_mins(5);

/// A line of the answer.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum ScmImportLine {
    /// How far it is; it never becomes less.
    Progress {
        /// The work that is done, as a number of rows.
        rows: usize,
        /// All rows.
        of: usize,
    },
    /// The last line.
    End {
        /// The status that the answer would have had.
        status: u16,
        /// Its body.
        #[schema(value_type = Object)]
        body: Value,
    },
}

impl ScmImportLine {
    fn write(&self, text: &mut String) {
        text.push_str(&json!(self).to_string());
        text.push('\n');
    }
}

/// Whether lines are asked for.
pub(super) fn wanted(request: &Request) -> bool {
    let accepts = request.headers().get_all(header::ACCEPT).iter();
    let lists = accepts.filter_map(|accept| accept.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|range| {
        let kind = range.split(';').next().unwrap_or("");
        kind.trim().eq_ignore_ascii_case(TYPE)
    })
}

/// Begins the import and answers with its lines.
pub(super) fn answer(app: App, caller: Principal, wanted: Import, place: Place) -> Response {
    let of = wanted.rows();
    let (told, heard) = watch::channel(0);
    let work = tokio::spawn(async move {
        let _place = place;
        let progress = Progress::new(of, move |rows| {
            told.send_replace(rows);
        });
        let work = import(&app, &caller, wanted, &progress);
        let done = tokio::time::timeout(LONGEST, work).await;
        let done = done.unwrap_or_else(|_| Err(ApiError::timeout()))?;
        Ok(json!(done))
    });
    let lines = Lines {
        heard,
        work,
        shown: 0,
        of,
    };
    let mut first = String::new();
    ScmImportLine::Progress { rows: 0, of }.write(&mut first);
    let others = stream::unfold(Some(lines), async |lines| lines?.next().await);
    let all = stream::iter([first]).chain(others).map(Ok::<_, Infallible>);
    let headers = [
        (header::CONTENT_TYPE, TYPE),
        // Proxies that would keep the lines until the last one let them pass.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (headers, Body::from_stream(all)).into_response()
}

struct Lines {
    heard: watch::Receiver<usize>,
    work: JoinHandle<ApiResult<Value>>,
    shown: usize,
    of: usize,
}

impl Lines {
    /// The next lines, and what comes after them.
    async fn next(mut self) -> Option<(String, Option<Self>)> {
        let mut text = String::new();
        // Nobody tells any more once the work has ended.
        while self.heard.changed().await.is_ok() {
            let rows = *self.heard.borrow_and_update();
            if rows * 100 / self.of.max(1) > self.shown * 100 / self.of.max(1) {
                self.shown = rows;
                ScmImportLine::Progress { rows, of: self.of }.write(&mut text);
                return Some((text, Some(self)));
            }
        }
        let end = match self
            .work
            .await
            .unwrap_or_else(|_| Err(ApiError::internal()))
        {
            Ok(body) => {
                if self.shown < self.of {
                    let (rows, of) = (self.of, self.of);
                    ScmImportLine::Progress { rows, of }.write(&mut text);
                }
                ScmImportLine::End { status: 200, body }
            }
            Err(error) => ScmImportLine::End {
                status: error.status().0.as_u16(),
                body: error.into_body(),
            },
        };
        end.write(&mut text);
        Some((text, None))
    }
}
