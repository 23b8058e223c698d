//! `POST /api/v2/auth/jwt/` (contract §1.3)

use crate::support::{entry, log_in, missing_fields, no_secret_in_audit, wrong_fields};
use axum::http::Method;
use countermark_testkit::{PASSWORD, each};
use serde_json::json;

const PATH: &str = "/api/v2/auth/jwt/";

#[tokio::test]
async fn the_right_password_gives_a_jwt_that_works() {
    each(async |app| {
        let admin = app.company().await;
        let reply = log_in(app, &admin.email, PASSWORD).await.expect(200);
        let members: Vec<_> = reply.json().as_object().unwrap().keys().collect();
        assert_eq!(members, ["token"], "the contract's answer and nothing else");
        let token = reply["token"].as_str().unwrap();
        for scheme in ["JWT", "jwt", "Bearer"] {
            let me = app
                .header(&format!("{scheme} {token}"))
                .get("/api/v2/me/")
                .await
                .expect(200);
            assert_eq!(me["user"]["email"], admin.email);
            assert_eq!(me["credential"]["kind"], "jwt");
        }
        let logged = entry(app, &admin, "jwt.begin").await;
        assert_eq!(logged["user"]["id"], admin.id.0);
        assert_eq!(logged["credential"]["kind"], "jwt");
        assert_eq!(logged["request_id"], reply.header("x-request-id"));
        let parts: Vec<_> = token.split('.').collect();
        no_secret_in_audit(app, &[PASSWORD, token, parts[2]]).await;
    })
    .await;
}

#[tokio::test]
async fn two_log_ins_are_two_sessions() {
    each(async |app| {
        let admin = app.company().await;
        let first = log_in(app, &admin.email, PASSWORD).await.expect(200);
        let second = log_in(app, &admin.email, PASSWORD).await.expect(200);
        assert_ne!(first["token"], second["token"]);
        let client = |reply: &countermark_testkit::Reply| {
            app.header(&format!("JWT {}", reply["token"].as_str().unwrap()))
        };
        client(&first)
            .post("/api/v2/auth/jwt/logout/", json!({}))
            .await
            .expect(204);
        client(&first).get("/api/v2/me/").await.expect(401);
        client(&second).get("/api/v2/me/").await.expect(200);
    })
    .await;
}

/// Security checklist 10: an address has many spellings and is one account.
#[tokio::test]
async fn the_address_may_be_spelled_as_people_spell_it() {
    each(async |app| {
        let admin = app.company().await;
        for email in [admin.email.to_uppercase(), format!("  {}\t", admin.email)] {
            log_in(app, &email, PASSWORD).await.expect(200);
        }
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named() {
    each(async |app| {
        let client = app.anonymous();
        let good = json!({"email": "a@b.example", "password": "x"});
        missing_fields(&client, PATH, &good, &["email", "password"]).await;
        let both = client.post(PATH, json!({})).await.expect(400);
        let required = json!(["This field is required."]);
        assert_eq!(
            *both.json(),
            json!({"email": required, "password": required})
        );
        let long = "x".repeat(1_025);
        let cases = [
            ("email", json!(null), "This field may not be null."),
            ("email", json!(""), "This field may not be blank."),
            ("email", json!("  "), "This field may not be blank."),
            ("email", json!(["a@b.example"]), "Not a valid string."),
            ("email", json!(true), "Not a valid string."),
            ("email", json!(5), "Enter a valid email address."),
            (
                "email",
                json!("a@b.example\0"),
                "Null characters are not allowed.",
            ),
            ("email", json!("admin"), "Enter a valid email address."),
            (
                "email",
                json!("a b@c.example"),
                "Enter a valid email address.",
            ),
            (
                "email",
                json!("a@b.example\nBcc: c@d.example"),
                "Line breaks and control characters are not allowed.",
            ),
            (
                "email",
                json!(format!("a@{}.example", "b".repeat(250))),
                "Ensure this field has no more than 254 characters.",
            ),
            ("password", json!(null), "This field may not be null."),
            ("password", json!(""), "This field may not be blank."),
            ("password", json!(5), "Not a valid string."),
            ("password", json!({"a": 1}), "Not a valid string."),
            ("password", json!("x\0"), "Null characters are not allowed."),
            (
                "password",
                json!(long),
                "Ensure this field has no more than 1024 bytes.",
            ),
        ];
        wrong_fields(&client, Method::POST, PATH, &good, &cases).await;
        // Clients of the contract may send more than it asks for.
        let more = json!({"email": "a@b.example", "password": "x", "otp": "1"});
        let reply = client.post(PATH, more).await.expect(400);
        assert!(reply["non_field_errors"].is_array());
    })
    .await;
}

/// Security checklist 17.
#[tokio::test]
async fn a_form_is_no_log_in_and_neither_is_a_query() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.anonymous();
        let form = format!("email={}&password={PASSWORD}", admin.email).replace(' ', "+");
        for kind in [
            "application/x-www-form-urlencoded",
            "text/plain",
            "multipart/form-data; boundary=x",
        ] {
            let reply = client
                .raw(Method::POST, PATH, kind, form.clone())
                .await
                .expect(415);
            assert_eq!(reply.code(), "unsupported_media_type");
        }
        client.get(&format!("{PATH}?{form}")).await.expect(405);
        client
            .post(&format!("{PATH}?{form}"), json!({}))
            .await
            .expect(400);
    })
    .await;
}
