//! `GET /api/v2/workorders/{id}/serials/`

use super::{order, path};
use crate::support::entry_by;
use countermark_testkit::each;
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn serial_numbers_are_a_plain_file() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let serial = json!({"use_serial_number": true, "images": "none"});
        let made = order(&client, "A", 4_500, serial).await;
        let plain = order(&client, "B", 3, json!({})).await;
        let token = app.uat(&admin, &["workorder_sid_download"]).await.client;
        token.get(&path(&made, "serials/")).await.expect(409);
        app.jobs().await;
        let reply = token.get(&path(&made, "serials/")).await.expect(200);
        assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
        let name = format!("attachment; filename=\"serials-{}.csv\"", made["id"]);
        assert_eq!(reply.header("content-disposition"), name);
        let text = reply.text();
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("serial_number"));
        let numbers: BTreeSet<_> = lines.collect();
        assert_eq!(numbers.len(), 4_500);
        assert!(numbers.iter().all(|number| number.len() == 12));
        entry_by(app, &admin, "workorder.serials", &admin, "uat").await;
        let none = token.get(&path(&plain, "serials/")).await.expect(409);
        assert_eq!(
            none["detail"],
            "The codes of this work order have no serial numbers."
        );
        app.uat(&admin, &["workorder_download"])
            .await
            .client
            .get(&path(&made, "serials/"))
            .await
            .expect(403);
        app.jwt(&app.company().await)
            .await
            .get(&path(&made, "serials/"))
            .await
            .expect(404);
    })
    .await;
}
