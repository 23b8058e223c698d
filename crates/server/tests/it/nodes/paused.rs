//! A node is stopped where it stands (`SIGSTOP`) while a right is taken away, and goes on after
//! the bound: what it remembers is as good as gone, also for requests that came in meanwhile.

use super::{
    BOUND,
    change::{Kind, Victim},
    hammer::Hammer,
    installation::Installation,
};
use std::time::{Duration, Instant};
use tokio::{task::JoinSet, time::sleep};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_was_stopped_believes_nothing() {
    let Some(all) = Installation::start().await else {
        return;
    };
    let mut victims = Vec::new();
    for kind in [Kind::Token, Kind::Session, Kind::Role, Kind::Person] {
        victims.push(Victim::new(&all, kind).await);
    }
    let mut cases = Vec::new();
    for victim in &victims {
        for (_, text, _) in victim.credentials().into_iter().filter(|(.., out)| *out) {
            let hammer = Hammer::start(all.b.address(), victim.path(), &text);
            cases.push((victim.path(), text, hammer));
        }
    }
    sleep(Duration::from_millis(400)).await;
    all.b.serving.signal("STOP").await;
    for victim in &victims {
        victim.strike(&all).await;
    }
    let answered = Instant::now();
    // Connections that wait in the queue of a stopped process.
    let mut late = JoinSet::new();
    sleep(BOUND + Duration::from_millis(100)).await;
    for (path, text, _) in &cases {
        for _ in 0..5 {
            let (path, text, node) = (*path, text.clone(), all.b.address());
            late.spawn(async move {
                let mut line = super::calls::Line::to(node).await;
                line.call("GET", path, &text, "").await
            });
        }
    }
    sleep(Duration::from_millis(200)).await;
    all.b.serving.signal("CONT").await;
    for call in late.join_all().await {
        assert!(call.at > answered + BOUND, "it was too early to tell");
        assert!(call.refused(), "{call:?}");
    }
    sleep(Duration::from_millis(300)).await;
    for (_, _, hammer) in cases {
        let calls = hammer.end().await;
        assert!(
            calls.iter().any(super::calls::Call::accepted),
            "it was never let in"
        );
        let late = calls.iter().filter(|call| call.at > answered + BOUND);
        assert!(late.clone().count() > 0, "nobody asked");
        for call in late {
            assert!(call.refused(), "{call:?}");
        }
    }
}
