//! `POST /api/v2/auth/jwt/verify/`

use countermark_testkit::each;
use serde_json::json;

const PATH: &str = "/api/v2/auth/jwt/verify/";

#[tokio::test]
async fn the_same_token_comes_back_while_it_is_valid() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.jwt_text(&admin).await;
        let client = app.anonymous();
        let body = json!({"token": token});
        assert_eq!(
            *client.post(PATH, body.clone()).await.expect(200).json(),
            body
        );
        app.clock.advance(3_600);
        let reply = client.post(PATH, body).await.expect(400);
        assert_eq!(
            *reply.json(),
            json!({"non_field_errors": ["Signature has expired."]})
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_no_jwt_of_ours_is_refused() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.jwt_text(&admin).await;
        let (head, signature) = token.rsplit_once('.').unwrap();
        for wrong in [
            "x",
            "a.b.c",
            "..",
            head,
            &format!("{token}."),
            &format!("{token}="),
            &format!(" {token}"),
            &format!("{head}."),
            &format!("{head}.{}", signature.to_lowercase()),
            &app.uat(&admin, &["brand_view"]).await.text,
            "\u{0}",
            "é.é.é",
        ] {
            let reply = app
                .anonymous()
                .post(PATH, json!({"token": wrong}))
                .await
                .expect(400);
            let said = reply["non_field_errors"][0].as_str().unwrap();
            assert!(
                ["Error decoding signature.", "Invalid signature."].contains(&said),
                "{wrong}: {said}"
            );
        }
    })
    .await;
}
