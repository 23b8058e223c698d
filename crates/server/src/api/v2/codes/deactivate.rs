//! `POST /api/v2/codes/deactivate/`

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
    pub struct CodesDeactivate {
        /// Their ids, at most 10,000.
        #[schema(value_type = Vec<String>)]
        pub codes: CodeIds,
    }
}

/// Deactivate codes
///
/// With one unknown id nothing is changed. A blacklisted code is that no more.
#[utoipa::path(post, path = "/api/v2/codes/deactivate/", tag = "Codes", request_body = CodesDeactivate,
    responses((status = 200, description = "Done.", body = StatusDone)))]
pub async fn codes_deactivate(
    caller: Caller<perm::ScmEdit>,
    State(app): State<App>,
    Body(body): Body<CodesDeactivate>,
) -> ApiResult<Json<StatusDone>> {
    let status = Status::Inactive;
    set(&app, &caller, "scm.deactivate", body.codes, status, None).await
}
