//! `POST /api/v2/consumer/scan/{id}/consume/`

use super::{call, get, scanned};
use crate::{
    scans::{id_at_end, scan},
    support::entries,
};
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn a_code_is_consumed_once_and_for_all() {
    each(async |app| {
        let (shop, id) = scanned(app, "code-one").await;
        let path = format!("scan/{id}/consume/");
        let consume = async || call(app, &shop.key, "POST", &path, Value::Null).await;
        let refused = async || {
            let reply = consume().await.expect(403);
            assert_eq!(reply.code(), "consume_not_enabled");
        };
        refused().await;
        shop.options(json!({"mark_consumed": true})).await;
        refused().await;
        let fields = format!("/api/v2/campaigns/{}/scm-fields/", shop.campaign);
        let body = json!({"key": "is_consumed", "display": true});
        shop.owner.post(&fields, body).await.expect(201);
        refused().await;
        let body = json!({"key": "consumed_date"});
        shop.owner.post(&fields, body).await.expect(201);
        let reply = consume().await.expect(200);
        assert_eq!(*reply.json(), json!({"detail": "Processed OK"}));
        let details = get(app, &shop.key, "code-one/details/").await.expect(200);
        assert_eq!(details["qrcode"]["is_consumed"], true);
        let scans = shop.scans().await;
        assert_eq!(
            scans[0]["scan"]["flags"],
            json!([]),
            "it was not when it was scanned"
        );

        // The next scan is told; once more changes nothing.
        app.clock.advance(86_400);
        let second = id_at_end(&scan(app, "code-one").await.expect(302));
        let path = format!("scan/{second}/consume/");
        let again = call(app, &shop.key, "POST", &path, Value::Null).await;
        again.expect(200);
        let owner = app.jwt(&shop.admin).await;
        let page = format!("{}?timeframe=1y", crate::scans::EXPORT);
        let page = owner.get(&page).await.expect(200);
        let last = &page["results"][1];
        assert_eq!(last["scan"]["flags"], json!(["already-consumed"]));
        assert_eq!(last["scm"]["consumed_date"], "2026-11-24");
        let logged = entries(app, &shop.admin, "code.consume").await;
        assert_eq!(logged.len(), 1, "{logged:?}");
        assert_eq!(logged[0]["object_id"], "code-one");
        assert_eq!(logged[0]["credential"]["kind"], "consumer_key");
        let gone = call(app, &shop.key, "POST", "scan/none/consume/", Value::Null).await;
        gone.expect(404);
    })
    .await;
}
