//! `POST /api/v2/auth/email/verify/` and `POST /api/v2/me/email/verify/`

use crate::support::{entries, mailed_code, no_secret_in_audit};
use countermark_testkit::{Client, PASSWORD, Person, Reply, TestApp, each};
use serde_json::json;

const PATH: &str = "/api/v2/auth/email/verify/";
const AGAIN: &str = "/api/v2/me/email/verify/";

/// Somebody whose address nobody has proved.
async fn unproved(app: &TestApp) -> (Person, Client) {
    let admin = app.company().await;
    let mut raw = app.db.place.raw().await;
    raw.run("UPDATE person SET verified_at = NULL").await;
    raw.close().await;
    let client = app.jwt(&admin).await;
    (admin, client)
}

async fn prove(app: &TestApp, code: &str) -> Reply {
    app.anonymous().post(PATH, json!({"code": code})).await
}

async fn shown(client: &Client) -> bool {
    let me = client.get("/api/v2/me/").await.expect(200);
    me["user"]["email_verified"].as_bool().expect("a flag")
}

/// Security checklist 13.
#[tokio::test]
async fn the_link_proves_the_address_once_within_a_day() {
    each(async |app| {
        let (admin, client) = unproved(app).await;
        assert!(!shown(&client).await);
        let reply = client.post(AGAIN, json!({})).await.expect(202);
        let sent = json!({
            "sent_to": admin.email, "expires_at": "2026-11-25T12:00:00.000000Z", "delivery": "mail",
        });
        assert_eq!(*reply.json(), sent);
        let first = mailed_code(app, &admin.email).await;
        app.clock.advance(86_400);
        prove(app, &first).await.expect(404);
        let client = app.jwt(&admin).await;
        client.post(AGAIN, json!({})).await.expect(202);
        let second = mailed_code(app, &admin.email).await;
        client.post(AGAIN, json!({})).await.expect(202);
        let third = mailed_code(app, &admin.email).await;
        prove(app, &second).await.expect(404);
        let reply = prove(app, &third).await.expect(200);
        assert_eq!(
            *reply.json(),
            json!({"email": admin.email, "changed": false})
        );
        assert!(shown(&client).await);
        prove(app, &third).await.expect(404);
        let refused = client.post(AGAIN, json!({})).await.expect(409);
        assert_eq!(refused.code(), "conflict");
        assert_eq!(entries(app, &admin, "user.verify").await.len(), 1);
        assert_eq!(entries(app, &admin, "user.verify_asked").await.len(), 3);
        no_secret_in_audit(app, &[&first, &second, &third]).await;
    })
    .await;
}

#[tokio::test]
async fn a_mailbox_is_not_flooded() {
    each(async |app| {
        let (_, client) = unproved(app).await;
        for _ in 0..5 {
            client.post(AGAIN, json!({})).await.expect(202);
        }
        let refused = client.post(AGAIN, json!({})).await.expect(429);
        assert_eq!(refused.header("retry-after"), "3600");
        assert_eq!(app.mails().await.len(), 5);
    })
    .await;
}

/// Somebody whose address is not proved works as before; after a day they bring in nobody else.
#[tokio::test]
async fn who_has_not_proved_their_address_invites_nobody_after_a_day() {
    each(async |app| {
        let (admin, client) = unproved(app).await;
        let body = |name: &str| json!({"email": format!("{name}@x.example"), "role": "scm_user"});
        let path = "/api/v2/users/";
        let made = client.post(path, body("one")).await.expect(201);
        let again = format!("{path}{}/invite/", made["user"]["id"]);
        app.clock.advance(86_400);
        let client = app.jwt(&admin).await;
        let calls = [
            client.post(path, body("two")).await,
            client.post(&again, json!({})).await,
        ];
        for reply in calls {
            assert_eq!(reply.expect(403).code(), "address_unverified");
        }
        assert_eq!(client.get(path).await.expect(200)["count"], 2);
        client.post(AGAIN, json!({})).await.expect(202);
        let code = mailed_code(app, &admin.email).await;
        prove(app, &code).await.expect(200);
        client.post(path, body("two")).await.expect(201);
        client.post(&again, json!({})).await.expect(200);
    })
    .await;
}

/// A link to an address that was given up in between proves nothing.
#[tokio::test]
async fn a_link_to_a_former_address_is_void() {
    each(async |app| {
        let (admin, client) = unproved(app).await;
        client.post(AGAIN, json!({})).await.expect(202);
        let old = mailed_code(app, &admin.email).await;
        let body = json!({"email": "new@company1.example"});
        client.post("/api/v2/me/email/", body).await.expect(202);
        let new = mailed_code(app, "new@company1.example").await;
        prove(app, &new).await.expect(200);
        prove(app, &old).await.expect(404);
        let log_in = json!({"email": "new@company1.example", "password": PASSWORD});
        app.anonymous()
            .post("/api/v2/auth/jwt/", log_in)
            .await
            .expect(200);
    })
    .await;
}

#[tokio::test]
async fn the_first_admin_gets_the_mail_with_the_set_up() {
    each(async |app| {
        let body = json!({
            "code": app.app.open_setup().as_str(), "company": "Kallista",
            "email": "ada@kallista.example", "password": PASSWORD,
        });
        let reply = app
            .anonymous()
            .post("/api/v2/setup/", body)
            .await
            .expect(201);
        assert_eq!(reply["me"]["user"]["email_verified"], false);
        let code = mailed_code(app, "ada@kallista.example").await;
        prove(app, &code).await.expect(200);
    })
    .await;
}
