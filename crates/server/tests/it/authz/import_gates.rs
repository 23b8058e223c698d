//! An import asks for more permissions when it is asked to do more (security checklist 51).

use super::planted;
use axum::http::Method;
use countermark_core::permissions::{Permission as P, PermissionSet};
use countermark_testkit::{Reply, TestApp, each};
use serde_json::json;

const IMPORT: &str = "/api/v2/products/import/?sku=sku&name=name&brand=brand";
const FILE: &str = "sku,name,brand\nN-1,New,Fresh brand\n";

/// An import by a token with those permissions, in a company of its own.
async fn import(app: &TestApp, rights: &[P], more: &str) -> (Reply, i64) {
    let admin = app.company().await;
    let end = app.now().plus_seconds(86_400);
    let token = planted(app, &admin, PermissionSet::of(rights), end).await;
    let path = format!("{IMPORT}{more}");
    let reply = token
        .client
        .raw(Method::POST, &path, "text/csv", FILE)
        .await;
    let list = app.jwt(&admin).await.get("/api/v2/products/").await;
    (reply, list.expect(200)["count"].as_i64().expect("a count"))
}

fn lacks(reply: &Reply, permission: &str) {
    assert_eq!(reply.status, 403, "{}", reply.text());
    assert_eq!(reply["required"], json!([permission]));
    assert_eq!(reply["missing_because"], "token");
}

#[tokio::test]
async fn an_import_makes_brands_and_changes_products_only_with_their_permissions() {
    each(async |app| {
        let (make, brand, edit) = (P::ProductCreate, P::BrandCreate, P::ProductEdit);
        for (rights, more, missing) in [
            (&[make][..], "&create_brands=1", Some("brand_create")),
            (&[make], "&create_brands=1&dry_run=1", Some("brand_create")),
            (
                &[make, brand],
                "&create_brands=1&existing=update",
                Some("product_edit"),
            ),
            (
                &[make, brand],
                "&create_brands=1&existing=update&dry_run=1",
                Some("product_edit"),
            ),
            (&[brand, edit], "&create_brands=1", Some("product_create")),
            (&[make, brand], "&create_brands=1", None),
            (
                &[make, brand, edit],
                "&create_brands=1&existing=update",
                None,
            ),
        ] {
            let (reply, products) = import(app, rights, more).await;
            if let Some(permission) = missing {
                lacks(&reply, permission);
                assert_eq!(products, 0, "{more}");
            } else {
                assert_eq!(reply.status, 200, "{more}: {}", reply.text());
                assert_eq!(products, 1, "{more}");
            }
        }
    })
    .await;
}
