//! `GET /api/v2/users/{id}/`

use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn a_person_is_shown_field_by_field() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::ScmUser).await;
        let path = format!("/api/v2/users/{}/", person.id);
        let shown = app.jwt(&admin).await.get(&path).await.expect(200);
        let expected = json!({
            "id": person.id.0, "email": person.email, "given_name": "Pat", "family_name": "Person2",
            "phone": "", "title": "", "role": {"name": "scm_user", "label": "SCM User"},
            "state": "active", "creation_date": "2026-11-24T12:00:00.000000Z", "last_login": null,
            "second_factors": [],
        });
        assert_eq!(*shown.json(), expected);
        app.clock.advance(60);
        app.jwt(&person).await;
        let shown = app.jwt(&admin).await.get(&path).await.expect(200);
        assert_eq!(shown["last_login"], app.now().to_string());
    })
    .await;
}

/// Security checklist 39, 47.
#[tokio::test]
async fn somebody_of_another_company_is_not_there() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let client = app.jwt(&admin).await;
        for id in [other.id.to_string(), "999999".into()] {
            let reply = client
                .get(&format!("/api/v2/users/{id}/"))
                .await
                .expect(404);
            assert_eq!(
                reply.text(),
                r#"{"detail":"Not found.","code":"not_found"}"#
            );
        }
    })
    .await;
}
