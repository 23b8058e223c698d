//! `PATCH /api/v2/campaigns/{id}/`

use crate::support::{entry_by, wrong_fields};
use axum::http::Method;
use countermark_testkit::{Client, each};
use serde_json::json;

async fn make(client: &Client, name: &str) -> String {
    let body = json!({"name": name, "description": "old"});
    let reply = client.post("/api/v2/campaigns/", body).await.expect(201);
    format!("/api/v2/campaigns/{}/", reply["id"])
}

#[tokio::test]
async fn what_is_sent_changes_and_the_rest_stays() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let path = make(&client, "Old").await;
        let mut expected = client.get(&path).await.expect(200).json().clone();
        expected["name"] = json!("New");
        let body = json!({"name": "New", "id": 9, "is_archived": true, "product_count": 9});
        let reply = client.patch(&path, body).await.expect(200);
        assert_eq!(*reply.json(), expected);
        assert_eq!(*client.get(&path).await.expect(200).json(), expected);
        let logged = entry_by(app, &admin, "campaign.update", &admin, "jwt").await;
        assert_eq!(logged["before"], json!({"name": "Old"}));
        assert_eq!(logged["after"], json!({"name": "New"}));
        for (text, count) in [("NEW", 1), ("old", 0)] {
            let list = format!("/api/v2/campaigns/?search={text}");
            assert_eq!(
                client.get(&list).await.expect(200)["count"],
                count,
                "{text}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_nothing_changes() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let path = make(&client, "A").await;
        make(&client, "Other").await;
        let before = client.get(&path).await.expect(200);
        let taken = "A campaign with this name already exists.";
        let cases = [
            ("name", json!(""), "This field may not be blank."),
            ("name", json!({}), "Not a valid string."),
            ("name", json!("OTHER"), taken),
            (
                "description",
                json!("a\0"),
                "Null characters are not allowed.",
            ),
        ];
        let good = json!({"description": "new"});
        wrong_fields(&client, Method::PATCH, &path, &good, &cases).await;
        assert_eq!(client.get(&path).await.expect(200).json(), before.json());
        // Its own name is no conflict, in any spelling.
        let own = json!({"name": "a"});
        assert_eq!(client.patch(&path, own).await.expect(200)["name"], "a");
    })
    .await;
}

#[tokio::test]
async fn a_campaign_of_another_company_is_not_there() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let theirs = app.jwt(&other).await;
        let path = make(&theirs, "A").await;
        let client = app.jwt(&admin).await;
        client.patch(&path, json!({"name": "B"})).await.expect(404);
        assert_eq!(theirs.get(&path).await.expect(200)["name"], "A");
    })
    .await;
}

#[tokio::test]
async fn two_changes_at_once_both_count() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        for round in 0..5 {
            let path = make(&client, &format!("A{round}")).await;
            let (one, two) = tokio::join!(
                client.patch(&path, json!({"description": "one"})),
                client.patch(&path, json!({"name": format!("B{round}")})),
            );
            one.expect(200);
            two.expect(200);
            let now = client.get(&path).await.expect(200);
            assert_eq!(now["description"], "one");
            assert_eq!(now["name"], format!("B{round}"));
        }
    })
    .await;
}
