//! Where a token may be used from, and `GET /api/v2/uats/{id}/networks/`.

use crate::support::{entries, entry, peer, wrong_fields};
use axum::{
    body::Body,
    http::{HeaderValue, Method},
};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_core::roles::Role;
use countermark_store::{
    Engine,
    uat_addresses::{MOST_REFUSED, MOST_SEEN},
};
use countermark_testkit::{Client, Person, Reply, TestApp, Token, db::engines, each};
use serde_json::{Value, json};
use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

const ME: &str = "/api/v2/me/";

/// A token with that list.
async fn limited(app: &TestApp, owner: &Person, networks: Value, mode: &str) -> Token {
    let body = json!({
        "name": "till", "valid_until": "2026-12-24", "permissions": ["brand_view", "product_view"],
        "networks": networks, "network_mode": mode,
    });
    let client = app.jwt(owner).await;
    let reply = client.post("/api/v2/uats/", body).await.expect(201);
    let text = reply["token"].as_str().expect("a token").to_owned();
    Token {
        id: reply["id"].as_str().expect("an id").to_owned(),
        client: app.header(&format!("UAT {text}")),
        text,
    }
}

fn path(token: &Token) -> String {
    format!("/api/v2/uats/{}/", token.id)
}

/// A call from that address, with these lines of `X-Forwarded-For`.
async fn call(client: &Client, from: Option<&str>, lines: &[&[u8]]) -> Reply {
    send(client, Method::GET, ME, from, lines).await
}

async fn send(
    client: &Client,
    method: Method,
    path: &str,
    from: Option<&str>,
    lines: &[&[u8]],
) -> Reply {
    let mut request = client.request(method, path, Body::empty());
    if let Some(from) = from {
        request.extensions_mut().insert(peer(from));
    }
    for line in lines {
        let value = HeaderValue::from_bytes(line).expect("a header");
        request.headers_mut().append("x-forwarded-for", value);
    }
    client.send(request).await
}

/// What the server knows of where a token was used from, once it is written.
async fn seen(app: &TestApp, admin: &Person, token: &Token) -> Reply {
    app.task("uses").await;
    let path = format!("{}networks/", path(token));
    app.jwt(admin).await.get(&path).await.expect(200)
}

/// 403 and not 401, or clients would throw the token away (security checklist 39).
#[tokio::test]
async fn a_call_from_elsewhere_is_refused_and_the_token_stays_good() {
    each(async |app| {
        let admin = app.company().await;
        let list = json!(["203.0.113.7", "198.51.100.0/24", "2001:db8::/64"]);
        let token = limited(app, &admin, list, "enforce").await;
        for good in [
            "203.0.113.7",
            "198.51.100.200",
            "2001:db8::1:2",
            "::ffff:203.0.113.7",
        ] {
            call(&token.client, Some(good), &[]).await.expect(200);
        }
        for bad in [
            "203.0.113.8",
            "198.51.101.1",
            "2001:db8:0:1::1",
            "::1",
            "::cb00:7107",
        ] {
            let refused = call(&token.client, Some(bad), &[]).await.expect(403);
            let sentence = format!(
                "This token may not be used from {bad}. Its owner or an Account Admin can let this \
                 network in."
            );
            let body = json!({"detail": sentence, "code": "address_not_allowed"});
            assert_eq!(*refused.json(), body);
            assert_eq!(refused.header("www-authenticate"), "");
            // Nothing about the token, such as its end, goes with it.
            assert_eq!(refused.header("uat-expires-in"), "");
        }
        // Nobody knows where this one comes from.
        let refused = call(&token.client, None, &[]).await.expect(403);
        assert_eq!(refused.code(), "address_not_allowed");
        assert!(refused["detail"].as_str().unwrap().contains("cannot tell"));
        app.clock.advance(1);
        call(&token.client, Some("203.0.113.7"), &[])
            .await
            .expect(200);
        // The owner sees it: how often and from where, and it is no use of the token.
        let shown = seen(app, &admin, &token).await;
        assert_eq!(
            (&shown["refused"], &shown["would_refuse"]),
            (&json!(6), &json!(0))
        );
        let addresses: Vec<_> = shown["addresses"].as_array().unwrap().iter().collect();
        assert_eq!(addresses.len(), 6);
        assert!(
            addresses
                .iter()
                .all(|a| a["refused"] == 1 && a["calls"] == 0)
        );
        assert!(addresses.iter().any(|a| a["address"].is_null()));
        assert_eq!(
            shown["proposal"], shown["networks"],
            "no refused address is proposed"
        );
        let uat = app.jwt(&admin).await.get(&path(&token)).await.expect(200);
        assert_eq!(
            (&uat["use_count"], &uat["refused_count"]),
            (&json!(5), &json!(6))
        );
        assert_eq!(uat["last_used_address"], "203.0.113.7");
        // So does the company's log: one entry for all six (security checklist 37).
        app.task("denials").await;
        let denied = entry(app, &admin, "access.denied").await;
        assert_eq!(denied["credential"], json!({"kind": "uat", "id": token.id}));
        assert_eq!(denied["after"]["code"], "address_not_allowed");
        assert_eq!(denied["after"]["calls"], 6);
        assert_eq!(denied["address"], "203.0.113.8");
    })
    .await;
}

