//! `GET /api/v2/uats/`: tokens that somebody should look at

use crate::support::{column, every_page};
use countermark_core::{
    permissions::{Permission, PermissionSet},
    policy::TokenPolicy,
    roles::Role,
};
use countermark_testkit::{Client, Person, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/uats/";
const DAY: i64 = 86_400;

/// A token of that name; its id and somebody who sends it.
async fn make(
    app: &TestApp,
    owner: &Person,
    name: &str,
    until: &str,
    rights: &[&str],
) -> (String, Client) {
    let body = json!({"name": name, "valid_until": until, "permissions": rights});
    let made = app.jwt(owner).await.post(PATH, body).await.expect(201);
    let text = made["token"].as_str().expect("a token");
    let id = made["id"].as_str().expect("an id").to_owned();
    (id, app.header(&format!("UAT {text}")))
}

/// The names that a filter finds, by name, page by page; the count says as many.
async fn found(client: &Client, query: &str) -> Vec<Value> {
    let path = format!("{PATH}?ordering=name&{query}");
    let count = client.get(&path).await.expect(200)["count"].clone();
    let rows = every_page(client, &format!("{path}&limit=1")).await;
    assert_eq!(count, rows.len(), "{query}");
    column(&rows, "name")
}

#[tokio::test]
async fn what_is_not_used_and_what_ends_soon() {
    each(async |app| {
        let admin = app.company().await;
        let rights = ["brand_view"];
        let (_, used) = make(app, &admin, "used", "2026-12-24", &rights).await;
        make(app, &admin, "never", "2026-12-24", &rights).await;
        let (gone, _) = make(app, &admin, "gone", "2026-12-02", &rights).await;
        make(app, &admin, "soon", "2026-12-02", &rights).await;
        used.get("/api/v2/me/").await.expect(200);
        app.task("uses").await;
        let client = app.jwt(&admin).await;
        let path = format!("{PATH}{gone}/");
        client.delete(&path).await.expect(204);
        for (query, expected) in [
            ("never_used=1", vec!["gone", "never", "soon"]),
            ("never_used=0", vec!["gone", "never", "soon", "used"]),
            ("never_used=1&state=active", vec!["never", "soon"]),
            ("never_used=1&search=NEV", vec!["never"]),
            ("idle_days=1", vec![]),
            // Until the end of 2 December: eight and a half days.
            ("ends_within_days=8", vec![]),
            ("ends_within_days=9", vec!["soon"]),
            ("ends_within_days=9&state=revoked", vec![]),
            ("ends_within_days=31", vec!["never", "soon", "used"]),
            ("ends_within_days=31&never_used=1", vec!["never", "soon"]),
        ] {
            assert_eq!(found(&client, query).await, expected, "{query}");
        }
        app.clock.advance(10 * DAY);
        used.get("/api/v2/me/").await.expect(200);
        app.task("uses").await;
        let client = app.jwt(&admin).await;
        for (query, expected) in [
            ("idle_days=10", vec!["gone", "never", "soon"]),
            ("idle_days=11", vec![]),
            ("idle_days=10&state=active", vec!["never"]),
            ("ends_within_days=3650", vec!["never", "used"]),
        ] {
            assert_eq!(found(&client, query).await, expected, "{query}");
        }
        let wrong = [
            ("idle_days=0", "idle_days"),
            ("idle_days=-1", "idle_days"),
            ("idle_days=3651", "idle_days"),
            ("idle_days=x", "idle_days"),
            ("ends_within_days=0", "ends_within_days"),
            ("never_used=yes", "never_used"),
            ("too_wide=2", "too_wide"),
            ("not_compliant=x", "not_compliant"),
        ];
        for (query, field) in wrong {
            let reply = client.get(&format!("{PATH}?{query}")).await.expect(400);
            assert!(reply[field].is_array(), "{query}: {}", reply.text());
        }
    })
    .await;
}

/// The filter and the page about a token's use say the same of each.
#[tokio::test]
async fn too_wide_is_what_has_rights_that_nobody_uses() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::ScmUser).await;
        // From here on uses are known.
        app.task("uses").await;
        let until = "2027-10-01";
        let both = ["brand_view", "brand_create"];
        let (wide, wide_client) = make(app, &admin, "wide", until, &both).await;
        let (tight, tight_client) = make(app, &admin, "tight", until, &["brand_view"]).await;
        let (idle, _) = make(app, &colleague, "theirs", until, &["codes_view"]).await;
        let brand = json!({"name": "A"});
        wide_client.post("/api/v2/brands/", brand).await.expect(201);
        app.task("uses").await;
        let mut last = Vec::new();
        for days in [0, 59, 1, 1] {
            app.clock.advance(days * DAY);
            for client in [&wide_client, &tight_client] {
                client.get("/api/v2/brands/").await.expect(200);
            }
            app.task("uses").await;
            let boss = app.jwt(&admin).await;
            let listed = found(&boss, "all=1&too_wide=1").await;
            for (id, name) in [(&wide, "wide"), (&tight, "tight"), (&idle, "theirs")] {
                let unused = boss.get(&format!("{PATH}{id}/use/")).await.expect(200);
                let unused = &unused["unused"];
                let is_wide = unused["early"] == false && unused["permissions"] != json!([]);
                assert_eq!(listed.contains(&json!(name)), is_wide, "{name}: {unused}");
                let shown = boss.get(&format!("{PATH}{id}/")).await.expect(200);
                let expected = if is_wide {
                    unused["permissions"].clone()
                } else {
                    json!([])
                };
                assert_eq!(shown["too_wide"], expected, "{name}");
            }
            last = listed;
        }
        assert_eq!(last, ["theirs", "wide"]);
        let rows = every_page(
            &app.jwt(&admin).await,
            &format!("{PATH}?all=1&ordering=name"),
        )
        .await;
        let (wides, idles) = (column(&rows, "too_wide"), column(&rows, "idle_days"));
        let expected = [json!(["codes_view"]), json!([]), json!(["brand_create"])];
        assert_eq!(
            (wides, idles),
            (expected.to_vec(), vec![json!(61), json!(0), json!(0)])
        );
        let boss = app.jwt(&admin).await;
        assert_eq!(found(&boss, "too_wide=1").await, ["wide"], "one's own");
        let stranger = app.jwt(&app.company().await).await;
        let none: Vec<Value> = Vec::new();
        assert_eq!(found(&stranger, "all=1&too_wide=1").await, none);
        let theirs = app.jwt(&colleague).await;
        let refused = theirs.get(&format!("{PATH}?all=1&too_wide=1")).await;
        assert_eq!(refused.expect(403)["required"], json!(["uat_manage"]));
        let smaller = json!({"permissions": ["brand_view"]});
        let path = format!("{PATH}{wide}/");
        boss.patch(&path, smaller).await.expect(200);
        boss.delete(&format!("{PATH}{idle}/")).await.expect(204);
        assert_eq!(found(&boss, "all=1&too_wide=1").await, none);
    })
    .await;
}

