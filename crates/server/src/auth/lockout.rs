//! A soft lock on guessing: after a few failures the next try for the same account *from the same
//! network* has to wait, longer each time; and after many from everywhere, so has every network
//! that the account does not know. Nobody can lock a person out of the places they sign in from,
//! nor anywhere for longer than a quarter of an hour (NIST SP 800-63B-4 §3.2.2), and tokens and
//! open sessions are not touched at all.
//!
//! What became of a try is told only while no wait holds *at that moment*, whatever held when it
//! began: a thousand tries at once, on any number of nodes, learn no more than one after another.

use crate::{app::App, auth::address, error::ApiError};
use countermark_core::{
    lockout::{Failures, Standing},
    time::Timestamp,
};
use countermark_store::{DbError, Tx, lockouts};
use std::net::IpAddr;

/// Seconds after which a known network is noted again: a day.
const NOTE_AGAIN_SECONDS: i64 = 86_400;

/// Somebody who tries the password of an account.
pub struct Guest {
    account: [u8; 32],
    network: String,
}

impl Guest {
    /// `email` is the folded address, whether it exists or not.
    #[must_use]
    pub fn new(app: &App, email: &str, from: IpAddr) -> Self {
        Self {
            account: app.secrets.account_digest(email),
            network: address::network(from).to_string(),
        }
    }

    /// Lets a try through, and its outcome out; or says how long to wait.
    ///
    /// # Errors
    /// 429 with `Retry-After`; 503 when the database is away.
    pub async fn check(&self, app: &App) -> Result<(), ApiError> {
        self.standing(app).await.map(|_| ())
    }

    /// Notes a failure; returns what the client is told instead of `wrong` when it has to wait
    /// already.
    pub async fn failed(&self, app: &App, wrong: ApiError) -> ApiError {
        let now = app.clock.now();
        match self.note_failure(app, now).await {
            Ok(None) => wrong,
            Ok(Some(until)) => throttled(until, now),
            // A try that cannot be counted is not answered.
            Err(error) => error.into(),
        }
    }

    async fn note_failure(&self, app: &App, now: Timestamp) -> Result<Option<Timestamp>, DbError> {
        let mut tx = app.db.write().await?;
        let wait = lockouts::failed(&mut tx, &self.account, &self.network, now).await?;
        if wait.is_none() {
            tx.commit_unaudited().await?;
        }
        Ok(wait)
    }

    /// Forgives the network's failures after the right password, and knows the network from now
    /// on. Where nothing is to be forgiven and the network is known, nothing is written.
    ///
    /// # Errors
    /// As [`Guest::check`].
    pub async fn succeeded(&self, app: &App) -> Result<(), ApiError> {
        let standing = self.standing(app).await?;
        let now = app.clock.now();
        let noted = now.plus_seconds(-NOTE_AGAIN_SECONDS);
        if standing.own == Failures::NONE && standing.known_since.is_some_and(|at| at > noted) {
            return Ok(());
        }
        let mut tx = app.db.write().await?;
        lockouts::forgive(&mut tx, &self.account, &self.network, now).await?;
        Ok(tx.commit_unaudited().await?)
    }

    /// Starts anew with a new password, inside a transaction that the caller commits.
    ///
    /// # Errors
    /// When the database failed.
    pub async fn renewed(&self, tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
        lockouts::renew(tx, &self.account, &self.network, now).await
    }

    async fn standing(&self, app: &App) -> Result<Standing, ApiError> {
        let now = app.clock.now();
        let mut conn = app.db.read().await?;
        let standing = lockouts::standing(&mut conn, &self.account, &self.network).await?;
        match standing.wait_until(now) {
            Some(until) => Err(throttled(until, now)),
            None => Ok(standing),
        }
    }
}

fn throttled(until: Timestamp, now: Timestamp) -> ApiError {
    let seconds = until.seconds() - now.seconds();
    ApiError::throttled(u64::try_from(seconds).unwrap_or(1))
}
