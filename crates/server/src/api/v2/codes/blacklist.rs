//! `POST /api/v2/codes/blacklist/`

use super::status::{BODY, CodeIds, StatusDone, set};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
};
use axum::extract::State;
use countermark_core::{
    codes::{Reason, Status},
    permissions::perm,
};

body! { refuse unknown; at most BODY;
    /// Codes, and why they are blacklisted.
    pub struct CodesBlacklist {
        /// Their ids, at most 10,000.
        #[schema(value_type = Vec<String>)]
        pub codes: CodeIds,
        /// 0 none (default) to 10, as on a code.
        pub reason: Option<i64>,
    }
}

/// Blacklist codes
///
/// With one unknown id nothing is changed.
#[utoipa::path(post, path = "/api/v2/codes/blacklist/", tag = "Codes",
    request_body = CodesBlacklist,
    responses((status = 200, description = "Done.", body = StatusDone)))]
pub async fn codes_blacklist(
    caller: Caller<perm::ScmEdit>,
    State(app): State<App>,
    Body(body): Body<CodesBlacklist>,
) -> ApiResult<Json<StatusDone>> {
    let number = body.reason.unwrap_or(0);
    let reason = Reason::from_number(number);
    let sentence = || format!("\"{number}\" is not a valid choice.");
    let reason = reason.ok_or_else(|| ApiError::field("reason", sentence()))?;
    let status = Status::Blacklisted;
    set(
        &app,
        &caller,
        "scm.blacklist",
        body.codes,
        status,
        Some(reason),
    )
    .await
}