#[tokio::test]
async fn not_compliant_is_what_the_policy_does_not_allow() {
    each(async |app| {
        let admin = app.company().await;
        make(app, &admin, "long", "2026-12-24", &["brand_view"]).await;
        make(app, &admin, "short", "2026-12-04", &["brand_view"]).await;
        let rights = ["brand_view", "scm_bulk_edit"];
        let (gone, _) = make(app, &admin, "gone", "2026-12-24", &rights).await;
        make(app, &admin, "strong", "2026-12-04", &rights).await;
        let client = app.jwt(&admin).await;
        client.delete(&format!("{PATH}{gone}/")).await.expect(204);
        let policy = |max_days, forbidden: &[Permission]| TokenPolicy {
            default_days: 1,
            max_days,
            forbidden: PermissionSet::of(forbidden),
            ..TokenPolicy::default()
        };
        for (policy, expected) in [
            (policy(365, &[]), vec![]),
            (policy(30, &[]), vec![]),
            (policy(29, &[]), vec!["long"]),
            (policy(10, &[]), vec!["long"]),
            (policy(9, &[]), vec!["long", "short", "strong"]),
            (policy(365, &[Permission::ScmBulkEdit]), vec!["strong"]),
            (
                policy(10, &[Permission::ScmBulkEdit, Permission::BrandEdit]),
                vec!["long", "strong"],
            ),
        ] {
            app.set_policy(admin.company, &policy).await;
            let found = found(&client, "not_compliant=1").await;
            assert_eq!(found, expected, "{policy:?}");
            // The row says which rule it is.
            for row in every_page(&client, PATH).await {
                let name = row["name"].as_str().expect("a name");
                let mut rules = Vec::new();
                if name == "strong" && !policy.forbidden.is_empty() {
                    rules.push("forbidden");
                }
                let days = if name == "long" { 30 } else { 10 };
                if name != "gone" && policy.max_days < days {
                    rules.push("max_days");
                }
                assert_eq!(row["not_compliant"], json!(rules), "{name}: {policy:?}");
                assert_eq!(found.contains(&row["name"]), !rules.is_empty());
                let idle = if name == "gone" {
                    json!(null)
                } else {
                    json!(0)
                };
                assert_eq!(row["idle_days"], idle);
            }
        }
        let both = "not_compliant=1&search=st&state=active";
        assert_eq!(found(&client, both).await, ["strong"]);
    })
    .await;
}
