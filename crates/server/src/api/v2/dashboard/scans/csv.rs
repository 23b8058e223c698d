//! All scans of a filter as CSV, streamed: however many there are, a step of them is in memory.

use super::{
    begin,
    filters::Asked,
    row::{self, COLUMNS},
    spend,
};
use crate::{
    app::App,
    auth::{Principal, still_allowed},
    csv::write_row,
    download::{self, Step},
    error::ApiResult,
};
use axum::response::Response;
use countermark_core::{permissions::perm, scan_page::Cursor};
use countermark_store::scans;

/// Scans of one step: what is in memory, and what is taken out of a budget, at a time.
const STEP: usize = 250;

struct Export {
    app: App,
    caller: Principal,
    asked: Asked,
    keys: Vec<String>,
    after: Cursor,
}

/// The file. It holds what was there when it was asked for, and perhaps some of what came since.
pub(super) async fn answer(app: App, caller: Principal, asked: Asked) -> ApiResult<Response> {
    let scope = caller.scope();
    let mut conn = app.db.read().await?;
    let keys = scans::keys(&mut conn, &scope, asked.wanted.campaign).await?;
    let begin = match asked.cursor {
        Some(cursor) => cursor,
        None => begin(&mut conn, &app, &scope, &asked, true).await?,
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
        after: begin,
    };
    // The first step is taken before the answer begins, so that a failure is still a status.
    let first = export.step(text).await?;
    Ok(download::answer(
        first,
        Export::step,
        download::CSV,
        "scans.csv",
    ))
}

impl Export {
    /// Writes the next scans and returns where to go on. Nothing is held between two steps.
    async fn step(mut self, mut text: String) -> ApiResult<Step<Self>> {
        // A right that is taken away ends a long answer, too (design §6).
        let scope = still_allowed::<perm::ScansDownload>(&self.app, &self.caller).await?;
        let mut conn = self.app.db.read().await?;
        let wanted = &self.asked.wanted;
        let step = scans::lines(&mut conn, &scope, wanted, self.after, STEP).await?;
        drop(conn);
        // Before they are sent: who is over the budget gets none of them.
        spend(&self.app, &self.caller, step.len()).await?;
        for cells in step.cells() {
            row::write(&mut text, &cells?, &self.keys)?;
        }
        let Some(next) = step.next else {
            return Ok((text, None));
        };
        self.after = next;
        Ok((text, Some(self)))
    }
}
