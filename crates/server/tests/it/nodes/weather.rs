//! What goes wrong meanwhile.

use countermark_testkit::db::{Cluster, Raw, signal};
use std::time::Duration;
use tokio::{task::JoinSet, time::sleep};

/// Connections of both nodes, by what they are for.
pub(super) const POLLS: &str = "countermark watch";
pub(super) const NOTIFICATIONS: &str = "countermark listen";

/// Ends every connection of these kinds, and every one that takes its place, until the set is
/// dropped; returns when the first are ended.
pub(super) async fn cut(cluster: &Cluster, kinds: &[&str]) -> JoinSet<()> {
    let sql = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name IN ('{}')",
        kinds.join("', '")
    );
    let mut raw = cluster.raw().await;
    let hit = raw.rows(&sql).await.len();
    assert!(
        hit >= 2 * kinds.len(),
        "the nodes have no such connections: {hit}"
    );
    let mut set = JoinSet::new();
    set.spawn(async move {
        loop {
            sleep(Duration::from_millis(20)).await;
            raw.run(&sql).await;
        }
    });
    set
}

/// Stops the server's side of every poll where it stands, also of each new connection, until the
/// set is dropped; returns when the first are stopped.
pub(super) async fn stall(cluster: &Cluster) -> JoinSet<()> {
    let mut stalled = Stalled {
        raw: cluster.raw().await,
        processes: Vec::new(),
    };
    stalled.stop().await;
    assert!(stalled.processes.len() >= 2, "the nodes do not poll");
    let mut set = JoinSet::new();
    set.spawn(async move {
        loop {
            sleep(Duration::from_millis(10)).await;
            stalled.stop().await;
        }
    });
    set
}

struct Stalled {
    raw: Raw,
    processes: Vec<u32>,
}

impl Stalled {
    async fn stop(&mut self) {
        // Idle ones only: one that holds a lock of the server would stop all others.
        let sql = format!(
            "SELECT pid FROM pg_stat_activity WHERE application_name = '{POLLS}' AND state = 'idle'"
        );
        let rows = self.raw.rows(&sql).await;
        let found = rows.iter().map(|row| row[0].parse().expect("a process"));
        let new: Vec<u32> = found.filter(|id| !self.processes.contains(id)).collect();
        if !new.is_empty() {
            signal("STOP", &new);
            self.processes.extend(new);
        }
    }
}

impl Drop for Stalled {
    fn drop(&mut self) {
        signal("CONT", &self.processes);
    }
}
