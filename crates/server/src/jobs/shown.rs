//! The queue as this node knows it: when there may be work, and how far its own steps are.
//!
//! A step that is under way has a transaction open, or will have written nothing yet. How far it is
//! goes to the job's row once a second, for other nodes; on SQLite, whose one writer the step itself
//! may be, this memory is what tells, and there is no other node.

use countermark_core::ids::JobId;
use countermark_store::jobs::{Claimed, Job};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};
use tokio::sync::Notify;

type Steps = HashMap<i64, Arc<AtomicI64>>;

/// Wakes the runner of this node, and knows how far its steps are.
#[derive(Default)]
pub struct Queue {
    woken: Notify,
    steps: Mutex<Steps>,
}

impl Queue {
    /// There may be work. Called after the commit that enqueued it.
    pub fn wake(&self) {
        self.woken.notify_one();
    }

    pub(super) async fn woken(&self) {
        self.woken.notified().await;
    }

    /// How many things are done of a job, of which its row says so many.
    #[must_use]
    pub fn done(&self, job: JobId, stored: i64) -> i64 {
        let steps = self.steps();
        let here = steps.get(&job.0);
        here.map_or(stored, |done| done.load(Ordering::Relaxed))
    }

    /// The job as far as it is now.
    #[must_use]
    pub fn now(&self, job: Job) -> Job {
        if job.state.is_over() {
            return job;
        }
        let done = self.done(job.id, job.done);
        Job { done, ..job }
    }

    /// Begins to show a step, until what is returned is dropped.
    pub(super) fn show(&self, job: &Claimed) -> Shown<'_> {
        let done = Arc::new(AtomicI64::new(job.done));
        self.steps().insert(job.id.0, done.clone());
        Shown {
            queue: self,
            job: job.id,
            done,
        }
    }

    fn steps(&self) -> MutexGuard<'_, Steps> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A step that is shown.
pub(super) struct Shown<'a> {
    queue: &'a Queue,
    job: JobId,
    done: Arc<AtomicI64>,
}

impl Shown<'_> {
    pub(super) fn set(&self, done: i64) {
        self.done.store(done, Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> i64 {
        self.done.load(Ordering::Relaxed)
    }

    pub(super) fn teller(&self) -> impl Fn(usize) + Send + Sync + 'static + use<> {
        let done = self.done.clone();
        move |number| done.store(i64::try_from(number).unwrap_or(i64::MAX), Ordering::Relaxed)
    }
}

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        self.queue.steps().remove(&self.job.0);
    }
}
