//! `/api/v2/webhooks/`

mod calls;
mod endless;
mod refused;

use crate::support::{entry_by, missing_fields, wrong_fields};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::json;

const PATH: &str = "/api/v2/webhooks/";

#[tokio::test]
async fn a_webhook_is_made_changed_and_removed() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let body = json!({
            "url": " https://hook.example/in?x=1 ", "events": ["scan.flagged", "scan.created"],
        });
        let made = client.post(PATH, body).await.expect(201);
        let secret = made["secret"].as_str().expect("a secret");
        assert!(
            secret.starts_with("whsec_") && secret.len() == 50,
            "{secret}"
        );
        let shown = json!({
            "id": made["id"], "url": "https://hook.example/in?x=1",
            "events": ["scan.created", "scan.flagged"], "is_active": true,
            "failing_since": null, "disabled_at": null,
            "creation_date": "2026-11-24T12:00:00.000000Z",
        });
        let mut expected = shown.clone();
        expected["secret"] = json!(secret);
        assert_eq!(*made.json(), expected);
        let logged = entry_by(app, &admin, "webhook.create", &admin, "jwt").await;
        assert!(!logged.to_string().contains("whsec"), "{logged}");
        // Shown once, and nowhere else (security checklist 85).
        let one = format!("{PATH}{}/", made["id"]);
        assert_eq!(*client.get(&one).await.expect(200).json(), shown);
        let list = client.get(PATH).await.expect(200);
        assert_eq!(*list.json(), json!({"results": [shown]}));
        let mut raw = app.db.place.raw().await;
        for cell in raw.rows("SELECT * FROM webhook").await.iter().flatten() {
            assert!(!cell.contains(&secret[6..]), "{cell}");
        }
        raw.close().await;

        let body = json!({"events": ["workorder.completed"], "is_active": false});
        let changed = client.patch(&one, body).await.expect(200);
        assert_eq!(changed["events"], json!(["workorder.completed"]));
        assert_eq!(changed["is_active"], false);
        assert_eq!(changed["url"], shown["url"]);
        entry_by(app, &admin, "webhook.update", &admin, "jwt").await;
        let log = client.get(&format!("{one}deliveries/")).await.expect(200);
        assert_eq!(*log.json(), json!({"results": []}));
        client.delete(&one).await.expect(204);
        entry_by(app, &admin, "webhook.delete", &admin, "jwt").await;
        client.get(&one).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_named_and_nothing_is_made() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let good = json!({"url": "https://hook.example/", "events": ["scan.created"]});
        missing_fields(&client, PATH, &good, &["url", "events"]).await;
        let invalid = "Enter a valid URL.";
        let private = "This address is not on the public internet.";
        let cases = [
            ("url", json!(""), "This field may not be blank."),
            ("url", json!(null), "This field may not be null."),
            ("url", json!(7), "Not a valid string."),
            ("url", json!("hook.example"), invalid),
            ("url", json!("ftp://hook.example/"), invalid),
            ("url", json!("https://hook.example/#x"), invalid),
            ("url", json!("http://hook.example/"), "Use https."),
            (
                "url",
                json!("https://user:password@hook.example/"),
                "Leave user and password out of the URL.",
            ),
            ("url", json!("https://127.0.0.1/"), private),
            ("url", json!("https://169.254.169.254/latest/"), private),
            ("url", json!("https://[::ffff:10.0.0.1]/"), private),
            ("events", json!([]), "This list may not be empty."),
            ("events", json!("scan.created"), "Expected a list of items."),
            (
                "events",
                json!(["scan.deleted"]),
                "\"scan.deleted\" is not a valid choice.",
            ),
            ("events", json!([7]), "Not a valid string."),
            ("is_active", json!("x"), "Must be a valid boolean."),
            ("secret", json!("mine"), "Unknown field."),
        ];
        wrong_fields(&client, Method::POST, PATH, &good, &cases).await;
        let list = client.get(PATH).await.expect(200);
        assert_eq!(list["results"], json!([]));
        for _ in 0..20 {
            client.post(PATH, good.clone()).await.expect(201);
        }
        let more = client.post(PATH, good).await.expect(409);
        assert_eq!(more.code(), "conflict");
    })
    .await;
}
