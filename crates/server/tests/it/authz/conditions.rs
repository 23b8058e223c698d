//! Tokens that are limited to certain brands, products or campaigns: whatever operation they call,
//! what is outside is not there for them and stays as it is (security checklist 47, 49, 51, 53).

use super::{Operation, operations, rules};
use crate::code_scene;
use axum::http::Method;
use countermark_core::{permissions::Permission, roles::Role};
use countermark_testkit::{Client, Person, Reply, TestApp, each};
use serde_json::{Value, json};

/// What a limited token gets from an operation about an object outside. An operation that a token
/// can reach and that is not here has not been thought of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// It shows no brands, products or campaigns.
    NotAboutThem,
    /// It shows what is within.
    Shows,
    /// 404.
    NotThere,
    /// Refused in whatever way fits: nothing is made.
    Refused,
}

#[expect(clippy::match_same_arms, reason = "one room after the other")]
fn expected(id: &str) -> Expected {
    match id {
        // Regions are names for countries, of the company as a whole.
        "regions_list" | "regions_get" | "regions_create" | "regions_update"
        | "regions_archive" | "regions_restore" => Expected::NotAboutThem,
        "auth_introspect" | "me_get" | "permissions_list" | "uats_self_get"
        | "uats_self_revoke"
        // A token has only jobs of its own, and this one has begun none.
        | "jobs_list" => Expected::NotAboutThem,
        // An upload tells of what is within; of what is not, it tells nothing.
        "brands_list" | "products_list" | "products_export" | "campaigns_list" | "codes_list"
        | "codes_download" | "scm_upload" | "scm_upload_async" | "scm_tasks_list" | "dashboard"
        | "dashboard_scans" | "dashboards_scans" | "workorders_list" | "workorders_templates_list"
        | "ingestion_codes_list" => Expected::Shows,
        "brands_create" | "products_create" | "products_import" | "campaigns_create"
        | "codes_activate" | "codes_deactivate" | "codes_blacklist" | "scm_import"
        | "workorders_create" | "workorders_create_sid" | "workorders_templates_create"
        | "ingestion_codes_create_from_template" | "ingestion_codes_process_from_file" => {
            Expected::Refused
        }
        "ingestion_codes_get"
        | "ingestion_codes_errors"
        | "ingestion_codes_cancel"
        | "workorders_templates_get"
        | "workorders_templates_update"
        | "workorders_templates_archive"
        | "workorders_templates_restore"
        | "workorders_get"
        | "workorders_update"
        | "workorders_cancel"
        | "workorders_archive"
        | "workorders_restore"
        | "workorders_delete"
        | "workorders_download"
        | "workorders_serials"
        | "brands_get" | "brands_update" | "brands_archive" | "brands_restore" | "brands_delete"
        | "products_get" | "products_update" | "products_replace" | "products_archive"
        | "products_restore" | "products_delete" | "campaigns_get" | "campaigns_update"
        | "campaigns_archive" | "campaigns_restore" | "codes_get" | "codes_scm_update"
        | "scm_tasks_get" | "jobs_get" | "jobs_cancel" | "documents_get"
        | "documents_get_download_link" => Expected::NotThere,
        id if id.starts_with("campaigns_scm_fields_")
            || id.starts_with("campaigns_options_")
            || id.starts_with("campaigns_redirects_")
            || id.starts_with("campaigns_key_")
            || id.starts_with("campaigns_alerts_")
            || id.starts_with("alerts_")
            || id == "campaigns_duplicate" =>
        {
            Expected::NotThere
        }
        _ => panic!("{id}: say in authz/conditions.rs what a limited token gets from it"),
    }
}

/// What a token of an Account Admin can carry at most.
fn everything() -> Vec<&'static str> {
    let all = Role::AccountAdmin.permissions().iter();
    all.map(Permission::name)
        .filter(|name| !rules::PERSONS_ONLY.contains(name))
        .collect()
}

/// Operations that a token can call.
fn reachable() -> impl Iterator<Item = Operation> {
    let by_token = |id: &str| matches!(rules::rule_of(id).gate, "any" | "token");
    operations()
        .into_iter()
        .filter(move |operation| by_token(&operation.id))
}

