//! `POST /api/v2/users/{id}/archive/`

use crate::support::{entry, entry_by, log_in};
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, each};
use serde_json::json;

/// Security checklist 27, 35.
#[tokio::test]
async fn everything_the_person_has_is_refused_at_once() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::AccountAdmin).await;
        let colleague = app.person(&admin, Role::AccountAdmin).await;
        let token = app.uat(&person, &["brand_view"]).await.client;
        let theirs = [app.jwt(&person).await, app.cookie(&person).await, token];
        let others = [
            app.uat(&colleague, &["brand_view"]).await.client,
            app.jwt(&colleague).await,
        ];
        for client in theirs.iter().chain(&others) {
            client.get("/api/v2/me/").await.expect(200);
        }
        let path = format!("/api/v2/users/{}/archive/", person.id);
        let reply = app
            .jwt(&admin)
            .await
            .post(&path, json!({}))
            .await
            .expect(200);
        assert_eq!(reply["state"], "archived");
        for client in theirs {
            let refused = client.get("/api/v2/me/").await.expect(401);
            assert_eq!(refused["detail"], "User account is disabled.");
        }
        for client in others {
            client.get("/api/v2/me/").await.expect(200);
        }
        log_in(app, &person.email, PASSWORD).await.expect(400);
        let logged = entry_by(app, &admin, "user.archive", &admin, "jwt").await;
        assert_eq!(logged["object_id"], person.id.to_string());
        assert_eq!(
            (&logged["before"], &logged["after"]),
            (
                &json!({"is_archived": false}),
                &json!({"is_archived": true})
            )
        );
    })
    .await;
}

#[tokio::test]
async fn twice_is_once() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::ScmUser).await;
        let client = app.jwt(&admin).await;
        let path = format!("/api/v2/users/{}/archive/", person.id);
        let (first, second) =
            tokio::join!(client.post(&path, json!({})), client.post(&path, json!({})));
        assert_eq!(first.expect(200).json(), second.expect(200).json());
        client.post(&path, json!({})).await.expect(200);
        entry(app, &admin, "user.archive").await;
    })
    .await;
}

/// Somebody who belongs to two companies is shut out of one.
#[tokio::test]
async fn another_company_is_not_touched() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let client = app.jwt(&admin).await;
        let (id, code) = crate::support::invite(app, &client, &other.email, Role::ScmUser).await;
        crate::support::accept(app, &code, PASSWORD)
            .await
            .expect(201);
        client
            .post(&format!("/api/v2/users/{id}/archive/"), json!({}))
            .await
            .expect(200);
        let reply = log_in(app, &other.email, PASSWORD).await.expect(200);
        let line = format!("JWT {}", reply["token"].as_str().unwrap());
        let me = app.header(&line).get("/api/v2/me/").await.expect(200);
        assert_eq!(me["company"]["id"], other.company.0);
        // And a stranger's id is not there.
        let path = format!("/api/v2/users/{}/archive/", app.company().await.id);
        client.post(&path, json!({})).await.expect(404);
    })
    .await;
}