/// From elsewhere a token can do nothing: nothing about itself, and nothing that would have been
/// refused for another reason either.
#[tokio::test]
async fn from_elsewhere_a_token_can_do_nothing() {
    each(async |app| {
        let admin = app.company().await;
        let token = limited(app, &admin, json!(["203.0.113.7"]), "enforce").await;
        for (method, path) in [
            (Method::GET, "/api/v2/uats/self/"),
            (Method::DELETE, "/api/v2/uats/self/"),
            (Method::GET, "/api/v2/brands/"),
            (Method::GET, "/api/v2/audit/"),
            (Method::POST, "/api/v2/brands/"),
            (Method::POST, "/api/v2/uats/"),
            (Method::POST, "/api/v2/auth/introspect/"),
            (Method::GET, "/api/v2/products/export/"),
        ] {
            let reply = send(&token.client, method, path, Some("192.0.2.66"), &[]).await;
            assert_eq!(reply.status, 403, "{path}: {}", reply.text());
            assert_eq!(reply.code(), "address_not_allowed", "{path}");
        }
        let itself = "/api/v2/uats/self/";
        let good = Some("203.0.113.7");
        send(&token.client, Method::DELETE, itself, good, &[])
            .await
            .expect(204);
        // What has ended is 401 from everywhere: clients shall throw it away.
        let reply = call(&token.client, Some("192.0.2.66"), &[])
            .await
            .expect(401);
        assert_eq!(reply.code(), "token_revoked");
    })
    .await;
}

/// The answer is for who holds the right secret: to others the token is as any other.
#[tokio::test]
async fn a_stranger_learns_nothing_of_the_list() {
    each(async |app| {
        let admin = app.company().await;
        let token = limited(app, &admin, json!(["203.0.113.7"]), "enforce").await;
        let other = app.uat(&admin, &["brand_view"]).await;
        let crossed = crate::authz::crossed(&token.text, &other.text);
        let client = app.header(&format!("UAT {crossed}"));
        for from in ["203.0.113.7", "192.0.2.66"] {
            let reply = call(&client, Some(from), &[]).await.expect(401);
            assert_eq!(reply.code(), "authentication_failed");
        }
        assert_eq!(seen(app, &admin, &token).await["refused"], 0);
        // Another company neither reads nor changes it, nor does a colleague without the right.
        let stranger = app.company().await;
        let colleague = app.person(&admin, Role::ScmUser).await;
        for person in [stranger, colleague] {
            let client = app.jwt(&person).await;
            client
                .get(&format!("{}networks/", path(&token)))
                .await
                .expect(404);
            client
                .patch(&path(&token), json!({"networks": []}))
                .await
                .expect(404);
        }
        // Nor does the token itself.
        let own = &token.client;
        let networks = format!("{}networks/", path(&token));
        let good = Some("203.0.113.7");
        let reply = send(own, Method::GET, &networks, good, &[])
            .await
            .expect(403);
        assert_eq!(reply.code(), "person_required");
        let reply = send(own, Method::PATCH, &path(&token), good, &[])
            .await
            .expect(403);
        assert_eq!(reply.code(), "person_required");
    })
    .await;
}

