//! `GET` and `PATCH /api/v2/campaigns/{id}/options/`

use crate::support::{entry_by, wrong_fields};
use axum::http::Method;
use countermark_testkit::{Client, each};
use serde_json::{Value, json};

async fn path(client: &Client) -> String {
    let body = json!({"name": "Spring"});
    let campaign = client.post("/api/v2/campaigns/", body).await.expect(201);
    format!("/api/v2/campaigns/{}/options/", campaign["id"])
}

fn new() -> Value {
    json!({
        "is_enabled": true, "scm_enabled": true, "mark_consumed": false,
        "serial_number_lookup_enabled": false,
        "complaints": {"is_enabled": false, "to_email": ""},
        "wechat": {
            "is_enabled": false,
            "channel_redirect": {"is_enabled": false, "landing_page": "", "channel_id": ""},
        },
        "ga_key": "", "stc_config": {}, "landing_page": "", "e_label": "",
    })
}

#[tokio::test]
async fn what_is_sent_changes_and_the_rest_stays() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let path = path(&client).await;
        let mut expected = new();
        assert_eq!(*client.get(&path).await.expect(200).json(), expected);
        let landing = "https://l.example/{qr}?s={id}&k={api_key}";
        let body = json!({
            "mark_consumed": true, "landing_page": landing,
            "complaints": {"to_email": " Complaints@Example.com "},
            "wechat": {"channel_redirect": {"channel_id": "c1"}},
            "stc_config": {"b": [1, {"ü": null}], "a": "\u{0}"},
        });
        expected["mark_consumed"] = json!(true);
        expected["landing_page"] = json!(landing);
        expected["complaints"]["to_email"] = json!("complaints@example.com");
        expected["wechat"]["channel_redirect"]["channel_id"] = json!("c1");
        expected["stc_config"] = body["stc_config"].clone();
        let reply = client.patch(&path, body).await.expect(200);
        assert_eq!(*reply.json(), expected);
        assert!(
            reply
                .text()
                .contains(r#"{"b":[1,{"ü":null}],"a":"\u0000"}"#)
        );
        assert_eq!(*client.get(&path).await.expect(200).json(), expected);
        let logged = entry_by(app, &admin, "campaign.options", &admin, "jwt").await;
        assert_eq!(logged["before"]["mark_consumed"], false);
        assert_eq!(logged["after"]["landing_page"], landing);
        assert_eq!(
            logged["after"]["is_enabled"],
            Value::Null,
            "it did not change"
        );

        let body = json!({
            "is_enabled": false, "scm_enabled": false, "serial_number_lookup_enabled": true,
            "ga_key": "G-1", "e_label": "http://e.example/", "landing_page": "",
            "complaints": {"is_enabled": true}, "stc_config": {},
            "wechat": {
                "is_enabled": true,
                "channel_redirect": {"is_enabled": true, "landing_page": "https://w.example/"},
            },
        });
        let reply = client.patch(&path, body).await.expect(200);
        let expected = json!({
            "is_enabled": false, "scm_enabled": false, "mark_consumed": true,
            "serial_number_lookup_enabled": true,
            "complaints": {"is_enabled": true, "to_email": "complaints@example.com"},
            "wechat": {
                "is_enabled": true,
                "channel_redirect": {
                    "is_enabled": true, "landing_page": "https://w.example/", "channel_id": "c1",
                },
            },
            "ga_key": "G-1", "stc_config": {}, "landing_page": "",
            "e_label": "http://e.example/",
        });
        assert_eq!(*reply.json(), expected);
        let body = json!({"complaints": {"to_email": ""}});
        let reply = client.patch(&path, body).await.expect(200);
        assert_eq!(reply["complaints"]["to_email"], "");
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_nothing_changes() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let path = path(&client).await;
        let url = "Enter a valid URL.";
        let channel =
            |landing_page: &str| json!({"channel_redirect": {"landing_page": landing_page}});
        let cases = [
            ("is_enabled", json!("yes"), "Must be a valid boolean."),
            ("complaints", json!("x"), "Expected an object."),
            (
                "complaints",
                json!({"to_email": "x"}),
                "to_email: Enter a valid email address.",
            ),
            (
                "complaints",
                json!({"is_enabled": null}),
                "is_enabled: This field may not be null.",
            ),
            ("complaints", json!({"cc": "x"}), "cc: Unknown field."),
            (
                "wechat",
                channel("javascript:x"),
                "channel_redirect: landing_page: Enter a valid URL.",
            ),
            ("landing_page", json!("ftp://l.example/"), url),
            ("landing_page", json!("https://u:p@l.example/"), url),
            ("landing_page", json!("https://l.example/\r\nx"), url),
            ("landing_page", json!("https://{qr}.example/"), url),
            (
                "e_label",
                json!("https://l.example/{code}"),
                "In braces, use {qr}, {id} or {api_key}.",
            ),
            (
                "ga_key",
                json!("a\nb"),
                "Line breaks and control characters are not allowed.",
            ),
            ("stc_config", json!([]), "Expected an object."),
            (
                "stc_config",
                json!({"a": "x".repeat(20_000)}),
                "As JSON it may have at most 20000 bytes.",
            ),
            ("unknown", json!(1), "Unknown field."),
        ];
        let good = json!({"mark_consumed": true});
        wrong_fields(&client, Method::PATCH, &path, &good, &cases).await;
        assert_eq!(*client.get(&path).await.expect(200).json(), new());
        let stranger = app.jwt(&app.company().await).await;
        stranger.get(&path).await.expect(404);
        stranger.patch(&path, good).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn two_changes_at_once_both_count() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let path = path(&client).await;
        for round in 0..5 {
            let (one, two) = tokio::join!(
                client.patch(&path, json!({"ga_key": format!("G{round}")})),
                client.patch(&path, json!({"mark_consumed": round % 2 == 0})),
            );
            one.expect(200);
            two.expect(200);
            let now = client.get(&path).await.expect(200);
            assert_eq!(now["ga_key"], format!("G{round}"));
            assert_eq!(now["mark_consumed"], round % 2 == 0);
        }
    })
    .await;
}
