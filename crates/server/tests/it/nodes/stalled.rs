//! (iv) The connections that watch get no answer, new ones neither: a poll hangs and nobody says
//! so. The lease runs out and requests ask the primary.

use super::{change::take_everything_away, figures, installation::Installation};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_poll_that_hangs_the_bound_holds() {
    let Some((all, tunnel)) = Installation::tunnelled().await else {
        return;
    };
    let series = r#"countermark_auth_requests_total{from="primary"}"#;
    let before = all.b.count(series).await;
    let lags = take_everything_away(&all, async || tunnel.silence()).await;
    figures::tell("the poll hangs", &lags);
    assert!(all.b.count("countermark_auth_polls_failed_total").await > 0.0);
    // Each person's first calls did, too.
    assert!(
        all.b.count(series).await > before + 50.0,
        "it never asked the primary"
    );
    // And when the sun comes out, memory is good again.
    all.b
        .until("countermark_auth_lease_seconds", |left| left > 0.0)
        .await;
}
