//! `only`: which brands, products and campaigns a token may reach.

use super::rotate::{client_of, path as rotate_path};
use crate::support::{entries, wrong_fields};
use axum::{body::Body, http::Method};
use countermark_testkit::{Client, Person, TestApp, each};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use std::fmt::Write as _;
use tower::ServiceExt as _;

const PATH: &str = "/api/v2/uats/";

async fn brand(client: &Client, name: &str) -> i64 {
    let reply = client.post("/api/v2/brands/", json!({"name": name}));
    reply.await.expect(201)["id"].as_i64().expect("an id")
}

async fn product(client: &Client, brand: i64, sku: &str) -> i64 {
    let body = json!({"sku": sku, "name": sku, "brand": brand});
    let reply = client.post("/api/v2/products/", body).await.expect(201);
    reply["id"].as_i64().expect("an id")
}

/// Campaigns, with the product in the first.
async fn campaigns(client: &Client, product: i64) -> [i64; 2] {
    let mut made = Vec::new();
    for name in ["C", "D"] {
        let reply = client.post("/api/v2/campaigns/", json!({"name": name}));
        made.push(reply.await.expect(201)["id"].as_i64().expect("an id"));
    }
    let path = format!("/api/v2/products/{product}/");
    let body = json!({"campaign": made[0]});
    client.patch(&path, body).await.expect(200);
    [made[0], made[1]]
}

/// Brands A and B with a product each.
async fn furnish(app: &TestApp, admin: &Person) -> (Client, [i64; 2], [i64; 2]) {
    let client = app.jwt(admin).await;
    let brands = [brand(&client, "A").await, brand(&client, "B").await];
    let products = [
        product(&client, brands[0], "a").await,
        product(&client, brands[1], "b").await,
    ];
    (client, brands, products)
}

fn body(only: &Value) -> Value {
    json!({"name": "till", "valid_until": "2026-12-24", "permissions": ["brand_view"],
           "only": only})
}

#[tokio::test]
async fn it_is_shown_wherever_the_token_is() {
    each(async |app| {
        let admin = app.company().await;
        let (client, [a, b], [_, p]) = furnish(app, &admin).await;
        // Twice the same is once; the order is by id.
        let [first, second] = campaigns(&client, p).await;
        let asked =
            json!({"brands": [b, a, b], "products": [p], "campaigns": [second, first, second]});
        let shown = json!({"brands": [a, b], "products": [p], "campaigns": [first, second]});
        let made = client.post(PATH, body(&asked)).await.expect(201);
        assert_eq!(made["only"], shown);
        let id = made["id"].as_str().expect("an id");
        let one = client.get(&format!("{PATH}{id}/")).await.expect(200);
        assert_eq!(one["only"], shown);
        let list = client.get(PATH).await.expect(200);
        assert_eq!(list["results"][0]["only"], shown);
        let token = client_of(app, made.json());
        let itself = token.get("/api/v2/uats/self/").await.expect(200);
        assert_eq!(itself["only"], shown);
        let me = token.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["credential"]["only"], shown);
        let text = json!({"token": made["token"]});
        let told = client.post("/api/v2/auth/introspect/", text.clone()).await;
        assert_eq!(told.expect(200)["only"], shown);
        let told = token.post("/api/v2/auth/introspect/", text).await;
        assert_eq!(told.expect(200)["only"], shown);
        let logged = entries(app, &admin, "uat.create").await;
        assert_eq!(logged[0]["after"]["only"], shown);

        let me = client.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["credential"]["only"], Value::Null);
        let free = client.post(PATH, body(&Value::Null)).await.expect(201);
        assert_eq!(free["only"], Value::Null);
        let part = json!({"products": [p]});
        let part = client.post(PATH, body(&part)).await.expect(201);
        let shown = json!({"brands": null, "products": [p], "campaigns": null});
        assert_eq!(part["only"], shown);
        let part = json!({"campaigns": [first]});
        let part = client.post(PATH, body(&part)).await.expect(201);
        let shown = json!({"brands": null, "products": null, "campaigns": [first]});
        assert_eq!(part["only"], shown);
    })
    .await;
}

