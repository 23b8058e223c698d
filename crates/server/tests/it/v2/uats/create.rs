//! `POST /api/v2/uats/`

use countermark_core::{
    permissions::{Permission, PermissionSet},
    policy::TokenPolicy,
    roles::Role,
};
use countermark_testkit::each;
use serde_json::{Value, json};

fn body(permissions: &[&str]) -> Value {
    json!({"name": "till", "valid_until": "2026-12-31", "permissions": permissions})
}

#[tokio::test]
async fn a_token_acts_for_its_maker_with_its_own_rights_only() {
    each(async |app| {
        let admin = app.company().await;
        let reply = app
            .jwt(&admin)
            .await
            .post("/api/v2/uats/", body(&["brand_create"]))
            .await;
        let reply = reply.expect(201);
        assert_eq!(reply["state"], "active");
        assert_eq!(reply["expires_at"], "2027-01-01T00:00:00.000000Z");
        let token = reply["token"].as_str().unwrap();
        assert_eq!(token.len(), 80);
        assert!(token.contains(reply["id"].as_str().unwrap()));

        let system = app.header(&format!("UAT {token}"));
        let me = system.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["permissions"], json!(["brand_create"]));
        assert_eq!(me["user"]["email"], admin.email);
        system
            .post("/api/v2/brands/", json!({"name": "A"}))
            .await
            .expect(201);
        let refused = system.get("/api/v2/audit/").await.expect(403);
        assert_eq!(refused.code(), "person_required");
    })
    .await;
}

#[tokio::test]
async fn nobody_gives_what_they_do_not_have() {
    each(async |app| {
        let admin = app.company().await;
        let scm = app.person(&admin, Role::ScmUser).await;
        let client = app.jwt(&scm).await;
        let reply = client
            .post("/api/v2/uats/", body(&["scm_bulk_edit", "brand_create"]))
            .await;
        let sentence = "\"brand_create\" is not among your own permissions.";
        assert_eq!(reply.expect(400)["permissions"], json!([sentence]));

        let admins = app.jwt(&admin).await;
        let reply = admins
            .post("/api/v2/uats/", body(&["uat_manage"]))
            .await
            .expect(400);
        assert_eq!(
            reply["permissions"],
            json!(["\"uat_manage\" is never on a token."])
        );

        let forbidden = PermissionSet::of(&[Permission::ScmBulkEdit]);
        let policy = TokenPolicy {
            forbidden,
            ..TokenPolicy::default()
        };
        app.set_policy(admin.company, &policy).await;
        let reply = admins
            .post("/api/v2/uats/", body(&["scm_bulk_edit"]))
            .await
            .expect(400);
        assert!(reply.text().contains("policy"));
    })
    .await;
}

#[tokio::test]
async fn the_end_date_is_checked_against_today_and_the_policy() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        for (day, ok) in [
            ("2026-11-23", false),
            ("2026-11-24", true),
            ("2027-11-24", true),
            ("2027-11-25", false),
            ("2026-02-30", false),
            ("24.12.2026", false),
            ("", false),
            ("2026-W50-1", false),
            ("9999-12-31", false),
        ] {
            let body = json!({"name": "x", "valid_until": day, "permissions": ["brand_view"]});
            let reply = client.post("/api/v2/uats/", body).await;
            assert_eq!(
                reply.status,
                if ok { 201 } else { 400 },
                "{day}: {}",
                reply.text()
            );
            assert_eq!(reply["valid_until"].is_array(), !ok, "{day}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_at_once() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let reply = client.post("/api/v2/uats/", json!({})).await.expect(400);
        let required = json!(["This field is required."]);
        for field in ["name", "valid_until", "permissions"] {
            assert_eq!(reply[field], required);
        }
        let wrong = json!({"name": " ", "valid_until": 5, "permissions": ["no_such"], "owner": 1});
        let reply = client.post("/api/v2/uats/", wrong).await.expect(400);
        assert_eq!(reply["name"], json!(["This field may not be blank."]));
        assert_eq!(
            reply["permissions"],
            json!(["\"no_such\" is not a valid choice."])
        );
        assert_eq!(reply["owner"], json!(["Unknown field."]));
        assert!(reply["valid_until"].is_array());
        let list = client.get("/api/v2/uats/").await.expect(200);
        assert_eq!(list["count"], 0);
    })
    .await;
}

#[tokio::test]
async fn a_token_makes_no_token_and_an_old_login_neither() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_create"]).await;
        let reply = token
            .client
            .post("/api/v2/uats/", body(&["brand_create"]))
            .await
            .expect(403);
        assert_eq!(reply.code(), "person_required");

        let client = app.jwt(&admin).await;
        app.clock.advance(601);
        let reply = client
            .post("/api/v2/uats/", body(&["brand_create"]))
            .await
            .expect(403);
        assert_eq!(reply.code(), "fresh_login_required");
    })
    .await;
}
