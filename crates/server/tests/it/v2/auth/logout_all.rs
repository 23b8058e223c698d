//! `POST /api/v2/auth/jwt/logout-all/`

use crate::support::{accept, entry_by, invite, log_in};
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, Person, each};
use serde_json::json;

const PATH: &str = "/api/v2/auth/jwt/logout-all/";

/// Security checklist 27.
#[tokio::test]
async fn every_session_of_the_person_ends_and_nobody_elses() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::AccountAdmin).await;
        let jwt = app.jwt(&admin).await;
        let others = [app.jwt(&admin).await, app.cookie(&admin).await];
        let token = app.uat(&admin, &["brand_view"]).await.client;
        let theirs = [app.jwt(&colleague).await, app.cookie(&colleague).await];
        for client in others.iter().chain(&theirs).chain([&jwt, &token]) {
            client.get("/api/v2/me/").await.expect(200);
        }
        jwt.post(PATH, json!({})).await.expect(204);
        for client in others.iter().chain([&jwt]) {
            client.get("/api/v2/me/").await.expect(401);
        }
        for client in theirs.iter().chain([&token]) {
            client.get("/api/v2/me/").await.expect(200);
        }
        // A new log-in works at once.
        let reply = log_in(app, &admin.email, PASSWORD).await.expect(200);
        let new = format!("JWT {}", reply["token"].as_str().unwrap());
        app.header(&new).get("/api/v2/me/").await.expect(200);
        entry_by(app, &colleague, "session.end_all", &admin, "jwt").await;
    })
    .await;
}

/// Somebody who belongs to two companies leaves both, and can come back into both.
#[tokio::test]
async fn it_reaches_the_sessions_in_other_companies() {
    each(async |app| {
        let (first, second) = (app.company().await, app.company().await);
        let (_, code) = invite(
            app,
            &app.jwt(&second).await,
            &first.email,
            Role::AccountAdmin,
        )
        .await;
        accept(app, &code, PASSWORD).await.expect(201);
        let visitor = Person {
            company: second.company,
            ..first.clone()
        };
        let (at_first, at_second) = (app.jwt(&first).await, app.jwt(&visitor).await);
        at_first.get("/api/v2/me/").await.expect(200);
        at_second.get("/api/v2/me/").await.expect(200);
        at_first.post(PATH, json!({})).await.expect(204);
        at_second.get("/api/v2/me/").await.expect(401);
        for person in [first, visitor] {
            app.jwt(&person).await.get("/api/v2/me/").await.expect(200);
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_ends_nobodys_session() {
    each(async |app| {
        let admin = app.company().await;
        let session = app.cookie(&admin).await;
        let token = app.uat(&admin, &["brand_view"]).await.client;
        assert_eq!(
            token.post(PATH, json!({})).await.expect(403).code(),
            "person_required"
        );
        app.anonymous().post(PATH, json!({})).await.expect(401);
        session.get("/api/v2/me/").await.expect(200);
    })
    .await;
}