/// A company with a brand, a product and a campaign that are within, and others that are not.
struct Shop {
    owner: Client,
    mine: [i64; 3],
    other: [i64; 3],
    /// What the other campaign keeps about codes.
    field: i64,
    /// A name for some countries.
    region: i64,
    /// An alert of the other campaign.
    alert: i64,
    /// A code on the other product.
    code: String,
    /// An upload that somebody else has made, and a document.
    task: String,
    document: String,
    /// An order of codes for the other product, and a template of such orders.
    workorder: i64,
    template: i64,
    /// An upload of codes for the other product.
    ingestion: String,
}

impl Shop {
    async fn of(app: &TestApp, admin: &Person) -> Self {
        let owner = app.jwt(admin).await;
        let make = async |name: &str, sku: &str| {
            let body = json!({"name": name, "reference": name});
            let brand = owner.post("/api/v2/brands/", body).await.expect(201);
            let body = json!({"name": format!("{name} campaign")});
            let campaign = owner.post("/api/v2/campaigns/", body).await.expect(201);
            let body = json!({"sku": sku, "name": name, "brand": brand["id"],
                              "campaign": campaign["id"]});
            let product = owner.post("/api/v2/products/", body).await.expect(201);
            [&brand, &product, &campaign].map(|made| made["id"].as_i64().expect("an id"))
        };
        let mine = make("Within", "IN-1").await;
        let other = make("Secret", "SECRET-1").await;
        let path = format!("/api/v2/campaigns/{}/scm-fields/", other[2]);
        let body = json!({"key": "secret", "label": "Secret field", "type": "text"});
        let field = owner.post(&path, body).await.expect(201);
        let body = json!({"name": "Everywhere", "countries": ["BE"]});
        let region = owner.post("/api/v2/regions/", body).await.expect(201);
        let path = format!("/api/v2/campaigns/{}/alerts/", other[2]);
        let alert = owner.post(&path, json!({"type": "inactive"})).await;
        let alert = alert.expect(201);
        let ids = [&field, &region, &alert].map(|one| one["id"].as_i64().expect("an id"));
        let [field, region, alert] = ids;
        let code = format!("outside-code-{}", admin.company);
        let within = format!("code-within-{}", admin.company);
        let codes = [
            (code.as_str(), Some(other[1]), None),
            (&within, Some(mine[1]), None),
        ];
        code_scene::codes(app, admin, &codes).await;
        let body = json!({"codes": [code, within]});
        owner
            .post("/api/v2/codes/activate/", body)
            .await
            .expect(200);
        let tasks = owner.get("/api/v2/scm/tasks/").await.expect(200);
        let task = tasks["results"][0]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let document = crate::v2::documents::begun(&owner, "").await;
        for code in [&code, &within] {
            crate::scans::scan(app, code).await;
        }
        crate::scans::counted(app).await;
        let body = json!({
            "reference": "Secret order", "quantity": 2, "product": "SECRET-1",
            "activate_on_complete": true, "use_serial_number": false,
        });
        let path = "/api/v2/workorders/create-sid/";
        let workorder = owner.post(path, body).await.expect(201);
        let body = json!({"name": "Secret template", "product": "SECRET-1"});
        let path = "/api/v2/workorders/templates/";
        let template = owner.post(path, body).await.expect(201);
        // What is under way is not what the tokens do.
        app.jobs().await;
        let body = json!({"mode": "file", "template": template["id"]});
        let path = "/api/v2/ingestion/codes/create-from-template/";
        let ingestion = owner.post(path, body).await.expect(200);
        let ingestion = ingestion["record_key"].as_str().expect("a key").to_owned();
        let [workorder, template] = [workorder, template].map(|made| made["id"].as_i64());
        Self {
            owner,
            mine,
            other,
            field,
            region,
            alert,
            code,
            task,
            document,
            workorder: workorder.expect("an id"),
            template: template.expect("an id"),
            ingestion,
        }
    }

    /// Another product of the brand that is within, in no campaign.
    async fn loose(&self) -> i64 {
        let body = json!({"sku": "LOOSE-1", "name": "Loose", "brand": self.mine[0]});
        let product = self.owner.post("/api/v2/products/", body).await.expect(201);
        product["id"].as_i64().expect("an id")
    }

