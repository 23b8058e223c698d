//! `POST /api/v2/auth/jwt/refresh/`

use crate::support::{missing_fields, wrong_fields};
use axum::http::Method;
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_core::{keys::Algorithm, roles::Role};
use countermark_store::successors;
use countermark_testkit::{Client, Reply, TestApp, db::engines, each};
use serde_json::json;

const PATH: &str = "/api/v2/auth/jwt/refresh/";
const HOUR: i64 = 3_600;

async fn refresh(app: &TestApp, token: &str) -> Reply {
    app.anonymous().post(PATH, json!({"token": token})).await
}

async fn status(app: &TestApp, token: &str) -> u16 {
    app.header(&format!("JWT {token}"))
        .get("/api/v2/me/")
        .await
        .status
}

fn said(sentence: &str) -> serde_json::Value {
    json!({"non_field_errors": [sentence]})
}

#[tokio::test]
async fn a_valid_jwt_is_renewed() {
    each(async |app| {
        let admin = app.company().await;
        let old = app.jwt_text(&admin).await;
        app.clock.advance(HOUR - 1);
        let new = refresh(app, &old).await.expect(200)["token"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_ne!(new, old);
        app.clock.advance(1);
        assert_eq!(status(app, &old).await, 401, "at the very second");
        assert_eq!(status(app, &new).await, 200);
        let reply = refresh(app, &old).await.expect(400);
        assert_eq!(*reply.json(), said("Signature has expired."));
    })
    .await;
}

/// Security checklist 28: seven days after the log-in it is over, however often it was renewed.
#[tokio::test]
async fn a_session_is_not_renewed_for_ever() {
    each(async |app| {
        let admin = app.company().await;
        let mut token = app.jwt_text(&admin).await;
        let mut hours = 0;
        loop {
            app.clock.advance(HOUR / 2);
            let reply = refresh(app, &token).await;
            if reply.status != 200 {
                break;
            }
            hours += 1;
            assert!(hours < 1_000, "for ever");
            token = reply["token"].as_str().unwrap().to_owned();
        }
        assert_eq!(hours, 7 * 24 * 2 - 1);
        assert_eq!(status(app, &token).await, 401);
    })
    .await;
}

/// Renewing is no log-in: what asks for a fresh one still does.
#[tokio::test]
async fn a_renewed_jwt_is_not_fresh() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.jwt_text(&admin).await;
        app.clock.advance(601);
        let new = refresh(app, &token).await.expect(200)["token"]
            .as_str()
            .unwrap()
            .to_owned();
        let client = app.header(&format!("JWT {new}"));
        let body = json!({"name": "x", "valid_until": "2026-12-01", "permissions": ["brand_view"]});
        let reply = client.post("/api/v2/uats/", body).await.expect(403);
        assert_eq!(reply.code(), "fresh_login_required");
    })
    .await;
}

/// Security checklist 27, 33.
#[tokio::test]
async fn what_no_longer_counts_is_not_renewed() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::BrandManager).await;
        let client = app.jwt(&admin).await;

        let ended = app.jwt_text(&person).await;
        app.header(&format!("JWT {ended}"))
            .post("/api/v2/auth/jwt/logout/", json!({}))
            .await
            .expect(204);
        let reply = refresh(app, &ended).await.expect(400);
        assert_eq!(*reply.json(), said("This session has ended."));

        let shut_out = app.jwt_text(&person).await;
        client
            .post(&format!("/api/v2/users/{}/archive/", person.id), json!({}))
            .await
            .expect(200);
        let reply = refresh(app, &shut_out).await.expect(400);
        assert_eq!(*reply.json(), said("User account is disabled."));

        let token = app.uat(&admin, &["brand_view"]).await.text;
        let reply = refresh(app, &token).await.expect(400);
        assert_eq!(*reply.json(), said("Error decoding signature."));

        let good = app.jwt_text(&admin).await;
        let forged = format!("{}A", &good[..good.len() - 1]);
        let forged = if forged == good {
            format!("{}Q", &good[..good.len() - 1])
        } else {
            forged
        };
        refresh(app, &forged).await.expect(400);
        app.close_company(admin.company).await;
        let reply = refresh(app, &good).await.expect(400);
        assert_eq!(*reply.json(), said("User account is disabled."));
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named() {
    each(async |app| {
        let client = app.anonymous();
        let good = json!({"token": "x"});
        for path in [PATH, "/api/v2/auth/jwt/verify/"] {
            missing_fields(&client, path, &good, &["token"]).await;
            let cases = [
                ("token", json!(null), "This field may not be null."),
                ("token", json!(""), "This field may not be blank."),
                ("token", json!(1), "Not a valid string."),
                ("token", json!(["x"]), "Not a valid string."),
                (
                    "token",
                    json!("x".repeat(4_097)),
                    "Ensure this field has no more than 4096 characters.",
                ),
            ];
            wrong_fields(&client, Method::POST, path, &good, &cases).await;
        }
    })
    .await;
}