/// Security checklist 53.
#[tokio::test]
async fn what_is_not_the_companys_or_no_list_is_refused() {
    each(async |app| {
        let admin = app.company().await;
        let (client, [a, _], [p, _]) = furnish(app, &admin).await;
        let stranger = app.company().await;
        let (them, [theirs, _], [other, _]) = furnish(app, &stranger).await;
        let [foreign, _] = campaigns(&them, other).await;
        let wrong_kind = "Expected an object with brands, products or campaigns.";
        let nothing = "List brands, products or campaigns, or leave it out.";
        let missing = format!("There is no brand {theirs}, 999999999.");
        let cases = [
            (
                json!({"brands": [a, theirs, 999_999_999]}),
                missing.as_str(),
            ),
            (json!([]), wrong_kind),
            (json!("all"), wrong_kind),
            (json!({}), nothing),
            (json!({"brands": null, "campaigns": null}), nothing),
            (
                json!({"brands": []}),
                "brands: list 1 to 100, or leave it out.",
            ),
            (
                json!({"products": (0..101).collect::<Vec<_>>()}),
                "products: list 1 to 100, or leave it out.",
            ),
            (
                json!({"brands": [a], "campaigns": []}),
                "campaigns: list 1 to 100, or leave it out.",
            ),
            (
                json!({"campaigns": "C"}),
                "campaigns: expected a list of ids.",
            ),
            (json!({"brands": a}), "brands: expected a list of ids."),
            (json!({"brands": ["A"]}), "brands: expected a list of ids."),
            (json!({"brands": [1.5]}), "brands: expected a list of ids."),
            // A condition that this server does not know must not be dropped in silence.
            (
                json!({"brands": [a], "codes": [1]}),
                "\"codes\" is not one of: brands, products, campaigns.",
            ),
        ];
        let cases: Vec<_> = cases
            .iter()
            .map(|(only, sentence)| ("only", only.clone(), *sentence))
            .collect();
        let good = body(&json!({"brands": [a]}));
        wrong_fields(&client, Method::POST, PATH, &good, &cases).await;
        let lists = json!({"brands": [theirs], "products": [p, other], "campaigns": [foreign]});
        let reply = client.post(PATH, body(&lists)).await.expect(400);
        let sentences = [
            format!("There is no brand {theirs}."),
            format!("There is no product {other}."),
            format!("There is no campaign {foreign}."),
        ];
        assert_eq!(*reply.json(), json!({"only": sentences}));
        assert_eq!(client.get(PATH).await.expect(200)["count"], 0);
        // As many as may be are no trouble.
        let many = json!({"brands": vec![a; 100]});
        client.post(PATH, body(&many)).await.expect(201);
    })
    .await;
}