    /// Conditions that leave the other brand, its product and its campaign outside; the last ones
    /// hold nothing that is there any more.
    fn conditions(&self, gone: i64) -> [Value; 9] {
        let [brand, product, campaign] = self.mine;
        [
            json!({"brands": [brand]}),
            json!({"products": [product]}),
            json!({"campaigns": [campaign]}),
            json!({"brands": [brand], "products": [product]}),
            json!({"brands": [brand], "products": [product], "campaigns": [campaign]}),
            json!({"brands": [brand], "products": [self.other[1]]}),
            json!({"brands": [self.other[0]], "campaigns": [campaign]}),
            json!({"products": [self.other[1]], "campaigns": [campaign]}),
            json!({"brands": [gone]}),
        ]
    }

    /// A brand that was there when a condition was made, and its products none.
    async fn gone(&self) -> i64 {
        let body = json!({"name": "Gone"});
        let brand = self.owner.post("/api/v2/brands/", body).await.expect(201);
        brand["id"].as_i64().expect("an id")
    }

    async fn delete_brand(&self, id: i64) {
        let path = format!("/api/v2/brands/{id}/");
        self.owner.delete(&path).await.expect(204);
    }

    /// Everything as the company sees it.
    async fn seen(&self) -> Vec<Value> {
        let mut seen = Vec::new();
        for list in [
            "brands",
            "products",
            "campaigns",
            "codes",
            "workorders",
            "workorders/templates",
            "ingestion/codes",
        ] {
            let path = format!("/api/v2/{list}/?limit=200");
            seen.push(self.owner.get(&path).await.expect(200).json().clone());
        }
        for part in [
            "scm-fields",
            "options",
            "redirects",
            "key",
            "access",
            "alerts",
        ] {
            let path = format!("/api/v2/campaigns/{}/{part}/", self.other[2]);
            seen.push(self.owner.get(&path).await.expect(200).json().clone());
        }
        seen
    }

    /// Calls an operation with the other object, in the path or in the body.
    async fn call(&self, client: &Client, operation: &Operation) -> Reply {
        let [brand, product, campaign] = self.other;
        let path = match operation.path.split('/').nth(3) {
            Some("brands") => operation.at(&brand.to_string()),
            Some("campaigns") => operation.at_both(&campaign.to_string(), &self.field.to_string()),
            Some("regions") => operation.at(&self.region.to_string()),
            Some("alerts") => operation.at(&self.alert.to_string()),
            Some("dashboard" | "dashboards") => format!("{}?timeframe=1y", operation.path),
            Some("codes") => operation.at(&self.code),
            Some("scm") => operation.at(&self.task),
            Some("documents") => operation.at(&self.document),
            Some("workorders") if operation.path.contains("/templates/") => {
                operation.at(&self.template.to_string())
            }
            Some("ingestion") => operation.at(&self.ingestion),
            Some("workorders") => operation.at(&self.workorder.to_string()),
            _ => operation.at(&product.to_string()),
        };
        if operation.id == "products_import" {
            let file = format!("sku,name,brand\nIN-1,Changed,Within\nSECRET-1,Stolen,{brand}\n");
            let path = format!("{path}?sku=sku&name=name&brand=brand&existing=update");
            return client.raw(Method::POST, &path, "text/csv", file).await;
        }
        if operation.id == "scm_import" {
            let file = format!("extended_id,activation_status\n{},2\n", self.code);
            return client.raw(Method::POST, &path, "text/csv", file).await;
        }
        let body = match operation.id.as_str() {
            "auth_introspect" => json!({"token": "cmkuat1_x"}),
            "brands_create" | "campaigns_create" => json!({"name": "New"}),
            "regions_create" => {
                json!({"name": format!("Region {}", countermark::random::uuid()), "countries": ["BE"]})
            }
            "campaigns_scm_fields_create" => json!({"key": "k", "label": "New", "type": "text"}),
            "campaigns_alerts_create" => json!({"type": "blacklisted"}),
            "alerts_update" => json!({"is_active": false}),
            "campaigns_scm_fields_update" => json!({"label": "Stolen"}),
            "campaigns_scm_fields_order" => json!({"order": [self.field]}),
            "campaigns_options_update" => json!({"ga_key": "Stolen"}),
            "campaigns_redirects_replace" => json!({"rules": [{"target": "e_label"}]}),
            "brands_update"
            | "products_update"
            | "campaigns_update"
            | "workorders_templates_update" => json!({"name": "Stolen"}),
            "products_create" => {
                json!({"sku": "NEW", "name": "New", "brand": brand, "campaign": campaign})
            }
            "products_replace" => {
                json!({"sku": "S", "name": "Stolen", "brand": brand, "campaign": campaign})
            }
            "codes_activate" | "codes_deactivate" | "codes_blacklist" => {
                json!({"codes": [self.code]})
            }
            "scm_upload_async" => json!({
                "constraints": {"extended_id": self.code},
                "scm_data": {"activation_status": 2, "serial_number": "Stolen"},
            }),
            "scm_upload" => json!({"items": [
                {"extended_id": self.code, "activation_status": 2, "serial_number": "Stolen"},
            ]}),
            "workorders_create" => {
                json!({"template": self.template, "reference": "New", "quantity": 1})
            }
            "ingestion_codes_create_from_template" => {
                json!({"template": self.template, "codes": [{"id": "stolen-code"}]})
            }
            "ingestion_codes_process_from_file" => json!({"record": self.ingestion}),
            "workorders_create_sid" => json!({
                "reference": "New", "quantity": 1, "product": product,
                "activate_on_complete": true, "use_serial_number": false,
            }),
            "workorders_templates_create" => json!({"name": "New", "product": "SECRET-1"}),
            "workorders_update" => json!({"remarks": "Stolen"}),
            _ => json!({}),
        };
        operation.call(client, &path, &body).await
    }
}

