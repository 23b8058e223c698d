//! Everybody is written to in their language

use crate::{
    scans::{Shop, code, scan},
    support::code_in,
};
use countermark::mail::Delivered;
use countermark_core::roles::Role;
use countermark_testkit::{Client, Person, TestApp, each};
use serde_json::json;

async fn reads(app: &TestApp, person: &Person, language: &str) -> Client {
    let client = app.jwt(person).await;
    let body = json!({"language": language});
    client.patch("/api/v2/me/", body).await.expect(200);
    client
}

fn to<'a>(mails: &'a [Delivered], email: &str) -> &'a Delivered {
    let found = mails.iter().find(|mail| mail.to == email);
    found.unwrap_or_else(|| panic!("no mail to {email}"))
}

#[tokio::test]
async fn links_come_in_the_language_of_whoever_gets_them() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::ScmUser).await;
        reads(app, &admin, "fr").await;
        let reset = "/api/v2/auth/password/reset/";
        for person in [&admin, &colleague] {
            let body = json!({"email": person.email});
            app.anonymous().post(reset, body).await.expect(202);
        }
        let mails = app.mails().await;
        assert_eq!(
            to(&mails, &admin.email).subject,
            "Choisissez un nouveau mot de passe"
        );
        assert!(to(&mails, &admin.email).text.contains("/#/reset/"));
        // Nothing said yet.
        assert_eq!(
            to(&mails, &colleague.email).subject,
            "Choose a new password"
        );
    })
    .await;
}

/// Of somebody new nothing is known: the mail comes in the inviter's language, but to somebody who
/// has said theirs in it.
#[tokio::test]
async fn invitations_take_the_language_of_whoever_invites() {
    each(async |app| {
        let admin = app.company().await;
        let client = reads(app, &admin, "fr").await;
        let known = app.company().await;
        reads(app, &known, "en").await;
        for email in ["new@people.example", &known.email] {
            let body = json!({"email": email, "role": "scm_user"});
            client.post("/api/v2/users/", body).await.expect(201);
        }
        let mails = app.mails().await;
        let french = to(&mails, "new@people.example");
        assert_eq!(french.subject, "Vous êtes invité à rejoindre Company 1");
        assert!(french.text.contains("/#/invitation/"), "{}", french.text);
        assert_eq!(
            to(&mails, &known.email).subject,
            "You are invited to Company 1"
        );
    })
    .await;
}

/// A new address is nobody's yet: its link comes in the language of whoever asks.
#[tokio::test]
async fn a_new_address_is_written_to_like_the_old_one() {
    each(async |app| {
        let admin = app.company().await;
        let client = reads(app, &admin, "fr").await;
        let body = json!({"email": "moved@people.example"});
        client.post("/api/v2/me/email/", body).await.expect(202);
        let mails = app.mails().await;
        let asked = to(&mails, &admin.email);
        assert_eq!(asked.subject, "Votre adresse e-mail va changer");
        let link = to(&mails, "moved@people.example");
        assert_eq!(link.subject, "Confirmez votre nouvelle adresse e-mail");
        let code = code_in(&link.text);
        let path = "/api/v2/auth/email/verify/";
        app.anonymous().post(path, json!({"code": code})).await;
        let mails = app.mails().await;
        let told = to(&mails, &admin.email);
        assert_eq!(told.subject, "Votre adresse e-mail a été modifiée");
    })
    .await;
}

/// One alert, two readers; days and times are those of the company, with its zone.
#[tokio::test]
async fn an_alert_is_told_to_each_in_their_own() {
    each(async |app| {
        let shop = Shop::new(app).await;
        code(app, &shop.admin, Some(shop.product), 0, "code-off").await;
        let reader = app.person(&shop.admin, Role::DashboardUser).await;
        reads(app, &reader, "fr").await;
        let zone = json!({"time_zone": "Europe/Zurich"});
        shop.owner.patch("/api/v2/company/", zone).await.expect(200);
        let path = format!("/api/v2/campaigns/{}/alerts/", shop.campaign);
        let body = json!({"type": "inactive", "recipients": [shop.admin.id.0, reader.id.0]});
        shop.owner.post(&path, body).await.expect(201);
        app.mails().await;
        scan(app, "code-off").await.expect(302);
        app.task("alerts").await;
        let mails = app.mails().await;
        let english = to(&mails, &shop.admin.email);
        assert_eq!(english.subject, "Alert: 1 scan in EU 2026");
        let at = "24 November 2026, 13:00 (Europe/Zurich)  code-off  unknown country  Olive oil";
        assert!(english.text.contains(at), "{}", english.text);
        let french = to(&mails, &reader.email);
        assert_eq!(french.subject, "Alerte\u{a0}: 1 scan dans EU 2026");
        let at = "24 novembre 2026 à 13:00 (Europe/Zurich)  code-off  pays inconnu  Olive oil";
        assert!(french.text.contains(at), "{}", french.text);
        assert!(
            french
                .text
                .starts_with("Un code qui n’est pas actif a été scanné.")
        );
    })
    .await;
}
