//! Daily budgets of tokens.

use super::rotate::{client_of, path};
use crate::support::{column, entries, entry};
use axum::http::Method;
use countermark_core::{budget::Unit, ids::UatId};
use countermark_store::{DbError, budgets};
use countermark_testkit::{Client, Person, TestApp, Token, each};
use serde_json::{Value, json};
use std::fmt::Write as _;

const RIGHTS: [&str; 6] = [
    "product_create",
    "product_edit",
    "product_view",
    "brand_create",
    "brand_edit",
    "brand_delete",
];

/// An admin, signed in, and a token of theirs that may change so many products a day.
async fn bounded(app: &TestApp, most: i64) -> (Person, Client, Token) {
    let admin = app.company().await;
    let client = app.jwt(&admin).await;
    let token = app.uat(&admin, &RIGHTS).await;
    let path = format!("/api/v2/uats/{}/", token.id);
    let body = json!({"budgets": {"products_changed": most}});
    client.patch(&path, body).await.expect(200);
    (admin, client, token)
}

async fn brand(client: &Client, name: &str) -> countermark_testkit::Reply {
    client.post("/api/v2/brands/", json!({"name": name})).await
}

async fn used(client: &Client, token: &Token) -> i64 {
    let reply = client.get(&format!("/api/v2/uats/{}/", token.id)).await;
    let used = reply.expect(200)["used_today"]["products_changed"].clone();
    used.as_i64().expect("a number")
}

/// A day's budget is the family's: rotating neither doubles it nor gives back what was used.
#[tokio::test]
async fn a_successor_goes_on_with_what_is_left() {
    each(async |app| {
        let (_, client, token) = bounded(app, 3).await;
        brand(&token.client, "A").await.expect(201);
        let mut id = token.id.clone();
        let mut last = None;
        for overlap in ["1h", "7d"] {
            let made = client
                .post(&path(&id), json!({"overlap": overlap}))
                .await
                .expect(201);
            assert_eq!(made["budgets"], json!({"products_changed": 3}));
            id = made["id"].as_str().unwrap().to_owned();
            last = Some(client_of(app, made.json()));
        }
        let last = last.expect("a successor");
        let shown = last.get("/api/v2/uats/self/").await.expect(200);
        assert_eq!(shown["used_today"], json!({"products_changed": 1}));
        // Both work for a while, and spend the same.
        brand(&last, "B").await.expect(201);
        brand(&token.client, "C").await.expect(201);
        for client in [&last, &token.client] {
            let refused = brand(client, "D").await.expect(429);
            assert_eq!(
                (refused.code(), &refused["used"]),
                ("budget_exhausted", &json!(3))
            );
        }
        let all = client.get("/api/v2/uats/").await.expect(200);
        for row in all["results"].as_array().unwrap() {
            assert_eq!(row["used_today"], json!({"products_changed": 3}), "{row}");
        }
        // With a new day all begin anew, together.
        app.clock.advance(86_400);
        brand(&last, "D").await.expect(201);
        let shown = last.get("/api/v2/uats/self/").await.expect(200);
        assert_eq!(shown["used_today"], json!({"products_changed": 1}));
    })
    .await;
}

