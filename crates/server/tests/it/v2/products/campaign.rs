//! A product's campaign, as `POST`, `PUT` and `PATCH /api/v2/products/` set it and lists show it.

use crate::support::entry_by;
use countermark_testkit::{Client, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/products/";

struct Made {
    client: Client,
    brand: Value,
    spring: Value,
    autumn: Value,
}

async fn campaign(client: &Client, name: &str) -> Value {
    let body = json!({"name": name, "description": "about"});
    let made = client.post("/api/v2/campaigns/", body).await.expect(201);
    made["id"].clone()
}

async fn company(app: &TestApp) -> Made {
    let client = app.jwt(&app.company().await).await;
    let brand = client.post("/api/v2/brands/", json!({"name": "A"})).await;
    Made {
        brand: brand.expect(201)["id"].clone(),
        spring: campaign(&client, "Spring").await,
        autumn: campaign(&client, "Autumn").await,
        client,
    }
}

impl Made {
    async fn product(&self, sku: &str, campaign: &Value) -> String {
        let body = json!({"sku": sku, "name": sku, "brand": self.brand, "campaign": campaign});
        let made = self.client.post(PATH, body).await.expect(201);
        format!("{PATH}{}/", made["id"])
    }

    /// The number of products that each campaign shows.
    async fn counts(&self) -> [i64; 2] {
        let mut counts = [0; 2];
        for (count, id) in counts.iter_mut().zip([&self.spring, &self.autumn]) {
            let path = format!("/api/v2/campaigns/{id}/");
            let shown = self.client.get(&path).await.expect(200);
            *count = shown["product_count"].as_i64().expect("a number");
            let list = format!("{PATH}?campaign={id}&limit=200");
            let list = self.client.get(&list).await.expect(200);
            assert_eq!(list["count"], *count, "the list agrees");
        }
        counts
    }
}

#[tokio::test]
async fn a_product_is_put_into_a_campaign_moved_and_taken_out() {
    each(async |app| {
        let made = company(app).await;
        let product = made.product("P-1", &made.spring).await;
        made.product("P-2", &made.spring.to_string().into()).await;
        made.product("P-3", &Value::Null).await;
        let expected = json!({
            "id": made.spring, "name": "Spring", "description": "about", "is_archived": false,
        });
        let shown = made.client.get(&product).await.expect(200);
        assert_eq!(shown["campaign"], expected);
        assert_eq!(made.counts().await, [2, 0]);

        let moved = json!({"campaign": made.autumn});
        let moved = made.client.patch(&product, moved).await.expect(200);
        assert_eq!(moved["campaign"]["name"], "Autumn");
        assert_eq!(made.counts().await, [1, 1]);
        // What is not mentioned stays.
        let named = made.client.patch(&product, json!({"name": "N"})).await;
        assert_eq!(named.expect(200)["campaign"]["name"], "Autumn");
        assert_eq!(made.counts().await, [1, 1]);
        let out = made.client.patch(&product, json!({"campaign": null})).await;
        assert_eq!(out.expect(200)["campaign"], Value::Null);
        assert_eq!(made.counts().await, [1, 0]);

        let whole =
            json!({"sku": "P-1", "name": "N", "brand": made.brand, "campaign": made.autumn});
        made.client.put(&product, whole.clone()).await.expect(200);
        assert_eq!(made.counts().await, [1, 1]);
        // A PUT without it empties it, as it does with every other member.
        let mut without = whole;
        without
            .as_object_mut()
            .expect("an object")
            .remove("campaign");
        made.client.put(&product, without).await.expect(200);
        assert_eq!(made.counts().await, [1, 0]);
    })
    .await;
}

#[tokio::test]
async fn counts_follow_archiving_and_deleting() {
    each(async |app| {
        let made = company(app).await;
        let product = made.product("P-1", &made.spring).await;
        made.product("P-2", &made.spring).await;
        let archive = format!("{product}archive/");
        made.client.post(&archive, json!({})).await.expect(200);
        // Archived products are in their campaign still, as with brands.
        let path = format!("/api/v2/campaigns/{}/", made.spring);
        let shown = made.client.get(&path).await.expect(200);
        assert_eq!(shown["product_count"], 2);
        made.client.delete(&product).await.expect(204);
        assert_eq!(made.counts().await, [1, 0]);
    })
    .await;
}

/// Security checklist 53: a campaign that a body names is looked up inside the company.
#[tokio::test]
async fn a_campaign_of_another_company_cannot_be_named() {
    each(async |app| {
        let (made, other) = (company(app).await, company(app).await);
        let product = made.product("P-1", &made.spring).await;
        for (id, shown) in [
            (&other.spring, other.spring.to_string()),
            (&json!(999_999), "999999".into()),
        ] {
            let sentence = format!("Invalid pk \"{shown}\" - object does not exist.");
            let body = json!({"sku": "P-2", "name": "P", "brand": made.brand, "campaign": id});
            for reply in [
                made.client.post(PATH, body).await.expect(400),
                made.client
                    .patch(&product, json!({"campaign": id}))
                    .await
                    .expect(400),
            ] {
                assert_eq!(*reply.json(), json!({"campaign": [sentence]}));
            }
        }
        // Everything that is wrong at once.
        let body = json!({"sku": "P-1", "name": "P", "brand": 999_999, "campaign": 999_999});
        let reply = made.client.post(PATH, body).await.expect(400);
        let names: Vec<_> = reply.json().as_object().expect("fields").keys().collect();
        assert_eq!(names, ["brand", "campaign", "sku"]);
        for wrong in [json!("x"), json!([1]), json!(1.5)] {
            let reply = made
                .client
                .patch(&product, json!({"campaign": wrong}))
                .await
                .expect(400);
            assert!(reply["campaign"].is_array(), "{wrong}");
        }
        assert_eq!(
            (made.counts().await, other.counts().await),
            ([1, 0], [0, 0])
        );
    })
    .await;
}

#[tokio::test]
async fn a_change_of_campaign_is_in_the_audit_log() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let brand = client.post("/api/v2/brands/", json!({"name": "A"})).await;
        let spring = campaign(&client, "Spring").await;
        let body = json!({"sku": "P", "name": "P", "brand": brand.expect(201)["id"]});
        let product = client.post(PATH, body).await.expect(201);
        let path = format!("{PATH}{}/", product["id"]);
        client
            .patch(&path, json!({"campaign": spring}))
            .await
            .expect(200);
        let logged = entry_by(app, &admin, "product.update", &admin, "jwt").await;
        assert_eq!(logged["before"], json!({"campaign": null}));
        assert_eq!(logged["after"], json!({"campaign": spring}));
    })
    .await;
}

/// Two that move products in opposite directions never wait for each other.
#[tokio::test]
async fn moves_at_once_keep_the_counts() {
    each(async |app| {
        let made = company(app).await;
        let (one, two) = (
            made.product("P-1", &made.spring).await,
            made.product("P-2", &made.autumn).await,
        );
        for round in 0..6 {
            let (there, back) = match round % 2 {
                0 => (&made.autumn, &made.spring),
                _ => (&made.spring, &made.autumn),
            };
            let (a, b) = tokio::join!(
                made.client.patch(&one, json!({"campaign": there})),
                made.client.patch(&two, json!({"campaign": back})),
            );
            a.expect(200);
            b.expect(200);
            assert_eq!(made.counts().await, [1, 1]);
        }
    })
    .await;
}