/// Security checklist 32: narrower only, at once, and by nobody back.
#[tokio::test]
async fn it_is_narrowed_and_never_widened() {
    each(async |app| {
        let admin = app.company().await;
        let (client, [a, b], [p, q]) = furnish(app, &admin).await;
        let [first, second] = campaigns(&client, q).await;
        let rights = ["brand_view", "product_view"];
        let token = app.uat(&admin, &rights).await;
        let path = format!("{PATH}{}/", token.id);
        let count = async |list: &str| {
            let reply = token.client.get(&format!("/api/v2/{list}/")).await;
            reply.expect(200)["count"].as_i64().expect("a count")
        };
        assert_eq!((count("brands").await, count("products").await), (2, 2));
        let narrow = async |only: Value| client.patch(&path, json!({"only": only})).await;
        narrow(Value::Null).await.expect(200);
        let steps = [
            (json!({"brands": [a, b]}), (2, 2)),
            (json!({"brands": [b]}), (1, 1)),
            (json!({"brands": [b], "products": [p, q]}), (1, 1)),
            (
                json!({"brands": [b], "products": [p, q], "campaigns": [first, second]}),
                (1, 1),
            ),
            (
                json!({"brands": [b], "products": [p, q], "campaigns": [first]}),
                (1, 1),
            ),
            (
                json!({"brands": [b], "products": [p], "campaigns": [first]}),
                (0, 0),
            ),
        ];
        for (only, counts) in &steps {
            narrow(only.clone()).await.expect(200);
            let found = (count("brands").await, count("products").await);
            assert_eq!(found, *counts, "{only}");
        }
        let sentence = "A token cannot be widened to more brands, products or campaigns. \
                        Make another one instead.";
        let wider = [
            Value::Null,
            json!({"brands": [b]}),
            json!({"products": [p]}),
            json!({"campaigns": [first]}),
            json!({"brands": [b], "products": [p]}),
            json!({"brands": [b], "products": [p], "campaigns": null}),
            json!({"brands": [a, b], "products": [p], "campaigns": [first]}),
            json!({"brands": [b], "products": [p, q], "campaigns": [first]}),
            json!({"brands": [b], "products": [p], "campaigns": [first, second]}),
            json!({"brands": [a], "products": [p], "campaigns": [first]}),
            json!({"brands": [b], "products": [p], "campaigns": [second]}),
            // Whether it is there does not matter.
            json!({"brands": [999_999_999], "products": [p], "campaigns": [first]}),
        ];
        for only in wider {
            let reply = client
                .patch(&path, json!({"name": "x", "only": only}))
                .await
                .expect(400);
            assert_eq!(*reply.json(), json!({"only": [sentence]}), "{only}");
        }
        let unknown = app.uat(&admin, &rights).await;
        let path = format!("{PATH}{}/", unknown.id);
        for kind in ["product", "campaign"] {
            let only = json!({"only": {format!("{kind}s"): [999_999_999]}});
            let reply = client.patch(&path, only).await.expect(400);
            let sentence = format!("There is no {kind} 999999999.");
            assert_eq!(*reply.json(), json!({"only": [sentence]}));
        }

        let logged = entries(app, &admin, "uat.update").await;
        let changes: Vec<_> = logged
            .iter()
            .filter(|entry| !entry["after"]["only"].is_null())
            .map(|entry| (&entry["before"]["only"], &entry["after"]["only"]))
            .collect();
        assert_eq!(changes.len(), steps.len());
        assert_eq!(
            changes[4],
            (
                &json!({"brands": [a, b], "products": null, "campaigns": null}),
                &json!({"brands": [b], "products": null, "campaigns": null})
            )
        );
    })
    .await;
}

/// What is gone stays in the condition, opens nothing, and does not stand in the way.
#[tokio::test]
async fn what_is_archived_or_deleted_does_no_harm() {
    each(async |app| {
        let admin = app.company().await;
        let (client, [a, b], [p, _]) = furnish(app, &admin).await;
        let rights = ["brand_view", "product_view"];
        let only = json!({"brands": [a, b]});
        let token = app.uat_within(&admin, &rights, only.clone()).await;
        let archive = format!("/api/v2/brands/{b}/archive/");
        client.post(&archive, json!({})).await.expect(200);
        let list = token.client.get("/api/v2/brands/?is_archived=1").await;
        assert_eq!(list.expect(200)["count"], 1);
        for path in [
            format!("/api/v2/products/{p}/"),
            format!("/api/v2/brands/{a}/"),
        ] {
            client.delete(&path).await.expect(204);
        }
        let list = token.client.get("/api/v2/brands/").await.expect(200);
        assert_eq!(list["count"], 0);
        let new = brand(&client, "A").await;
        let path = format!("/api/v2/brands/{new}/");
        token.client.get(&path).await.expect(404);
        // Narrowing to what is gone is still narrowing.
        let path = format!("{PATH}{}/", token.id);
        let reply = client
            .patch(&path, json!({"only": {"brands": [a]}}))
            .await
            .expect(200);
        let shown = json!({"brands": [a], "products": null, "campaigns": null});
        assert_eq!(reply["only"], shown);
        let list = token.client.get("/api/v2/products/").await.expect(200);
        assert_eq!(list["count"], 0);
    })
    .await;
}