#[tokio::test]
async fn every_change_counts_and_too_many_are_refused_whole() {
    each(async |app| {
        let (admin, client, token) = bounded(app, 6).await;
        let made = brand(&token.client, "A").await.expect(201);
        let path = format!("/api/v2/brands/{}/", made["id"]);
        token
            .client
            .patch(&path, json!({"name": "B"}))
            .await
            .expect(200);
        let product = json!({"sku": "1", "name": "One", "brand": made["id"]});
        let product = token
            .client
            .post("/api/v2/products/", product)
            .await
            .expect(201);
        let path = format!("/api/v2/products/{}/", product["id"]);
        token
            .client
            .patch(&path, json!({"name": "Two"}))
            .await
            .expect(200);
        assert_eq!(used(&client, &token).await, 4);
        // What is refused for another reason uses nothing.
        brand(&token.client, "").await.expect(400);
        brand(&token.client, "B").await.expect(400);
        token
            .client
            .post("/api/v2/products/import/?x=1", json!({}))
            .await
            .expect(400);
        assert_eq!(used(&client, &token).await, 4);
        // An import counts by its rows, and is made whole or not at all.
        let import = async |rows: &[i32]| {
            let mut csv = "sku,name,brand\n".to_owned();
            for row in rows {
                let _ = writeln!(csv, "i{row},Row {row},B");
            }
            let path = "/api/v2/products/import/?sku=sku&name=name&brand=brand";
            token.client.raw(Method::POST, path, "text/csv", csv).await
        };
        let refused = import(&[1, 2, 3]).await.expect(429);
        assert_eq!(refused.code(), "budget_exhausted");
        assert_eq!(
            (&refused["unit"], &refused["limit"], &refused["used"]),
            (&json!("products_changed"), &json!(6), &json!(4))
        );
        // From noon to midnight.
        assert_eq!(refused.header("retry-after"), "43200");
        assert_eq!(refused["resets_at"], "2026-11-25T00:00:00.000000Z");
        assert_eq!(
            client.get("/api/v2/products/").await.expect(200)["count"],
            1
        );
        import(&[1, 2]).await.expect(200);
        assert_eq!(brand(&token.client, "C").await.expect(429)["used"], 6);
        assert_eq!(used(&client, &token).await, 6);
        // Reading goes on, and so does everybody else.
        token.client.get("/api/v2/products/").await.expect(200);
        brand(&client, "C").await.expect(201);
        brand(&app.uat(&admin, &RIGHTS).await.client, "D")
            .await
            .expect(201);
        // The token itself sees where it stands.
        let itself = token.client.get("/api/v2/uats/self/").await.expect(200);
        assert_eq!(itself["budgets"], json!({"products_changed": 6}));
        assert_eq!(itself["used_today"], json!({"products_changed": 6}));
        let list = client
            .get("/api/v2/uats/?ordering=creation_date")
            .await
            .expect(200);
        assert_eq!(
            list["results"][0]["used_today"],
            json!({"products_changed": 6})
        );
        assert_eq!(list["results"][1]["used_today"], json!({}));
        // Whoever looks at it another way sees the same, and a successor goes on from there.
        let path = format!("/api/v2/uats/{}/", token.id);
        let used = json!({"products_changed": 6});
        let released = client.post(&format!("{path}release/"), json!({})).await;
        assert_eq!(released.expect(200)["used_today"], used);
        let rotated = client
            .post(&format!("{path}rotate/"), json!({"overlap": "24h"}))
            .await
            .expect(201);
        assert_eq!(rotated["used_today"], used);
        let known = client.get(&format!("{path}use/")).await.expect(200);
        let family = known["family"].as_array().unwrap();
        assert_eq!(column(family, "used_today"), [used.clone(), used]);
    })
    .await;
}

/// Calls at once, on PostgreSQL over two nodes: what is allowed is spent, and not one more.
#[tokio::test(flavor = "multi_thread")]
async fn calls_at_once_never_overspend() {
    each(async |app| {
        let (_, client, token) = bounded(app, 10).await;
        let other = app.second_node().await.with_auth_of(&token.client);
        let calls = (0..40).map(|number| {
            let client = if number % 2 == 0 {
                token.client.clone()
            } else {
                other.clone()
            };
            tokio::spawn(async move { brand(&client, &format!("Brand {number}")).await.status })
        });
        let calls: Vec<_> = calls.collect();
        let mut made = 0;
        for call in calls {
            match call.await.expect("an answer") {
                201 => made += 1,
                429 => {}
                other => panic!("{other}"),
            }
        }
        assert_eq!((made, used(&client, &token).await), (10, 10));
        assert_eq!(client.get("/api/v2/brands/").await.expect(200)["count"], 10);
        // The chain of the log has no gap where work was refused.
        let checked = client
            .post("/api/v2/audit/check/", json!({}))
            .await
            .expect(200);
        assert_eq!(checked["ok"], true);
    })
    .await;
}

