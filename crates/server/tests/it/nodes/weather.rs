//! What goes wrong meanwhile.

use countermark_testkit::db::Cluster;
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