/// The client writes the left of `X-Forwarded-For`, our proxies the right. What they did not
/// write, or what is no address, came from nowhere and is refused (security checklist 10, 46).
#[tokio::test]
async fn the_address_is_the_one_that_our_own_proxies_saw() {
    const GOOD: &str = "203.0.113.7";
    const PROXY: &str = "10.0.0.1";
    // Hops, peer, lines, let in.
    let cases: &[(usize, &str, &[&[u8]], bool)] = &[
        (0, GOOD, &[], true),
        (0, "192.0.2.66", &[b"203.0.113.7"], false),
        (0, GOOD, &[b"192.0.2.66"], true),
        (0, GOOD, &[b"\xff"], true),
        (1, PROXY, &[b"203.0.113.7"], true),
        (1, "192.0.2.66", &[b"203.0.113.7"], true),
        (1, PROXY, &[b"203.0.113.7, 192.0.2.66"], false),
        (1, PROXY, &[b"203.0.113.7", b"192.0.2.66"], false),
        (1, PROXY, &[b"192.0.2.66, 203.0.113.7"], true),
        (1, PROXY, &[b"192.0.2.66", b"203.0.113.7"], true),
        (1, PROXY, &[b"\xff\xfe", b"203.0.113.7"], true),
        (1, PROXY, &[b"203.0.113.7:4711"], true),
        (1, PROXY, &[b"::ffff:203.0.113.7"], true),
        (1, PROXY, &[b"[::ffff:203.0.113.7]"], true),
        (1, PROXY, &[b"[2001:db8::7]:443"], true),
        (1, PROXY, &[b"2001:db8::7"], true),
        (1, PROXY, &[b"2001:DB8:0:0::7"], true),
        (1, PROXY, &[b"2001:db8::8"], false),
        (2, PROXY, &[b"203.0.113.7, 10.0.0.2"], true),
        (2, PROXY, &[b"203.0.113.7", b"10.0.0.2"], true),
        (2, PROXY, &[b"203.0.113.7, 192.0.2.66, 10.0.0.2"], false),
        (2, PROXY, &[b"192.0.2.66, 203.0.113.7, 10.0.0.2"], true),
        (2, PROXY, &[b"10.0.0.1, 203.0.113.7"], true),
        // Fail closed: too short, junk, empty. The proxy's own address is listed, and does not
        // stand in for the client's.
        (1, PROXY, &[], false),
        (1, GOOD, &[], false),
        (2, PROXY, &[], false),
        (2, PROXY, &[b"203.0.113.7"], false),
        (1, PROXY, &[b""], false),
        (1, PROXY, &[b"203.0.113.7, "], false),
        (1, PROXY, &[b"203.0.113.7,"], false),
        (1, PROXY, &[b"203.0.113.7, unknown"], false),
        (1, PROXY, &[b"203.0.113.7", b"\xff\xfe"], false),
        (1, PROXY, &[b"203.0.113.7/32"], false),
        (1, PROXY, &[b"203.0.113.07"], false),
        (1, PROXY, &[b"3405803783"], false),
        (1, PROXY, &[b"203.0.113.7 203.0.113.7"], false),
        (1, PROXY, &[b"\"203.0.113.7\""], false),
        (1, PROXY, &[b"[203.0.113.7]"], false),
        (1, PROXY, &[b"[2001:db8::7"], false),
        (1, PROXY, &[b"2001:db8::7%eth0"], false),
        (1, PROXY, &[b"203.0.113.7:99999"], false),
    ];
    for engine in engines() {
        for hops in 0..=2 {
            let settings = Settings {
                trusted_proxies: hops,
                ..Settings::default()
            };
            let app = TestApp::with(engine, settings, Limits::off()).await;
            let admin = app.company().await;
            let list = json!([GOOD, PROXY, "2001:db8::7"]);
            let token = limited(&app, &admin, list, "enforce").await;
            let open = app.uat(&admin, &["brand_view"]).await;
            for (_, from, lines, good) in cases.iter().filter(|case| case.0 == hops) {
                let reply = call(&token.client, Some(from), lines).await;
                let wanted = if *good { 200 } else { 403 };
                assert_eq!(reply.status, wanted, "{hops} hops, {from}, {lines:?}");
                // Who has no list is never asked.
                call(&open.client, Some(from), lines).await.expect(200);
            }
        }
    }
}

