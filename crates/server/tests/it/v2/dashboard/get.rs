//! `GET /api/v2/dashboard/`

use crate::scans::{Shop, code, counted, scan};
use countermark_core::{roles::Role, time::Timestamp};
use countermark_store::scans::{self, Device, Location, NewScan};
use countermark_testkit::{Client, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/dashboard/";

/// A scan of that code from that country, so many days ago.
async fn scan_from(app: &TestApp, extended_id: &str, country: &str, days: i64) {
    let mut tx = app.app.db.write().await.expect("a transaction");
    let mut looks = scans::meet_all(&mut tx, &[extended_id])
        .await
        .expect("read");
    let met = looks.remove(0).expect("read").expect("a code");
    let new = NewScan {
        uuid: countermark::random::uuid(),
        met,
        at: Timestamp(app.now().0 - days * 86_400_000_000),
        app: String::new(),
        reason: "query",
        device_digest: "device".into(),
        device: Device::default(),
        location: Location {
            country: country.into(),
            ..Location::default()
        },
    };
    scans::record(&mut tx, &[new]).await.expect("written");
    tx.commit_unaudited().await.expect("committed");
}

/// A shop with an active code in a campaign, an inactive one on another product, a blacklisted one
/// on none; and scans of these that were counted.
async fn scene(app: &TestApp) -> (Shop, i64) {
    let shop = Shop::new(app).await;
    shop.codes(app, &["code-active"]).await;
    let body = json!({"sku": "OTHER", "name": "=Other", "brand": shop.brand});
    let other = shop.owner.post("/api/v2/products/", body).await.expect(201);
    let other = other["id"].as_i64().expect("an id");
    code(app, &shop.admin, Some(other), 0, "code-inactive").await;
    code(app, &shop.admin, None, 2, "code-blacklisted").await;
    for (id, country, days) in [
        ("code-active", "BE", 0),
        ("code-active", "BE", 0),
        ("code-active", "FR", 2),
        ("code-active", "BE", 31),
        ("code-inactive", "BE", 1),
        ("code-blacklisted", "", 29),
    ] {
        scan_from(app, id, country, days).await;
    }
    counted(app).await;
    (shop, other)
}

fn verdicts(shown: &Value) -> [i64; 3] {
    ["genuine", "inactive", "blacklisted"].map(|name| shown[name].as_i64().expect("a number"))
}

async fn totals(client: &Client, query: &str) -> [i64; 3] {
    let shown = client.get(&format!("{PATH}?{query}")).await.expect(200);
    verdicts(&shown["totals"])
}

#[tokio::test]
async fn every_number_is_there() {
    each(async |app| {
        let (shop, other) = scene(app).await;
        let token = app.uat(&shop.admin, &["dashboard_view"]).await;
        let shown = token.client.get(PATH).await.expect(200);
        let head = json!({
            "from": "2026-10-26", "to": "2026-11-24", "time_zone": "UTC",
            "counted_until": app.now().to_string(),
            "totals": {"scans": 5, "genuine": 3, "inactive": 1, "blacklisted": 1, "flagged": 2,
                       "new_devices": 3},
            "previous": {"scans": 1, "genuine": 1, "inactive": 0, "blacklisted": 0, "flagged": 0,
                         "new_devices": 0},
        });
        for (name, expected) in head.as_object().expect("an object") {
            assert_eq!(shown[name.as_str()], *expected, "{name}");
        }
        let days = shown["by_day"].as_array().expect("days");
        assert_eq!(days.len(), 30);
        assert_eq!(
            days[29],
            json!({"date": "2026-11-24", "genuine": 2, "inactive": 0, "blacklisted": 0})
        );
        assert_eq!((&days[0]["date"], verdicts(&days[0])), (&json!("2026-10-26"), [0, 0, 1]));
        assert_eq!(verdicts(&days[15]), [0, 0, 0], "a day without scans is there");
        let none = json!({"genuine": 0, "inactive": 0, "blacklisted": 0});
        assert_eq!(
            shown["by_country"],
            json!({"results": [
                {"country": "BE", "genuine": 2, "inactive": 1, "blacklisted": 0},
                {"country": "", "genuine": 0, "inactive": 0, "blacklisted": 1},
                {"country": "FR", "genuine": 1, "inactive": 0, "blacklisted": 0},
            ], "others": none})
        );
        assert_eq!(
            shown["by_product"],
            json!({"results": [
                {"id": shop.product, "name": "Olive oil", "genuine": 3, "inactive": 0, "blacklisted": 0},
                {"id": null, "name": null, "genuine": 0, "inactive": 0, "blacklisted": 1},
                {"id": other, "name": "=Other", "genuine": 0, "inactive": 1, "blacklisted": 0},
            ], "others": none})
        );
        assert_eq!(
            shown["by_campaign"],
            json!({"results": [
                {"id": shop.campaign, "name": "EU 2026", "genuine": 3, "inactive": 0, "blacklisted": 0},
                {"id": null, "name": null, "genuine": 0, "inactive": 1, "blacklisted": 1},
            ], "others": none})
        );
        assert_eq!(
            shown["codes"],
            json!({"total": 0, "active": 0, "inactive": 0, "blacklisted": 0}),
            "codes that a test puts there are counted by nobody"
        );
    })
    .await;
}

#[tokio::test]
async fn queries_narrow_the_numbers() {
    each(async |app| {
        let (shop, other) = scene(app).await;
        let client = &shop.owner;
        for (query, expected) in [
            ("", [3, 1, 1]),
            ("timeframe=1d", [2, 0, 0]),
            ("timeframe=-2d", [2, 1, 0]),
            ("timeframe=30d", [3, 1, 1]),
            ("timeframe=1w", [3, 1, 0]),
            ("timeframe=1y", [4, 1, 1]),
            ("timeframe=3y", [4, 1, 1]),
            ("date_from=2026-11-23", [2, 1, 0]),
            ("date_from=2026-11-23&date_to=2026-11-23", [0, 1, 0]),
            ("date_to=2026-11-23&timeframe=1d", [0, 1, 0]),
            ("date_to=2026-10-24", [1, 0, 0]),
            // The date counts first.
            ("date_from=2026-11-23&timeframe=1y", [2, 1, 0]),
            (&format!("campaign_id={}", shop.campaign), [3, 0, 0]),
            (&format!("product={other}"), [0, 1, 0]),
            ("product=999999", [0, 0, 0]),
            ("country=fr", [1, 0, 0]),
            ("country=FR,%20BE", [3, 1, 0]),
            ("country=", [3, 1, 1]),
        ] {
            assert_eq!(totals(client, query).await, expected, "{query}");
        }
        for (query, field) in [
            ("timeframe=1h", "timeframe"),
            ("timeframe=4y", "timeframe"),
            ("timeframe=9999999y", "timeframe"),
            ("date_from=2020-01-01", "date_from"),
            ("date_from=-009999-01-01", "date_from"),
            ("date_from=2026-11-24T00:00:00Z", "date_from"),
            ("date_to=2026-02-30", "date_to"),
            ("date_from=2026-11-24&date_to=2026-11-23", "date_to"),
            ("date_from=2026-11-25", "date_to"),
            ("campaign_id=x", "campaign_id"),
            ("product=OLV-500", "product"),
            ("country=BEL", "country"),
            ("country=B1", "country"),
            ("country=BE,,FR", "country"),
            (&format!("country={}", ["BE"; 51].join(",")), "country"),
            ("format=xml", "format"),
        ] {
            let reply = client.get(&format!("{PATH}?{query}")).await.expect(400);
            assert!(reply[field].is_array(), "{query}: {}", reply.text());
        }
    })
    .await;
}

/// What is scanned is counted by the task, and until then it is said how far the numbers go.
#[tokio::test]
async fn scans_are_counted_a_little_later() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one"]).await;
        let scanned = app.now().to_string();
        scan(app, "code-one").await.expect(302);
        app.clock.advance(5);
        let shown = shop.owner.get(PATH).await.expect(200);
        assert_eq!(shown["totals"]["scans"], 0);
        assert_eq!(shown["counted_until"], scanned);
        counted(app).await;
        app.task("count_scans").await;
        let shown = shop.owner.get(PATH).await.expect(200);
        assert_eq!(shown["totals"]["scans"], 1);
        assert_eq!(shown["counted_until"], app.now().to_string());
        let other = app.jwt(&app.company().await).await;
        let shown = other.get(PATH).await.expect(200);
        assert_eq!(shown["totals"]["scans"], 0, "of another company");
    })
    .await;
}

