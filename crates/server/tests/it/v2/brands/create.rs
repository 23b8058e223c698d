//! `POST /api/v2/brands/`

use crate::support::{entry_by, missing_fields, no_secret_in_audit, wrong_fields};
use axum::http::Method;
use countermark_testkit::{PASSWORD, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/brands/";

#[tokio::test]
async fn a_brand_is_made() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_create"]).await;
        let body = json!({
            "name": "  Kallista ", "reference": "KAL", "description": "Oil\nand more",
            "client_url": "https://kallista.example/?a=b",
        });
        let reply = token.client.post(PATH, body).await.expect(201);
        let expected = json!({
            "id": reply["id"], "name": "Kallista", "reference": "KAL", "description": "Oil\nand more",
            "image": null, "client_url": "https://kallista.example/?a=b", "is_archived": false,
            "creation_date": "2026-11-24T12:00:00.000000Z", "product_count": 0,
        });
        assert!(reply["id"].is_i64());
        assert_eq!(*reply.json(), expected);
        let path = format!("{PATH}{}/", reply["id"]);
        assert_eq!(token.client.get(&path).await.expect(200).json(), reply.json());
        let logged = entry_by(app, &admin, "brand.create", &admin, "uat").await;
        assert_eq!(logged["credential"]["id"], token.id);
        assert_eq!(logged["object_id"], reply["id"].to_string());
        assert_eq!(logged["before"], Value::Null);
        assert_eq!(logged["after"]["reference"], "KAL");
        no_secret_in_audit(app, &[&token.text, &token.text[31..], PASSWORD]).await;
    })
    .await;
}

#[tokio::test]
async fn the_name_is_enough_and_more_than_asked_for_is_ignored() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        missing_fields(&client, PATH, &json!({"name": "A"}), &["name"]).await;
        // What the server decides cannot be sent.
        let body = json!({
            "name": "A", "reference": null, "id": 77, "company": 99, "is_archived": true,
            "product_count": 5, "creation_date": "2000-01-01T00:00:00Z", "unknown": {},
        });
        let reply = client.post(PATH, body).await.expect(201);
        assert_eq!(
            (
                &reply["reference"],
                &reply["description"],
                &reply["client_url"]
            ),
            (&Value::Null, &json!(""), &json!(""))
        );
        assert_eq!(
            (&reply["is_archived"], &reply["product_count"]),
            (&json!(false), &json!(0))
        );
        assert_ne!(reply["id"], 77);
        assert_eq!(reply["creation_date"], app.now().to_string());
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_nothing_is_made() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let (long, lines) = (
            "Ensure this field has no more than",
            "Line breaks and control characters are not allowed.",
        );
        let cases = [
            ("name", json!(null), "This field may not be null."),
            ("name", json!(""), "This field may not be blank."),
            ("name", json!(" \t "), "This field may not be blank."),
            ("name", json!(true), "Not a valid string."),
            ("name", json!(["A"]), "Not a valid string."),
            ("name", json!({}), "Not a valid string."),
            ("name", json!("A\0"), "Null characters are not allowed."),
            ("name", json!("A\nB"), lines),
            (
                "name",
                json!("x".repeat(256)),
                &format!("{long} 255 characters."),
            ),
            ("reference", json!(""), "This field may not be blank."),
            (
                "reference",
                json!("x".repeat(101)),
                &format!("{long} 100 characters."),
            ),
            ("reference", json!([1]), "Not a valid string."),
            ("reference", json!("a\u{7}"), lines),
            (
                "description",
                json!("x".repeat(20_001)),
                &format!("{long} 20000 characters."),
            ),
            (
                "description",
                json!("a\0b"),
                "Null characters are not allowed.",
            ),
            (
                "client_url",
                json!("kallista.example"),
                "Enter a valid URL.",
            ),
            (
                "client_url",
                json!("javascript:alert(1)"),
                "Enter a valid URL.",
            ),
            ("client_url", json!("https://"), "Enter a valid URL."),
            (
                "client_url",
                json!("https://user:pw@kallista.example"),
                "Enter a valid URL.",
            ),
            (
                "client_url",
                json!("https://a.example/ b"),
                "Enter a valid URL.",
            ),
            ("client_url", json!("https://a.example\r\nX: y"), lines),
            (
                "client_url",
                json!(format!("https://a.example/{}", "x".repeat(2_000))),
                &format!("{long} 2000 characters."),
            ),
        ];
        wrong_fields(&client, Method::POST, PATH, &json!({"name": "A"}), &cases).await;
        let all = json!({"name": "", "reference": "", "client_url": "x"});
        let reply = client.post(PATH, all).await.expect(400);
        assert_eq!(
            reply.json().as_object().unwrap().len(),
            3,
            "all at once: {}",
            reply.text()
        );
        assert_eq!(client.get(PATH).await.expect(200)["count"], 0);
        for edge in ["x".repeat(255), "é".repeat(255), "😀".repeat(254)] {
            client.post(PATH, json!({"name": edge})).await.expect(201);
        }
    })
    .await;
}

#[tokio::test]
async fn name_and_reference_are_unique_in_the_company_only() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let client = app.jwt(&admin).await;
        client
            .post(PATH, json!({"name": "Kallista", "reference": "KAL"}))
            .await
            .expect(201);
        for name in ["Kallista", "KALLISTA", " kallista ", "\u{ff2b}allista"] {
            let reply = client.post(PATH, json!({"name": name})).await.expect(400);
            assert_eq!(
                *reply.json(),
                json!({"name": ["A brand with this name already exists."]}),
                "{name}"
            );
        }
        let reply = client
            .post(PATH, json!({"name": "B", "reference": "KAL"}))
            .await
            .expect(400);
        assert_eq!(
            *reply.json(),
            json!({"reference": ["A brand with this reference already exists."]})
        );
        app.jwt(&other)
            .await
            .post(PATH, json!({"name": "Kallista", "reference": "KAL"}))
            .await
            .expect(201);
        assert_eq!(client.get(PATH).await.expect(200)["count"], 1);
    })
    .await;
}

#[tokio::test]
async fn two_of_one_name_at_once_are_one_brand() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        for round in 0..5 {
            let body = json!({"name": format!("B{round}")});
            let (one, two) = tokio::join!(client.post(PATH, body.clone()), client.post(PATH, body));
            let mut statuses = [one.status, two.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [201, 400]);
        }
        assert_eq!(client.get(PATH).await.expect(200)["count"], 5);
    })
    .await;
}
