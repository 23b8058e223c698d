//! `GET /api/v2/setup/`

use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn it_is_needed_until_there_is_a_company() {
    each(async |app| {
        let client = app.anonymous();
        let reply = client.get("/api/v2/setup/").await.expect(200);
        assert_eq!(*reply.json(), json!({"needed": true}));
        app.company().await;
        let reply = client.get("/api/v2/setup/").await.expect(200);
        assert_eq!(*reply.json(), json!({"needed": false}));
    })
    .await;
}
