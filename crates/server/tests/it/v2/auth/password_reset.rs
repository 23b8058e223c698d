//! `POST /api/v2/auth/password/reset/` and `…/reset/confirm/`

use crate::one_time::enrol;
use crate::support::{
    code_in, entries, invite, log_in, mailed_code, missing_fields, no_secret_in_audit, wrong_fields,
};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, Reply, TestApp, each};
use serde_json::json;

const PATH: &str = "/api/v2/auth/password/reset/";
const CONFIRM: &str = "/api/v2/auth/password/reset/confirm/";
const NEW: &str = "nine calm herons wade far";
const ANSWER: &str = r#"{"detail":"If this address has an account, a link is on its way to it."}"#;

async fn ask(app: &TestApp, email: &str) -> Reply {
    app.anonymous().post(PATH, json!({"email": email})).await
}

async fn confirm(app: &TestApp, code: &str, password: &str) -> Reply {
    let body = json!({"code": code, "password": password});
    app.anonymous().post(CONFIRM, body).await
}

/// OWASP ASVS 5.0 6.4.3: whoever has one is asked for it after the reset, too.
#[tokio::test]
async fn a_reset_goes_around_no_second_factor() {
    each(async |app| {
        let admin = app.company().await;
        let (phone, _) = enrol(app, &app.cookie(&admin).await).await;
        app.mails().await;
        ask(app, &admin.email).await.expect(202);
        let code = mailed_code(app, &admin.email).await;
        let reply = confirm(app, &code, NEW).await.expect(204);
        assert_eq!(reply.header("set-cookie"), "");
        let alone = log_in(app, &admin.email, NEW).await.expect(400);
        assert_eq!(alone.code(), "otp_required");
        let otp = phone.code_in(app, 1);
        let body = json!({"email": admin.email, "password": NEW, "otp": otp});
        let both = app.anonymous().post("/api/v2/auth/jwt/", body).await;
        both.expect(200);
    })
    .await;
}

/// Security checklist 11, 13: the link goes to the owner, works once, and ends every session.
#[tokio::test]
async fn a_forgotten_password_is_replaced() {
    each(async |app| {
        let admin = app.company().await;
        let (jwt, cookie) = (app.jwt(&admin).await, app.cookie(&admin).await);
        let token = app.uat(&admin, &["brand_view"]).await.client;
        ask(app, &format!(" {} ", admin.email.to_uppercase()))
            .await
            .expect(202);
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!((&*mails[0].to, &*mails[0].kind), (&*admin.email, "reset"));
        let code = code_in(&mails[0].text);
        assert_eq!(code.len(), 43, "256 bits");
        assert!(
            mails[0]
                .text
                .contains(&format!("\nhttp://localhost/#/reset/{code}\n"))
        );
        // Until it is used, everything is as it was.
        jwt.get("/api/v2/me/").await.expect(200);
        log_in(app, &admin.email, PASSWORD).await.expect(200);
        let late = app.jwt(&admin).await;
        let reply = confirm(app, &code, NEW).await.expect(204);
        assert_eq!(
            reply.header("set-cookie"),
            "",
            "one signs in with it afterwards"
        );
        for old in [jwt, cookie, late] {
            old.get("/api/v2/me/").await.expect(401);
        }
        token.get("/api/v2/me/").await.expect(200);
        log_in(app, &admin.email, PASSWORD).await.expect(400);
        log_in(app, &admin.email, NEW).await.expect(200);
        confirm(app, &code, "two loud geese land early")
            .await
            .expect(404);
        let told = app.mails().await;
        assert_eq!(told.len(), 1);
        assert_eq!(
            (&*told[0].to, &*told[0].kind),
            (&*admin.email, "password_changed")
        );
        let entries = entries(app, &admin, "user.password_reset").await;
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0]["credential"]["kind"], "mail_link");
        assert_eq!(entries[0]["user"]["id"], admin.id.0);
        no_secret_in_audit(app, &[&code, NEW]).await;
        let mut raw = app.db.place.raw().await;
        let kept = raw.rows("SELECT * FROM person").await;
        assert!(!format!("{kept:?}").contains(&code));
        raw.close().await;
    })
    .await;
}

/// A session of another node, which remembers the person, ends too.
#[tokio::test]
async fn another_node_forgets_the_sessions() {
    each(async |app| {
        if app.db.db.engine() == countermark_store::Engine::Sqlite {
            return;
        }
        let admin = app.company().await;
        let jwt = app.jwt(&admin).await;
        ask(app, &admin.email).await.expect(202);
        let code = mailed_code(app, &admin.email).await;
        confirm(app, &code, NEW).await.expect(204);
        let node = app.second_node().await;
        node.with_auth_of(&jwt).get("/api/v2/me/").await.expect(401);
    })
    .await;
}

/// Security checklist 3: nobody learns from the answer who has an account.
#[tokio::test]
async fn every_address_is_answered_alike() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let archived = app.person(&admin, Role::ScmUser).await;
        let path = format!("/api/v2/users/{}/archive/", archived.id);
        client.post(&path, json!({})).await.expect(200);
        let closed = app.company().await;
        app.close_company(closed.company).await;
        invite(app, &client, "invited@company.example", Role::ScmUser).await;
        let unverified = app.person(&admin, Role::ScmUser).await;
        unverify(app, &unverified.email).await;
        for email in [
            "unknown@company.example",
            "invited@company.example",
            &archived.email,
            &closed.email,
            &unverified.email,
        ] {
            let reply = ask(app, email).await.expect(202);
            assert_eq!(reply.text(), ANSWER, "{email}");
            assert!(app.mails().await.is_empty(), "{email}");
        }
        assert_eq!(ask(app, &admin.email).await.expect(202).text(), ANSWER);
        assert_eq!(app.mails().await.len(), 1);
    })
    .await;
}

