//! The second step of a log-in by code, at every door (security checklist 15, 16).

use crate::{
    one_time::enrol,
    support::{entries, invite, log_in, post_from},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, Reply, TestApp, each};
use serde_json::{Value, json};

const DOORS: [&str; 2] = ["/api/v2/auth/jwt/", "/api/v2/auth/session/"];

async fn with(app: &TestApp, door: &str, email: &str, otp: &str) -> Reply {
    let body = json!({"email": email, "password": PASSWORD, "otp": otp});
    app.anonymous().post(door, body).await
}

/// Security checklist 16: the right password alone opens no door and leaves no cookie.
#[tokio::test]
async fn the_password_alone_is_asked_for_more() {
    each(async |app| {
        let admin = app.company().await;
        let (phone, _) = enrol(app, &app.cookie(&admin).await).await;
        for door in DOORS {
            let body = json!({"email": admin.email, "password": PASSWORD});
            let reply = app.anonymous().post(door, body).await.expect(400);
            assert_eq!(reply.code(), "otp_required");
            assert_eq!(reply["non_field_errors"].as_array().unwrap().len(), 1);
            assert_eq!(reply.header("set-cookie"), "");
            assert!(reply["token"].is_null());
            let listed = &reply["factors"];
            if door == DOORS[0] {
                assert!(listed.is_null());
            } else {
                assert_eq!(*listed, json!(["totp", "recovery_code"]));
            }
        }
        let reply = with(app, DOORS[0], &admin.email, &phone.code_in(app, 1))
            .await
            .expect(200);
        let token = reply["token"].as_str().unwrap();
        let claims = token.split('.').nth(1).unwrap();
        let claims: Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        assert_eq!(claims["amr"], json!(["pwd", "otp", "mfa"]));
    })
    .await;
}

/// A wrong password looks as ever, whatever code comes with it.
#[tokio::test]
async fn a_wrong_password_tells_nothing_about_factors() {
    each(async |app| {
        let (admin, plain) = (app.company().await, app.company().await);
        let (phone, _) = enrol(app, &app.cookie(&admin).await).await;
        let code = phone.code_in(app, 1);
        let mut answers = vec![];
        for email in [&admin.email, &plain.email, "nobody@nowhere.example"] {
            for otp in [json!(null), json!("000000"), json!(code)] {
                let body = json!({"email": email, "password": "wrong", "otp": otp});
                for door in DOORS {
                    let reply = app.anonymous().post(door, body.clone()).await.expect(400);
                    answers.push(reply.text());
                    app.clock.advance(900);
                }
            }
        }
        answers.dedup();
        assert_eq!(
            answers,
            [r#"{"non_field_errors":["Unable to login with provided credentials."]}"#]
        );
        // Somebody without a factor is not asked for one, and a code does no harm.
        with(app, DOORS[0], &plain.email, "000000")
            .await
            .expect(200);
    })
    .await;
}

/// Security checklist 15: once, at any door, and no older one afterwards.
#[tokio::test]
async fn a_code_works_once() {
    each(async |app| {
        let admin = app.company().await;
        let (phone, _) = enrol(app, &app.cookie(&admin).await).await;
        // The code that turned it on is used up, too.
        let reply = with(app, DOORS[0], &admin.email, &phone.code(app))
            .await
            .expect(400);
        assert_eq!(reply.code(), "otp_invalid");
        app.clock.advance(60);
        let code = phone.code(app);
        let older = phone.code_in(app, -1);
        with(app, DOORS[1], &admin.email, &code).await.expect(201);
        for door in DOORS {
            with(app, door, &admin.email, &code).await.expect(400);
            with(app, door, &admin.email, &older).await.expect(400);
        }
        assert_eq!(entries(app, &admin, "user.factor_refused").await.len(), 5);
    })
    .await;
}

/// Security checklist 15: a step early, a step late, and not two.
#[tokio::test]
async fn the_window_is_one_step() {
    each(async |app| {
        let admin = app.company().await;
        let (phone, _) = enrol(app, &app.cookie(&admin).await).await;
        for (steps, status) in [(-2, 400), (2, 400), (-1, 200), (0, 200), (1, 200)] {
            app.clock.advance(3_600);
            let code = phone.code_in(app, steps);
            let reply = with(app, DOORS[0], &admin.email, &code).await;
            assert_eq!(reply.status, status, "{steps}");
        }
    })
    .await;
}

#[tokio::test]
async fn anothers_code_is_wrong() {
    each(async |app| {
        let (one, two) = (app.company().await, app.company().await);
        enrol(app, &app.cookie(&one).await).await;
        let (theirs, _) = enrol(app, &app.cookie(&two).await).await;
        let code = theirs.code_in(app, 1);
        with(app, DOORS[0], &one.email, &code).await.expect(400);
        with(app, DOORS[0], &two.email, &code).await.expect(200);
    })
    .await;
}

/// The same code from eight sides at once: one of them is let in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_race_of_one_code_has_one_winner() {
    each(async |app| {
        let admin = app.company().await;
        let (phone, codes) = enrol(app, &app.cookie(&admin).await).await;
        app.clock.advance(60);
        for code in [phone.code(app), codes[0].clone()] {
            let tries = (0..4).map(|_| with(app, DOORS[0], &admin.email, &code));
            let replies = futures_util::future::join_all(tries).await;
            let won = replies.iter().filter(|reply| reply.status == 200).count();
            assert_eq!(
                won,
                1,
                "{:?}",
                replies.iter().map(|r| r.status).collect::<Vec<_>>()
            );
            app.clock.advance(900);
            // Whoever won forgave; what came after it counts for the next.
            with(app, DOORS[0], &admin.email, &phone.code(app))
                .await
                .expect(200);
            app.clock.advance(60);
        }
    })
    .await;
}

