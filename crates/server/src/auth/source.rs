//! Where the facts of one request came from, for the metrics.

use std::cell::Cell;

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
    let work = async {
        let value = work.await;
        (value, FROM.with(Cell::get))
    };
    FROM.scope(Cell::new(Source::Memory), work).await
}

/// Notes that the database is asked.
pub(super) fn asked() {
    // Outside of a request nobody wants to know.
    let _ = FROM.try_with(|from| from.set(Source::Primary));
}
