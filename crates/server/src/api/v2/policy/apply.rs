//! What follows when rules change, in the same transaction: rows that other parts of the program
//! read catch up with what every call is held against already.

use super::facts;
use crate::{
    auth::{facts::Changed, sign_in},
    error::{ApiError, ApiResult},
};
use countermark_core::{
    audit::Entry,
    ids::CompanyId,
    page::PageRequest,
    policy::TokenPolicy,
    time::{self, Timestamp},
};
use countermark_store::{
    DbError, Tx, companies,
    companies::Company,
    sessions::{self, Kind},
    uats,
};

/// Moves rules whose day has come into the company's row, with all that follows. Returns the
/// company as it is now, and what to commit.
///
/// # Errors
/// 503 when the database is away.
pub async fn settle(
    tx: &mut Tx,
    id: CompanyId,
    now: Timestamp,
) -> Result<(Company, Vec<Entry>, Vec<Changed>), DbError> {
    let company = companies::lock(tx, id).await?;
    let company = company.ok_or_else(|| DbError::Corrupt("no company".into()))?;
    let Some((starts_at, settled)) = company.settled().filter(|(at, _)| *at <= now) else {
        return Ok((company, vec![], vec![]));
    };
    companies::set_policy(tx, id, &settled.policy).await?;
    companies::cancel_pending(tx, id).await?;
    let changes = follow(tx, &company, &settled.policy, starts_at, now).await?;
    let entry = Entry::event("policy.start", "company", id, company.name.clone())
        .change(&facts(&company.policy), &facts(&settled.policy));
    Ok((settled, vec![entry], changes))
}

/// Ends JWTs and shortens tokens as the new rules ask, from `since` on. A life that was shortened
/// stays so when the rules are relaxed: a token is never widened.
///
/// # Errors
/// 503 when the database is away.
pub(super) async fn follow(
    tx: &mut Tx,
    company: &Company,
    after: &TokenPolicy,
    since: Timestamp,
    now: Timestamp,
) -> Result<Vec<Changed>, DbError> {
    let before = &company.policy;
    let mut changes = vec![Changed::Company(company.id)];
    if before.password_jwt && !after.password_jwt {
        let ended = sessions::end_kind_in_company(tx, company.id, Kind::Jwt, now).await?;
        changes.extend(sign_in::ended(ended));
    }
    if after.max_days >= before.max_days {
        return Ok(changes);
    }
    let Some(zone) = time::zone(&company.time_zone) else {
        return Ok(changes);
    };
    let wanted = uats::Wanted {
        state: Some(uats::State::Active),
        ..uats::Wanted::default()
    };
    let mut page = PageRequest {
        limit: 500,
        offset: 0,
        after: None,
    };
    loop {
        let order = uats::ORDERINGS[0];
        let step = uats::list(tx, company.id, &wanted, since, order, &page).await?;
        for uat in &step.rows {
            let cut = after.cuts(uat.created_at, uat.expires_at, &company.time_zone);
            let Some(end) = cut.map(|end| end.max(since)) else {
                continue;
            };
            let last = Timestamp(end.0 - 1).date_in(&zone).to_string();
            uats::shorten(tx, company.id, uat.id, &last, end).await?;
            changes.push(Changed::Uat(uat.id));
        }
        match step.next {
            Some(next) => page.after = Some(next),
            None => return Ok(changes),
        }
    }
}

/// The first moment of a day in the company's zone; `None` for today.
///
/// # Errors
/// 400 on `starts_on` for a day that is over or more than a year away.
pub(super) fn start_of(
    day: jiff::civil::Date,
    company: &Company,
    now: Timestamp,
) -> ApiResult<Option<Timestamp>> {
    let wrong = |sentence: &str| ApiError::field("starts_on", sentence);
    let zone = time::zone(&company.time_zone).ok_or_else(ApiError::internal)?;
    let today = now.date_in(&zone);
    if day < today {
        return Err(wrong("This day is over. Choose today or later."));
    }
    if day == today {
        return Ok(None);
    }
    let farthest = jiff::Span::new().days(366);
    if today.checked_add(farthest).is_ok_and(|last| day > last) {
        return Err(wrong("Choose a day within a year."));
    }
    let eve = day.yesterday().map_err(|_| wrong("Too far away."))?;
    let at = time::end_of_day(eve, &zone).map_err(|_| wrong("Too far away."))?;
    Ok(Some(at))
}