async fn zone(app: &TestApp, admin: &Person, name: &str) {
    let mut raw = app.db.place.raw().await;
    let sql = format!(
        "UPDATE company SET time_zone = '{name}' WHERE id = {}",
        admin.company
    );
    raw.run(&sql).await;
    let changed = countermark::auth::facts::Changed::Company(admin.company);
    app.app.facts.forget(&[changed]);
}

/// The day is the company's, also when it has 25 hours.
#[tokio::test]
async fn a_day_ends_at_the_companys_midnight() {
    each(async |app| {
        let (admin, _, token) = bounded(app, 1).await;
        zone(app, &admin, "America/New_York").await;
        // 7 in the morning there.
        brand(&token.client, "A").await.expect(201);
        let refused = brand(&token.client, "B").await.expect(429);
        assert_eq!(refused["resets_at"], "2026-11-25T05:00:00.000000Z");
        assert_eq!(refused.header("retry-after"), (17 * 3_600).to_string());
        app.clock.advance(17 * 3_600 - 1);
        let refused = brand(&token.client, "B").await.expect(429);
        assert_eq!(refused.header("retry-after"), "1");
        app.clock.advance(1);
        brand(&token.client, "B").await.expect(201);
        brand(&token.client, "C").await.expect(429);
        // A node whose clock is behind, still in yesterday, spends of today.
        app.clock.advance(-2);
        brand(&token.client, "C").await.expect(429);
    })
    .await;
    each(async |app| {
        // Clocks go back in Berlin on 2026-10-25, at 1:00 UTC: that day has 25 hours.
        app.clock.advance(-30 * 86_400 - 14 * 3_600);
        let (admin, _, token) = bounded(app, 1).await;
        zone(app, &admin, "Europe/Berlin").await;
        app.clock.advance(-3_600);
        brand(&token.client, "A").await.expect(201);
        app.clock.advance(3_600);
        brand(&token.client, "B").await.expect(201);
        let refused = brand(&token.client, "C").await.expect(429);
        assert_eq!(refused["resets_at"], "2026-10-25T23:00:00.000000Z");
        assert_eq!(refused.header("retry-after"), (25 * 3_600).to_string());
        app.clock.advance(25 * 3_600 - 1);
        brand(&token.client, "C").await.expect(429);
        app.clock.advance(1);
        brand(&token.client, "C").await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn budgets_are_set_with_the_token_and_read_strictly() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let new = |budgets: Value| {
            json!({"name": "N", "valid_until": "2026-12-24", "permissions": ["brand_create"], "budgets": budgets})
        };
        let made = client.post("/api/v2/uats/", new(json!({"codes_created": 0, "scans_exported": null}))).await.expect(201);
        assert_eq!((&made["budgets"], &made["used_today"]), (&json!({"codes_created": 0}), &json!({"codes_created": 0})));
        let noted = entry(app, &admin, "uat.create").await;
        assert_eq!(noted["after"]["budgets"], json!({"codes_created": 0}));
        for bad in [json!([]), json!(5), json!({"codes": 1}), json!({"codes_created": -1}), json!({"codes_created": 1.5}), json!({"codes_created": 1_000_000_001})] {
            let refused = client.post("/api/v2/uats/", new(bad.clone())).await.expect(400);
            assert!(refused["budgets"].is_array(), "{bad}: {}", refused.text());
        }
        assert_eq!(client.post("/api/v2/uats/", new(Value::Null)).await.expect(201)["budgets"], json!({}));
    })
    .await;
}

