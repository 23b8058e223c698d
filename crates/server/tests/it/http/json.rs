//! JSON that means harm: bombs, half characters, doubled members (security checklist 58, 93).

use axum::http::Method;
use countermark_testkit::{Client, Reply, each};

async fn post(client: &Client, body: impl Into<Vec<u8>>) -> Reply {
    client
        .raw(
            Method::POST,
            "/api/v2/brands/",
            "application/json",
            body.into(),
        )
        .await
}

/// Security checklist 58.
#[tokio::test]
async fn what_is_no_json_is_a_parse_error_and_changes_nothing() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let deep = |open: &str, close: &str| {
            format!(
                r#"{{"name": {}{}}}"#,
                open.repeat(50_000),
                close.repeat(50_000)
            )
            .into_bytes()
        };
        let bad: Vec<Vec<u8>> = vec![
            b"{".to_vec(),
            b"{}{}".to_vec(),
            b"{\"name\": \"A\"} trailing".to_vec(),
            b"{'name': 'A'}".to_vec(),
            b"{\"name\": \"A\",}".to_vec(),
            b"{\"name\": NaN}".to_vec(),
            b"{\"name\": 1e999999}".to_vec(),
            b"{\"name\": 01}".to_vec(),
            format!(r#"{{"name": {}}}"#, "9".repeat(1_000_000)).into_bytes(),
            b"{\"name\": \"A\nB\"}".to_vec(),
            b"\xef\xbb\xbf{\"name\": \"A\"}".to_vec(),
            b"{\"name\": \"\xff\xfe\"}".to_vec(),
            b"{\"name\": \"\xc0\xaf\"}".to_vec(),
            b"{\"name\": \"\xed\xa0\x80\"}".to_vec(),
            br#"{"name": "\ud800"}"#.to_vec(),
            br#"{"name": "\udc00\ud800"}"#.to_vec(),
            deep("[", "]"),
            deep("{\"a\":", "}"),
            b"[".repeat(200_000),
        ];
        for body in bad {
            let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
            let reply = post(&client, body).await.expect(400);
            assert_eq!(reply.code(), "parse_error", "{shown}");
            assert!(reply.text().len() < 300, "{shown}: {}", reply.text());
        }
        assert_eq!(client.get("/api/v2/brands/").await.expect(200)["count"], 0);
    })
    .await;
}

#[tokio::test]
async fn a_body_is_an_object() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        for (body, kind) in [
            ("[]", "list"),
            ("\"a\"", "str"),
            ("1", "number"),
            ("true", "bool"),
            ("null", "null"),
        ] {
            let reply = post(&client, body).await.expect(400);
            let sentence = format!("Invalid data. Expected a dictionary, but got {kind}.");
            assert_eq!(reply["non_field_errors"], serde_json::json!([sentence]));
        }
    })
    .await;
}

/// Values that a sloppy reader takes for something else: none of them is a 500.
#[tokio::test]
async fn strange_values_are_a_field_error_or_taken_as_they_are() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let digits = "9".repeat(100_000);
        for body in [
            format!(r#"{{"name": "{digits}"}}"#),
            r#"{"name": {"$ne": null}}"#.to_owned(),
            r#"{"name": ["A"]}"#.to_owned(),
            r#"{"name": "\u0000"}"#.to_owned(),
            r#"{"name": "A\u001b[31m"}"#.to_owned(),
            format!(r#"{{"name": [{}1]}}"#, "1,".repeat(200_000)),
        ] {
            let reply = post(&client, body.clone()).await.expect(400);
            assert!(
                reply["name"].is_array(),
                "{}: {}",
                &body[..30],
                reply.text()
            );
        }
        // The last of two members counts, as everywhere in this program.
        let reply = post(&client, r#"{"name": "first", "name": "last"}"#)
            .await
            .expect(201);
        assert_eq!(reply["name"], "last");
        let reply = post(&client, r#"{"name": "\u00e9\ud83d\ude00\u202e"}"#)
            .await
            .expect(201);
        assert_eq!(reply["name"], "é😀\u{202e}");
    })
    .await;
}
