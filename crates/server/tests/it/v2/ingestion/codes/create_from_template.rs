//! `POST /api/v2/ingestion/codes/create-from-template/`

use super::super::{CREATE, Desk, path, template};
use crate::support::{entry_by, missing_fields, wrong_fields};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn codes_become_a_completed_work_order() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let (client, admin) = (&desk.scene.client, &desk.scene.admin);
        let more = json!({"codes": [
            {"id": "first-code", "lot": "7", "unknown": "dropped", "serial_number": "S1"},
            {"id": "second-code", "product": "SKU-1", "lot": "dropped"},
            {"id": "third-code", "activation_status": 2, "blacklist_reason": 4, "line": 3},
        ]});
        let begun = desk.begin(client, more).await.expect(200);
        let key = begun["record_key"].as_str().expect("a key");
        assert!(key.len() == 11 && key.bytes().all(|b| b.is_ascii_alphanumeric()));
        assert!(begun["url"].is_null() && begun["fields"].is_null());
        assert_eq!(desk.record(&begun).await["state"], "pending");
        assert!(desk.ids().await.is_empty());
        app.jobs().await;
        let record = desk.record(&begun).await;
        let order = record["workorder"].clone();
        let expected = json!({
            "key": key, "mode": "api", "filetype": "json", "state": "complete",
            "template": desk.template, "product": desk.scene.products[0],
            "default_scm_data": {"activation_status": 0}, "quantity": 3, "done": 3,
            "workorder": order, "failure": null, "error_count": 0,
            "created_by": {"id": admin.id.0, "email": admin.email},
            "creation_date": "2026-11-24T12:00:00.000000Z",
            "completion_date": "2026-11-24T12:00:00.000000Z", "errors": [],
        });
        assert_eq!(record, expected);
        assert_eq!(
            desk.ids().await,
            ["first-code", "second-code", "third-code"]
        );

        let path = format!("/api/v2/workorders/{order}/");
        let order = client.get(&path).await.expect(200);
        assert_eq!(order["reference"], format!("ING-{key}"));
        assert_eq!(
            (&order["state"], &order["quantity"]),
            (&json!("completed"), &json!(3))
        );
        assert_eq!(
            (&order["generated"], &order["codegen_file"]),
            (&json!(3), &Value::Null)
        );
        let codes = [
            desk.scene.code("first-code").await,
            desk.scene.code("second-code").await,
            desk.scene.code("third-code").await,
        ];
        assert_eq!(codes[0]["serial_number"], "S1");
        assert_eq!(codes[0]["scm"], json!({"lot": "7"}));
        assert_eq!(codes[0]["activation_status"], 0);
        assert_eq!(codes[1]["product"]["sku"], "SKU-1");
        assert_eq!(codes[1]["scm"], json!({}), "its product is in no campaign");
        assert_eq!(
            (
                &codes[2]["activation_status"],
                &codes[2]["blacklist_reason"]
            ),
            (&json!(2), &json!(4))
        );
        assert_eq!(codes[2]["scm"], json!({"line": 3}));
        let [first, second] = desk.scene.products;
        for (product, all) in [(first, 2), (second, 1)] {
            let path = format!("/api/v2/products/{product}/");
            assert_eq!(client.get(&path).await.expect(200)["code_count"], all);
        }
        entry_by(app, admin, "ingestion.create", admin, "jwt").await;
        let entry = entry_by(app, admin, "ingestion.insert", admin, "jwt").await;
        assert_eq!(entry["after"]["quantity"], 3);
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert!(format!("{:?}", mails[0]).contains("3 codes were made"));
        // The file of the rows is gone, and nobody had to ask for it.
        app.task("forget_files").await;
        let mut raw = app.db.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM file").await, 0);
        raw.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_a_code_says_wins() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let client = &desk.scene.client;
        let body = json!({
            "name": "Full", "product": "SKU-0", "activate_on_complete": true,
            "default_scm_data": {"lot": "of the template", "line": "of the template"},
        });
        let key = template(client, body).await;
        let body = json!({
            "template": key,
            "default_scm_data": {"line": "of the upload", "product": desk.scene.products[0]},
            "codes": [
                {"id": "code-one"},
                {"id": "code-two", "lot": "own", "line": ""},
                {"id": "code-three", "blacklist_reason": 6},
            ],
        });
        client.post(CREATE, body).await.expect(200);
        // A code's own status takes the place of the reason of all.
        let more = json!({
            "default_scm_data": {"activation_status": 2, "blacklist_reason": 4},
            "codes": [{"id": "code-four"}, {"id": "code-five", "activation_status": 1}],
        });
        desk.begin(client, more).await.expect(200);
        app.jobs().await;
        for (id, scm, status, reason) in [
            (
                "code-one",
                json!({"line": "of the upload", "lot": "of the template"}),
                1,
                0,
            ),
            ("code-two", json!({"lot": "own"}), 1, 0),
            (
                "code-three",
                json!({"line": "of the upload", "lot": "of the template"}),
                2,
                6,
            ),
            ("code-four", json!({}), 2, 4),
            ("code-five", json!({}), 1, 0),
        ] {
            let code = desk.scene.code(id).await;
            assert_eq!(code["scm"], scm, "{id}");
            assert_eq!(
                (&code["activation_status"], &code["blacklist_reason"]),
                (&json!(status), &json!(reason))
            );
        }
        assert_eq!(
            desk.scene.code("code-one").await["activated_at"],
            app.now().to_string()
        );
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let client = &desk.scene.client;
        let good = json!({"template": desk.template, "codes": [{"id": "good-code"}]});
        missing_fields(client, CREATE, &good, &["template", "codes"]).await;
        let other = Desk::of(app).await;
        let no_key = format!("Object with key={} does not exist.", other.template);
        let cases = [
            ("mode", json!("ftp"), "Use one of: api, file."),
            ("filetype", json!("xml"), "Use one of: csv, json."),
            ("template", json!(other.template), &*no_key),
            ("codes", json!([]), "This list may not be empty."),
            ("codes", json!({}), "Expected a list of items."),
            (
                "codes",
                json!(["x"]),
                "Item 0: Invalid data. Expected a dictionary.",
            ),
            ("default_scm_data", json!([]), "Expected an object."),
        ];
        wrong_fields(client, Method::POST, CREATE, &good, &cases).await;
        for (data, errors) in [
            (
                json!({"product": "NO"}),
                json!({"product": ["Object with sku=NO does not exist."]}),
            ),
            (
                json!({"id": "x"}),
                json!({"id": ["Each code has its own."]}),
            ),
            (
                json!({"serial_number": "x"}),
                json!({"serial_number": ["Each code has its own."]}),
            ),
            (
                json!({"activation_status": 3}),
                json!({"activation_status": ["\"3\" is not a valid choice."]}),
            ),
            (
                json!({"lot": []}),
                json!({"lot": ["Not a valid value. Send a text, a number or a boolean."]}),
            ),
        ] {
            let more = json!({"codes": [{"id": "good-code"}], "default_scm_data": data});
            let reply = desk.begin(client, more).await.expect(400);
            assert_eq!(*reply.json(), json!({"default_scm_data": errors}));
        }
        let archived = client
            .get("/api/v2/workorders/templates/")
            .await
            .expect(200);
        let archive = format!(
            "/api/v2/workorders/templates/{}/archive/",
            archived["results"][0]["id"]
        );
        client.post(&archive, json!({})).await.expect(200);
        let reply = client.post(CREATE, good).await.expect(400);
        assert_eq!(
            *reply.json(),
            json!({"template": ["This template is archived."]})
        );
        assert_eq!(
            client.get("/api/v2/ingestion/codes/").await.expect(200)["count"],
            0
        );
    })
    .await;
}

