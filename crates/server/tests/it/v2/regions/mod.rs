//! `/api/v2/regions/`

use crate::support::{
    column, entries, entry_by, every_page, missing_fields, wrong_fields, wrong_pages,
};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::{Value, json};

const PATH: &str = "/api/v2/regions/";

#[tokio::test]
async fn a_region_is_made_changed_and_put_away() {
    each(async |app| {
        let admin = app.company().await;
        let rights = [
            "region_view",
            "region_create",
            "region_edit",
            "region_archive",
        ];
        let client = app.uat(&admin, &rights).await.client;
        let body = json!({"name": " Benelux ", "countries": ["nl", "BE", "LU", "be"], "id": 7});
        let reply = client.post(PATH, body).await.expect(201);
        let mut expected = json!({
            "id": reply["id"], "name": "Benelux", "countries": ["BE", "LU", "NL"],
            "is_archived": false, "creation_date": app.now().to_string(),
        });
        assert_eq!(*reply.json(), expected);
        let path = format!("{PATH}{}/", reply["id"]);
        assert_eq!(*client.get(&path).await.expect(200).json(), expected);
        let logged = entry_by(app, &admin, "region.create", &admin, "uat").await;
        assert_eq!(logged["after"]["countries"], "BE LU NL");

        expected["countries"] = json!(["BE", "FR"]);
        let reply = client
            .patch(&path, json!({"countries": ["FR", "BE"]}))
            .await;
        assert_eq!(*reply.expect(200).json(), expected);
        expected["name"] = json!("benelux");
        let reply = client.patch(&path, json!({"name": "benelux"})).await;
        assert_eq!(*reply.expect(200).json(), expected);
        assert_eq!(*client.get(&path).await.expect(200).json(), expected);
        let logged = entries(app, &admin, "region.update").await;
        assert_eq!(logged[0]["before"], json!({"name": "Benelux"}));

        for (verb, archived, action) in [
            ("archive", true, "region.archive"),
            ("restore", false, "region.restore"),
        ] {
            for _ in 0..2 {
                let reply = client.post(&format!("{path}{verb}/"), json!({})).await;
                expected["is_archived"] = json!(archived);
                assert_eq!(*reply.expect(200).json(), expected);
                let list = client
                    .get(&format!("{PATH}?is_archived={}", u8::from(archived)))
                    .await;
                assert_eq!(list.expect(200)["results"], json!([expected]));
            }
            entry_by(app, &admin, action, &admin, "uat").await;
        }
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_nothing_is_made() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let good = json!({"name": "A", "countries": ["BE"]});
        missing_fields(&client, PATH, &good, &["name", "countries"]).await;
        let taken = "A region with this name already exists.";
        client
            .post(PATH, json!({"name": "Taken", "countries": ["BE"]}))
            .await
            .expect(201);
        let one = client
            .post(PATH, json!({"name": "B", "countries": ["BE"]}))
            .await;
        let one = format!("{PATH}{}/", one.expect(201)["id"]);
        let cases = [
            ("name", json!(""), "This field may not be blank."),
            ("name", json!("TAKEN"), taken),
            (
                "name",
                json!("A\tB"),
                "Line breaks and control characters are not allowed.",
            ),
            ("countries", json!([]), "This list may not be empty."),
            ("countries", json!(null), "This field may not be null."),
            ("countries", json!("BE"), "Expected a list of items."),
            ("countries", json!([7]), "Not a valid string."),
            (
                "countries",
                json!(["BE", "XX"]),
                "\"XX\" is not the ISO 3166-1 alpha-2 code of a country.",
            ),
        ];
        wrong_fields(&client, Method::POST, PATH, &good, &cases).await;
        // Of a change, a null is no change.
        let cases: Vec<_> = cases
            .into_iter()
            .filter(|(_, value, _)| !value.is_null())
            .collect();
        let before = client.get(&one).await.expect(200);
        wrong_fields(&client, Method::PATCH, &one, &json!({}), &cases).await;
        assert_eq!(client.get(&one).await.expect(200).json(), before.json());
        assert_eq!(client.get(PATH).await.expect(200)["count"], 2);
        let body = json!({"name": "Two", "countries": ["BE"]});
        let (one, two) = tokio::join!(client.post(PATH, body.clone()), client.post(PATH, body));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 400]);
    })
    .await;
}

#[tokio::test]
async fn orderings_pages_and_searches_agree() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        for name in ["delta", "Alpha", "100%_sure"] {
            let body = json!({"name": name, "countries": ["BE"]});
            client.post(PATH, body).await.expect(201);
            app.clock.advance(1);
        }
        for (ordering, expected) in [
            ("", ["100%_sure", "Alpha", "delta"]),
            ("&ordering=-name", ["delta", "Alpha", "100%_sure"]),
            ("&ordering=creation_date", ["delta", "Alpha", "100%_sure"]),
        ] {
            for limit in [1, 2, 200] {
                let rows = every_page(&client, &format!("{PATH}?limit={limit}{ordering}")).await;
                assert_eq!(Value::from(column(&rows, "name")), json!(expected));
            }
        }
        for (text, count) in [("ALPHA", 1), ("%25", 1), ("x", 0)] {
            let list = client.get(&format!("{PATH}?search={text}")).await;
            assert_eq!(list.expect(200)["count"], count, "{text}");
        }
        wrong_pages(&client, PATH).await;
        let stranger = app.jwt(&app.company().await).await;
        assert_eq!(stranger.get(PATH).await.expect(200)["count"], 0);
    })
    .await;
}

/// Who looks after regions (contract §3.1), and that another company's are not there.
#[tokio::test]
async fn regions_are_for_those_who_need_them() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let region = json!({"name": "A", "countries": ["BE"]});
        let region = client.post(PATH, region).await.expect(201);
        let path = format!("{PATH}{}/", region["id"]);
        let stranger = app.jwt(&app.company().await).await;
        stranger.get(&path).await.expect(404);
        stranger
            .patch(&path, json!({"name": "B"}))
            .await
            .expect(404);
        for verb in ["archive", "restore"] {
            let path = format!("{path}{verb}/");
            stranger.post(&path, json!({})).await.expect(404);
        }
        for (role, sees, changes) in [
            (Role::BrandManager, 200, 200),
            (Role::SupplyChainManager, 200, 200),
            (Role::BrandProtectionManager, 200, 403),
            (Role::DashboardUser, 403, 403),
            (Role::ItAdmin, 403, 403),
        ] {
            let client = app.jwt(&app.person(&admin, role).await).await;
            client.get(PATH).await.expect(sees);
            client
                .patch(&path, json!({"name": "A"}))
                .await
                .expect(changes);
        }
    })
    .await;
}
