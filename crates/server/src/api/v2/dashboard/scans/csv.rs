//! All scans of a filter as CSV, streamed: however many there are, a step of them is in memory.

use super::{
    filters::Asked,
    row::{self, COLUMNS},
    spend,
};
use crate::{
    app::App,
    auth::{Principal, still_allowed},
    csv::write_row,
    error::ApiResult,
};
use axum::{
    body::Body,
    http::header,
    response::{IntoResponse as _, Response},
};
use countermark_core::{permissions::perm, scan_page::Position};
use countermark_store::scans;
use futures_util::stream;
use std::io;

/// Scans of one step: what is in memory, and what is taken out of a budget, at a time.
const STEP: usize = 1_000;

struct Export {
    app: App,
    caller: Principal,
    asked: Asked,
    keys: Vec<String>,
}

/// The file. It holds what was there when it was asked for, and perhaps some of what came since.
pub(super) async fn answer(app: App, caller: Principal, asked: Asked) -> ApiResult<Response> {
    let scope = caller.scope();
    let mut conn = app.db.read().await?;
    let keys = scans::keys(&mut conn, &scope, asked.wanted.campaign).await?;
    let begin = match asked.cursor {
        Some(cursor) => cursor,
        None => scans::begin(&mut conn, &scope, asked.window, true, app.clock.now()).await?,
    };
    drop(conn);
    let mut text = String::new();
    let of_scm: Vec<_> = keys.iter().map(|key| format!("scm.{key}")).collect();
    let names = COLUMNS.into_iter().chain(of_scm.iter().map(String::as_str));
    write_row(&mut text, names);
    let export = Export {
        app,
        caller,
        asked,
        keys,
    };
    // The first step is taken before the answer begins, so that a failure is still a status.
    let next = export.step(begin, &mut text).await?;
    let first = stream::iter([Ok(text)]);
    let others = stream::try_unfold((export, next), |(export, next)| async move {
        let Some(after) = next else { return Ok(None) };
        let mut text = String::new();
        match export.step(after, &mut text).await {
            Ok(next) => Ok(Some((text, (export, next)))),
            // The answer has begun: all that is left is to break it off, so that nobody takes
            // half a file for a whole one.
            Err(_) => Err(io::Error::other("the export ended early")),
        }
    });
    let body = Body::from_stream(futures_util::StreamExt::chain(first, others));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"scans.csv\"",
        ),
    ];
    Ok((headers, body).into_response())
}

impl Export {
    /// Writes the next scans and returns where to go on. Nothing is held between two steps.
    async fn step(&self, after: Position, text: &mut String) -> ApiResult<Option<Position>> {
        // A right that is taken away ends a long answer, too (design §6).
        let scope = still_allowed::<perm::ScansDownload>(&self.app, &self.caller).await?;
        let mut conn = self.app.db.read().await?;
        let wanted = &self.asked.wanted;
        let step = scans::lines(&mut conn, &scope, wanted, after, STEP).await?;
        drop(conn);
        // Before they are sent: who is over the budget gets none of them.
        spend(&self.app, &self.caller, step.lines.len()).await?;
        for line in &step.lines {
            row::write(text, line, &self.keys)?;
        }
        Ok(step.next)
    }
}