/// Raising a budget widens what the token can do: that asks for a fresh login, lowering does not.
#[tokio::test]
async fn to_raise_a_budget_needs_a_fresh_login() {
    each(async |app| {
        let (admin, client, token) = bounded(app, 5).await;
        let path = format!("/api/v2/uats/{}/", token.id);
        app.clock.advance(601);
        let set = async |budgets: Value| client.patch(&path, json!({"budgets": budgets})).await;
        for wider in [
            json!({"products_changed": 6}),
            json!({}),
            json!({"codes_created": 1}),
        ] {
            let refused = set(wider).await.expect(403);
            assert_eq!(refused.code(), "fresh_login_required");
        }
        let narrower = json!({"products_changed": 2, "codes_created": 7});
        assert_eq!(set(narrower.clone()).await.expect(200)["budgets"], narrower);
        client
            .patch(&path, json!({"name": "Other"}))
            .await
            .expect(200);
        let noted = entries(app, &admin, "uat.update").await;
        assert_eq!(
            noted[1]["before"],
            json!({"budgets": {"products_changed": 5}})
        );
        assert_eq!(noted[1]["after"], json!({"budgets": narrower}));
        // It holds at once: the token is not remembered with the old one.
        for name in ["A", "B"] {
            brand(&token.client, name).await.expect(201);
        }
        brand(&token.client, "C").await.expect(429);
        let fresh = app.jwt(&admin).await;
        let lifted = fresh.patch(&path, json!({"budgets": {}})).await.expect(200);
        assert_eq!(lifted["budgets"], json!({}));
        brand(&token.client, "C").await.expect(201);
        // A token sets no budgets, not even its own.
        let own = token
            .client
            .patch(&path, json!({"budgets": {}}))
            .await
            .expect(403);
        assert_eq!(own.code(), "person_required");
        // Nor does anybody of another company.
        let stranger = app.jwt(&app.company().await).await;
        stranger
            .patch(&path, json!({"budgets": {}}))
            .await
            .expect(404);
    })
    .await;
}

/// What has no endpoint yet is spent by the same function: the other units, and amounts.
#[tokio::test]
async fn every_unit_is_bounded_by_itself() {
    each(async |app| {
        let admin = app.company().await;
        let mut bounds = countermark_core::budget::Budgets::default();
        bounds.set(Unit::CodesCreated, Some(100));
        bounds.set(Unit::ScansExported, Some(0));
        let spender = budgets::Spender {
            uat: UatId(1),
            budgets: bounds,
            day: "2026-11-24".into(),
            ends: app.now(),
            seconds: 1,
        };
        let spend = async |unit, amount, keep: bool| {
            let mut tx = app.app.db.write().await.expect("a transaction");
            let spent = budgets::spend(&mut tx, admin.company, &spender, unit, amount).await;
            if keep {
                tx.commit_unaudited().await.expect("committed");
            }
            spent.map_err(|error| match error {
                DbError::Budget(exhausted) => exhausted.used,
                other => panic!("{other}"),
            })
        };
        assert_eq!(spend(Unit::CodesCreated, 101, true).await, Err(0));
        assert_eq!(
            spend(Unit::CodesCreated, 100, false).await,
            Ok(()),
            "rolled back"
        );
        assert_eq!(spend(Unit::CodesCreated, 60, true).await, Ok(()));
        assert_eq!(spend(Unit::CodesCreated, 41, true).await, Err(60));
        assert_eq!(spend(Unit::CodesCreated, 40, true).await, Ok(()));
        assert_eq!(spend(Unit::CodesCreated, 1, true).await, Err(100));
        assert_eq!(spend(Unit::ScansExported, 1, true).await, Err(0));
        assert_eq!(
            spend(Unit::ScmRowsChanged, 1_000_000, true).await,
            Ok(()),
            "no bound"
        );
        assert_eq!(spend(Unit::CodesCreated, 0, true).await, Ok(()));
    })
    .await;
}

/// A token without budgets and a person pay nothing for those of others.
#[tokio::test]
async fn who_has_no_budget_runs_no_statement_for_it() {
    each(async |app| {
        let (admin, client, token) = bounded(app, 100).await;
        let free = app.uat(&admin, &RIGHTS).await.client;
        let mut ran = Vec::new();
        for (number, client) in [&client, &free, &token.client].into_iter().enumerate() {
            // The first call loads what is remembered.
            brand(client, &format!("first {number}")).await.expect(201);
            let before = app.app.db.statements();
            brand(client, &format!("second {number}")).await.expect(201);
            ran.push(app.app.db.statements() - before);
        }
        assert_eq!(ran[0], ran[1]);
        assert_eq!(ran[2], ran[0] + 1);
    })
    .await;
}
