//! `PATCH /api/v2/uats/{id}/`

use crate::support::{entries, entry_by, wrong_fields};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::{Token, each};
use serde_json::json;

fn path(token: &Token) -> String {
    format!("/api/v2/uats/{}/", token.id)
}

#[tokio::test]
async fn a_token_is_renamed_and_narrowed_at_once() {
    each(async |app| {
        let admin = app.company().await;
        let token = app
            .uat(&admin, &["brand_view", "brand_create", "brand_edit"])
            .await;
        token
            .client
            .post("/api/v2/brands/", json!({"name": "A"}))
            .await
            .expect(201);
        let client = app.jwt(&admin).await;
        let reply = client
            .patch(&path(&token), json!({"name": " till 2 "}))
            .await
            .expect(200);
        assert_eq!(
            (&reply["name"], &reply["permissions"]),
            (
                &json!("till 2"),
                &json!(["brand_view", "brand_create", "brand_edit"])
            )
        );
        let narrower = json!({"permissions": ["brand_edit", "brand_view"]});
        let reply = client
            .patch(&path(&token), narrower.clone())
            .await
            .expect(200);
        assert_eq!(
            (&reply["name"], &reply["permissions"]),
            (&json!("till 2"), &json!(["brand_view", "brand_edit"]))
        );
        let refused = token
            .client
            .post("/api/v2/brands/", json!({"name": "B"}))
            .await
            .expect(403);
        assert_eq!(refused["missing_because"], "token");
        let me = token.client.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["credential"]["name"], "till 2");
        let logged = entries(app, &admin, "uat.update").await;
        assert_eq!(logged.len(), 2);
        assert_eq!(
            (&logged[1]["before"], &logged[1]["after"]),
            (
                &json!({"name": "brand_view+brand_create+brand_edit"}),
                &json!({"name": "till 2"})
            )
        );
        assert_eq!(
            logged[0]["before"],
            json!({"permissions": ["brand_view", "brand_create", "brand_edit"]})
        );
        assert_eq!(
            logged[0]["after"],
            json!({"permissions": ["brand_view", "brand_edit"]})
        );
        // The same once more is no harm.
        client.patch(&path(&token), narrower).await.expect(200);
    })
    .await;
}

/// Security checklist 32: not by who owns it, and not back to what it once was.
#[tokio::test]
async fn a_token_is_never_widened() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view", "brand_edit"]).await;
        let client = app.jwt(&admin).await;
        client
            .patch(&path(&token), json!({"permissions": ["brand_view"]}))
            .await
            .expect(200);
        for more in [
            json!(["brand_view", "brand_edit"]),
            json!(["brand_edit"]),
            json!(["brand_view", "uat_manage"]),
        ] {
            let reply = client
                .patch(&path(&token), json!({"name": "new", "permissions": more}))
                .await
                .expect(400);
            let sentence = reply["permissions"][0].as_str().unwrap();
            assert!(
                sentence.starts_with("A token cannot be widened ("),
                "{sentence}"
            );
        }
        let shown = client.get(&path(&token)).await.expect(200);
        assert_eq!(
            (&shown["name"], &shown["permissions"]),
            (&json!("brand_view+brand_edit"), &json!(["brand_view"]))
        );
    })
    .await;
}

/// Security checklist 55: of two that narrow at once, neither gives back what the other took.
#[tokio::test]
async fn two_that_narrow_at_once_never_widen() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        for _ in 0..10 {
            let token = app
                .uat(&admin, &["brand_view", "brand_create", "brand_edit"])
                .await;
            let path = path(&token);
            let (one, two) = tokio::join!(
                client.patch(
                    &path,
                    json!({"permissions": ["brand_view", "brand_create"]})
                ),
                client.patch(&path, json!({"permissions": ["brand_view", "brand_edit"]})),
            );
            let mut statuses = [one.status, two.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 400], "{} {}", one.text(), two.text());
            let winner = if one.status == 200 { one } else { two };
            let shown = client.get(&path).await.expect(200);
            assert_eq!(shown["permissions"], winner["permissions"]);
            let me = token.client.get("/api/v2/me/").await.expect(200);
            assert_eq!(me["permissions"], winner["permissions"]);
        }
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_nothing_changes() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view", "brand_edit"]).await;
        let client = app.jwt(&admin).await;
        let before = client.get(&path(&token)).await.expect(200);
        let cases = [
            ("name", json!(""), "This field may not be blank."),
            ("name", json!(true), "Not a valid string."),
            ("name", json!("a\0"), "Null characters are not allowed."),
            (
                "name",
                json!("x".repeat(256)),
                "Ensure this field has no more than 255 characters.",
            ),
            ("permissions", json!([]), "This list may not be empty."),
            (
                "permissions",
                json!("brand_view"),
                "Expected a list of items.",
            ),
            (
                "permissions",
                json!({"brand_view": true}),
                "Expected a list of items.",
            ),
            (
                "permissions",
                json!(["no_such"]),
                "\"no_such\" is not a valid choice.",
            ),
            ("permissions", json!([null]), "This field may not be null."),
            (
                "permissions",
                json!([["brand_view"]]),
                "Not a valid string.",
            ),
            ("valid_until", json!("2027-01-01"), "Unknown field."),
            ("owner", json!(1), "Unknown field."),
            ("state", json!("active"), "Unknown field."),
            ("revoked_at", json!(null), "Unknown field."),
            ("token", json!("x"), "Unknown field."),
        ];
        wrong_fields(&client, Method::PATCH, &path(&token), &json!({}), &cases).await;
        assert_eq!(
            client.get(&path(&token)).await.expect(200).json(),
            before.json()
        );
    })
    .await;
}

#[tokio::test]
async fn a_token_that_has_ended_stays_as_it_is() {
    each(async |app| {
        let admin = app.company().await;
        let (revoked, expired) = (
            app.uat(&admin, &["brand_view"]).await,
            app.uat(&admin, &["brand_view"]).await,
        );
        app.jwt(&admin)
            .await
            .delete(&path(&revoked))
            .await
            .expect(204);
        app.clock.advance(30 * 86_400 + 12 * 3_600);
        let client = app.jwt(&admin).await;
        for token in [revoked, expired] {
            let reply = client
                .patch(&path(&token), json!({"name": "again"}))
                .await
                .expect(409);
            assert_eq!(reply["detail"], "This token has ended and stays as it is.");
        }
        assert!(entries(app, &admin, "uat.update").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_reaches_it() {
    each(async |app| {
        let admin = app.company().await;
        let (owner, colleague) = (
            app.person(&admin, Role::ScmUser).await,
            app.person(&admin, Role::ScmUser).await,
        );
        let token = app.uat(&owner, &["product_view"]).await;
        let body = || json!({"name": "new"});
        app.jwt(&colleague)
            .await
            .patch(&path(&token), body())
            .await
            .expect(404);
        app.jwt(&app.company().await)
            .await
            .patch(&path(&token), body())
            .await
            .expect(404);
        assert_eq!(
            token
                .client
                .patch(&path(&token), body())
                .await
                .expect(403)
                .code(),
            "person_required"
        );
        app.jwt(&owner)
            .await
            .patch(&path(&token), json!({"name": "mine"}))
            .await
            .expect(200);
        entry_by(app, &admin, "uat.update", &owner, "jwt").await;
        app.jwt(&admin)
            .await
            .patch(&path(&token), json!({"name": "managed"}))
            .await
            .expect(200);
    })
    .await;
}