/// What can be checked at once is told at once, with the place of each.
#[tokio::test]
async fn bad_codes_are_told_by_their_places() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let more = json!({"codes": [
            {"id": "good-code", "serial_number": "S"}, {"id": "short"}, {"lot": "1"},
            {"id": "good-code"}, {"id": "other-code", "serial_number": "S"},
            {"id": null}, {"id": "third-code", "activation_status": 9, "product": {}},
        ]});
        let reply = desk.begin(&desk.scene.client, more).await.expect(400);
        let expected = json!({"codes": {
            "1": {"id": ["Ensure this field has at least 8 characters."]},
            "2": {"id": ["This field is required."]},
            "3": {"id": ["This id stands in row 1 already."]},
            "4": {"serial_number": ["This serial number stands in row 1 already."]},
            "5": {"id": ["This field may not be null."]},
            "6": {
                "activation_status": ["\"9\" is not a valid choice."],
                "product": ["A product is named by its id or its SKU."],
            },
        }});
        assert_eq!(*reply.json(), expected);
        let count = desk
            .scene
            .client
            .get("/api/v2/ingestion/codes/")
            .await
            .expect(200);
        assert_eq!(count["count"], 0);
    })
    .await;
}

/// The rest is told by the record; with one bad row no code is made. Whose an id is stays unsaid.
#[tokio::test]
async fn what_the_database_knows_is_told_afterwards() {
    each(async |app| {
        let (desk, other) = (Desk::of(app).await, Desk::of(app).await);
        let first = json!({"codes": [{"id": "their-code", "serial_number": "S1"}]});
        other.begin(&other.scene.client, first).await.expect(200);
        let own = json!({"codes": [{"id": "our-old-code", "serial_number": "S2"}]});
        desk.begin(&desk.scene.client, own).await.expect(200);
        app.jobs().await;
        let more = json!({"codes": [
            {"id": "good-code", "serial_number": "S1"}, {"id": "their-code"},
            {"id": "our-old-code"}, {"id": "next-code", "serial_number": "S2"},
            {"id": "last-code", "product": "NO"}, {"id": "long-code", "lot": "x".repeat(501)},
        ]});
        let begun = desk.begin(&desk.scene.client, more).await.expect(200);
        app.jobs().await;
        let record = desk.record(&begun).await;
        assert_eq!((&record["state"], &record["error_count"]), (&json!("failed"), &json!(5)));
        assert_eq!(record["failure"], "No code was made: there are 5 errors.");
        let taken = "Another code has this id.";
        let errors = json!([
            {"row": 2, "field": "id", "message": taken},
            {"row": 3, "field": "id", "message": taken},
            {"row": 4, "field": "serial_number", "message": "Another code has this serial number."},
            {"row": 5, "field": "product", "message": "Object with sku=NO does not exist."},
            {"row": 6, "field": "lot", "message": "Ensure this field has no more than 500 characters."},
        ]);
        assert_eq!(record["errors"], errors);
        let file = desk.scene.client.get(&path(&begun, "errors/")).await.expect(200);
        assert!(file.text().starts_with("row,field,message\r\n2,id,Another code has this id.\r\n"));
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(desk.ids().await, ["our-old-code"]);
        let mails = format!("{:?}", app.mails().await);
        assert!(mails.contains("No code was made: there are 5 errors."), "{mails}");
    })
    .await;
}

