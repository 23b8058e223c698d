//! A hash of another cost is made anew at the next log-in (security checklist 8).

use crate::{one_time::enrol, support::log_in};
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use countermark_store::users;
use countermark_testkit::{PASSWORD, Person, TestApp, each};
use serde_json::json;

const NEW: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

/// The hash of everybody's password as a program with that method would have made it.
fn made_with(algorithm: Algorithm, kib: u32, rounds: u32) -> String {
    let params = Params::new(kib, rounds, 1, None).expect("a cost");
    let argon = Argon2::new(algorithm, Version::V0x13, params);
    let hash = argon.hash_password(PASSWORD.as_bytes()).expect("a hash");
    hash.to_string()
}

async fn set(app: &TestApp, person: &Person, hash: &str) {
    let mut raw = app.db.place.raw().await;
    let sql = format!(
        "UPDATE person SET password_hash = '{hash}' WHERE id = {}",
        person.id.0
    );
    raw.run(&sql).await;
    raw.close().await;
}

async fn kept(app: &TestApp, person: &Person) -> String {
    let mut raw = app.db.place.raw().await;
    let sql = format!(
        "SELECT password_hash FROM person WHERE id = {}",
        person.id.0
    );
    let hash = raw.rows(&sql).await.remove(0).remove(0);
    raw.close().await;
    hash
}

/// Lower, higher, or of another kind: the right password makes it anew, once, and ends nothing.
#[tokio::test]
async fn the_right_password_makes_it_anew_and_ends_nothing() {
    each(async |app| {
        for (algorithm, kib, rounds) in [
            (Algorithm::Argon2id, 8_192, 1),
            (Algorithm::Argon2id, 19_456, 3),
            (Algorithm::Argon2i, 19_456, 2),
        ] {
            let admin = app.company().await;
            let old = made_with(algorithm, kib, rounds);
            set(app, &admin, &old).await;
            let before = app.jwt(&admin).await;

            log_in(app, &admin.email, "not that one at all")
                .await
                .expect(400);
            assert_eq!(kept(app, &admin).await, old, "a guess changes nothing");
            let body = json!({"email": admin.email, "password": PASSWORD});
            let anonymous = app.anonymous();
            let signed_in = anonymous.post("/api/v2/auth/session/", body).await;
            assert!(signed_in.status < 300, "{}", signed_in.text());
            let new = kept(app, &admin).await;
            assert!(new.starts_with(NEW), "{old} is now {new}");

            log_in(app, &admin.email, PASSWORD).await.expect(200);
            assert_eq!(kept(app, &admin).await, new, "once is enough");
            log_in(app, &admin.email, "not that one at all")
                .await
                .expect(400);
            before.get("/api/v2/me/").await.expect(200);
        }
    })
    .await;
}

/// Whoever changes the password between the two keeps the new one.
#[tokio::test]
async fn another_password_that_came_first_stays() {
    each(async |app| {
        let admin = app.company().await;
        let before = kept(app, &admin).await;
        for (old, stays) in [("another", true), (&*before, false)] {
            let mut tx = app.app.db.write().await.expect("a transaction");
            users::renew_hash(&mut tx, admin.id, old, "new")
                .await
                .expect("done");
            tx.commit_unaudited().await.expect("committed");
            assert_eq!(kept(app, &admin).await == before, stays);
        }
    })
    .await;
}

/// Half a log-in changes nothing.
#[tokio::test]
async fn the_password_without_its_second_factor_changes_nothing() {
    each(async |app| {
        let admin = app.company().await;
        let (phone, _) = enrol(app, &app.cookie(&admin).await).await;
        let old = made_with(Algorithm::Argon2id, 8_192, 1);
        set(app, &admin, &old).await;
        let reply = log_in(app, &admin.email, PASSWORD).await.expect(400);
        assert_eq!(reply.code(), "otp_required");
        assert_eq!(kept(app, &admin).await, old);

        let otp = phone.code_in(app, 1);
        let body = json!({"email": admin.email, "password": PASSWORD, "otp": otp});
        let anonymous = app.anonymous();
        anonymous.post("/api/v2/auth/jwt/", body).await.expect(200);
        assert!(kept(app, &admin).await.starts_with(NEW));
    })
    .await;
}
