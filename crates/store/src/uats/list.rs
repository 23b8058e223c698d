//! Lists of tokens, and which ones are in them.

use super::{
    Breach, State, Uat,
    read::{TOKENS, read},
};
use crate::{
    DbError, Filters, Ordering, OrderingKind,
    conn::{Arg, Conn},
};
use countermark_core::{
    ids::{CompanyId, UatId, UserId},
    page::{Page, PageRequest},
    time::Timestamp,
};

/// Which tokens are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only this person's.
    pub owner: Option<UserId>,
    /// Only these; none when there are none.
    pub ids: Option<Vec<UatId>>,
    /// Only in this state.
    pub state: Option<State>,
    /// Only those in quarantine.
    pub quarantined: bool,
    /// Text in the name.
    pub search: Option<String>,
    /// Only those that no call was made with.
    pub never_used: bool,
    /// Only those that no call was made with since then, and that were made before.
    pub idle_since: Option<Timestamp>,
    /// Only active ones that end by then.
    pub ends_by: Option<Timestamp>,
    /// Only active ones with a right that they do not use.
    pub unused: Option<Unused>,
    /// Only active ones that break a policy like this.
    pub breach: Option<Breach>,
}

/// What makes a right one that is not used.
#[derive(Clone, Copy, Debug)]
pub struct Unused {
    /// No call needed it on this day or later: days since 1970-01-01, UTC.
    pub since: i64,
    /// Since when uses are known; nothing can be said of a token before its days are.
    pub known: Timestamp,
}

/// How tokens may be sorted.
pub const ORDERINGS: &[Ordering] = &[
    Ordering {
        name: "creation_date",
        column: "u.seq",
        kind: OrderingKind::Int,
        descending: true,
    },
    Ordering {
        name: "expires_at",
        column: "u.expires_at",
        kind: OrderingKind::Int,
        descending: false,
    },
    Ordering {
        name: "name",
        column: "u.name_folded",
        kind: OrderingKind::Text,
        descending: false,
    },
];

/// What is true of tokens that work.
pub(crate) const ACTIVE: &str =
    "u.revoked_at IS NULL AND COALESCE(u.overlap_until, u.expires_at) > ?";

/// As many names as a token has permissions; fewer of them were needed by a call from that day on.
/// The names stand in one text with blanks between: one is in it when it can be taken out.
const UNUSED: &str = "CASE WHEN u.permissions = '' THEN 0 \
     ELSE length(u.permissions) - length(replace(u.permissions, ' ', '')) + 1 END > \
     (SELECT count(DISTINCT d.what) FROM uat_day d \
     WHERE d.uat_id = u.id AND d.refused = 0 AND d.day >= ? \
     AND replace(' ' || u.permissions || ' ', ' ' || d.what || ' ', '') \
     <> ' ' || u.permissions || ' ')";

/// The conditions of what is wanted, on `uat u`.
pub(super) fn filters(conn: &Conn, company: CompanyId, wanted: &Wanted, now: Timestamp) -> Filters {
    let mut filters = Filters::default()
        .with("u.company_id = ?", company)
        .with_some("u.person_id = ?", wanted.owner)
        .with_some("u.quarantined_at <= ?", wanted.quarantined.then_some(now))
        .containing("u.name_folded", wanted.search.as_deref())
        .with_some(
            "COALESCE(u.last_used_at, u.created_at) <= ?",
            wanted.idle_since,
        );
    if let Some(ids) = &wanted.ids {
        filters = filters.among("u.id IN (?)", ids.iter().map(|id| Arg::from(*id)));
    }
    if wanted.never_used {
        filters = filters.and("u.last_used_at IS NULL".to_owned());
    }
    if let Some(by) = wanted.ends_by {
        filters = filters
            .with(ACTIVE, now)
            .with("COALESCE(u.overlap_until, u.expires_at) <= ?", by);
    }
    if let Some(Unused { since, known }) = wanted.unused {
        // Its uses are known from that day on, all of it.
        let made_before = Timestamp::of_day(since + 1);
        filters = if known < made_before {
            filters
                .with(ACTIVE, now)
                .with("u.created_at < ?", made_before)
                .with(UNUSED, since)
        } else {
            filters.and("1 = 0".to_owned())
        };
    }
    if let Some(breach) = &wanted.breach {
        filters = breach.filter(filters.with(ACTIVE, now), conn.is_postgres());
    }
    match wanted.state {
        None => filters,
        Some(State::Active) => filters.with(ACTIVE, now),
        Some(State::Expired) => filters.with(
            "u.revoked_at IS NULL AND u.expires_at <= ? \
             AND (u.overlap_until IS NULL OR u.overlap_until > ?)",
            now,
        ),
        Some(State::Superseded) => {
            filters.with("u.revoked_at IS NULL AND u.overlap_until <= ?", now)
        }
        Some(State::Revoked) => filters.with("u.revoked_at <= ?", now),
    }
}

/// How many tokens there are.
pub async fn count(
    conn: &mut Conn,
    company: CompanyId,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<i64, DbError> {
    let filters = filters(conn, company, wanted, now);
    TOKENS.count(conn, &filters).await
}

/// A page of the company's tokens.
pub async fn list(
    conn: &mut Conn,
    company: CompanyId,
    wanted: &Wanted,
    now: Timestamp,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Uat>, DbError> {
    let filters = filters(conn, company, wanted, now);
    TOKENS.page(conn, filters, ordering, page, None, read).await
}
