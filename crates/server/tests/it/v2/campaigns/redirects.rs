//! `GET` and `PUT /api/v2/campaigns/{id}/redirects/`

use crate::support::{entry_by, wrong_fields};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn rules_are_replaced_and_kept_in_their_order() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let body = json!({"name": "Spring"});
        let campaign = client.post("/api/v2/campaigns/", body).await.expect(201);
        let path = format!("/api/v2/campaigns/{}/redirects/", campaign["id"]);
        let usual = json!({"rules": [{"countries": [], "target": "product", "url": ""}]});
        assert_eq!(*client.get(&path).await.expect(200).json(), usual);
        let url = "https://c.example/{qr}?s={id}&k={api_key}";
        let body = json!({"rules": [
            {"target": "landing_page"},
            {"countries": ["nl", "BE", "be"], "target": "custom", "url": url},
            {"countries": ["FR"], "target": "e_label", "url": ""},
            {"countries": ["BE", "JP"], "target": "product", "url": null},
        ]});
        let expected = json!({"rules": [
            {"countries": [], "target": "landing_page", "url": ""},
            {"countries": ["BE", "NL"], "target": "custom", "url": url},
            {"countries": ["FR"], "target": "e_label", "url": ""},
            {"countries": ["BE", "JP"], "target": "product", "url": ""},
        ]});
        let reply = client.put(&path, body).await.expect(200);
        assert_eq!(*reply.json(), expected);
        let read = client.get(&path).await.expect(200);
        assert_eq!(*read.json(), expected);
        // What is shown can be sent back.
        let again = client.put(&path, expected.clone()).await.expect(200);
        assert_eq!(*again.json(), expected);
        let logged = crate::support::entries(app, &admin, "campaign.redirects").await;
        assert_eq!(logged.len(), 2);
        assert_eq!(logged[1]["after"]["redirects"], expected["rules"]);
        client.put(&path, usual.clone()).await.expect(200);
        assert_eq!(*client.get(&path).await.expect(200).json(), usual);
        entry_by(app, &admin, "campaign.create", &admin, "jwt").await;
    })
    .await;
}

#[tokio::test]
async fn a_wrong_rule_is_named_and_nothing_changes() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let body = json!({"name": "Spring"});
        let campaign = client.post("/api/v2/campaigns/", body).await.expect(201);
        let path = format!("/api/v2/campaigns/{}/redirects/", campaign["id"]);
        let before = client.get(&path).await.expect(200);
        let good = json!({"rules": [{"target": "e_label"}]});
        let second = |rule: serde_json::Value| json!([{"target": "product"}, rule]);
        let custom =
            |url: &str| second(json!({"countries": ["BE"], "target": "custom", "url": url}));
        let url = "Rule 2: url: Enter a valid URL.";
        let cases = [
            ("rules", json!(null), "This field may not be null."),
            (
                "rules",
                json!([]),
                "Rule 1 is for all countries and has to be there.",
            ),
            (
                "rules",
                second(json!({"target": "product"})),
                "Rule 2: name at least one country.",
            ),
            (
                "rules",
                second(json!({"countries": ["EU"], "target": "product"})),
                "Rule 2: countries: \"EU\" is not the ISO 3166-1 alpha-2 code of a country.",
            ),
            ("rules", custom("ftp://c.example/"), url),
            ("rules", custom("https://u:p@c.example/"), url),
            ("rules", custom("https://c.example/\r\nSet-Cookie: a"), url),
            ("rules", custom("//c.example/"), url),
            ("unknown", json!(1), "Unknown field."),
        ];
        wrong_fields(&client, Method::PUT, &path, &good, &cases).await;
        let told = client.put(&path, json!({})).await.expect(400);
        assert_eq!(*told.json(), json!({"rules": ["This field is required."]}));
        assert_eq!(client.get(&path).await.expect(200).json(), before.json());
        let stranger = app.jwt(&app.company().await).await;
        stranger.get(&path).await.expect(404);
        stranger.put(&path, good).await.expect(404);
    })
    .await;
}
