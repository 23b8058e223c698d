//! `GET /api/v2/audit/`

use crate::support::{column, every_page, log_in};
use countermark_core::roles::Role;
use countermark_testkit::{Client, PASSWORD, Person, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/audit/";

/// Two people who do this and that, one of them with a token too.
async fn busy(app: &TestApp) -> (Person, Person, Client) {
    let admin = app.company().await;
    let person = app.person(&admin, Role::BrandManager).await;
    let client = app.jwt(&admin).await;
    let theirs = app.jwt(&person).await;
    for name in ["A", "B", "C"] {
        app.clock.advance(1);
        client
            .post("/api/v2/brands/", json!({"name": name}))
            .await
            .expect(201);
    }
    let brand = theirs
        .post("/api/v2/brands/", json!({"name": "D"}))
        .await
        .expect(201);
    let token = app.uat(&admin, &["brand_edit"]).await.client;
    let path = format!("/api/v2/brands/{}/", brand["id"]);
    token.patch(&path, json!({"name": "E"})).await.expect(200);
    // Another company's doings.
    let other = app.company().await;
    app.jwt(&other)
        .await
        .post("/api/v2/brands/", json!({"name": "X"}))
        .await
        .expect(201);
    (admin, person, client)
}

#[tokio::test]
async fn the_newest_comes_first_and_pages_agree() {
    each(async |app| {
        let (_, _, client) = busy(app).await;
        // That somebody has read the list stands in it, too, once for all these pages.
        client.get(PATH).await.expect(200);
        let actions = [
            "audit.read",
            "brand.update",
            "uat.create",
            "brand.create",
            "brand.create",
            "brand.create",
            "brand.create",
        ];
        for limit in [1, 2, 7, 200] {
            let rows = every_page(&client, &format!("{PATH}?limit={limit}")).await;
            assert_eq!(column(&rows, "action"), actions);
            let mut back = every_page(&client, &format!("{PATH}?limit={limit}&ordering=at")).await;
            back.reverse();
            assert_eq!(rows, back);
        }
        for (name, value) in [
            ("limit", "0"),
            ("offset", "-1"),
            ("ordering", "user"),
            ("after", "x"),
            ("user", "me"),
            ("from", "yesterday"),
            ("to", "2026-11-24"),
        ] {
            let reply = client
                .get(&format!("{PATH}?{name}={value}"))
                .await
                .expect(400);
            assert!(reply[name].is_array(), "{}", reply.text());
        }
    })
    .await;
}

#[tokio::test]
async fn an_entry_says_who_how_and_what() {
    each(async |app| {
        let (admin, _, client) = busy(app).await;
        let reply = client
            .get(&format!("{PATH}?action=brand.update"))
            .await
            .expect(200);
        let entry = &reply["results"][0];
        let members: Vec<_> = entry
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(
            members,
            [
                "id",
                "at",
                "user",
                "credential",
                "address",
                "action",
                "object_type",
                "object_id",
                "label",
                "before",
                "after",
                "request_id",
            ]
        );
        assert_eq!(
            entry["user"],
            json!({"id": admin.id.0, "email": admin.email})
        );
        assert_eq!(entry["credential"]["kind"], "uat");
        assert_eq!(
            (&entry["object_type"], &entry["label"]),
            (&json!("brand"), &json!("E"))
        );
        assert_eq!(
            (&entry["before"], &entry["after"]),
            (&json!({"name": "D"}), &json!({"name": "E"}))
        );
        assert_eq!(entry["at"], app.now().to_string());
    })
    .await;
}

#[tokio::test]
async fn filters_narrow_and_combine() {
    each(async |app| {
        let (admin, person, client) = busy(app).await;
        let token = client
            .get(&format!("{PATH}?action=uat.create"))
            .await
            .expect(200)["results"][0]["object_id"]
            .clone();
        for (query, count) in [
            ("action=brand.create".to_owned(), 4),
            ("action=brand".to_owned(), 0),
            ("action=BRAND.CREATE".to_owned(), 0),
            ("object_type=uat".to_owned(), 1),
            ("object_type=brand".to_owned(), 5),
            (format!("object_id={}", token.as_str().unwrap()), 1),
            (format!("user={}", admin.id), 5),
            (format!("user={}", person.id), 1),
            (format!("user={}&action=brand.create", admin.id), 3),
            ("user=999999".to_owned(), 0),
            ("from=2026-11-24T12:00:02Z".to_owned(), 5),
            (
                "from=2026-11-24T12:00:02Z&to=2026-11-24T12:00:03Z".to_owned(),
                1,
            ),
            ("to=2026-11-24T13:00:01%2B01:00".to_owned(), 0),
            ("action='%20OR%201=1--".to_owned(), 0),
            ("action=%25".to_owned(), 0),
        ] {
            let list = client.get(&format!("{PATH}?limit=200&{query}")).await;
            let list = list.expect(200);
            let actions = column(list["results"].as_array().unwrap(), "action");
            let read = actions.iter().filter(|action| *action == "audit.read");
            assert_eq!(actions.len() - read.count(), count, "{query}");
        }
    })
    .await;
}

/// Security checklist 47: what happens in another company, also by the same person.
#[tokio::test]
async fn each_company_has_its_own_log() {
    each(async |app| {
        let (_, _, client) = busy(app).await;
        let other = app.company().await;
        let theirs = app.jwt(&other).await;
        assert_eq!(theirs.get(PATH).await.expect(200)["count"], 0);
        log_in(app, &other.email, PASSWORD).await.expect(200);
        // The log-in, and that the log was read before it.
        assert_eq!(theirs.get(PATH).await.expect(200)["count"], 2);
        assert_eq!(client.get(PATH).await.expect(200)["count"], 6);
    })
    .await;
}

/// Security checklist 108: nothing in the API changes the log, and it outlives what it tells of.
#[tokio::test]
async fn the_log_cannot_be_changed_and_survives() {
    each(async |app| {
        let (admin, person, client) = busy(app).await;
        let entry = client.get(PATH).await.expect(200)["results"][0].clone();
        let one = format!("{PATH}{}/", entry["id"]);
        for path in [PATH, &one] {
            for reply in [
                client.delete(path).await,
                client.patch(path, json!({})).await,
                client.put(path, json!({})).await,
                client.post(path, json!({})).await,
            ] {
                assert!(
                    [404, 405].contains(&reply.status),
                    "{path}: {}",
                    reply.text()
                );
            }
        }
        client
            .post(&format!("/api/v2/users/{}/archive/", person.id), json!({}))
            .await
            .expect(200);
        let list = client
            .get(&format!("{PATH}?user={}", person.id))
            .await
            .expect(200);
        assert_eq!(list["results"][0]["user"]["email"], person.email);
        assert_eq!(
            client
                .get(&format!("{PATH}?user={}&object_type=user", admin.id))
                .await
                .expect(200)["count"],
            1
        );
    })
    .await;
}

#[tokio::test]
async fn only_persons_with_the_right_see_it() {
    each(async |app| {
        let (admin, person, _) = busy(app).await;
        let refused = app.jwt(&person).await.get(PATH).await.expect(403);
        assert_eq!(refused["required"], json!(["audit_view"]));
        let token = app.uat(&admin, &["brand_view"]).await.client;
        assert_eq!(token.get(PATH).await.expect(403).code(), "person_required");
        app.anonymous().get(PATH).await.expect(401);
        assert_ne!(
            Value::Null,
            app.cookie(&admin).await.get(PATH).await.expect(200)["results"]
        );
    })
    .await;
}
