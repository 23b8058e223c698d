//! `GET /api/v2/policy/`

use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn everybody_in_the_company_sees_the_rules() {
    each(async |app| {
        let admin = app.company().await;
        let worker = app.person(&admin, Role::InspectionUser).await;
        let rules = json!({
            "default_days": 90, "min_days": 0, "max_days": 365, "forbidden": [],
            "password_jwt": true, "leak_action": "revoke", "superseded_use": "notify",
            "second_factor": "optional",
        });
        let seen = app
            .jwt(&worker)
            .await
            .get("/api/v2/policy/")
            .await
            .expect(200);
        for (member, value) in rules.as_object().unwrap() {
            assert_eq!(seen[member.as_str()], *value, "{member}");
        }
        let token = app.uat(&admin, &["brand_view"]).await;
        let refused = token.client.get("/api/v2/policy/").await.expect(403);
        assert_eq!(refused.code(), "person_required");
    })
    .await;
}