#[tokio::test]
async fn a_successor_and_a_smaller_token_keep_it() {
    each(async |app| {
        let admin = app.company().await;
        let (client, [a, b], [p, _]) = furnish(app, &admin).await;
        let [c, _] = campaigns(&client, p).await;
        let rights = ["brand_view", "brand_edit"];
        let only = json!({"brands": [a], "campaigns": [c]});
        let shown = json!({"brands": [a], "products": null, "campaigns": [c]});
        let token = app.uat_within(&admin, &rights, only).await;
        let smaller = json!({"permissions": ["brand_view"], "name": "smaller"});
        let path = format!("{PATH}{}/", token.id);
        let reply = client.patch(&path, smaller).await.expect(200);
        assert_eq!(reply["only"], shown);
        let made = client
            .post(&rotate_path(&token.id), json!({"overlap": "1h"}))
            .await
            .expect(201);
        assert_eq!(made["only"], shown);
        for client in [&token.client, &client_of(app, made.json())] {
            assert_eq!(client.get("/api/v2/brands/").await.expect(200)["count"], 1);
            let other = format!("/api/v2/brands/{b}/");
            client.get(&other).await.expect(404);
        }
    })
    .await;
}

/// A refusal is seen where the use of the token is.
#[tokio::test]
async fn what_was_refused_is_counted() {
    each(async |app| {
        let admin = app.company().await;
        let (client, [a, _], [p, _]) = furnish(app, &admin).await;
        let [c, _] = campaigns(&client, p).await;
        let only = json!({"brands": [a]});
        let rights = ["brand_create", "campaign_archive"];
        let token = app.uat_within(&admin, &rights, only).await;
        let archive = format!("/api/v2/campaigns/{c}/archive/");
        for path in ["/api/v2/brands/", &archive] {
            let reply = token.client.post(path, json!({"name": "New"})).await;
            assert_eq!(reply.expect(403).code(), "outside_token_scope");
        }
        app.task("uses").await;
        let path = format!("{PATH}{}/use/", token.id);
        let seen = client.get(&path).await.expect(200);
        let day = seen["days"].as_array().expect("days").last();
        let day = day.expect("today");
        assert_eq!(day["refusals"], json!({"outside_token_scope": 2}));
    })
    .await;
}

/// Security checklist 62: a narrowing holds for the rest of an answer that has begun.
#[tokio::test]
async fn a_running_export_is_narrowed_too() {
    each(async |app| {
        let admin = app.company().await;
        let (client, [a, b], _) = furnish(app, &admin).await;
        let mut file = String::from("sku,name,brand\n");
        for row in 0..2_500 {
            let brand = if row % 2 == 0 { "A" } else { "B" };
            let _ = writeln!(file, "{row},Name,{brand}");
        }
        let path = "/api/v2/products/import/?sku=sku&name=name&brand=brand";
        let done = client.raw(Method::POST, path, "text/csv", file).await;
        done.expect(200);
        let only = json!({"brands": [a, b]});
        let token = app.uat_within(&admin, &["product_view"], only).await;
        let path = "/api/v2/products/export/?ordering=id";
        let request = token.client.request(Method::GET, path, Body::empty());
        let answer = app.program().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), 200);
        let mut body = answer.into_body();
        let first = body.frame().await.expect("a first step").expect("of data");
        let first = first.into_data().expect("data");
        let first = String::from_utf8_lossy(&first).into_owned();
        assert!(first.contains(",B,"), "{first}");
        let only = json!({"only": {"brands": [a]}});
        let path = format!("{PATH}{}/", token.id);
        client.patch(&path, only).await.expect(200);
        let rest = body.collect().await.expect("the rest").to_bytes();
        let rest = String::from_utf8_lossy(&rest);
        assert!(rest.contains(",A,"), "{rest}");
        assert!(!rest.contains(",B,"), "{rest}");
    })
    .await;
}
