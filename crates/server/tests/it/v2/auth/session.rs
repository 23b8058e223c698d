//! `POST` and `DELETE /api/v2/auth/session/`: signing in to the portal and out of it.

use crate::support::{entry, entry_by, no_secret_in_audit};
use countermark_testkit::{PASSWORD, TestApp, each};
use serde_json::json;

const PATH: &str = "/api/v2/auth/session/";

/// Signs in; the cookie's value.
async fn cookie(app: &TestApp, email: &str) -> String {
    let body = json!({"email": email, "password": PASSWORD});
    let reply = app.anonymous().post(PATH, body).await.expect(201);
    let line = reply.header("set-cookie");
    line.split(';')
        .next()
        .unwrap()
        .split_once('=')
        .unwrap()
        .1
        .to_owned()
}

/// Calls with a cookie line, as a browser on one of our pages does.
async fn status(app: &TestApp, value: &str) -> u16 {
    let client = app.anonymous();
    let mut request = client.request(
        axum::http::Method::GET,
        "/api/v2/me/",
        axum::body::Body::empty(),
    );
    request
        .headers_mut()
        .insert("cookie", format!("countermark={value}").parse().unwrap());
    client.send(request).await.status
}

#[tokio::test]
async fn the_answer_says_who_it_is_and_sets_the_cookie() {
    each(async |app| {
        let admin = app.company().await;
        let body = json!({"email": admin.email, "password": PASSWORD});
        let reply = app.anonymous().post(PATH, body).await.expect(201);
        assert_eq!(reply["me"]["user"]["email"], admin.email);
        assert_eq!(reply["me"]["credential"]["kind"], "session");
        assert_eq!(
            reply["me"]["credential"]["fresh_until"],
            "2026-11-24T12:10:00.000000Z"
        );
        assert_eq!(
            reply["me"]["credential"]["expires_at"],
            "2026-11-25T00:00:00.000000Z"
        );
        let line = reply.header("set-cookie").to_owned();
        let secret = line.split(['.', ';']).nth(1).unwrap().to_owned();
        assert_eq!(secret.len(), 43);
        assert!(
            !reply.text().contains(&secret),
            "the secret stands in the cookie only"
        );
        let entry = entry(app, &admin, "session.begin").await;
        assert_eq!(entry["credential"]["kind"], "session");
        assert_eq!(entry["credential"]["id"], reply["me"]["credential"]["id"]);
        no_secret_in_audit(app, &[PASSWORD, &secret]).await;
        let mut raw = app.db.place.raw().await;
        let kept = raw
            .rows("SELECT id, kind, address, user_agent FROM session")
            .await;
        assert!(!format!("{kept:?}").contains(&secret));
        raw.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_cookie_in_use_works_for_twelve_hours() {
    each(async |app| {
        let admin = app.company().await;
        let value = cookie(app, &admin.email).await;
        for _ in 0..11 {
            app.clock.advance(3_600);
            assert_eq!(status(app, &value).await, 200);
        }
        app.clock.advance(3_599);
        assert_eq!(status(app, &value).await, 200);
        app.clock.advance(1);
        assert_eq!(status(app, &value).await, 401);
    })
    .await;
}

#[tokio::test]
async fn half_a_cookie_is_none() {
    each(async |app| {
        let admin = app.company().await;
        let (one, two) = (
            cookie(app, &admin.email).await,
            cookie(app, &admin.email).await,
        );
        let ((id, secret), (other_id, _)) =
            (one.split_once('.').unwrap(), two.split_once('.').unwrap());
        assert_eq!(status(app, &one).await, 200);
        for wrong in [
            id.to_owned(),
            format!("{id}."),
            format!(".{secret}"),
            format!("{other_id}.{secret}"),
            format!("{id}.{}", secret.to_lowercase()),
            format!("{id}.{secret}x"),
            format!("{one}.{secret}"),
            "x".repeat(5_000),
            "nonsense".to_owned(),
        ] {
            let status = status(app, &wrong).await;
            assert_eq!(status, 401, "{wrong}");
        }
    })
    .await;
}

/// Security checklist 68: each log-in has its own id, whatever cookie came with it.
#[tokio::test]
async fn a_log_in_begins_a_session_of_its_own() {
    each(async |app| {
        let admin = app.company().await;
        let before = cookie(app, &admin.email).await;
        let client = app.anonymous();
        let body = json!({"email": admin.email, "password": PASSWORD}).to_string();
        let mut request = client.request(axum::http::Method::POST, PATH, body.into());
        request
            .headers_mut()
            .insert("content-type", "application/json".parse().unwrap());
        request
            .headers_mut()
            .insert("cookie", format!("countermark={before}").parse().unwrap());
        let reply = client.send(request).await.expect(201);
        assert!(!reply.header("set-cookie").contains(&before[..22]));
        let mut request = client.request(axum::http::Method::GET, "/api/v2/me/", "".into());
        request
            .headers_mut()
            .insert("cookie", format!("countermark={before}").parse().unwrap());
        client.send(request).await.expect(401);
        entry_by(app, &admin, "session.end", &admin, "session").await;
    })
    .await;
}

/// Security checklist 27, 79.
#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_browser() {
    each(async |app| {
        let admin = app.company().await;
        let (client, other) = (app.cookie(&admin).await, app.cookie(&admin).await);
        let reply = client.delete(PATH).await.expect(204);
        let line = reply.header("set-cookie");
        assert!(
            line.starts_with("countermark=; ") && line.contains("Max-Age=0"),
            "{line}"
        );
        assert_eq!(reply.header("clear-site-data"), "\"cache\", \"storage\"");
        client.get("/api/v2/me/").await.expect(401);
        client.delete(PATH).await.expect(401);
        other.get("/api/v2/me/").await.expect(200);
        entry_by(app, &admin, "session.end", &admin, "session").await;
    })
    .await;
}
