//! Countries, from a database file.

use super::mmdb::{Network, database};
use crate::scans::{Shop, scan_from};
use countermark::{auth::limits::Limits, scans::Geo, settings::Settings};
use countermark_testkit::{TestApp, db::engines};
use serde_json::json;
use std::sync::Arc;

fn geo() -> Geo {
    let network = |address, country, city, place| Network {
        address,
        bits: 24,
        country,
        city,
        place,
    };
    let bytes = database(&[
        network([203, 0, 113, 0], "BE", "Gent", (51.05, 3.72)),
        network([198, 51, 100, 0], "AU", "Sydney", (-33.87, 151.21)),
    ]);
    Geo::read(bytes).expect("a database")
}

#[tokio::test]
async fn the_country_decides_and_is_kept() {
    for engine in engines() {
        let settings = Settings {
            geo: Some(Arc::new(geo())),
            ..Settings::default()
        };
        let app = TestApp::with(engine, settings, Limits::off()).await;
        let shop = Shop::new(&app).await;
        shop.codes(&app, &["code-one"]).await;
        let path = format!("/api/v2/campaigns/{}/redirects/", shop.campaign);
        let rules = json!({"rules": [
            {"target": "product"},
            {"target": "custom", "countries": ["AU"], "url": "https://au.example/{qr}"},
        ]});
        shop.owner.put(&path, rules).await.expect(200);
        let mut raw = app.db.place.raw().await;
        raw.code_scm("code-one", "intended_market", "be").await;
        raw.close().await;
        for (address, target) in [
            ("203.0.113.7", "https://shop.example/oil"),
            ("198.51.100.9", "https://au.example/code-one"),
            ("192.0.2.1", "https://shop.example/oil"),
            ("2001:db8::1", "https://shop.example/oil"),
        ] {
            let reply = scan_from(&app, "code-one", address, &[]).await;
            assert_eq!(reply.expect(302).header("location"), target, "{address}");
        }
        let scans = shop.scans().await;
        let places: Vec<_> = scans.iter().map(|scan| scan["location"].clone()).collect();
        let nowhere = json!({"source": "", "country": "", "city": "", "lat": null, "lng": null});
        assert_eq!(
            places,
            [
                json!({"source": "ip", "country": "BE", "city": "Gent", "lat": 51.05, "lng": 3.72}),
                json!({"source": "ip", "country": "AU", "city": "Sydney", "lat": -33.87, "lng": 151.21}),
                nowhere.clone(),
                nowhere,
            ]
        );
        let flags: Vec<_> = scans
            .iter()
            .map(|scan| scan["scan"]["flags"].clone())
            .collect();
        let off = json!(["out-of-market"]);
        assert_eq!(flags, [json!([]), off, json!([]), json!([])]);
        // A negative number is no formula.
        let path = format!("{}?timeframe=1d&format=csv", crate::scans::EXPORT);
        let csv = shop.owner.get(&path).await.expect(200).text();
        assert!(csv.contains(",AU,Sydney,-33.87,151.21"), "{csv}");
    }
}

#[test]
fn what_is_no_database_is_refused() {
    for bytes in [&b""[..], b"no database", &[0; 1_000]] {
        assert!(Geo::read(bytes.to_vec()).is_err());
    }
}
