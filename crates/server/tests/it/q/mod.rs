//! `GET /q/{extended_id}`, and the hosts that stand in QR codes.

mod hosts;
mod mmdb;
mod places;

use crate::scans::{Shop, code, id_at_end, scan, scan_from};
use axum::{body::Body, http::Method};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_testkit::{TestApp, db::engines, each};
use serde_json::{Value, json};

const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 \
                     (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";

#[tokio::test]
async fn a_scan_is_recorded_and_led_on() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["Qm7_xK2aZp-9"]).await;
        let headers = [("user-agent", PHONE)];
        let reply = scan_from(app, "Qm7_xK2aZp-9", "203.0.113.7", &headers).await;
        let reply = reply.expect(302);
        assert_eq!(reply.header("location"), "https://shop.example/oil");
        assert_eq!(reply.header("cache-control"), "no-store");
        assert!(reply.bytes.is_empty());
        assert!(reply.headers.get("set-cookie").is_none(), "no cookie");
        let scans = shop.scans().await;
        let [found] = scans.as_slice() else {
            panic!("one scan, not {scans:?}");
        };
        assert_eq!(found["code"]["extended_id"], "Qm7_xK2aZp-9");
        assert_eq!(found["scan"]["reason"], "query");
        assert_eq!(found["scan"]["unique_user"], true);
        assert_eq!(found["device"]["type"], "smartphone");
        assert_eq!(found["device"]["browser"], "Safari");
        assert_eq!(found["product"]["campaign_id"], shop.campaign);
        // Somebody else, and the same device once more.
        scan_from(app, "Qm7_xK2aZp-9", "203.0.113.8", &headers).await;
        scan_from(app, "Qm7_xK2aZp-9", "203.0.113.7", &headers).await;
        let scans = shop.scans().await;
        let new: Vec<_> = scans
            .iter()
            .map(|scan| &scan["scan"]["unique_user"])
            .collect();
        assert_eq!(new, [true, true, false]);
        let digest = |at: usize| scans[at]["scan"]["install_id"].clone();
        assert_eq!(digest(0), digest(2));
        assert_ne!(digest(0), digest(1));
        // Neither the address nor the whole `User-Agent` is kept.
        let mut raw = app.db.place.raw().await;
        for cell in raw.rows("SELECT * FROM scan").await.iter().flatten() {
            assert!(!cell.contains("203.0.113"), "{cell}");
            assert!(!cell.contains("Mozilla"), "{cell}");
        }
        raw.close().await;
    })
    .await;
}

/// A device is known again for a month, and not in another company.
#[tokio::test]
async fn nobody_is_followed() {
    each(async |app| {
        let (shop, other) = (Shop::new(app).await, Shop::new(app).await);
        shop.codes(app, &["code-one"]).await;
        other.codes(app, &["code-two"]).await;
        scan(app, "code-one").await.expect(302);
        scan(app, "code-two").await.expect(302);
        app.clock.advance(31 * 86_400);
        scan(app, "code-one").await.expect(302);
        let owner = app.jwt(&shop.admin).await;
        let path = "/api/v2/dashboard/scans/?timeframe=1y";
        let page = owner.get(path).await.expect(200);
        let digest = |page: &Value, at: usize| page["results"][at]["scan"]["install_id"].clone();
        let (first, later) = (digest(page.json(), 0), digest(page.json(), 1));
        assert_ne!(first, later);
        let theirs = app.jwt(&other.admin).await.get(path).await.expect(200);
        assert_ne!(first, digest(theirs.json(), 0));
    })
    .await;
}

#[tokio::test]
async fn where_a_scan_leads() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one", "01/04012345123456/21/A+B"])
            .await;
        let set = async |product: &str, brand: &str| {
            let path = format!("/api/v2/products/{}/", shop.product);
            let body = json!({"client_url": product});
            shop.owner.patch(&path, body).await.expect(200);
            let path = format!("/api/v2/brands/{}/", shop.brand);
            let body = json!({"client_url": brand});
            shop.owner.patch(&path, body).await.expect(200);
        };
        set("", "https://brand.example/").await;
        let reply = scan(app, "code-one").await.expect(302);
        assert_eq!(reply.header("location"), "https://brand.example/");

        // A landing page, with what it needs to know.
        let page = "https://land.example/?qr={qr}&key={api_key}#{id}";
        shop.options(json!({"landing_page": page})).await;
        let path = format!("/api/v2/campaigns/{}/redirects/", shop.campaign);
        let rules = json!({"rules": [{"target": "landing_page"}]});
        shop.owner.put(&path, rules).await.expect(200);
        let reply = scan(app, "01/04012345123456/21/A+B").await.expect(302);
        let (id, key) = (id_at_end(&reply), &shop.key);
        let qr = "01%2F04012345123456%2F21%2FA%2BB";
        let key: String = form_urlencoded_key(key);
        let expected = format!("https://land.example/?qr={qr}&key={key}#{id}");
        assert_eq!(reply.header("location"), expected);
        let scans = shop.scans().await;
        assert_eq!(scans.last().expect("a scan")["scan"]["uuid"], id);

        // Neither product nor brand has a link: the company's website.
        let company = "/api/v2/company/";
        let body = json!({"website": "https://company.example"});
        shop.owner.patch(company, body).await.expect(200);
        let rules = json!({"rules": [{"target": "product"}]});
        shop.owner.put(&path, rules).await.expect(200);
        set("", "").await;
        let reply = scan(app, "code-one").await.expect(302);
        assert_eq!(reply.header("location"), "https://company.example");
        let body = json!({"website": ""});
        shop.owner.patch(company, body).await.expect(200);

        // Nothing at all: a page of our own.
        let reply = scan(app, "code-one").await.expect(200);
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
        let text = reply.text();
        assert!(text.contains("This code is genuine"), "{text}");
        assert!(text.contains("Olive oil"), "{text}");
        assert!(!text.contains("src=") && !text.contains("href="), "{text}");
        let policy = reply.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert_eq!(shop.scans().await.len(), 4, "recorded all the same");
    })
    .await;
}

