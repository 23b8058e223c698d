//! `POST /api/v2/invitations/look/`

use crate::support::{accept, invite};
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, Reply, TestApp, each};
use serde_json::json;

const PATH: &str = "/api/v2/invitations/look/";

async fn look(app: &TestApp, code: &str) -> Reply {
    app.anonymous().post(PATH, json!({"code": code})).await
}

#[tokio::test]
async fn an_open_invitation_says_where_it_leads() {
    each(async |app| {
        let admin = app.company().await;
        let (_, code) = invite(app, &app.jwt(&admin).await, "New@Company.example", Role::ScmUser).await;
        for _ in 0..2 {
            let reply = look(app, &code).await.expect(200);
            let shown = json!({"company": "Company 1", "email": "new@company.example", "has_password": false});
            assert_eq!(*reply.json(), shown, "looking uses nothing up");
        }
        let elsewhere = app.company().await;
        let (_, code) = invite(app, &app.jwt(&admin).await, &elsewhere.email, Role::ScmUser).await;
        assert_eq!(look(app, &code).await.expect(200)["has_password"], true);
    })
    .await;
}

/// Security checklist 13: unknown, used, replaced, too old and ended look alike.
#[tokio::test]
async fn everything_else_is_not_found() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let (_, used) = invite(app, &client, "used@company.example", Role::ScmUser).await;
        accept(app, &used, PASSWORD).await.expect(201);
        let (id, replaced) = invite(app, &client, "replaced@company.example", Role::ScmUser).await;
        client
            .post(&format!("/api/v2/users/{id}/invite/"), json!({}))
            .await
            .expect(200);
        let (id, ended) = invite(app, &client, "ended@company.example", Role::ScmUser).await;
        client
            .post(&format!("/api/v2/users/{id}/archive/"), json!({}))
            .await
            .expect(200);
        let closed = app.company().await;
        let (_, in_closed) = invite(
            app,
            &app.jwt(&closed).await,
            "closed@company.example",
            Role::ScmUser,
        )
        .await;
        app.close_company(closed.company).await;
        let (_, open) = invite(app, &client, "open@company.example", Role::ScmUser).await;
        for (what, code) in [
            ("unknown", "x"),
            ("empty", ""),
            ("used", &used),
            ("replaced", &replaced),
            ("ended", &ended),
            ("of a closed company", &in_closed),
            ("cut", &open[..42]),
            ("longer", &format!("{open}0")),
            ("spaced", &format!(" {open}")),
            ("folded", &open.to_lowercase()),
            ("NUL", "a\0b"),
        ] {
            for path in [PATH, "/api/v2/invitations/accept/"] {
                let mut body = json!({"code": code});
                if path != PATH {
                    body["password"] = json!("nine calm herons wade far");
                }
                let reply = app.anonymous().post(path, body).await.expect(404);
                assert_eq!(
                    reply.text(),
                    r#"{"detail":"Not found.","code":"not_found"}"#,
                    "{what}"
                );
            }
        }
        look(app, &open).await.expect(200);
    })
    .await;
}

/// Security checklist 13: a day, to the second.
#[tokio::test]
async fn a_link_works_for_a_day() {
    each(async |app| {
        let admin = app.company().await;
        let (_, code) = invite(
            app,
            &app.jwt(&admin).await,
            "new@company.example",
            Role::ScmUser,
        )
        .await;
        app.clock.advance(86_399);
        look(app, &code).await.expect(200);
        app.clock.advance(1);
        look(app, &code).await.expect(404);
        accept(app, &code, PASSWORD).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named() {
    each(async |app| {
        let wrong = json!({"code": ["This code is not right."]});
        for code in [json!(null), json!(1), json!([]), json!("x".repeat(201))] {
            let reply = app
                .anonymous()
                .post(PATH, json!({"code": code}))
                .await
                .expect(400);
            assert_eq!(*reply.json(), wrong);
        }
        let reply = app
            .anonymous()
            .post(PATH, json!({"email": "a@b.example"}))
            .await
            .expect(400);
        let named = json!({"code": ["This field is required."], "email": ["Unknown field."]});
        assert_eq!(*reply.json(), named);
        app.anonymous()
            .get(&format!("{PATH}?code=x"))
            .await
            .expect(405);
    })
    .await;
}
