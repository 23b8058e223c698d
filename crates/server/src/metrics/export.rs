//! `GET /metrics` for Prometheus, on a listener of its own: what it tells is the operator's
//! (security checklist 98).

use crate::{
    app::App,
    metrics::{LEASE_SECONDS, POLL_LAG},
    serve::{Bounds, serve},
};
use axum::{
    Router, extract::State, http::header::CONTENT_TYPE, response::IntoResponse, routing::get,
};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use std::{future::pending, time::Duration};
use tokio::{net::TcpListener, task::JoinSet};

/// In seconds; the lease is 0.75.
const POLL_LAG_BUCKETS: [f64; 10] = [0.005, 0.01, 0.05, 0.1, 0.25, 0.3, 0.5, 0.75, 1.0, 5.0];
/// The pause between two tidyings of what histograms have collected.
const UPKEEP: Duration = Duration::from_secs(5);

/// Begins to count, for the whole process. To be called before the first counter is asked for.
///
/// # Errors
/// When the buckets are not good, which a test would show.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(POLL_LAG.into()), &POLL_LAG_BUCKETS)?
        .build_recorder();
    let handle = recorder.handle();
    // Only a second start in one process, as in tests, finds a recorder already there.
    let _ = metrics::set_global_recorder(recorder);
    Ok(handle)
}

/// Answers on that listener until the set is dropped.
pub fn start(listener: TcpListener, handle: PrometheusHandle, app: &App) -> JoinSet<()> {
    let mut set = JoinSet::new();
    let upkeep = handle.clone();
    set.spawn(async move {
        loop {
            tokio::time::sleep(UPKEEP).await;
            upkeep.run_upkeep();
        }
    });
    let router = Router::new()
        .route("/metrics", get(text))
        .with_state((app.clone(), handle));
    let bounds = Bounds {
        connections: 100,
        ..Bounds::default()
    };
    set.spawn(serve(listener, router, bounds, pending()));
    set
}

async fn text(State((app, handle)): State<(App, PrometheusHandle)>) -> impl IntoResponse {
    if let Some(left) = app.facts.lease().remaining() {
        metrics::gauge!(LEASE_SECONDS).set(left.as_secs_f64());
    }
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(CONTENT_TYPE, kind)], handle.render())
}
