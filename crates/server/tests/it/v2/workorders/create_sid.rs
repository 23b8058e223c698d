//! `POST /api/v2/workorders/create-sid/`

use super::{body, order, path, product};
use crate::support::{entry_by, missing_fields, wrong_fields};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::{Value, json};

const PATH: &str = "/api/v2/workorders/create-sid/";

#[tokio::test]
async fn codes_are_ordered_made_and_packed() {
    each(async |app| {
        let admin = app.company().await;
        let owner = app.jwt(&admin).await;
        let id = product(&owner, "OLV-500").await;
        let token = app
            .uat(&admin, &["workorder_create", "workorder_view"])
            .await;
        // What the server decides cannot be sent.
        let more = json!({
            "product": "OLV-500", "remarks": "For spring", "images": "none", "id": 7,
            "state": "completed",
            "company": 9, "prefix": "x", "printing_partner": 3, "unknown": {},
        });
        let made = order(&token.client, "PO-1", 12_345, more).await;
        let shown = token.client.get(&path(&made, "")).await.expect(200);
        assert_eq!(shown.json(), made.json());
        let company = owner.get("/api/v2/me/").await.expect(200)["company"].clone();
        let expected = json!({
            "id": made["id"], "reference": "PO-1", "remarks": "For spring", "type": "SID",
            "state": "new", "quantity": 12_345,
            "product": {"id": id, "sku": "OLV-500", "name": "OLV-500"}, "template": null,
            "activate_on_complete": true, "use_serial_number": false, "images": "none",
            "is_archived": false, "codegen_file": null, "generated": 0, "failure": null,
            "creation_date": "2026-11-24T12:00:00.000000Z", "completion_date": null,
            "created_by": {"id": admin.id.0, "email": admin.email},
            "company": {
                "id": company["id"], "uuid": company["uuid"], "name": company["name"],
                "slug": "company-1", "address": "", "country": "", "city": "", "website": "",
                "company_type": "brand_owner", "has_secure_workflow": false,
                "encryption_key": "", "serial_number_format": "[0-9A-HJKMNP-TV-Z]{12}",
                "is_validated": true, "workflow_survey": {}, "company_workflow_survey": {},
            },
            "printing_partner": null,
        });
        assert_eq!(*made.json(), expected);
        let logged = entry_by(app, &admin, "workorder.create", &admin, "uat").await;
        assert_eq!(logged["after"]["quantity"], 12_345);

        app.clock.advance(5);
        app.jobs().await;
        let done = token.client.get(&path(&made, "")).await.expect(200);
        assert_eq!(
            (&done["state"], &done["generated"]),
            (&json!("completed"), &json!(12_345))
        );
        assert_eq!(done["completion_date"], app.now().to_string());
        let file = format!("http://test.example{}", path(&made, "download/"));
        assert_eq!(done["codegen_file"], file);
        let product = owner
            .get(&format!("/api/v2/products/{id}/"))
            .await
            .expect(200);
        assert_eq!(product["code_count"], 12_345);
        assert_eq!(product["active_code_count"], 12_345);
        assert_eq!(product["blacklisted_code_count"], 0);
        // Who ordered sees the jobs behind it.
        let jobs = token.client.get("/api/v2/jobs/").await.expect(200);
        assert_eq!(jobs["count"], 2);
        for job in jobs["results"].as_array().expect("jobs") {
            assert_eq!(
                (&job["state"], &job["done"]),
                (&json!("complete"), &json!(12_345))
            );
        }
        // A product with codes stays.
        owner
            .delete(&format!("/api/v2/products/{id}/"))
            .await
            .expect(409);
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_nothing_is_ordered() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        product(&client, "SKU").await;
        let archived = product(&client, "OLD").await;
        let put_away = format!("/api/v2/products/{archived}/archive/");
        client.post(&put_away, json!({})).await.expect(200);
        let good = body("A", 1, json!({"product": "SKU"}));
        let required = [
            "reference",
            "quantity",
            "activate_on_complete",
            "use_serial_number",
        ];
        missing_fields(&client, PATH, &good, &required).await;
        let lines = "Line breaks and control characters are not allowed.";
        let range = "Use 1 to 1000000.";
        let secure = "Secure graphics need printing partners, which this server does not have. \
                      Order SID codes.";
        let cases = [
            ("reference", json!(""), "This field may not be blank."),
            ("reference", json!("A\nB"), lines),
            ("reference", json!([1]), "Not a valid string."),
            ("quantity", json!(0), range),
            ("quantity", json!(-1), range),
            ("quantity", json!(1_000_001), range),
            ("quantity", json!(i64::MAX), range),
            ("quantity", json!(1.5), "A valid integer is required."),
            ("quantity", json!("many"), "A valid integer is required."),
            (
                "activate_on_complete",
                json!("yes"),
                "Must be a valid boolean.",
            ),
            (
                "use_serial_number",
                json!(null),
                "This field may not be null.",
            ),
            (
                "product",
                json!(999_999),
                "Invalid pk \"999999\" - object does not exist.",
            ),
            ("product", json!("NO"), "Object with sku=NO does not exist."),
            ("product", json!("OLD"), "This product is archived."),
            (
                "product",
                json!({}),
                "A product is named by its id or its SKU.",
            ),
            ("images", json!("gif"), "Use one of: none, svg, png, both."),
            ("type", json!("SSC"), secure),
            ("type", json!("sg"), secure),
            ("type", json!("paper"), "Use SID."),
        ];
        wrong_fields(&client, Method::POST, PATH, &good, &cases).await;
        // Everything at once.
        let all = json!({"product": "NO", "type": "SSC"});
        let reply = client.post(PATH, body("A", 0, all)).await.expect(400);
        let mut named: Vec<_> = reply.json().as_object().unwrap().keys().collect();
        named.sort_unstable();
        assert_eq!(named, ["product", "quantity", "type"], "{}", reply.text());
        let large = body("A", 100_001, json!({"images": "png"}));
        let reply = client.post(PATH, large).await.expect(400);
        assert!(
            reply["images"][0].as_str().unwrap().contains("100000"),
            "{}",
            reply.text()
        );
        let list = client.get("/api/v2/workorders/").await.expect(200);
        assert_eq!(list["count"], 0);
        assert_eq!(client.get("/api/v2/jobs/").await.expect(200)["count"], 0);
    })
    .await;
}

