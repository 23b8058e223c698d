//! `GET /api/v2/uats/{id}/`

use countermark_core::roles::Role;
use countermark_testkit::each;

#[tokio::test]
async fn ones_own_is_there_and_the_companys_to_who_manages_tokens() {
    each(async |app| {
        let admin = app.company().await;
        let (owner, colleague) = (
            app.person(&admin, Role::ScmUser).await,
            app.person(&admin, Role::ScmUser).await,
        );
        let token = app.uat(&owner, &["product_view"]).await;
        let path = format!("/api/v2/uats/{}/", token.id);
        for client in [
            app.jwt(&owner).await,
            app.cookie(&owner).await,
            app.jwt(&admin).await,
        ] {
            let shown = client.get(&path).await.expect(200);
            assert_eq!(shown["id"], token.id);
            assert_eq!(shown["owner"]["email"], owner.email);
            assert!(
                !shown.text().contains(&token.text[31..]),
                "never the secret"
            );
            assert!(shown["token"].is_null() && shown["secret_digest"].is_null());
        }
        // To a colleague it is not there, and to another company neither.
        app.jwt(&colleague).await.get(&path).await.expect(404);
        app.jwt(&app.company().await)
            .await
            .get(&path)
            .await
            .expect(404);
        assert_eq!(
            token.client.get(&path).await.expect(403).code(),
            "person_required"
        );
        let nobody = app.person(&admin, Role::BrandManager).await;
        let refused = app.jwt(&nobody).await.get(&path).await.expect(403);
        assert_eq!(refused["required"][0], "api_access");
    })
    .await;
}

#[tokio::test]
async fn what_is_no_id_is_not_found() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        let client = app.jwt(&admin).await;
        for id in [
            "x".repeat(22),
            "0".repeat(22),
            "z".repeat(22),
            token.id[..21].to_owned(),
            format!("{}0", token.id),
            token.id.to_lowercase(),
            token.text,
            "%00".into(),
        ] {
            let reply = client.get(&format!("/api/v2/uats/{id}/")).await.expect(404);
            assert_eq!(reply.code(), "not_found", "{id}");
        }
    })
    .await;
}
