//! Which key signs for which part of a company's log, by the handovers in it.

use super::sealer::{KnownKey, Ring};
use countermark_core::ids::CompanyId;
use countermark_store::{Conn, DbError, checkpoints};

/// A part of a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The entry with which the key took over; none: it was there from the beginning.
    pub first: Option<i64>,
    /// The last entry before the next one took over; none: it is in charge.
    pub last: Option<i64>,
}

/// The keys of the installation, each with its part of the company's log.
///
/// # Errors
/// When the database failed.
pub async fn of(
    conn: &mut Conn,
    ring: &Ring,
    company: CompanyId,
) -> Result<Vec<(KnownKey, Span)>, DbError> {
    let handovers = checkpoints::handovers(conn, company).await?;
    let place = |found: Option<&(i64, String, String)>| found.map(|(position, ..)| *position);
    let span = |known: &KnownKey| {
        let id = &known.key.id;
        let span = Span {
            first: place(handovers.iter().find(|(_, _, new)| new == id)),
            last: place(handovers.iter().find(|(_, old, _)| old == id)).map(|at| at - 1),
        };
        (known.clone(), span)
    };
    Ok(ring.keys().iter().map(span).collect())
}