#[tokio::test]
async fn watching_refuses_nothing_and_proposes_the_list() {
    each(async |app| {
        let admin = app.company().await;
        let token = limited(app, &admin, json!(["203.0.113.7"]), "observe").await;
        for (from, times) in [
            ("203.0.113.7", 3),
            ("198.51.100.4", 2),
            ("2001:db8::1", 1),
            ("2001:db8::2", 1),
        ] {
            for _ in 0..times {
                call(&token.client, Some(from), &[]).await.expect(200);
            }
        }
        // This one would be refused, and no list can let it in.
        call(&token.client, None, &[]).await.expect(200);
        let shown = seen(app, &admin, &token).await;
        assert_eq!(
            (&shown["would_refuse"], &shown["refused"]),
            (&json!(5), &json!(0))
        );
        assert_eq!(
            (&shown["network_mode"], &shown["others"]),
            (&json!("observe"), &json!(0))
        );
        assert_eq!(
            shown["addresses"][0],
            json!({
                "address": "203.0.113.7", "listed": true, "calls": 3, "refused": 0,
                "first_at": app.now().to_string(), "last_at": app.now().to_string(),
            })
        );
        assert_eq!(shown["addresses"][1]["listed"], false);
        let proposal = json!(["198.51.100.4/32", "203.0.113.7/32", "2001:db8::/64"]);
        assert_eq!(shown["proposal"], proposal);
        // One call takes it over, without a fresh log-in: it lets in less than everybody.
        app.clock.advance(700);
        let client = app.jwt(&admin).await;
        app.clock.advance(700);
        let whole = json!({"networks": proposal, "network_mode": "enforce"});
        let now = client.patch(&path(&token), whole).await.expect(200);
        assert_eq!(
            (&now["networks"], &now["network_mode"]),
            (&proposal, &json!("enforce"))
        );
        call(&token.client, Some("2001:db8::99"), &[])
            .await
            .expect(200);
        call(&token.client, Some("198.51.100.5"), &[])
            .await
            .expect(403);
        let logged = entry(app, &admin, "uat.update").await;
        assert_eq!(
            logged["before"],
            json!({"networks": ["203.0.113.7/32"], "network_mode": "observe"})
        );
        assert_eq!(
            logged["after"],
            json!({"networks": proposal, "network_mode": "enforce"})
        );
        let made = entry(app, &admin, "uat.create").await;
        assert_eq!(made["after"]["networks"], json!(["203.0.113.7/32"]));
        assert_eq!(made["after"]["network_mode"], "observe");
    })
    .await;
}

/// Whoever looks for the first time has no list: everything is watched, and proposed.
#[tokio::test]
async fn watching_begins_without_a_list_and_begins_anew() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        // Without a list nothing is noted.
        call(&token.client, Some("192.0.2.1"), &[])
            .await
            .expect(200);
        assert_eq!(seen(app, &admin, &token).await["addresses"], json!([]));
        let client = app.jwt(&admin).await;
        let set = async |body: Value| client.patch(&path(&token), body).await.expect(200);
        set(json!({"network_mode": "observe"})).await;
        call(&token.client, Some("192.0.2.2"), &[])
            .await
            .expect(200);
        let shown = seen(app, &admin, &token).await;
        assert_eq!(shown["proposal"], json!(["192.0.2.2/32"]));
        assert_eq!(
            (&shown["would_refuse"], &shown["networks"]),
            (&json!(0), &json!([]))
        );
        assert_eq!(shown["addresses"][0]["listed"], false);
        set(json!({"networks": ["192.0.2.2"], "network_mode": "enforce"})).await;
        call(&token.client, Some("192.0.2.66"), &[])
            .await
            .expect(403);
        seen(app, &admin, &token).await;
        // What was let in the last time is forgotten, what was refused is not.
        set(json!({"network_mode": "observe"})).await;
        let shown = seen(app, &admin, &token).await;
        assert_eq!(shown["addresses"].as_array().unwrap().len(), 1);
        assert_eq!(shown["addresses"][0]["address"], "192.0.2.66");
        assert_eq!(shown["proposal"], json!(["192.0.2.2/32"]));
    })
    .await;
}

