//! Bad files: each gets a clear error with its row, and nothing of it is applied.

use super::Desk;
use countermark_testkit::{TestApp, each};
use serde_json::{Value, json};
use std::io::{Cursor, Write as _};

/// Sends a file that is no good; returns its errors.
async fn refused(app: &TestApp, desk: &Desk, filetype: &str, file: &[u8]) -> Vec<Value> {
    let record = desk.through(app, filetype, file).await;
    let shown = String::from_utf8_lossy(&file[..file.len().min(100)]).into_owned();
    assert_eq!(record["state"], "failed", "{shown}: {record}");
    assert!(desk.ids().await.is_empty(), "{shown}");
    assert!(record["workorder"].is_null() && record["done"] == 0);
    let errors = record["errors"].as_array().expect("errors").clone();
    assert_eq!(record["error_count"], errors.len(), "{shown}: {record}");
    errors
}

/// An error names its row and field, and says what is wrong.
fn tells(error: &Value, row: i64, (field, part): (&str, &str), shown: &str) {
    assert_eq!(
        (&error["row"], &error["field"]),
        (&json!(row), &json!(field)),
        "{shown}: {error}"
    );
    let message = error["message"].as_str().expect("a sentence");
    assert!(message.contains(part), "{shown}: {message}");
}

fn zip() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("codes.csv", options).expect("an entry");
    zip.write_all(b"id\nfile-code\n").expect("written");
    zip.finish().expect("a zip").into_inner()
}

#[tokio::test]
async fn one_bad_row_is_named_and_nothing_is_applied() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let long = format!("id\ngood-code\n{}\n", "x".repeat(101));
        let wide = format!("id{}\n", ",x".repeat(10_000));
        let wide_row = format!("id\ngood-code\nwide-code{}\n", ",".repeat(10_000));
        let unclosed = format!("id\ngood-code\n\"{}", "x".repeat(1_200_000));
        let zip = zip();
        let cases: Vec<(&[u8], i64, &str, &str)> = vec![
            (b"id\ngood-code\nbad code!\n", 3, "id", "Use only A-Z"),
            (b"id\ngood-code\nshort\n", 3, "id", "at least 8"),
            (long.as_bytes(), 3, "id", "no more than 100"),
            (
                b"id\ngood-code\n01/09506000134353/21/A\n",
                3,
                "id",
                "check digit",
            ),
            (b"id,lot\ngood-code,1\n,2\n", 3, "id", "may not be blank"),
            (
                b"id\r\ngood-code\r\n\r\ngood-code\r\n",
                4,
                "id",
                "stands in row 2 already",
            ),
            (
                b"id,serial_number\ngood-code,1\nnext-code,1\n",
                3,
                "serial_number",
                "stands in row 2 already",
            ),
            (
                b"id,product\ngood-code,NO\n",
                2,
                "product",
                "Object with sku=NO",
            ),
            (
                b"id,activation_status\ngood-code,7\n",
                2,
                "activation_status",
                "valid choice",
            ),
            (
                b"id,blacklist_reason,activation_status\ngood-code,4,1\n",
                2,
                "blacklist_reason",
                "Only a blacklisted",
            ),
            (
                b"id,lot\ngood-code,1\nnext-code\n",
                3,
                "file",
                "This row has 1 cells, the header 2.",
            ),
            (b"lot,line\n1,2\n", 1, "file", "no column \"id\""),
            (b"ID\ngood-code\n", 1, "file", "no column \"id\""),
            (
                b"id,lot,lot\ngood-code,1,2\n",
                1,
                "file",
                "\"lot\" is there twice",
            ),
            (b"", 1, "file", "The file is empty."),
            (b"\xef\xbb\xbf", 1, "file", "The file is empty."),
            (b"\r\n\r\n", 1, "file", "The file is empty."),
            (b"id\n", 2, "file", "no codes in this file"),
            (b"id,lot", 2, "file", "no codes in this file"),
            (
                b"id\ngood-code\nnul\x00-code\n",
                3,
                "file",
                "null character",
            ),
            (b"id\ngood-code\nlatin-\xe9-code\n", 3, "file", "not UTF-8"),
            (b"\xff\xfei\x00d\x00\n\x00", 1, "file", "not UTF-8"),
            (wide.as_bytes(), 1, "file", "at most 1000 cells"),
            (wide_row.as_bytes(), 3, "file", "at most 1000 cells"),
            (b"id\ngood-code\n\"open-code\n", 3, "file", "never closed"),
            (
                b"id\ngood-code\n\"odd\"-code\n",
                3,
                "file",
                "after its closing quote",
            ),
            (unclosed.as_bytes(), 3, "file", "more than a mebibyte"),
            (&zip, 1, "file", "This is a zip file"),
        ];
        for (file, row, field, part) in cases {
            let errors = refused(app, &desk, "csv", file).await;
            let shown = String::from_utf8_lossy(&file[..file.len().min(60)]).into_owned();
            let [error] = errors.as_slice() else {
                panic!("one error, not {errors:?}: {shown}");
            };
            tells(error, row, (field, part), &shown);
        }
    })
    .await;
}

