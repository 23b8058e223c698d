//! `GET /api/v2/roles/`

use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn every_role_is_listed_with_what_it_allows() {
    each(async |app| {
        let admin = app.company().await;
        for role in Role::ALL {
            let person = app.person(&admin, role).await;
            let reply = app
                .jwt(&person)
                .await
                .get("/api/v2/roles/")
                .await
                .expect(200);
            let rows = reply["results"].as_array().unwrap();
            assert_eq!(rows.len(), 9, "{role:?}");
            for (row, shown) in rows.iter().zip(Role::ALL) {
                assert_eq!(row["name"], shown.name());
                assert_eq!(row["label"], shown.label());
                assert_eq!(row["permissions"], json!(shown.permissions().names()));
                assert!(row["description"].as_str().unwrap().ends_with('.'));
                let assignable = match role {
                    Role::AccountAdmin => true,
                    Role::ItAdmin => shown != Role::AccountAdmin,
                    _ => false,
                };
                assert_eq!(
                    row["assignable"],
                    Value::Bool(assignable),
                    "{role:?} {shown:?}"
                );
            }
            // What the list says is what the person has.
            let own = rows.iter().find(|row| row["name"] == role.name()).unwrap();
            let me = app.jwt(&person).await.get("/api/v2/me/").await.expect(200);
            assert_eq!(me["permissions"], own["permissions"]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_is_no_person() {
    each(async |app| {
        let token = app.uat(&app.company().await, &["brand_view"]).await.client;
        assert_eq!(
            token.get("/api/v2/roles/").await.expect(403).code(),
            "person_required"
        );
        app.anonymous().get("/api/v2/roles/").await.expect(401);
    })
    .await;
}