/// The file says what the page says, and a name is no formula.
#[tokio::test]
async fn the_file_has_the_same_numbers() {
    each(async |app| {
        let (shop, other) = scene(app).await;
        let path = format!("{PATH}?format=csv&date_from=2026-11-22");
        let reply = shop.owner.get(&path).await.expect(200);
        assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
        let name = "attachment; filename=\"dashboard.csv\"";
        assert_eq!(reply.header("content-disposition"), name);
        let (product, campaign) = (shop.product, shop.campaign);
        let shown = shop
            .owner
            .get(&format!("{PATH}?date_from=2026-11-22"))
            .await
            .expect(200);
        let number = |name| shown["totals"][name].as_i64().expect("a number");
        let (flagged, new_devices) = (number("flagged"), number("new_devices"));
        let codes = |name| shown["codes"][name].as_i64().expect("a number");
        let expected = [
            "breakdown,key,name,scans,genuine,inactive,blacklisted,flagged,new_devices,codes",
            &format!("total,,,4,3,1,0,{flagged},{new_devices},"),
            "previous,,,0,0,0,0,0,0,",
            "day,2026-11-22,,1,1,0,0,,,",
            "day,2026-11-23,,1,0,1,0,,,",
            "day,2026-11-24,,2,2,0,0,,,",
            "country,BE,,3,2,1,0,,,",
            "country,FR,,1,1,0,0,,,",
            "country,others,,0,0,0,0,,,",
            &format!("product,{product},Olive oil,3,3,0,0,,,"),
            &format!("product,{other},'=Other,1,0,1,0,,,"),
            "product,others,,0,0,0,0,,,",
            &format!("campaign,{campaign},EU 2026,3,3,0,0,,,"),
            "campaign,,,1,0,1,0,,,",
            "campaign,others,,0,0,0,0,,,",
            &format!("codes,all,,,,,,,,{}", codes("total")),
            &format!("codes,active,,,,,,,,{}", codes("active")),
            &format!("codes,inactive,,,,,,,,{}", codes("inactive")),
            &format!("codes,blacklisted,,,,,,,,{}", codes("blacklisted")),
        ];
        let text = reply.text();
        let lines: Vec<_> = text.split_terminator("\r\n").collect();
        assert_eq!(lines, expected);
    })
    .await;
}

