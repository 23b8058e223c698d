//! `GET /api/v2/products/export/`

use super::{PATH, all, brand, foreign, import, path_of, product};
use axum::{body::Body, http::Method};
use countermark_testkit::{Client, Reply, each};
use http_body_util::BodyExt as _;
use serde_json::json;
use std::fmt::Write as _;
use tower::ServiceExt as _;

const HEADER: &str =
    "sku,name,brand,brand_reference,description,client_url,label,is_archived,creation_date\r\n";

async fn export(client: &Client, query: &str) -> Reply {
    client
        .get(&format!("{PATH}export/?{query}"))
        .await
        .expect(200)
}

#[tokio::test]
async fn a_file_with_all_columns() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let uat = app.uat(&admin, &["product_view"]).await;
        let empty = export(&uat.client, "").await;
        assert_eq!(empty.text(), HEADER);
        assert_eq!(empty.header("content-type"), "text/csv; charset=utf-8");
        let disposition = "attachment; filename=\"products.csv\"";
        assert_eq!(empty.header("content-disposition"), disposition);
        assert_eq!(empty.header("cache-control"), "no-store");

        brand(&client, "Öl, \"fein\"", Some("=ref")).await;
        let body = json!({
            "sku": "-1", "name": "=cmd|' /C calc'!A0", "brand": "=ref", "label": "＠label",
            "description": "two\nlines", "client_url": "https://example.com/?a=1,2",
        });
        client.post(PATH, body).await.expect(201);
        let row = "'-1,'=cmd|' /C calc'!A0,\"Öl, \"\"fein\"\"\",'=ref,\"two\nlines\",\
                   \"https://example.com/?a=1,2\",'＠label,false,2026-11-24T12:00:00.000000Z\r\n";
        assert_eq!(
            export(&uat.client, "").await.text(),
            format!("{HEADER}{row}")
        );
    })
    .await;
}

#[tokio::test]
async fn all_rows_of_the_filter_in_the_order_asked_for() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let (a, b) = (
            brand(&client, "A", None).await,
            brand(&client, "B", None).await,
        );
        for (brand, sku) in [(a, "1"), (b, "2"), (a, "3")] {
            product(&client, brand, sku).await;
        }
        let put_away = product(&client, a, "4").await;
        client
            .post(&format!("{}archive/", path_of(&put_away)), json!({}))
            .await
            .expect(200);
        for (query, expected) in [
            ("", vec!["3", "2", "1"]),
            ("ordering=sku", vec!["1", "2", "3"]),
            ("is_archived=1", vec!["4"]),
            ("sku__exact=2", vec!["2"]),
            ("search=of%203", vec!["3"]),
            (
                &format!("brand={a}&ordering=-sku&limit=1&offset=1"),
                vec!["3", "1"],
            ),
        ] {
            let text = export(&client, query).await.text();
            let skus: Vec<_> = text
                .lines()
                .skip(1)
                .filter_map(|line| line.split(',').next())
                .collect();
            assert_eq!(skus, expected, "{query}");
        }
        for query in ["ordering=x", "is_archived=x", "brand=x"] {
            client
                .get(&format!("{PATH}export/?{query}"))
                .await
                .expect(400);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_exported_can_be_imported() {
    each(async |app| {
        let (client, other) = (
            app.jwt(&app.company().await).await,
            app.jwt(&app.company().await).await,
        );
        let id = brand(&client, "+Brand", None).await;
        for (number, text) in [
            "=1+1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "'=1", "''+x", "it's", "a,\"b\"",
        ]
        .iter()
        .enumerate()
        {
            let body = json!({
                "sku": format!("{text}{number}"), "name": text, "brand": id, "label": text,
                "description": format!("{text}\nand {text}"), "client_url": "",
            });
            client.post(PATH, body).await.expect(201);
        }
        let file = export(&client, "ordering=id").await.text();
        for line in file.lines().skip(1) {
            let start = line
                .trim_start_matches('"')
                .chars()
                .next()
                .expect("a character");
            assert!(!"=+-@＝＋－＠".contains(start), "{line}");
        }
        let query = "sku=sku&name=name&brand=brand&description=description&client_url=client_url\
                     &label=label&create_brands=1";
        let done = import(&other, query, file.as_str()).await.expect(200);
        assert_eq!(done["created"], 12);
        let known = [
            "sku",
            "name",
            "label",
            "description",
            "client_url",
            "creation_date",
        ];
        let (before, after) = (all(&client).await, all(&other).await);
        for (before, after) in before.iter().zip(&after) {
            for member in known {
                assert_eq!(before[member], after[member], "{member}");
            }
            assert_eq!(before["brand"]["name"], after["brand"]["name"]);
        }
        assert_eq!(export(&other, "ordering=id").await.text(), file);
    })
    .await;
}

#[tokio::test]
async fn another_companys_products_are_not_in_it() {
    each(async |app| {
        let (client, stranger, _) = foreign(app).await;
        assert_eq!(export(&client, "").await.text().lines().count(), 2);
        assert_eq!(export(&stranger, "").await.text(), HEADER);
    })
    .await;
}

/// So many products, more than one step of an export.
async fn many(client: &Client, number: usize) {
    brand(client, "B", None).await;
    let mut file = String::from("sku,name,brand\n");
    for row in 0..number {
        let _ = writeln!(file, "{row},Name,B");
    }
    import(client, "sku=sku&name=name&brand=brand", file)
        .await
        .expect(200);
}

#[tokio::test]
async fn thousands_of_rows_come_in_steps() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        many(&client, 2_500).await;
        let text = export(&client, "ordering=id").await.text();
        let skus: Vec<_> = text
            .lines()
            .skip(1)
            .filter_map(|line| line.split(',').next())
            .collect();
        let expected: Vec<_> = (0..2_500).map(|row| row.to_string()).collect();
        assert_eq!(skus, expected);
    })
    .await;
}

/// A token that is revoked, or may not be used from there any more.
#[tokio::test]
async fn a_token_that_loses_its_right_ends_a_running_export() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        many(&client, 2_500).await;
        for is_revoked in [true, false] {
            let uat = app.uat(&admin, &["product_view"]).await;
            let request = uat
                .client
                .request(Method::GET, &format!("{PATH}export/"), Body::empty());
            let answer = app.program().oneshot(request).await.expect("an answer");
            assert_eq!(answer.status(), 200);
            let mut body = answer.into_body();
            let first = body.frame().await.expect("a first step").expect("of data");
            assert!(first.is_data());
            let path = format!("/api/v2/uats/{}/", uat.id);
            if is_revoked {
                client.delete(&path).await.expect(204);
            } else {
                let body = json!({"networks": ["203.0.113.7"]});
                client.patch(&path, body).await.expect(200);
            }
            let next = body.frame().await.expect("an end");
            assert!(
                next.is_err(),
                "it breaks off, so that nobody takes it for the whole"
            );
        }
    })
    .await;
}
