//! Keeps a node's memory true while others change the database: a poll every 250 ms, at once
//! when a notification comes, and the lease that each good poll renews.
//!
//! Poll and notifications have a connection each. The poll's is thrown away at the first error
//! or silence, in mid-statement if need be; correctness hangs on it alone. The other one only
//! saves waiting: when it is lost, changes are seen at the next poll.

use crate::{app::App, clock::since_boot};
use countermark_store::{
    DbError,
    watch::{Source, Watch},
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::Notify,
    task::JoinSet,
    time::{sleep, timeout},
};

/// From the start of one poll to the start of the next.
const EVERY: Duration = Duration::from_millis(250);
/// The least pause between two polls: a burst of notifications is one poll.
const PAUSE: Duration = Duration::from_millis(5);
/// A poll that takes longer has failed. What it would renew is nearly over anyway.
const POLL_PATIENCE: Duration = Duration::from_millis(500);
/// How long a connection may take until it has polled once.
const CONNECT_PATIENCE: Duration = Duration::from_secs(2);
/// The pause after a failure.
const AFTER_FAILURE: Duration = Duration::from_millis(50);
/// The pause after a lost connection for notifications.
const AFTER_SILENCE: Duration = Duration::from_millis(250);

/// Begins to watch; ends when the set is dropped. On SQLite there is nothing to watch.
///
/// # Errors
/// When `session` is no address of a database.
pub fn start(app: &App, session: Option<&str>) -> Result<JoinSet<()>, DbError> {
    let mut set = JoinSet::new();
    if let Some(source) = Source::of(&app.db, session)? {
        let wake = Arc::new(Notify::new());
        set.spawn(listen(source.clone(), wake.clone()));
        set.spawn(keep(app.clone(), source, wake));
    }
    Ok(set)
}

async fn listen(source: Source, wake: Arc<Notify>) {
    loop {
        if let Err(cause) = source.listen(|| wake.notify_one()).await {
            tracing::debug!(%cause, "no notifications of changed rights");
        }
        sleep(AFTER_SILENCE).await;
    }
}

async fn keep(app: App, source: Source, wake: Arc<Notify>) {
    let mut healthy = true;
    loop {
        let cause = match timeout(CONNECT_PATIENCE, first(&app, &source)).await {
            Ok(Ok(watch)) => {
                tracing::info!("changed rights are watched");
                healthy = true;
                follow(&app, watch, &wake).await
            }
            Ok(Err(cause)) => cause,
            Err(_) => silent(),
        };
        app.metrics.polls_failed.increment(1);
        if healthy {
            // Once, not every 50 ms.
            tracing::warn!(%cause, "changed rights cannot be watched: requests ask the database");
            healthy = false;
        }
        sleep(AFTER_FAILURE).await;
    }
}

/// Connects and polls once.
async fn first(app: &App, source: &Source) -> Result<Watch, DbError> {
    let mut watch = source.connect().await?;
    poll(app, &mut watch).await?;
    Ok(watch)
}

/// Polls until it fails; why it did.
async fn follow(app: &App, mut watch: Watch, wake: &Notify) -> DbError {
    let mut begun = since_boot();
    loop {
        sleep(PAUSE).await;
        let rest = EVERY.saturating_sub(since_boot().saturating_sub(begun));
        // Either is a reason to poll.
        let _ = timeout(rest, wake.notified()).await;
        begun = since_boot();
        match timeout(POLL_PATIENCE, poll(app, &mut watch)).await {
            Ok(Ok(())) => {}
            Ok(Err(cause)) => return cause,
            Err(_) => return silent(),
        }
    }
}

/// One poll: what it found is forgotten first, only then is the lease renewed. The lease counts
/// from before the statement was sent, because that is how old the truth in it can be.
async fn poll(app: &App, watch: &mut Watch) -> Result<(), DbError> {
    let begun = since_boot();
    let changes = watch.poll().await?;
    app.facts.forget(&changes);
    if let Some(age) = app.facts.lease().age() {
        app.metrics.poll_lag.record(age.as_secs_f64());
    }
    app.metrics.changes.increment(changes.len() as u64);
    app.facts.lease().renew(begun);
    Ok(())
}

fn silent() -> DbError {
    DbError::Unavailable("no answer in time".into())
}