/// Every number of the JSON document stands in the file, under its own name where it has one.
#[tokio::test]
async fn no_number_is_missing_in_the_file() {
    each(async |app| {
        let (shop, _) = scene(app).await;
        code(app, &shop.admin, Some(shop.product), 2, "code-black").await;
        scan_from(app, "code-black", "FR", 0).await;
        counted(app).await;
        for query in ["", "timeframe=3d&country=BE,FR", "product=999999"] {
            let shown = shop.owner.get(&format!("{PATH}?{query}")).await.expect(200);
            let file = shop.owner.get(&format!("{PATH}?format=csv&{query}")).await;
            let text = file.expect(200).text();
            let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
            let head = lines.next().expect("a head");
            let rows: Vec<_> = lines.collect();
            let has = |breakdown: &str, key: &str, numbers: &Value| {
                let row = rows.iter().find(|row| row[..2] == [breakdown, key]);
                let row = row.unwrap_or_else(|| panic!("no {breakdown} {key}"));
                for (name, number) in numbers.as_object().expect("members") {
                    if number.is_i64() && name != "id" {
                        let at = head.iter().position(|column| column == name);
                        let cell = row[at.unwrap_or_else(|| panic!("no column {name}"))];
                        assert_eq!(cell, number.to_string(), "{breakdown} {key} {name}");
                    }
                }
            };
            has("total", "", &shown["totals"]);
            has("previous", "", &shown["previous"]);
            for day in shown["by_day"].as_array().expect("days") {
                has("day", day["date"].as_str().expect("a day"), day);
            }
            for (breakdown, key) in [
                ("country", "country"),
                ("product", "id"),
                ("campaign", "id"),
            ] {
                let parts = &shown[format!("by_{breakdown}").as_str()];
                has(breakdown, "others", &parts["others"]);
                for part in parts["results"].as_array().expect("parts") {
                    let key = match &part[key] {
                        Value::Null => String::new(),
                        Value::String(text) => text.clone(),
                        other => other.to_string(),
                    };
                    has(breakdown, &key, part);
                }
            }
            for (state, number) in shown["codes"].as_object().expect("states") {
                let key = if state == "total" { "all" } else { state };
                has("codes", key, &json!({"codes": number}));
            }
        }
    })
    .await;
}

