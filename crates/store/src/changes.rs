//! What a commit made untrue in the memory of every node (design §6).
//!
//! A change that lowers a right writes its rows here in its own transaction: both are there or
//! neither. [`crate::watch`] reads them on the other nodes. On SQLite there is only one node, and
//! nothing is written.

use crate::{
    DbError,
    conn::{Tx, args},
};
use countermark_core::ids::{CompanyId, SessionId, UatId, UserId};

/// The channel on which a commit wakes the other nodes. Names of channels belong to a database.
pub(crate) const CHANNEL: &str = "countermark_auth";

/// The setting that holds the highest transaction whose rows were swept.
pub(crate) const SWEPT: &str = "auth_change_swept";

/// What a change made untrue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Changed {
    /// A company's policy or state.
    Company(CompanyId),
    /// A person's role or state in a company, or their details.
    Member(CompanyId, UserId),
    /// A session ended or was confirmed.
    Session(SessionId),
    /// A token was narrowed, renamed or revoked.
    Uat(UatId),
    /// Nobody can tell what: nothing may be believed any more.
    Everything,
}

impl Changed {
    /// The person, as each of these companies knows them.
    #[must_use]
    pub fn everywhere(companies: &[CompanyId], user: UserId) -> Vec<Self> {
        let member = |company: &CompanyId| Self::Member(*company, user);
        companies.iter().map(member).collect()
    }

    fn to_stored(self) -> String {
        match self {
            Self::Company(company) => format!("company:{company}"),
            Self::Member(company, user) => format!("member:{company}:{user}"),
            Self::Session(id) => format!("session:{id}"),
            Self::Uat(id) => format!("uat:{id}"),
            Self::Everything => "everything".into(),
        }
    }

    /// Reads what [`Changed::to_stored`] wrote. What a newer node wrote and this one does not
    /// know yet may be anything.
    pub(crate) fn from_stored(text: &str) -> Self {
        let known = || {
            let (kind, id) = text.split_once(':')?;
            Some(match kind {
                "company" => Self::Company(id.parse().ok()?),
                "member" => {
                    let (company, user) = id.split_once(':')?;
                    Self::Member(company.parse().ok()?, user.parse().ok()?)
                }
                "session" => Self::Session(id.parse().ok()?),
                "uat" => Self::Uat(id.parse().ok()?),
                _ => return None,
            })
        };
        known().unwrap_or(Self::Everything)
    }
}

/// Records changes in the transaction that makes them, and wakes the other nodes at its commit.
pub async fn record(tx: &mut Tx, changes: &[Changed]) -> Result<(), DbError> {
    if changes.is_empty() || !tx.is_postgres() {
        return Ok(());
    }
    let texts: Vec<_> = changes.iter().map(|change| change.to_stored()).collect();
    // The time is the database's: the clocks of two nodes need not agree.
    tx.all(
        "WITH written AS (INSERT INTO auth_change (tx, at, what) \
         SELECT pg_current_xact_id()::text::bigint, \
         (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, \
         unnest(string_to_array($1, ' ')) RETURNING 1) \
         SELECT pg_notify($2, '')::text FROM (SELECT count(*) FROM written) w",
        args![texts.join(" "), CHANNEL],
    )
    .await?;
    Ok(())
}

/// Deletes rows older than `seconds` by the database's clock; how many. A node that was away
/// for longer than that is told by the setting that is written along.
pub async fn sweep(tx: &mut Tx, seconds: i64) -> Result<u64, DbError> {
    if !tx.is_postgres() {
        return Ok(0);
    }
    // Below xmin every transaction has ended: a node that polls has seen all that is deleted.
    let rows = tx
        .all(
            "DELETE FROM auth_change \
             WHERE at < (extract(epoch FROM clock_timestamp()) * 1000000)::bigint - $1 * 1000000 \
             AND tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint RETURNING tx",
            args![seconds],
        )
        .await?;
    let numbers: Vec<i64> = rows
        .iter()
        .map(|row| row.get(0))
        .collect::<Result<_, _>>()?;
    let Some(highest) = numbers.iter().max() else {
        return Ok(0);
    };
    tx.run(
        "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE \
         SET value = greatest(setting.value::bigint, excluded.value::bigint)::text",
        args![SWEPT, highest.to_string()],
    )
    .await?;
    Ok(numbers.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back_and_the_unknown_is_everything() {
        for change in [
            Changed::Company(CompanyId(7)),
            Changed::Member(CompanyId(7), UserId(12)),
            Changed::Session(SessionId(u128::MAX)),
            Changed::Uat(UatId(1)),
            Changed::Everything,
        ] {
            assert_eq!(Changed::from_stored(&change.to_stored()), change);
        }
        for text in ["", "uat:", "uat:x", "member:7", "company:7:8", "planet:7"] {
            assert_eq!(Changed::from_stored(text), Changed::Everything, "{text}");
        }
    }
}