/// As the redirect writes a value.
fn form_urlencoded_key(key: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    key.chars()
        .map(|c| {
            if plain(c) {
                c.to_string()
            } else {
                format!("%{:02X}", u32::from(c))
            }
        })
        .collect()
}

#[tokio::test]
async fn our_own_page_says_how_it_is_and_trusts_no_text() {
    each(async |app| {
        let admin = app.company().await;
        let owner = app.jwt(&admin).await;
        let body = json!({"name": "B"});
        let brand = owner.post("/api/v2/brands/", body).await.expect(201);
        let body = json!({"sku": "S", "name": "<script>alert(1)</script>", "brand": brand["id"]});
        let product = owner.post("/api/v2/products/", body).await.expect(201);
        let product = product["id"].as_i64();
        for (status, id, title) in [
            (0, "code-zero", "This code is not active"),
            (1, "code-one1", "This code is genuine"),
            (2, "code-two2", "This code is not valid"),
        ] {
            code(app, &admin, product, status, id).await;
            let text = scan(app, id).await.expect(200).text();
            assert!(text.contains(title), "{text}");
            assert!(text.contains("&lt;script&gt;"), "{text}");
            assert!(!text.contains("<script"), "{text}");
        }
        // Whatever got into the database: only web addresses go out.
        let mut raw = app.db.place.raw().await;
        raw.run("UPDATE product SET client_url = 'javascript:alert(1)'")
            .await;
        raw.close().await;
        let reply = scan(app, "code-one1").await.expect(200);
        assert_eq!(reply.header("location"), "");
    })
    .await;
}

#[tokio::test]
async fn unknown_codes_are_nobodys() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one"]).await;
        let long = "x".repeat(201);
        for path in [
            "/q/code-two",
            "/q/CODE-ONE",
            "/q/code-one%00",
            "/q/%FF",
            "/q/code-one%20",
            "/q/code-one/x",
            "/q/%27%20OR%201=1",
            &format!("/q/{long}"),
        ] {
            let reply = app.anonymous().get(path).await.expect(404);
            assert!(reply.text().len() < 400, "{path}: {}", reply.text());
        }
        assert_eq!(shop.scans().await.len(), 0);
        // A last slash, and whatever stands in the query, changes nothing.
        for path in [
            "/q/code-one/",
            "/q/code-one?url=https://evil.example&next=//evil.example",
        ] {
            let reply = app.anonymous().get(path).await.expect(302);
            assert_eq!(reply.header("location"), "https://shop.example/oil");
        }
        app.close_company(shop.admin.company).await;
        scan(app, "code-one").await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn what_nobody_opens_is_no_scan() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one"]).await;
        let client = app.anonymous();
        let head = client.request(Method::HEAD, "/q/code-one", Body::empty());
        let reply = client.send(head).await.expect(302);
        assert_eq!(reply.header("location"), "https://shop.example/oil");
        for crawler in [
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        ] {
            let headers = [("user-agent", crawler)];
            scan_from(app, "code-one", "192.0.2.1", &headers)
                .await
                .expect(302);
        }
        for header in [
            ("sec-purpose", "prefetch;prerender"),
            ("purpose", "prefetch"),
            ("x-moz", "prefetch"),
        ] {
            scan_from(app, "code-one", "192.0.2.1", &[header])
                .await
                .expect(503);
        }
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
            let request = client.request(method, "/q/code-one", Body::empty());
            client.send(request).await.expect(405);
        }
        assert_eq!(shop.scans().await.len(), 0);
    })
    .await;
}

/// Whoever scans while others do waits for the same commit; nobody is answered without a scan.
#[tokio::test(flavor = "multi_thread")]
async fn many_scan_at_once() {
    each(async |app| {
        let shop = Shop::new(app).await;
        let ids: Vec<_> = (0..10).map(|n| format!("code-{n:04}")).collect();
        let ids: Vec<_> = ids.iter().map(String::as_str).collect();
        shop.codes(app, &ids).await;
        let path = format!("/api/v2/products/{}/", shop.product);
        let body = json!({"client_url": "https://shop.example/{id}"});
        shop.owner.patch(&path, body).await.expect(200);
        let scans = (0..200).map(|n| scan(app, ids[n % ids.len()]));
        let replies = futures_util::future::join_all(scans).await;
        let mut told: Vec<_> = replies.iter().map(id_at_end).collect();
        let recorded = shop.scans().await;
        let mut found: Vec<_> = recorded
            .iter()
            .map(|scan| scan["scan"]["uuid"].as_str().expect("an id").to_owned())
            .collect();
        told.sort();
        found.sort();
        assert_eq!(told, found);
        assert_eq!(told.len(), 200);
    })
    .await;
}

#[tokio::test]
async fn one_network_scans_so_often_and_no_more() {
    for engine in engines() {
        let app = TestApp::with(engine, Settings::default(), Limits::contract()).await;
        let app = &app;
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one"]).await;
        let mut refused = None;
        for _ in 0..250 {
            let reply = scan_from(app, "code-one", "192.0.2.1", &[]).await;
            if reply.status == 429 {
                refused = Some(reply);
                break;
            }
            reply.expect(302);
        }
        let refused = refused.expect("an end");
        assert_eq!(refused.header("content-type"), "text/html; charset=utf-8");
        assert!(!refused.header("retry-after").is_empty());
        scan_from(app, "code-one", "192.0.2.2", &[])
            .await
            .expect(302);
    }
}