/// Security checklist 15: guessing is bounded for the account, whatever network it comes from,
/// however many at once, and whatever right passwords lie between.
#[tokio::test]
async fn guessing_is_bounded() {
    each(async |app| {
        let admin = app.company().await;
        let (phone, codes) = enrol(app, &app.cookie(&admin).await).await;
        app.clock.advance(60);
        let mut tried = 0;
        for network in 0..40 {
            let from = format!("198.51.{network}.7");
            let right = json!({"email": admin.email, "password": PASSWORD});
            post_from(&app.anonymous(), &from, DOORS[0], &right)
                .await
                .expect(400);
            let body = json!({"email": admin.email, "password": PASSWORD, "otp": "000000"});
            let reply = post_from(&app.anonymous(), &from, DOORS[network % 2], &body).await;
            tried += usize::from(reply.status == 400);
            if reply.status == 429 {
                assert!(reply.header("retry-after").parse::<i64>().unwrap() <= 30);
            }
        }
        assert_eq!(tried, 5);
        // While it waits, nothing is looked at: not the right code either, nor a recovery code.
        for otp in [phone.code(app), codes[0].clone()] {
            with(app, DOORS[0], &admin.email, &otp).await.expect(429);
        }
        // A day of patience gets two dozen guesses.
        let mut guesses = 0;
        for minute in 0..24 * 60 {
            app.clock.advance(60);
            let from = format!("198.51.{}.{}", minute % 250, minute / 250);
            let body = json!({"email": admin.email, "password": PASSWORD, "otp": "000000"});
            if minute % 20 == 0 {
                let reply = post_from(&app.anonymous(), &from, DOORS[0], &body).await;
                guesses += usize::from(reply.status == 400);
            }
        }
        assert!((10..35).contains(&guesses), "{guesses}");
        app.clock.advance(3_600);
        with(app, DOORS[0], &admin.email, &phone.code(app))
            .await
            .expect(200);
    })
    .await;
}

/// The right password with a wrong code counts at the password's lock, and forgives nothing.
#[tokio::test]
async fn a_right_password_does_not_reset_the_counter() {
    each(async |app| {
        let admin = app.company().await;
        enrol(app, &app.cookie(&admin).await).await;
        for _ in 0..2 {
            log_in(app, &admin.email, "wrong").await.expect(400);
            log_in(app, &admin.email, PASSWORD).await.expect(400);
            with(app, DOORS[0], &admin.email, "000000")
                .await
                .expect(400);
        }
        log_in(app, &admin.email, "wrong").await.expect(400);
        log_in(app, &admin.email, PASSWORD).await.expect(429);
    })
    .await;
}

