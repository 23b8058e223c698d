//! `GET /api/v2/dashboard/scans/`, and its other spelling

use crate::scans::{EXPORT, Shop, code, scan};
use countermark_testkit::{Client, TestApp, each};
use serde_json::{Value, json};

/// Follows `next`, as it is, to the end.
async fn walk(client: &Client, first: &str) -> Vec<Value> {
    let mut path = first.to_owned();
    let mut rows = Vec::new();
    loop {
        let page = client.get(&path).await.expect(200);
        rows.extend(page["results"].as_array().expect("rows").iter().cloned());
        let Some(next) = page["next"].as_str() else {
            return rows;
        };
        let local = next.strip_prefix("http://test.example");
        local.expect("an absolute address").clone_into(&mut path);
    }
}

fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["code"]["extended_id"].as_str().expect("an id"))
        .collect()
}

#[tokio::test]
async fn a_record_has_the_contracts_sections() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["Qm7_xK2aZp-9"]).await;
        let mut raw = app.db.place.raw().await;
        raw.code_scm("Qm7_xK2aZp-9", "lot_number", "7").await;
        raw.close().await;
        scan(app, "Qm7_xK2aZp-9").await.expect(302);
        let uat = app.uat(&shop.admin, &["scans_download"]).await;
        for path in [EXPORT, "/api/v2/dashboards/scans/"] {
            let path = format!("{path}?page_mode=cursor&timeframe=1m");
            let page = uat.client.get(&path).await.expect(200);
            let found = &page["results"][0];
            let expected = json!({
                "next": null,
                "results": [{
                    "scan": {
                        "uuid": found["scan"]["uuid"], "datetime": "2026-11-24T12:00:00.000000Z",
                        "timestamp": 1_795_521_600, "app": "Other", "reason": "query",
                        "result": "ok", "computed_status": "active", "auth_failure_mode": "",
                        "flags": [], "unique_user": true,
                        "install_id": found["scan"]["install_id"], "utid": null,
                    },
                    "user": {"email": null},
                    "code": {
                        "extended_id": "Qm7_xK2aZp-9", "serial_number": "SN-Qm7_xK2aZp-9",
                        "activation_status": 1, "blacklist_reason": 0,
                    },
                    "product": {
                        "id": shop.product, "sku": "OLV-500", "name": "Olive oil",
                        "brand_name": "Kallista", "campaign_id": shop.campaign,
                    },
                    "device": {
                        "type": "", "os": "", "os_version": "", "browser": "",
                        "browser_version": "",
                    },
                    "location": {
                        "source": "", "country": "", "city": "", "lat": null, "lng": null,
                    },
                    "scm": {"lot_number": "7"},
                }],
            });
            assert_eq!(*page.json(), expected);
            assert_eq!(found["scan"]["uuid"].as_str().map(str::len), Some(36));
            assert_eq!(found["scan"]["install_id"].as_str().map(str::len), Some(22));
        }
    })
    .await;
}

/// Makes 25 codes and scans each, so many seconds apart; their ids in the order of the scans.
async fn scanned(app: &TestApp, shop: &Shop, apart: i64) -> Vec<String> {
    let names: Vec<_> = (0..25).map(|n| format!("code-{n:04}")).collect();
    let borrowed: Vec<_> = names.iter().map(String::as_str).collect();
    shop.codes(app, &borrowed).await;
    for name in &names {
        scan(app, name).await.expect(302);
        app.clock.advance(apart);
    }
    names
}

#[tokio::test]
async fn pages_follow_each_other_without_overlap() {
    each(async |app| {
        let shop = Shop::new(app).await;
        let names = scanned(app, &shop, 0).await;
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        for limit in [1, 7, 24, 25, 26] {
            let path = format!("{EXPORT}?page_mode=cursor&timeframe=1d&limit={limit}");
            let rows = walk(&shop.owner, &path).await;
            assert_eq!(ids(&rows), names, "{limit}");
        }
        // What arrives after the first page was asked for is not in its window, and breaks nothing.
        let path = format!("{EXPORT}?timeframe=1d&limit=10");
        let page = shop.owner.get(&path).await.expect(200);
        app.clock.advance(5);
        scan(app, "code-0000").await.expect(302);
        let next = page["next"].as_str().expect("more").to_owned();
        let next = next.replace("http://test.example", "");
        let rest = walk(&shop.owner, &next).await;
        assert_eq!(ids(&rest), names[10..]);
        assert_eq!(walk(&shop.owner, &path).await.len(), 26);
    })
    .await;
}

