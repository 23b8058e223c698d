//! Where the facts of one request came from, for the metrics.

use std::{cell::Cell, pin::pin};

/// Where facts came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// All of them from memory.
    Memory,
    /// At least one from the database.
    Primary,
}

tokio::task_local! {
    static FROM: Cell<Source>;
}

/// Does the work and says where its facts came from.
pub async fn observed<T>(work: impl Future<Output = T>) -> (T, Source) {
    let mut work = pin!(FROM.scope(Cell::new(Source::Memory), work));
    let value = work.as_mut().await;
    let source = work.take_value().map_or(Source::Memory, Cell::into_inner);
    (value, source)
}

/// Notes that the database is asked.
pub(super) fn asked() {
    // Outside of a request nobody wants to know.
    let _ = FROM.try_with(|from| from.set(Source::Primary));
}
