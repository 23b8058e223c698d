//! Places for work that is dear in time or memory: a few run, a few wait, and nobody beyond.

use crate::error::{ApiError, ApiResult};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The places of one kind of work on this node.
pub struct Places {
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
    all: usize,
    come_back: u64,
}

/// A place; it is free again when this is dropped.
pub struct Place {
    _running: OwnedSemaphorePermit,
    admitted: OwnedSemaphorePermit,
    all: usize,
}

impl Place {
    /// Whether others have a place, too, or wait for one.
    #[must_use]
    pub fn has_others(&self) -> bool {
        self.all - self.admitted.semaphore().available_permits() > 1
    }
}

impl Places {
    /// So many run at a time, and so many more wait; others are told to come back after so many
    /// seconds.
    #[must_use]
    pub fn new(running: usize, waiting: usize, come_back: u64) -> Self {
        let all = running + waiting;
        Self {
            running: Arc::new(Semaphore::new(running)),
            admitted: Arc::new(Semaphore::new(all)),
            all,
            come_back,
        }
    }

    /// Waits for a place.
    ///
    /// # Errors
    /// 429 when too many wait already.
    pub async fn take(&self) -> ApiResult<Place> {
        let admitted = self.admitted.clone().try_acquire_owned();
        let admitted = admitted.map_err(|_| ApiError::throttled(self.come_back))?;
        let running = self.running.clone().acquire_owned().await;
        Ok(Place {
            _running: running.map_err(|_| ApiError::unavailable())?,
            admitted,
            all: self.all,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Places;
    use futures_util::FutureExt as _;

    #[test]
    fn a_few_run_a_few_wait_and_nobody_beyond() {
        let places = Places::new(1, 1, 5);
        let first = places
            .take()
            .now_or_never()
            .expect("free")
            .expect("a place");
        let mut second = Box::pin(places.take());
        assert!(!first.has_others());
        assert!((&mut second).now_or_never().is_none(), "it waits");
        assert!(first.has_others());
        let third = places.take().now_or_never().expect("no wait");
        assert_eq!(third.err().map(|error| error.code()), Some("throttled"));
        drop(first);
        assert!(
            (&mut second)
                .now_or_never()
                .is_some_and(|place| place.is_ok())
        );
    }
}
