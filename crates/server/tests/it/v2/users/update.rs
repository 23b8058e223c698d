//! `PATCH /api/v2/users/{id}/`

use crate::support::{entry, entry_by, wrong_fields};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, Person, each};
use serde_json::json;

fn path(person: &Person) -> String {
    format!("/api/v2/users/{}/", person.id)
}

#[tokio::test]
async fn what_is_sent_changes_and_the_rest_stays() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::ScmUser).await;
        let client = app.jwt(&admin).await;
        let body = json!({"phone": " +41 1 ", "title": "Packer"});
        let reply = client.patch(&path(&person), body).await.expect(200);
        assert_eq!(
            (&reply["phone"], &reply["title"]),
            (&json!("+41 1"), &json!("Packer"))
        );
        assert_eq!(
            (&reply["given_name"], &reply["role"]["name"]),
            (&json!("Pat"), &json!("scm_user"))
        );
        assert_eq!(
            client.get(&path(&person)).await.expect(200).json(),
            reply.json()
        );
        let logged = entry_by(app, &admin, "user.update", &admin, "jwt").await;
        assert_eq!(logged["before"], json!({"phone": "", "title": ""}));
        assert_eq!(
            logged["after"],
            json!({"phone": "+41 1", "title": "Packer"})
        );
        // The new name is found, the old one no longer.
        client
            .patch(&path(&person), json!({"family_name": "Newman"}))
            .await
            .expect(200);
        for (text, count) in [("newman", 1), ("person2%20pat", 0)] {
            let list = client
                .get(&format!("/api/v2/users/?search={text}"))
                .await
                .expect(200);
            assert_eq!(list["count"], count, "{text}");
        }
        // A text can be taken away again.
        let reply = client
            .patch(&path(&person), json!({"phone": "", "family_name": ""}))
            .await
            .expect(200);
        assert_eq!(
            (&reply["phone"], &reply["family_name"]),
            (&json!(""), &json!(""))
        );
    })
    .await;
}

/// Security checklist 36: a lower role counts at the next request, on everything the person has.
#[tokio::test]
async fn a_lower_role_takes_effect_at_once() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::AccountAdmin).await;
        let token = app.uat(&person, &["brand_create"]).await.client;
        let sessions = [app.jwt(&person).await, app.cookie(&person).await];
        for (number, client) in sessions.iter().chain([&token]).enumerate() {
            client
                .post("/api/v2/brands/", json!({"name": format!("B{number}")}))
                .await
                .expect(201);
        }
        let body = json!({"role": "dashboard_user"});
        let reply = app
            .jwt(&admin)
            .await
            .patch(&path(&person), body)
            .await
            .expect(200);
        assert_eq!(
            reply["role"],
            json!({"name": "dashboard_user", "label": "Dashboard User"})
        );
        for client in sessions.iter().chain([&token]) {
            let refused = client
                .post("/api/v2/brands/", json!({"name": "C"}))
                .await
                .expect(403);
            assert_eq!(refused["missing_because"], "role");
        }
        let logged = entry(app, &admin, "user.update").await;
        assert_eq!(logged["before"], json!({"role": "account_admin"}));
        assert_eq!(logged["after"], json!({"role": "dashboard_user"}));
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_nothing_changes() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::ScmUser).await;
        let client = app.jwt(&admin).await;
        let before = client.get(&path(&person)).await.expect(200);
        let long = "Ensure this field has no more than";
        let cases = [
            ("role", json!("owner"), "\"owner\" is not a valid choice."),
            ("role", json!(["account_admin"]), "Not a valid string."),
            (
                "given_name",
                json!("x".repeat(101)),
                &format!("{long} 100 characters."),
            ),
            ("family_name", json!({}), "Not a valid string."),
            ("phone", json!("a\0"), "Null characters are not allowed."),
            (
                "title",
                json!("a\rb"),
                "Line breaks and control characters are not allowed.",
            ),
            ("email", json!("thief@evil.example"), "Unknown field."),
            ("password", json!(PASSWORD), "Unknown field."),
            ("company", json!(2), "Unknown field."),
            ("state", json!("active"), "Unknown field."),
            ("epoch", json!(9), "Unknown field."),
        ];
        wrong_fields(
            &client,
            Method::PATCH,
            &path(&person),
            &json!({"phone": "1"}),
            &cases,
        )
        .await;
        assert_eq!(
            client.get(&path(&person)).await.expect(200).json(),
            before.json()
        );
        // Null is as good as left out.
        let nulls = json!({"role": null, "given_name": null, "phone": null});
        let reply = client.patch(&path(&person), nulls).await.expect(200);
        assert_eq!(reply.json(), before.json());
    })
    .await;
}

#[tokio::test]
async fn somebody_of_another_company_is_not_there() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let reply = app
            .jwt(&admin)
            .await
            .patch(&path(&other), json!({"role": "scm_user"}))
            .await;
        assert_eq!(reply.expect(404).code(), "not_found");
        let me = app.jwt(&other).await.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["role"]["name"], "account_admin");
    })
    .await;
}

/// Two changes at once: neither is lost, and above all no lowered role comes back.
#[tokio::test]
async fn two_changes_at_once_both_count() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        for round in 0..10 {
            let person = app.person(&admin, Role::AccountAdmin).await;
            let phone = format!("+41 {round}");
            let path = path(&person);
            let (lowered, called) = tokio::join!(
                client.patch(&path, json!({"role": "scm_user"})),
                client.patch(&path, json!({"phone": phone})),
            );
            lowered.expect(200);
            called.expect(200);
            let now = client.get(&path).await.expect(200);
            assert_eq!(
                (&now["role"]["name"], &now["phone"]),
                (&json!("scm_user"), &json!(phone))
            );
        }
    })
    .await;
}
