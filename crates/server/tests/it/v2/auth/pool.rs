//! A flood of log-ins takes its share and no more (security checklist 60).

use countermark_testkit::{PASSWORD, each};
use serde_json::json;
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// Security checklist 60: each of them is answered, some with 429, and everybody else goes on:
/// 95 of 100 calls take less than a second.
#[tokio::test]
async fn a_flood_of_log_ins_leaves_the_others_alone() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await.client;
        // Enough to fill the queue of a machine with any number of cores.
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let flood = 100.max(cores * 12);
        let mut log_ins = JoinSet::new();
        for number in 0..flood {
            let client = app.anonymous();
            // Every second one is nobody: their passwords go through the same pool.
            let email = match number % 2 {
                0 => admin.email.clone(),
                _ => format!("nobody{number}@company.example"),
            };
            log_ins.spawn(async move {
                let body = json!({"email": email, "password": PASSWORD});
                let reply = client.post("/api/v2/auth/jwt/", body).await;
                if reply.status == 429 {
                    assert_eq!(reply.code(), "throttled");
                    assert!(!reply.header("retry-after").is_empty());
                }
                (number % 2, reply.status)
            });
        }
        let mut answers = BTreeMap::new();
        let mut others = Vec::new();
        while !log_ins.is_empty() {
            let asked = Instant::now();
            token.get("/api/v2/me/").await.expect(200);
            others.push(asked.elapsed());
            tokio::task::yield_now().await;
            while let Some(done) = log_ins.try_join_next() {
                *answers.entry(done.expect("an answer")).or_insert(0) += 1;
            }
        }
        assert_eq!(answers.values().sum::<usize>(), flood);
        let keys: Vec<_> = answers.keys().copied().collect();
        assert_eq!(
            keys,
            [(0, 200), (0, 429), (1, 400), (1, 429)],
            "{answers:?}"
        );
        others.sort();
        let answered = others.len();
        assert!(
            answered > 10,
            "only {answered} other calls were answered meanwhile"
        );
        let slow = others[answered * 95 / 100];
        assert!(slow < Duration::from_secs(1), "{slow:?} of {answered}");
        // The flood over, the next one is let in.
        let body = json!({"email": admin.email, "password": PASSWORD});
        app.anonymous()
            .post("/api/v2/auth/jwt/", body)
            .await
            .expect(200);
    })
    .await;
}
