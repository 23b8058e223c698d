//! Rules that wait for their day.

use crate::support::{entries, entry};
use countermark_testkit::each;
use serde_json::json;

const PATH: &str = "/api/v2/policy/";
/// Seconds from the tests' beginning, 2026-11-24T12:00:00Z, to the first moment of the 26th.
const TO_THE_26TH: i64 = 36 * 3_600;

#[tokio::test]
async fn rules_start_with_the_first_moment_of_their_day_on_every_node() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view", "product_view"]).await;
        let portal = app.cookie(&admin).await;
        let jwt = app.jwt(&admin).await;
        let change =
            json!({"forbidden": ["brand_view"], "password_jwt": false, "starts_on": "2026-11-26"});
        let shown = portal.patch(PATH, change).await.expect(200);
        assert_eq!(shown["forbidden"], json!([]), "not yet");
        assert_eq!(shown["pending"]["forbidden"], json!(["brand_view"]));
        assert_eq!(shown["pending"]["starts_on"], "2026-11-26");
        assert_eq!(shown["pending"]["starts_at"], "2026-11-26T00:00:00.000000Z");
        token.client.get("/api/v2/brands/").await.expect(200);
        jwt.get("/api/v2/me/").await.expect(200);
        // Another node has heard of them and remembers.
        let node = app.second_node().await.with_auth_of(&token.client);
        let both = json!(["brand_view", "product_view"]);
        let me = node.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["permissions"], both);
        app.clock.advance(TO_THE_26TH - 1);
        token.client.get("/api/v2/brands/").await.expect(200);
        let late = app.jwt(&admin).await;
        app.clock.advance(1);
        // Nobody has done anything, and no task has run.
        let brands = token.client.get("/api/v2/brands/").await.expect(200);
        let me = token.client.get("/api/v2/me/").await.expect(200);
        assert_eq!(
            me["permissions"],
            json!(["product_view"]),
            "{}",
            brands.text()
        );
        assert_eq!(
            late.get("/api/v2/me/").await.expect(401).code(),
            "token_revoked"
        );
        let me = node.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["permissions"], json!(["product_view"]), "the other node");
        let portal = app.cookie(&admin).await;
        let now = portal.get(PATH).await.expect(200);
        assert_eq!(now["forbidden"], json!(["brand_view"]));
        assert_eq!(now["pending"], json!(null));
        // The task moves it into the company's row, once.
        for _ in 0..2 {
            countermark::tasks::run(&app.app, "policies")
                .await
                .expect("the task");
        }
        let portal_now = portal.get(PATH).await.expect(200);
        assert_eq!(portal_now["forbidden"], json!(["brand_view"]));
        assert_eq!(
            portal
                .get("/api/v2/audit/?action=policy.start")
                .await
                .expect(200)["count"],
            1
        );
    })
    .await;
}

#[tokio::test]
async fn one_change_waits_at_a_time_and_can_be_cancelled() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        client.delete("/api/v2/policy/pending/").await.expect(404);
        let change = json!({"max_days": 100, "starts_on": "2026-11-26"});
        client.patch(PATH, change.clone()).await.expect(200);
        client.patch(PATH, change).await.expect(409);
        client
            .patch(PATH, json!({"max_days": 90}))
            .await
            .expect(409);
        client.delete("/api/v2/policy/pending/").await.expect(204);
        assert_eq!(client.get(PATH).await.expect(200)["pending"], json!(null));
        app.clock.advance(3 * 86_400);
        countermark::tasks::run(&app.app, "policies")
            .await
            .expect("the task");
        let client = app.jwt(&admin).await;
        assert_eq!(client.get(PATH).await.expect(200)["max_days"], 365);
        let planned = entry(app, &admin, "policy.schedule").await;
        assert_eq!(
            planned["after"],
            json!({"max_days": 100, "starts_on": "2026-11-26"})
        );
        let cancelled = entry(app, &admin, "policy.cancel").await;
        assert_eq!(cancelled["before"]["starts_on"], "2026-11-26");
        assert!(entries(app, &admin, "policy.start").await.is_empty());
    })
    .await;
}

/// What has started cannot be cancelled, whether or not the task has run; and the next change
/// builds on it.
#[tokio::test]
async fn rules_that_have_started_are_the_rules() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let change = json!({"max_days": 100, "starts_on": "2026-11-26"});
        client.patch(PATH, change).await.expect(200);
        app.clock.advance(TO_THE_26TH);
        let client = app.jwt(&admin).await;
        client.delete("/api/v2/policy/pending/").await.expect(404);
        let now = client.patch(PATH, json!({"min_days": 1})).await.expect(200);
        assert_eq!(
            (&now["max_days"], &now["min_days"]),
            (&json!(100), &json!(1))
        );
        entry(app, &admin, "policy.start").await;
    })
    .await;
}

#[tokio::test]
async fn a_day_is_today_or_within_a_year() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        for (day, sentence) in [
            ("2026-11-23", "This day is over. Choose today or later."),
            ("2028-01-01", "Choose a day within a year."),
        ] {
            let body = json!({"max_days": 300, "starts_on": day});
            for path in [PATH, "/api/v2/policy/preview/"] {
                let refused = match path {
                    PATH => client.patch(path, body.clone()).await,
                    _ => client.post(path, body.clone()).await,
                };
                assert_eq!(refused.expect(400)["starts_on"], json!([sentence]));
            }
        }
        let today = json!({"max_days": 300, "starts_on": "2026-11-24"});
        let now = client.patch(PATH, today).await.expect(200);
        assert_eq!(
            (&now["max_days"], &now["pending"]),
            (&json!(300), &json!(null))
        );
    })
    .await;
}

/// A day begins when it does where the company is.
#[tokio::test]
async fn the_day_is_the_companys_own() {
    each(async |app| {
        // The tests begin on 2026-11-24 at noon in UTC; so far away the 25th begins.
        for (zone, starts_at, today) in [
            (
                "Pacific/Auckland",
                "2026-11-25T11:00:00.000000Z",
                "2026-11-25",
            ),
            (
                "America/Los_Angeles",
                "2026-11-26T08:00:00.000000Z",
                "2026-11-24",
            ),
            (
                "Asia/Kathmandu",
                "2026-11-25T18:15:00.000000Z",
                "2026-11-24",
            ),
        ] {
            let admin = app.company().await;
            let mut raw = app.db.place.raw().await;
            let id = admin.company;
            raw.run(&format!(
                "UPDATE company SET time_zone = '{zone}' WHERE id = {id}"
            ))
            .await;
            raw.close().await;
            app.app
                .facts
                .forget(&[countermark::auth::facts::Changed::Company(id)]);
            let client = app.jwt(&admin).await;
            assert_eq!(client.get(PATH).await.expect(200)["today"], today, "{zone}");
            let change = json!({"max_days": 100, "starts_on": "2026-11-26"});
            let shown = client.patch(PATH, change).await.expect(200);
            assert_eq!(shown["pending"]["starts_at"], starts_at, "{zone}");
        }
    })
    .await;
}
