//! `POST /api/v2/auth/introspect/` (RFC 7662)

use super::token_body::TokenBody;
use crate::{
    api::v2::uats::OnlyShown,
    app::App,
    auth::{
        Caller, Credential, Principal,
        authenticate::{Verified, by_jwt, checked, held, owner},
    },
    error::{ApiError, ApiResult},
    extract::{FormOrJson, Json},
};
use axum::extract::State;
use countermark_core::permissions::{Permission, perm};
use serde::Serialize;
use utoipa::ToSchema;

/// What a token is now. With `active: false` there is no other member.
#[derive(Serialize, ToSchema, Default)]
pub struct Introspection {
    /// Whether it is good now, and yours to ask about.
    pub active: bool,
    /// `UAT` or `JWT`: the word in front of it in the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_type: Option<&'static str>,
    /// What it may do now, names with a space between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The e-mail address of the person that it acts for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// That person's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub: Option<String>,
    /// The public id of the UAT, or of the session behind the JWT.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// When it ends, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exp: Option<i64>,
    /// When it was made, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iat: Option<i64>,
    /// The company's id. Ours, not the RFC's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<i64>,
    /// The name of a UAT. Ours, not the RFC's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The name of the person's role. Ours, not the RFC's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'static str>,
    /// Which brands, products and campaigns a UAT may reach, when that is not all of the
    /// company's. Ours, not the RFC's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<OnlyShown>,
}

/// What is this token? (RFC 7662)
///
/// A UAT may ask about itself; a person about what acts for them, with `uat_manage` about all of
/// the company. Whatever else is sent is answered with `active: false` and nothing more: another
/// company's, unknown, expired and revoked are not told apart.
#[utoipa::path(post, path = "/api/v2/auth/introspect/", tag = "Session",
    request_body(content(
        (TokenBody = "application/x-www-form-urlencoded"),
        (TokenBody = "application/json"))),
    responses((status = 200, description = "What it is.", body = Introspection)))]
pub async fn auth_introspect(
    caller: Caller<perm::Anything>,
    State(app): State<App>,
    FormOrJson(body): FormOrJson<TokenBody>,
) -> ApiResult<Json<Introspection>> {
    match describe(&app, &caller, &body.token.0).await {
        Ok(answer) => Ok(Json(answer)),
        Err(ApiError::Unauthenticated { .. }) => Ok(Json(Introspection::default())),
        Err(other) => Err(other),
    }
}

async fn describe(app: &App, caller: &Principal, text: &str) -> ApiResult<Introspection> {
    let (found, iat, exp, kind) = if let Some(uat) = held(app, text).await? {
        let (iat, exp) = (uat.created_at.seconds(), uat.ends_at().seconds());
        (owner(app, uat).await?, iat, exp, "UAT")
    } else {
        let found = by_jwt(app, text).await?;
        let checked = checked(app, text).await?;
        (found, checked.claims.iat, checked.claims.exp, "JWT")
    };
    if !may_ask(caller, &found) {
        return Ok(Introspection::default());
    }
    let (member, company, rights, credential) = found;
    let (client_id, name, only) = match &credential {
        Credential::Uat(uat) => {
            let only = OnlyShown::of(uat.special().only.as_deref());
            (uat.id.to_string(), Some(uat.name.to_string()), only)
        }
        Credential::Session(session) => (session.id.to_string(), None, None),
    };
    Ok(Introspection {
        active: true,
        token_type: Some(kind),
        scope: Some(rights.effective().names().join(" ")),
        username: Some(member.email.clone()),
        sub: Some(member.id.to_string()),
        client_id: Some(client_id),
        exp: Some(exp),
        iat: Some(iat),
        company: Some(company.id.0),
        name,
        role: Some(member.role.name()),
        only,
    })
}

/// A token never learns of other tokens, and nobody of another company's.
fn may_ask(caller: &Principal, (member, company, _, credential): &Verified) -> bool {
    if company.id != caller.company() {
        return false;
    }
    match (&caller.credential, credential) {
        (Credential::Uat(own), Credential::Uat(uat)) => own.id == uat.id,
        (Credential::Uat(_), Credential::Session(_)) => false,
        (Credential::Session(_), _) => {
            member.id == caller.user() || caller.has(Permission::UatManage)
        }
    }
}
