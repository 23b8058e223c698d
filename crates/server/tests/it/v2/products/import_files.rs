//! `POST /api/v2/products/import/`: bad files are refused with the row, and nothing is written.

use super::{all, brand, import};
use axum::{body::Body, http::Method};
use countermark_testkit::{Client, each};
use serde_json::{Value, json};

const QUERY: &str = "sku=sku&name=name&brand=brand&client_url=url&create_brands=1";
const HEADER: &str = "sku,name,brand,url\n";

/// What is refused of a file: row and field of each error, and the first one's sentence.
async fn refused(client: &Client, query: &str, file: &[u8]) -> (Vec<(u64, String)>, String) {
    let reply = import(client, query, file).await.expect(400);
    assert_eq!(reply.code(), "import_failed", "{}", reply.text());
    assert!(
        reply["detail"]
            .as_str()
            .is_some_and(|text| text.starts_with("Nothing was imported"))
    );
    let errors = reply["errors"].as_array().expect("errors");
    assert_eq!(reply["error_count"], errors.len());
    let place = |error: &Value| {
        let field = error["field"].as_str().expect("a field");
        (error["row"].as_u64().expect("a row"), field.to_owned())
    };
    let message = errors[0]["message"]
        .as_str()
        .expect("a sentence")
        .to_owned();
    (errors.iter().map(place).collect(), message)
}

#[tokio::test]
async fn files_that_are_none_are_refused() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let wide = format!("{HEADER}1,a,b,c{}\n", ",".repeat(1_000));
        let header = format!("sku,name,brand,url{}\n", ",x".repeat(1_000));
        for (file, row, part) in [
            (&b""[..], 1, "The file is empty."),
            (b"\xef\xbb\xbf\r\n\r\n , \n", 1, "The file is empty."),
            (
                b"sku,name,brand,url\n1,\"One,B,\n2,Two,B,\n",
                2,
                "never closed",
            ),
            (
                b"sku,name,brand,url\n1,One,B,\n2,\"Two\" two,B,\n",
                3,
                "after its closing quote",
            ),
            (
                b"sku,name,brand,url\n1,One,B,\n2,Tw\xf6,B,\n",
                3,
                "not UTF-8",
            ),
            (b"\xff\xfes\x00k\x00u\x00", 1, "not UTF-8"),
            (
                b"sku,name,brand,url\n1,One,B,\n2,T\x00o,B,\n",
                3,
                "null character",
            ),
            (wide.as_bytes(), 2, "at most 1000 cells"),
            (header.as_bytes(), 1, "at most 1000 cells"),
            (
                b"sku,name,brand,url\n1,One,B,\n2,Two,B\n",
                3,
                "has 3 cells, the header 4",
            ),
            (
                b"sku,name,brand,url\n1,One,B,\n2,Two,B,,\n",
                3,
                "has 5 cells, the header 4",
            ),
        ] {
            let (places, message) = refused(&client, QUERY, file).await;
            assert_eq!(places, [(row, "file".to_owned())], "{message}");
            assert!(message.contains(part), "{message}");
        }
        assert_eq!(all(&client).await, [Value::Null; 0]);
    })
    .await;
}

