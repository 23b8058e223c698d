//! `GET /api/v2/campaigns/{id}/`

use countermark_testkit::each;
use serde_json::json;

/// Security checklist 39, 47.
#[tokio::test]
async fn a_campaign_of_another_company_is_not_there() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let theirs = app.jwt(&other).await;
        let campaign = json!({"name": "A"});
        let campaign = theirs
            .post("/api/v2/campaigns/", campaign)
            .await
            .expect(201);
        let client = app.jwt(&admin).await;
        for id in [campaign["id"].to_string(), "999999".into(), "A".into()] {
            let path = format!("/api/v2/campaigns/{id}/");
            let reply = client.get(&path).await.expect(404);
            let expected = r#"{"detail":"Not found.","code":"not_found"}"#;
            assert_eq!(reply.text(), expected);
        }
    })
    .await;
}
