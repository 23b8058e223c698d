//! Forged claims under an honest header and a good signature: even somebody with the signing key
//! gets no further than a session that this server has begun (security checklist 22 to 24, 26).

use super::{
    forge::{Forger, each_kind, forger},
    is_let_in, is_shut_out, jwt_is_refused,
};
use countermark_core::roles::Role;
use serde_json::{Value, json};

const REFUSED: &[&str] = &["Error decoding signature.", "Invalid signature."];

#[tokio::test]
async fn a_claim_that_is_missing_mistyped_or_not_ours_is_refused() {
    each_kind(async |app| {
        let (forger, token) = forger(app).await;
        let names: Vec<_> = forger.claims.as_object().unwrap().keys().cloned().collect();
        assert_eq!(names.len(), 11);
        for name in &names {
            let good = forger.claims[name].clone();
            let other_type = if good.is_string() {
                json!(7)
            } else {
                json!(good.to_string())
            };
            for value in [
                Value::Null,
                other_type,
                json!({}),
                json!([good]),
                json!(true),
            ] {
                let is_list = good.is_array() && value.is_array();
                let fake = forger.with_claim(name, value.clone());
                let context = format!("{name} is {value}, list: {is_list}");
                jwt_is_refused(app, &fake, REFUSED, &context).await;
            }
        }
        for (name, value) in [
            ("iss", json!("countermark ")),
            ("iss", json!("https://attacker.example")),
            ("aud", json!("another")),
            ("aud", json!(["countermark-api"])),
            ("aud", json!("")),
            ("exp", json!(1e300)),
            ("exp", json!(4_102_444_800.5)),
            ("exp", json!(u64::MAX)),
            ("iat", json!("now")),
            ("nbf", json!(4_102_444_800_i64)),
            ("nbf", json!(app.now().seconds() + 61)),
            ("nbf", json!(app.now().seconds() - 60)),
            ("nbf", json!("0")),
            ("nbf", json!(0)),
            ("permissions", json!(["*"])),
            ("role", json!("account_admin")),
            ("scope", json!("admin")),
            ("is_admin", json!(true)),
        ] {
            let fake = forger.with_claim(name, value.clone());
            jwt_is_refused(app, &fake, REFUSED, &format!("{name} is {value}")).await;
        }
        is_let_in(&app.header(&format!("JWT {token}")), "the good one").await;
    })
    .await;
}

#[tokio::test]
async fn times_that_this_server_would_never_write_are_refused() {
    each_kind(async |app| {
        let (forger, token) = forger(app).await;
        let now = app.now().seconds();
        for (iat, exp) in [
            (now + 3_600, now + 7_200),
            (now + 61, now + 3_600),
            (now, now + 3_601),
            (now, i64::MAX),
            (i64::MIN, i64::MAX),
            (0, i64::MAX),
            (now - 7_200, now + 3_600),
            (i64::MAX, i64::MAX),
        ] {
            let mut claims = forger.claims.clone();
            claims["iat"] = json!(iat);
            claims["exp"] = json!(exp);
            let fake = forger.sign(&forger.header, &claims.to_string());
            jwt_is_refused(app, &fake, REFUSED, &format!("iat {iat} exp {exp}")).await;
        }
        is_let_in(&app.header(&format!("JWT {token}")), "the good one").await;
    })
    .await;
}

