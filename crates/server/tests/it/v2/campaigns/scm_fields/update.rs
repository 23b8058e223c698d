//! `PATCH /api/v2/campaigns/{id}/scm-fields/{field_id}/`

use super::{campaign, fields, keys, text};
use crate::support::{entry_by, wrong_fields};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn what_is_sent_changes_and_the_rest_stays() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let path = campaign(&client, "Spring").await;
        for key in ["a", "b", "c"] {
            text(&client, &path, key).await;
        }
        let list = json!({"key": "line", "label": "Line", "type": "list", "choices": ["1"]});
        let field = client.post(&path, list).await.expect(201);
        let one = format!("{path}{}/", field["id"]);
        let mut expected = field.json().clone();
        // What is shown can be sent back.
        let reply = client
            .patch(&one, json!({"key": "line", "type": "list"}))
            .await;
        assert_eq!(*reply.expect(200).json(), expected);
        let body = json!({
            "label": "Line of production", "choices": ["1", "2"], "display": true,
            "position": 1, "active": false,
        });
        for (member, value) in body.as_object().expect("members") {
            expected[member] = value.clone();
        }
        let reply = client.patch(&one, body).await.expect(200);
        assert_eq!(*reply.json(), expected);
        assert_eq!(*client.get(&one).await.expect(200).json(), expected);
        assert_eq!(keys(&client, &path).await, ["a", "line", "b", "c"]);
        client
            .patch(&one, json!({"position": 99}))
            .await
            .expect(200);
        assert_eq!(keys(&client, &path).await, ["a", "b", "c", "line"]);
        client.patch(&one, json!({"position": 0})).await.expect(200);
        assert_eq!(keys(&client, &path).await, ["line", "a", "b", "c"]);
        let logged = crate::support::entries(app, &admin, "scm_field.update").await;
        assert_eq!(logged[0]["before"], json!({"position": 3}));
        assert_eq!(logged[0]["after"], json!({"position": 0}));
        entry_by(app, &admin, "campaign.create", &admin, "jwt").await;
    })
    .await;
}

#[tokio::test]
async fn key_and_type_never_change_and_wrong_members_are_named() {
    each(async |app| {
        let (client, path) = fields(app).await;
        let field = text(&client, &path, "lot").await;
        let one = format!("{path}{}/", field["id"]);
        let cases = [
            ("key", json!("batch"), "The key of a field cannot change."),
            ("type", json!("list"), "The type of a field cannot change."),
            ("label", json!(""), "This field may not be blank."),
            ("choices", json!(["a"]), "Only a list has choices."),
            ("position", json!(-1), "Positions are counted from 0 on."),
            ("active", json!("no"), "Must be a valid boolean."),
            ("campaign", json!(1), "Unknown field."),
        ];
        let good = json!({"display": true});
        wrong_fields(&client, Method::PATCH, &one, &good, &cases).await;
        assert_eq!(client.get(&one).await.expect(200).json(), field.json());
    })
    .await;
}

#[tokio::test]
async fn two_changes_at_once_both_count() {
    each(async |app| {
        let (client, path) = fields(app).await;
        let one = format!("{path}{}/", text(&client, &path, "a").await["id"]);
        let two = format!("{path}{}/", text(&client, &path, "b").await["id"]);
        for round in 0..5 {
            let label = format!("L{round}");
            let (first, second, third) = tokio::join!(
                client.patch(&one, json!({"label": label, "position": round % 2})),
                client.patch(&one, json!({"display": round % 2 == 0})),
                client.patch(&two, json!({"position": round % 2})),
            );
            for reply in [first, second, third] {
                reply.expect(200);
            }
            let now = client.get(&one).await.expect(200);
            assert_eq!(now["label"], label);
            assert_eq!(now["display"], round % 2 == 0);
            assert_eq!(keys(&client, &path).await.len(), 2);
        }
    })
    .await;
}
