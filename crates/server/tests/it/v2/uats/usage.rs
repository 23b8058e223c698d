//! `GET /api/v2/uats/{id}/use/` (security checklist 37)

use axum::{body::Body, http::Method};
use countermark_core::roles::Role;
use countermark_testkit::{Client, Reply, TestApp, Token, each};
use serde_json::{Value, json};

const DAY: i64 = 86_400;

fn path(token: &Token) -> String {
    format!("/api/v2/uats/{}/use/", token.id)
}

/// A call from that address by a program of that name.
async fn call(client: &Client, from: &str, agent: &str, path: &str) -> Reply {
    let mut request = client.request(Method::GET, path, Body::empty());
    request
        .headers_mut()
        .insert("user-agent", agent.parse().unwrap());
    request.extensions_mut().insert(crate::support::peer(from));
    client.send(request).await
}

async fn flush(app: &TestApp) {
    countermark::tasks::run(&app.app, "uses").await.unwrap();
}

fn values(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap().iter();
    list.map(|seen| seen["value"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn calls_are_counted_by_day_and_permission_and_refusals_by_reason() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_create", "product_view"]).await;
        let client = &token.client;
        flush(app).await;
        client.get("/api/v2/me/").await.expect(200);
        client.get("/api/v2/brands/").await.expect(200);
        client
            .post("/api/v2/brands/", json!({"name": "A"}))
            .await
            .expect(201);
        client.post("/api/v2/brands/", json!({})).await.expect(400);
        client.get("/api/v2/products/").await.expect(200);
        client.delete("/api/v2/brands/1/").await.expect(403);
        client.get("/api/v2/users/").await.expect(403);
        app.clock.advance(DAY);
        client.get("/api/v2/products/").await.expect(200);
        client.get("/api/v2/uats/self/").await.expect(200);
        client.delete("/api/v2/uats/self/").await.expect(204);
        for _ in 0..3 {
            client.get("/api/v2/me/").await.expect(401);
        }
        // A wrong secret is nobody's call.
        let other = app.uat(&admin, &["brand_view"]).await;
        let crossed = crate::authz::crossed(&token.text, &other.text);
        app.header(&format!("UAT {crossed}"))
            .get("/api/v2/me/")
            .await
            .expect(401);
        flush(app).await;
        let boss = app.jwt(&admin).await;
        let shown = boss.get(&path(&token)).await.expect(200);
        assert_eq!(
            shown["days"],
            json!([
                {"day": "2026-11-24", "calls": 5, "refused": 2,
                 "permissions": {"none": 1, "brand_create": 3, "product_view": 1},
                 "refusals": {"permission_denied": 1, "person_required": 1}},
                {"day": "2026-11-25", "calls": 3, "refused": 3,
                 "permissions": {"none": 2, "product_view": 1},
                 "refusals": {"token_revoked": 3}},
            ])
        );
        let endpoint = |operation: &str, name: &str, calls: i64, refused: i64, last_on: &str| {
            let (method, path) = name.split_once(' ').unwrap();
            json!({
                "operation": operation, "method": method, "path": format!("/api/v2{path}"),
                "calls": calls, "refused": refused, "last_on": last_on,
            })
        };
        let (first, second) = ("2026-11-24", "2026-11-25");
        assert_eq!(
            shown["endpoints"],
            json!([
                endpoint("me_get", "GET /me/", 1, 3, second),
                endpoint("products_list", "GET /products/", 2, 0, second),
                endpoint("brands_create", "POST /brands/", 2, 0, first),
                endpoint("brands_delete", "DELETE /brands/{id}/", 0, 1, first),
                endpoint("uats_self_revoke", "DELETE /uats/self/", 1, 0, second),
                endpoint("brands_list", "GET /brands/", 1, 0, first),
                endpoint("uats_self_get", "GET /uats/self/", 1, 0, second),
                endpoint("users_list", "GET /users/", 0, 1, first),
            ])
        );
        let list = boss.get("/api/v2/uats/?state=revoked").await.expect(200);
        let row = &list["results"][0];
        assert_eq!(
            (&row["use_count"], &row["refused_count"]),
            (&json!(10), &json!(5))
        );
        assert_eq!(row["last_refused_at"], app.now().to_string());
    })
    .await;
}

