//! No company takes all of PostgreSQL's connections: what is done for one waits for its own share
//! before it waits for a connection. SQLite needs none of this: its one writer is never far away.
//!
//! Whose request it is is known to the task that answers it, so that no handler can forget to say
//! so. What runs outside of a request, or before anybody knows whose it is, has no bound here.

use crate::DbError;
use countermark_core::ids::CompanyId;
use std::{
    cell::Cell,
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

tokio::task_local! {
    static WHOSE: Cell<Option<CompanyId>>;
}

/// Does the work of one request, which is nobody's at first.
pub fn request<T>(work: impl Future<Output = T>) -> impl Future<Output = T> {
    WHOSE.scope(Cell::new(None), work)
}

/// From now on this request is that company's.
pub fn belongs_to(company: CompanyId) {
    // Outside of a request there is nothing to share.
    let _ = WHOSE.try_with(|whose| whose.set(Some(company)));
}

/// The companies' shares of one pool.
pub(crate) struct Shares {
    size: usize,
    patience: Duration,
    of: Mutex<HashMap<CompanyId, Arc<Semaphore>>>,
}

impl Shares {
    /// Each company gets at most so many connections at a time, and waits so long for one of them.
    pub(crate) fn new(size: usize, patience: Duration) -> Self {
        Self {
            size,
            patience,
            of: Mutex::default(),
        }
    }

    /// Waits until the company of this request may have another connection; to be kept as long as
    /// the connection is.
    pub(crate) async fn turn(&self) -> Result<Option<OwnedSemaphorePermit>, DbError> {
        let Some(company) = WHOSE.try_with(Cell::get).ok().flatten() else {
            return Ok(None);
        };
        let share = self.share(company);
        if let Ok(turn) = share.clone().try_acquire_owned() {
            return Ok(Some(turn));
        }
        let used_up = || DbError::Unavailable(format!("the share of company {company} is used up"));
        let turn = tokio::time::timeout(self.patience, share.acquire_owned()).await;
        turn.map_err(|_| used_up())?
            .map(Some)
            .map_err(|_| used_up())
    }

    fn share(&self, company: CompanyId) -> Arc<Semaphore> {
        let mut shares = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Semaphore::new(self.size));
        shares.entry(company).or_insert_with(new).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{Shares, belongs_to, request};
    use crate::DbError;
    use countermark_core::ids::CompanyId;
    use std::time::Duration;

    #[tokio::test]
    async fn who_waits_too_long_is_told_and_others_are_let_in() {
        let shares = Shares::new(1, Duration::ZERO);
        request(async {
            belongs_to(CompanyId(1));
            let held = shares.turn().await.unwrap();
            assert!(held.is_some());
            let refused = shares.turn().await;
            assert!(
                matches!(refused, Err(DbError::Unavailable(_))),
                "{refused:?}"
            );
            belongs_to(CompanyId(2));
            assert!(shares.turn().await.unwrap().is_some(), "another company");
            drop(held);
            belongs_to(CompanyId(1));
            assert!(shares.turn().await.unwrap().is_some(), "it was given back");
        })
        .await;
    }

    #[tokio::test]
    async fn what_is_nobodys_has_no_bound() {
        let shares = Shares::new(0, Duration::ZERO);
        belongs_to(CompanyId(1));
        assert!(shares.turn().await.unwrap().is_none(), "no request");
        request(async {
            assert!(shares.turn().await.unwrap().is_none(), "nobody's yet");
        })
        .await;
    }
}