#[tokio::test]
async fn no_operation_shows_or_changes_what_is_outside() {
    each(async |app| {
        let admin = app.company().await;
        let shop = Shop::of(app, &admin).await;
        let gone = shop.gone().await;
        let rights = everything();
        let mut tokens = Vec::new();
        for only in shop.conditions(gone) {
            let token = app.uat_within(&admin, &rights, only.clone()).await;
            tokens.push((only, token));
        }
        shop.delete_brand(gone).await;
        let before = shop.seen().await;
        let mut asked = 0;
        for (only, token) in &tokens {
            // The one that ends the token comes last.
            let last = |operation: &Operation| operation.id == "uats_self_revoke";
            let (ends, others): (Vec<_>, Vec<_>) = reachable().partition(last);
            for operation in others.into_iter().chain(ends) {
                let reply = shop.call(&token.client, &operation).await;
                let told = format!("{} within {only}: {}", operation.id, reply.text());
                let good = match expected(&operation.id) {
                    Expected::NotAboutThem | Expected::Shows => (200..300).contains(&reply.status),
                    Expected::NotThere => reply.status == 404,
                    Expected::Refused => matches!(reply.status, 400 | 403),
                };
                assert!(good, "{told}");
                // Its own request comes back in some; the other names never do.
                let text = reply.text();
                for secret in ["Secret", "\"SECRET-1\"", "Name of"] {
                    assert!(!text.contains(secret), "{told}");
                }
                asked += 1;
            }
        }
        assert_eq!(asked, tokens.len() * reachable().count());
        // What was begun in the background finds nothing, either.
        app.jobs().await;
        assert_eq!(shop.seen().await, before, "nothing was changed");
    })
    .await;
}

