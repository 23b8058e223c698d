//! `POST /api/v2/invitations/accept/`

use crate::support::{accept, entry, invite, log_in, missing_fields, no_secret_in_audit};
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, each};
use serde_json::json;

const PATH: &str = "/api/v2/invitations/accept/";
const NEW: &str = "nine calm herons wade far";

/// Security checklist 13.
#[tokio::test]
async fn a_new_person_chooses_a_password_and_is_in() {
    each(async |app| {
        let admin = app.company().await;
        let (id, code) = invite(
            app,
            &app.jwt(&admin).await,
            "new@company.example",
            Role::ScmUser,
        )
        .await;
        let reply = accept(app, &code, NEW).await.expect(201);
        assert_eq!(
            reply["me"]["user"],
            json!({"id": id, "email": "new@company.example", "given_name": "", "family_name": "", "email_verified": true, "language": null})
        );
        assert_eq!(reply["me"]["company"]["id"], admin.company.0);
        assert_eq!(reply["me"]["role"]["name"], "scm_user");
        assert_eq!(reply["me"]["credential"]["kind"], "session");
        let secret = reply
            .header("set-cookie")
            .split(['.', ';'])
            .nth(1)
            .unwrap()
            .to_owned();
        assert_eq!(secret.len(), 43);
        log_in(app, "new@company.example", NEW).await.expect(200);
        let user = app
            .jwt(&admin)
            .await
            .get(&format!("/api/v2/users/{id}/"))
            .await
            .expect(200);
        assert_eq!(user["state"], "active");
        assert_eq!(user["last_login"], app.now().to_string());
        let entry = entry(app, &admin, "user.join").await;
        assert_eq!(entry["user"]["id"], id);
        assert_eq!(entry["object_id"], id.to_string());
        assert_eq!(entry["credential"]["kind"], "invitation");
        no_secret_in_audit(app, &[&code, NEW, &secret]).await;
        let mut raw = app.db.place.raw().await;
        let kept = raw.rows("SELECT * FROM person").await;
        assert!(!format!("{kept:?}").contains(&code) && !format!("{kept:?}").contains(NEW));
        raw.close().await;
    })
    .await;
}

/// Security checklist 13.
#[tokio::test]
async fn a_link_works_once() {
    each(async |app| {
        let admin = app.company().await;
        let (_, code) = invite(
            app,
            &app.jwt(&admin).await,
            "new@company.example",
            Role::ScmUser,
        )
        .await;
        accept(app, &code, NEW).await.expect(201);
        accept(app, &code, NEW).await.expect(404);
        accept(app, &code, "another good one for a thief")
            .await
            .expect(404);
        log_in(app, "new@company.example", NEW).await.expect(200);
    })
    .await;
}

/// Somebody who has an account in another company proves it: a link never replaces a password.
#[tokio::test]
async fn a_known_person_proves_the_password_they_have() {
    each(async |app| {
        let (admin, elsewhere) = (app.company().await, app.company().await);
        let (_, code) = invite(
            app,
            &app.jwt(&admin).await,
            &elsewhere.email,
            Role::BrandManager,
        )
        .await;
        let reply = accept(app, &code, NEW).await.expect(400);
        assert_eq!(
            *reply.json(),
            json!({"password": ["This password is not right."]})
        );
        log_in(app, &elsewhere.email, PASSWORD).await.expect(200);
        log_in(app, &elsewhere.email, NEW).await.expect(400);
        let reply = accept(app, &code, PASSWORD).await.expect(201);
        assert_eq!(reply["me"]["company"]["id"], admin.company.0);
        assert_eq!(reply["me"]["role"]["name"], "brand_manager");
        // In the company of their own they are what they were.
        let me = app
            .jwt(&elsewhere)
            .await
            .get("/api/v2/me/")
            .await
            .expect(200);
        assert_eq!(me["role"]["name"], "account_admin");
        assert_eq!(me["company"]["id"], elsewhere.company.0);
    })
    .await;
}

/// Security checklist 9: the proof is guarded like a log-in.
#[tokio::test]
async fn guessing_at_a_known_persons_password_is_slowed_down() {
    each(async |app| {
        let (admin, elsewhere) = (app.company().await, app.company().await);
        let (_, code) = invite(
            app,
            &app.jwt(&admin).await,
            &elsewhere.email,
            Role::BrandManager,
        )
        .await;
        for _ in 0..5 {
            accept(app, &code, "guess").await.expect(400);
        }
        accept(app, &code, PASSWORD).await.expect(429);
        app.clock.advance(1);
        accept(app, &code, PASSWORD).await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn a_weak_password_is_refused_and_the_link_stays_good() {
    each(async |app| {
        let admin = app.company().await;
        let (_, code) = invite(
            app,
            &app.jwt(&admin).await,
            "new@company.example",
            Role::ScmUser,
        )
        .await;
        let good = json!({"code": code, "password": NEW});
        missing_fields(&app.anonymous(), PATH, &good, &["code", "password"]).await;
        for weak in [
            "short",
            "passwordpassword",
            "new@company.example",
            "Company Company Company",
        ] {
            let reply = accept(app, &code, weak).await.expect(400);
            assert_eq!(reply["password"].as_array().unwrap().len(), 1, "{weak}");
        }
        let mut more = good.clone();
        more["role"] = json!("account_admin");
        let reply = app.anonymous().post(PATH, more).await.expect(400);
        assert_eq!(*reply.json(), json!({"role": ["Unknown field."]}));
        accept(app, &code, NEW).await.expect(201);
    })
    .await;
}
