//! `POST /api/v2/policy/preview/`

use super::{PolicyUpdate, start_of};
use crate::{
    app::App,
    auth::{Person, jwt::LIFETIME_SECONDS},
    error::{ApiError, ApiResult},
    extract::{Body, Json, Query},
};
use axum::extract::State;
use countermark_core::{
    effect::{self, Effect, Token},
    ids::UserId,
    page::PageRequest,
    permissions::perm,
    policy::TokenPolicy,
    roles::Role,
    time::{self, Timestamp},
};
use countermark_store::{
    Conn,
    companies::Company,
    members,
    sessions::{self, Kind},
    uats::{self, Uat},
};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Tokens that are read at a time.
const STEP: i64 = 500;
/// Rows of an answer.
const MOST: i64 = 200;

/// What new rules would do.
#[derive(Serialize, ToSchema)]
pub struct PolicyPreview {
    /// When they would start.
    #[schema(format = "date-time")]
    pub starts_at: String,
    /// Tokens that would notice.
    pub count: i64,
    /// Of these: refused from the start on.
    pub stops: i64,
    /// Of these: they go on and end earlier.
    pub ends_earlier: i64,
    /// Of these: they go on with fewer permissions.
    pub loses_permissions: i64,
    /// JWT sessions at work now that would end.
    pub jwt_sessions: i64,
    /// The tokens, those that stop first.
    pub results: Vec<PreviewedToken>,
}

/// A token that would notice.
#[derive(Serialize, ToSchema)]
pub struct PreviewedToken {
    /// Its public id.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// Whom it acts for.
    pub owner: super::super::uats::UatPerson,
    /// When it was last used.
    #[schema(format = "date-time")]
    pub last_used_at: Option<String>,
    /// How often it was used.
    pub use_count: i64,
    /// `stops`, `ends_earlier` or `loses_permissions`: the gravest of what would happen.
    pub effect: &'static str,
    /// The moment at which it would end.
    #[schema(format = "date-time")]
    pub ends_at: Option<String>,
    /// Permissions that it would lose.
    pub lost: Vec<&'static str>,
    /// What would happen, in a sentence.
    pub why: String,
}

/// See what new rules would do
///
/// Takes the body of a change and changes nothing.
#[utoipa::path(post, path = "/api/v2/policy/preview/", tag = "Policy", request_body = PolicyUpdate,
    params(
        ("limit" = Option<i64>, Query, description = "Rows of the list, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip.")),
    responses((status = 200, description = "What would happen.", body = PolicyPreview)))]
pub async fn policy_preview(
    caller: Person<perm::PolicyEdit>,
    State(app): State<App>,
    query: Query,
    Body(body): Body<PolicyUpdate>,
) -> ApiResult<Json<PolicyPreview>> {
    let now = app.clock.now();
    let limit = query.integer("limit")?.unwrap_or(MOST).clamp(1, MOST);
    let offset = query.integer("offset")?.unwrap_or(0).max(0);
    let mut conn = app.db.read().await?;
    preview(&mut conn, &caller.company, &body, (limit, offset), now)
        .await
        .map(Json)
}

/// What a change would do: so many rows of the list, after so many.
///
/// # Errors
/// 400 that names the members which do not fit, 503 when the database is away.
pub async fn preview(
    conn: &mut Conn,
    company: &Company,
    body: &PolicyUpdate,
    (limit, offset): (i64, i64),
    now: Timestamp,
) -> ApiResult<PolicyPreview> {
    let after = body.over(&company.policy)?;
    let starts_at = match body.starts_on {
        Some(day) => start_of(day, company, now)?.unwrap_or(now),
        None => now,
    };
    let mut found = affected(conn, company, &after, starts_at, now).await?;
    let jwt_sessions = if company.policy.password_jwt && !after.password_jwt {
        let seen_since = now.plus_seconds(-LIFETIME_SECONDS);
        sessions::count_of_kind(conn, company.id, Kind::Jwt, seen_since, now.max(starts_at)).await?
    } else {
        0
    };
    found.sort_by_key(|(effect, uat)| (rank(effect, starts_at), uat.seq));
    let of = |wanted: u8| {
        let number = found
            .iter()
            .filter(|(e, _)| rank(e, starts_at) == wanted)
            .count();
        i64::try_from(number).unwrap_or(i64::MAX)
    };
    let mut preview = PolicyPreview {
        starts_at: starts_at.to_string(),
        count: i64::try_from(found.len()).unwrap_or(i64::MAX),
        stops: of(0),
        ends_earlier: of(1),
        loses_permissions: of(2),
        jwt_sessions,
        results: Vec::new(),
    };
    let skip = usize::try_from(offset).unwrap_or(usize::MAX);
    let take = usize::try_from(limit).unwrap_or(usize::MAX);
    let rows = found.into_iter().skip(skip).take(take);
    preview.results = rows
        .map(|(effect, uat)| show(effect, uat, company, starts_at))
        .collect::<ApiResult<_>>()?;
    Ok(preview)
}