#[tokio::test]
async fn so_is_an_element_of_an_array() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let deep = format!(
            "[{{\"id\": \"good-code\", \"x\": {}{}}}]",
            "[".repeat(5_000),
            "]".repeat(5_000)
        );
        let huge = format!(
            "[{{\"id\": \"good-code\"}}, {{\"id\": \"{}\"}}]",
            "x".repeat(1_200_000)
        );
        let cases: Vec<(&[u8], i64, &str, &str)> = vec![
            (b"{\"id\": \"good-code\"}", 1, "file", "no JSON array"),
            (b"id\ngood-code\n", 1, "file", "no JSON array"),
            (b"", 1, "file", "The file is empty."),
            (b"[]", 1, "file", "no codes in this file"),
            (
                b"[{\"id\": \"good-code\"}, 7]",
                2,
                "file",
                "Expected a dictionary",
            ),
            (
                b"[{\"id\": \"good-code\"}, [[[[]]]]]",
                2,
                "file",
                "Expected a dictionary",
            ),
            (b"[{\"id\": \"good-code\"}", 2, "file", "breaks off"),
            (
                b"[{\"id\": \"good-code\"}] x",
                2,
                "file",
                "behind the array",
            ),
            (
                b"[{\"id\": \"good-code\"}, {\"lot\": 1}]",
                2,
                "id",
                "required",
            ),
            (
                b"[{\"id\": \"good-code\"}, {\"id\": [1]}]",
                2,
                "id",
                "Not a valid string.",
            ),
            (
                b"[{\"id\": \"good-code\"}, {id: 1}]",
                2,
                "file",
                "JSON parse error",
            ),
            (
                b"[{\"id\": \"nul-\x00-code\"}]",
                1,
                "file",
                "JSON parse error",
            ),
            (b"[{\"id\": \"nul-\\u0000-code\"}]", 1, "id", "Use only A-Z"),
            (
                b"[{\"id\": \"latin-\xe9-code\"}]",
                1,
                "file",
                "JSON parse error",
            ),
            (
                b"[{\"id\": \"good-code\", \"lot\": []}]",
                1,
                "lot",
                "Not a valid value.",
            ),
            (deep.as_bytes(), 1, "file", "recursion limit"),
            (huge.as_bytes(), 2, "file", "more than a mebibyte"),
        ];
        for (file, row, field, part) in cases {
            let errors = refused(app, &desk, "json", file).await;
            let shown = String::from_utf8_lossy(&file[..file.len().min(60)]).into_owned();
            tells(&errors[0], row, (field, part), &shown);
        }
    })
    .await;
}

/// Every error is counted, the first thousand are kept, the first hundred shown.
#[tokio::test]
async fn many_errors_are_counted() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let file = "id\n".to_owned() + &"bad\n".repeat(7_000);
        let begun = desk.file("csv").await;
        super::send(app, &begun, file.as_bytes()).await.expect(201);
        let client = &desk.scene.client;
        let body = json!({"record": begun["record_key"]});
        client.post(super::PROCESS, body).await.expect(200);
        app.jobs().await;
        let record = desk.record(&begun).await;
        assert_eq!(record["error_count"], 7_000);
        assert_eq!(record["errors"].as_array().expect("errors").len(), 100);
        let file = client
            .get(&super::path(&begun, "errors/"))
            .await
            .expect(200);
        assert_eq!(file.text().lines().count(), 1_001);
        assert!(
            file.text()
                .ends_with("1001,id,Ensure this field has at least 8 characters.\r\n")
        );
    })
    .await;
}
