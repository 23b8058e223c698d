//! A token is revoked while it is in use: no request that starts after the revocation was
//! answered is let in (security checklist 34), however the threads fall.

use super::ME;
use crate::authz::planted;
use countermark_core::permissions::{Permission, PermissionSet};
use countermark_testkit::{Client, Token, each};
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

const ROUNDS: u32 = 200;
const CALLERS: u32 = 6;

/// What happened in all rounds.
#[derive(Default)]
struct Seen {
    good_before: AtomicU32,
    refused_meanwhile: AtomicU32,
    refused_after: AtomicU32,
    stale: AtomicU32,
}

/// Calls without a pause until the revocation has been answered, and three times after it.
async fn hammer(client: Client, answered: Arc<AtomicBool>, seen: Arc<Seen>) {
    let mut after = 0;
    while after < 3 {
        // Read before the request starts: from here on only a refusal is right.
        let late = answered.load(Ordering::SeqCst);
        let status = client.get(ME).await.status;
        let counter = match (late, status) {
            (false, 200) => &seen.good_before,
            (false, 401) => &seen.refused_meanwhile,
            (true, 401) => &seen.refused_after,
            (true, 200) => &seen.stale,
            (_, other) => panic!("{other}"),
        };
        counter.fetch_add(1, Ordering::SeqCst);
        after += u32::from(late);
        tokio::task::yield_now().await;
    }
}

async fn round(number: u32, boss: &Client, token: &Token, seen: &Arc<Seen>) {
    let answered = Arc::new(AtomicBool::new(false));
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| tokio::spawn(hammer(token.client.clone(), answered.clone(), seen.clone())))
        .collect();
    // Sometimes before anybody has called, sometimes in the middle of it.
    for _ in 0..number % 20 {
        tokio::task::yield_now().await;
    }
    let path = format!("/api/v2/uats/{}/", token.id);
    boss.delete(&path).await.expect(204);
    answered.store(true, Ordering::SeqCst);
    for caller in callers {
        caller.await.expect("no caller fails");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_after_the_answer_is_let_in() {
    each(async |app| {
        let admin = app.company().await;
        let boss = app.jwt(&admin).await;
        let rights = PermissionSet::of(&[Permission::BrandView]);
        let end = app.now().plus_seconds(86_400);
        let seen = Arc::new(Seen::default());
        for number in 0..ROUNDS {
            let token = planted(app, &admin, rights, end).await;
            round(number, &boss, &token, &seen).await;
        }
        let count = |counter: &AtomicU32| counter.load(Ordering::SeqCst);
        assert_eq!(
            count(&seen.stale),
            0,
            "let in after the revocation was answered"
        );
        assert_eq!(count(&seen.refused_after), ROUNDS * 3 * CALLERS);
        assert!(
            count(&seen.good_before) > ROUNDS,
            "the token was never in use"
        );
    })
    .await;
}
