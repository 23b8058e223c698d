//! `POST /api/v2/uats/revoke-all/` (security checklist 34)

use crate::support::{column, entries, no_secret_in_audit, wrong_fields};
use axum::http::Method;
use countermark_core::{
    permissions::{Permission, PermissionSet},
    policy::TokenPolicy,
    roles::Role,
};
use countermark_testkit::{Person, TestApp, Token, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/uats/revoke-all/";

struct Scene {
    admin: Person,
    colleague: Person,
    /// Two of the admin's.
    mine: [Token; 2],
    /// One of a colleague's.
    theirs: Token,
    /// One that was revoked before, for another reason.
    gone: Token,
    /// One of another company.
    strange: Token,
}

async fn scene(app: &TestApp) -> Scene {
    let admin = app.company().await;
    let colleague = app.person(&admin, Role::ScmUser).await;
    let scene = Scene {
        mine: [
            app.uat(&admin, &["brand_view"]).await,
            app.uat(&admin, &["product_view"]).await,
        ],
        theirs: app.uat(&colleague, &["codes_view"]).await,
        gone: app.uat(&admin, &["campaign_view"]).await,
        strange: app.uat(&app.company().await, &["brand_view"]).await,
        admin,
        colleague,
    };
    let client = app.jwt(&scene.admin).await;
    let path = format!("/api/v2/uats/{}/", scene.gone.id);
    let reason = json!({"reason": "first"});
    let reply = client.json(Method::DELETE, &path, &reason).await;
    reply.expect(204);
    // Every token is in memory, so that forgetting it is put to the test.
    scene.works(&[true; 4]).await;
    scene
}

impl Scene {
    /// Whether the admin's two, the colleague's and the stranger's are good.
    async fn works(&self, expected: &[bool; 4]) {
        let tokens = [&self.mine[0], &self.mine[1], &self.theirs, &self.strange];
        for (token, good) in tokens.into_iter().zip(expected) {
            let reply = token.client.get("/api/v2/me/").await;
            if *good {
                reply.expect(200);
            } else {
                assert_eq!(reply.expect(401).code(), "token_revoked");
            }
        }
    }
}

#[tokio::test]
async fn they_are_named_first_and_refused_at_once() {
    each(async |app| {
        let scene = scene(app).await;
        let boss = app.jwt(&scene.admin).await;
        let theirs = json!([scene.theirs.id]);
        let mine = json!([scene.mine[1].id, scene.mine[0].id]);
        let before = entries(app, &scene.admin, "uat.revoke").await.len();
        let mut logged = before;
        for (body, ids, after) in [
            (
                json!({"whose": "person", "user": scene.colleague.id.0}),
                theirs,
                [true, true, false, true],
            ),
            (json!({"whose": "mine"}), mine, [false, false, false, true]),
            (
                json!({"whose": "company"}),
                json!([]),
                [false, false, false, true],
            ),
        ] {
            let count = ids.as_array().expect("ids").len();
            let mut dry = body.clone();
            dry["dry_run"] = json!(true);
            let told = boss.post(PATH, dry).await.expect(200);
            assert_eq!(
                (&told["dry_run"], &told["count"]),
                (&json!(true), &json!(count))
            );
            let named = told["results"].as_array().expect("tokens").iter();
            let named: Vec<_> = named.map(|row| row["id"].clone()).collect();
            assert_eq!(json!(named), ids);
            let now = entries(app, &scene.admin, "uat.revoke").await.len();
            assert_eq!(now, logged, "a preview changes nothing");

            let mut real = body.clone();
            real["reason"] = json!(" lost laptop ");
            let done = boss.post(PATH, real).await.expect(200);
            assert_eq!(
                (&done["dry_run"], &done["count"]),
                (&json!(false), &json!(count))
            );
            assert_eq!(done["results"], told["results"]);
            scene.works(&after).await;
            logged += count;
        }
        let all = entries(app, &scene.admin, "uat.revoke").await;
        assert_eq!((before, all.len()), (1, 4), "one for each token");
        let reasons = all
            .iter()
            .filter(|entry| entry["after"] == json!({"reason": "lost laptop"}));
        assert_eq!(reasons.count(), 3);
        // What was revoked before stays as it was.
        let path = format!("/api/v2/uats/{}/", scene.gone.id);
        assert_eq!(boss.get(&path).await.expect(200)["revoked_reason"], "first");
        let path = format!("/api/v2/uats/{}/", scene.theirs.id);
        let shown = boss.get(&path).await.expect(200);
        assert_eq!(shown["revoked_by"]["id"], scene.admin.id.0);
        assert_eq!(shown["revoked_reason"], "lost laptop");
        no_secret_in_audit(app, &[&scene.theirs.text]).await;
    })
    .await;
}

/// The company's, and no other's.
#[tokio::test]
async fn all_of_a_company_and_of_none_beside_it() {
    each(async |app| {
        let scene = scene(app).await;
        let boss = app.jwt(&scene.admin).await;
        let done = boss.post(PATH, json!({"whose": "company"})).await;
        let done = done.expect(200);
        assert_eq!(done["count"], 3);
        let named = done["results"].as_array().expect("tokens");
        assert_eq!(named[0]["owner"]["id"], scene.colleague.id.0, "the newest");
        assert_eq!(named[0]["name"], "codes_view");
        scene.works(&[false, false, false, true]).await;
        let again = boss.post(PATH, json!({"whose": "company"})).await;
        assert_eq!(again.expect(200)["count"], 0);
    })
    .await;
}

#[tokio::test]
async fn who_may_end_whose() {
    each(async |app| {
        let scene = scene(app).await;
        let theirs = app.jwt(&scene.colleague).await;
        app.anonymous()
            .post(PATH, json!({"whose": "mine"}))
            .await
            .expect(401);
        let refused = scene.mine[0]
            .client
            .post(PATH, json!({"whose": "mine"}))
            .await;
        assert_eq!(refused.expect(403).code(), "person_required");
        for dry_run in [true, false] {
            for body in [
                json!({"whose": "company", "dry_run": dry_run}),
                json!({"whose": "person", "user": scene.admin.id.0, "dry_run": dry_run}),
                json!({"whose": "person", "user": scene.colleague.id.0, "dry_run": dry_run}),
            ] {
                let refused = theirs.post(PATH, body).await.expect(403);
                assert_eq!(refused["required"], json!(["uat_manage"]));
            }
        }
        let without = app.person(&scene.admin, Role::DashboardUser).await;
        let refused = app
            .jwt(&without)
            .await
            .post(PATH, json!({"whose": "mine"}))
            .await;
        assert_eq!(refused.expect(403)["required"], json!(["api_access"]));
        let stranger = app.company().await;
        let boss = app.jwt(&scene.admin).await;
        let nobody = "There is nobody with this id.";
        let ended = "Use active or quarantined: no other token can be revoked.";
        let cases = [
            ("whose", json!("all"), "Choose mine, person or company."),
            ("whose", json!(null), "Choose mine, person or company."),
            ("user", json!(stranger.id.0), nobody),
            ("user", json!(999_999), nobody),
            ("user", json!("x"), "A valid integer is required."),
            ("dry_run", json!("x"), "Must be a valid boolean."),
            ("token", json!("x"), "Unknown field."),
            ("owner", json!(1), "Unknown field."),
            ("ids", json!([]), "This list may not be empty."),
            ("ids", json!("x"), "Expected a list of items."),
            ("ids", json!(["x"]), "A token's public id is required."),
            ("ids", json!(vec!["x"; 1_001]), "List at most 1000."),
            ("state", json!("revoked"), ended),
            ("search", json!(1), "Not a valid string."),
            ("search", json!("a\0"), "Null characters are not allowed."),
            (
                "search",
                json!("a".repeat(2_001)),
                "At most 2000 bytes are taken.",
            ),
            ("never_used", json!("1"), "Must be a valid boolean."),
            ("idle_days", json!(0), "Use 1 to 3650."),
            ("ends_within_days", json!(3_651), "Use 1 to 3650."),
            ("too_wide", json!(1), "Must be a valid boolean."),
            ("not_compliant", json!("x"), "Must be a valid boolean."),
        ];
        let good = json!({"whose": "person", "user": scene.colleague.id.0, "dry_run": true});
        wrong_fields(&boss, Method::POST, PATH, &good, &cases).await;
        for (body, field) in [
            (json!({}), "whose"),
            (json!({"whose": "person"}), "user"),
            (json!({"whose": "mine", "user": scene.admin.id.0}), "user"),
            (
                json!({"whose": "company", "user": scene.admin.id.0}),
                "user",
            ),
        ] {
            let reply = boss.post(PATH, body).await.expect(400);
            assert!(reply[field].is_array(), "{}", reply.text());
        }
        scene.works(&[true; 4]).await;
        app.clock.advance(601);
        let refused = boss
            .post(PATH, json!({"whose": "mine", "dry_run": true}))
            .await;
        assert_eq!(refused.expect(403).code(), "fresh_login_required");
        let theirs = app.jwt(&scene.colleague).await;
        let done = theirs
            .post(PATH, json!({"whose": "mine"}))
            .await
            .expect(200);
        assert_eq!(done["count"], 1);
        scene.works(&[true, true, false, true]).await;
    })
    .await;
}

/// The list and the preview find the same; what they find ends, and nothing beside it.
#[tokio::test]
async fn what_the_filters_of_the_list_find() {
    each(async |app| {
        let scene = scene(app).await;
        app.task("uses").await;
        // Made without a use.
        app.uat(&scene.colleague, &["product_view"]).await;
        let boss = app.jwt(&scene.admin).await;
        let path = format!("/api/v2/uats/{}/", scene.mine[1].id);
        let name = json!({"name": "Product_view "});
        boss.patch(&path, name).await.expect(200);
        let whose = [
            (json!({"whose": "mine"}), "all=0".to_owned()),
            (json!({"whose": "company"}), "all=1".to_owned()),
            (
                json!({"whose": "person", "user": scene.colleague.id.0}),
                format!("all=1&owner={}", scene.colleague.id),
            ),
        ];
        let filters = [
            (json!({}), ""),
            (json!({"state": "active", "search": "T_V"}), "search=T_V"),
            (json!({"search": "w "}), "search=w%20"),
            (json!({"search": ""}), "search="),
            (json!({"never_used": true}), "never_used=1"),
            (json!({"never_used": false}), "never_used=0"),
            (json!({"idle_days": 1}), "idle_days=1"),
            (json!({"ends_within_days": 31}), "ends_within_days=31"),
            (json!({"too_wide": true}), "too_wide=1"),
            (json!({"not_compliant": true}), "not_compliant=1"),
        ];
        let policy = TokenPolicy {
            forbidden: PermissionSet::of(&[Permission::CodesView]),
            ..TokenPolicy::default()
        };
        app.set_policy(scene.admin.company, &policy).await;
        for (whose, theirs) in &whose {
            for (filter, query) in &filters {
                let path = format!("/api/v2/uats/?state=active&{theirs}&{query}");
                let listed = boss.get(&path).await.expect(200);
                let mut body = filter.clone();
                body["dry_run"] = json!(true);
                for (name, value) in whose.as_object().expect("members") {
                    body[name] = value.clone();
                }
                let told = boss.post(PATH, body).await.expect(200);
                assert_eq!(told["count"], listed["count"], "{theirs} {query}");
                let ids = |rows: &Value| column(rows.as_array().expect("rows"), "id");
                assert_eq!(
                    ids(&told["results"]),
                    ids(&listed["results"]),
                    "{theirs} {query}"
                );
            }
        }
        let body = json!({"whose": "company", "state": "quarantined"});
        assert_eq!(boss.post(PATH, body).await.expect(200)["count"], 0);
        scene.works(&[true, true, true, true]).await;
        let body = json!({"whose": "company", "not_compliant": true, "reason": "rule"});
        let done = boss.post(PATH, body).await.expect(200);
        assert_eq!(
            (&done["count"], &done["results"][0]["id"]),
            (&json!(1), &json!(scene.theirs.id))
        );
        scene.works(&[true, true, false, true]).await;
        let body = json!({"whose": "mine", "search": "brand"});
        assert_eq!(boss.post(PATH, body).await.expect(200)["count"], 1);
        scene.works(&[false, true, false, true]).await;
        let logged = entries(app, &scene.admin, "uat.revoke").await;
        assert_eq!(logged.len(), 3, "one for each token");
    })
    .await;
}

/// Those that were ticked: all of them there, or nothing is done.
#[tokio::test]
async fn those_that_are_named() {
    each(async |app| {
        let scene = scene(app).await;
        let boss = app.jwt(&scene.admin).await;
        let [one, two] = [&scene.mine[0].id, &scene.mine[1].id];
        for (whose, strange) in [("company", &scene.strange.id), ("mine", &scene.theirs.id)] {
            let body = json!({"whose": whose, "ids": [one, strange]});
            let reply = boss.post(PATH, body).await.expect(400);
            let sentence = format!("There is no token with the id {strange} among these.");
            assert_eq!(*reply.json(), json!({"ids": [sentence]}));
        }
        scene.works(&[true; 4]).await;
        // One that has ended is left out, one that is named twice is one.
        let ids = json!([two, scene.theirs.id, scene.gone.id, two]);
        let mut body = json!({"whose": "company", "ids": ids, "dry_run": true});
        assert_eq!(boss.post(PATH, body.clone()).await.expect(200)["count"], 2);
        scene.works(&[true; 4]).await;
        body["dry_run"] = json!(false);
        let done = boss.post(PATH, body.clone()).await.expect(200);
        let named = column(done["results"].as_array().expect("rows"), "id");
        assert_eq!(
            (&done["count"], named),
            (&json!(2), vec![json!(scene.theirs.id), json!(two)])
        );
        scene.works(&[true, false, false, true]).await;
        assert_eq!(boss.post(PATH, body).await.expect(200)["count"], 0);
        // A filter narrows them, too.
        let body = json!({"whose": "mine", "ids": [one], "search": "product"});
        assert_eq!(boss.post(PATH, body).await.expect(200)["count"], 0);
        scene.works(&[true, false, false, true]).await;
    })
    .await;
}
