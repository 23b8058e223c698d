//! `POST /api/v2/users/{id}/restore/`

use crate::support::{accept, entry, entry_by, invite, log_in, mailed_code};
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, each};
use serde_json::json;

/// Security checklist 36: what was revoked stays revoked.
#[tokio::test]
async fn a_person_comes_back_as_they_were() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::ScmUser).await;
        let client = app.jwt(&admin).await;
        let (kept, revoked) = (
            app.uat(&person, &["product_view"]).await,
            app.uat(&person, &["product_view"]).await,
        );
        client
            .delete(&format!("/api/v2/uats/{}/", revoked.id))
            .await
            .expect(204);
        let path = |verb: &str| format!("/api/v2/users/{}/{verb}/", person.id);
        client.post(&path("archive"), json!({})).await.expect(200);
        kept.client.get("/api/v2/me/").await.expect(401);
        let reply = client.post(&path("restore"), json!({})).await.expect(200);
        assert_eq!(
            (&reply["state"], &reply["role"]["name"]),
            (&json!("active"), &json!("scm_user"))
        );
        kept.client.get("/api/v2/me/").await.expect(200);
        assert_eq!(
            revoked.client.get("/api/v2/me/").await.expect(401).code(),
            "token_revoked"
        );
        log_in(app, &person.email, PASSWORD).await.expect(200);
        let logged = entry_by(app, &admin, "user.restore", &admin, "jwt").await;
        assert_eq!(
            (&logged["before"], &logged["after"]),
            (
                &json!({"is_archived": true}),
                &json!({"is_archived": false})
            )
        );
        client.post(&path("restore"), json!({})).await.expect(200);
        entry(app, &admin, "user.restore").await;
    })
    .await;
}

/// A log-in of before the archiving does not come back with the person (security checklist 27).
#[tokio::test]
async fn old_sessions_stay_ended() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::ScmUser).await;
        let (jwt, cookie) = (app.jwt(&person).await, app.cookie(&person).await);
        let client = app.jwt(&admin).await;
        for verb in ["archive", "restore"] {
            let path = format!("/api/v2/users/{}/{verb}/", person.id);
            client.post(&path, json!({})).await.expect(200);
        }
        for old in [&jwt, &cookie] {
            old.get("/api/v2/me/").await.expect(401);
        }
        app.jwt(&person).await.get("/api/v2/me/").await.expect(200);
    })
    .await;
}

/// The link of before stays dead; the person is invited again.
#[tokio::test]
async fn somebody_who_never_joined_comes_back_as_invited() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let (id, old) = invite(app, &client, "new@company.example", Role::ScmUser).await;
        client
            .post(&format!("/api/v2/users/{id}/archive/"), json!({}))
            .await
            .expect(200);
        let reply = client
            .post(&format!("/api/v2/users/{id}/restore/"), json!({}))
            .await
            .expect(200);
        assert_eq!(reply["state"], "invited");
        accept(app, &old, PASSWORD).await.expect(404);
        client
            .post(&format!("/api/v2/users/{id}/invite/"), json!({}))
            .await
            .expect(200);
        accept(
            app,
            &mailed_code(app, "new@company.example").await,
            PASSWORD,
        )
        .await
        .expect(201);
    })
    .await;
}
