//! The members that other parts of the program obey.

use crate::v2::uats::rotate::{client_of, path};
use countermark_testkit::each;
use serde_json::json;

const PATH: &str = "/api/v2/policy/";
const ME: &str = "/api/v2/me/";

#[tokio::test]
async fn a_company_may_ask_for_a_second_factor() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        let portal = app.cookie(&admin).await;
        portal.get("/api/v2/users/").await.expect(200);
        let asked = json!({"second_factor": "required"});
        portal.patch(PATH, asked).await.expect(200);
        let refused = portal.get("/api/v2/users/").await.expect(403);
        assert_eq!(refused.code(), "second_factor_required");
        let me = portal.get(ME).await.expect(200);
        assert_eq!(me["second_factor"]["must_enrol"], true);
        // A token is none of a person's log-ins.
        token.client.get(ME).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_company_may_let_a_whole_family_end() {
    each(async |app| {
        for (word, status) in [("notify", 200), ("revoke_family", 401)] {
            let admin = app.company().await;
            let portal = app.cookie(&admin).await;
            portal
                .patch(PATH, json!({"superseded_use": word}))
                .await
                .expect(200);
            let old = app.uat(&admin, &["brand_view"]).await;
            let made = portal
                .post(&path(&old.id), json!({"overlap": "24h"}))
                .await
                .expect(201);
            let new = client_of(app, made.json());
            app.clock.advance(25 * 3_600);
            old.client.get(ME).await.expect(401);
            new.get(ME).await.expect(status);
        }
    })
    .await;
}
