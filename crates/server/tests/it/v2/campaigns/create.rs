//! `POST /api/v2/campaigns/`

use crate::support::{entry_by, missing_fields, wrong_fields};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::{Value, json};

const PATH: &str = "/api/v2/campaigns/";

#[tokio::test]
async fn a_campaign_is_made() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["campaign_create", "campaign_view"]).await;
        // What the server decides cannot be sent.
        let body = json!({
            "name": "  EU 2026 ", "description": "Olive oil\nand more", "id": 77, "company": 99,
            "is_archived": true, "product_count": 5, "unknown": {},
        });
        let reply = token.client.post(PATH, body).await.expect(201);
        let expected = json!({
            "id": reply["id"], "name": "EU 2026", "description": "Olive oil\nand more",
            "is_archived": false, "creation_date": "2026-11-24T12:00:00.000000Z",
            "product_count": 0,
        });
        assert_eq!(*reply.json(), expected);
        assert_ne!(reply["id"], 77);
        let path = format!("{PATH}{}/", reply["id"]);
        let read = token.client.get(&path).await.expect(200);
        assert_eq!(read.json(), reply.json());
        let logged = entry_by(app, &admin, "campaign.create", &admin, "uat").await;
        assert_eq!(logged["object_id"], reply["id"].to_string());
        assert_eq!(logged["before"], Value::Null);
        assert_eq!(logged["after"]["name"], "EU 2026");
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_nothing_is_made() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        missing_fields(&client, PATH, &json!({"name": "A"}), &["name"]).await;
        let made = client.get(PATH).await.expect(200)["count"].clone();
        let lines = "Line breaks and control characters are not allowed.";
        let long = |most: usize| format!("Ensure this field has no more than {most} characters.");
        let cases = [
            ("name", json!(""), "This field may not be blank."),
            ("name", json!(null), "This field may not be null."),
            ("name", json!(["A"]), "Not a valid string."),
            ("name", json!("A\nB"), lines),
            ("name", json!("A\0"), "Null characters are not allowed."),
            ("name", json!("x".repeat(256)), &long(255)),
            ("description", json!("x".repeat(20_001)), &long(20_000)),
            ("description", json!([7]), "Not a valid string."),
        ];
        wrong_fields(&client, Method::POST, PATH, &json!({"name": "B"}), &cases).await;
        assert_eq!(client.get(PATH).await.expect(200)["count"], made);
    })
    .await;
}

#[tokio::test]
async fn a_name_is_unique_in_the_company_only() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let client = app.jwt(&admin).await;
        client
            .post(PATH, json!({"name": "Spring"}))
            .await
            .expect(201);
        for name in ["Spring", " SPRING ", "\u{ff33}pring"] {
            let reply = client.post(PATH, json!({"name": name})).await.expect(400);
            let expected = json!({"name": ["A campaign with this name already exists."]});
            assert_eq!(*reply.json(), expected, "{name}");
        }
        let theirs = app.jwt(&other).await;
        theirs
            .post(PATH, json!({"name": "Spring"}))
            .await
            .expect(201);
        // Two at once are one.
        for round in 0..5 {
            let body = json!({"name": format!("C{round}")});
            let (one, two) = tokio::join!(client.post(PATH, body.clone()), client.post(PATH, body));
            let mut statuses = [one.status, two.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [201, 400]);
        }
        assert_eq!(client.get(PATH).await.expect(200)["count"], 6);
    })
    .await;
}
