//! `POST /api/v2/products/import/`: what becomes of good files.

use super::{all, brand, each_of, entries, import};
use countermark_testkit::{Person, Reply, TestApp, each};
use serde_json::{Value, json};

const APPAREL: &str = include_str!("../../fixtures/shop-apparel.csv");
const JEWELERY: &str = include_str!("../../fixtures/shop-jewelery.csv");
/// The columns of a shop's export.
pub(super) const SHOP: &str = "sku={Handle}&name=Title&brand=Vendor&description=Body%20(HTML)\
                    &client_url=https://shop.example/products/{Handle}";

/// Imports as a token that holds nothing but the two rights that this needs.
async fn as_token(app: &TestApp, admin: &Person, query: &str, file: &str) -> Reply {
    let uat = app.uat(admin, &["product_create", "brand_create"]).await;
    import(&uat.client, query, file).await
}

#[tokio::test]
async fn a_shops_exports_become_products() {
    each(async |app| {
        let admin = app.company().await;
        let query = format!("{SHOP}&create_brands=1");
        for (file, rows, continued, brands) in [
            (APPAREL, 22, 2, json!(["partners-demo"])),
            (JEWELERY, 41, 21, json!(["Company 123", "Sterling Ltd"])),
        ] {
            let done = as_token(app, &admin, &query, file).await.expect(200);
            for (member, expected) in [
                ("dry_run", json!(false)),
                ("rows", json!(rows)),
                ("created", json!(20)),
                ("updated", json!(0)),
                ("skipped", json!(0)),
                ("continued", json!(continued)),
            ] {
                assert_eq!(done[member], expected, "{member}");
            }
            let mut made = done["brands_created"].as_array().expect("names").clone();
            made.sort_by_key(ToString::to_string);
            assert_eq!(Value::from(made), brands);
        }
        let client = app.jwt(&admin).await;
        let products = all(&client).await;
        assert_eq!(products.len(), 40);
        let shirt = products
            .iter()
            .find(|row| row["sku"] == "ocean-blue-shirt")
            .expect("a shirt");
        assert_eq!(shirt["name"], "Ocean Blue Shirt");
        assert_eq!(shirt["label"], "Ocean Blue Shirt");
        assert_eq!(shirt["brand"]["name"], "partners-demo");
        assert_eq!(
            shirt["client_url"],
            "https://shop.example/products/ocean-blue-shirt"
        );
        let text = shirt["description"].as_str().expect("a description");
        assert!(text.starts_with("Ocean blue cotton shirt") && text.ends_with("patterns."));

        let brands = client
            .get("/api/v2/brands/?ordering=name")
            .await
            .expect(200);
        let brands = brands["results"].as_array().expect("brands").iter();
        let counts: Vec<_> = brands
            .map(|brand| brand["product_count"].as_i64())
            .collect();
        assert_eq!((counts.len(), counts.iter().flatten().sum()), (3, 40_i64));
    })
    .await;
}

