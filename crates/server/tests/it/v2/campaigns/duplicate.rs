//! `POST /api/v2/campaigns/{id}/duplicate/`

use crate::support::{entries, wrong_fields};
use axum::http::Method;
use countermark_testkit::{Client, each};
use serde_json::{Value, json};

async fn part(client: &Client, id: &Value, part: &str) -> Value {
    let path = format!("/api/v2/campaigns/{id}/{part}/");
    client.get(&path).await.expect(200).json().clone()
}

#[tokio::test]
async fn fields_rules_options_and_access_are_copied_and_nothing_else() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let body = json!({"name": "Spring", "description": "Olives"});
        let old = client.post("/api/v2/campaigns/", body).await.expect(201);
        let path = format!("/api/v2/campaigns/{}/", old["id"]);
        for (key, active) in [("lot", true), ("line", false)] {
            let body =
                json!({"key": key, "label": key, "type": "text", "active": active, "position": 0});
            let path = format!("{path}scm-fields/");
            client.post(&path, body).await.expect(201);
        }
        let body = json!({"ga_key": "G-1", "scm_enabled": false});
        client
            .patch(&format!("{path}options/"), body)
            .await
            .expect(200);
        let rules = json!({"rules": [{"target": "e_label"}]});
        client
            .put(&format!("{path}redirects/"), rules)
            .await
            .expect(200);
        let team = client.post("/api/v2/teams/", json!({"name": "T"})).await;
        let access = json!({"access": "limited", "teams": [team["id"]]});
        client
            .put(&format!("{path}access/"), access)
            .await
            .expect(200);
        let brand = client.post("/api/v2/brands/", json!({"name": "A"})).await;
        let body = json!({"sku": "a", "name": "A", "brand": brand["id"], "campaign": old["id"]});
        client.post("/api/v2/products/", body).await.expect(201);

        app.clock.advance(1);
        let reply = client.post(&format!("{path}duplicate/"), json!({})).await;
        let reply = reply.expect(201);
        let expected = json!({
            "id": reply["id"], "name": "Spring (copy)", "description": "Olives",
            "is_archived": false, "creation_date": app.now().to_string(), "product_count": 0,
        });
        assert_eq!(*reply.json(), expected);
        assert_ne!(reply["id"], old["id"]);
        for same in ["options", "redirects", "access"] {
            let copied = part(&client, &reply["id"], same).await;
            assert_eq!(copied, part(&client, &old["id"], same).await, "{same}");
        }
        let strip = |mut fields: Value| {
            for field in fields["results"].as_array_mut().expect("fields") {
                field["id"] = Value::Null;
            }
            fields
        };
        let copied = strip(part(&client, &reply["id"], "scm-fields").await);
        assert_eq!(copied["results"].as_array().expect("fields").len(), 2);
        assert_eq!(copied, strip(part(&client, &old["id"], "scm-fields").await));
        let key = part(&client, &reply["id"], "key").await;
        assert!(key["key"].is_string());
        assert_ne!(key, part(&client, &old["id"], "key").await);
        let logged = entries(app, &admin, "campaign.create").await;
        assert_eq!(logged.len(), 2);
        assert_eq!(logged[0]["after"]["duplicate_of"], old["id"]);
        // They are two: a change of one leaves the other.
        client
            .patch(&format!("{path}options/"), json!({"ga_key": "G-2"}))
            .await
            .expect(200);
        assert_eq!(
            part(&client, &reply["id"], "options").await["ga_key"],
            "G-1"
        );
    })
    .await;
}

#[tokio::test]
async fn a_copy_has_a_name_of_its_own() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let body = json!({"name": "x".repeat(255)});
        let old = client.post("/api/v2/campaigns/", body).await.expect(201);
        let path = format!("/api/v2/campaigns/{}/duplicate/", old["id"]);
        let name = format!("{} (copy)", "x".repeat(248));
        let reply = client.post(&path, json!({})).await.expect(201);
        assert_eq!(reply["name"], name);
        let taken = "A campaign with this name already exists.";
        let again = client.post(&path, json!({})).await.expect(400);
        assert_eq!(*again.json(), json!({"name": [taken]}));
        let reply = client.post(&path, json!({"name": "Autumn"})).await;
        assert_eq!(reply.expect(201)["name"], "Autumn");
        let cases = [
            ("name", json!("AUTUMN"), taken),
            ("name", json!(""), "This field may not be blank."),
        ];
        wrong_fields(&client, Method::POST, &path, &json!({}), &cases).await;
        assert_eq!(
            client.get("/api/v2/campaigns/").await.expect(200)["count"],
            3
        );
        let stranger = app.jwt(&app.company().await).await;
        stranger.post(&path, json!({})).await.expect(404);
    })
    .await;
}

/// The copy shows what the old one holds: whoever may not see campaigns makes none of it
/// (security checklist 51).
#[tokio::test]
async fn whoever_makes_a_copy_may_see_campaigns() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let old = client
            .post("/api/v2/campaigns/", json!({"name": "A"}))
            .await;
        let path = format!("/api/v2/campaigns/{}/duplicate/", old["id"]);
        let token = app.uat(&admin, &["campaign_create"]).await.client;
        let reply = token.post(&path, json!({})).await.expect(403);
        assert_eq!(reply["required"], json!(["campaign_view"]));
        assert_eq!(reply["missing_because"], "token");
        assert_eq!(
            client.get("/api/v2/campaigns/").await.expect(200)["count"],
            1
        );
        let token = app
            .uat(&admin, &["campaign_create", "campaign_view"])
            .await
            .client;
        token.post(&path, json!({})).await.expect(201);
    })
    .await;
}