#[tokio::test]
async fn an_expired_token_stays_with_the_calls_that_were_refused_since() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        app.clock.advance(31 * DAY);
        call(&token.client, "198.51.100.9", "cron", "/api/v2/brands/")
            .await
            .expect(401);
        flush(app).await;
        let boss = app.jwt(&admin).await;
        let list = boss.get("/api/v2/uats/?state=expired").await.expect(200);
        let row = &list["results"][0];
        assert_eq!(
            (&row["refused_count"], &row["use_count"]),
            (&json!(1), &json!(0))
        );
        assert_eq!(row["last_used_at"], Value::Null);
        assert_eq!(row["last_refused_at"], app.now().to_string());
        let shown = boss.get(&path(&token)).await.expect(200);
        assert_eq!(shown["days"][0]["refusals"], json!({"token_expired": 1}));
        assert_eq!(values(&shown["refused_addresses"]), ["198.51.100.9"]);
        assert_eq!(shown["addresses"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn the_last_five_addresses_and_agents_are_kept() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        for round in [1..=4, 4..=6] {
            for n in round {
                app.clock.advance(1);
                let from = format!("198.51.100.{n}");
                call(&token.client, &from, &format!("till/{n}"), "/api/v2/me/")
                    .await
                    .expect(200);
            }
            flush(app).await;
        }
        // One batch with more than five: the five latest of it stay.
        for n in 1..=7 {
            app.clock.advance(1);
            let from = format!("203.0.113.{n}");
            let agent = "x".repeat(300);
            call(&token.client, &from, &agent, "/api/v2/me/")
                .await
                .expect(200);
        }
        let before = app.now();
        let boss = app.jwt(&admin).await;
        let shown = boss.get(&path(&token)).await.expect(200);
        let expected = [
            "198.51.100.6",
            "198.51.100.5",
            "198.51.100.4",
            "198.51.100.3",
            "198.51.100.2",
        ];
        assert_eq!(values(&shown["addresses"]), expected);
        assert_eq!(
            values(&shown["agents"]),
            ["till/6", "till/5", "till/4", "till/3", "till/2"]
        );
        flush(app).await;
        let shown = boss.get(&path(&token)).await.expect(200);
        let expected = [
            "203.0.113.7",
            "203.0.113.6",
            "203.0.113.5",
            "203.0.113.4",
            "203.0.113.3",
        ];
        assert_eq!(values(&shown["addresses"]), expected);
        assert_eq!(shown["addresses"][0]["last_at"], before.to_string());
        // A user agent is cut, not refused.
        assert_eq!(values(&shown["agents"])[0], "x".repeat(200));
    })
    .await;
}

