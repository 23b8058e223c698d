//! `GET /api/v2/uats/{id}/use/`

use super::{Reachable, UatShown, all_shown};
use crate::{
    app::App,
    auth::{
        Person,
        operation::Operation,
        uses::{ALL, counted_since},
    },
    error::ApiResult,
    extract::Json,
};
use axum::extract::State;
use countermark_core::{
    ids::{CompanyId, UatId},
    permissions::{Permission, PermissionSet, perm},
    time::{self, Timestamp},
};
use countermark_store::{
    Conn, DbError,
    companies::Company,
    uats::{State as UatState, Uat, Unused, rotation},
    uses::{self, Count, KEPT_DAYS, Kind},
};
use serde::Serialize;
use std::{cmp::Reverse, collections::BTreeMap};
use utoipa::ToSchema;

/// Days without a use after which a right is proposed to be taken away.
const UNUSED_DAYS: i64 = 60;

/// How a token is used; a few seconds behind.
#[derive(Serialize, ToSchema)]
pub struct UatUse {
    /// The last five addresses that good calls came from, the latest first.
    pub addresses: Vec<UatSeen>,
    /// The last five user agents of good calls, the latest first.
    pub agents: Vec<UatSeen>,
    /// The last five addresses that refused calls came from, the latest first.
    pub refused_addresses: Vec<UatSeen>,
    /// The days of the last 90 on which there were calls, the earliest first.
    pub days: Vec<UatDay>,
    /// What it called in the last 90 days, the most called first.
    pub endpoints: Vec<UatEndpoint>,
    /// Rights that it has and does not use.
    pub unused: UatUnused,
    /// Its chain of rotations, the first token first; itself alone when it was never rotated.
    pub family: Vec<UatShown>,
}

/// Something that was seen, and when last.
#[derive(Serialize, ToSchema)]
pub struct UatSeen {
    /// An address or a user agent.
    pub value: String,
    /// When it was last seen.
    #[schema(format = "date-time")]
    pub last_at: String,
}

/// The calls of a day.
#[derive(Serialize, ToSchema)]
pub struct UatDay {
    /// The day, in UTC.
    #[schema(format = "date")]
    pub day: String,
    /// Calls that were let in.
    pub calls: i64,
    /// Calls that were refused.
    pub refused: i64,
    /// Let in, by permission; `none` where none was needed. An operation that asks for several
    /// permissions counts under each.
    pub permissions: BTreeMap<String, i64>,
    /// Refused, by the `code` of the answer.
    pub refusals: BTreeMap<String, i64>,
}

/// An operation that a token called in the last 90 days.
#[derive(Serialize, ToSchema)]
pub struct UatEndpoint {
    /// Its id in this document; null when the API does not have it any more.
    pub operation: Option<&'static str>,
    /// The method.
    pub method: String,
    /// The path, with names in braces for what differs from call to call.
    pub path: String,
    /// Calls that were let in.
    pub calls: i64,
    /// Calls that were refused. One that was let in and refused later on its way counts as both.
    pub refused: i64,
    /// The last day with such a call, in UTC.
    #[schema(format = "date")]
    pub last_on: String,
}

/// Rights that a token has and does not use.
#[derive(Serialize, ToSchema)]
pub struct UatUnused {
    /// The first day that was looked at: 60 days ago, or the day from which on its uses are known.
    #[schema(format = "date")]
    pub since: String,
    /// Whether that is less than 60 days ago: too early to judge.
    pub early: bool,
    /// What no call has needed since.
    pub permissions: Vec<&'static str>,
    /// What would be left without them: send it as `permissions` with PATCH to make the token
    /// smaller. Null when there is nothing to take away or nothing would be left.
    pub smaller: Option<Vec<&'static str>>,
}

/// How a token is used
///
/// Who calls with it, how often, with which of its rights, and what was refused.
#[utoipa::path(get, path = "/api/v2/uats/{id}/use/", tag = "Tokens",
    params(("id" = String, Path, description = "The token's public id.")),
    responses(
        (status = 200, description = "Its use.", body = UatUse),
        (status = 404, description = "Not there, or not yours.", body = crate::openapi::Problem)))]
pub async fn uats_use(
    caller: Person<perm::ApiAccess>,
    State(app): State<App>,
    Reachable(uat): Reachable,
) -> ApiResult<Json<UatUse>> {
    let mut conn = app.db.read().await?;
    let shown = usage(&mut conn, &caller.company, &uat, app.clock.now()).await?;
    Ok(Json(shown))
}

