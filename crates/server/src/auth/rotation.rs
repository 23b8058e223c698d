//! Changing the key set, by the rules in [`countermark_core::keys`].
//!
//! Every node runs the same rules over the same rows, one at a time: whoever comes second finds
//! that nothing is due any more. What a change needs is made before its transaction begins.

use crate::{
    app::App,
    auth::{jwt::KeyError, key},
    secrets::Secrets,
};
use countermark_core::{
    audit::Entry,
    keys::{self, Algorithm, Key, State, Step},
    time::Timestamp,
};
use countermark_store::{
    Db, Tx,
    audit::By,
    changes::{self, Changed},
    keys::{self as stored, SigningKey},
    sessions,
};
use serde_json::json;
use std::sync::Arc;

/// The setting under which the wanted algorithm is kept. It is a fact of the installation and
/// not of a node: nodes that are restarted one after the other with another setting would
/// otherwise replace each other's keys.
const ALGORITHM: &str = "jwt_algorithm";

/// Stores how new keys shall sign.
pub async fn want(db: &Db, algorithm: Algorithm) -> Result<(), KeyError> {
    let known = stored::setting(&mut db.read().await?, ALGORITHM).await?;
    if known.as_deref() != Some(algorithm.name()) {
        let mut tx = db.write().await?;
        stored::set(&mut tx, ALGORITHM, algorithm.name()).await?;
        tx.commit_unaudited().await?;
    }
    Ok(())
}

/// How new keys shall sign.
async fn wanted(db: &Db) -> Result<Algorithm, KeyError> {
    let name = stored::setting(&mut db.read().await?, ALGORITHM).await?;
    Ok(name
        .as_deref()
        .and_then(Algorithm::by_name)
        .unwrap_or_default())
}

fn facts(stored: &[SigningKey]) -> Vec<Key> {
    stored.iter().map(|stored| stored.key.clone()).collect()
}

/// What somebody wants of the key set, beside what is due anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Nothing.
    Nothing,
    /// The next key, as soon as every node knows it.
    Rotate,
    /// As [`Wish::Rotate`], unless that was within the last hour.
    RotateSeldom,
    /// A new key at once; every old one and every JWT ends.
    ReplaceAll,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// So many steps were taken.
    Done(usize),
    /// The wish comes too early; the time at which it may be had.
    TooEarly(Timestamp),
}

fn steps(keys: &[Key], wanted: Algorithm, wish: Wish, now: Timestamp) -> Vec<Step> {
    match wish {
        Wish::Nothing => keys::due(keys, wanted, now),
        Wish::Rotate | Wish::RotateSeldom => keys::rotate(keys, now),
        Wish::ReplaceAll => keys::replace_all(keys, now),
    }
}

/// Does what is due, or what somebody wishes, under the lock of the key set.
///
/// # Errors
/// [`KeyError`]; then nothing was changed.
pub async fn advance(
    db: &Db,
    secrets: &Arc<Secrets>,
    wish: Wish,
    by: Option<By>,
    now: Timestamp,
) -> Result<Outcome, KeyError> {
    let wanted = wanted(db).await?;
    let there = stored::signing_keys(&mut db.read().await?).await?;
    let planned = steps(&facts(&there), wanted, wish, now);
    if planned.is_empty() && wish == Wish::Nothing {
        return Ok(Outcome::Done(0));
    }
    let mut fresh = None;
    if planned.iter().any(|step| matches!(step, Step::Make(..))) {
        let secrets = secrets.clone();
        let made = tokio::task::spawn_blocking(move || key::make(wanted, &secrets, now)).await;
        fresh = Some(made.map_err(|_| KeyError::Unusable("new".into()))??);
    }
    let mut tx = db.write().await?;
    stored::lock(&mut tx).await?;
    if wish == Wish::RotateSeldom {
        let at = keys::may_rotate_at(&facts(&stored::history(&mut tx).await?), now);
        if at > now {
            return Ok(Outcome::TooEarly(at));
        }
    }
    // Another node may have been quicker: what counts is what is there now.
    let there = stored::signing_keys(&mut tx).await?;
    let steps = steps(&facts(&there), wanted, wish, now);
    let mut entries = Vec::new();
    for step in &steps {
        apply(&mut tx, step, fresh.as_ref(), now).await?;
        // The first key of all is no event.
        if !there.is_empty() {
            tracing::info!(?step, "the JWT keys change");
        }
    }
    if wish == Wish::ReplaceAll {
        // The keys are gone, but other nodes read that only within a second. That sessions have
        // ended they learn within the bound of every revocation.
        sessions::end_all_jwt(&mut tx, now).await?;
        changes::record(&mut tx, &[Changed::Everything]).await?;
    }
    match by {
        Some(by) => {
            let kid = |state| {
                let found = there.iter().find(|stored| stored.key.state == state);
                found.map(|stored| stored.key.kid.clone())
            };
            let old = kid(State::Signing).unwrap_or_default();
            let new = kid(State::Published).or(fresh.map(|fresh| fresh.key.kid));
            entries.push(Entry::event("key.rotate", "key", &old, "").after(json!({"next": new})));
            tx.commit(&by, &entries).await?;
        }
        None => tx.commit_unaudited().await?,
    }
    Ok(Outcome::Done(steps.len()))
}

async fn apply(
    tx: &mut Tx,
    step: &Step,
    fresh: Option<&SigningKey>,
    now: Timestamp,
) -> Result<(), KeyError> {
    match step {
        Step::Make(state, signs_at) => {
            // None only when what is there has changed since it was planned: the next run, a
            // second later, makes it.
            if let Some(fresh) = fresh {
                let mut new = fresh.clone();
                (new.key.state, new.key.signs_at) = (*state, *signs_at);
                stored::add(tx, &new).await?;
            }
        }
        Step::Hasten(kid, at) => stored::hasten(tx, kid, *at).await?,
        Step::Sign(kid) => stored::sign(tx, kid, now).await?,
        Step::Retire(kid) => stored::end(tx, kid, State::VerifyOnly, now).await?,
        Step::Drop(kid) => stored::end(tx, kid, State::Gone, now).await?,
    }
    Ok(())
}

/// Does what is due, and brings this node's key set up to date.
///
/// # Errors
/// [`KeyError`].
pub async fn keep(app: &App) -> Result<(), KeyError> {
    let (db, secrets, now) = (&app.db, &app.secrets, app.clock.now());
    let there = stored::signing_keys(&mut db.read().await?).await?;
    // Nearly always nothing is due, and what was read is what this node shall know.
    if keys::due(&facts(&there), wanted(db).await?, now).is_empty() {
        return app.signer.adopt(&there, secrets);
    }
    advance(db, secrets, Wish::Nothing, None, now).await?;
    app.signer.reload(db, secrets).await
}