/// As if nobody had opened the link to the address.
async fn unverify(app: &TestApp, email: &str) {
    let mut raw = app.db.place.raw().await;
    raw.run(&format!(
        "UPDATE person SET verified_at = NULL WHERE email = '{email}'"
    ))
    .await;
    raw.close().await;
}

/// Security checklist 13: an hour, and only the newest.
#[tokio::test]
async fn a_link_is_good_for_an_hour_and_until_a_newer_one() {
    each(async |app| {
        let admin = app.company().await;
        ask(app, &admin.email).await.expect(202);
        let first = mailed_code(app, &admin.email).await;
        ask(app, &admin.email).await.expect(202);
        let second = mailed_code(app, &admin.email).await;
        confirm(app, &first, NEW).await.expect(404);
        app.clock.advance(3_600);
        confirm(app, &second, NEW).await.expect(404);
        ask(app, &admin.email).await.expect(202);
        let third = mailed_code(app, &admin.email).await;
        app.clock.advance(3_599);
        confirm(app, &third, NEW).await.expect(204);
    })
    .await;
}

/// A code is bound to its purpose, and a weak password does not use it up.
#[tokio::test]
async fn only_the_right_code_with_a_good_password_counts() {
    each(async |app| {
        let admin = app.company().await;
        let body = json!({"email": "other@company1.example"});
        app.jwt(&admin)
            .await
            .post("/api/v2/me/email/", body)
            .await
            .expect(202);
        let other = mailed_code(app, "other@company1.example").await;
        ask(app, &admin.email).await.expect(202);
        let code = mailed_code(app, &admin.email).await;
        for wrong in ["", "x", &other, &code[..42], &code.to_lowercase()] {
            confirm(app, wrong, NEW).await.expect(404);
        }
        let good = json!({"code": code, "password": NEW});
        missing_fields(&app.anonymous(), CONFIRM, &good, &["code", "password"]).await;
        let reply = confirm(app, &code, "short").await.expect(400);
        assert!(reply["password"].is_array());
        let reply = confirm(app, &code, &format!("{} Ada!", admin.email))
            .await
            .expect(400);
        assert!(reply["password"].is_array(), "{}", reply.text());
        let verify = "/api/v2/auth/email/verify/";
        app.anonymous()
            .post(verify, json!({"code": code}))
            .await
            .expect(404);
        log_in(app, &admin.email, PASSWORD).await.expect(200);
        confirm(app, &code, NEW).await.expect(204);
        // What was begun with the old password is void.
        app.anonymous()
            .post(verify, json!({"code": other}))
            .await
            .expect(404);
    })
    .await;
}

#[tokio::test]
async fn two_who_use_one_link_at_once_are_one() {
    each(async |app| {
        let admin = app.company().await;
        ask(app, &admin.email).await.expect(202);
        let code = mailed_code(app, &admin.email).await;
        let (one, two) = tokio::join!(
            confirm(app, &code, NEW),
            confirm(app, &code, "two loud geese land early")
        );
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 404]);
    })
    .await;
}

/// Nobody floods a mailbox: five mails an hour, and the answer stays the same.
#[tokio::test]
async fn a_mailbox_gets_five_mails_an_hour() {
    each(async |app| {
        let admin = app.company().await;
        for _ in 0..8 {
            assert_eq!(ask(app, &admin.email).await.expect(202).text(), ANSWER);
        }
        assert_eq!(app.mails().await.len(), 5);
        app.clock.advance(3_601);
        ask(app, &admin.email).await.expect(202);
        assert_eq!(app.mails().await.len(), 1);
    })
    .await;
}

/// Somebody in two companies: the log of both says it.
#[tokio::test]
async fn every_company_of_the_person_reads_of_it() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let (_, code) = invite(app, &app.jwt(&other).await, &admin.email, Role::ScmUser).await;
        crate::support::accept(app, &code, PASSWORD)
            .await
            .expect(201);
        ask(app, &admin.email).await.expect(202);
        let code = mailed_code(app, &admin.email).await;
        confirm(app, &code, NEW).await.expect(204);
        for boss in [&admin, &other] {
            assert_eq!(entries(app, boss, "user.password_reset").await.len(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_is_asked_for_and_nothing_else() {
    each(async |app| {
        let good = json!({"email": "a@b.example"});
        missing_fields(&app.anonymous(), PATH, &good, &["email"]).await;
        let cases = [
            ("email", json!(null), "This field may not be null."),
            ("email", json!("nobody"), "Enter a valid email address."),
            ("user", json!(1), "This field is not known."),
        ];
        wrong_fields(&app.anonymous(), Method::POST, PATH, &good, &cases[..2]).await;
        let mut more = good.clone();
        more["user"] = json!(1);
        app.anonymous().post(PATH, more).await.expect(400);
    })
    .await;
}
