//! `POST /api/v2/audit/check/`

use super::CheckpointShown;
use crate::{
    app::App,
    audit::{check, readings},
    auth::Person,
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
};
use axum::extract::State;
use countermark_core::{
    chain,
    checkpoint::Checkpoint,
    permissions::perm,
    text::{Description, Text as _},
};
use serde::Serialize;
use serde_json::json;
use std::time::Instant;
use utoipa::ToSchema;

body! { refuse unknown;
    /// What the log is held against, beside its own checkpoints.
    pub struct AuditCheck {
        /// Lines of checkpoints that you kept elsewhere; the text around them does not matter.
        pub checkpoints: Option<Description>,
    }
}

/// How a check ended.
#[derive(Serialize, ToSchema)]
pub struct AuditChecked {
    /// Nothing is wrong.
    pub ok: bool,
    /// The first thing that is wrong.
    pub finding: Option<AuditFinding>,
    /// Entries that are as they were written.
    pub entries: i64,
    /// The last position up to which all is well.
    pub last: i64,
    /// The hash there.
    pub head: String,
    /// Checkpoints in the log whose signature fits.
    pub checkpoints: i64,
    /// The last of them.
    pub last_checkpoint: Option<CheckpointShown>,
    /// Checkpoints of yours that were compared.
    pub kept: usize,
    /// How long it took.
    pub milliseconds: u64,
}

/// Something that is wrong with the log.
#[derive(Serialize, ToSchema)]
pub struct AuditFinding {
    /// The first position that is not as it was.
    pub position: i64,
    /// `edited`, `missing`, `order`, `cut`, `foreign`, `rewritten` or `signature`.
    pub wrong: &'static str,
    /// The same for people.
    pub detail: String,
}

/// Check that nobody has tampered with the log
///
/// Recomputes the whole chain and compares it with every checkpoint. One check of a company runs
/// at a time. For a log of millions of entries use the export and `countermark audit verify`.
#[utoipa::path(post, path = "/api/v2/audit/check/", tag = "Audit",
    request_body = Option<AuditCheck>,
    responses(
        (status = 200, description = "Checked.", body = AuditChecked),
        (status = 409, description = "A check is running already, or the log is too long for one.",
            body = crate::openapi::Problem)))]
pub async fn audit_check(
    caller: Person<perm::AuditView>,
    State(app): State<App>,
    Body(body): Body<AuditCheck>,
) -> ApiResult<Json<AuditChecked>> {
    let text = body.checkpoints.as_ref().map_or("", |text| text.as_str());
    let kept = Checkpoint::find(text);
    if kept.is_empty() && !text.trim().is_empty() {
        let sentence = "There is no checkpoint in this text.";
        return Err(ApiError::field("checkpoints", sentence));
    }
    let compared = kept.len();
    let busy = "A check of this log is running already.";
    let turn = app.sealer.begin_check(caller.company());
    let _turn = turn.ok_or_else(|| ApiError::conflict(busy))?;
    readings::note(&app, &caller, "check", &json!({"kept": compared})).await?;
    let begun = Instant::now();
    let whose = (caller.company(), caller.company.uuid.as_str());
    let verdict = check::whole(&app, whose, kept, app.sealer.patience()).await?;
    let verdict = verdict.ok_or_else(|| {
        ApiError::conflict(
            "The log is too long to be checked here. Export it and use countermark audit verify.",
        )
    })?;
    if let Some(found) = &verdict.finding {
        tracing::error!(
            target: "countermark::audit",
            company = caller.company().0,
            position = found.position,
            wrong = found.wrong.name(),
            "a check has found that the audit log was tampered with",
        );
    }
    Ok(Json(AuditChecked {
        ok: verdict.finding.is_none(),
        finding: verdict.finding.map(|found| AuditFinding {
            position: found.position,
            wrong: found.wrong.name(),
            detail: found.detail,
        }),
        entries: verdict.entries,
        last: verdict.last,
        head: chain::hex(&verdict.head),
        checkpoints: verdict.checkpoints,
        last_checkpoint: verdict.last_checkpoint.as_ref().map(CheckpointShown::of),
        kept: compared,
        milliseconds: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
    }))
}
