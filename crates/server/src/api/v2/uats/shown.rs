//! Tokens as those see them who look after them.

use super::{OnlyShown, budgets, usage};
use crate::{
    auth::Principal,
    error::{ApiError, ApiResult},
};
use countermark_core::{page::Page, time::Timestamp};
use countermark_store::{
    Conn, DbError,
    companies::Company,
    uats::{State, Uat, Who},
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A day in microseconds.
const DAY: i64 = 86_400_000_000;

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
    /// The rules of the company's policy as it is now that it breaks, by their names there:
    /// `forbidden`, `max_days`. Empty for what has ended. The filter of this name finds the same.
    pub not_compliant: Vec<&'static str>,
    /// Its rights that no call has needed for 60 days, as `use/` names them; empty while it is too
    /// early to judge, and for what has ended. The filter of this name finds the same.
    pub too_wide: Vec<&'static str>,
    /// Whole days since it was last used, or made; null for what has ended.
    pub idle_days: Option<i64>,
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
    /// Shows a token of that company as it stands now, without what other tables know of it.
    #[must_use]
    pub fn of(uat: Uat, company: &Company, now: Timestamp) -> Self {
        let state = uat.state(now);
        let only = OnlyShown::of(uat.only.as_deref());
        let rules = (&company.policy, company.time_zone.as_str());
        let not_compliant = uat.broken_rules(rules, now);
        let idle = now.0 - uat.last_used_at.unwrap_or(uat.created_at).0;
        Self {
            id: uat.id.to_string(),
            name: uat.name,
            valid_until: uat.valid_until,
            expires_at: uat.expires_at.to_string(),
            permissions: uat.permissions.names(),
            state: state.name(),
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
            not_compliant,
            too_wide: Vec::new(),
            idle_days: (state == State::Active).then_some(idle.max(0) / DAY),
        }
    }
}

/// Shows tokens of that company as they stand now, with what they have used up today and the
/// rights that they do not use.
///
/// # Errors
/// When the database failed.
pub async fn all_shown(
    conn: &mut Conn,
    company: &Company,
    uats: Vec<Uat>,
    now: Timestamp,
) -> Result<Vec<UatShown>, DbError> {
    let unused = usage::unused_by_each(conn, company.id, &uats, now).await?;
    let mut all = Vec::with_capacity(uats.len());
    for uat in uats {
        let unused = unused.get(&uat.id).map(|unused| unused.names());
        all.push(UatShown {
            too_wide: unused.unwrap_or_default(),
            ..UatShown::of(uat, company, now)
        });
    }
    budgets::with_use(conn, company, &mut all, now).await?;
    Ok(all)
}

/// A page of them.
///
/// # Errors
/// When the database failed.
pub async fn shown_page(
    conn: &mut Conn,
    company: &Company,
    Page { count, rows, next }: Page<Uat>,
    now: Timestamp,
) -> Result<Page<UatShown>, DbError> {
    let rows = all_shown(conn, company, rows, now).await?;
    Ok(Page { count, rows, next })
}

/// Shows one of them. Whoever has changed it asks before the commit: what fails after it would be told
/// as not done.
///
/// # Errors
/// 503 when the database failed.
pub async fn show(
    conn: &mut Conn,
    caller: &Principal,
    uat: Uat,
    now: Timestamp,
) -> ApiResult<UatShown> {
    let mut shown = all_shown(conn, &caller.company, vec![uat], now).await?;
    shown.pop().ok_or_else(ApiError::internal)
}
