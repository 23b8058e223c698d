//! `PATCH /api/v2/brands/{id}/`

use crate::support::{entry_by, wrong_fields};
use axum::http::Method;
use countermark_testkit::{Client, each};
use serde_json::{Value, json};

async fn make(client: &Client, name: &str, reference: &str) -> String {
    let body = json!({
        "name": name, "reference": reference, "description": "old", "client_url": "https://old.example",
    });
    let reply = client.post("/api/v2/brands/", body).await.expect(201);
    format!("/api/v2/brands/{}/", reply["id"])
}

#[tokio::test]
async fn what_is_sent_changes_and_the_rest_stays() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let path = make(&client, "Old", "OLD").await;
        let before = client.get(&path).await.expect(200);
        let reply = client
            .patch(&path, json!({"name": "New", "description": ""}))
            .await
            .expect(200);
        let mut expected = before.json().clone();
        expected["name"] = json!("New");
        expected["description"] = json!("");
        assert_eq!(*reply.json(), expected);
        assert_eq!(client.get(&path).await.expect(200).json(), &expected);
        let logged = entry_by(app, &admin, "brand.update", &admin, "jwt").await;
        assert_eq!(
            logged["before"],
            json!({"name": "Old", "description": "old"})
        );
        assert_eq!(logged["after"], json!({"name": "New", "description": ""}));
        let list = client.get("/api/v2/brands/?search=NEW").await.expect(200);
        assert_eq!(list["count"], 1, "the new name is found");
        assert_eq!(
            client.get("/api/v2/brands/?search=old").await.expect(200)["count"],
            0
        );
    })
    .await;
}

#[tokio::test]
async fn null_takes_the_reference_away_and_nothing_else() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let path = make(&client, "A", "KAL").await;
        let body =
            json!({"name": null, "description": null, "client_url": null, "reference": null});
        let reply = client.patch(&path, body).await.expect(200);
        assert_eq!(reply["reference"], Value::Null);
        assert_eq!(
            (&reply["name"], &reply["description"]),
            (&json!("A"), &json!("old"))
        );
        // Free again for another brand, and for this one.
        make(&client, "B", "KAL").await;
        client
            .patch(&path, json!({"reference": "KAL"}))
            .await
            .expect(400);
        client
            .patch(&path, json!({"reference": "KAL2"}))
            .await
            .expect(200);
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_nothing_changes() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let path = make(&client, "A", "A").await;
        make(&client, "Other", "OTHER").await;
        let before = client.get(&path).await.expect(200);
        let cases = [
            ("name", json!(""), "This field may not be blank."),
            ("name", json!({}), "Not a valid string."),
            (
                "name",
                json!("x".repeat(256)),
                "Ensure this field has no more than 255 characters.",
            ),
            (
                "name",
                json!("OTHER"),
                "A brand with this name already exists.",
            ),
            (
                "reference",
                json!("OTHER"),
                "A brand with this reference already exists.",
            ),
            ("reference", json!(""), "This field may not be blank."),
            ("client_url", json!("ftp://a.example"), "Enter a valid URL."),
            (
                "description",
                json!("a\0"),
                "Null characters are not allowed.",
            ),
        ];
        wrong_fields(
            &client,
            Method::PATCH,
            &path,
            &json!({"description": "new"}),
            &cases,
        )
        .await;
        assert_eq!(client.get(&path).await.expect(200).json(), before.json());
        // Its own name and reference are no conflict, in any spelling.
        let reply = client
            .patch(&path, json!({"name": "a", "reference": "A"}))
            .await
            .expect(200);
        assert_eq!(reply["name"], "a");
        let body = json!({"id": 9, "is_archived": true, "company": 9, "product_count": 9});
        let same = client.patch(&path, body).await.expect(200);
        assert_eq!(same.json(), reply.json());
    })
    .await;
}

#[tokio::test]
async fn a_brand_of_another_company_is_not_there() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let theirs = app.jwt(&other).await;
        let path = make(&theirs, "A", "A").await;
        app.jwt(&admin)
            .await
            .patch(&path, json!({"name": "B"}))
            .await
            .expect(404);
        assert_eq!(theirs.get(&path).await.expect(200)["name"], "A");
    })
    .await;
}

#[tokio::test]
async fn two_changes_at_once_both_count() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        for round in 0..5 {
            let path = make(&client, &format!("A{round}"), &format!("A{round}")).await;
            let (one, two) = tokio::join!(
                client.patch(&path, json!({"description": "one"})),
                client.patch(&path, json!({"client_url": "https://two.example"})),
            );
            one.expect(200);
            two.expect(200);
            let now = client.get(&path).await.expect(200);
            assert_eq!(
                (&now["description"], &now["client_url"]),
                (&json!("one"), &json!("https://two.example"))
            );
        }
    })
    .await;
}
