//! What a failed log-in tells, which is nothing (security checklist 1, 14).

use crate::support::{invite, log_in};
use countermark_core::roles::Role;
use countermark_testkit::{Client, PASSWORD, Person, TestApp, each};
use serde_json::json;

/// Addresses that cannot come in, with the password that would be right if there is one.
async fn nobody(app: &TestApp, admin: &Person) -> Vec<(&'static str, String)> {
    let client: Client = app.jwt(admin).await;
    let archived = app.person(admin, Role::BrandManager).await;
    let path = format!("/api/v2/users/{}/archive/", archived.id);
    client.post(&path, json!({})).await.expect(200);
    let invited = "invited@company.example";
    invite(app, &client, invited, Role::BrandManager).await;
    let closed = app.company().await;
    app.close_company(closed.company).await;
    vec![
        ("unknown", "unknown@company.example".to_owned()),
        ("archived", archived.email),
        ("invited", invited.to_owned()),
        ("of a closed company", closed.email),
    ]
}

/// Security checklist 1.
#[tokio::test]
async fn every_failure_has_the_one_published_answer() {
    each(async |app| {
        let admin = app.company().await;
        let published = r#"{"non_field_errors":["Unable to login with provided credentials."]}"#;
        let mut cases = nobody(app, &admin).await;
        cases.push(("known", admin.email.clone()));
        for (who, email) in &cases {
            for password in [
                PASSWORD,
                "another password of some length",
                " ",
                "Seven green boats drift",
            ] {
                if *who == "known" && password == PASSWORD {
                    continue;
                }
                for path in ["/api/v2/auth/jwt/", "/api/v2/auth/session/"] {
                    let body = json!({"email": email, "password": password});
                    let reply = app.anonymous().post(path, body).await.expect(400);
                    assert_eq!(reply.text(), published, "{who}, {path}");
                    assert_eq!(reply.header("set-cookie"), "", "{who}, {path}");
                    // Out of the reach of the lock, which is another test's subject.
                    app.clock.advance(901);
                }
            }
        }
    })
    .await;
}

/// Security checklist 9: the lock tells no account from another, nor a right password of somebody
/// who is shut out from a wrong one.
#[tokio::test]
async fn the_lock_is_the_same_for_everybody() {
    each(async |app| {
        let admin = app.company().await;
        for (who, email) in nobody(app, &admin).await {
            let mut statuses = vec![];
            for _ in 0..6 {
                statuses.push(log_in(app, &email, PASSWORD).await.status);
            }
            assert_eq!(statuses, [400, 400, 400, 400, 400, 429], "{who}");
        }
    })
    .await;
}

/// Security checklist 14.
#[tokio::test]
async fn a_new_server_has_no_account() {
    each(async |app| {
        for (email, password) in [
            ("admin@localhost", "admin"),
            ("admin@example.com", "password"),
            ("root@localhost", "root"),
            ("admin@countermark.example", "countermark"),
        ] {
            log_in(app, email, password).await.expect(400);
        }
        let mut raw = app.db.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM person").await, 0);
        raw.close().await;
    })
    .await;
}
