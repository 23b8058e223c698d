//! Rows named in the path. They reach a handler only through here, loaded inside what the caller
//! reaches: another company's id, or one outside of a token's condition, is a 404 before the
//! handler starts.

use crate::{
    app::App,
    auth::{Credential, Principal},
    error::ApiError,
};
use axum::{
    RequestPartsExt as _,
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use countermark_core::codes::ExtendedId;
use countermark_core::ids::{
    AlertId, BrandId, CampaignId, IngestionKey, PasskeyId, ProductId, RegionId, ScmFieldId,
    SessionId, TeamId, TemplateId, UatId, UserId, WebhookId, WorkorderId,
};
use countermark_store::{
    Conn, DbError, Scope, brands, campaigns, codes, ingestions, members, notices, passkeys,
    products, regions, scans, scm, scm_fields, sessions, teams, uats, webhooks, workorders,
};
use std::str::FromStr;

/// A row that can be named in a path by its id.
pub trait Load: Sized + Send {
    /// Its id.
    type Id: FromStr + Send;
    /// Loads it inside what the caller reaches.
    fn load(
        conn: &mut Conn,
        scope: &Scope,
        id: Self::Id,
    ) -> impl Future<Output = Result<Option<Self>, DbError>> + Send;
}

macro_rules! loadable {
    ($($type:ty, $id:ty, $get:path $(, $of:ident)?;)+) => {$(
        impl Load for $type {
            type Id = $id;
            async fn load(
                conn: &mut Conn,
                scope: &Scope,
                id: $id,
            ) -> Result<Option<Self>, DbError> {
                $get(conn, scope$(.$of())?, id).await
            }
        }
    )+};
}

loadable! {
    brands::Brand, BrandId, brands::get;
    campaigns::Campaign, CampaignId, campaigns::get;
    codes::Code, ExtendedId, codes::get;
    products::Product, ProductId, products::get;
    scans::alerts::Alert, AlertId, scans::alerts::get;
    teams::Team, TeamId, teams::get;
    regions::Region, RegionId, regions::get, company;
    members::Member, UserId, members::get, company;
    webhooks::Webhook, WebhookId, webhooks::get, company;
    uats::Uat, UatId, uats::get, company;
    notices::Notice, i64, notices::get, company;
    workorders::Workorder, WorkorderId, workorders::get;
    workorders::templates::Template, TemplateId, workorders::templates::get;
}

/// The row that the path names. Stands after the caller in a handler's arguments, whose company
/// it is loaded in.
pub struct Found<T>(pub T);

impl<T: Load> FromRequestParts<App> for Found<T> {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let scope = caller(parts)?.scope();
        let id = id_in(parts, "id").await?;
        let mut conn = app.db.read().await?;
        T::load(&mut conn, &scope, id)
            .await?
            .map(Self)
            .ok_or_else(ApiError::not_found)
    }
}

/// The field that the path names behind its campaign: one of another campaign is a 404.
pub struct FoundField(pub scm_fields::ScmField);

impl FromRequestParts<App> for FoundField {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let scope = caller(parts)?.scope();
        let campaign = id_in::<CampaignId>(parts, "id").await?;
        let id = id_in::<ScmFieldId>(parts, "field_id").await?;
        let mut conn = app.db.read().await?;
        scm_fields::get(&mut conn, &scope, campaign, id)
            .await?
            .map(Self)
            .ok_or_else(ApiError::not_found)
    }
}

/// The passkey that the path names, of the caller's own: somebody else's is a 404.
pub struct Mine(pub passkeys::Passkey);

impl FromRequestParts<App> for Mine {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let user = caller(parts)?.user();
        let id = id_in::<PasskeyId>(parts, "id").await?;
        let mut conn = app.db.read().await?;
        passkeys::get(&mut conn, user, id)
            .await?
            .map(Self)
            .ok_or_else(ApiError::not_found)
    }
}

/// The session that the path names, one of the caller's own that has not ended: somebody else's is
/// a 404.
pub struct MySession(pub sessions::Session);

impl FromRequestParts<App> for MySession {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let user = caller(parts)?.user();
        let id = id_in::<SessionId>(parts, "id").await?;
        let mut conn = app.db.read().await?;
        sessions::get(&mut conn, id)
            .await?
            .filter(|session| session.user == user && !session.ended)
            .map(Self)
            .ok_or_else(ApiError::not_found)
    }
}

/// The upload that the path names, of those that the caller sees.
pub struct FoundTask(pub scm::tasks::Task);

impl FromRequestParts<App> for FoundTask {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = caller(parts)?;
        let (scope, family) = (caller.scope(), family(caller));
        let id = id_in::<i64>(parts, "id").await?;
        let mut conn = app.db.read().await?;
        scm::tasks::get(&mut conn, &scope, family, id)
            .await?
            .map(Self)
            .ok_or_else(ApiError::not_found)
    }
}

/// The upload of own codes that the path names, of those that the caller sees.
pub struct FoundIngestion(pub ingestions::Ingestion);

impl FromRequestParts<App> for FoundIngestion {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = caller(parts)?;
        let (scope, family) = (caller.scope(), family(caller));
        let key = id_in::<IngestionKey>(parts, "id").await?;
        let mut conn = app.db.read().await?;
        ingestions::get(&mut conn, &scope, family, &key)
            .await?
            .map(Self)
            .ok_or_else(ApiError::not_found)
    }
}

/// The first token of the caller's family, when the caller is a token.
#[must_use]
pub fn family(caller: &Principal) -> Option<UatId> {
    match &caller.credential {
        Credential::Uat(uat) => Some(uat.family()),
        Credential::Session(_) => None,
    }
}

/// The caller, whom the gate before this has let in.
///
/// # Errors
/// 401 when there was no gate.
pub fn caller(parts: &Parts) -> Result<&Principal, ApiError> {
    let found = parts.extensions.get::<Principal>();
    found.ok_or_else(ApiError::not_authenticated)
}

/// The key of a file in the path: 12 lower-case letters and digits.
pub struct Key(pub String);

impl FromRequestParts<App> for Key {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let key = id_in::<String>(parts, "id").await?;
        let good = key.len() == 12
            && key
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
        good.then_some(Self(key)).ok_or_else(ApiError::not_found)
    }
}

/// The id of that name in the path, of whatever it is: for rows that another extractor looks for.
///
/// # Errors
/// 404 when it has not an id's form.
pub async fn id_in<Id: FromStr>(parts: &mut Parts, wanted: &str) -> Result<Id, ApiError> {
    let params = parts
        .extract::<RawPathParams>()
        .await
        .map_err(|_| ApiError::not_found())?;
    params
        .iter()
        .find(|(name, _)| *name == wanted)
        .and_then(|(_, value)| value.parse().ok())
        .ok_or_else(ApiError::not_found)
}
