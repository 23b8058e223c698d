//! `GET /api/v2/me/` (contract §4.1)

use super::Me;
use crate::{auth::Caller, extract::Json};
use countermark_core::permissions::perm;

/// Who am I, and what may I do?
///
/// Answers any valid credential: the way to test whether access works.
#[utoipa::path(get, path = "/api/v2/me/", tag = "Session",
    responses((status = 200, description = "The caller.", body = Me)))]
pub async fn me_get(caller: Caller<perm::OwnAccount>) -> Json<Me> {
    Json(Me::of(&caller))
}
