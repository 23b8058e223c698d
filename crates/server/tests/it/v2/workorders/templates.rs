//! `/api/v2/workorders/templates/`

use super::product;
use crate::support::{entry_by, wrong_fields, wrong_pages};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::{Value, json};

const PATH: &str = "/api/v2/workorders/templates/";

#[tokio::test]
async fn a_template_is_made_and_listed() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let id = product(&client, "SKU").await;
        let token = app
            .uat(&admin, &["workorder_create", "workorder_view"])
            .await
            .client;
        let body = json!({"name": "Labels", "description": "Round ones", "product": id, "id": 7});
        let made = token.post(PATH, body).await.expect(201);
        let expected = json!({
            "id": made["id"], "key": made["key"], "name": "Labels", "description": "Round ones",
            "company": admin.company.0, "type": "SID",
            "product": {"id": id, "sku": "SKU", "name": "SKU"}, "activate_on_complete": false,
            "use_serial_number": false, "images": null,
            "default_scm_data": {}, "is_archived": false,
            "creation_date": "2026-11-24T12:00:00.000000Z", "custom_layout": null,
            "substrate": null, "substrate_name": "", "printing_partner": null, "image": null,
        });
        assert_eq!(*made.json(), expected);
        assert_eq!(made["key"].as_str().unwrap().len(), 12);
        entry_by(app, &admin, "template.create", &admin, "uat").await;
        token
            .post(PATH, json!({"name": "Bottles"}))
            .await
            .expect(201);
        let list = token.get(PATH).await.expect(200);
        assert_eq!(
            (&list["count"], &list["results"][1]),
            (&json!(2), &expected)
        );
        let list = token.get(&format!("{PATH}?search=BOTT")).await.expect(200);
        assert_eq!(
            (&list["count"], &list["results"][0]["product"]),
            (&json!(1), &Value::Null)
        );
        let other = app.jwt(&app.company().await).await;
        assert_eq!(other.get(PATH).await.expect(200)["count"], 0);
        wrong_pages(&client, PATH).await;
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        client
            .post(PATH, json!({"name": "Taken"}))
            .await
            .expect(201);
        let secure = "Secure graphics need printing partners, which this server does not have. \
                      Order SID codes.";
        let cases = [
            ("name", json!(""), "This field may not be blank."),
            (
                "name",
                json!("TAKEN"),
                "A template with this name already exists.",
            ),
            (
                "product",
                json!(5_555_555),
                "Invalid pk \"5555555\" - object does not exist.",
            ),
            ("images", json!(1), "Use one of: none, svg, png, both."),
            ("use_serial_number", json!("x"), "Must be a valid boolean."),
            ("type", json!("SG"), secure),
        ];
        wrong_fields(&client, Method::POST, PATH, &json!({"name": "A"}), &cases).await;
        assert_eq!(client.get(PATH).await.expect(200)["count"], 1);
    })
    .await;
}

#[tokio::test]
async fn a_template_is_changed_put_away_and_brought_back() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        product(&client, "SKU").await;
        product(&client, "NEW").await;
        let body = json!({"name": "Labels", "product": "SKU", "images": "png"});
        let made = client.post(PATH, body).await.expect(201);
        client
            .post(PATH, json!({"name": "Taken"}))
            .await
            .expect(201);
        let one = format!("{PATH}{}/", made["id"]);
        let stranger = app.jwt(&app.company().await).await;
        stranger.get(&one).await.expect(404);
        stranger.patch(&one, json!({})).await.expect(404);
        assert_eq!(*client.get(&one).await.expect(200).json(), *made.json());
        let body = json!({
            "name": "Bottles", "description": "Green", "product": "NEW", "images": null,
            "activate_on_complete": true, "use_serial_number": true,
            "default_scm_data": {"lot": "7", "activation_status": 1},
        });
        let changed = client.patch(&one, body.clone()).await.expect(200);
        for (name, value) in body.as_object().expect("an object") {
            if name != "product" {
                assert_eq!(changed[name.as_str()], *value, "{name}");
            }
        }
        assert_eq!(changed["product"]["sku"], "NEW");
        assert_eq!(*client.get(&one).await.expect(200).json(), *changed.json());
        let entry = entry_by(app, &admin, "template.update", &admin, "jwt").await;
        assert_eq!(entry["before"]["name"], "Labels");
        let body = json!({"product": null});
        let changed = client.patch(&one, body).await.expect(200);
        assert_eq!(changed["product"], Value::Null);
        let data = |data: Value, key: &str, sentence: &str| {
            (
                json!({"default_scm_data": data}),
                json!({"default_scm_data": {key: [sentence]}}),
            )
        };
        for (body, errors) in [
            (
                json!({"name": "TAKEN"}),
                json!({"name": ["A template with this name already exists."]}),
            ),
            (
                json!({"product": "NO"}),
                json!({"product": ["Object with sku=NO does not exist."]}),
            ),
            data(
                json!({"product": "SKU"}),
                "product",
                "Name it as the template's product.",
            ),
            data(
                json!({"serial_number": "1"}),
                "serial_number",
                "Each code has its own.",
            ),
            data(
                json!({"activation_status": 5}),
                "activation_status",
                "\"5\" is not a valid choice.",
            ),
        ] {
            let reply = client.patch(&one, body.clone()).await.expect(400);
            assert_eq!(*reply.json(), errors, "{body}");
        }

        let archive = format!("{one}archive/");
        stranger.post(&archive, json!({})).await.expect(404);
        for _ in 0..2 {
            let reply = client.post(&archive, json!({})).await.expect(200);
            assert_eq!(reply["is_archived"], true);
        }
        entry_by(app, &admin, "template.archive", &admin, "jwt").await;
        for (query, count) in [("", 1), ("?is_archived=1", 1), ("?is_archived=0", 1)] {
            let list = client.get(&format!("{PATH}{query}")).await.expect(200);
            assert_eq!(list["count"], count, "{query}");
        }
        let order = json!({"template": made["id"], "reference": "A", "quantity": 1});
        let reply = client.post("/api/v2/workorders/", order.clone()).await;
        let sentence = json!({"template": ["This template is archived."]});
        assert_eq!(*reply.expect(400).json(), sentence);
        let restore = format!("{one}restore/");
        let reply = client.post(&restore, json!({})).await.expect(200);
        assert_eq!(reply["is_archived"], false);
        entry_by(app, &admin, "template.restore", &admin, "jwt").await;
        client.post("/api/v2/workorders/", order).await.expect(201);
    })
    .await;
}