/// Ours: the newest first. The order that clients of the original know is what they get without it.
#[tokio::test]
async fn the_newest_come_first_when_they_are_asked_for() {
    each(async |app| {
        let shop = Shop::new(app).await;
        let names = scanned(app, &shop, 1).await;
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let newest: Vec<_> = names.iter().rev().copied().collect();
        for limit in [1, 7, 24, 25, 26] {
            let path = format!("{EXPORT}?page_mode=newest&timeframe=1d&limit={limit}");
            assert_eq!(ids(&walk(&shop.owner, &path).await), newest, "{limit}");
        }
        let path = format!("{EXPORT}?page_mode=newest&timeframe=1d&limit=10");
        let page = shop.owner.get(&path).await.expect(200);
        scan(app, "code-0000").await.expect(302);
        let next = page["next"].as_str().expect("more").to_owned();
        let next = next.replace("http://test.example", "");
        assert_eq!(ids(&walk(&shop.owner, &next).await), newest[10..]);
        assert_eq!(walk(&shop.owner, &path).await.len(), 26);
        // Nobody goes on in the other order.
        let turned = next.replace("page_mode=newest", "page_mode=cursor");
        let reply = shop.owner.get(&turned).await.expect(400);
        assert!(reply["cursor"].is_array());
        // The file goes by the same words.
        let file =
            format!("{EXPORT}?format=csv&page_mode=newest&timeframe=1d&extended_id=code-0000");
        let text = shop.owner.get(&file).await.expect(200).text();
        let times: Vec<_> = text
            .lines()
            .skip(1)
            .filter_map(|line| line.split(',').nth(1))
            .collect();
        assert_eq!(
            times,
            ["2026-11-24T12:00:25.000000Z", "2026-11-24T12:00:00.000000Z"]
        );
    })
    .await;
}