#[tokio::test]
async fn columns_that_are_not_there_are_named() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        for (header, field, part) in [
            ("sku,title,brand,url", "name", "no column \"name\""),
            ("SKU,name,brand,url", "sku", "no column \"sku\""),
            ("sku,name,name,brand,url", "name", "\"name\" is there twice"),
            ("1,One,B,", "sku", "no column \"sku\""),
            ("sku;name;brand;url", "sku", "parted by commas"),
        ] {
            let cells = ",x".repeat(header.matches(',').count());
            let file = format!("{header}\n1{cells}\n");
            let (places, message) = refused(&client, QUERY, file.as_bytes()).await;
            assert_eq!(places[0], (1, field.to_owned()), "{header}");
            assert!(message.contains(part), "{message}");
        }
        let (places, _) = refused(&client, QUERY, b"a,b\n1,2\n").await;
        let fields: Vec<_> = places.iter().map(|(_, field)| field.as_str()).collect();
        assert_eq!(fields, ["sku", "name", "brand", "client_url"]);
        // A column that nobody asked for may be there as often as it likes.
        let file = "sku,name,brand,url,x,x\n1,One,B,,,\n";
        import(&client, QUERY, file).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn every_bad_row_is_named_and_none_is_written() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        brand(&client, "B", None).await;
        let long = "x".repeat(101);
        let rows = format!(
            "1,One,B,https://example.com\n,No sku,B,\n2,,B,\n{long},Long,B,\n3,Three,,\n\
             4,Four,B,not a link\n1,One again,B,\n1,,,\n5,\"a\tb\",B,\n,,B,ftp://x\n6,Six,B,\n"
        );
        let (places, _) = refused(&client, QUERY, format!("{HEADER}{rows}").as_bytes()).await;
        let expected = [
            (3, "sku"),
            (4, "name"),
            (5, "sku"),
            (6, "brand"),
            (7, "client_url"),
            (8, "sku"),
            (10, "name"),
            (11, "sku"),
            (11, "name"),
            (11, "client_url"),
        ];
        let expected: Vec<_> = expected.map(|(row, field)| (row, field.to_owned())).into();
        assert_eq!(places, expected);
        let (places, message) =
            refused(&client, QUERY, b"sku,name,brand,url\n1,a,B,\n1,b,B,\n").await;
        assert_eq!(
            (places.len(), message.as_str()),
            (1, "This SKU stands in row 2 already.")
        );
        let strict = QUERY.replace("&create_brands=1", "");
        let file = format!("{HEADER}1,One,B,\n2,Two,Other,\n3,Three,Other,\n");
        let (places, message) = refused(&client, &strict, file.as_bytes()).await;
        assert_eq!(places, [(3, "brand".to_owned()), (4, "brand".to_owned())]);
        assert_eq!(message, "There is no brand \"Other\".");
        assert_eq!(all(&client).await, [Value::Null; 0]);
        let brands = client.get("/api/v2/brands/").await.expect(200);
        assert_eq!(brands["count"], 1);
    })
    .await;
}

#[tokio::test]
async fn a_hundred_errors_are_listed_and_all_are_counted() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let file = format!("{HEADER}{}", ",No sku,B,\n".repeat(250));
        let reply = import(&client, QUERY, file).await.expect(400);
        assert_eq!(reply["errors"].as_array().expect("errors").len(), 100);
        assert_eq!(
            (&reply["errors"][99]["row"], &reply["error_count"]),
            (&json!(101), &json!(250))
        );
        assert_eq!(
            reply["detail"],
            "Nothing was imported: there are 250 errors."
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_no_csv_of_ten_mebibytes_is_refused() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let path = format!("{}import/?{QUERY}", super::PATH);
        for kind in [
            "application/json",
            "multipart/form-data; boundary=x",
            "text/plain",
            "text/csvx",
        ] {
            let reply = client
                .raw(Method::POST, &path, kind, HEADER)
                .await
                .expect(415);
            assert_eq!(reply.code(), "unsupported_media_type", "{kind}");
        }
        let none = client.request(Method::POST, &path, Body::from(HEADER));
        client.send(none).await.expect(415);
        for kind in ["TEXT/CSV", "text/csv; charset=utf-8"] {
            client
                .raw(Method::POST, &path, kind, HEADER)
                .await
                .expect(200);
        }
        let most = 10 * 1_024 * 1_024;
        let mut file = format!("{HEADER}1,One,B,\n").into_bytes();
        file.resize(most, b'\n');
        import(&client, QUERY, file.clone()).await.expect(200);
        file.push(b'\n');
        let reply = import(&client, QUERY, file).await.expect(413);
        assert_eq!(reply.code(), "payload_too_large");
    })
    .await;
}
