//! (iii) PostgreSQL as a whole is stopped where it stands: nobody can know who may come in, so
//! nobody is let in once the lease is over, and nobody is called wrong either.

use super::{
    BOUND,
    change::{Kind, Victim},
    hammer::Hammer,
    installation::Installation,
};
use std::time::{Duration, Instant};
use tokio::time::sleep;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_database_frozen_nobody_is_let_in() {
    let Some(all) = Installation::start().await else {
        return;
    };
    let victim = Victim::new(&all, Kind::Token).await;
    let nodes = [&all.a, &all.b];
    let hammers: Vec<_> = nodes
        .iter()
        .flat_map(|node| victim.credentials().map(|(_, text, _)| (node.address(), text)))
        // Several each: a call that waits for the database takes seconds.
        .flat_map(|(node, text)| (0..3).map(move |_| Hammer::start(node, victim_path(), &text)).collect::<Vec<_>>())
        .collect();
    sleep(Duration::from_millis(500)).await;
    all.cluster.freeze();
    let frozen = Instant::now();
    sleep(BOUND).await;
    for node in nodes {
        let ready = node.serving.call("GET", "/health/ready", "", "").await;
        assert_eq!(ready.status, 503, "{}", ready.body);
        let live = node.serving.call("GET", "/health/live", "", "").await;
        assert_eq!(live.status, 200);
        assert!(node.count("countermark_auth_lease_seconds").await <= 0.0);
    }
    sleep(Duration::from_millis(500)).await;
    all.cluster.thaw();
    let thawed = Instant::now();
    for node in nodes {
        node.until("countermark_auth_lease_seconds", |left| left > 0.0)
            .await;
    }
    sleep(Duration::from_millis(500)).await;
    let mut unavailable = 0;
    for hammer in hammers {
        let calls = hammer.end().await;
        let warm = calls
            .iter()
            .filter(|call| call.at < frozen && call.accepted());
        assert!(warm.count() > 10, "it was never let in");
        for call in &calls {
            let since = call.at.saturating_duration_since(frozen);
            assert!(
                !call.refused(),
                "a good credential was called wrong: {call:?}"
            );
            // A call that waits when the sun comes out may be answered by it.
            let waits = call.at + Duration::from_secs(3) >= thawed;
            if since > BOUND && !waits {
                assert!(
                    call.status == 503 && call.retry_after,
                    "{since:?}: {call:?}"
                );
                unavailable += 1;
            }
        }
        assert!(
            calls.last().expect("calls").accepted(),
            "it did not recover"
        );
    }
    assert!(unavailable >= 12, "{unavailable}: nobody asked");
    assert!(
        all.b
            .count(r#"countermark_auth_requests_total{from="unavailable"}"#)
            .await
            > 0.0
    );
}

/// Answered from memory alone: a 200 would prove that memory was believed.
fn victim_path() -> &'static str {
    "/api/v2/me/"
}