/// Security checklist 78: to let in more is as delicate as making a token.
#[tokio::test]
async fn a_wider_list_asks_for_a_fresh_log_in_and_a_narrower_does_not() {
    each(async |app| {
        let admin = app.company().await;
        let token = limited(app, &admin, json!(["203.0.113.0/24"]), "enforce").await;
        let client = app.jwt(&admin).await;
        app.clock.advance(601);
        for wider in [
            json!({"networks": []}),
            json!({"networks": ["203.0.112.0/23"]}),
            json!({"networks": ["203.0.113.0/24", "192.0.2.1"]}),
            json!({"network_mode": "observe"}),
            json!({"networks": ["203.0.113.1"], "network_mode": "observe"}),
        ] {
            let refused = client.patch(&path(&token), wider.clone()).await.expect(403);
            assert_eq!(refused.code(), "fresh_login_required", "{wider}");
        }
        assert!(entries(app, &admin, "uat.update").await.is_empty());
        for narrower in [
            json!(["203.0.113.0/25", "203.0.113.128/25"]),
            json!(["203.0.113.8/29"]),
        ] {
            let body = json!({"networks": narrower});
            client.patch(&path(&token), body).await.expect(200);
        }
        // A null changes nothing, least of all to everywhere.
        let null = json!({"networks": null, "network_mode": null});
        let shown = client.patch(&path(&token), null).await.expect(200);
        assert_eq!(shown["networks"], json!(["203.0.113.8/29"]));
        call(&token.client, Some("192.0.2.1"), &[])
            .await
            .expect(403);
        let fresh = app.jwt(&admin).await;
        let body = json!({"networks": []});
        fresh.patch(&path(&token), body).await.expect(200);
        call(&token.client, Some("192.0.2.1"), &[])
            .await
            .expect(200);
        call(&token.client, None, &[]).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_list_is_read_strictly_and_kept_in_one_form() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let good = json!({
            "name": "x", "valid_until": "2026-12-24", "permissions": ["brand_view"], "networks":
            [" 203.0.113.77/24 ", "::ffff:198.51.100.1", "2001:DB8:0::/48", "203.0.113.9"],
        });
        let made = client.post("/api/v2/uats/", good.clone()).await.expect(201);
        let wanted = json!(["198.51.100.1/32", "203.0.113.0/24", "2001:db8::/48"]);
        assert_eq!(
            (&made["networks"], &made["network_mode"]),
            (&wanted, &json!("enforce"))
        );
        for path in ["/api/v2/uats/".to_owned(), path_of(&made)] {
            let shown = client.get(&path).await.expect(200);
            let shown = shown["results"]
                .as_array()
                .map_or(shown.json(), |list| &list[0]);
            assert_eq!(
                (&shown["networks"], &shown["network_mode"]),
                (&wanted, &json!("enforce"))
            );
        }
        let not = |text: &str| {
            format!("\"{text}\" is not an address or a network such as 203.0.113.0/24.")
        };
        let everywhere =
            |text: &str| format!("\"{text}\" is everywhere. Leave the list empty to say so.");
        let many: Vec<_> = (0..51).map(|n| format!("10.{n}.0.0/16")).collect();
        let halves = "Together these are everywhere. Leave the list empty to say so.";
        let cases = [
            (
                "networks",
                json!("203.0.113.1"),
                "Expected a list of items.".to_owned(),
            ),
            (
                "networks",
                json!([1]),
                "Expected a list of addresses and networks.".into(),
            ),
            ("networks", json!(["example.com"]), not("example.com")),
            ("networks", json!(["203.0.113.0/33"]), not("203.0.113.0/33")),
            ("networks", json!([""]), not("")),
            (
                "networks",
                json!(["x", "y"]),
                format!("{} {}", not("x"), not("y")),
            ),
            ("networks", json!(["0.0.0.0/0"]), everywhere("0.0.0.0/0")),
            ("networks", json!(["::/0"]), everywhere("::/0")),
            (
                "networks",
                json!(["::ffff:0:0/96"]),
                everywhere("::ffff:0:0/96"),
            ),
            (
                "networks",
                json!(["0.0.0.0/1", "128.0.0.0/1"]),
                halves.into(),
            ),
            (
                "networks",
                json!(many),
                "At most 50 networks can be listed.".into(),
            ),
            (
                "network_mode",
                json!("off"),
                "Use one of: enforce, observe.".into(),
            ),
            (
                "network_mode",
                json!(1),
                "Use one of: enforce, observe.".into(),
            ),
        ];
        let cases: Vec<_> = cases
            .iter()
            .map(|(name, value, text)| (*name, value.clone(), text.as_str()))
            .collect();
        wrong_fields(&client, Method::POST, "/api/v2/uats/", &good, &cases).await;
        wrong_fields(&client, Method::PATCH, &path_of(&made), &json!({}), &cases).await;
        let shown = client.get(&path_of(&made)).await.expect(200);
        assert_eq!(shown["networks"], wanted, "a rejected request changed it");
    })
    .await;
}