#[tokio::test]
async fn a_reference_is_unique_in_the_company_only() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let client = app.jwt(&admin).await;
        order(&client, "A", 1, json!({})).await;
        let told = json!({"reference": ["A work order with this reference already exists."]});
        let reply = client
            .post(PATH, body(" A ", 1, json!({})))
            .await
            .expect(400);
        assert_eq!(*reply.json(), told);
        order(&client, "a", 1, json!({})).await;
        order(&app.jwt(&other).await, "A", 1, json!({})).await;
        for round in 0..5 {
            let body = body(&format!("R{round}"), 1, json!({}));
            let (one, two) = tokio::join!(client.post(PATH, body.clone()), client.post(PATH, body));
            let mut statuses = [one.status, two.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [201, 400]);
        }
        assert_eq!(
            client.get("/api/v2/workorders/").await.expect(200)["count"],
            7
        );
    })
    .await;
}

#[tokio::test]
async fn pictures_are_made_by_themselves_for_orders_that_they_suit() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        for (quantity, images, expected) in [
            (20_000, Value::Null, "svg"),
            (20_001, Value::Null, "none"),
            (100_000, json!("both"), "both"),
            (1_000_000, json!("none"), "none"),
            (5, json!("png"), "png"),
        ] {
            let reference = format!("{quantity} {images}");
            let made = order(&client, &reference, quantity, json!({"images": images})).await;
            assert_eq!(made["images"], expected, "{reference}");
        }
    })
    .await;
}

/// A token's budget for codes is spent when they are ordered, and not when it does not suffice.
#[tokio::test]
async fn a_budget_is_spent_by_the_order() {
    each(async |app| {
        let admin = app.company().await;
        let token = app
            .uat(&admin, &["workorder_create", "workorder_view"])
            .await;
        let budget = json!({"budgets": {"codes_created": 100}});
        let uat = format!("/api/v2/uats/{}/", token.id);
        app.jwt(&admin).await.patch(&uat, budget).await.expect(200);
        order(&token.client, "A", 60, json!({})).await;
        let reply = token
            .client
            .post(PATH, body("B", 41, json!({})))
            .await
            .expect(429);
        assert_eq!(reply.code(), "budget_exhausted");
        assert_eq!(
            (&reply["unit"], &reply["used"]),
            (&json!("codes_created"), &json!(60))
        );
        order(&token.client, "C", 40, json!({})).await;
        assert_eq!(
            token.client.get("/api/v2/workorders/").await.expect(200)["count"],
            2
        );
        // The jobs that carry them out spend nothing more.
        app.jobs().await;
        let list = token.client.get("/api/v2/workorders/").await.expect(200);
        for order in list["results"].as_array().expect("orders") {
            assert_eq!(order["state"], "completed");
        }
    })
    .await;
}