/// Naming a product needs `product_view`, in the body and in the rows of a file (security
/// checklist 51).
#[tokio::test]
async fn products_are_named_with_their_permission() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let admin = &desk.scene.admin;
        let rights = ["ingestion_code_create", "ingestion_view"];
        let token = app.uat(admin, &rights).await.client;
        for more in [
            json!({"codes": [{"id": "good-code", "product": "SKU-1"}]}),
            json!({"codes": [{"id": "good-code"}], "default_scm_data": {"product": "SKU-1"}}),
            json!({"mode": "file", "default_scm_data": {"product": "SKU-1"}}),
        ] {
            let reply = desk.begin(&token, more).await.expect(403);
            assert_eq!(reply["required"], json!(["product_view"]));
        }
        let begun = desk
            .begin(&token, json!({"mode": "file"}))
            .await
            .expect(200);
        let file = b"id,product\ngood-code,SKU-1\n";
        super::super::send(app, &begun, file).await.expect(201);
        let body = json!({"record": begun["record_key"]});
        token.post(super::super::PROCESS, body).await.expect(200);
        app.jobs().await;
        let record = desk.record(&begun).await;
        assert_eq!(record["errors"][0]["field"], "product");
        assert_eq!(record["state"], "failed");
        // The template's product is nothing that they name.
        let more = json!({"codes": [{"id": "good-code"}]});
        desk.begin(&token, more).await.expect(200);
        app.jobs().await;
        assert_eq!(desk.ids().await, ["good-code"]);
    })
    .await;
}

