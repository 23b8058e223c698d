//! `GET /api/v2/audit/export/`: the log as a file, streamed; a step of it is in memory.

use super::list::{filters, wanted};
use crate::{
    app::App,
    audit::{file, readings, spans},
    auth::{Person, Principal, still_allowed},
    csv::write_row,
    download::{self, Step, answer},
    error::{ApiError, ApiResult},
    extract::Query,
};
use axum::{extract::State, response::Response};
use countermark_core::permissions::perm;
use countermark_store::{
    audit::{self, Logged, Wanted},
    chain::{self, Walk},
};
use serde_json::json;

const COLUMNS: [&str; 14] = [
    "id",
    "at",
    "user",
    "email",
    "credential",
    "credential_id",
    "address",
    "action",
    "object_type",
    "object_id",
    "label",
    "before",
    "after",
    "request_id",
];

/// Export the log
///
/// As JSON lines it is the chain itself, with everything that `countermark audit verify` needs to
/// check it without this server. As CSV it is for people, and takes the filters of the list. A
/// cell that a spreadsheet would run as a formula begins with an apostrophe.
#[utoipa::path(get, path = "/api/v2/audit/export/", tag = "Audit",
    params(
        ("format" = Option<String>, Query, description = "`ndjson` (default) or `csv`."),
        ("after_position" = Option<i64>, Query, description = "`ndjson`: only what comes after this position."),
        ("action" = Option<String>, Query, description = "`csv`: only this action."),
        ("object_type" = Option<String>, Query, description = "`csv`: only this kind of object."),
        ("object_id" = Option<String>, Query, description = "`csv`: only this object."),
        ("user" = Option<i64>, Query, description = "`csv`: only what this person did."),
        ("from" = Option<String>, Query, description = "`csv`: only at this time or later (RFC 3339)."),
        ("to" = Option<String>, Query, description = "`csv`: only before this time.")),
    responses(
        (status = 200, description = "The file: JSON lines, or with `format=csv` a table.",
            content((String = "application/x-ndjson"), (String = "text/csv")))))]
pub async fn audit_export(
    caller: Person<perm::AuditView>,
    State(app): State<App>,
    query: Query,
) -> ApiResult<Response> {
    let caller = (*caller).clone();
    match query.get("format").unwrap_or("ndjson") {
        "ndjson" => lines(app, caller, &query).await,
        "csv" => table(app, caller, &query).await,
        _ => Err(ApiError::field("format", "Use ndjson or csv.")),
    }
}

async fn lines(app: App, caller: Principal, query: &Query) -> ApiResult<Response> {
    if filters(query) != json!({}) {
        let sentence = "Filters would tear the chain apart: use format=csv with them.";
        return Err(ApiError::field("format", sentence));
    }
    let after = query.integer("after_position")?.unwrap_or(0);
    let company = caller.company();
    let mut conn = app.db.read().await?;
    let previous = match after {
        0.. => chain::hash_at(&mut conn, company, after).await?,
        _ => None,
    };
    let nowhere = "The log has no entry with this position.";
    let previous = previous.ok_or_else(|| ApiError::field("after_position", nowhere))?;
    drop(conn);
    readings::note(
        &app,
        &caller,
        "export",
        &json!({"format": "ndjson", "after": after}),
    )
    .await?;
    let mut walk = Walk::begin(&mut app.db.read().await?, company).await?;
    if after > 0 {
        walk = walk.after(after);
    }
    let mut text = String::new();
    let whose = (caller.company.uuid.as_str(), caller.company.name.as_str());
    let now = app.clock.now();
    let head = file::Head::new(whose, (after, &previous), walk.end(), now);
    let ring = app.sealer.renewed(&app.db, &app.secrets).await?;
    let keys = spans::of(&mut app.db.read().await?, &ring, company).await?;
    file::write_head(&mut text, head, &keys);
    let export = Lines {
        app,
        caller,
        walk,
        entries: 0,
    };
    // The first step is taken before the answer begins, so that a failure is still a 503.
    let begun = export.step(text).await?;
    Ok(answer(
        begun,
        Lines::step,
        "application/x-ndjson",
        "audit.ndjson",
    ))
}

struct Lines {
    app: App,
    caller: Principal,
    walk: Walk,
    entries: i64,
}

impl Lines {
    async fn step(mut self, mut text: String) -> ApiResult<Step<Self>> {
        // A right that is taken away ends a long answer, too (design §6).
        still_allowed::<perm::AuditView>(&self.app, &self.caller).await?;
        let mut conn = self.app.db.read().await?;
        let entries = &mut self.entries;
        let take = |part| *entries += file::write_part(&mut text, part);
        let more = self.walk.step(&mut conn, take).await?;
        drop(conn);
        if more {
            return Ok((text, Some(self)));
        }
        let entries = self.entries;
        file::write(&mut text, &file::Line::End { entries });
        Ok((text, None))
    }
}

async fn table(app: App, caller: Principal, query: &Query) -> ApiResult<Response> {
    let wanted = wanted(query)?;
    let about = json!({"format": "csv", "filters": filters(query)});
    readings::note(&app, &caller, "export", &about).await?;
    let mut text = String::new();
    write_row(&mut text, COLUMNS);
    let export = Table {
        app,
        caller,
        wanted,
        after: 0,
    };
    let begun = export.step(text).await?;
    Ok(answer(begun, Table::step, download::CSV, "audit.csv"))
}

struct Table {
    app: App,
    caller: Principal,
    wanted: Wanted,
    after: i64,
}

impl Table {
    async fn step(mut self, mut text: String) -> ApiResult<Step<Self>> {
        still_allowed::<perm::AuditView>(&self.app, &self.caller).await?;
        let mut conn = self.app.db.read().await?;
        let company = self.caller.company();
        let rows = audit::export(&mut conn, company, &self.wanted, self.after).await?;
        drop(conn);
        for entry in &rows {
            write_entry(&mut text, entry);
        }
        match rows.last() {
            Some(last) => {
                self.after = last.id;
                Ok((text, Some(self)))
            }
            None => Ok((text, None)),
        }
    }
}

fn write_entry(text: &mut String, entry: &Logged) {
    let (user, email) = match &entry.person {
        Some((id, email)) => (id.to_string(), email.as_str()),
        None => (String::new(), ""),
    };
    let cells: [&str; COLUMNS.len()] = [
        &entry.id.to_string(),
        &entry.at.to_string(),
        &user,
        email,
        &entry.credential_kind,
        &entry.credential_id,
        &entry.address,
        &entry.action,
        &entry.object_type,
        &entry.object_id,
        &entry.label,
        &entry.before.to_string(),
        &entry.after.to_string(),
        &entry.request_id,
    ];
    write_row(text, cells);
}
