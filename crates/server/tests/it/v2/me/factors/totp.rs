//! `/api/v2/me/factors/totp/`: setting up an authenticator app and removing it (security
//! checklist 15).

use crate::{
    one_time::{Phone, enrol},
    support::{entry_by, no_secret_in_audit},
};
use countermark_testkit::{PASSWORD, each};
use serde_json::json;

const TOTP: &str = "/api/v2/me/factors/totp/";
const CONFIRM: &str = "/api/v2/me/factors/totp/confirm/";

#[tokio::test]
async fn a_confirmed_code_turns_it_on() {
    each(async |app| {
        let admin = app.company().await;
        let (client, other) = (app.cookie(&admin).await, app.jwt(&admin).await);
        let begun = client.post(TOTP, json!({})).await.expect(201);
        let secret = begun["secret"].as_str().unwrap().to_owned();
        assert_eq!(secret.len(), 32, "160 bits");
        let uri = begun["uri"].as_str().unwrap();
        let email = admin.email.replace('@', "%40");
        let wanted =
            format!("otpauth://totp/Countermark:{email}?secret={secret}&issuer=Countermark");
        assert_eq!(uri, wanted);
        assert!(begun["qr"]["size"].as_u64().unwrap() >= 21);
        assert!(
            begun["qr"]["path"]
                .as_str()
                .unwrap()
                .starts_with("M0 0h7v1h-7z")
        );
        // Begun is not on: the password still does.
        let factors = client.get("/api/v2/me/factors/").await.expect(200);
        assert!(factors["totp_since"].is_null());
        other.get("/api/v2/me/").await.expect(200);

        let phone = Phone::typed(&secret);
        let on = client
            .post(CONFIRM, json!({"otp": phone.code(app)}))
            .await
            .expect(200);
        let codes = on["recovery_codes"].as_array().unwrap();
        assert_eq!(codes.len(), 10);
        // OWASP ASVS 5.0 §7.4.3: what was begun without the factor ends.
        other.get("/api/v2/me/").await.expect(401);
        client.get("/api/v2/me/").await.expect(200);
        entry_by(app, &admin, "user.totp_on", &admin, "session").await;
        let mut secrets = vec![secret.as_str()];
        secrets.extend(codes.iter().map(|code| code.as_str().unwrap()));
        no_secret_in_audit(app, &secrets).await;
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, admin.email);
    })
    .await;
}

/// Neither the secret nor a recovery code can be read from the database.
#[tokio::test]
async fn nothing_at_rest_gives_a_code() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        let begun = client.post(TOTP, json!({})).await.expect(201);
        let secret = begun["secret"].as_str().unwrap().to_owned();
        let phone = Phone::typed(&secret);
        let on = client
            .post(CONFIRM, json!({"otp": phone.code(app)}))
            .await
            .expect(200);
        let code = on["recovery_codes"][0].as_str().unwrap().to_owned();
        let mut raw = app.db.place.raw().await;
        let mut kept = raw.rows("SELECT * FROM totp").await;
        kept.extend(raw.rows("SELECT * FROM recovery_code").await);
        let kept = format!("{kept:?}");
        raw.close().await;
        for text in [secret, code.clone(), code.replace('-', "")] {
            assert!(!kept.contains(&text));
        }
    })
    .await;
}

#[tokio::test]
async fn a_wrong_code_turns_nothing_on() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        let reply = client
            .post(CONFIRM, json!({"otp": "123456"}))
            .await
            .expect(409);
        assert_eq!(reply.code(), "conflict");
        let begun = client.post(TOTP, json!({})).await.expect(201);
        let phone = Phone::typed(begun["secret"].as_str().unwrap());
        for wrong in [
            phone.code_in(app, 2),
            phone.code_in(app, -2),
            "x".into(),
            String::new(),
        ] {
            let reply = client
                .post(CONFIRM, json!({"otp": wrong}))
                .await
                .expect(400);
            assert!(reply["otp"].is_array(), "{}", reply.text());
        }
        client.post(CONFIRM, json!({})).await.expect(400);
        // A second beginning replaces the first.
        let again = client.post(TOTP, json!({})).await.expect(201);
        let newer = Phone::typed(again["secret"].as_str().unwrap());
        client
            .post(CONFIRM, json!({"otp": phone.code(app)}))
            .await
            .expect(400);
        // Too late is too late.
        app.clock.advance(901);
        client
            .post(
                "/api/v2/auth/session/confirm/",
                json!({"password": PASSWORD}),
            )
            .await
            .expect(204);
        client
            .post(CONFIRM, json!({"otp": newer.code(app)}))
            .await
            .expect(409);
        let me = client.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["second_factor"]["is_on"], false);
    })
    .await;
}

#[tokio::test]
async fn it_is_removed_by_its_owner_in_a_fresh_log_in() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        client.delete(TOTP).await.expect(404);
        let (phone, _) = enrol(app, &client).await;
        let reply = client.post(TOTP, json!({})).await.expect(409);
        assert_eq!(reply.code(), "conflict");
        app.clock.advance(601);
        let reply = client.delete(TOTP).await.expect(403);
        assert_eq!(reply.code(), "fresh_login_required");
        let body = json!({"password": PASSWORD, "otp": phone.code(app)});
        client
            .post("/api/v2/auth/session/confirm/", body)
            .await
            .expect(204);
        client.delete(TOTP).await.expect(204);
        entry_by(app, &admin, "user.totp_off", &admin, "session").await;
        let factors = client.get("/api/v2/me/factors/").await.expect(200);
        assert!(factors["totp_since"].is_null());
        assert_eq!(factors["recovery_codes_left"], 0);
        crate::support::log_in(app, &admin.email, PASSWORD)
            .await
            .expect(200);
    })
    .await;
}

/// Security checklist 4: a password of eight characters does beside a second factor, and keeps
/// the last factor from being removed.
#[tokio::test]
async fn a_short_password_never_stands_alone() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        let short = json!({"current_password": PASSWORD, "new_password": "vq9#Tr2!k"});
        let reply = client
            .patch("/api/v2/me/password/", short.clone())
            .await
            .expect(400);
        assert!(reply["new_password"].is_array());
        enrol(app, &client).await;
        let tiny = json!({"current_password": PASSWORD, "new_password": "vq9#Tr2"});
        client.patch("/api/v2/me/password/", tiny).await.expect(400);
        client
            .patch("/api/v2/me/password/", short)
            .await
            .expect(204);
        let reply = client.delete(TOTP).await.expect(409);
        assert!(reply["detail"].as_str().unwrap().contains("too short"));
        let long =
            json!({"current_password": "vq9#Tr2!k", "new_password": "nine calm herons wade far"});
        client.patch("/api/v2/me/password/", long).await.expect(204);
        client.delete(TOTP).await.expect(204);
    })
    .await;
}
