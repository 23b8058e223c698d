//! A system learns from its answers how long its token has left (RFC 8594; security checklist 37).

use super::ME;
use axum::{body::Body, http::Method};
use countermark_testkit::{TestApp, each};
use serde_json::json;

const DAY: i64 = 86_400;

#[tokio::test]
async fn every_answer_to_a_good_token_says_how_long_it_has_left() {
    each(async |app| {
        let admin = app.company().await;
        // Made at noon of 24 November, good until the end of 24 December.
        let token = app.uat(&admin, &["brand_create", "brand_delete"]).await;
        let left = (30 * DAY + DAY / 2).to_string();
        let client = &token.client;
        let brands = "/api/v2/brands/";
        for (status, reply) in [
            (200, client.get(ME).await),
            (
                200,
                client
                    .send(client.request(Method::HEAD, ME, Body::empty()))
                    .await,
            ),
            (201, client.post(brands, json!({"name": "A"})).await),
            (400, client.post(brands, json!({})).await),
            (403, client.get("/api/v2/products/").await),
            (403, client.get("/api/v2/users/").await),
            (404, client.delete("/api/v2/brands/999/").await),
        ] {
            let reply = reply.expect(status);
            assert_eq!(reply.header("uat-expires-in"), left, "{status}");
            assert_eq!(reply.header("sunset"), "", "{status}");
        }
        app.clock.advance(7);
        let reply = client.get(ME).await.expect(200);
        assert_eq!(
            reply.header("uat-expires-in"),
            (30 * DAY + DAY / 2 - 7).to_string()
        );
    })
    .await;
}

#[tokio::test]
async fn the_last_fourteen_days_carry_the_date_of_the_end() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        app.clock.advance(16 * DAY + DAY / 2 - 1);
        let reply = token.client.get(ME).await.expect(200);
        assert_eq!(reply.header("sunset"), "");
        app.clock.advance(1);
        for path in [ME, "/api/v2/products/", "/api/v2/users/"] {
            let reply = token.client.get(path).await;
            assert_eq!(
                reply.header("sunset"),
                "Fri, 25 Dec 2026 00:00:00 GMT",
                "{path}"
            );
            assert_eq!(reply.header("uat-expires-in"), (14 * DAY).to_string());
        }
        app.clock.advance(14 * DAY - 1);
        let reply = token.client.get(ME).await.expect(200);
        assert_eq!(reply.header("uat-expires-in"), "1");
        app.clock.advance(1);
        let reply = token.client.get(ME).await.expect(401);
        assert_eq!(reply["detail"], "This token expired on 2026-12-24.");
        nothing(&reply);
    })
    .await;
}

/// Rules that have started count at once, also for what is told: the task that writes the new end
/// into the token's row has not run yet.
#[tokio::test]
async fn a_policy_that_has_just_started_is_told_before_it_is_settled() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        let rules = json!({"max_days": 10, "default_days": 10, "starts_on": "2026-11-26"});
        let portal = app.cookie(&admin).await;
        portal.patch("/api/v2/policy/", rules).await.expect(200);
        let reply = token.client.get(ME).await.expect(200);
        assert_eq!(
            reply.header("uat-expires-in"),
            (30 * DAY + DAY / 2).to_string()
        );
        // To the first second of the 26th; ten days from the 24th end with 4 December.
        app.clock.advance(DAY + DAY / 2);
        let reply = token.client.get(ME).await.expect(200);
        assert_eq!(reply.header("uat-expires-in"), (9 * DAY).to_string());
        assert_eq!(reply.header("sunset"), "Sat, 05 Dec 2026 00:00:00 GMT");
        app.task("policies").await;
        let reply = token.client.get(ME).await.expect(200);
        assert_eq!(reply.header("uat-expires-in"), (9 * DAY).to_string());
    })
    .await;
}

#[track_caller]
fn nothing(reply: &countermark_testkit::Reply) {
    assert_eq!(reply.header("uat-expires-in"), "");
    assert_eq!(reply.header("sunset"), "");
}

#[tokio::test]
async fn nobody_else_learns_of_an_end() {
    each(async |app: &TestApp| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        app.clock.advance(20 * DAY);
        // A person has no token, and a wrong secret learns nothing of the right one.
        nothing(&app.jwt(&admin).await.get(ME).await.expect(200));
        nothing(&app.cookie(&admin).await.get(ME).await.expect(200));
        nothing(&app.anonymous().get(ME).await.expect(401));
        let other = app.uat(&admin, &["brand_view"]).await;
        let crossed = crate::authz::crossed(&token.text, &other.text);
        nothing(
            &app.header(&format!("UAT {crossed}"))
                .get(ME)
                .await
                .expect(401),
        );
        token.client.delete("/api/v2/uats/self/").await.expect(204);
        nothing(&token.client.get(ME).await.expect(401));
    })
    .await;
}