/// Many accounts do not give many guesses: wrong codes of everybody are bounded together.
#[tokio::test]
async fn many_accounts_are_bounded_together() {
    let app = TestApp::start(countermark_store::Engine::Sqlite).await;
    let now = app.now();
    for _ in 0..100 {
        app.app.wrong_codes.check(now).expect("let through");
        app.app.wrong_codes.failed(now);
    }
    let admin = app.company().await;
    let (phone, _) = enrol(&app, &app.cookie(&admin).await).await;
    let code = phone.code_in(&app, 1);
    let reply = with(&app, DOORS[0], &admin.email, &code).await.expect(429);
    assert_eq!(reply.header("retry-after"), "60");
    app.clock.advance(60);
    with(&app, DOORS[0], &admin.email, &phone.code(&app))
        .await
        .expect(200);
}

/// Security checklist 16: a link in a mail is not a second factor.
#[tokio::test]
async fn an_invitation_asks_for_it_too() {
    each(async |app| {
        let (admin, host) = (app.company().await, app.company().await);
        let (phone, _) = enrol(app, &app.cookie(&admin).await).await;
        let client = app.jwt(&host).await;
        let (_, code) = invite(app, &client, &admin.email, Role::BrandManager).await;
        let accept = |otp: Value| {
            let body = json!({"code": code, "password": PASSWORD, "otp": otp});
            async {
                app.anonymous()
                    .post("/api/v2/invitations/accept/", body)
                    .await
            }
        };
        let reply = accept(json!(null)).await.expect(400);
        assert_eq!(reply.code(), "otp_required");
        assert_eq!(reply.header("set-cookie"), "");
        let reply = accept(json!("000000")).await.expect(400);
        assert_eq!(reply.code(), "otp_invalid");
        accept(json!(phone.code_in(app, 1))).await.expect(201);
    })
    .await;
}

/// A fresh log-in is as strong as the first one.
#[tokio::test]
async fn proving_oneself_again_takes_both() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        let (phone, codes) = enrol(app, &client).await;
        let path = "/api/v2/auth/session/confirm/";
        app.clock.advance(601);
        let reply = client
            .post(path, json!({"password": PASSWORD}))
            .await
            .expect(400);
        assert_eq!(reply.code(), "otp_required");
        let reply = client
            .post(path, json!({"password": PASSWORD, "otp": "000000"}))
            .await
            .expect(400);
        assert_eq!(reply.code(), "otp_invalid");
        let code = phone.code(app);
        let reply = client.post(path, json!({"otp": code})).await.expect(400);
        assert_eq!(
            *reply.json(),
            json!({"password": ["This field is required."]})
        );
        client
            .post(path, json!({"password": "wrong", "otp": code}))
            .await
            .expect(400);
        let fresh = client.get("/api/v2/me/").await.expect(200);
        assert_eq!(
            fresh["credential"]["fresh_until"],
            "2026-11-24T12:10:00.000000Z"
        );
        client
            .post(path, json!({"password": PASSWORD, "otp": code}))
            .await
            .expect(204);
        client
            .post(path, json!({"password": PASSWORD, "otp": code}))
            .await
            .expect(400);
        client
            .post(path, json!({"password": PASSWORD, "otp": codes[0]}))
            .await
            .expect(204);
    })
    .await;
}

#[tokio::test]
async fn the_member_is_read_like_any_other() {
    each(async |app| {
        let admin = app.company().await;
        for (otp, sentence) in [
            (json!(true), "Not a valid string."),
            (json!([]), "Not a valid string."),
            (
                json!("x".repeat(65)),
                "Ensure this field has no more than 64 characters.",
            ),
        ] {
            let body = json!({"email": admin.email, "password": PASSWORD, "otp": otp});
            let reply = app.anonymous().post(DOORS[0], body).await.expect(400);
            assert_eq!(*reply.json(), json!({"otp": [sentence]}));
        }
        let (phone, _) = enrol(app, &app.cookie(&admin).await).await;
        for wrong in ["", " ", "12345", "1234567", "٠١٢٣٤٥", "\u{1f600}"] {
            let reply = with(app, DOORS[0], &admin.email, wrong).await;
            assert!([400, 429].contains(&reply.status), "{wrong}");
        }
        app.clock.advance(3_600);
        let code = phone.code(app);
        let spaced = format!(" {} {} ", &code[..3], &code[3..]);
        with(app, DOORS[0], &admin.email, &spaced).await.expect(200);
    })
    .await;
}
