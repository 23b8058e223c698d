//! `POST /api/v2/me/factors/recovery-codes/`

use crate::{
    one_time::enrol,
    support::{entries, entry_by, no_secret_in_audit},
};
use countermark_testkit::{PASSWORD, TestApp, each};
use serde_json::json;

const PATH: &str = "/api/v2/me/factors/recovery-codes/";

async fn log_in(app: &TestApp, email: &str, otp: &str) -> u16 {
    let body = json!({"email": email, "password": PASSWORD, "otp": otp});
    app.anonymous().post("/api/v2/auth/jwt/", body).await.status
}

#[tokio::test]
async fn each_works_once_and_only_for_its_owner() {
    each(async |app| {
        let admin = app.company().await;
        let (_, codes) = enrol(app, &app.cookie(&admin).await).await;
        let other = app.company().await;
        let (_, others) = enrol(app, &app.cookie(&other).await).await;
        assert_eq!(log_in(app, &admin.email, &others[0]).await, 400);
        assert_eq!(log_in(app, &admin.email, &codes[0]).await, 200);
        assert_eq!(log_in(app, &admin.email, &codes[0]).await, 400);
        // As people write them down.
        let sloppy = codes[1]
            .to_uppercase()
            .replace('-', " ")
            .replace('0', "O")
            .replace('1', "l");
        assert_eq!(log_in(app, &admin.email, &sloppy).await, 200);
        assert_eq!(log_in(app, &admin.email, &codes[1]).await, 400);
        let uses = entries(app, &admin, "user.recovery_code_use").await;
        assert_eq!(uses.len(), 2);
        let told = app.mails().await;
        let told = told
            .iter()
            .filter(|mail| mail.text.contains("9 are left"))
            .count();
        assert_eq!(told, 1);
    })
    .await;
}

#[tokio::test]
async fn new_ones_replace_the_old_ones() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        client.post(PATH, json!({})).await.expect(409);
        let (_, old) = enrol(app, &client).await;
        let reply = client.post(PATH, json!({})).await.expect(200);
        let new = reply["recovery_codes"].as_array().unwrap();
        assert_eq!(new.len(), 10);
        let new = new[0].as_str().unwrap();
        assert_eq!(log_in(app, &admin.email, &old[0]).await, 400);
        assert_eq!(log_in(app, &admin.email, new).await, 200);
        entry_by(app, &admin, "user.recovery_codes", &admin, "session").await;
        no_secret_in_audit(app, &[new, &old[0]]).await;
        app.clock.advance(600);
        let reply = client.post(PATH, json!({})).await.expect(403);
        assert_eq!(reply.code(), "fresh_login_required");
    })
    .await;
}
