//! `POST /api/v2/audit/keys/rotate/`

use super::keys::{AuditKeys, shown};
use crate::{
    app::App,
    audit::rotation::{Outcome, Wish, rotate},
    auth::Fresh,
    error::{ApiError, ApiResult},
    extract::Json,
};
use axum::extract::State;
use countermark_core::permissions::perm;

/// Let a new key sign checkpoints
///
/// It signs at once. The old key hands over to it in an entry of every company's log, and its
/// private half is erased; what it has signed stays good. At most once an hour; the keys are every
/// company's. Write the new public key down where you keep the old one.
#[utoipa::path(post, path = "/api/v2/audit/keys/rotate/", tag = "Audit",
    responses(
        (status = 200, description = "The keys, the new one first.", body = AuditKeys),
        (status = 409, description = "The keys were rotated within the last hour.",
            body = crate::openapi::Problem)))]
pub async fn audit_keys_rotate(
    caller: Fresh<perm::KeyManage>,
    State(app): State<App>,
) -> ApiResult<Json<AuditKeys>> {
    let now = app.clock.now();
    let wish = Wish::Caller(Box::new(caller.by(now)));
    match rotate(&app.db, &app.secrets, &wish, now).await? {
        Outcome::TooEarly(at) => Err(ApiError::conflict(format!(
            "The keys were rotated a short time ago. The next rotation can begin at {at}."
        ))),
        Outcome::Rotated(_) => shown(&app, caller.company()).await.map(Json),
    }
}
