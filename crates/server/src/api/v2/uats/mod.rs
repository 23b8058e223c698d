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
pub mod update;
pub mod usage;

pub use budgets::{show, with_use};
pub use only::OnlyShown;

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
    uats::{self, Uat, Who},
};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::ToSchema;

body! { refuse unknown;
    /// Why a token is revoked.
    pub struct Revocation {
        /// A line for the record.
        pub reason: Option<Line>,
    }
}

/// A token, without its secret.
#[derive(Serialize, ToSchema)]
pub struct UatShown {
    /// The public id; it stands in the token's text.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// The last day it works.
    #[schema(format = "date")]
    pub valid_until: String,
    /// The end of that day in the company's time zone.
    #[schema(format = "date-time")]
    pub expires_at: String,
    /// What it was made for.
    pub permissions: Vec<&'static str>,
    /// `active`, `expired`, `revoked`, or `superseded`: replaced, and its overlap is over.
    pub state: &'static str,
    /// Whom it acts for.
    pub owner: UatPerson,
    /// When it was made.
    #[schema(format = "date-time")]
    pub created_at: String,
    /// When it was revoked.
    #[schema(format = "date-time")]
    pub revoked_at: Option<String>,
    /// By whom.
    pub revoked_by: Option<UatPerson>,
    /// Why.
    pub revoked_reason: Option<String>,
    /// When it was last used; a few seconds behind.
    #[schema(format = "date-time")]
    pub last_used_at: Option<String>,
    /// From where.
    pub last_used_address: Option<String>,
    /// How often it was used.
    pub use_count: i64,
    /// What the last caller called itself.
    pub last_used_agent: Option<String>,
    /// Calls with the right secret that were refused, also after its end.
    pub refused_count: i64,
    /// The last of them.
    #[schema(format = "date-time")]
    pub last_refused_at: Option<String>,
    /// The id of the first token of its chain.
    pub family: String,
    /// The token that it was made to replace.
    pub replaces: Option<String>,
    /// Its successor.
    pub replaced_by: Option<String>,
    /// When that one was made.
    #[schema(format = "date-time")]
    pub replaced_at: Option<String>,
    /// When a replaced token ends.
    #[schema(format = "date-time")]
    pub overlap_until: Option<String>,
    /// Since when it is in quarantine: it was found in the open and only reads until an admin
    /// lets it go.
    #[schema(format = "date-time")]
    pub quarantined_at: Option<String>,
    /// How much it may do in a day, by unit: `products_changed`, `codes_created`,
    /// `scm_rows_changed`, `scans_exported`. Units without a bound are not there.
    pub budgets: BTreeMap<&'static str, i64>,
    /// How much of that it has done today, in the company's time zone.
    pub used_today: BTreeMap<&'static str, i64>,
    /// Where it may be used from: addresses and networks; empty: everywhere.
    pub networks: Vec<String>,
    /// `enforce`: calls from elsewhere are refused. `observe`: they are counted.
    pub network_mode: &'static str,
    /// Which brands, products and campaigns it may reach; null: all of the company's.
    pub only: Option<OnlyShown>,
}

/// A person.
#[derive(Serialize, ToSchema)]
pub struct UatPerson {
    /// Id.
    pub id: i64,
    /// E-mail address.
    pub email: String,
    /// Both names.
    pub name: String,
}

impl From<Who> for UatPerson {
    fn from(who: Who) -> Self {
        Self {
            id: who.id.0,
            email: who.email,
            name: who.name,
        }
    }
}

impl UatShown {
    /// Shows a token as it stands now.
    #[must_use]
    pub fn of(uat: Uat, now: Timestamp) -> Self {
        let state = uat.state(now).name();
        let only = OnlyShown::of(&uat);
        Self {
            id: uat.id.to_string(),
            name: uat.name,
            valid_until: uat.valid_until,
            expires_at: uat.expires_at.to_string(),
            permissions: uat.permissions.names(),
            state,
            owner: uat.owner.into(),
            created_at: uat.created_at.to_string(),
            revoked_at: uat.revoked_at.map(|at| at.to_string()),
            revoked_by: uat.revoked_by.map(UatPerson::from),
            revoked_reason: uat.revoked_reason,
            last_used_at: uat.last_used_at.map(|at| at.to_string()),
            last_used_address: uat.last_used_address,
            use_count: uat.use_count,
            last_used_agent: uat.last_used_agent,
            refused_count: uat.refused_count,
            last_refused_at: uat.last_refused_at.map(|at| at.to_string()),
            family: uat.family.to_string(),
            replaces: uat.replaces.map(|id| id.to_string()),
            replaced_by: uat.replaced_by.map(|id| id.to_string()),
            replaced_at: uat.replaced_at.map(|at| at.to_string()),
            overlap_until: uat.overlap_until.map(|at| at.to_string()),
            quarantined_at: uat.quarantined_at.map(|at| at.to_string()),
            used_today: budgets::shown(uat.budgets.iter().map(|(unit, _)| (unit, 0))),
            budgets: budgets::shown(uat.budgets.iter()),
            networks: uat.networks.names(),
            network_mode: uat.network_mode.name(),
            only,
        }
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
