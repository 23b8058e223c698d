//! `POST /api/v2/users/`

use crate::support::{code_in, entry_by, log_in, missing_fields, no_secret_in_audit, wrong_fields};
use axum::http::Method;
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, TestApp, db::engines, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/users/";

#[tokio::test]
async fn somebody_is_invited() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let body = json!({
            "email": " New@Company.example ", "given_name": "Nora", "family_name": "New",
            "phone": "+41 1 234", "title": "Packer", "role": "scm_user",
        });
        let reply = client.post(PATH, body).await.expect(201);
        let id = reply["user"]["id"].as_i64().unwrap();
        let user = json!({
            "id": id, "email": "new@company.example", "given_name": "Nora", "family_name": "New",
            "phone": "+41 1 234", "title": "Packer", "role": {"name": "scm_user", "label": "SCM User"},
            "state": "invited", "creation_date": "2026-11-24T12:00:00.000000Z", "last_login": null,
            "second_factors": [],
        });
        assert_eq!(reply["user"], user);
        let sent = json!({
            "sent_to": "new@company.example", "expires_at": "2026-11-25T12:00:00.000000Z",
            "delivery": "mail",
        });
        assert_eq!(reply["invitation"], sent);
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, "new@company.example");
        assert_eq!(mails[0].subject, "You are invited to Company 1");
        let code = code_in(&mails[0].text);
        let link = format!("\n\nhttp://localhost/#/invitation/{code}\n\n");
        assert!(mails[0].text.contains(&link), "{}", mails[0].text);
        // Security checklist 12: who invites never has the link.
        assert!(!reply.text().contains(&code));
        assert_eq!(code.len(), 43, "256 bits");
        assert_eq!(client.get(&format!("{PATH}{id}/")).await.expect(200)["state"], "invited");
        let entry = entry_by(app, &admin, "user.invite", &admin, "jwt").await;
        assert_eq!(entry["object_id"], id.to_string());
        assert_eq!(entry["label"], "new@company.example");
        assert_eq!(entry["before"], Value::Null);
        assert_eq!(entry["after"]["role"], "scm_user");
        assert_eq!(entry["after"]["phone"], "+41 1 234");
        no_secret_in_audit(app, &[&code, PASSWORD]).await;
    })
    .await;
}

