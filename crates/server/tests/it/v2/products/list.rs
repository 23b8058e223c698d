//! `GET /api/v2/products/`

use super::{PATH, all, brand, each_of, foreign, path_of, product};
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn a_page_is_shaped_as_in_the_contract() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let olive = brand(&client, "Kallista", Some("K")).await;
        let body = json!({
            "sku": "OLV-500", "name": "Olive oil 500 ml", "brand": "K",
            "client_url": "https://ex.org/olv",
        });
        let made = client.post(PATH, body).await.expect(201);
        let uuid = made["uuid"].as_str().expect("a UUID");
        assert_eq!((uuid.len(), uuid.matches('-').count()), (36, 4));
        let me = client.get("/api/v2/me/").await.expect(200);
        let company = &me["company"];

        let uat = app.uat(&admin, &["product_view"]).await;
        let list = uat.client.get(PATH).await.expect(200);
        let expected = json!({"count": 1, "next": null, "previous": null, "results": [{
            "id": made["id"], "uuid": uuid, "sku": "OLV-500", "image": null,
            "name": "Olive oil 500 ml", "description": "", "label": "Olive oil 500 ml",
            "brand": {"id": olive, "name": "Kallista", "image": null},
            "company": {"id": company["id"], "uuid": company["uuid"], "name": company["name"]},
            "creation_date": "2026-11-24T12:00:00.000000Z", "client_url": "https://ex.org/olv",
            "is_archived": false, "code_count": 0, "active_code_count": 0,
            "blacklisted_code_count": 0, "campaign": null, "smartlabel": null,
        }]});
        assert_eq!(*list.json(), expected);
    })
    .await;
}

#[tokio::test]
async fn pages_lead_to_every_product_once() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let brand = brand(&client, "Olive", None).await;
        for number in 0..7 {
            product(&client, brand, &format!("sku {number}")).await;
            app.clock.advance(1);
        }
        let (mut path, mut skus) = (format!("{PATH}?limit=3"), Vec::new());
        for (size, is_last) in [(3, false), (3, false), (1, true)] {
            let page = client.get(&path).await.expect(200);
            let rows = page["results"].as_array().expect("rows");
            assert_eq!((page["count"].as_i64(), rows.len()), (Some(7), size));
            skus.extend(each_of(rows, "sku").into_iter().map(String::from));
            assert_eq!(page["next"].is_null(), is_last);
            let next = page["next"].as_str().unwrap_or("http://test.example");
            path = next
                .strip_prefix("http://test.example")
                .expect("an absolute address")
                .into();
        }
        // The newest first, unless somebody says otherwise.
        let expected: Vec<_> = (0..7).rev().map(|number| format!("sku {number}")).collect();
        assert_eq!(skus, expected);
    })
    .await;
}

#[tokio::test]
async fn filters_and_orderings() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let (a, b) = (
            brand(&client, "A", None).await,
            brand(&client, "B", None).await,
        );
        for (brand, sku) in [(a, "1"), (b, "2%"), (a, "3"), (b, "4")] {
            product(&client, brand, sku).await;
        }
        let put_away = product(&client, b, "5").await;
        let archive = format!("{}archive/", path_of(&put_away));
        client.post(&archive, json!({})).await.expect(200);
        for (query, expected) in [
            ("", vec!["4", "3", "2%", "1"]),
            ("is_archived=0&ordering=sku", vec!["1", "2%", "3", "4"]),
            ("is_archived=1", vec!["5"]),
            ("sku__exact=3", vec!["3"]),
            ("sku__exact=5", vec![]),
            ("sku__exact=5&is_archived=1", vec!["5"]),
            (
                "search=NAME OF 2%25".replace(' ', "%20").as_str(),
                vec!["2%"],
            ),
            (&format!("brand={b}&ordering=-name"), vec!["4", "2%"]),
            (&format!("brand={b}&search=4"), vec!["4"]),
            ("brand=4711", vec![]),
            ("ordering=id&limit=1&offset=2", vec!["3"]),
            ("unknown=1&limit=1", vec!["4"]),
        ] {
            let list = client.get(&format!("{PATH}?{query}")).await.expect(200);
            let rows = list["results"].as_array().expect("rows");
            assert_eq!(each_of(rows, "sku"), expected, "{query}");
        }
        for (query, field) in [
            ("ordering=brand", "ordering"),
            ("is_archived=2", "is_archived"),
            ("brand=x", "brand"),
            ("limit=0", "limit"),
            ("after=x", "after"),
            ("search=%00", "search"),
        ] {
            let reply = client.get(&format!("{PATH}?{query}")).await.expect(400);
            assert!(reply[field].is_array(), "{query}: {}", reply.text());
        }
    })
    .await;
}

#[tokio::test]
async fn another_company_sees_nothing() {
    each(async |app| {
        let (client, stranger, product) = foreign(app).await;
        assert_eq!(all(&client).await.len(), 1);
        let brand = &product["brand"]["id"];
        for query in [
            "",
            "?sku__exact=OLV-500",
            &format!("?brand={brand}"),
            "?search=olv",
        ] {
            let list = stranger.get(&format!("{PATH}{query}")).await.expect(200);
            assert_eq!(
                (&list["count"], &list["results"]),
                (&json!(0), &json!([])),
                "{query}"
            );
        }
    })
    .await;
}
