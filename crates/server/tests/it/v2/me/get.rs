//! `GET /api/v2/me/` (contract §4.1)

use countermark_core::{permissions::Permission, roles::Role};
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn every_credential_is_described() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::ScmUser).await;
        let token = app.uat(&person, &["scm_bulk_edit", "product_view"]).await;
        let role = json!({"name": "scm_user", "label": "SCM User"});
        let all = json!(["api_access", "campaign_view", "codes_view", "product_view", "scm_bulk_edit", "scm_code_edit"]);
        for (client, kind) in [(app.jwt(&person).await, "jwt"), (app.cookie(&person).await, "session")] {
            let me = client.get("/api/v2/me/").await.expect(200);
            assert_eq!(me["user"], json!({"id": person.id.0, "email": person.email, "given_name": "Pat", "family_name": "Person2", "email_verified": true, "language": null}));
            assert_eq!(me["role"], role);
            assert_eq!(sorted(&me["permissions"]), sorted(&all));
            assert_eq!(me["credential"]["kind"], kind);
            assert_eq!(me["credential"]["name"], Value::Null);
            assert_eq!(me["credential"]["valid_until"], Value::Null);
            assert_eq!(me["credential"]["fresh_until"], "2026-11-24T12:10:00.000000Z");
        }
        let me = token.client.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["role"], role);
        assert_eq!(sorted(&me["permissions"]), ["product_view", "scm_bulk_edit"]);
        let credential = json!({
            "kind": "uat", "id": token.id, "name": "scm_bulk_edit+product_view",
            "valid_until": "2026-12-24", "expires_at": "2026-12-25T00:00:00.000000Z",
            "fresh_until": null, "quarantined_at": null, "only": null,
        });
        assert_eq!(me["credential"], credential);
        assert_eq!(me["company"]["id"], person.company.0);
        assert_eq!(me["company"]["uuid"].as_str().unwrap().len(), 36);
        assert_eq!(me["company"]["name"], "Company 1");
        assert_eq!(me["company"]["time_zone"], "UTC");
        assert!(!me.text().contains(&token.text[31..]), "no secret comes back");
    })
    .await;
}

fn sorted(list: &Value) -> Vec<String> {
    let mut names: Vec<String> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_str().unwrap().to_owned())
        .collect();
    assert!(!names.is_empty());
    names.sort_unstable();
    names
}

#[tokio::test]
async fn permissions_stand_in_the_order_of_the_catalogue() {
    each(async |app| {
        let admin = app.company().await;
        let me = app.jwt(&admin).await.get("/api/v2/me/").await.expect(200);
        let catalogue: Vec<_> = Permission::ALL.iter().map(|p| p.name()).collect();
        assert_eq!(me["permissions"], json!(catalogue));
    })
    .await;
}

/// Rights are what they are now, not what they were at the log-in.
#[tokio::test]
async fn a_change_of_role_shows_at_once() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::ScmUser).await;
        let token = app.uat(&person, &["scm_bulk_edit"]).await.client;
        let client = app.jwt(&person).await;
        client.get("/api/v2/me/").await.expect(200);
        token.get("/api/v2/me/").await.expect(200);
        let path = format!("/api/v2/users/{}/", person.id);
        app.jwt(&admin)
            .await
            .patch(
                &path,
                json!({"role": "dashboard_user", "given_name": "New"}),
            )
            .await
            .expect(200);
        let me = client.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["role"]["name"], "dashboard_user");
        assert_eq!(me["user"]["given_name"], "New");
        let me = token.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["permissions"], json!([]));
    })
    .await;
}