#[tokio::test]
async fn rights_that_nobody_uses_are_named_and_taken_away_in_one_call() {
    each(async |app| {
        let admin = app.company().await;
        let boss = app.jwt(&admin).await;
        let rights = ["brand_view", "brand_create", "product_create", "product_edit"];
        flush(app).await;
        let body = json!({"name": "till", "valid_until": "2027-10-01", "permissions": rights});
        let made = boss.post("/api/v2/uats/", body).await.expect(201);
        let id = made["id"].as_str().unwrap();
        let client = app.header(&format!("UAT {}", made["token"].as_str().unwrap()));
        let path = format!("/api/v2/uats/{id}/use/");
        let shown = boss.get(&path).await.expect(200);
        assert_eq!(
            shown["unused"],
            json!({"since": "2026-11-24", "early": true, "permissions": rights, "smaller": null})
        );
        client.post("/api/v2/brands/", json!({"name": "A"})).await.expect(201);
        app.clock.advance(61 * DAY);
        client.get("/api/v2/brands/").await.expect(200);
        // What an import asks for on its way counts, too.
        let import = "/api/v2/products/import/?sku=a&name=b&brand=c&existing=update&dry_run=1";
        client.raw(Method::POST, import, "text/csv", "a,b,c\n1,x,A\n").await.expect(200);
        flush(app).await;
        let boss = app.jwt(&admin).await;
        let shown = boss.get(&path).await.expect(200);
        let left = json!(["brand_view", "product_create", "product_edit"]);
        assert_eq!(
            shown["unused"],
            json!({"since": "2026-11-25", "early": false, "permissions": ["brand_create"], "smaller": left})
        );
        assert_eq!(shown["days"][1]["calls"], 2);
        let token = format!("/api/v2/uats/{id}/");
        let smaller = boss.patch(&token, json!({"permissions": left})).await.expect(200);
        assert_eq!(smaller["permissions"], left);
        client.post("/api/v2/brands/", json!({"name": "B"})).await.expect(403);
        let shown = boss.get(&path).await.expect(200);
        assert_eq!((&shown["unused"]["permissions"], &shown["unused"]["smaller"]), (&json!([]), &Value::Null));
    })
    .await;
}

#[tokio::test]
async fn uses_from_before_they_were_counted_do_not_look_unused() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        app.clock.advance(20 * DAY);
        // The first batch ever: from here on uses are known.
        flush(app).await;
        app.clock.advance(5 * DAY);
        let shown = app.jwt(&admin).await.get(&path(&token)).await.expect(200);
        assert_eq!(shown["unused"]["since"], "2026-12-14");
        assert_eq!(shown["unused"]["early"], true);
    })
    .await;
}

#[tokio::test]
async fn it_is_for_the_owner_and_for_who_manages_tokens() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::AccountAdmin).await;
        let token = app.uat(&admin, &["brand_view"]).await;
        app.jwt(&colleague)
            .await
            .get(&path(&token))
            .await
            .expect(200);
        let stranger = app.company().await;
        app.jwt(&stranger)
            .await
            .get(&path(&token))
            .await
            .expect(404);
        token.client.get(&path(&token)).await.expect(403);
    })
    .await;
}

/// More tokens than the memory takes: the rest is dropped and counted, and nothing is slower.
#[tokio::test]
async fn pressure_costs_notes_and_not_time() {
    use countermark::auth::{
        operation::Operation,
        uses::{Call, Outcome, Uses},
    };
    use countermark_core::{ids::UatId, time::Timestamp};
    let (uses, headers) = (Uses::default(), axum::http::HeaderMap::new());
    let call = Call {
        operation: Operation::default(),
        address: "192.0.2.1".parse().unwrap(),
        headers: &headers,
    };
    let note = |id| uses.note(UatId(id), call, Timestamp(0), Outcome::Let(None));
    for id in 0..100_003 {
        note(id);
    }
    assert_eq!(uses.dropped(), 3);
    note(7);
    assert_eq!(uses.dropped(), 3);
}

/// What cannot be written waits: nothing is lost by a database that is away for a moment.
#[tokio::test]
async fn a_batch_that_failed_is_written_with_the_next_one() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        for _ in 0..2 {
            call(&token.client, "192.0.2.1", "till", "/api/v2/brands/")
                .await
                .expect(200);
        }
        let mut raw = app.db.place.raw().await;
        raw.run("ALTER TABLE uat_day RENAME TO elsewhere").await;
        app.app.uses.flush(&app.app.db).await.unwrap_err();
        call(&token.client, "192.0.2.2", "till", "/api/v2/brands/")
            .await
            .expect(200);
        raw.run("ALTER TABLE elsewhere RENAME TO uat_day").await;
        raw.close().await;
        flush(app).await;
        let shown = app.jwt(&admin).await.get(&path(&token)).await.expect(200);
        assert_eq!(shown["days"][0]["calls"], 3);
        assert_eq!(shown["endpoints"][0]["calls"], 3);
        assert_eq!(values(&shown["addresses"]).len(), 2);
    })
    .await;
}
