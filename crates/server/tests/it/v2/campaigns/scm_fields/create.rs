//! `GET` and `POST /api/v2/campaigns/{id}/scm-fields/`, `GET …/{field_id}/`

use super::{campaign, fields, keys, text};
use crate::support::{entry_by, missing_fields, wrong_fields};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn a_field_of_each_type_is_added() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let path = campaign(&client, "Spring").await;
        for kind in ["text", "number", "date", "logistical_unit"] {
            let body = json!({"key": format!("a_{kind}"), "label": " A label ", "type": kind});
            let reply = client.post(&path, body).await.expect(201);
            let expected = json!({
                "id": reply["id"], "key": format!("a_{kind}"), "label": "A label", "type": kind,
                "choices": [], "display": false, "position": reply["position"], "active": true,
            });
            assert_eq!(*reply.json(), expected);
        }
        let body = json!({
            "key": "line", "label": "Line", "type": "list", "choices": ["13A", "13B"],
            "display": true, "position": 1, "active": false,
        });
        let list = client.post(&path, body).await.expect(201);
        let expected = json!({
            "id": list["id"], "key": "line", "label": "Line", "type": "list",
            "choices": ["13A", "13B"], "display": true, "position": 1, "active": false,
        });
        assert_eq!(*list.json(), expected);
        let one = client.get(&format!("{path}{}/", list["id"])).await;
        assert_eq!(*one.expect(200).json(), expected);
        let order = ["a_text", "line", "a_number", "a_date", "a_logistical_unit"];
        assert_eq!(keys(&client, &path).await, order);
        let logged = crate::support::entries(app, &admin, "scm_field.create").await;
        assert_eq!(logged.len(), 5);
        assert_eq!(logged[0]["object_id"], list["id"].to_string());
        assert_eq!(logged[0]["after"]["position"], 1);
    })
    .await;
}

