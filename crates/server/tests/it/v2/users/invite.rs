//! `POST /api/v2/users/{id}/invite/`

use crate::support::{accept, entries, invite, mailed_code, no_secret_in_audit};
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, each};
use serde_json::json;

#[tokio::test]
async fn a_newer_link_replaces_the_older_and_lives_its_own_day() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let (id, first) = invite(app, &client, "new@company.example", Role::ScmUser).await;
        app.clock.advance(500);
        let reply = client
            .post(&format!("/api/v2/users/{id}/invite/"), json!({}))
            .await
            .expect(200);
        assert_eq!(reply["expires_at"], "2026-11-25T12:08:20.000000Z");
        let second = mailed_code(app, "new@company.example").await;
        assert_ne!(first, second);
        accept(app, &first, PASSWORD).await.expect(404);
        app.clock.advance(86_399);
        accept(app, &second, PASSWORD).await.expect(201);
        let logged = entries(app, &admin, "user.invite").await;
        assert_eq!(logged.len(), 2);
        assert_eq!(logged[0]["object_id"], id.to_string());
        no_secret_in_audit(app, &[&first, &second]).await;
    })
    .await;
}

/// After it has expired, a new one brings the person back in reach.
#[tokio::test]
async fn an_expired_link_can_be_renewed() {
    each(async |app| {
        let admin = app.company().await;
        let (id, old) = invite(
            app,
            &app.jwt(&admin).await,
            "new@company.example",
            Role::ScmUser,
        )
        .await;
        app.clock.advance(86_400);
        accept(app, &old, PASSWORD).await.expect(404);
        let client = app.jwt(&admin).await;
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

#[tokio::test]
async fn only_somebody_who_is_invited_gets_another_link() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let active = app.person(&admin, Role::ScmUser).await;
        let (archived, _) = invite(app, &client, "gone@company.example", Role::ScmUser).await;
        client
            .post(&format!("/api/v2/users/{archived}/archive/"), json!({}))
            .await
            .expect(200);
        for id in [active.id.0, admin.id.0, archived] {
            let reply = client
                .post(&format!("/api/v2/users/{id}/invite/"), json!({}))
                .await
                .expect(409);
            assert_eq!(reply.code(), "conflict");
        }
        let other = app.company().await;
        let (stranger, code) = invite(
            app,
            &app.jwt(&other).await,
            "new@company.example",
            Role::ScmUser,
        )
        .await;
        client
            .post(&format!("/api/v2/users/{stranger}/invite/"), json!({}))
            .await
            .expect(404);
        accept(app, &code, PASSWORD).await.expect(201);
        assert_eq!(entries(app, &admin, "user.invite").await.len(), 1);
    })
    .await;
}
