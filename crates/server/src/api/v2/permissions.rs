//! `GET /api/v2/permissions/`

use crate::{
    app::App,
    auth::{Caller, Principal},
    error::{ApiError, ApiResult},
    extract::Json,
};
use axum::extract::State;
use countermark_core::{
    access::{NotGrantable, may_grant},
    permissions::{Permission, perm},
    time,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A permission, and what it is to the caller.
#[derive(Serialize, ToSchema)]
pub struct PermissionShown {
    /// On the wire.
    pub name: &'static str,
    /// For people.
    pub label: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// The heading it stands under.
    pub group: &'static str,
    /// What a leak would cost: `low`, `medium` or `high`.
    pub risk: &'static str,
    /// The caller may put it on a token.
    pub grantable: bool,
    /// The caller has it now.
    pub held: bool,
    /// Why it cannot be put on a token.
    pub reason: Option<String>,
}

/// What the company rules about new tokens.
#[derive(Serialize, ToSchema)]
pub struct PolicyShown {
    /// Days that the dialog proposes.
    pub default_days: i64,
    /// The shortest life in days; 0: a token may end today.
    pub min_days: i64,
    /// The longest life in days.
    pub max_days: i64,
    /// The time zone in which days end.
    pub time_zone: String,
    /// Today there.
    #[schema(format = "date")]
    pub today: String,
    /// The first day that a new token may be valid until.
    #[schema(format = "date")]
    pub earliest: String,
    /// The last day that a new token may be valid until.
    #[schema(format = "date")]
    pub latest: String,
}

/// The catalogue.
#[derive(Serialize, ToSchema)]
pub struct Catalogue {
    /// Every permission there is.
    pub results: Vec<PermissionShown>,
    /// The company's rules.
    pub policy: PolicyShown,
}

/// Every permission, and which of them the caller may give to a token
#[utoipa::path(get, path = "/api/v2/permissions/", tag = "Permissions",
    responses((status = 200, description = "The catalogue.", body = Catalogue)))]
pub async fn permissions_list(
    caller: Caller<perm::Anything>,
    State(app): State<App>,
) -> ApiResult<Json<Catalogue>> {
    let results = Permission::ALL
        .iter()
        .map(|permission| show(*permission, &caller))
        .collect();
    let company = &caller.company;
    let zone = time::zone(&company.time_zone).ok_or_else(ApiError::internal)?;
    let today = app.clock.now().date_in(&zone);
    let latest = company.policy.latest(today);
    let earliest = company.policy.earliest(today);
    let policy = PolicyShown {
        default_days: company.policy.default_days,
        min_days: company.policy.min_days,
        max_days: company.policy.max_days,
        time_zone: company.time_zone.clone(),
        today: today.to_string(),
        earliest: earliest.to_string(),
        latest: latest.to_string(),
    };
    Ok(Json(Catalogue { results, policy }))
}

fn show(permission: Permission, caller: &Principal) -> PermissionShown {
    let role = caller.member.role;
    let refused = may_grant(permission, role, &caller.company.policy).err();
    let reason = refused.map(|why| match why {
        NotGrantable::PersonsOnly => {
            "A token never carries this; it is for people who are signed in.".to_owned()
        }
        NotGrantable::Role => {
            format!(
                "Your role ({}) does not have this permission.",
                role.label()
            )
        }
        NotGrantable::Policy => "Your company's policy allows this in no token.".to_owned(),
    });
    PermissionShown {
        name: permission.name(),
        label: permission.label(),
        description: permission.description(),
        group: permission.group(),
        risk: permission.risk().name(),
        grantable: reason.is_none(),
        held: caller.has(permission),
        reason,
    }
}
