//! One load of a fact at a time: whoever asks for what is being loaded waits for it, and then takes
//! the next load, which all who have waited share. So a crowd with one token takes one connection,
//! and the others find theirs.
//!
//! The load under way is never taken by who came after it had begun: its row may be older than
//! their request, and than a revocation that was answered before.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// What the last load of one fact brought, and when it began.
struct Last<V> {
    begun: u64,
    value: Option<Arc<V>>,
}

type Place<V> = Arc<tokio::sync::Mutex<Last<V>>>;

/// The loads that are under way or waited for.
pub(super) struct Loads<K, V> {
    places: Mutex<HashMap<K, Place<V>>>,
    /// Counts arrivals and beginnings, so that their order is known.
    steps: AtomicU64,
}

impl<K: Eq + Hash + Clone, V> Loads<K, V> {
    pub(super) fn new() -> Self {
        Self {
            places: Mutex::default(),
            steps: AtomicU64::new(1),
        }
    }

    /// What a load brought that began after this call.
    pub(super) async fn one<E>(
        &self,
        key: K,
        load: impl Future<Output = Result<Option<Arc<V>>, E>>,
    ) -> Result<Option<Arc<V>>, E> {
        let here = self.step();
        let place = Guest::of(self, key);
        let mut last = place.place.lock().await;
        if last.begun > here {
            return Ok(last.value.clone());
        }
        let begun = self.step();
        let value = load.await?;
        *last = Last {
            begun,
            value: value.clone(),
        };
        Ok(value)
    }

    fn step(&self) -> u64 {
        self.steps.fetch_add(1, Ordering::AcqRel)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<K, Place<V>>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody at a place; the last one to leave, also by hanging up, takes it away.
struct Guest<'l, K: Eq + Hash + Clone, V> {
    loads: &'l Loads<K, V>,
    key: K,
    place: Place<V>,
}

impl<'l, K: Eq + Hash + Clone, V> Guest<'l, K, V> {
    fn of(loads: &'l Loads<K, V>, key: K) -> Self {
        let new = || {
            let (begun, value) = (0, None);
            Arc::new(tokio::sync::Mutex::new(Last { begun, value }))
        };
        let place = loads.lock().entry(key.clone()).or_insert_with(new).clone();
        Self { loads, key, place }
    }
}

impl<K: Eq + Hash + Clone, V> Drop for Guest<'_, K, V> {
    fn drop(&mut self) {
        let mut places = self.loads.lock();
        // The map's and ours.
        if Arc::strong_count(&self.place) == 2 {
            places.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Loads;
    use std::{
        convert::Infallible,
        sync::{
            Arc,
            atomic::{AtomicU64, Ordering},
        },
    };
    use tokio::sync::Notify;

    #[tokio::test]
    async fn who_waits_shares_the_next_load_and_never_takes_the_one_under_way() {
        let loads = Arc::new(Loads::<u8, u64>::new());
        let (count, go) = (Arc::new(AtomicU64::new(0)), Arc::new(Notify::new()));
        let ask = || {
            let (loads, count, go) = (loads.clone(), count.clone(), go.clone());
            tokio::spawn(async move {
                let load = async {
                    let number = count.fetch_add(1, Ordering::Relaxed) + 1;
                    go.notified().await;
                    Ok::<_, Infallible>(Some(Arc::new(number)))
                };
                *loads.one(7, load).await.unwrap().unwrap()
            })
        };
        let first = ask();
        tokio::task::yield_now().await;
        assert_eq!(count.load(Ordering::Relaxed), 1);
        let crowd: Vec<_> = (0..20).map(|_| ask()).collect();
        tokio::task::yield_now().await;
        go.notify_one();
        assert_eq!(first.await.unwrap(), 1);
        go.notify_one();
        for one in crowd {
            assert_eq!(one.await.unwrap(), 2);
        }
        assert!(loads.lock().is_empty(), "nothing is kept of what is over");
    }

    #[tokio::test]
    async fn a_load_that_fails_or_is_given_up_is_tried_by_the_next() {
        let loads = Loads::<u8, u64>::new();
        let failed = loads.one(7, async { Err("away") }).await;
        assert_eq!(failed, Err("away"));
        {
            let mut hung = Box::pin(loads.one::<&str>(7, std::future::pending()));
            assert!(waits(&mut hung).await);
        }
        let loaded = loads
            .one(7, async { Ok::<_, &str>(Some(Arc::new(1))) })
            .await;
        assert_eq!(loaded, Ok(Some(Arc::new(1))));
        assert!(loads.lock().is_empty());
    }

    /// Whether it waits, asked once.
    async fn waits<F: Future + Unpin>(work: &mut F) -> bool {
        std::future::poll_fn(|context| {
            std::task::Poll::Ready(std::pin::Pin::new(&mut *work).poll(context).is_pending())
        })
        .await
    }
}
