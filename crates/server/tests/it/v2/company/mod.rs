//! `/api/v2/company/`

use crate::support::{entry, wrong_fields};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::json;

const PATH: &str = "/api/v2/company/";

#[tokio::test]
async fn a_company_says_who_it_is() {
    each(async |app| {
        let admin = app.company().await;
        let owner = app.jwt(&admin).await;
        let before = owner.get(PATH).await.expect(200);
        let me = owner.get("/api/v2/me/").await.expect(200);
        let mut expected = json!({
            "id": admin.company.0, "uuid": me["company"]["uuid"], "name": me["company"]["name"],
            "time_zone": me["company"]["time_zone"], "website": "", "address": "", "city": "",
            "country": "",
        });
        assert_eq!(*before.json(), expected);
        // Whose company it is, and what it is told apart by, cannot be sent.
        let change = json!({
            "id": 9, "uuid": "x", "name": " Kallista ", "website": "https://kallista.example",
            "address": "Rue du Port 1", "city": "Antwerp", "country": "be",
            "time_zone": "Europe/Brussels",
        });
        let after = owner.patch(PATH, change).await.expect(200);
        for (member, value) in [
            ("name", "Kallista"),
            ("website", "https://kallista.example"),
            ("address", "Rue du Port 1"),
            ("city", "Antwerp"),
            ("country", "BE"),
            ("time_zone", "Europe/Brussels"),
        ] {
            expected[member] = json!(value);
        }
        assert_eq!(*after.json(), expected);
        assert_eq!(*owner.get(PATH).await.expect(200).json(), expected);
        let me = owner.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["company"]["name"], "Kallista");
        assert_eq!(me["company"]["time_zone"], "Europe/Brussels");
        let rules = owner.get("/api/v2/permissions/").await.expect(200);
        assert_eq!(rules["policy"]["time_zone"], "Europe/Brussels");
        let logged = entry(app, &admin, "company.update").await;
        assert_eq!(logged["after"]["country"], "BE");
        assert_eq!(
            (
                &logged["before"]["time_zone"],
                &logged["after"]["time_zone"]
            ),
            (&json!("UTC"), &json!("Europe/Brussels"))
        );
        let after = owner.patch(PATH, json!({"country": ""})).await.expect(200);
        assert_eq!(
            (&after["country"], &after["city"]),
            (&json!(""), &json!("Antwerp"))
        );

        let worker = app.person(&admin, Role::InspectionUser).await;
        let worker = app.cookie(&worker).await;
        worker.get(PATH).await.expect(200);
        let refused = worker
            .patch(PATH, json!({"name": "Stolen"}))
            .await
            .expect(403);
        assert_eq!(refused["required"], json!(["company_edit"]));
        let token = app.uat(&admin, &["brand_view"]).await.client;
        assert_eq!(token.get(PATH).await.expect(403).code(), "person_required");
        let other = app.jwt(&app.company().await).await;
        assert_ne!(other.get(PATH).await.expect(200)["name"], "Kallista");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    each(async |app| {
        let owner = app.jwt(&app.company().await).await;
        let wrong = [
            ("name", json!(""), "This field may not be blank."),
            (
                "website",
                json!("javascript:alert(1)"),
                "Enter a valid URL.",
            ),
            (
                "country",
                json!("Belgium"),
                "\"Belgium\" is not a valid choice.",
            ),
            (
                "time_zone",
                json!("Mars/Base"),
                "\"Mars/Base\" is no time zone. Use a name as Europe/Zurich.",
            ),
            (
                "time_zone",
                json!(""),
                "\"\" is no time zone. Use a name as Europe/Zurich.",
            ),
        ];
        wrong_fields(&owner, Method::PATCH, PATH, &json!({}), &wrong).await;
        assert_eq!(owner.get(PATH).await.expect(200)["website"], "");
    })
    .await;
}