/// Who sees no dashboard, and who sees a part of it (security checklist 47, 51).
#[tokio::test]
async fn what_is_not_reached_is_not_counted() {
    each(async |app| {
        let (shop, other) = scene(app).await;
        app.anonymous().get(PATH).await.expect(401);
        for role in [Role::ScmUser, Role::WorkOrderEditor, Role::ItAdmin] {
            let person = app.person(&shop.admin, role).await;
            let refused = app.jwt(&person).await.get(PATH).await.expect(403);
            assert_eq!(refused["required"], json!(["dashboard_view"]));
        }
        let without = app.uat(&shop.admin, &["scans_download"]).await;
        without.client.get(PATH).await.expect(403);
        for (only, expected) in [
            (json!({"products": [other]}), [0, 1, 0]),
            (json!({"campaigns": [shop.campaign]}), [3, 0, 0]),
            (json!({"brands": [shop.brand]}), [3, 1, 0]),
        ] {
            let token = app.uat_within(&shop.admin, &["dashboard_view"], only.clone());
            let client = token.await.client;
            assert_eq!(totals(&client, "").await, expected, "{only}");
            let query = format!("campaign_id={}&product={}", shop.campaign, shop.product);
            let asked = totals(&client, &query).await;
            let reaches = expected[0] > 0;
            assert_eq!(asked, [if reaches { 3 } else { 0 }, 0, 0], "{only}");
        }
        // A campaign of a team is for the team, by its numbers, too.
        let person = app.person(&shop.admin, Role::DashboardUser).await;
        let colleague = app.jwt(&person).await;
        assert_eq!(totals(&colleague, "").await, [3, 1, 1]);
        let team = json!({"name": "Team"});
        let team = shop.owner.post("/api/v2/teams/", team).await.expect(201);
        let path = format!("/api/v2/campaigns/{}/access/", shop.campaign);
        let body = json!({"access": "limited", "teams": [team["id"]]});
        shop.owner.put(&path, body).await.expect(200);
        let shown = colleague.get(PATH).await.expect(200);
        assert_eq!(verdicts(&shown["totals"]), [0, 1, 1]);
        assert!(!shown.text().contains("EU 2026"));
        let query = format!("campaign_id={}", shop.campaign);
        assert_eq!(totals(&colleague, &query).await, [0, 0, 0]);
        let file = colleague.get(&format!("{PATH}?format=csv")).await;
        assert!(!file.expect(200).text().contains("EU 2026"));
        assert_eq!(totals(&shop.owner, "").await, [3, 1, 1]);
        let path = format!("/api/v2/teams/{}/", team["id"]);
        let body = json!({"members": [person.id.0]});
        shop.owner.patch(&path, body).await.expect(200);
        assert_eq!(totals(&colleague, "").await, [3, 1, 1]);
    })
    .await;
}