/// Every token that would notice, with what would become of it.
async fn affected(
    conn: &mut Conn,
    company: &Company,
    after: &TokenPolicy,
    starts_at: Timestamp,
    now: Timestamp,
) -> ApiResult<Vec<(Effect, Uat)>> {
    let mut found: Vec<(Effect, Uat)> = Vec::new();
    let mut roles: HashMap<UserId, Option<Role>> = HashMap::new();
    let mut page = PageRequest {
        limit: STEP,
        offset: 0,
        after: None,
    };
    let wanted = uats::Wanted {
        state: Some(uats::State::Active),
        ..uats::Wanted::default()
    };
    loop {
        let order = uats::ORDERINGS[0];
        let step = uats::list(conn, company.id, &wanted, now, order, &page).await?;
        for uat in step.rows {
            let role = if let Some(role) = roles.get(&uat.owner.id) {
                *role
            } else {
                let member = members::get(conn, company.id, uat.owner.id).await?;
                let role = member.filter(members::Member::is_active).map(|m| m.role);
                roles.insert(uat.owner.id, role);
                role
            };
            // The tokens of somebody who is shut out have stopped already.
            let Some(role) = role else { continue };
            let token = Token {
                permissions: uat.permissions,
                role,
                quarantined: uat.quarantined_at.is_some(),
                created_at: uat.created_at,
                ends_at: uat.ends_at(),
            };
            let (before, zone) = (&company.policy, &company.time_zone);
            if let Some(effect) = effect::of(before, after, &token, starts_at, zone) {
                found.push((effect, uat));
            }
        }
        match step.next {
            Some(next) => page.after = Some(next),
            None => break,
        }
    }
    Ok(found)
}

fn rank(effect: &Effect, from: Timestamp) -> u8 {
    match effect.ends_at {
        Some(_) if effect.stops(from) => 0,
        Some(_) => 1,
        None => 2,
    }
}

fn show(effect: Effect, uat: Uat, company: &Company, from: Timestamp) -> ApiResult<PreviewedToken> {
    let zone = time::zone(&company.time_zone).ok_or_else(ApiError::internal)?;
    let made = uat.created_at.date_in(&zone);
    let mut why = match effect.ends_at {
        Some(_) if effect.stops(from) => {
            format!("It was made on {made} and is older than allowed.")
        }
        Some(end) => {
            let last = Timestamp(end.0 - 1).date_in(&zone);
            format!(
                "It was made on {made} and ends on {last} instead of {}.",
                uat.valid_until
            )
        }
        None => String::new(),
    };
    let lost = effect.lost.names();
    if !lost.is_empty() {
        if !why.is_empty() {
            why.push(' ');
        }
        why += &["It loses ", &lost.join(", "), "."].concat();
    }
    Ok(PreviewedToken {
        id: uat.id.to_string(),
        name: uat.name,
        owner: uat.owner.into(),
        last_used_at: uat.last_used_at.map(|at| at.to_string()),
        use_count: uat.use_count,
        effect: ["stops", "ends_earlier", "loses_permissions"][usize::from(rank(&effect, from))],
        ends_at: effect.ends_at.map(|at| at.to_string()),
        lost,
        why,
    })
}
