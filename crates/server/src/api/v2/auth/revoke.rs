//! `POST /api/v2/auth/revoke/` (RFC 7009)

use super::token_body::TokenBody;
use crate::{
    app::App,
    auth::{
        Credential, Public,
        authenticate::{by_jwt, held},
        facts::Changed,
    },
    error::{ApiError, ApiResult},
    extract::{FormOrJson, Json},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    ids::{CompanyId, UserId},
    time::Timestamp,
};
use countermark_store::{audit::By, sessions, uats};
use serde_json::{Value, json};

/// What stands in the token's row.
const REASON: &str = "Revoked by somebody who holds it.";

/// Revoke a token that you hold (RFC 7009)
///
/// Whoever holds a token may end it: no other credential is asked for. A UAT is revoked; the
/// session behind a JWT ends. The answer to a token that is none, or no longer good, is the same.
#[utoipa::path(post, path = "/api/v2/auth/revoke/", tag = "Session",
    request_body(content(
        (TokenBody = "application/x-www-form-urlencoded"),
        (TokenBody = "application/json"))),
    responses((status = 200, description = "It does not work (any more).", body = Value)))]
pub async fn auth_revoke(
    public: Public,
    State(app): State<App>,
    FormOrJson(body): FormOrJson<TokenBody>,
) -> ApiResult<Json<Value>> {
    let text = &body.token.0;
    if let Some(uat) = held(&app, text).await? {
        let now = app.clock.now();
        let mut tx = app.db.write().await?;
        let (company, owner) = (uat.company, uat.owner);
        if uats::revoke(&mut tx, company, uat.id, owner, Some(REASON), now).await? {
            let entry = Entry::event("uat.revoke", "uat", uat.id, uat.name.to_string())
                .after(json!({"reason": REASON}));
            let by = by(&public, (company, owner), ("uat", uat.id.to_string()), now);
            let changes = vec![Changed::Uat(uat.id)];
            app.commit(tx, by, vec![entry], changes).await?;
        }
        return Ok(Json(json!({})));
    }
    match by_jwt(&app, text).await {
        Ok((member, company, _, Credential::Session(session))) => {
            let now = app.clock.now();
            let mut tx = app.db.write().await?;
            sessions::end(&mut tx, company.id, member.id, session.id, now).await?;
            let entry = Entry::event("session.end", "session", session.id, "")
                .after(json!({"reason": REASON}));
            let token = ("jwt", session.id.to_string());
            let by = by(&public, (company.id, member.id), token, now);
            let changes = vec![Changed::Session(session.id)];
            app.commit(tx, by, vec![entry], changes).await?;
        }
        Ok(_) | Err(ApiError::Unauthenticated { .. }) => {}
        Err(other) => return Err(other),
    }
    Ok(Json(json!({})))
}

/// Who acts: the token itself.
fn by(
    public: &Public,
    (company, owner): (CompanyId, UserId),
    token: (&'static str, String),
    now: Timestamp,
) -> By {
    let from = (public.address, public.request_id.as_str());
    By::over_http(company, Some(owner), token, from, now)
}