/// A limited token brings no codes into what it does not reach (security checklist 47).
#[tokio::test]
async fn products_out_of_reach_get_no_codes() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let (admin, owner) = (&desk.scene.admin, &desk.scene.client);
        let [first, second] = desk.scene.products;
        let rights = [
            "ingestion_code_create",
            "ingestion_view",
            "product_view",
            "workorder_view",
        ];
        let only = json!({"products": [second]});
        let token = app.uat_within(admin, &rights, only).await.client;
        // The template is of the other product: not there.
        let reply = desk
            .begin(&token, json!({"codes": [{"id": "good-code"}]}))
            .await;
        assert!(reply.expect(400)["template"].is_array());
        let loose = template(owner, json!({"name": "Loose", "product": second})).await;
        let send = async |more: Value| {
            let mut body = json!({"template": loose});
            body.as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            token.post(CREATE, body).await
        };
        let more = json!({"default_scm_data": {"product": first}, "codes": [{"id": "good-code"}]});
        assert!(send(more).await.expect(400)["default_scm_data"]["product"].is_array());
        let more = json!({"codes": [{"id": "good-code"}, {"id": "bad-code", "product": "SKU-0"}]});
        let begun = send(more).await.expect(200);
        app.jobs().await;
        let record = token.get(&path(&begun, "")).await.expect(200);
        assert_eq!(
            record["errors"][0]["message"],
            "Object with sku=SKU-0 does not exist."
        );
        let own = send(json!({"codes": [{"id": "good-code"}]}))
            .await
            .expect(200);
        app.jobs().await;
        assert_eq!(desk.record(&own).await["state"], "complete");
        // What others began is not there for it.
        let theirs = desk.begin(owner, json!({"mode": "file"})).await.expect(200);
        token.get(&path(&theirs, "")).await.expect(404);
        let list = token.get("/api/v2/ingestion/codes/").await.expect(200);
        assert_eq!(list["count"], 2);
    })
    .await;
}

/// The daily budget of a token is spent by the codes (security checklist 63).
#[tokio::test]
async fn codes_spend_the_budget() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let body = json!({
            "name": "few", "valid_until": "2026-12-24",
            "permissions": ["ingestion_code_create", "ingestion_view"],
            "budgets": {"codes_created": 2},
        });
        let made = desk
            .scene
            .client
            .post("/api/v2/uats/", body)
            .await
            .expect(201);
        let token = app.header(&format!("UAT {}", made["token"].as_str().expect("a token")));
        let more = json!({"codes": [{"id": "code-one"}, {"id": "code-two"}]});
        desk.begin(&token, more).await.expect(200);
        app.jobs().await;
        let begun = desk
            .begin(&token, json!({"codes": [{"id": "code-three"}]}))
            .await
            .expect(200);
        app.jobs().await;
        let record = desk.record(&begun).await;
        assert_eq!(record["state"], "failed");
        assert_eq!(
            record["failure"],
            "The token may use 2 codes_created a day."
        );
        assert_eq!(desk.ids().await, ["code-one", "code-two"]);
    })
    .await;
}
