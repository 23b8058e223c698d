//! `POST /api/v2/jobs/{id}/cancel/`

use super::get::want;
use crate::support::entry_by;
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn a_job_is_stopped_once() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let id = want(app, &admin).await;
        let path = format!("/api/v2/jobs/{id}/cancel/");
        let other = app.jwt(&app.company().await).await;
        other.post(&path, json!({})).await.expect(404);
        app.clock.advance(5);
        let reply = client.post(&path, json!({})).await.expect(200);
        assert_eq!(reply["state"], "canceled");
        assert_eq!(reply["finished_at"], app.now().to_string());
        let again = client.post(&path, json!({})).await.expect(409);
        assert_eq!(again["detail"], "This job has ended.");
        let shown = client.get(&format!("/api/v2/jobs/{id}/")).await.expect(200);
        assert_eq!(shown["state"], "canceled");
        let logged = entry_by(app, &admin, "job.cancel", &admin, "jwt").await;
        assert_eq!(logged["object_id"], id.to_string());
    })
    .await;
}