#[tokio::test]
async fn one_entry_tells_of_all_products_and_one_of_each_brand() {
    each(async |app| {
        let admin = app.company().await;
        let query = format!("{SHOP}&create_brands=1");
        as_token(app, &admin, &query, JEWELERY).await.expect(200);
        let log = entries(app, &admin, "product.import").await;
        assert_eq!(log.len(), 1);
        let after = &log[0]["after"];
        let ids = (
            after["created_ids"][0].as_i64(),
            after["created_ids"][1].as_i64(),
        );
        assert_eq!(ids.0.zip(ids.1).map(|(first, last)| last - first), Some(19));
        for (member, number) in [
            ("rows", 41),
            ("created", 20),
            ("updated", 0),
            ("skipped", 0),
            ("continued", 21),
            ("brands_created", 2),
        ] {
            assert_eq!(after[member], number, "{member}");
        }
        assert_eq!(log[0]["credential"]["kind"], "uat");
        assert_eq!(entries(app, &admin, "brand.create").await.len(), 2);
        assert_eq!(entries(app, &admin, "product.create").await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_rehearsal_tells_the_same_and_writes_nothing() {
    each(async |app| {
        let admin = app.company().await;
        let query = format!("{SHOP}&create_brands=1");
        let rehearsal = as_token(app, &admin, &format!("{query}&dry_run=1"), APPAREL).await;
        let rehearsal = rehearsal.expect(200).json().clone();
        let client = app.jwt(&admin).await;
        assert_eq!(all(&client).await, [Value::Null; 0]);
        let brands = client.get("/api/v2/brands/").await.expect(200);
        assert_eq!(brands["count"], 0);
        assert_eq!(
            entries(app, &admin, "product.import").await,
            [Value::Null; 0]
        );

        let mut done = as_token(app, &admin, &query, APPAREL)
            .await
            .expect(200)
            .json()
            .clone();
        assert_eq!(
            (&rehearsal["dry_run"], &done["dry_run"]),
            (&json!(true), &json!(false))
        );
        done["dry_run"] = json!(true);
        assert_eq!(rehearsal, done);
        let preview = rehearsal["preview"].as_array().expect("rows");
        assert_eq!(preview.len(), 10);
        assert_eq!(preview[0]["row"], 2);
        for (member, expected) in [
            ("sku", "ocean-blue-shirt"),
            ("name", "Ocean Blue Shirt"),
            ("brand", "partners-demo"),
            (
                "client_url",
                "https://shop.example/products/ocean-blue-shirt",
            ),
            ("action", "create"),
        ] {
            assert_eq!(preview[0][member], expected, "{member}");
        }
        assert!(
            preview[0]["description"]
                .as_str()
                .expect("a text")
                .starts_with("Ocean blue")
        );
        assert_eq!(preview[0].as_object().expect("an object").len(), 7);
    })
    .await;
}

#[tokio::test]
async fn brands_are_found_by_reference_or_name() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        brand(&client, "Kallista", Some("K-1")).await;
        let file = "sku,name,brand\n1,One,K-1\n2,Two,KALLISTA\n3,Three,New\n4,Four,NEW\n";
        let query = "sku=sku&name=name&brand=brand&create_brands=1";
        let done = import(&client, query, file).await.expect(200);
        assert_eq!(done["brands_created"], json!(["New"]));
        let brands: Vec<_> = all(&client)
            .await
            .into_iter()
            .map(|row| row["brand"]["name"].clone())
            .collect();
        assert_eq!(brands, ["Kallista", "Kallista", "New", "New"]);
    })
    .await;
}

#[tokio::test]
async fn files_of_all_makes_are_read() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        brand(&client, "B", None).await;
        let query = "sku=sku&name=name&brand=brand&description=text&label=label";
        for (number, file) in [
            "\u{feff}sku,name,brand,text,label\r\n{n},\"Name, \"\"quoted\"\"\",B,\"two\r\nlines\",L\r\n",
            "sku,name,brand,text,label\n{n},\"Name, \"\"quoted\"\"\",B,\"two\r\nlines\",L",
            "\n\n sku ,name,label,other,text,brand,other\n\n {n} ,\"Name, \"\"quoted\"\"\",L,,\"two\r\nlines\",b,\n,,,,,,\n",
            "sku,name,brand,text,label\r{n},\"Name, \"\"quoted\"\"\",B,\"two\r\nlines\",L\r",
        ]
        .iter()
        .enumerate()
        {
            let file = file.replace("{n}", &number.to_string());
            let done = import(&client, query, file.as_str()).await.expect(200);
            assert_eq!((&done["rows"], &done["created"]), (&json!(1), &json!(1)), "{file:?}");
        }
        let products = all(&client).await;
        assert_eq!(each_of(&products, "sku"), ["0", "1", "2", "3"]);
        assert_eq!(each_of(&products, "name"), ["Name, \"quoted\""; 4]);
        assert_eq!(each_of(&products, "description"), ["two\r\nlines"; 4]);
        assert_eq!(each_of(&products, "label"), ["L"; 4]);
        let nothing = import(&client, query, "sku,name,brand,text,label\n").await.expect(200);
        assert_eq!((&nothing["rows"], &nothing["created"]), (&json!(0), &json!(0)));
    })
    .await;
}

#[tokio::test]
async fn formulas_lose_the_apostrophe_of_an_export() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        brand(&client, "B", None).await;
        let file = "sku,name,brand\n1,'=1+1,B\n2,''=2,B\n3,'quoted',B\n4,=3,B\n5,'＝4,B\n";
        import(&client, "sku=sku&name=name&brand=brand", file)
            .await
            .expect(200);
        let names = all(&client).await;
        assert_eq!(
            each_of(&names, "name"),
            ["=1+1", "'=2", "'quoted'", "=3", "＝4"]
        );
    })
    .await;
}
