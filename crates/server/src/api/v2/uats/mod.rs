//! `/api/v2/uats/`: User Authorization Tokens (design §3).

mod budgets;
pub mod create;
pub mod export;
mod facts;
pub mod get;
pub mod itself;
pub mod list;
pub mod networks;
mod only;
pub mod release;
pub mod report;
pub mod revoke;
pub mod revoke_all;
pub mod rotate;
mod shown;
pub mod update;
pub mod usage;

pub use only::OnlyShown;
pub use shown::{UatPerson, UatShown, all_shown, show, shown_page};

use crate::{
    app::App,
    auth::{Principal, facts::Changed},
    error::{ApiError, ApiResult},
    extract::{Found, body, caller},
};
use axum::{extract::FromRequestParts, http::request::Parts};
use countermark_core::{
    access::{NotGrantable, may_grant},
    audit::Entry,
    ids::{UatId, UserId},
    permissions::{Permission, PermissionSet},
    text::{Line, Text as _},
    time::Timestamp,
};
use countermark_store::{
    DbError, Tx,
    uats::{self, Uat},
};
use serde_json::json;

body! { refuse unknown;
    /// Why a token is revoked.
    pub struct Revocation {
        /// A line for the record.
        pub reason: Option<Line>,
    }
}

/// The token that the path names, when the caller may reach it: it is their own, or they manage
/// every one of the company. To anybody else it is not there, whatever they send with it.
pub struct Reachable(pub Uat);

impl FromRequestParts<App> for Reachable {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let Found(uat) = Found::<Uat>::from_request_parts(parts, app).await?;
        let caller = caller(parts)?;
        if uat.owner.id == caller.user() || caller.has(Permission::UatManage) {
            Ok(Self(uat))
        } else {
            Err(ApiError::not_found())
        }
    }
}

/// The permissions that a token may be given by this caller.
///
/// # Errors
/// 400 that names every permission which may not, and why.
fn grantable(caller: &Principal, wanted: PermissionSet) -> ApiResult<()> {
    let (role, policy) = (caller.member.role, &caller.company.policy);
    let refused: Vec<String> = wanted
        .iter()
        .filter_map(|permission| {
            let why = match may_grant(permission, role, policy).err()? {
                NotGrantable::PersonsOnly => "is never on a token",
                NotGrantable::Role => "is not among your own permissions",
                NotGrantable::Policy => "is allowed in no token by your company's policy",
            };
            Some(format!("\"{permission}\" {why}."))
        })
        .collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(ApiError::Fields(serde_json::Map::from_iter([(
        "permissions".to_owned(),
        json!(refused),
    )])))
}

/// Revokes a token; doing it again changes nothing.
async fn revoke(app: &App, caller: &Principal, uat: &Uat, reason: Option<&Line>) -> ApiResult<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let Some((entry, changed)) = end(&mut tx, uat, Some(caller.user()), reason, now).await? else {
        return Ok(());
    };
    app.commit(tx, caller.by(now), vec![entry], vec![changed])
        .await
}

/// Revokes a token in a transaction; the entry for the log and what it makes untrue, or `None`
/// when it was revoked before. The operator is nobody in the company.
///
/// # Errors
/// When the database failed.
pub async fn end(
    tx: &mut Tx,
    uat: &Uat,
    by: Option<UserId>,
    reason: Option<&Line>,
    now: Timestamp,
) -> Result<Option<(Entry, Changed)>, DbError> {
    let reason = reason.map(Line::as_str).filter(|reason| !reason.is_empty());
    if !uats::revoke(tx, uat.company, uat.id, by, reason, now).await? {
        return Ok(None);
    }
    let entry = revoked(uat.id, uat.name.clone(), reason);
    Ok(Some((entry, Changed::Uat(uat.id))))
}

/// What the log says of a token that was revoked.
fn revoked(id: UatId, name: String, reason: Option<&str>) -> Entry {
    Entry::event("uat.revoke", "uat", id, name).after(json!({"reason": reason}))
}