/// What can be seen and still not be changed, and what can never be within.
#[tokio::test]
async fn what_cannot_be_within_is_refused_by_its_name() {
    each(async |app| {
        let admin = app.company().await;
        let shop = Shop::of(app, &admin).await;
        let [brand, product, _] = shop.mine;
        let rights = everything();
        let brands = json!({"brands": [brand]});
        let brands = app.uat_within(&admin, &rights, brands).await.client;
        let products = json!({"products": [product]});
        let products = app.uat_within(&admin, &rights, products).await.client;
        let before = shop.seen().await;
        let one = format!("/api/v2/brands/{brand}/");
        // A brand of a listed product is seen; a change would show on products that are not.
        products.get(&one).await.expect(200);
        let import = "/api/v2/products/import/?sku=sku&name=name&brand=brand&create_brands=1";
        let file = "sku,name,brand\nNEW,New,New brand\n";
        let new = json!({"sku": "NEW", "name": "New", "brand": brand});
        let refused = [
            products.patch(&one, json!({"name": "x"})).await,
            products.post(&format!("{one}archive/"), json!({})).await,
            products.post(&format!("{one}restore/"), json!({})).await,
            products.delete(&one).await,
            products.post("/api/v2/products/", new).await,
            products
                .post("/api/v2/brands/", json!({"name": "New"}))
                .await,
            brands.post("/api/v2/brands/", json!({"name": "New"})).await,
            // Nothing is told of a name that is taken.
            brands
                .post("/api/v2/brands/", json!({"name": "Secret"}))
                .await,
            brands.raw(Method::POST, import, "text/csv", file).await,
        ];
        for reply in refused {
            assert_eq!(reply.status, 403, "{}", reply.text());
            assert_eq!(reply.code(), "outside_token_scope");
            let detail = reply["detail"].as_str().expect("a sentence");
            assert!(detail.starts_with("This token is limited to"), "{detail}");
        }
        assert_eq!(shop.seen().await, before, "nothing was changed");

        // A brand outside is in a body what another company's is: not there.
        let [other, ..] = shop.other;
        let path = format!("/api/v2/products/{product}/");
        for client in [&brands, &products] {
            for key in [json!(other), json!(other.to_string()), json!("Secret")] {
                let unknown = client.patch(&path, json!({"brand": 999_999_999})).await;
                let reply = client.patch(&path, json!({"brand": key})).await.expect(400);
                let told = |reply: &Reply| reply["brand"][0].as_str().unwrap_or("").to_owned();
                let told = (told(&reply), told(&unknown));
                assert!(told.0.contains("does not exist"), "{told:?}");
                assert!(told.1.contains("does not exist"), "{told:?}");
            }
        }
        // A SKU is unique in the whole company; of what has it, nothing is told.
        let taken = json!({"sku": "SECRET-1", "name": "x", "brand": brand});
        let reply = brands.post("/api/v2/products/", taken).await.expect(400);
        let sentence = "A product with this SKU already exists.";
        assert_eq!(*reply.json(), json!({"sku": [sentence]}));
        assert_eq!(shop.seen().await, before, "nothing was changed");
    })
    .await;
}

