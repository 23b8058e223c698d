//! `POST /api/v2/notices/{id}/dismiss/`

use crate::support::entries;
use countermark::tasks::run;
use countermark_core::roles::Role;
use countermark_testkit::{TestApp, each};
use serde_json::json;

const PATH: &str = "/api/v2/notices/";
const DAY: i64 = 86_400;

/// The path of one notice.
async fn told(app: &TestApp, person: &countermark_testkit::Person) -> String {
    let body = json!({"name": "x", "valid_until": "2027-01-23", "permissions": ["brand_view"]});
    app.jwt(person)
        .await
        .post("/api/v2/uats/", body)
        .await
        .expect(201);
    app.clock.advance(35 * DAY);
    run(&app.app, "notify_ends").await.unwrap();
    let list = app.jwt(person).await.get(PATH).await.expect(200);
    format!("{PATH}{}/dismiss/", list["results"][0]["id"])
}

#[tokio::test]
async fn a_dismissed_notice_is_gone_for_good() {
    each(async |app| {
        let admin = app.company().await;
        let path = told(app, &admin).await;
        let client = app.jwt(&admin).await;
        for _ in 0..2 {
            client.post(&path, json!({})).await.expect(204);
        }
        assert_eq!(client.get(PATH).await.expect(200)["count"], 0);
        assert_eq!(entries(app, &admin, "notice.dismiss").await.len(), 1);
        app.clock.advance(600);
        run(&app.app, "notify_ends").await.unwrap();
        assert_eq!(client.get(PATH).await.expect(200)["count"], 0, "told again");
    })
    .await;
}

#[tokio::test]
async fn nobody_dismisses_what_others_are_told() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::AccountAdmin).await;
        let path = told(app, &admin).await;
        for person in [colleague, app.company().await] {
            app.jwt(&person)
                .await
                .post(&path, json!({}))
                .await
                .expect(404);
        }
        assert_eq!(
            app.jwt(&admin).await.get(PATH).await.expect(200)["count"],
            1
        );
    })
    .await;
}
