//! `GET /api/v2/permissions/`

use countermark_core::{
    permissions::{Permission, PermissionSet},
    policy::TokenPolicy,
    roles::Role,
};
use countermark_testkit::{Client, Reply, each};
use serde_json::{Value, json};

async fn list(client: &Client) -> Reply {
    client.get("/api/v2/permissions/").await.expect(200)
}

fn row(reply: &Reply, name: &str) -> Value {
    let rows = reply["results"].as_array().unwrap();
    rows.iter().find(|row| row["name"] == name).unwrap().clone()
}

#[tokio::test]
async fn the_catalogue_is_complete_and_says_what_the_caller_has() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::ScmUser).await;
        let reply = list(&app.jwt(&person).await).await;
        let names: Vec<_> = reply["results"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
        let all: Vec<_> = Permission::ALL.iter().map(|p| json!(p.name())).collect();
        assert_eq!(names, all);
        for published in ["brand_create", "product_create", "scans_download", "scm_bulk_edit", "scm_code_edit"] {
            assert!(names.contains(&json!(published)), "{published}");
        }
        let held = json!({
            "name": "scm_bulk_edit", "label": "Upload SCM data",
            "description": "Load supply-chain data onto many codes at once.",
            "group": "Supply-chain data", "risk": "high", "grantable": true, "held": true, "reason": null,
        });
        assert_eq!(row(&reply, "scm_bulk_edit"), held);
        let lacking = row(&reply, "brand_create");
        assert_eq!((&lacking["grantable"], &lacking["held"]), (&json!(false), &json!(false)));
        assert_eq!(lacking["reason"], "Your role (SCM User) does not have this permission.");
        let persons = row(&reply, "api_access");
        assert_eq!((&persons["grantable"], &persons["held"]), (&json!(false), &json!(true)));
        assert_eq!(persons["reason"], "A token never carries this; it is for people who are signed in.");
    })
    .await;
}

/// What the catalogue calls grantable can be put on a token, and nothing else.
#[tokio::test]
async fn the_catalogue_keeps_its_word() {
    each(async |app| {
        let admin = app.company().await;
        let forbidden = PermissionSet::of(&[Permission::WorkorderDelete]);
        app.set_policy(
            admin.company,
            &TokenPolicy {
                forbidden,
                ..TokenPolicy::default()
            },
        )
        .await;
        for role in [Role::AccountAdmin, Role::ScmUser, Role::SupplyChainManager] {
            let person = app.person(&admin, role).await;
            let client = app.jwt(&person).await;
            for row in list(&client).await["results"].as_array().unwrap() {
                let body =
                    json!({"name": "x", "valid_until": "2026-12-01", "permissions": [row["name"]]});
                let reply = client.post("/api/v2/uats/", body).await;
                let expected = if row["grantable"] == true { 201 } else { 400 };
                assert_eq!(reply.status, expected, "{role:?} {row}: {}", reply.text());
                assert_eq!(row["reason"].is_null(), row["grantable"] == true);
            }
        }
        let reply = list(&app.jwt(&admin).await).await;
        assert_eq!(
            row(&reply, "workorder_delete")["reason"],
            "Your company's policy allows this in no token."
        );
    })
    .await;
}

#[tokio::test]
async fn a_token_sees_what_is_left_of_it() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view", "brand_edit"]).await.client;
        let forbidden = PermissionSet::of(&[Permission::BrandEdit]);
        app.set_policy(
            admin.company,
            &TokenPolicy {
                forbidden,
                ..TokenPolicy::default()
            },
        )
        .await;
        let reply = list(&token).await;
        let held: Vec<_> = reply["results"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["held"] == true)
            .map(|row| &row["name"])
            .collect();
        assert_eq!(held, ["brand_view"]);
    })
    .await;
}

#[tokio::test]
async fn the_policy_shows_the_days() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let policy = TokenPolicy { default_days: 7, max_days: 30, ..TokenPolicy::default() };
        app.set_policy(admin.company, &policy).await;
        let shown = json!({
            "default_days": 7, "min_days": 0, "max_days": 30, "time_zone": "UTC", "today": "2026-11-24", "earliest": "2026-11-24", "latest": "2026-12-24",
        });
        assert_eq!(list(&client).await["policy"], shown);
        app.clock.advance(12 * 3_600 - 1);
        assert_eq!(list(&app.jwt(&admin).await).await["policy"]["today"], "2026-11-24");
        app.clock.advance(1);
        assert_eq!(list(&app.jwt(&admin).await).await["policy"]["today"], "2026-11-25");
        app.anonymous().get("/api/v2/permissions/").await.expect(401);
    })
    .await;
}
