//! Addresses that are never called (security checklist 84)

use super::{PATH, calls::Receiver};
use crate::scans::{Shop, scan};
use countermark_testkit::each;
use serde_json::{Value, json};

/// A name is good when the webhook is made; what it leads to counts when it is called.
#[tokio::test]
async fn a_name_that_leads_inside_is_not_called() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one"]).await;
        let receiver = Receiver::default();
        let port = receiver.start().await;
        let url = format!("https://localhost:{port}/");
        let body = json!({"url": url, "events": ["scan.created"]});
        let made = shop.owner.post(PATH, body).await.expect(201);
        scan(app, "code-one").await.expect(302);
        app.task("webhooks").await;
        let log = format!("{PATH}{}/deliveries/", made["id"]);
        let log = shop.owner.get(&log).await.expect(200);
        let told = &log["results"][0];
        assert_eq!(told["failure"], "the address is not on the public internet");
        assert_eq!(told["status"], Value::Null);
        assert!(receiver.taken().is_empty());
    })
    .await;
}

/// Even if it were in the database: what may not be called is not.
#[tokio::test]
async fn what_got_in_otherwise_is_not_called_either() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one"]).await;
        let receiver = Receiver::default();
        let port = receiver.start().await;
        let body = json!({"url": "https://hook.example/", "events": ["scan.created"]});
        let made = shop.owner.post(PATH, body).await.expect(201);
        let mut raw = app.db.place.raw().await;
        for (url, failure) in [
            (
                format!("http://127.0.0.1:{port}/"),
                "the URL cannot be called",
            ),
            (
                format!("https://127.0.0.1:{port}/"),
                "the address is not on the public internet",
            ),
            (
                format!("https://[::ffff:127.0.0.1]:{port}/"),
                "the address is not on the public internet",
            ),
        ] {
            raw.run(&format!("UPDATE webhook SET url = '{url}'")).await;
            scan(app, "code-one").await.expect(302);
            app.task("webhooks").await;
            let log = format!("{PATH}{}/deliveries/", made["id"]);
            let log = shop.owner.get(&log).await.expect(200);
            assert_eq!(log["results"][0]["failure"], failure, "{url}");
            assert!(receiver.taken().is_empty());
        }
        raw.close().await;
    })
    .await;
}