#[tokio::test]
async fn claims_that_do_not_belong_together_are_refused() {
    each_kind(async |app| {
        let (forger, token) = forger(app).await;
        let stranger = app.company().await;
        let colleague = app.person(&stranger, Role::ScmUser).await;
        let theirs = Forger::who_saw(app, &app.jwt_text(&stranger).await).await;
        let lesser = Forger::who_saw(app, &app.jwt_text(&colleague).await).await;
        let id = |claims: &Value, name: &str| claims[name].clone();
        for (name, value) in [
            ("sub", id(&theirs.claims, "sub")),
            ("org", id(&theirs.claims, "org")),
            ("sid", id(&theirs.claims, "sid")),
            ("sid", id(&lesser.claims, "sid")),
            ("sid", json!("0000000000000000000000")),
            ("sid", json!("")),
            ("sub", json!("0")),
            ("sub", json!("-1")),
            ("org", json!(-1)),
        ] {
            let fake = forger.with_claim(name, value.clone());
            jwt_is_refused(app, &fake, REFUSED, &format!("{name} is {value}")).await;
        }
        is_let_in(&app.header(&format!("JWT {token}")), "the good one").await;
    })
    .await;
}

/// A portal session ends by its cookie, its idle rules and its log-out; its id in a JWT is none.
#[tokio::test]
async fn the_session_of_a_cookie_is_no_session_of_a_jwt() {
    each_kind(async |app| {
        let admin = app.company().await;
        let token = app.jwt_text(&admin).await;
        let forger = Forger::who_saw(app, &token).await;
        let me = app.cookie(&admin).await.get(super::ME).await.expect(200);
        let fake = forger.with_claim("sid", me["credential"]["id"].clone());
        jwt_is_refused(app, &fake, REFUSED, "sid of a cookie").await;
        is_let_in(&app.header(&format!("JWT {token}")), "the good one").await;
    })
    .await;
}

#[tokio::test]
async fn claims_that_are_no_plain_object_are_refused() {
    each_kind(async |app| {
        let (forger, token) = forger(app).await;
        let good = forger.claims.to_string();
        let inside = &good[1..good.len() - 1];
        for claims in [
            String::new(),
            "null".into(),
            "[]".into(),
            format!("[{good}]"),
            json!(good).to_string(),
            token.clone(),
            format!("{{{inside},\"exp\":4102444800}}"),
            format!("{{\"exp\":4102444800,{inside}}}"),
            format!("{{{inside},{inside}}}"),
            format!("{{{inside},\"e\\u0078p\":4102444800}}"),
            format!("{good}{good}"),
            format!("{good}x"),
            good[..good.len() - 1].to_owned(),
        ] {
            let fake = forger.sign(&forger.header, &claims);
            jwt_is_refused(app, &fake, REFUSED, &claims).await;
        }
        is_let_in(&app.header(&format!("JWT {token}")), "the good one").await;
    })
    .await;
}

/// Seven days after the log-in it is over, whatever is refreshed or fake (security checklist
/// 28).
#[tokio::test]
async fn a_session_has_a_ceiling() {
    each_kind(async |app| {
        let admin = app.company().await;
        let mut token = app.jwt_text(&admin).await;
        for _ in 0..7 * 24 * 2 {
            let client = app.header(&format!("JWT {token}"));
            is_let_in(&client, "within seven days").await;
            let body = json!({"token": token});
            let path = "/api/v2/auth/jwt/refresh/";
            let reply = app.anonymous().post(path, body).await.expect(200);
            token = reply["token"].as_str().unwrap().to_owned();
            app.clock.advance(1_800);
        }
        is_shut_out(
            &app.header(&format!("JWT {token}")),
            "token_expired",
            "refreshed",
        )
        .await;
        let forger = Forger::who_saw(app, &token).await;
        let mut claims = forger.claims.clone();
        claims["iat"] = json!(app.now().seconds());
        claims["exp"] = json!(app.now().seconds() + 3_600);
        let fake = forger.sign(&forger.header, &claims.to_string());
        is_shut_out(&app.header(&format!("JWT {fake}")), "token_expired", "fake").await;
    })
    .await;
}

#[tokio::test]
async fn the_claims_hold_no_personal_data_and_no_rights() {
    each_kind(async |app| {
        let (forger, _) = forger(app).await;
        let text = forger.claims.to_string();
        for word in ["@", "admin", "Company", "Ada", "brand_view"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    })
    .await;
}
