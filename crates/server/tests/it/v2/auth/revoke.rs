//! `POST /api/v2/auth/revoke/` (RFC 7009)

use axum::http::Method;
use countermark::settings::Settings;
use countermark_testkit::{Reply, TestApp, each};
use serde_json::json;

const PATH: &str = "/api/v2/auth/revoke/";
const ME: &str = "/api/v2/me/";

async fn revoke(app: &TestApp, token: &str) -> Reply {
    app.anonymous()
        .post(PATH, json!({"token": token}))
        .await
        .expect(200)
}

#[tokio::test]
async fn who_holds_a_token_may_end_it() {
    each(async |app| {
        let admin = app.company().await;
        let boss = app.jwt(&admin).await;
        let uat = app.uat(&admin, &["brand_view"]).await;
        uat.client.get(ME).await.expect(200);
        assert_eq!(*revoke(app, &uat.text).await.json(), json!({}));
        let reply = uat.client.get(ME).await.expect(401);
        assert_eq!(reply.code(), "token_revoked");
        let shown = boss
            .get(&format!("/api/v2/uats/{}/", uat.id))
            .await
            .expect(200);
        assert_eq!(shown["revoked_reason"], "Revoked by somebody who holds it.");
        // Once more: the same answer, and no second entry.
        revoke(app, &uat.text).await;
        let path = format!("/api/v2/audit/?action=uat.revoke&object_id={}", uat.id);
        let log = boss.get(&path).await.expect(200);
        assert_eq!(log["count"], 1);
        assert_eq!(log["results"][0]["credential"]["kind"], "uat");
        assert_eq!(log["results"][0]["credential"]["id"], uat.id);
        assert!(!log.text().contains(&uat.text[31..]));
    })
    .await;
}

#[tokio::test]
async fn the_session_behind_a_jwt_ends() {
    each(async |app| {
        let admin = app.company().await;
        let (token, other) = (app.jwt_text(&admin).await, app.jwt_text(&admin).await);
        let body = json!({"token": token});
        let refreshed = app
            .anonymous()
            .post("/api/v2/auth/jwt/refresh/", body)
            .await
            .expect(200);
        let refreshed = refreshed["token"].as_str().unwrap().to_owned();
        revoke(app, &token).await;
        for token in [&token, &refreshed] {
            let reply = app
                .header(&format!("JWT {token}"))
                .get(ME)
                .await
                .expect(401);
            assert_eq!(reply.code(), "token_revoked");
        }
        app.header(&format!("JWT {other}"))
            .get(ME)
            .await
            .expect(200);
    })
    .await;
}

/// The answer tells nothing, and only the whole token ends anything.
#[tokio::test]
async fn every_other_text_is_answered_alike_and_ends_nothing() {
    each(async |app| {
        let admin = app.company().await;
        let uat = app.uat(&admin, &["brand_view"]).await;
        let other = app.uat(&admin, &["brand_view"]).await;
        let jwt = app.jwt_text(&admin).await;
        let crossed = crate::authz::crossed(&uat.text, &other.text);
        let cut = format!("{}.", jwt.rsplit_once('.').unwrap().0);
        let texts = ["x", &uat.id, &uat.text[..79], &crossed, &cut, "a.b.c"];
        let mut before = None;
        for text in texts {
            let reply = revoke(app, text).await;
            let same = before.get_or_insert_with(|| reply.text());
            assert_eq!(*same, reply.text(), "{text}");
        }
        uat.client.get(ME).await.expect(200);
        other.client.get(ME).await.expect(200);
        app.header(&format!("JWT {jwt}")).get(ME).await.expect(200);
        let kind = "application/x-www-form-urlencoded";
        let form = format!("token={}", other.text);
        app.anonymous()
            .raw(Method::POST, PATH, kind, form)
            .await
            .expect(200);
        other.client.get(ME).await.expect(401);
        app.anonymous().post(PATH, json!({})).await.expect(400);
    })
    .await;
}

#[tokio::test]
async fn the_other_nodes_hear_of_it() {
    each(async |app| {
        let admin = app.company().await;
        let (_, node) = app.node_with(Settings::default()).await;
        let uat = app.uat(&admin, &["brand_view"]).await;
        let there = node.with_auth_of(&uat.client);
        there.get(ME).await.expect(200);
        revoke(app, &uat.text).await;
        uat.client.get(ME).await.expect(401);
    })
    .await;
}

/// Strangers may try as often as anybody without a credential.
#[tokio::test]
async fn it_is_limited_like_every_anonymous_call() {
    use countermark::auth::limits::Limits;
    let settings = Settings::default();
    let app = TestApp::with(
        countermark_store::Engine::Sqlite,
        settings,
        Limits::contract(),
    )
    .await;
    let mut throttled = 0;
    for _ in 0..210 {
        let reply = app.anonymous().post(PATH, json!({"token": "x"})).await;
        throttled += u32::from(reply.status == 429);
    }
    assert!((5..=10).contains(&throttled), "{throttled}");
}
