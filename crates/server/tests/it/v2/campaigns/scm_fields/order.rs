//! `PUT /api/v2/campaigns/{id}/scm-fields/order/`

use super::{campaign, keys, text};
use crate::support::{entry_by, wrong_fields};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn the_order_of_all_is_set_at_once() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let path = campaign(&client, "Spring").await;
        let mut ids = Vec::new();
        for key in ["pallet", "box", "lot"] {
            ids.push(text(&client, &path, key).await["id"].clone());
        }
        let other = campaign(&client, "Another").await;
        let foreign = text(&client, &other, "lot").await["id"].clone();
        let order = format!("{path}order/");
        let reply = client
            .put(&order, json!({"order": [ids[2], ids[0], ids[1]]}))
            .await
            .expect(200);
        assert_eq!(reply["results"][0]["key"], "lot");
        assert_eq!(keys(&client, &path).await, ["lot", "pallet", "box"]);
        assert_eq!(keys(&client, &other).await, ["lot"]);
        let logged = entry_by(app, &admin, "campaign.order_scm_fields", &admin, "jwt").await;
        let listed = |keys: [&str; 3]| json!({"scm_fields": keys});
        assert_eq!(logged["before"], listed(["pallet", "box", "lot"]));
        assert_eq!(logged["after"], listed(["lot", "pallet", "box"]));

        let not_there = |id: &Value| format!("Invalid pk \"{id}\" - object does not exist.");
        let good = json!({"order": ids});
        let with = |id: Value| json!([ids[0], ids[1], ids[2], id]);
        let cases = [
            (
                "order",
                json!([ids[0], ids[1]]),
                "List all fields of the campaign.",
            ),
            ("order", json!([]), "List all fields of the campaign."),
            ("order", with(ids[0].clone()), "List each id once."),
            ("order", with(foreign.clone()), &not_there(&foreign)),
            ("order", with(json!(999_999)), &not_there(&json!(999_999))),
            ("order", with(json!("x")), "A valid integer is required."),
            ("order", json!({}), "Expected a list of items."),
            ("order", json!(null), "This field may not be null."),
            (
                "order",
                json!((0..1001).collect::<Vec<_>>()),
                "List at most 1000.",
            ),
            ("unknown", json!(1), "Unknown field."),
        ];
        wrong_fields(&client, Method::PUT, &order, &good, &cases).await;
        assert_eq!(keys(&client, &path).await, ["lot", "pallet", "box"]);
        let told = client.put(&order, json!({})).await.expect(400);
        assert_eq!(*told.json(), json!({"order": ["This field is required."]}));
        let stranger = app.jwt(&app.company().await).await;
        stranger.put(&order, good).await.expect(404);
    })
    .await;
}
