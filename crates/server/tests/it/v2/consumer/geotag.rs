//! `POST /api/v2/consumer/scan/{id}/geotag/`

use super::{call, scanned};
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn a_device_may_say_where_it_is() {
    each(async |app| {
        let (shop, id) = scanned(app, "code-one").await;
        let path = format!("scan/{id}/geotag/");
        let tag = async |body: Value| call(app, &shop.key, "POST", &path, body).await;
        let reply = tag(json!({"lat": 51.0543, "lng": -3.7174, "accuracy": 5})).await;
        assert_eq!(*reply.expect(200).json(), json!({"detail": "Processed OK"}));
        let location = shop.scans().await[0]["location"].clone();
        let place =
            json!({"source": "gps", "country": "", "city": "", "lat": 51.0543, "lng": -3.7174});
        assert_eq!(location, place);
        for (body, field, sentence) in [
            (json!({"lng": 1}), "lat", "This field is required."),
            (json!({"lat": 1}), "lng", "This field is required."),
            (
                json!({"lat": null, "lng": 1}),
                "lat",
                "This field may not be null.",
            ),
            (
                json!({"lat": "north", "lng": 1}),
                "lat",
                "A valid number is required.",
            ),
            (
                json!({"lat": true, "lng": 1}),
                "lat",
                "A valid number is required.",
            ),
            (
                json!({"lat": "NaN", "lng": 1}),
                "lat",
                "A valid number is required.",
            ),
            (
                json!({"lat": 90.1, "lng": 1}),
                "lat",
                "This is no place on earth.",
            ),
            (
                json!({"lat": 1, "lng": -180.1}),
                "lng",
                "This is no place on earth.",
            ),
        ] {
            let reply = tag(body.clone()).await.expect(400);
            assert_eq!(*reply.json(), json!({field: [sentence]}), "{body}");
        }
        assert_eq!(
            shop.scans().await[0]["location"],
            place,
            "nothing was changed"
        );
        tag(json!({"lat": "51", "lng": "3"})).await.expect(200);
        call(
            app,
            &shop.key,
            "POST",
            "scan/none/geotag/",
            json!({"lat": 1, "lng": 1}),
        )
        .await
        .expect(404);
        app.clock.advance(86_401);
        let late = tag(json!({"lat": 1, "lng": 1})).await.expect(409);
        assert_eq!(late.code(), "conflict");
    })
    .await;
}
