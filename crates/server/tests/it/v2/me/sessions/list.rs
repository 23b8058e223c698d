//! `GET /api/v2/me/sessions/`

use super::id_of;
use crate::{support::column, v2::me::company::joins};
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
        // Two hours and more later the portal's session is over, and so is a JWT that nobody has
        // renewed: what cannot be used any more is not told.
        app.clock.advance(2 * 3_600 + 61);
        let later = app.jwt(&admin).await.get(PATH).await.expect(200);
        let rows = later["results"].as_array().unwrap();
        assert_eq!(column(rows, "is_current"), [json!(true)]);
    })
    .await;
}

/// A log-in over the API is there as long as its last JWT can be renewed, and not for the seven
/// days that it could have had.
#[tokio::test]
async fn a_log_in_is_told_until_its_last_jwt_has_run_out() {
    each(async |app| {
        let admin = app.company().await;
        let text = app.jwt_text(&admin).await;
        app.clock.advance(1);
        let watcher = app.cookie(&admin).await;
        let kinds = async || {
            let list = watcher.get(PATH).await.expect(200);
            column(list["results"].as_array().unwrap(), "kind")
        };
        app.clock.advance(3_000);
        let renewed = app.anonymous();
        let path = "/api/v2/auth/jwt/refresh/";
        let renewed = renewed.post(path, json!({"token": text})).await.expect(200);
        // An hour after the first one, which has run out, the second still counts.
        app.clock.advance(3_599);
        let second = renewed["token"].as_str().unwrap();
        app.header(&format!("JWT {second}"))
            .get("/api/v2/me/")
            .await
            .expect(200);
        assert_eq!(kinds().await, [json!("session"), json!("jwt")]);
        app.clock.advance(1);
        app.header(&format!("JWT {second}"))
            .get("/api/v2/me/")
            .await
            .expect(401);
        assert_eq!(kinds().await, [json!("session")]);
        app.anonymous()
            .post(path, json!({"token": second}))
            .await
            .expect(400);
        // The preview of a rule that ends log-ins counts no dead one either.
        let ends = json!({"password_jwt": false});
        let preview = watcher
            .post("/api/v2/policy/preview/", ends)
            .await
            .expect(200);
        assert_eq!(preview["jwt_sessions"], 0);
    })
    .await;
}

/// Security checklist 54, 77: a log-in is the person's, whichever company it looks at; nobody
/// else in either company sees it here.
#[tokio::test]
async fn log_ins_in_two_companies_are_on_one_list() {
    each(async |app| {
        let (one, two) = (app.company().await, app.company().await);
        joins(app, &one, two.company, Role::DashboardUser).await;
        let there = countermark_testkit::Person {
            company: two.company,
            ..one.clone()
        };
        let (here, away) = (app.jwt(&one).await, app.cookie(&there).await);
        app.clock.advance(1);
        for client in [&here, &away] {
            let list = client.get(PATH).await.expect(200);
            let rows = list["results"].as_array().unwrap();
            assert_eq!(rows.len(), 2, "{rows:?}");
            let names = column(rows, "company");
            assert_ne!(names[0], names[1]);
        }
        let boss = app.jwt(&two).await;
        assert_eq!(boss.get(PATH).await.expect(200)["count"], 1);
        // From one company the log-in in the other one can be ended, and only by its person.
        let path = format!("{PATH}{}/", id_of(&away).await);
        boss.delete(&path).await.expect(404);
        away.get("/api/v2/me/").await.expect(200);
        here.delete(&path).await.expect(204);
        away.get("/api/v2/me/").await.expect(401);
        here.get("/api/v2/me/").await.expect(200);
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
