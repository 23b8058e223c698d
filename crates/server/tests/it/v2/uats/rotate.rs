//! `POST /api/v2/uats/{id}/rotate/`

use crate::support::{entries, entry_by, no_secret_in_audit};
use countermark_core::{
    permissions::{Permission, PermissionSet},
    policy::TokenPolicy,
    roles::Role,
};
use countermark_testkit::{Client, TestApp, Token, each};
use serde_json::{Value, json};

pub(super) const DAY: i64 = 86_400;
const ME: &str = "/api/v2/me/";

pub(crate) fn path(id: &str) -> String {
    format!("/api/v2/uats/{id}/rotate/")
}

/// Somebody who sends the token in that answer.
pub(crate) fn client_of(app: &TestApp, made: &Value) -> Client {
    app.header(&format!("UAT {}", made["token"].as_str().expect("a token")))
}

#[tokio::test]
async fn both_work_for_the_overlap_and_then_only_the_new_one() {
    each(async |app| {
        let admin = app.company().await;
        for (overlap, seconds) in [("now", 0), ("1h", 3_600), ("24h", DAY), ("7d", 7 * DAY)] {
            let boss = app.jwt(&admin).await;
            let old = app.uat(&admin, &["brand_view", "brand_create"]).await;
            let until = app.now().plus_seconds(seconds).to_string();
            let made = boss
                .post(&path(&old.id), json!({"overlap": overlap}))
                .await
                .expect(201);
            let new = client_of(app, made.json());
            assert_ne!(made["id"], old.id);
            assert_eq!(made["name"], "brand_view+brand_create");
            assert_eq!(made["permissions"], json!(["brand_view", "brand_create"]));
            assert_eq!(
                (&made["replaces"], &made["family"]),
                (&json!(old.id), &json!(old.id))
            );
            let shown = boss
                .get(&format!("/api/v2/uats/{}/", old.id))
                .await
                .expect(200);
            assert_eq!(shown["replaced_by"], made["id"]);
            assert_eq!(
                (&shown["overlap_until"], &shown["replaced_at"]),
                (&json!(until), &made["created_at"])
            );
            if seconds > 0 {
                let reply = old.client.get(ME).await.expect(200);
                assert_eq!(reply.header("uat-expires-in"), seconds.to_string());
                assert!(!reply.header("sunset").is_empty());
                app.clock.advance(seconds - 1);
                old.client.get(ME).await.expect(200);
                app.clock.advance(1);
            }
            let reply = old.client.get(ME).await.expect(401);
            assert_eq!(reply.code(), "token_superseded");
            new.post("/api/v2/brands/", json!({"name": overlap}))
                .await
                .expect(201);
            let boss = app.jwt(&admin).await;
            let shown = boss
                .get(&format!("/api/v2/uats/{}/", old.id))
                .await
                .expect(200);
            assert_eq!(shown["state"], "superseded");
            let list = boss
                .get("/api/v2/uats/?state=superseded&search=brand")
                .await
                .expect(200);
            assert_eq!(list["results"][0]["id"], old.id);
        }
    })
    .await;
}

#[tokio::test]
async fn the_overlap_never_goes_past_the_old_ones_own_end() {
    each(async |app| {
        let admin = app.company().await;
        let old = app.uat(&admin, &["brand_view"]).await;
        app.clock.advance(29 * DAY);
        let boss = app.jwt(&admin).await;
        boss.post(&path(&old.id), json!({"overlap": "7d"}))
            .await
            .expect(201);
        let shown = boss
            .get(&format!("/api/v2/uats/{}/", old.id))
            .await
            .expect(200);
        assert_eq!(shown["overlap_until"], "2026-12-25T00:00:00.000000Z");
        app.clock.advance(DAY + DAY / 2);
        old.client.get(ME).await.expect(401);
    })
    .await;
}