/// With a list of campaigns: these and what is in them, and nothing gets out or in.
#[tokio::test]
async fn a_list_of_campaigns_reaches_these_and_what_is_in_them() {
    each(async |app| {
        let admin = app.company().await;
        let shop = Shop::of(app, &admin).await;
        let ([brand, product, campaign], loose) = (shop.mine, shop.loose().await);
        let only = json!({"campaigns": [campaign]});
        let client = app.uat_within(&admin, &everything(), only).await.client;
        let before = shop.seen().await;
        let own = format!("/api/v2/campaigns/{campaign}/");
        let path = format!("/api/v2/products/{product}/");
        for list in ["brands", "campaigns", "products"] {
            let list = client.get(&format!("/api/v2/{list}/")).await.expect(200);
            assert_eq!(list["count"], 1);
            if list["results"][0]["sku"].is_null() {
                assert_eq!(list["results"][0]["product_count"], 1, "{}", list.text());
            }
        }
        let export = client.get("/api/v2/products/export/").await.expect(200);
        assert_eq!(export.text().lines().count(), 2, "{}", export.text());
        let other = format!("/api/v2/products/{loose}/");
        client.get(&other).await.expect(404);
        // Not even into the campaign that is reached: it is not there.
        let reply = client.patch(&other, json!({"campaign": campaign})).await;
        reply.expect(404);

        let brands = format!("/api/v2/brands/{brand}/");
        client.get(&brands).await.expect(200);
        let new = json!({"sku": "NEW", "name": "New", "brand": brand});
        let none = json!({"sku": "NEW", "name": "New", "brand": brand, "campaign": null});
        let refused = [
            client
                .post("/api/v2/campaigns/", json!({"name": "N"}))
                .await,
            client.patch(&brands, json!({"name": "x"})).await,
            client.post(&format!("{brands}archive/"), json!({})).await,
            client.post(&format!("{brands}restore/"), json!({})).await,
            client.delete(&brands).await,
            client.post("/api/v2/products/", new.clone()).await,
            client.post("/api/v2/products/", none).await,
            client.patch(&path, json!({"campaign": null})).await,
            client.put(&path, new).await,
        ];
        for reply in refused {
            assert_eq!(reply.status, 403, "{}", reply.text());
            assert_eq!(reply.code(), "outside_token_scope");
            let detail = reply["detail"].as_str().expect("a sentence");
            assert!(detail.starts_with("This token is limited to"), "{detail}");
        }
        // One outside is in a body what another company's is: not there.
        for id in [shop.other[2], 999_999_999] {
            let sentence = format!("Invalid pk \"{id}\" - object does not exist.");
            let expected = json!({"campaign": [sentence]});
            let reply = client.patch(&path, json!({"campaign": id})).await;
            assert_eq!(*reply.expect(400).json(), expected);
            let new = json!({"sku": "NEW", "name": "New", "brand": brand, "campaign": id});
            let reply = client.post("/api/v2/products/", new.clone()).await;
            assert_eq!(*reply.expect(400).json(), expected);
            let reply = client.put(&path, new).await;
            assert_eq!(*reply.expect(400).json(), expected);
        }
        let reply = client.patch(&path, json!({"brand": shop.other[0]})).await;
        assert!(reply.expect(400)["brand"].is_array());
        assert_eq!(shop.seen().await, before, "nothing was changed");

        // All products in it are within, so that it may be changed.
        let reply = client.patch(&own, json!({"name": "Renamed"})).await;
        assert_eq!(reply.expect(200)["product_count"], 1);
        let reply = client.patch(&own, json!({"name": "Secret campaign"})).await;
        assert!(reply.expect(400)["name"].is_array(), "taken");
        for (verb, archived) in [("archive", true), ("restore", false)] {
            let reply = client.post(&format!("{own}{verb}/"), json!({})).await;
            assert_eq!(reply.expect(200)["is_archived"], archived);
        }
        let new = json!({"sku": "NEW", "name": "New", "brand": brand, "campaign": campaign});
        let made = client.post("/api/v2/products/", new).await.expect(201);
        assert_eq!(made["campaign"]["id"], campaign);
        assert_eq!(client.get(&own).await.expect(200)["product_count"], 2);
        assert_eq!(client.get(&brands).await.expect(200)["product_count"], 2);
        client.patch(&path, json!({"name": "x"})).await.expect(200);
        let made = format!("/api/v2/products/{}/", made["id"]);
        client.delete(&made).await.expect(204);
    })
    .await;
}

/// A campaign that is listed beside brands or products is seen, and a change of it would show on
/// others.
#[tokio::test]
async fn a_campaign_beside_another_list_stays_as_it_is() {
    each(async |app| {
        let admin = app.company().await;
        let shop = Shop::of(app, &admin).await;
        let [brand, product, campaign] = shop.mine;
        let before = shop.seen().await;
        let path = format!("/api/v2/campaigns/{campaign}/");
        for only in [
            json!({"brands": [brand]}),
            json!({"products": [product]}),
            json!({"brands": [brand], "campaigns": [campaign]}),
            json!({"products": [product], "campaigns": [campaign]}),
        ] {
            let client = app.uat_within(&admin, &everything(), only.clone()).await;
            let client = client.client;
            let found = client.get(&path).await.expect(200);
            assert_eq!(found["product_count"], 1, "{only}");
            let archive = format!("{path}archive/");
            let restore = format!("{path}restore/");
            for reply in [
                client.patch(&path, json!({"name": "x"})).await,
                client.post(&archive, json!({})).await,
                client.post(&restore, json!({})).await,
            ] {
                assert_eq!(reply.status, 403, "{only}: {}", reply.text());
                assert_eq!(reply.code(), "outside_token_scope");
            }
        }
        assert_eq!(shop.seen().await, before, "nothing was changed");
    })
    .await;
}

