//! `GET /api/v2/codes/`

use crate::{
    code_scene::{Scene, codes},
    support::{column, every_page, wrong_pages},
    v2::documents::{downloaded, first_column},
};
use countermark_testkit::each;
use serde_json::{Value, json};

const PATH: &str = "/api/v2/codes/";

#[tokio::test]
async fn codes_are_listed_page_by_page_and_narrowed() {
    each(async |app| {
        let mut scene = Scene::of(app).await;
        let [one, two] = scene.products.map(Some);
        let list = [
            ("list-0001", one, Some("S-1")),
            ("list-0002", one, Some("S-2")),
            ("list-0003", two, None),
            ("list-0004", None, Some("list-0001")),
        ];
        let order = codes(app, &scene.admin, &list).await;
        app.clock.advance(86_400);
        scene.client = app.jwt(&scene.admin).await;
        let items = json!([
            {"extended_id": "list-0001", "line": "13A", "lot": 7, "activation_status": 1},
            {"extended_id": "list-0002", "line": "13A", "activation_status": 2},
        ]);
        scene.upload(&scene.client, items).await.expect(200);
        let rows = every_page(&scene.client, &format!("{PATH}?limit=3")).await;
        let ids = |rows: &[Value]| -> Vec<String> {
            let ids = column(rows, "extended_id").into_iter();
            ids.map(|id| {
                id.as_str()
                    .expect("an id")
                    .trim_start_matches("list-000")
                    .to_owned()
            })
            .collect()
        };
        assert_eq!(ids(&rows).concat(), "4321");
        let today = app.now().date_in(&jiff::tz::TimeZone::UTC).to_string();
        let now = app.now().to_string();
        let (campaign, brand, admin) = (scene.campaign, scene.brand, scene.admin.id);
        let [one, two] = scene.products;
        for (query, expected) in [
            ("ordering=creation_date".to_owned(), "1234"),
            (format!("campaign={campaign}"), "21"),
            (format!("brands={brand}"), "321"),
            (format!("brands={brand},0"), "321"),
            (format!("products={two}"), "3"),
            (format!("products={one}, {two}"), "321"),
            (format!("workorder={order}"), "4321"),
            ("workorder=0".into(), ""),
            ("status=0".into(), "43"),
            ("status=1".into(), "1"),
            ("status=2".into(), "2"),
            ("blacklisted=true".into(), "2"),
            ("blacklisted=false".into(), "431"),
            ("blacklisted=1".into(), "2"),
            ("scm_line=13A".into(), "21"),
            ("scm_line=13A&scm_lot=7".into(), "1"),
            ("scm_line=13a".into(), ""),
            ("scm_unknown=1".into(), ""),
            ("serial_number=S-1".into(), "1"),
            ("extended_id=list-0003".into(), "3"),
            ("search=list-0001".into(), "41"),
            ("search=S-".into(), "21"),
            (format!("activated_by={admin}"), "1"),
            (format!("activated_at={today}"), "1"),
            (format!("activated_at={today},{today}"), "1"),
            ("activated_at=,2020-01-01".into(), ""),
            (format!("updated_at={now}"), "21"),
            (format!("updated_at={now},{now}"), "21"),
            (format!("updated_at=2020-01-01T00:00:00Z,{now}"), "4321"),
            (
                format!("status=1&campaign={campaign}&scm_lot=7&serial_number=S-1"),
                "1",
            ),
        ] {
            let query = query.replace('+', "%2B").replace(", ", ",%20");
            let reply = scene
                .client
                .get(&format!("{PATH}?{query}"))
                .await
                .expect(200);
            let rows = reply["results"].as_array().expect("rows");
            assert_eq!(ids(rows).concat(), expected, "{query}");
            assert_eq!(reply["count"], rows.len(), "{query}");
            // A download takes the same filters, and has its rows in the order of their ids.
            let text = downloaded(app, &scene.client, &format!("?{query}")).await;
            let mut rows: Vec<_> = first_column(&text)
                .into_iter()
                .map(|id| id.trim_start_matches("list-000"))
                .collect();
            if !query.starts_with("ordering") {
                rows.reverse();
            }
            assert_eq!(rows.concat(), expected, "{query}");
        }
        let other = Scene::of(app).await;
        assert_eq!(other.client.get(PATH).await.expect(200)["count"], 0);
        // The product counts its codes.
        let product = scene.client.get(&format!("/api/v2/products/{one}/")).await;
        let product = product.expect(200);
        let counts = ["code_count", "active_code_count", "blacklisted_code_count"];
        assert_eq!(
            counts.map(|name| product[name].clone()),
            [2, 1, 1].map(|n| json!(n))
        );
    })
    .await;
}

#[tokio::test]
async fn wrong_queries_are_named() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        wrong_pages(&client, PATH).await;
        let many = vec!["1"; 101].join(",");
        let keys: Vec<_> = (0..11).map(|n| format!("scm_k{n}=1")).collect();
        let keys = keys.join("&");
        for (name, query) in [
            ("campaign", "campaign=EU"),
            ("brands", "brands=1,x"),
            ("products", "products=SKU-1"),
            ("products", &format!("products={many}")),
            ("workorder", "workorder=x"),
            ("status", "status=3"),
            ("status", "status=active"),
            ("blacklisted", "blacklisted=maybe"),
            ("activated_at", "activated_at=yesterday"),
            ("activated_at", "activated_at=2026-01-01,later"),
            ("activated_at", "activated_at=2026-02-30"),
            ("updated_at", "updated_at=01/02/2026"),
            ("activated_by", "activated_by=ada"),
            ("scm_line", "scm_line=a%00"),
            ("scm_", &keys),
        ] {
            let reply = client.get(&format!("{PATH}?{query}")).await.expect(400);
            assert!(reply[name].is_array(), "{query}: {}", reply.text());
        }
    })
    .await;
}