fn path_of(made: &Reply) -> String {
    format!("/api/v2/uats/{}/", made["id"].as_str().expect("an id"))
}

/// A successor stands under the same list from its first call on.
#[tokio::test]
async fn a_successor_inherits_the_list() {
    each(async |app| {
        let admin = app.company().await;
        for mode in ["enforce", "observe"] {
            let old = limited(app, &admin, json!(["203.0.113.7"]), mode).await;
            let body = json!({"overlap": "24h"});
            let rotate = format!("{}rotate/", path(&old));
            let new = app.jwt(&admin).await.post(&rotate, body).await.expect(201);
            assert_eq!(new["networks"], json!(["203.0.113.7/32"]));
            assert_eq!(new["network_mode"], mode);
            let client = app.header(&format!("UAT {}", new["token"].as_str().unwrap()));
            call(&client, Some("203.0.113.7"), &[]).await.expect(200);
            let wanted = if mode == "enforce" { 403 } else { 200 };
            call(&client, Some("192.0.2.66"), &[]).await.expect(wanted);
            let made = entries(app, &admin, "uat.create").await.remove(0);
            assert_eq!(made["after"]["networks"], json!(["203.0.113.7/32"]));
            assert_eq!(made["after"]["network_mode"], mode);
        }
    })
    .await;
}