/// No column of an import names a campaign: what is in one stays in it, and nothing new is within.
#[tokio::test]
async fn an_import_within_campaigns_changes_what_is_in_them() {
    each(async |app| {
        let admin = app.company().await;
        let shop = Shop::of(app, &admin).await;
        let [_, product, campaign] = shop.mine;
        shop.loose().await;
        let only = json!({"campaigns": [campaign]});
        let client = app.uat_within(&admin, &everything(), only).await.client;
        let before = shop.seen().await;
        let path = "/api/v2/products/import/?sku=sku&name=name&brand=brand&existing=update";
        let file = "sku,name,brand\nIN-1,Changed,Within\nLOOSE-1,Stolen,Within\n\
                    SECRET-1,Stolen,Within\nNEW-1,New,Within\n";
        for dry in ["", "&dry_run=1"] {
            let path = format!("{path}{dry}");
            let reply = client.raw(Method::POST, &path, "text/csv", file).await;
            let reply = reply.expect(400);
            let errors = reply["errors"].as_array().expect("errors").iter();
            let told: Vec<_> = errors
                .map(|error| (error["row"].as_i64(), error["message"].as_str()))
                .collect();
            let outside = "The product with this SKU is outside of what your token may reach.";
            let no_new = "Your token is limited to certain campaigns, and the import puts new \
                          products in none.";
            let expected = [(3, outside), (4, outside), (5, no_new)];
            let expected = expected.map(|(row, message)| (Some(row), Some(message)));
            assert_eq!(told, expected);
        }
        assert_eq!(shop.seen().await, before, "nothing was changed");
        let file = "sku,name,brand\nIN-1,Changed,Within\n";
        let reply = client.raw(Method::POST, path, "text/csv", file).await;
        assert_eq!(reply.expect(200)["updated"], 1);
        let found = client.get(&format!("/api/v2/products/{product}/")).await;
        let found = found.expect(200);
        assert_eq!(found["name"], "Changed");
        assert_eq!(found["campaign"]["id"], campaign);
    })
    .await;
}

/// Each row that is outside is named; nothing of the file is applied.
#[tokio::test]
async fn rows_of_an_import_that_are_outside_are_named() {
    each(async |app| {
        let admin = app.company().await;
        let shop = Shop::of(app, &admin).await;
        let [brand, product, _] = shop.mine;
        let rights = everything();
        let path = "/api/v2/products/import/?sku=sku&name=name&brand=brand";
        let file = "sku,name,brand\nIN-1,Changed,Within\nSECRET-1,Stolen,Within\n\
                    NEW-1,New,Secret\nNEW-2,New,Within\n";
        let outside = "The product with this SKU is outside of what your token may reach.";
        let no_brand = "There is no brand \"Secret\".";
        let no_new = "Your token is limited to certain products and makes no new ones.";
        let taken = "A product with this SKU already exists.";
        let brands = json!({"brands": [brand]});
        let products = json!({"products": [product]});
        let cases = [
            (&brands, "update", vec![(3, outside), (4, no_brand)]),
            (&brands, "skip", vec![(3, outside), (4, no_brand)]),
            (
                &brands,
                "error",
                vec![(2, taken), (3, outside), (4, no_brand)],
            ),
            (
                &products,
                "update",
                vec![(3, outside), (4, no_new), (4, no_brand), (5, no_new)],
            ),
        ];
        let before = shop.seen().await;
        for (only, existing, expected) in cases {
            let client = app.uat_within(&admin, &rights, only.clone()).await.client;
            for dry in ["", "&dry_run=1"] {
                let path = format!("{path}&existing={existing}{dry}");
                let reply = client.raw(Method::POST, &path, "text/csv", file).await;
                let reply = reply.expect(400);
                assert_eq!(reply.code(), "import_failed");
                let errors = reply["errors"].as_array().expect("errors").iter();
                let told: Vec<_> = errors
                    .map(|error| {
                        (
                            error["row"].as_i64().unwrap(),
                            error["message"].as_str().unwrap(),
                        )
                    })
                    .collect();
                assert_eq!(told, expected, "{existing} within {only}");
            }
        }
        assert_eq!(shop.seen().await, before, "nothing was changed");

        // What is within is imported.
        let client = app.uat_within(&admin, &rights, brands).await.client;
        let path = format!("{path}&existing=update");
        let file = "sku,name,brand\nIN-1,Changed,Within\nNEW-2,New,Within\n";
        let reply = client.raw(Method::POST, &path, "text/csv", file).await;
        let reply = reply.expect(200);
        assert_eq!(
            (&reply["created"], &reply["updated"]),
            (&json!(1), &json!(1))
        );
        let client = app.uat_within(&admin, &rights, products).await.client;
        let file = "sku,name,brand\nIN-1,Changed again,Within\n";
        let reply = client.raw(Method::POST, &path, "text/csv", file).await;
        assert_eq!(reply.expect(200)["updated"], 1);
    })
    .await;
}

