//! `POST /api/v2/codes/activate/`

use super::status::{BODY, CodeIds, StatusDone, set};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Body, Json, body},
};
use axum::extract::State;
use countermark_core::{codes::Status, permissions::perm};

body! { refuse unknown; at most BODY;
    /// Codes.
    pub struct CodesActivate {
        /// Their ids, at most 10,000.
        #[schema(value_type = Vec<String>)]
        pub codes: CodeIds,
    }
}

/// Activate codes
///
/// With one unknown id nothing is changed. A blacklisted code is that no more.
#[utoipa::path(post, path = "/api/v2/codes/activate/", tag = "Codes", request_body = CodesActivate,
    responses((status = 200, description = "Done.", body = StatusDone)))]
pub async fn codes_activate(
    caller: Caller<perm::ScmEdit>,
    State(app): State<App>,
    Body(body): Body<CodesActivate>,
) -> ApiResult<Json<StatusDone>> {
    let status = Status::Active;
    set(&app, &caller, "scm.activate", body.codes, status, None).await
}
