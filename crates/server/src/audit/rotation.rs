//! Changes the key that signs checkpoints: in one transaction the old key hands over in every
//! company's log, the new one is stored, and the private half of the old one is erased.

use super::sealer::{self, Ring};
use crate::secrets::Secrets;
use countermark_core::{
    checkpoint::PublicKey, handover::Handover, ids::CompanyId, time::Timestamp,
};
use countermark_store::{Db, DbError, audit::By, chain, checkpoints, companies};

/// Seconds between two rotations over the API.
const SELDOM: i64 = 3_600;

/// Who wishes it.
pub enum Wish {
    /// The operator, by the command line.
    Operator,
    /// Somebody over the API, at most once an hour.
    Caller(Box<By>),
}

impl Wish {
    /// Who stands in that company's log. The keys are every company's: the others learn that
    /// they changed, and nothing about whose wish it was.
    fn by(&self, company: CompanyId, now: Timestamp) -> By {
        match self {
            Self::Caller(by) if by.company == company => (**by).clone(),
            Self::Operator => By::here(company, "cli", now),
            Self::Caller(_) => By::here(company, "server", now),
        }
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// This key signs from now on.
    Rotated(PublicKey),
    /// Too early; the time at which it may be had.
    TooEarly(Timestamp),
}

/// Puts a new key in the place of the one that signs.
///
/// # Errors
/// When the database failed, or no key can be opened; then nothing was changed.
pub async fn rotate(
    db: &Db,
    secrets: &Secrets,
    wish: &Wish,
    now: Timestamp,
) -> Result<Outcome, DbError> {
    let mut next = sealer::new_key(secrets, now)?;
    let public = next.public_key.as_slice().try_into();
    let public = public.map_err(|_| DbError::Corrupt("an audit key has not 32 bytes".into()))?;
    let public = PublicKey::new(public);
    let mut tx = db.write().await?;
    checkpoints::lock_keys(&mut tx).await?;
    let ring = Ring::open(&checkpoints::keys(&mut tx).await?, secrets)?;
    let last = ring.keys().iter().filter_map(|known| known.ended_at).max();
    let may_at = last.map(|at| at.plus_seconds(SELDOM));
    if let (Wish::Caller(_), Some(at)) = (wish, may_at.filter(|at| *at > now)) {
        return Ok(Outcome::TooEarly(at));
    }
    let old = ring.keys()[0].clone();
    // The newest signs, also when a clock was set back.
    next.created_at = now.max(Timestamp(old.created_at.0 + 1));
    let mut handovers: Vec<(CompanyId, Handover)> = Vec::new();
    for company in companies::all(&mut tx).await? {
        let end = chain::lock(&mut tx, company.id).await?;
        let place = (end.length, end.head);
        let handover = ring.hand_over(&company.uuid, place, &public, now);
        chain::also(&mut tx, &wish.by(company.id, now), &handover.entry()).await?;
        handovers.push((company.id, handover));
    }
    let seal = sealer::seal(secrets, &old.key, now);
    checkpoints::replace_key(&mut tx, &old.key.id, &seal, now, &next).await?;
    // Every company's log has its entry already.
    tx.commit_unaudited().await?;
    for (company, handover) in handovers {
        // Whoever collects this log keeps it outside the database, like a checkpoint.
        tracing::info!(
            target: "countermark::audit",
            company = company.0,
            position = handover.succession.position + 1,
            handover = handover.text(),
            "the key for checkpoints was changed",
        );
    }
    Ok(Outcome::Rotated(public))
}
