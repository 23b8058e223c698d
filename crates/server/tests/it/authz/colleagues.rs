//! Tokens of a colleague are not there, unless one manages all of them (security checklist 39).

use super::strangers::not_found;
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn a_colleagues_token_is_not_there() {
    each(async |app| {
        let admin = app.company().await;
        let scm = app.person(&admin, Role::ScmUser).await;
        let token = app.uat(&admin, &["brand_view"]).await;
        let own = app.uat(&scm, &["scm_bulk_edit"]).await;
        let client = app.jwt(&scm).await;
        let path = format!("/api/v2/uats/{}/", token.id);
        for reply in [
            client.get(&path).await,
            client.patch(&path, json!({"name": "mine"})).await,
            client.patch(&path, json!({"owner": scm.id.0})).await,
            client.raw(Method::PATCH, &path, "text/plain", "x").await,
            client.delete(&path).await,
            client
                .json(Method::DELETE, &path, &json!({"reason": [1]}))
                .await,
        ] {
            assert_eq!(*reply.expect(404).json(), not_found());
        }
        let all = client.get("/api/v2/uats/?all=1").await.expect(403);
        assert_eq!(all["required"], json!(["uat_manage"]));
        assert_eq!(all["missing_because"], "role");
        let list = client.get("/api/v2/uats/").await.expect(200);
        assert_eq!(list["count"], 1);
        assert_eq!(list["results"][0]["id"], own.id);
        let found = client.get("/api/v2/uats/?search=brand").await.expect(200);
        assert_eq!(found["count"], 0);

        token.client.get("/api/v2/me/").await.expect(200);
        let admins = app.jwt(&admin).await;
        let list = admins.get("/api/v2/uats/?all=1").await.expect(200);
        assert_eq!(list["count"], 2);
        let path = format!("/api/v2/uats/{}/", own.id);
        admins.get(&path).await.expect(200);
        admins.delete(&path).await.expect(204);
        own.client.get("/api/v2/me/").await.expect(401);
    })
    .await;
}
