//! `POST /api/v2/brands/{id}/archive/` and `…/restore/`

use crate::support::{entries, entry_by};
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn a_brand_is_put_away_and_brought_back() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let brand = client
            .post("/api/v2/brands/", json!({"name": "A"}))
            .await
            .expect(201);
        let path = |verb: &str| format!("/api/v2/brands/{}/{verb}", brand["id"]);
        for (verb, archived, action) in [
            ("archive/", true, "brand.archive"),
            ("restore/", false, "brand.restore"),
        ] {
            for _ in 0..2 {
                let reply = client.post(&path(verb), json!({})).await.expect(200);
                let mut expected = brand.json().clone();
                expected["is_archived"] = json!(archived);
                assert_eq!(*reply.json(), expected);
                assert_eq!(*client.get(&path("")).await.expect(200).json(), expected);
            }
            let logged = entry_by(app, &admin, action, &admin, "jwt").await;
            assert_eq!(logged["object_id"], brand["id"].to_string());
        }
    })
    .await;
}

#[tokio::test]
async fn two_at_once_are_one_entry() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let brand = client
            .post("/api/v2/brands/", json!({"name": "A"}))
            .await
            .expect(201);
        let path = format!("/api/v2/brands/{}/archive/", brand["id"]);
        let (one, two) = tokio::join!(client.post(&path, json!({})), client.post(&path, json!({})));
        one.expect(200);
        two.expect(200);
        assert_eq!(entries(app, &admin, "brand.archive").await.len(), 1);
    })
    .await;
}

/// An archived brand keeps its name: bringing it back must not collide with a newer one.
#[tokio::test]
async fn an_archived_brand_keeps_its_name() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let brand = client
            .post("/api/v2/brands/", json!({"name": "A"}))
            .await
            .expect(201);
        client
            .post(
                &format!("/api/v2/brands/{}/archive/", brand["id"]),
                json!({}),
            )
            .await
            .expect(200);
        let reply = client
            .post("/api/v2/brands/", json!({"name": "a"}))
            .await
            .expect(400);
        assert_eq!(
            *reply.json(),
            json!({"name": ["A brand with this name already exists."]})
        );
    })
    .await;
}

#[tokio::test]
async fn a_brand_of_another_company_is_not_there() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let theirs = app.jwt(&other).await;
        let brand = theirs
            .post("/api/v2/brands/", json!({"name": "A"}))
            .await
            .expect(201);
        let client = app.jwt(&admin).await;
        for verb in ["archive", "restore"] {
            client
                .post(
                    &format!("/api/v2/brands/{}/{verb}/", brand["id"]),
                    json!({}),
                )
                .await
                .expect(404);
            client
                .post(&format!("/api/v2/brands/999999/{verb}/"), json!({}))
                .await
                .expect(404);
        }
        let now = theirs
            .get(&format!("/api/v2/brands/{}/", brand["id"]))
            .await
            .expect(200);
        assert_eq!(now["is_archived"], false);
    })
    .await;
}