/// Lists, counts and the numbers on brands agree with each other.
#[tokio::test]
async fn what_is_within_is_listed_and_counted() {
    each(async |app| {
        let admin = app.company().await;
        let shop = Shop::of(app, &admin).await;
        let [brand, product, _] = shop.mine;
        for sku in ["IN-2", "IN-3"] {
            let body = json!({"sku": sku, "name": "Within", "brand": brand});
            shop.owner.post("/api/v2/products/", body).await.expect(201);
        }
        let rights = everything();
        for (only, skus) in [
            (json!({"brands": [brand]}), vec!["IN-1", "IN-2", "IN-3"]),
            (json!({"products": [product]}), vec!["IN-1"]),
        ] {
            let client = app.uat_within(&admin, &rights, only).await.client;
            let list = client.get("/api/v2/brands/").await.expect(200);
            assert_eq!(list["count"], 1);
            assert_eq!(list["results"][0]["name"], "Within");
            assert_eq!(list["results"][0]["product_count"], skus.len());
            let path = "/api/v2/products/?ordering=sku&limit=1";
            let list = client.get(path).await.expect(200);
            assert_eq!(list["count"], skus.len());
            assert_eq!(list["next"].is_string(), skus.len() > 1);
            let export = client.get("/api/v2/products/export/?ordering=sku").await;
            let export = export.expect(200).text();
            let cells = export
                .lines()
                .skip(1)
                .filter_map(|line| line.split(',').next());
            assert!(cells.eq(skus.iter().copied()), "{export}");
            // A filter on a brand outside finds nothing.
            let path = format!("/api/v2/products/?brand={}", shop.other[0]);
            assert_eq!(client.get(&path).await.expect(200)["count"], 0);
        }
        // The owner's count is still the company's.
        let list = shop.owner.get("/api/v2/products/").await.expect(200);
        assert_eq!(list["count"], 4);
    })
    .await;
}

/// A product that somebody moves to a brand or campaign outside is gone for the token at once, and back with
/// it.
#[tokio::test]
async fn a_product_that_is_moved_away_is_out_of_reach() {
    each(async |app| {
        let admin = app.company().await;
        let shop = Shop::of(app, &admin).await;
        let [brand, product, campaign] = shop.mine;
        let path = format!("/api/v2/products/{product}/");
        let brands = [json!(shop.other[0]), json!(brand)];
        let campaigns = [json!(shop.other[2]), json!(campaign)];
        let none = [json!(null), json!(campaign)];
        for (only, member, [away, back]) in [
            (json!({"brands": [brand]}), "brand", brands),
            (json!({"campaigns": [campaign]}), "campaign", campaigns),
            (json!({"campaigns": [campaign]}), "campaign", none),
        ] {
            let client = app.uat_within(&admin, &everything(), only).await.client;
            client.get(&path).await.expect(200);
            for (to, status) in [(away, 404), (back, 200)] {
                let body = json!({member: to});
                shop.owner.patch(&path, body).await.expect(200);
                client.get(&path).await.expect(status);
                let reply = client.patch(&path, json!({"name": "x"})).await;
                assert_eq!(reply.status, status, "{}", reply.text());
            }
        }
    })
    .await;
}