async fn renewed(client: &Client, token: &str) -> String {
    let body = json!({"token": token});
    let reply = client.post(PATH, body).await.expect(200);
    reply["token"].as_str().unwrap().to_owned()
}

/// A client whose connection broke asks again: it gets what it did not hear, from any node, in
/// each of the three algorithms (ES256 signs differently each time).
#[tokio::test]
async fn a_retry_within_a_minute_gets_the_same_successor() {
    for jwt_algorithm in Algorithm::ALL {
        for engine in engines() {
            let settings = Settings {
                jwt_algorithm,
                ..Settings::default()
            };
            let app = TestApp::with(engine, settings.clone(), Limits::off()).await;
            let (_, other) = app.node_with(settings).await;
            let admin = app.company().await;
            let old = app.jwt_text(&admin).await;
            let first = renewed(&app.anonymous(), &old).await;
            app.clock.advance(59);
            assert_eq!(renewed(&app.anonymous(), &old).await, first);
            assert_eq!(renewed(&other, &old).await, first, "elsewhere");
            assert_eq!(status(&app, &first).await, 200);
            app.clock.advance(1);
            let later = renewed(&app.anonymous(), &old).await;
            assert_ne!(later, first, "a minute later it is a new wish");
            assert_eq!(renewed(&other, &old).await, later);
            // One after the other is a chain, not a circle.
            let next = renewed(&app.anonymous(), &later).await;
            assert_ne!(next, later);
        }
    }
}

#[tokio::test]
async fn of_many_at_once_all_get_the_same_successor() {
    each(async |app| {
        let admin = app.company().await;
        let (_, other) = app.node_with(app.app.settings.clone()).await;
        for _ in 0..3 {
            let old = app.jwt_text(&admin).await;
            let here = app.anonymous();
            let calls = (0..20).map(|number| {
                let client = if number % 2 == 0 { &here } else { &other };
                renewed(client, &old)
            });
            let mut all = futures_util::future::join_all(calls).await;
            all.dedup();
            assert_eq!(all.len(), 1, "{} successors", all.len());
        }
    })
    .await;
}

/// The stored successor is sealed, goes after its minute, and helps nobody whose session ended.
#[tokio::test]
async fn a_kept_successor_is_sealed_and_forgotten() {
    each(async |app| {
        let admin = app.company().await;
        let old = app.jwt_text(&admin).await;
        let new = renewed(&app.anonymous(), &old).await;
        let jti = jti_of(&old);
        let now = app.now();
        let kept = async || {
            let mut conn = app.app.db.read().await.unwrap();
            let since = now.plus_seconds(-3_600);
            successors::find(&mut conn, &jti, since).await.unwrap()
        };
        let sealed = kept().await.expect("kept");
        let signature = new.rsplit_once('.').unwrap().1.as_bytes();
        let open = sealed
            .windows(signature.len())
            .any(|part| part == signature);
        assert!(!open, "a JWT stands in the database");
        app.header(&format!("JWT {old}"))
            .post("/api/v2/auth/jwt/logout/", json!({}))
            .await
            .expect(204);
        refresh(app, &old).await.expect(400);
        app.task("forget_successors").await;
        assert!(kept().await.is_some());
        app.clock.advance(60);
        app.task("forget_successors").await;
        assert!(kept().await.is_none());
    })
    .await;
}

fn jti_of(token: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let claims = token.split('.').nth(1).unwrap();
    let claims = URL_SAFE_NO_PAD.decode(claims).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    claims["jti"].as_str().unwrap().to_owned()
}
