//! Ways around the path: lists, filters, references in bodies, headers, methods in disguise
//! (security checklist 47, 51 to 54).

use super::{objects::Objects, operations};
use axum::{
    body::Body,
    http::{HeaderValue, Method},
};
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn lists_and_filters_show_nothing_of_others() {
    each(async |app| {
        let ours = app.company().await;
        let objects = Objects::of(app, &ours).await;
        let stranger = app.company().await;
        let client = app.jwt(&stranger).await;
        for operation in operations() {
            if operation.method != "GET" || operation.has_id() {
                continue;
            }
            let company = ours.company;
            for query in [
                String::new(),
                "?all=1".into(),
                format!("?company={company}&company_id={company}&tenant={company}&org={company}"),
                format!("?user={}&owner={}", ours.id, ours.id),
                "?search=Ours&sku__exact=OURS-1".into(),
                "?is_archived=1&limit=200".into(),
                "?expand=company,owner&include=all&fields=*".into(),
            ] {
                let path = format!("{}{query}", operation.path);
                let text = client.get(&path).await.text();
                for secret in objects.marks(&ours) {
                    assert!(!text.contains(&secret), "{path} shows {secret}");
                }
            }
        }
        let path = "/api/v2/brands/?search=Ours";
        let shown = app.jwt(&ours).await.get(path).await.expect(200);
        assert_eq!(
            shown["count"], 1,
            "the mark is where its owner looks for it"
        );
    })
    .await;
}

/// A brand that a body names is looked for inside the company (security checklist 53).
#[tokio::test]
async fn a_body_cannot_point_into_another_company() {
    each(async |app| {
        let ours = app.company().await;
        let objects = Objects::of(app, &ours).await;
        let brand: i64 = objects.brand().parse().unwrap();
        let client = app.jwt(&app.company().await).await;
        let own = json!({"name": "Theirs", "reference": "theirs"});
        client.post("/api/v2/brands/", own).await.expect(201);
        let product = json!({"sku": "T-1", "name": "T", "brand": "theirs"});
        let product = client.post("/api/v2/products/", product).await.expect(201);
        let path = format!("/api/v2/products/{}/", product["id"]);
        for foreign in [json!(brand), json!(brand.to_string()), json!("ours")] {
            let unknown = json!(999_999_999);
            let mut told = Vec::new();
            for brand in [foreign, unknown] {
                let body = json!({"sku": "T-2", "name": "T", "brand": brand});
                told.push(client.post("/api/v2/products/", body.clone()).await);
                told.push(client.patch(&path, json!({"brand": brand})).await);
                told.push(client.put(&path, body).await);
            }
            let first = told[0].json()["brand"].clone();
            assert!(first.is_array(), "{}", told[0].text());
            for reply in told {
                assert_eq!(reply.status, 400, "{}", reply.text());
                assert!(!reply.text().contains("Ours"), "{}", reply.text());
            }
        }
        let list = client.get("/api/v2/products/").await.expect(200);
        assert_eq!(list["count"], 1);
        assert_eq!(list["results"][0]["brand"]["name"], "Theirs");
    })
    .await;
}

#[tokio::test]
async fn neither_headers_nor_methods_in_disguise_change_who_one_is() {
    each(async |app| {
        let ours = app.company().await;
        let objects = Objects::of(app, &ours).await;
        let before = objects.seen().await;
        let stranger = app.company().await;
        let client = app.jwt(&stranger).await;
        let id = ours.company.to_string();
        for name in [
            "x-company",
            "x-company-id",
            "x-tenant-id",
            "x-org",
            "x-user-id",
        ] {
            let mut request = client.request(
                Method::GET,
                &format!("/api/v2/me/?company={id}"),
                Body::empty(),
            );
            let value = HeaderValue::from_str(&id).unwrap();
            request.headers_mut().insert(name, value);
            let me = client.send(request).await.expect(200);
            assert_eq!(me["company"]["id"], stranger.company.0);
        }
        // A GET stays a GET, whatever else it says (security checklist 52).
        let admins = app.jwt(&ours).await;
        let brand = operations()
            .into_iter()
            .find(|o| o.id == "brands_delete")
            .unwrap();
        let path = objects.path(&brand);
        for (name, value) in [
            ("x-http-method-override", "DELETE"),
            ("x-http-method", "DELETE"),
            ("x-method-override", "DELETE"),
        ] {
            let path = format!("{path}?_method=DELETE&method=DELETE");
            let body = Body::empty();
            let mut request = admins.request(Method::GET, &path, body);
            let value = HeaderValue::from_static(value);
            request.headers_mut().insert(name, value);
            admins.send(request).await.expect(200);
        }
        assert_eq!(objects.seen().await, before);
    })
    .await;
}