/// A narrowed list counts at the next call here, and within a second on other nodes (security
/// checklist 34); no call of a known token asks the database.
#[tokio::test]
async fn a_change_counts_at_once_and_on_other_nodes() {
    each(async |app| {
        let admin = app.company().await;
        let token = limited(app, &admin, json!(["203.0.113.0/24"]), "enforce").await;
        let here = &token.client;
        let (_, node) = app.node_with(Settings::default()).await;
        let there = node.with_auth_of(here);
        let from = Some("203.0.113.9");
        call(here, from, &[]).await.expect(200);
        call(&there, from, &[]).await.expect(200);
        let body = json!({"networks": ["203.0.113.7"]});
        app.jwt(&admin)
            .await
            .patch(&path(&token), body)
            .await
            .expect(200);
        call(here, from, &[]).await.expect(403);
        if app.app.db.engine() == Engine::Sqlite {
            // One process has the whole database: there are no others.
            return;
        }
        let mut status = 200;
        for _ in 0..100 {
            status = call(&there, from, &[]).await.status;
            if status == 403 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(
            status, 403,
            "the other node has not heard of it within a second"
        );
    })
    .await;
}

/// A stolen token must not use up what its owner may call: from elsewhere it is nobody, and is
/// counted as such.
#[tokio::test]
async fn refused_calls_count_against_the_network_that_they_come_from() {
    for engine in engines() {
        let app = TestApp::with(engine, Settings::default(), Limits::contract()).await;
        let admin = app.company().await;
        let token = limited(&app, &admin, json!(["203.0.113.7"]), "enforce").await;
        let mut throttled = 0;
        for _ in 0..210 {
            let reply = call(&token.client, Some("192.0.2.66"), &[]).await;
            assert!(matches!(reply.status, 403 | 429), "{}", reply.text());
            assert!(!reply.header("ratelimit").contains("\"user\""));
            throttled += u32::from(reply.status == 429);
        }
        assert!((5..=10).contains(&throttled), "{throttled}");
        call(&token.client, Some("203.0.113.7"), &[])
            .await
            .expect(200);
    }
}

/// What is kept of one token is bounded, and who has stolen it does not crowd out who uses it
/// well. What is over the bound is still counted.
#[tokio::test]
async fn what_is_noted_is_bounded_and_forgotten_after_90_days() {
    each(async |app| {
        let admin = app.company().await;
        let token = limited(app, &admin, json!(["203.0.113.7"]), "enforce").await;
        let address = |n: u32| IpAddr::V4(Ipv4Addr::from(0x0a00_0000 + n)).to_string();
        let refused = u32::try_from(MOST_REFUSED).unwrap() + 5;
        for n in 0..refused {
            call(&token.client, Some(&address(n)), &[])
                .await
                .expect(403);
        }
        let shown = seen(app, &admin, &token).await;
        assert_eq!(
            (&shown["refused"], &shown["others"]),
            (&json!(refused), &json!(5))
        );
        let body = json!({"network_mode": "observe"});
        app.jwt(&admin)
            .await
            .patch(&path(&token), body)
            .await
            .expect(200);
        let watched = u32::try_from(MOST_SEEN).unwrap() + 7;
        for n in 0..watched {
            let from = address(0x1_0000 + 0x100 * n);
            call(&token.client, Some(&from), &[]).await.expect(200);
        }
        let shown = seen(app, &admin, &token).await;
        let listed = shown["addresses"].as_array().unwrap();
        assert_eq!(
            listed.len(),
            usize::try_from(MOST_SEEN + MOST_REFUSED).unwrap()
        );
        assert_eq!(shown["others"], 12);
        let proposal: Vec<_> = shown["proposal"].as_array().unwrap().iter().collect();
        assert!(!proposal.is_empty() && proposal.len() <= 50, "{proposal:?}");
        // Another batch adds to what is there.
        call(&token.client, Some("203.0.113.7"), &[])
            .await
            .expect(200);
        call(&token.client, Some(&address(0x1_0000)), &[])
            .await
            .expect(200);
        let shown = seen(app, &admin, &token).await;
        assert_eq!(shown["others"], 13);
        let first = &shown["addresses"][0];
        assert_eq!(
            (&first["address"], &first["calls"]),
            (&json!(address(0x1_0000)), &json!(2))
        );
        app.clock.advance(90 * 86_400 - 1);
        app.task("forget_uses").await;
        assert!(seen(app, &admin, &token).await["addresses"][0].is_object());
        app.clock.advance(2);
        app.task("forget_uses").await;
        assert_eq!(seen(app, &admin, &token).await["addresses"], json!([]));
    })
    .await;
}

/// What the database does not take waits for the next batch.
#[tokio::test]
async fn what_cannot_be_written_waits() {
    each(async |app| {
        let admin = app.company().await;
        let token = limited(app, &admin, json!([]), "observe").await;
        call(&token.client, Some("192.0.2.1"), &[])
            .await
            .expect(200);
        let mut raw = app.db.place.raw().await;
        raw.run("ALTER TABLE uat_address RENAME TO elsewhere").await;
        let failed = countermark::tasks::run(&app.app, "uses").await;
        assert!(failed.is_err(), "it was written nowhere");
        raw.run("ALTER TABLE elsewhere RENAME TO uat_address").await;
        raw.close().await;
        call(&token.client, Some("192.0.2.1"), &[])
            .await
            .expect(200);
        assert_eq!(seen(app, &admin, &token).await["addresses"][0]["calls"], 2);
    })
    .await;
}

/// A row that somebody has damaged frees no token.
#[tokio::test]
async fn a_damaged_list_lets_nobody_in() {
    each(async |app| {
        let admin = app.company().await;
        let token = limited(app, &admin, json!(["203.0.113.7"]), "enforce").await;
        let mut raw = app.db.place.raw().await;
        raw.run("UPDATE uat SET networks = 'anything', network_mode = 'never'")
            .await;
        raw.close().await;
        for from in ["203.0.113.7", "192.0.2.1"] {
            call(&token.client, Some(from), &[]).await.expect(403);
        }
    })
    .await;
}