#[tokio::test]
async fn predefined_fields_have_their_types() {
    each(async |app| {
        let (client, path) = fields(app).await;
        for (key, kind, label) in [
            ("intended_market", "text", "Intended market"),
            ("distributor", "text", "Distributor"),
            ("sell_by_date", "date", "Sell-by date"),
            ("is_consumed", "text", "Consumed"),
            ("consumed_date", "date", "Consumed date"),
        ] {
            let wrong = json!({"key": key, "type": "list", "choices": ["a"]});
            let reply = client.post(&path, wrong).await.expect(400);
            let sentence = format!("{key} is always a {kind}.");
            assert_eq!(*reply.json(), json!({"type": [sentence]}));
            let reply = client.post(&path, json!({"key": key})).await.expect(201);
            assert_eq!(reply["type"], kind);
            assert_eq!(reply["label"], label);
        }
        let path = campaign(&client, "Another").await;
        let body = json!({"key": "sell_by_date", "type": "date", "label": "Best before"});
        let reply = client.post(&path, body).await.expect(201);
        assert_eq!(reply["label"], "Best before");
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_nothing_is_added() {
    each(async |app| {
        let (client, path) = fields(app).await;
        let good = json!({"key": "lot", "label": "Lot", "type": "text"});
        missing_fields(&client, &path, &good, &["key", "label", "type"]).await;
        let form = "Use small letters, digits and _, a letter first.";
        let reserved = |key: &str| format!("\"{key}\" means the code itself and is no field.");
        let long = "Ensure this field has no more than 64 characters.";
        let cases = [
            ("key", json!(""), "This field may not be blank."),
            ("key", json!(null), "This field may not be null."),
            ("key", json!("Lot"), form),
            ("key", json!("1lot"), form),
            ("key", json!("lot-number"), form),
            ("key", json!("l\0t"), form),
            ("key", json!("k".repeat(65)), long),
            ("key", json!("product"), &reserved("product")),
            (
                "key",
                json!("activation_status"),
                &reserved("activation_status"),
            ),
            (
                "key",
                json!("blacklist_reason"),
                &reserved("blacklist_reason"),
            ),
            ("key", json!("serial_number"), &reserved("serial_number")),
            ("key", json!("extended_id"), &reserved("extended_id")),
            ("key", json!("workorder"), &reserved("workorder")),
            ("key", json!("id"), &reserved("id")),
            ("label", json!(""), "This field may not be blank."),
            (
                "label",
                json!("A\nB"),
                "Line breaks and control characters are not allowed.",
            ),
            ("type", json!("Text"), "\"Text\" is not a valid choice."),
            ("type", json!(7), "Not a valid string."),
            ("choices", json!(["a"]), "Only a list has choices."),
            ("choices", json!("a"), "Expected a list of items."),
            ("display", json!("yes"), "Must be a valid boolean."),
            ("active", json!(1), "Must be a valid boolean."),
            ("position", json!("x"), "A valid integer is required."),
            ("position", json!(-1), "Positions are counted from 0 on."),
            ("unknown", json!(1), "Unknown field."),
        ];
        wrong_fields(&client, Method::POST, &path, &good, &cases).await;
        let list = json!({"key": "line", "label": "Line", "type": "list", "choices": ["a"]});
        let cases = [
            ("choices", json!([]), "A list needs at least one choice."),
            ("choices", json!(["a", "a"]), "List each choice once."),
            ("choices", json!([""]), "This field may not be blank."),
            ("choices", json!([null]), "This field may not be null."),
            ("choices", json!(vec!["a"; 1001]), "List at most 1000."),
        ];
        wrong_fields(&client, Method::POST, &path, &list, &cases).await;
        assert!(keys(&client, &path).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_key_is_unique_in_its_campaign_only() {
    each(async |app| {
        let (client, path) = fields(app).await;
        let body = json!({"key": "lot", "label": "Lot", "type": "text"});
        let (one, two) = tokio::join!(client.post(&path, body.clone()), client.post(&path, body));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 400]);
        let told = if one.status == 400 { one } else { two };
        let sentence = "This campaign has a field with this key.";
        assert_eq!(*told.json(), json!({"key": [sentence]}));
        let other = campaign(&client, "Another").await;
        text(&client, &other, "lot").await;
        assert_eq!(keys(&client, &path).await, ["lot"]);
    })
    .await;
}

/// Security checklist 39, 47, 53.
#[tokio::test]
async fn a_field_is_reached_through_its_own_campaign_only() {
    each(async |app| {
        let (client, path) = fields(app).await;
        let field = text(&client, &path, "lot").await;
        let other = campaign(&client, "Another").await;
        let (stranger, theirs) = fields(app).await;
        for (client, path) in [(&client, &other), (&stranger, &path), (&stranger, &theirs)] {
            let path = format!("{path}{}/", field["id"]);
            client.get(&path).await.expect(404);
            client.patch(&path, json!({"label": "x"})).await.expect(404);
            client.delete(&path).await.expect(404);
        }
        stranger.get(&path).await.expect(404);
        let read = client.get(&format!("{path}{}/", field["id"])).await;
        assert_eq!(read.expect(200).json(), field.json());
        client.get(&format!("{path}order/")).await.expect(405);
        client.get(&format!("{path}lot/")).await.expect(404);
    })
    .await;
}

/// A token that is limited sees the fields of campaigns that it reaches, and changes none.
#[tokio::test]
async fn a_limited_token_changes_no_fields() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let path = campaign(&client, "Spring").await;
        let field = text(&client, &path, "lot").await;
        let brand = client.post("/api/v2/brands/", json!({"name": "A"})).await;
        let brand = brand.expect(201)["id"].clone();
        let id: i64 = path
            .split('/')
            .nth(4)
            .expect("an id")
            .parse()
            .expect("a number");
        let body = json!({"sku": "a", "name": "A", "brand": brand, "campaign": id});
        client.post("/api/v2/products/", body).await.expect(201);
        let rights = ["campaign_view", "campaign_edit", "campaign_create"];
        let token = app
            .uat_within(&admin, &rights, json!({"brands": [brand]}))
            .await;
        let token = token.client;
        assert_eq!(keys(&token, &path).await, ["lot"]);
        let one = format!("{path}{}/", field["id"]);
        let campaign = path.replace("scm-fields/", "");
        let new = json!({"key": "k", "label": "K", "type": "text"});
        for reply in [
            token.post(&path, new).await,
            token.patch(&one, json!({"label": "x"})).await,
            token.delete(&one).await,
            token
                .put(&format!("{path}order/"), json!({"order": [field["id"]]}))
                .await,
            token
                .patch(&format!("{campaign}options/"), json!({"ga_key": "x"}))
                .await,
            token
                .put(
                    &format!("{campaign}redirects/"),
                    json!({"rules": [{"target": "product"}]}),
                )
                .await,
            token.post(&format!("{campaign}key/"), json!({})).await,
            token
                .post(&format!("{campaign}duplicate/"), json!({}))
                .await,
        ] {
            assert_eq!(reply.expect(403).code(), "outside_token_scope");
        }
        assert_eq!(*client.get(&one).await.expect(200).json(), *field.json());
        let logged = entry_by(app, &admin, "scm_field.create", &admin, "jwt").await;
        assert_eq!(logged["before"], Value::Null);
    })
    .await;
}
