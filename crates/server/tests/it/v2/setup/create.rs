//! `POST /api/v2/setup/` (security checklist 14)

use crate::support::{log_in, missing_fields, no_secret_in_audit, wrong_fields};
use axum::http::Method;
use countermark_testkit::{PASSWORD, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/setup/";

fn body(code: &str) -> Value {
    json!({
        "code": code, "company": "Kallista", "given_name": "Alexia", "family_name": "Admin",
        "email": "Alexia@Kallista.example", "password": PASSWORD, "time_zone": "europe/zurich",
    })
}

async fn companies(app: &TestApp) -> i64 {
    let mut raw = app.db.place.raw().await;
    let count = raw.number("SELECT count(*) FROM company").await;
    raw.close().await;
    count
}

#[tokio::test]
async fn the_code_makes_the_first_company_and_signs_in() {
    each(async |app| {
        let code = app.app.open_setup();
        let reply = app.anonymous().post(PATH, body(&code)).await.expect(201);
        assert_eq!(reply["me"]["company"]["name"], "Kallista");
        assert_eq!(reply["me"]["company"]["time_zone"], "Europe/Zurich");
        assert_eq!(reply["me"]["role"]["name"], "account_admin");
        assert_eq!(reply["me"]["user"]["email"], "alexia@kallista.example");
        let cookie = reply
            .header("set-cookie")
            .split(';')
            .next()
            .unwrap()
            .to_owned();
        let client = app.anonymous();
        let mut request = client.request(Method::GET, "/api/v2/audit/", axum::body::Body::empty());
        request
            .headers_mut()
            .insert("cookie", cookie.parse().unwrap());
        let audit = client.send(request).await.expect(200);
        let actions: Vec<_> = audit["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["action"].as_str().unwrap())
            .collect();
        assert_eq!(actions, ["user.create", "company.create"]);
        assert_eq!(audit["results"][0]["credential"]["kind"], "setup");
        assert_eq!(
            audit["results"][0]["after"],
            json!({"email": "alexia@kallista.example", "role": "account_admin"})
        );
        let secret = cookie.split('.').nth(1).unwrap().to_owned();
        assert_eq!(
            no_secret_in_audit(app, &[&code, PASSWORD, &secret]).await,
            3,
            "the two, and that the log was read"
        );
        log_in(app, "alexia@kallista.example", PASSWORD)
            .await
            .expect(200);
    })
    .await;
}

#[tokio::test]
async fn afterwards_it_is_a_conflict_with_any_code() {
    each(async |app| {
        let code = app.app.open_setup();
        app.anonymous().post(PATH, body(&code)).await.expect(201);
        for again in [code.as_str(), "wrong"] {
            let reply = app.anonymous().post(PATH, body(again)).await.expect(409);
            assert_eq!(reply.code(), "conflict");
        }
        assert_eq!(companies(app).await, 1);
    })
    .await;
}

/// A company that came in by the command line counts as well, even with a code still open.
#[tokio::test]
async fn an_open_code_is_void_once_there_is_a_company() {
    each(async |app| {
        let code = app.app.open_setup();
        app.company().await;
        app.anonymous().post(PATH, body(&code)).await.expect(409);
        assert_eq!(companies(app).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_code_makes_nothing() {
    each(async |app| {
        let wrong = json!({"code": ["This code is not right. Use the newest link that the server printed."]});
        let reply = app.anonymous().post(PATH, body("")).await.expect(400);
        assert_eq!(*reply.json(), wrong, "no code was ever made");
        let old = app.app.open_setup();
        let new = app.app.open_setup();
        for code in [
            "", "x", &old, &new[..42], &format!("{}x", *new), &format!("{} ", *new), &new.to_lowercase(),
        ] {
            let reply = app.anonymous().post(PATH, body(code)).await.expect(400);
            assert_eq!(*reply.json(), wrong, "{code}");
        }
        assert_eq!(companies(app).await, 0);
        app.anonymous().post(PATH, body(&new)).await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn two_at_once_make_one_company() {
    each(async |app| {
        let code = app.app.open_setup();
        let (one, two) = (app.anonymous(), app.anonymous());
        let (one, two) = tokio::join!(one.post(PATH, body(&code)), two.post(PATH, body(&code)));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        assert_eq!(companies(app).await, 1);
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_the_code_stays_good() {
    each(async |app| {
        let client = app.anonymous();
        let code = app.app.open_setup();
        let good = body(&code);
        missing_fields(
            &client,
            PATH,
            &good,
            &["code", "company", "email", "password"],
        )
        .await;
        let long = "Ensure this field has no more than";
        let weak = "This password is too easy to guess: it is made of common passwords, names or \
                    patterns. Try a sentence of your own.";
        let cases = [
            ("code", json!(null), "This code is not right."),
            ("code", json!(5), "This code is not right."),
            ("code", json!("x".repeat(201)), "This code is not right."),
            ("company", json!(null), "This field may not be null."),
            ("company", json!(" "), "This field may not be blank."),
            ("company", json!([]), "Not a valid string."),
            (
                "company",
                json!("a\nb"),
                "Line breaks and control characters are not allowed.",
            ),
            (
                "company",
                json!("x".repeat(256)),
                &format!("{long} 255 characters."),
            ),
            (
                "given_name",
                json!("x".repeat(101)),
                &format!("{long} 100 characters."),
            ),
            (
                "family_name",
                json!("a\0"),
                "Null characters are not allowed.",
            ),
            ("email", json!("nobody"), "Enter a valid email address."),
            ("email", json!(null), "This field may not be null."),
            (
                "password",
                json!("short"),
                "Use at least 15 characters. A short sentence is easy to remember.",
            ),
            ("password", json!("Alexia Admin Kallista"), weak),
            ("password", json!("alexia@kallista.example"), weak),
            ("is_staff", json!(true), "Unknown field."),
        ];
        wrong_fields(&client, Method::POST, PATH, &good, &cases).await;
        assert_eq!(companies(app).await, 0);
        client.post(PATH, good).await.expect(201);
    })
    .await;
}
