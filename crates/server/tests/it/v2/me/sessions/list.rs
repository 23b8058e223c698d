//! `GET /api/v2/me/sessions/`

use super::id_of;
use crate::support::column;
use axum::{body::Body, http::Method};
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/me/sessions/";

async fn log_in_with(app: &TestApp, email: &str, agent: &str) {
    let client = app.anonymous();
    let body = json!({"email": email, "password": PASSWORD}).to_string();
    let mut request = client.request(Method::POST, "/api/v2/auth/jwt/", Body::from(body));
    let headers = request.headers_mut();
    headers.insert("content-type", "application/json".parse().unwrap());
    headers.insert("user-agent", agent.parse().unwrap());
    client.send(request).await.expect(200);
}

/// Security checklist 77.
#[tokio::test]
async fn one_sees_ones_own_live_log_ins_the_newest_first() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::AccountAdmin).await;
        app.jwt(&colleague).await;
        let cookie = app.cookie(&admin).await;
        let ended = app.jwt(&admin).await;
        let logout = "/api/v2/auth/jwt/logout/";
        ended.post(logout, json!({})).await.expect(204);
        app.clock.advance(60);
        let jwt = app.jwt(&admin).await;
        let reply = jwt.get(PATH).await.expect(200);
        let rows = reply["results"].as_array().unwrap();
        let wanted = [json!(id_of(&jwt).await), json!(id_of(&cookie).await)];
        assert_eq!(column(rows, "id"), wanted);
        assert_eq!(column(rows, "kind"), [json!("jwt"), json!("session")]);
        assert_eq!(column(rows, "is_current"), [json!(true), json!(false)]);
        assert_eq!((&reply["count"], &reply["next"]), (&json!(2), &Value::Null));
        assert_eq!(rows[0]["address"], "127.0.0.1");
        assert_eq!(rows[0]["signed_in_at"], app.now().to_string());
        // A day later the portal's session is over; after 60 days all are.
        app.clock.advance(86_400);
        let later = app.jwt(&admin).await.get(PATH).await.expect(200);
        let kinds = column(later["results"].as_array().unwrap(), "kind");
        assert_eq!(kinds, [json!("jwt"), json!("jwt")]);
        app.clock.advance(60 * 86_400);
        let later = app.jwt(&admin).await.get(PATH).await.expect(200);
        assert_eq!(later["count"], 1);
    })
    .await;
}

#[tokio::test]
async fn a_device_has_a_short_name() {
    each(async |app| {
        let admin = app.company().await;
        let cases = [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari on iOS",
            ),
            ("python-requests/2.32.3", "python-requests"),
            ("Mozilla/5.0", "Mozilla"),
            ("", ""),
        ];
        for (agent, device) in cases {
            log_in_with(app, &admin.email, agent).await;
            let looks = app.jwt(&admin).await;
            let list = looks.get(PATH).await.expect(200);
            let rows = list["results"].as_array().unwrap();
            let there = |row: &&Value| row["user_agent"] == agent && row["device"] == device;
            assert!(rows.iter().any(|row| there(&row)), "{agent}: {rows:?}");
            app.clock.advance(1);
        }
    })
    .await;
}

/// Security checklist 33.
#[tokio::test]
async fn a_token_does_not_see_them() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await.client;
        assert_eq!(token.get(PATH).await.expect(403).code(), "person_required");
        app.anonymous().get(PATH).await.expect(401);
    })
    .await;
}
