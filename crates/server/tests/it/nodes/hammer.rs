//! Callers that never stop, and the list of all that they were told.

use super::calls::{Call, Line};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{task::JoinHandle, time::sleep};

/// Between two calls of one caller: small against the bound, and two cores can bear it.
const PAUSE: Duration = Duration::from_millis(4);

/// A caller at work.
pub(super) struct Hammer {
    stop: Arc<AtomicBool>,
    calls: JoinHandle<Vec<Call>>,
}

impl Hammer {
    /// Begins to call.
    pub(super) fn start(node: SocketAddr, path: &'static str, credential: &str) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, credential) = (stop.clone(), credential.to_owned());
        let calls = tokio::spawn(async move {
            let mut line = Line::to(node).await;
            let mut calls = Vec::new();
            while !stopped.load(Ordering::SeqCst) {
                calls.push(line.call("GET", path, &credential, "").await);
                sleep(PAUSE).await;
            }
            calls
        });
        Self { stop, calls }
    }

    /// Ends and tells.
    pub(super) async fn end(self) -> Vec<Call> {
        self.stop.store(true, Ordering::SeqCst);
        self.calls.await.expect("no caller fails")
    }
}
