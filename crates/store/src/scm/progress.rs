//! How far an upload is, for whoever waits for it.

use crate::rows::Tell;
use std::sync::Arc;

/// Told while an upload goes on; by default nobody is.
#[derive(Clone, Default)]
pub struct Progress(Option<Arc<Watched>>);

struct Watched {
    items: usize,
    tell: Box<dyn Fn(usize) + Send + Sync>,
}

/// A part of an upload's work: from where to where it goes, in percent of the whole, about as
/// long as it takes.
#[derive(Clone, Copy)]
pub(super) struct Part(usize, usize);

/// Finding codes.
pub(super) const FIND: Part = Part(0, 15);
/// Locking them.
pub(super) const LOCK: Part = Part(15, 30);
/// Reading their data.
pub(super) const LOAD: Part = Part(30, 45);
/// Writing data.
pub(super) const DATA: Part = Part(45, 80);
/// Writing codes of which more than data has changed.
pub(super) const WHOLE: Part = Part(80, 90);
/// Writing the others.
pub(super) const TOUCH: Part = Part(90, 100);

impl Progress {
    /// `tell` gets the work that is done, as a number of the upload's items; it never becomes
    /// less. It is called in the midst of a transaction and should not take long.
    #[must_use]
    pub fn new(items: usize, tell: impl Fn(usize) + Send + Sync + 'static) -> Self {
        let tell = Box::new(tell);
        Self(Some(Arc::new(Watched { items, tell })))
    }

    /// What tells how many of `rows` are done of a part.
    pub(super) fn of(&self, Part(from, to): Part, rows: usize) -> Option<Tell> {
        let watched = self.0.clone()?;
        let rows = rows.max(1);
        Some(Box::new(move |done| {
            let share = from * rows + (to - from) * done.min(rows);
            (watched.tell)(watched.items * share / (100 * rows));
        }))
    }
}