/// How a token of that company is used.
///
/// # Errors
/// When the database failed.
pub async fn usage(
    conn: &mut Conn,
    company: &Company,
    uat: &Uat,
    now: Timestamp,
) -> Result<UatUse, DbError> {
    let today = now.day();
    let known = counted_since(conn).await?.unwrap_or(now);
    let from = today - KEPT_DAYS + 1;
    let counts = uses::counts(conn, company.id, uat.id, from).await?;
    let seen = uses::seen_lately(conn, company.id, uat.id).await?;
    let family = rotation::family(conn, company.id, uat.family).await?;
    let of = |kind: Kind| {
        let of_kind = seen.iter().filter(|(k, ..)| *k == kind);
        let shown = of_kind.map(|(_, value, at)| UatSeen {
            value: value.clone(),
            last_at: at.to_string(),
        });
        shown.collect()
    };
    let family = all_shown(conn, company, family, now).await?;
    Ok(UatUse {
        addresses: of(Kind::Address),
        agents: of(Kind::Agent),
        refused_addresses: of(Kind::Refused),
        unused: unused(uat.permissions, &counts, uat.created_at.max(known), today),
        endpoints: endpoints(&counts),
        days: days(counts),
        family,
    })
}

/// What makes a token too wide, as [`UatUnused`] has it when that is not too early to judge.
///
/// # Errors
/// When the database failed.
pub(super) async fn too_wide(conn: &mut Conn, now: Timestamp) -> Result<Unused, DbError> {
    Ok(Unused {
        since: now.day() - UNUSED_DAYS,
        known: counted_since(conn).await?.unwrap_or(now),
    })
}

/// The rights of each of these tokens that no call has needed, as [`UatUnused`] has them, when it
/// is not too early to judge; nothing of tokens that have ended.
///
/// # Errors
/// When the database failed.
pub(super) async fn unused_by_each(
    conn: &mut Conn,
    company: CompanyId,
    uats: &[Uat],
    now: Timestamp,
) -> Result<BTreeMap<UatId, PermissionSet>, DbError> {
    let Unused { since, known } = too_wide(conn, now).await?;
    let judged = |uat: &&Uat| {
        let early = uat.created_at.max(known).day() > since;
        !early && uat.state(now) == UatState::Active
    };
    let mut unused: BTreeMap<_, _> = uats
        .iter()
        .filter(judged)
        .map(|uat| (uat.id, uat.permissions))
        .collect();
    let ids: Vec<_> = unused.keys().copied().collect();
    for (id, what) in uses::needed(conn, company, &ids, since).await? {
        let needed = Permission::by_name(&what).map(|needed| PermissionSet::of(&[needed]));
        if let (Some(left), Some(needed)) = (unused.get_mut(&id), needed) {
            *left = left.without(needed);
        }
    }
    Ok(unused)
}

fn days(counts: Vec<Count>) -> Vec<UatDay> {
    let mut days: BTreeMap<i64, UatDay> = BTreeMap::new();
    let others = |count: &Count| called(count).is_none();
    for count in counts.into_iter().filter(others) {
        let day = days.entry(count.day).or_insert_with(|| UatDay {
            day: time::date_of_day(count.day).to_string(),
            calls: 0,
            refused: 0,
            permissions: BTreeMap::new(),
            refusals: BTreeMap::new(),
        });
        if count.refused {
            day.refused += count.calls;
            day.refusals.insert(count.what, count.calls);
        } else if count.what == ALL {
            day.calls = count.calls;
        } else {
            day.permissions.insert(count.what, count.calls);
        }
    }
    days.into_values().collect()
}

/// Method and path of a count that is about them, and not about a permission or a refusal.
fn called(count: &Count) -> Option<(&str, &str)> {
    count.what.split_once(' ')
}

fn endpoints(counts: &[Count]) -> Vec<UatEndpoint> {
    let mut endpoints: BTreeMap<&str, UatEndpoint> = BTreeMap::new();
    // By day: the last one that is seen is the last one there is.
    for count in counts {
        let Some((method, path)) = called(count) else {
            continue;
        };
        let endpoint = endpoints.entry(&count.what).or_insert_with(|| UatEndpoint {
            operation: Operation::id_of(&count.what),
            method: method.to_owned(),
            path: path.to_owned(),
            calls: 0,
            refused: 0,
            last_on: String::new(),
        });
        let number = if count.refused {
            &mut endpoint.refused
        } else {
            &mut endpoint.calls
        };
        *number += count.calls;
        endpoint.last_on = time::date_of_day(count.day).to_string();
    }
    let mut endpoints: Vec<_> = endpoints.into_values().collect();
    endpoints.sort_by_key(|endpoint| Reverse(endpoint.calls + endpoint.refused));
    endpoints
}

fn unused(has: PermissionSet, counts: &[Count], known: Timestamp, today: i64) -> UatUnused {
    let first = (today - UNUSED_DAYS).max(known.day());
    let used: PermissionSet = counts
        .iter()
        .filter(|count| !count.refused && count.day >= first)
        .filter_map(|count| Permission::by_name(&count.what))
        .collect();
    let (unused, left) = (has.without(used), has.and(used));
    UatUnused {
        since: time::date_of_day(first).to_string(),
        early: first > today - UNUSED_DAYS,
        permissions: unused.names(),
        smaller: (!unused.is_empty() && !left.is_empty()).then(|| left.names()),
    }
}