#[tokio::test]
async fn filters_are_those_of_the_contract() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one"]).await;
        code(app, &shop.admin, None, 0, "code-two").await;
        let mut raw = app.db.place.raw().await;
        let (company, campaign) = (shop.admin.company, shop.campaign);
        raw.scm_fields(company, campaign, &["lot", "campaign_id", "country"])
            .await;
        raw.code_scm("code-one", "lot", "7").await;
        raw.code_scm("code-one", "country", "BE").await;
        raw.close().await;
        scan(app, "code-one").await.expect(302);
        app.clock.advance(3 * 86_400);
        scan(app, "code-two").await.expect(200);
        let owner = app.jwt(&shop.admin).await;
        let (campaign, product) = (shop.campaign, shop.product);
        let both = vec!["code-one", "code-two"];
        let (one, two) = (vec!["code-one"], vec!["code-two"]);
        for (query, expected) in [
            ("timeframe=1m".to_owned(), both.clone()),
            ("timeframe=-1m".into(), both.clone()),
            ("timeframe=1d".into(), two.clone()),
            ("date_from=2026-11-24".into(), both.clone()),
            ("date_from=2026-11-25".into(), two.clone()),
            (
                "date_from=2026-11-24&date_to=2026-11-24".into(),
                one.clone(),
            ),
            (
                "date_from=2026-11-24T12:00:00Z&date_to=2026-11-24T12:00:00Z".into(),
                one.clone(),
            ),
            ("date_from=2026-11-24T12:00:01Z".into(), two.clone()),
            // The date counts first.
            ("date_from=2026-11-24&timeframe=1d".into(), both.clone()),
            (format!("timeframe=1m&campaign_id={campaign}"), one.clone()),
            ("timeframe=1m&campaign_id=999999".into(), vec![]),
            (format!("timeframe=1m&product={product}"), one.clone()),
            ("timeframe=1m&flags=inactive".into(), two.clone()),
            (
                "timeframe=1m&flags=out-of-market,inactive".into(),
                two.clone(),
            ),
            ("timeframe=1m&flags=counterfeit".into(), vec![]),
            ("timeframe=1m&flags=".into(), both.clone()),
            ("timeframe=1m&activation_status=1".into(), one.clone()),
            ("timeframe=1m&activation_status=2".into(), vec![]),
            ("timeframe=1m&lot=7".into(), one.clone()),
            ("timeframe=1m&lot=8".into(), vec![]),
            // Ours.
            ("timeframe=1m&extended_id=code-two".into(), two.clone()),
            ("timeframe=1m&extended_id=code-three".into(), vec![]),
            ("timeframe=1m&location.country=BE".into(), vec![]),
            ("timeframe=1m&location.country=".into(), both.clone()),
            // A key of supply-chain data may be called as a filter of ours is not.
            ("timeframe=1m&country=BE".into(), one.clone()),
            // No key of the company's: left out, as any unknown name.
            ("timeframe=1m&plot=7".into(), both.clone()),
        ] {
            let path = format!("{EXPORT}?{query}");
            let page = owner.get(&path).await.expect(200);
            let rows = page["results"].as_array().expect("rows").clone();
            assert_eq!(ids(&rows), expected, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        for (query, field) in [
            ("", "timeframe"),
            ("timeframe=", "timeframe"),
            ("timeframe=1h", "timeframe"),
            ("timeframe=m", "timeframe"),
            ("timeframe=0d", "timeframe"),
            ("date_from=yesterday", "date_from"),
            ("timeframe=1d&date_to=tomorrow", "date_to"),
            ("date_from=2026-11-24&date_to=2026-11-23", "date_to"),
            ("timeframe=1d&page_mode=offset", "page_mode"),
            ("timeframe=1d&format=xml", "format"),
            ("timeframe=1d&limit=0", "limit"),
            ("timeframe=1d&limit=x", "limit"),
            ("timeframe=1d&campaign_id=x", "campaign_id"),
            ("timeframe=1d&product=OLV-500", "product"),
            ("timeframe=1d&activation_status=3", "activation_status"),
            ("timeframe=1d&activation_status=active", "activation_status"),
            ("timeframe=1d&flags=strange", "flags"),
            ("timeframe=1d&cursor=x", "cursor"),
            ("timeframe=1d&cursor=MXwyfHwz", "cursor"),
            ("timeframe=1d&lot=%00", "lot"),
            ("timeframe=1d&location.country=Belgium", "location.country"),
            ("timeframe=1d&page_mode=newest&cursor=MXwyfHwzfDQ", "cursor"),
        ] {
            let reply = client.get(&format!("{EXPORT}?{query}")).await.expect(400);
            assert!(reply[field].is_array(), "{query}: {}", reply.text());
        }
        let path = format!("{EXPORT}?timeframe=1d&limit=99999");
        client.get(&path).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn only_the_companys_own_and_only_with_the_permission() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one"]).await;
        scan(app, "code-one").await.expect(302);
        let path = format!("{EXPORT}?timeframe=1d");
        let stranger = app.jwt(&app.company().await).await;
        let page = stranger.get(&path).await.expect(200);
        assert_eq!(*page.json(), json!({"next": null, "results": []}));
        let named = format!(
            "{path}&product={}&campaign_id={}",
            shop.product, shop.campaign
        );
        let page = stranger.get(&named).await.expect(200);
        assert_eq!(page["results"], json!([]));
        let token = app.uat(&shop.admin, &["codes_view"]).await;
        let refused = token.client.get(&path).await.expect(403);
        assert_eq!(refused["required"], json!(["scans_download"]));
        app.anonymous().get(&path).await.expect(401);
        // A token that is limited to other things sees none of it.
        let only = json!({"brands": [shop.brand]});
        let within = app.uat_within(&shop.admin, &["scans_download"], only).await;
        let page = within.client.get(&path).await.expect(200);
        assert_eq!(page["results"].as_array().map(Vec::len), Some(1));
        let body = json!({"name": "Another"});
        let other = shop.owner.post("/api/v2/brands/", body).await.expect(201);
        let only = json!({"brands": [other["id"]]});
        let outside = app.uat_within(&shop.admin, &["scans_download"], only).await;
        let page = outside.client.get(&path).await.expect(200);
        assert_eq!(page["results"], json!([]));
    })
    .await;
}
