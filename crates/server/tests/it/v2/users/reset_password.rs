//! `POST /api/v2/users/{id}/reset-password/`

use crate::support::{entry_by, invite, log_in, mailed_code, no_secret_in_audit};
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, Person, each};
use serde_json::json;

const NEW: &str = "nine calm herons wade far";

fn path(person: &Person) -> String {
    format!("/api/v2/users/{}/reset-password/", person.id)
}

/// Security checklist 12: an admin starts it and sees nothing of it.
#[tokio::test]
async fn the_link_goes_to_the_person() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::ScmUser).await;
        let theirs = app.cookie(&person).await;
        let client = app.jwt(&admin).await;
        let reply = client.post(&path(&person), json!({})).await.expect(202);
        let sent = json!({
            "sent_to": person.email, "expires_at": "2026-11-24T13:00:00.000000Z", "delivery": "mail",
        });
        assert_eq!(*reply.json(), sent);
        let code = mailed_code(app, &person.email).await;
        // The old password and the open sessions are not touched until the link is used.
        theirs.get("/api/v2/me/").await.expect(200);
        log_in(app, &person.email, PASSWORD).await.expect(200);
        let body = json!({"code": code, "password": NEW});
        let confirm = "/api/v2/auth/password/reset/confirm/";
        app.anonymous().post(confirm, body).await.expect(204);
        theirs.get("/api/v2/me/").await.expect(401);
        log_in(app, &person.email, NEW).await.expect(200);
        let entry = entry_by(app, &admin, "user.reset_password", &admin, "jwt").await;
        assert_eq!(entry["object_id"], person.id.to_string());
        no_secret_in_audit(app, &[&code, NEW]).await;
    })
    .await;
}

#[tokio::test]
async fn who_is_out_of_reach_gets_no_mail() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let it = app.person(&admin, Role::ItAdmin).await;
        let refused = app.jwt(&it).await.post(&path(&admin), json!({})).await;
        assert_eq!(refused.expect(403).code(), "permission_denied");
        let stranger = app.company().await;
        client.post(&path(&stranger), json!({})).await.expect(404);
        let gone = app.person(&admin, Role::ScmUser).await;
        let archive = format!("/api/v2/users/{}/archive/", gone.id);
        client.post(&archive, json!({})).await.expect(200);
        client.post(&path(&gone), json!({})).await.expect(409);
        let (invited, _) = invite(app, &client, "new@company.example", Role::ScmUser).await;
        let path = format!("/api/v2/users/{invited}/reset-password/");
        client.post(&path, json!({})).await.expect(409);
        assert!(app.mails().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_mailbox_is_not_flooded() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::ScmUser).await;
        let client = app.jwt(&admin).await;
        for _ in 0..5 {
            client.post(&path(&person), json!({})).await.expect(202);
        }
        client.post(&path(&person), json!({})).await.expect(429);
        assert_eq!(app.mails().await.len(), 5);
    })
    .await;
}