#[tokio::test]
async fn the_new_one_lives_as_long_as_the_old_one_was_meant_to_within_the_policy() {
    each(async |app| {
        let admin = app.company().await;
        // Made for 30 days.
        let old = app.uat(&admin, &["brand_view"]).await;
        app.clock.advance(10 * DAY);
        let boss = app.jwt(&admin).await;
        let made = boss
            .post(&path(&old.id), json!({"overlap": "1h"}))
            .await
            .expect(201);
        assert_eq!(made["valid_until"], "2027-01-03");
        let policy = TokenPolicy {
            max_days: 5,
            ..TokenPolicy::default()
        };
        app.set_policy(admin.company, &policy).await;
        let made = made["id"].as_str().unwrap();
        let next = boss
            .post(&path(made), json!({"overlap": "1h"}))
            .await
            .expect(201);
        assert_eq!(next["valid_until"], "2026-12-09");
        // The end of a chain of three is in one family.
        assert_eq!(
            (&next["replaces"], &next["family"]),
            (&json!(made), &json!(old.id))
        );
        let third = next["id"].as_str().unwrap();
        let body = json!({"overlap": "1h", "valid_until": "2026-12-10"});
        let reply = boss.post(&path(third), body).await.expect(400);
        assert!(reply["valid_until"].is_array());
        let body = json!({"overlap": "1h", "valid_until": "2026-12-06"});
        let reply = boss.post(&path(third), body).await.expect(201);
        assert_eq!(reply["valid_until"], "2026-12-06");
    })
    .await;
}

/// Security checklist 32: a right that its owner has lost does not come back with a new token.
#[tokio::test]
async fn what_may_not_be_granted_any_more_is_left_behind() {
    each(async |app| {
        let admin = app.company().await;
        let old = app.uat(&admin, &["brand_view", "brand_delete"]).await;
        let policy = |forbidden| TokenPolicy {
            forbidden,
            ..TokenPolicy::default()
        };
        let boss = app.jwt(&admin).await;
        let delete = PermissionSet::of(&[Permission::BrandDelete]);
        app.set_policy(admin.company, &policy(delete)).await;
        let made = boss
            .post(&path(&old.id), json!({"overlap": "24h"}))
            .await
            .expect(201);
        assert_eq!(made["permissions"], json!(["brand_view"]));
        app.set_policy(admin.company, &policy(PermissionSet::all()))
            .await;
        let id = made["id"].as_str().unwrap();
        let reply = boss
            .post(&path(id), json!({"overlap": "24h"}))
            .await
            .expect(409);
        assert_eq!(reply.code(), "conflict");
        app.set_policy(admin.company, &TokenPolicy::default()).await;
        let made = boss
            .post(&path(id), json!({"overlap": "24h"}))
            .await
            .expect(201);
        assert_eq!(made["permissions"], json!(["brand_view"]));
    })
    .await;
}

#[tokio::test]
async fn a_token_has_one_living_successor() {
    each(async |app| {
        let admin = app.company().await;
        let boss = app.jwt(&admin).await;
        let old = app.uat(&admin, &["brand_view"]).await;
        let made = boss
            .post(&path(&old.id), json!({"overlap": "7d"}))
            .await
            .expect(201);
        let reply = boss
            .post(&path(&old.id), json!({"overlap": "7d"}))
            .await
            .expect(409);
        assert_eq!(reply["successor"], made["id"]);
        // When that one is lost, the old one may have another.
        let new = format!("/api/v2/uats/{}/", made["id"].as_str().unwrap());
        boss.delete(&new).await.expect(204);
        let other = boss
            .post(&path(&old.id), json!({"overlap": "1h"}))
            .await
            .expect(201);
        assert_ne!(other["id"], made["id"]);
        let shown = boss
            .get(&format!("/api/v2/uats/{}/", old.id))
            .await
            .expect(200);
        assert_eq!(shown["replaced_by"], other["id"]);
        let reply = boss
            .post(
                &path(made["id"].as_str().unwrap()),
                json!({"overlap": "1h"}),
            )
            .await;
        assert_eq!(reply.expect(409).code(), "conflict");
    })
    .await;
}

#[tokio::test]
async fn what_has_ended_stays_as_it_is() {
    each(async |app| {
        let admin = app.company().await;
        let old = app.uat(&admin, &["brand_view"]).await;
        let late = app.uat(&admin, &["brand_view"]).await;
        let boss = app.jwt(&admin).await;
        boss.delete(&format!("/api/v2/uats/{}/", old.id))
            .await
            .expect(204);
        let body = json!({"overlap": "7d"});
        boss.post(&path(&old.id), body.clone()).await.expect(409);
        app.clock.advance(31 * DAY);
        let boss = app.jwt(&admin).await;
        boss.post(&path(&late.id), body).await.expect(409);
    })
    .await;
}

