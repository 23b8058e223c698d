//! `PATCH /api/v2/policy/`

use crate::support::{entry_by, wrong_fields};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::json;

const PATH: &str = "/api/v2/policy/";

#[tokio::test]
async fn rules_are_changed_one_by_one_and_logged_with_both_sides() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let change = json!({
            "default_days": 30, "min_days": 2, "max_days": 60,
            "forbidden": ["product_delete", "brand_delete"], "leak_action": "quarantine",
            "superseded_use": "revoke_family", "second_factor": "optional",
        });
        let now = client.patch(PATH, change).await.expect(200);
        assert_eq!(now["forbidden"], json!(["brand_delete", "product_delete"]));
        assert_eq!(now["password_jwt"], true, "not mentioned: as it was");
        let seen = client.get(PATH).await.expect(200);
        assert_eq!(seen["max_days"], 60);
        assert_eq!(seen["leak_action"], "quarantine");
        assert_eq!(seen["superseded_use"], "revoke_family");
        let entry = entry_by(app, &admin, "policy.update", &admin, "jwt").await;
        assert_eq!(
            entry["before"],
            json!({"default_days": 90, "min_days": 0, "max_days": 365, "forbidden": [],
                   "leak_action": "revoke", "superseded_use": "notify"})
        );
        assert_eq!(entry["after"]["forbidden"], now["forbidden"]);
        let cleared = client
            .patch(PATH, json!({"forbidden": []}))
            .await
            .expect(200);
        assert_eq!(cleared["forbidden"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_is_named_and_nothing_is_applied() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let between = "Choose a number between the shortest and the longest life.";
        let cases = [
            ("max_days", json!(4000), "Use 1 to 3650."),
            (
                "min_days",
                json!(-1),
                "Use 0 or more, and not more than the longest life.",
            ),
            ("default_days", json!(366), between),
            ("default_days", json!(0), between),
            ("default_days", json!("x"), "A valid integer is required."),
            (
                "forbidden",
                json!("brand_view"),
                "Expected a list of items.",
            ),
            (
                "forbidden",
                json!(["nothing"]),
                "\"nothing\" is not a valid choice.",
            ),
            (
                "forbidden",
                json!(["api_access"]),
                "\"api_access\" is never on a token anyway.",
            ),
            ("password_jwt", json!("no"), "Must be a valid boolean."),
            (
                "leak_action",
                json!("shrug"),
                "Use one of: revoke, quarantine, notify.",
            ),
            (
                "superseded_use",
                json!(1),
                "Use one of: notify, revoke_family.",
            ),
            (
                "second_factor",
                json!("maybe"),
                "Use one of: optional, required.",
            ),
            ("company", json!(1), "Unknown field."),
        ];
        wrong_fields(
            &client,
            Method::PATCH,
            PATH,
            &json!({"max_days": 365}),
            &cases,
        )
        .await;
        let both = client
            .patch(PATH, json!({"max_days": 10, "min_days": 20}))
            .await
            .expect(400);
        assert!(
            both["min_days"].is_array() && both["default_days"].is_array(),
            "{}",
            both.text()
        );
        let seen = client.get(PATH).await.expect(200);
        assert_eq!(
            (&seen["max_days"], &seen["min_days"]),
            (&json!(365), &json!(0))
        );
    })
    .await;
}

/// The attacker is a colleague, or somebody with yesterday's session.
#[tokio::test]
async fn only_an_admin_who_has_just_signed_in_changes_them() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        for role in Role::ALL
            .into_iter()
            .filter(|role| *role != Role::AccountAdmin)
        {
            let other = app.person(&admin, role).await;
            let refused = app
                .jwt(&other)
                .await
                .patch(PATH, json!({"max_days": 1}))
                .await;
            assert_eq!(
                refused.expect(403)["required"],
                json!(["policy_edit"]),
                "{role:?}"
            );
        }
        let stranger = app.company().await;
        app.jwt(&stranger)
            .await
            .patch(PATH, json!({"max_days": 100}))
            .await
            .expect(200);
        assert_eq!(
            client.get(PATH).await.expect(200)["max_days"],
            365,
            "another company's"
        );
        app.clock.advance(601);
        let late = client
            .patch(PATH, json!({"max_days": 200}))
            .await
            .expect(403);
        assert_eq!(late.code(), "fresh_login_required");
    })
    .await;
}

/// Security checklist 32: the longest life and what is forbidden count at use, too.
#[tokio::test]
async fn tokens_that_are_there_obey_at_the_next_call() {
    each(async |app| {
        let admin = app.company().await;
        let old = app.uat(&admin, &["brand_view", "product_view"]).await;
        app.clock.advance(20 * 86_400);
        let young = app.uat(&admin, &["brand_view"]).await;
        let client = app.jwt(&admin).await;
        let stricter = json!({"default_days": 10, "max_days": 10, "forbidden": ["brand_view"]});
        old.client.get("/api/v2/brands/").await.expect(200);
        client.patch(PATH, stricter).await.expect(200);
        assert_eq!(
            old.client.get("/api/v2/me/").await.expect(401).code(),
            "token_expired"
        );
        let me = young.client.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["permissions"], json!([]));
        let refused = young.client.get("/api/v2/brands/").await.expect(403);
        assert_eq!(refused["missing_because"], "policy");
        app.clock.advance(11 * 86_400);
        young.client.get("/api/v2/me/").await.expect(401);
    })
    .await;
}

#[tokio::test]
async fn a_new_token_lives_as_long_as_the_rules_ask() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let rules = json!({"min_days": 3, "default_days": 5, "max_days": 7});
        client.patch(PATH, rules).await.expect(200);
        let body =
            |day: &str| json!({"name": "x", "permissions": ["brand_view"], "valid_until": day});
        let short = client
            .post("/api/v2/uats/", body("2026-11-26"))
            .await
            .expect(400);
        let sentence = "Your company asks for at least 3 days: 2026-11-27 or later.";
        assert_eq!(short["valid_until"], json!([sentence]));
        for good in ["2026-11-27", "2026-12-01"] {
            client.post("/api/v2/uats/", body(good)).await.expect(201);
        }
        client
            .post("/api/v2/uats/", body("2026-12-02"))
            .await
            .expect(400);
    })
    .await;
}
