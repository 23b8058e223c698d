//! (v) Eight revokers take away 2,000 tokens on node A as fast as they can; their transactions
//! overlap, and commit in another order than they began. Node B misses none.

use super::{
    BOUND,
    calls::{Call, Line},
    figures,
    installation::Installation,
};
use crate::authz::planted;
use countermark_core::permissions::{Permission, PermissionSet};
use countermark_testkit::Token;
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    sync::{Mutex, mpsc},
    task::JoinSet,
    time::sleep,
};

const TOKENS: usize = 2_000;
const REVOKERS: usize = 8;
const CALLERS: usize = 8;
const ME: &str = "/api/v2/me/";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn none_of_two_thousand_is_missed() {
    let Some(all) = Installation::start().await else {
        return;
    };
    let (boss, tokens) = plant(&all).await;
    let b = all.b.address();
    let everyone = || {
        tokens
            .iter()
            .map(|token| token.text.clone())
            .collect::<Vec<_>>()
    };
    for call in call_all(b, everyone()).await {
        assert!(call.accepted(), "{call:?}");
    }
    // They are in memory: the second time none asks the database.
    let series = r#"countermark_auth_requests_total{from="memory"}"#;
    let before = all.b.count(series).await;
    call_all(b, everyone()).await;
    let known = all.b.count(series).await - before;
    assert!(known > 1_600.0, "{known}: there is nothing to forget");

    let (revoked, waiting) = mpsc::unbounded_channel();
    let work = Arc::new(Mutex::new(
        tokens
            .iter()
            .map(|t| (t.id.clone(), t.text.clone()))
            .collect::<Vec<_>>(),
    ));
    let mut revokers = JoinSet::new();
    for _ in 0..REVOKERS {
        revokers.spawn(revoke(
            all.a.address(),
            boss.clone(),
            work.clone(),
            revoked.clone(),
        ));
    }
    drop(revoked);
    let waiting = Arc::new(Mutex::new(waiting));
    let mut checkers = JoinSet::new();
    for _ in 0..CALLERS {
        checkers.spawn(check(b, waiting.clone()));
    }
    revokers.join_all().await;
    let lags: Vec<f64> = checkers.join_all().await.into_iter().flatten().collect();
    assert_eq!(lags.len(), TOKENS);
    for call in call_all(b, everyone()).await {
        assert_eq!(call.status, 401, "missed");
    }
    figures::tell("2,000 changes by eight at once", &lags);
}

/// The boss's credential, and the tokens.
async fn plant(all: &Installation) -> (String, Vec<Token>) {
    let admin = all.third.company().await;
    let boss = format!("JWT {}", all.third.jwt_text(&admin).await);
    let rights = PermissionSet::of(&[Permission::BrandView]);
    let end = all.third.now().plus_seconds(86_400);
    let mut tokens = Vec::new();
    for _ in 0..TOKENS {
        tokens.push(planted(&all.third, &admin, rights, end).await);
    }
    (boss, tokens)
}

/// Calls once with each.
async fn call_all(node: SocketAddr, mut texts: Vec<String>) -> Vec<Call> {
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let own = texts.split_off(texts.len().saturating_sub(TOKENS / CALLERS));
        callers.spawn(async move {
            let mut line = Line::to(node).await;
            let mut calls = Vec::new();
            for text in own {
                calls.push(line.call("GET", ME, &format!("UAT {text}"), "").await);
            }
            calls
        });
    }
    let calls: Vec<_> = callers.join_all().await.into_iter().flatten().collect();
    assert_eq!(calls.len(), TOKENS);
    calls
}

type Work = Arc<Mutex<Vec<(String, String)>>>;

async fn revoke(
    node: SocketAddr,
    boss: String,
    work: Work,
    done: mpsc::UnboundedSender<(String, Instant)>,
) {
    let mut line = Line::to(node).await;
    loop {
        let Some((id, text)) = work.lock().await.pop() else {
            return;
        };
        let call = line
            .call("DELETE", &format!("/api/v2/uats/{id}/"), &boss, "")
            .await;
        assert_eq!(call.status, 204);
        done.send((text, Instant::now())).expect("somebody checks");
    }
}

type Waiting = Arc<Mutex<mpsc::UnboundedReceiver<(String, Instant)>>>;

/// Asks B until it refuses; how long it did not, for each token.
async fn check(node: SocketAddr, waiting: Waiting) -> Vec<f64> {
    let mut line = Line::to(node).await;
    let mut lags = Vec::new();
    loop {
        let Some((text, answered)) = waiting.lock().await.recv().await else {
            return lags;
        };
        let mut lag = Duration::ZERO;
        loop {
            let call = line.call("GET", ME, &format!("UAT {text}"), "").await;
            if call.status == 401 {
                break;
            }
            assert!(call.accepted(), "{call:?}");
            lag = call.at - answered;
            assert!(lag <= BOUND, "let in {lag:?} after the answer");
            sleep(Duration::from_millis(1)).await;
        }
        lags.push(lag.as_secs_f64() * 1_000.0);
    }
}