/// Security checklist 33: the new text is for the owner's eyes, and for a person's.
#[tokio::test]
async fn nobody_else_gets_the_text() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::AccountAdmin).await;
        let old = app.uat(&admin, &["brand_view"]).await;
        let body = json!({"overlap": "7d"});
        let reply = app
            .jwt(&colleague)
            .await
            .post(&path(&old.id), body.clone())
            .await;
        assert_eq!(reply.expect(403).code(), "owner_required");
        let stranger = app.company().await;
        app.jwt(&stranger)
            .await
            .post(&path(&old.id), body.clone())
            .await
            .expect(404);
        let reply = old
            .client
            .post(&path(&old.id), body.clone())
            .await
            .expect(403);
        assert_eq!(reply.code(), "person_required");
        let boss = app.cookie(&admin).await;
        app.clock.advance(601);
        let reply = boss.post(&path(&old.id), body).await.expect(403);
        assert_eq!(reply.code(), "fresh_login_required");
        old.client.get(ME).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn wrong_requests_change_nothing() {
    each(async |app| {
        let admin = app.company().await;
        let boss = app.jwt(&admin).await;
        let old = app.uat(&admin, &["brand_view"]).await;
        for (field, body) in [
            ("overlap", json!({})),
            ("overlap", json!({"overlap": "2h"})),
            ("overlap", json!({"overlap": 3600})),
            ("overlap", json!({"overlap": null})),
            (
                "valid_until",
                json!({"overlap": "1h", "valid_until": "2026-11-23"}),
            ),
            (
                "permissions",
                json!({"overlap": "1h", "permissions": ["brand_delete"]}),
            ),
            ("secret", json!({"overlap": "1h", "secret": "mine"})),
        ] {
            let reply = boss.post(&path(&old.id), body).await.expect(400);
            assert!(reply[field].is_array(), "{field}: {}", reply.text());
        }
        let shown = boss
            .get(&format!("/api/v2/uats/{}/", old.id))
            .await
            .expect(200);
        assert_eq!(
            (&shown["replaced_by"], &shown["overlap_until"]),
            (&Value::Null, &Value::Null)
        );
    })
    .await;
}

#[tokio::test]
async fn the_log_tells_of_both_and_holds_no_secret() {
    each(async |app| {
        let admin = app.company().await;
        let old: Token = app.uat(&admin, &["brand_view"]).await;
        let boss = app.jwt(&admin).await;
        let made = boss
            .post(&path(&old.id), json!({"overlap": "1h"}))
            .await
            .expect(201);
        assert_eq!(made.header("cache-control"), "no-store");
        let entry = entry_by(app, &admin, "uat.rotate", &admin, "jwt").await;
        assert_eq!(entry["object_id"], old.id);
        assert_eq!(
            entry["after"],
            json!({"successor": made["id"], "overlap_until": "2026-11-24T13:00:00.000000Z"})
        );
        let made_entry = &entries(app, &admin, "uat.create").await[0];
        assert_eq!(
            (&made_entry["object_id"], &made_entry["after"]["replaces"]),
            (&made["id"], &json!(old.id))
        );
        let text = made["token"].as_str().unwrap();
        assert!(no_secret_in_audit(app, &[&text[31..74], &old.text[31..74]]).await > 0);
    })
    .await;
}

#[tokio::test]
async fn rotation_is_no_way_around_the_number_of_tokens() {
    each(async |app| {
        let admin = app.company().await;
        let old = app.uat(&admin, &["brand_view"]).await;
        let end = app.now().plus_seconds(DAY);
        let rights = PermissionSet::of(&[Permission::BrandView]);
        for _ in 1..500 {
            crate::authz::planted(app, &admin, rights, end).await;
        }
        let boss = app.jwt(&admin).await;
        boss.post(&path(&old.id), json!({"overlap": "1h"}))
            .await
            .expect(409);
        // The old one ends in the same moment: there are no more than before.
        boss.post(&path(&old.id), json!({"overlap": "now"}))
            .await
            .expect(201);
    })
    .await;
}