/// A limited token orders codes for what it reaches, and the order goes with the reach.
#[tokio::test]
async fn a_limited_token_orders_for_its_products() {
    each(async |app| {
        let admin = app.company().await;
        let owner = app.jwt(&admin).await;
        let mine = product(&owner, "MINE").await;
        product(&owner, "OTHER").await;
        let rights = ["workorder_create", "workorder_view"];
        let only = json!({"products": [mine]});
        let token = app.uat_within(&admin, &rights, only).await.client;
        let made = order(&token, "A", 3, json!({"product": "MINE"})).await;
        let none = token.post(PATH, body("B", 3, json!({}))).await.expect(403);
        assert_eq!(none.code(), "outside_token_scope");
        let other = token
            .post(PATH, body("B", 3, json!({"product": "OTHER"})))
            .await;
        other.expect(400);
        app.jobs().await;
        let done = token.get(&path(&made, "")).await.expect(200);
        assert_eq!(done["state"], "completed");
    })
    .await;
}

/// Whoever loses the right in the middle gets no codes: the order is canceled, what was made is
/// blacklisted.
#[tokio::test]
async fn an_order_ends_with_the_right_to_it() {
    each(async |app| {
        let admin = app.company().await;
        let owner = app.jwt(&admin).await;
        let id = product(&owner, "SKU").await;
        let token = app.uat(&admin, &["workorder_create"]).await;
        let made = order(&token.client, "A", 10_001, json!({"product": id})).await;
        let kinds = countermark::jobs::registry::ALL;
        for _ in 0..2 {
            let done = countermark::jobs::step_once(&app.app, kinds).await;
            assert!(done.expect("a step"));
            app.clock.advance(61);
        }
        let uat = format!("/api/v2/uats/{}/", token.id);
        owner.delete(&uat).await.expect(204);
        app.jobs().await;
        let order = owner.get(&path(&made, "")).await.expect(200);
        assert_eq!(
            (&order["state"], &order["generated"]),
            (&json!("canceled"), &json!(10_000))
        );
        assert_eq!(order["failure"], "The token that wanted this was revoked.");
        assert_eq!(order["codegen_file"], Value::Null);
        let product = owner
            .get(&format!("/api/v2/products/{id}/"))
            .await
            .expect(200);
        assert_eq!(product["blacklisted_code_count"], 10_000);
        assert_eq!(product["active_code_count"], 0);
    })
    .await;
}

/// Who does not see a campaign makes no codes in it (decision 0028).
#[tokio::test]
async fn a_product_of_a_hidden_campaign_gets_no_codes() {
    each(async |app| {
        let admin = app.company().await;
        let owner = app.jwt(&admin).await;
        let product = product(&owner, "OLV-500").await;
        let body = json!({"name": "Secret"});
        let campaign = owner.post("/api/v2/campaigns/", body).await.expect(201)["id"].clone();
        let path = format!("/api/v2/products/{product}/");
        let body = json!({"campaign": campaign});
        owner.patch(&path, body).await.expect(200);
        let path = format!("/api/v2/campaigns/{campaign}/access/");
        let body = json!({"access": "limited", "teams": []});
        owner.put(&path, body).await.expect(200);
        let outsider = app.person(&admin, Role::WorkOrderEditor).await;
        let client = app.cookie(&outsider).await;
        let refused = client.post(PATH, super::body("PO-1", 2, json!({"product": product})));
        assert_eq!(refused.await.expect(403)["code"], "hidden_campaign");
        let template = json!({"name": "For it", "product": product});
        let refused = client.post("/api/v2/workorders/templates/", template);
        assert_eq!(refused.await.expect(403)["code"], "hidden_campaign");
        let orders = owner.get("/api/v2/workorders/").await.expect(200);
        assert_eq!(orders["count"], 0);
    })
    .await;
}
