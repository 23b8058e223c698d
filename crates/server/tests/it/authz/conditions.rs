//! Tokens that are limited to certain brands or products: whatever operation they call, what is
//! outside is not there for them and stays as it is (security checklist 47, 49, 51, 53).

use super::{Operation, operations, rules};
use axum::http::Method;
use countermark_core::{permissions::Permission, roles::Role};
use countermark_testkit::{Client, Person, Reply, TestApp, each};
use serde_json::{Value, json};

/// What a limited token gets from an operation about an object outside. An operation that a token
/// can reach and that is not here has not been thought of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// It shows no brands and no products.
    NotAboutThem,
    /// It shows what is within.
    Shows,
    /// 404.
    NotThere,
    /// Refused in whatever way fits: nothing is made.
    Refused,
}

fn expected(id: &str) -> Expected {
    match id {
        "auth_introspect" | "me_get" | "permissions_list" | "uats_self_get"
        | "uats_self_revoke"
        // A token has only jobs of its own, and this one has begun none.
        | "jobs_list" => Expected::NotAboutThem,
        "brands_list"
        | "products_list"
        | "products_export"
        | "campaigns_list"
        | "workorders_list"
        | "workorders_templates_list" => Expected::Shows,
        "brands_create"
        | "products_create"
        | "products_import"
        | "campaigns_create"
        | "workorders_create"
        | "workorders_create_sid"
        | "workorders_templates_create" => Expected::Refused,
        "workorders_get"
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
        | "campaigns_archive" | "campaigns_restore" | "jobs_get" | "jobs_cancel" => Expected::NotThere,
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

/// A company with a brand and a product that are within, and others that are not.
struct Shop {
    owner: Client,
    mine: [i64; 2],
    other: [i64; 2],
    /// What the other product is in.
    campaign: i64,
    /// An order of codes for the other product, and a template of such orders.
    workorder: i64,
    template: i64,
}

impl Shop {
    async fn of(app: &TestApp, admin: &Person) -> Self {
        let owner = app.jwt(admin).await;
        let make = async |name: &str, sku: &str| {
            let body = json!({"name": name, "reference": name});
            let brand = owner.post("/api/v2/brands/", body).await.expect(201);
            let body = json!({"sku": sku, "name": name, "brand": brand["id"]});
            let product = owner.post("/api/v2/products/", body).await.expect(201);
            [&brand, &product].map(|made| made["id"].as_i64().expect("an id"))
        };
        let mine = make("Within", "IN-1").await;
        let other = make("Secret", "SECRET-1").await;
        let body = json!({"name": "Secret campaign"});
        let campaign = owner.post("/api/v2/campaigns/", body).await.expect(201);
        let path = format!("/api/v2/products/{}/", other[1]);
        let body = json!({"campaign": campaign["id"]});
        owner.patch(&path, body).await.expect(200);
        let campaign = campaign["id"].as_i64().expect("an id");
        let body = json!({
            "reference": "Secret order", "quantity": 2, "product": "SECRET-1",
            "activate_on_complete": true, "use_serial_number": false,
        });
        let path = "/api/v2/workorders/create-sid/";
        let workorder = owner.post(path, body).await.expect(201);
        let body = json!({"name": "Secret template", "product": "SECRET-1"});
        let path = "/api/v2/workorders/templates/";
        let template = owner.post(path, body).await.expect(201);
        let [workorder, template] = [workorder, template].map(|made| made["id"].as_i64());
        Self {
            owner,
            mine,
            other,
            campaign,
            workorder: workorder.expect("an id"),
            template: template.expect("an id"),
        }
    }

    /// Conditions that leave the other brand and its product outside; the last ones hold nothing
    /// that is there any more.
    fn conditions(&self, gone: i64) -> [Value; 5] {
        let [brand, product] = self.mine;
        [
            json!({"brands": [brand]}),
            json!({"products": [product]}),
            json!({"brands": [brand], "products": [product]}),
            json!({"brands": [brand], "products": [self.other[1]]}),
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
            "workorders",
            "workorders/templates",
        ] {
            let path = format!("/api/v2/{list}/?limit=200");
            seen.push(self.owner.get(&path).await.expect(200).json().clone());
        }
        seen
    }

    /// Calls an operation with the other object, in the path or in the body.
    async fn call(&self, client: &Client, operation: &Operation) -> Reply {
        let [brand, product] = self.other;
        let path = match operation.path.split('/').nth(3) {
            Some("brands") => operation.at(&brand.to_string()),
            Some("campaigns") => operation.at(&self.campaign.to_string()),
            Some("workorders") => operation.at(&self.workorder.to_string()),
            _ => operation.at(&product.to_string()),
        };
        if operation.id == "products_import" {
            let file = format!("sku,name,brand\nIN-1,Changed,Within\nSECRET-1,Stolen,{brand}\n");
            let path = format!("{path}?sku=sku&name=name&brand=brand&existing=update");
            return client.raw(Method::POST, &path, "text/csv", file).await;
        }
        let body = match operation.id.as_str() {
            "auth_introspect" => json!({"token": "cmkuat1_x"}),
            "brands_create" | "campaigns_create" => json!({"name": "New"}),
            "brands_update" | "products_update" | "campaigns_update" => json!({"name": "Stolen"}),
            "workorders_create" => {
                json!({"template": self.template, "reference": "New", "quantity": 1})
            }
            "workorders_create_sid" => json!({
                "reference": "New", "quantity": 1, "product": product,
                "activate_on_complete": true, "use_serial_number": false,
            }),
            "workorders_templates_create" => json!({"name": "New", "product": "SECRET-1"}),
            "workorders_update" => json!({"remarks": "Stolen"}),
            "products_create" => json!({"sku": "NEW", "name": "New", "brand": brand}),
            "products_replace" => json!({"sku": "S", "name": "Stolen", "brand": brand}),
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
        let [brand, product] = shop.mine;
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
        let [other, _] = shop.other;
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

/// Each row that is outside is named; nothing of the file is applied.
#[tokio::test]
async fn rows_of_an_import_that_are_outside_are_named() {
    each(async |app| {
        let admin = app.company().await;
        let shop = Shop::of(app, &admin).await;
        let [brand, product] = shop.mine;
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
        let [brand, product] = shop.mine;
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

/// A product that somebody moves to a brand outside is gone for the token at once, and back with
/// it.
#[tokio::test]
async fn a_product_that_is_moved_away_is_out_of_reach() {
    each(async |app| {
        let admin = app.company().await;
        let shop = Shop::of(app, &admin).await;
        let [brand, product] = shop.mine;
        let only = json!({"brands": [brand]});
        let client = app.uat_within(&admin, &everything(), only).await.client;
        let path = format!("/api/v2/products/{product}/");
        client.get(&path).await.expect(200);
        for (to, status) in [(shop.other[0], 404), (brand, 200)] {
            let body = json!({"brand": to});
            shop.owner.patch(&path, body).await.expect(200);
            client.get(&path).await.expect(status);
            let reply = client.patch(&path, json!({"name": "x"})).await;
            assert_eq!(reply.status, status, "{}", reply.text());
        }
    })
    .await;
}
