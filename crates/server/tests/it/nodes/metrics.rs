//! What a node tells its operator (security checklist 96, 98): on its own listener, with no id of
//! anybody in it.

use super::{
    change::{Kind, Victim},
    installation::Installation,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_name_routes_and_nobody() {
    let Some(all) = Installation::start().await else {
        return;
    };
    let victim = Victim::new(&all, Kind::Token).await;
    let [(_, uat, _), _] = victim.credentials();
    let mut line = all.b.line().await;
    for _ in 0..3 {
        assert_eq!(line.call("GET", "/api/v2/me/", &uat, "").await.status, 200);
    }
    let id = uat.split('_').nth(1).expect("an id").to_owned();
    let path = format!("/api/v2/uats/{id}/");
    assert_eq!(line.call("GET", &path, &uat, "").await.status, 403);
    assert_eq!(
        line.call("BREW", &format!("/{id}"), &uat, "").await.status,
        405
    );
    let before = all.b.count("countermark_auth_changes_total").await;
    victim.strike(&all).await;
    all.b
        .until("countermark_auth_changes_total", |now| now > before)
        .await;

    let found = all.b.metrics().await;
    let of = |series: &str| found.get(series).copied();
    let me = r#"countermark_http_requests_total{method="GET",route="/api/v2/me/",status="200"}"#;
    assert_eq!(of(me), Some(3.0), "{found:#?}");
    let one =
        r#"countermark_http_requests_total{method="GET",route="/api/v2/uats/{id}/",status="403"}"#;
    assert_eq!(of(one), Some(1.0), "{found:#?}");
    assert!(of(r#"countermark_auth_requests_total{from="memory"}"#) >= Some(2.0));
    assert!(of(r#"countermark_auth_requests_total{from="primary"}"#) >= Some(1.0));
    assert!(of("countermark_auth_lease_seconds").is_some_and(|left| left > 0.0 && left <= 0.75));
    assert!(of("countermark_auth_poll_lag_seconds_count") >= Some(1.0));
    assert!(of(r#"countermark_auth_poll_lag_seconds_bucket{le="0.75"}"#).is_some());
    assert_eq!(of("countermark_auth_polls_failed_total"), Some(0.0));
    let text = all.b.metrics_text().await;
    assert!(!text.contains(&id), "{text}");
    assert!(!text.contains("BREW"), "{text}");
    // The public listener knows nothing of it.
    let public = all.b.serving.call("GET", "/metrics", "", "").await;
    assert!(!public.body.contains("countermark_auth"), "{}", public.body);
}
