//! Places for work that needs much memory: a few run, a few wait, and nobody beyond.

use crate::error::{ApiError, ApiResult};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// When somebody who found none should come back.
const SECONDS: u64 = 5;

/// The places of one kind of work on this node.
pub struct Places {
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
}

/// A place; it is free again when this is dropped.
pub struct Place {
    _running: OwnedSemaphorePermit,
    _admitted: OwnedSemaphorePermit,
}

impl Places {
    /// So many run at a time, and so many more wait.
    #[must_use]
    pub fn new(running: usize, waiting: usize) -> Self {
        Self {
            running: Arc::new(Semaphore::new(running)),
            admitted: Arc::new(Semaphore::new(running + waiting)),
        }
    }

    /// Waits for a place.
    ///
    /// # Errors
    /// 429 when too many wait already.
    pub async fn take(&self) -> ApiResult<Place> {
        let admitted = self.admitted.clone().try_acquire_owned();
        let admitted = admitted.map_err(|_| ApiError::throttled(SECONDS))?;
        let running = self.running.clone().acquire_owned().await;
        Ok(Place {
            _running: running.map_err(|_| ApiError::unavailable())?,
            _admitted: admitted,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Places;
    use futures_util::FutureExt as _;

    #[test]
    fn a_few_run_a_few_wait_and_nobody_beyond() {
        let places = Places::new(1, 1);
        let first = places
            .take()
            .now_or_never()
            .expect("free")
            .expect("a place");
        let mut second = Box::pin(places.take());
        assert!((&mut second).now_or_never().is_none(), "it waits");
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