#[tokio::test]
async fn everything_but_address_and_role_may_be_left_out() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let good = json!({"email": "new@company.example", "role": "scm_user"});
        missing_fields(&client, PATH, &good, &["email", "role"]).await;
        let reply = client.post(PATH, good).await.expect(201);
        for member in ["given_name", "family_name", "phone", "title"] {
            assert_eq!(reply["user"][member], "", "{member}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_nobody_is_invited() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let good = json!({"email": "new@company.example", "role": "scm_user"});
        let (long, lines) = (
            "Ensure this field has no more than",
            "Line breaks and control characters are not allowed.",
        );
        let cases = [
            ("email", json!(null), "This field may not be null."),
            ("email", json!(""), "This field may not be blank."),
            ("email", json!([]), "Not a valid string."),
            ("email", json!("nobody"), "Enter a valid email address."),
            (
                "email",
                json!("a@b@c.example"),
                "Enter a valid email address.",
            ),
            (
                "email",
                json!("a@-b.example"),
                "Enter a valid email address.",
            ),
            (
                "email",
                json!("a@b..example"),
                "Enter a valid email address.",
            ),
            (
                "email",
                json!("<a@b.example>"),
                "Enter a valid email address.",
            ),
            ("email", json!("a@b.example\r\nBcc: x@y.example"), lines),
            (
                "email",
                json!("a\0@b.example"),
                "Null characters are not allowed.",
            ),
            (
                "email",
                json!(format!("{}@b.example", "a".repeat(65))),
                "Enter a valid email address.",
            ),
            (
                "email",
                json!(format!("a@{}.example", "b".repeat(260))),
                &format!("{long} 254 characters."),
            ),
            ("role", json!(null), "This field may not be null."),
            ("role", json!(""), "\"\" is not a valid choice."),
            ("role", json!("owner"), "\"owner\" is not a valid choice."),
            (
                "role",
                json!("Account Admin"),
                "\"Account Admin\" is not a valid choice.",
            ),
            (
                "role",
                json!("ACCOUNT_ADMIN"),
                "\"ACCOUNT_ADMIN\" is not a valid choice.",
            ),
            ("role", json!(["scm_user"]), "Not a valid string."),
            ("role", json!({"name": "scm_user"}), "Not a valid string."),
            (
                "given_name",
                json!("x".repeat(101)),
                &format!("{long} 100 characters."),
            ),
            ("family_name", json!("a\u{1b}[31m"), lines),
            ("phone", json!("1\n2"), lines),
            ("phone", json!(true), "Not a valid string."),
            (
                "title",
                json!("x".repeat(256)),
                &format!("{long} 255 characters."),
            ),
            ("title", json!("a\0"), "Null characters are not allowed."),
            ("password", json!(PASSWORD), "Unknown field."),
            ("company", json!(1), "Unknown field."),
            ("id", json!(1), "Unknown field."),
            ("state", json!("active"), "Unknown field."),
        ];
        wrong_fields(&client, Method::POST, PATH, &good, &cases).await;
        assert_eq!(client.get(PATH).await.expect(200)["count"], 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_invited_twice() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let archived = app.person(&admin, Role::ScmUser).await;
        client
            .post(&format!("{PATH}{}/archive/", archived.id), json!({}))
            .await
            .expect(200);
        let body = json!({"email": "new@company.example", "role": "scm_user"});
        let (one, two) = (client.post(PATH, body.clone()), client.post(PATH, body));
        let (one, two) = tokio::join!(one, two);
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert!(
            statuses == [201, 400] || statuses == [201, 409],
            "{statuses:?}"
        );
        let sentence = json!({"email": ["This person belongs to the company already."]});
        for email in [
            "new@company.example",
            "NEW@company.example",
            &admin.email,
            &archived.email,
        ] {
            let body = json!({"email": email, "role": "account_admin"});
            let reply = client.post(PATH, body).await.expect(400);
            assert_eq!(*reply.json(), sentence, "{email}");
        }
    })
    .await;
}

/// Security checklist 3: the answer is the same whether the address is known elsewhere or not.
#[tokio::test]
async fn the_answer_does_not_tell_who_is_known_elsewhere() {
    each(async |app| {
        let admin = app.company().await;
        let elsewhere = app.company().await;
        log_in(app, &elsewhere.email, PASSWORD).await.expect(200);
        let client = app.jwt(&admin).await;
        let mut shown = vec![];
        for email in [elsewhere.email.as_str(), "unknown@company.example"] {
            let body = json!({"email": email, "given_name": "N", "role": "scm_user"});
            let reply = client.post(PATH, body).await.expect(201);
            let text = reply.text().replace(email, "EMAIL");
            let id = format!("\"id\":{}", reply["user"]["id"]);
            shown.push(text.replace(&id, "ID"));
        }
        assert_eq!(shown[0], shown[1]);
        let list = client
            .get(&format!("{PATH}?search=unknown"))
            .await
            .expect(200);
        assert_eq!(list["results"][0]["last_login"], Value::Null);
    })
    .await;
}

/// Security checklist 86: the link leads where the operator says, whatever the request says.
#[tokio::test]
async fn the_link_follows_the_public_address() {
    for engine in engines() {
        let settings = Settings {
            public_url: Some("https://test.example".into()),
            ..Settings::default()
        };
        let app = TestApp::with(engine, settings, Limits::off()).await;
        let client = app.jwt(&app.company().await).await;
        let body = json!({"email": "new@company.example", "role": "scm_user"}).to_string();
        let mut request = client.request(Method::POST, PATH, body.into());
        let headers = request.headers_mut();
        headers.insert("content-type", "application/json".parse().unwrap());
        headers.insert("x-forwarded-host", "evil.example".parse().unwrap());
        headers.insert("x-forwarded-proto", "http".parse().unwrap());
        client.send(request).await.expect(201);
        let text = app.mails().await.remove(0).text;
        assert!(
            text.contains("\nhttps://test.example/#/invitation/"),
            "{text}"
        );
    }
}
