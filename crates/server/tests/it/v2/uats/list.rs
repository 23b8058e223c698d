//! `GET /api/v2/uats/`

use crate::support::{column, every_page, wrong_pages};
use countermark_core::roles::Role;
use countermark_testkit::{Client, Person, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/uats/";

async fn make(client: &Client, name: &str, until: &str) -> String {
    let body = json!({"name": name, "valid_until": until, "permissions": ["product_view"]});
    let reply = client.post(PATH, body).await.expect(201);
    reply["id"].as_str().unwrap().to_owned()
}

/// An admin with four tokens, a colleague with one.
async fn company(app: &TestApp) -> (Person, Client) {
    let admin = app.company().await;
    let client = app.jwt(&admin).await;
    for (name, until) in [
        ("delta", "2026-12-02"),
        ("Alpha", "2026-12-01"),
        ("100%_sure!", "2026-12-02"),
        ("Ärger", "2026-11-24"),
    ] {
        make(&client, name, until).await;
    }
    let colleague = app.person(&admin, Role::ScmUser).await;
    make(&app.jwt(&colleague).await, "theirs", "2026-12-03").await;
    let other = app.company().await;
    make(&app.jwt(&other).await, "stranger", "2026-12-03").await;
    (admin, client)
}

fn names(rows: &[Value]) -> Value {
    column(rows, "name").into()
}

#[tokio::test]
async fn orderings_and_pages_agree() {
    each(async |app| {
        let (_, client) = company(app).await;
        let newest = json!(["Ärger", "100%_sure!", "Alpha", "delta"]);
        let by_end = json!(["Ärger", "Alpha", "delta", "100%_sure!"]);
        let by_name = json!(["100%_sure!", "Alpha", "delta", "Ärger"]);
        let reversed = |list: &Value| {
            list.as_array()
                .unwrap()
                .iter()
                .rev()
                .cloned()
                .collect::<Value>()
        };
        for (ordering, expected) in [
            ("", newest.clone()),
            ("&ordering=creation_date", reversed(&newest)),
            ("&ordering=expires_at", by_end.clone()),
            ("&ordering=-expires_at", reversed(&by_end)),
            ("&ordering=name", by_name.clone()),
            ("&ordering=-name", reversed(&by_name)),
        ] {
            for limit in [1, 3, 4, 200] {
                let rows = every_page(&client, &format!("{PATH}?limit={limit}{ordering}")).await;
                assert_eq!(names(&rows), expected, "{ordering} by {limit}");
            }
        }
        wrong_pages(&client, PATH).await;
    })
    .await;
}

#[tokio::test]
async fn everybody_sees_their_own_and_the_admin_may_see_all() {
    each(async |app| {
        let (admin, client) = company(app).await;
        let own = client.get(PATH).await.expect(200);
        assert_eq!(own["count"], 4);
        assert!(
            own["results"]
                .as_array()
                .unwrap()
                .iter()
                .all(|row| row["owner"]["id"] == admin.id.0)
        );
        assert!(!own.text().contains("cmkuat1_"), "no text of a token");
        let all = every_page(&client, &format!("{PATH}?all=1&limit=2")).await;
        assert_eq!(
            names(&all),
            json!(["theirs", "Ärger", "100%_sure!", "Alpha", "delta"])
        );
        assert_eq!(
            client.get(&format!("{PATH}?all=0")).await.expect(200)["count"],
            4
        );
        let reply = client.get(&format!("{PATH}?all=yes")).await.expect(400);
        assert_eq!(*reply.json(), json!({"all": ["Must be 0 or 1."]}));
        let scm = app.jwt(&app.person(&admin, Role::ScmUser).await).await;
        let refused = scm.get(&format!("{PATH}?all=1")).await.expect(403);
        assert_eq!(
            (&refused["required"], &refused["missing_because"]),
            (&json!(["uat_manage"]), &json!("role"))
        );
        assert_eq!(scm.get(PATH).await.expect(200)["count"], 0);
    })
    .await;
}

/// One person's among everybody's, for those who may see all.
#[tokio::test]
async fn those_of_one_person() {
    each(async |app| {
        let (admin, client) = company(app).await;
        let colleague = app.person(&admin, Role::ScmUser).await;
        let theirs = app.jwt(&colleague).await;
        make(&theirs, "of the colleague", "2026-12-03").await;
        let stranger = app.company().await;
        make(&app.jwt(&stranger).await, "strange", "2026-12-03").await;
        for (query, expected) in [
            (format!("owner={}", colleague.id), vec!["of the colleague"]),
            (
                format!("owner={}&search=colleague", colleague.id),
                vec!["of the colleague"],
            ),
            (format!("owner={}&state=revoked", colleague.id), vec![]),
            (format!("owner={}&search=alpha", admin.id), vec!["Alpha"]),
            (format!("owner={}", stranger.id), vec![]),
            ("owner=999999".to_owned(), vec![]),
        ] {
            let rows = every_page(&client, &format!("{PATH}?all=1&{query}")).await;
            assert_eq!(names(&rows), json!(expected), "{query}");
            let file = client
                .get(&format!("{PATH}export/?{query}"))
                .await
                .expect(200);
            assert_eq!(file.text().lines().count(), expected.len() + 1, "{query}");
        }
        let own = format!("owner={}", colleague.id);
        let alone = json!({"owner": ["Use it together with all=1."]});
        for client in [&client, &theirs] {
            let reply = client.get(&format!("{PATH}?{own}")).await.expect(400);
            assert_eq!(*reply.json(), alone);
        }
        let refused = theirs.get(&format!("{PATH}?all=1&{own}")).await.expect(403);
        assert_eq!(refused["required"], json!(["uat_manage"]));
        let reply = client
            .get(&format!("{PATH}?all=1&owner=x"))
            .await
            .expect(400);
        assert!(reply["owner"].is_array());
    })
    .await;
}

/// At the very instant at which a token ends, every list and every check agrees.
#[tokio::test]
async fn states_change_at_the_instant() {
    each(async |app| {
        let (admin, client) = company(app).await;
        let gone = client
            .get(&format!("{PATH}?search=alpha"))
            .await
            .expect(200)["results"][0]["id"]
            .clone();
        client
            .delete(&format!("{PATH}{}/", gone.as_str().unwrap()))
            .await
            .expect(204);
        let token = app.uat(&admin, &["product_view"]).await;
        let path = format!("{PATH}{}/", token.id);
        let end = 30 * 86_400 + 12 * 3_600;
        // Until one second before its end.
        app.clock.advance(end - 1);
        for (expected, status, active) in [("active", 200, 1), ("expired", 401, 0)] {
            let client = app.jwt(&admin).await;
            assert_eq!(client.get(&path).await.expect(200)["state"], expected);
            assert_eq!(token.client.get("/api/v2/me/").await.status, status);
            for (state, count) in [("active", active), ("expired", 4 - active), ("revoked", 1)] {
                let list = client
                    .get(&format!("{PATH}?state={state}"))
                    .await
                    .expect(200);
                assert_eq!(list["count"], count, "{state} while {expected}");
                for row in list["results"].as_array().unwrap() {
                    assert_eq!(row["state"], state);
                }
            }
            assert_eq!(
                client.get(PATH).await.expect(200)["count"],
                5,
                "nothing leaves the list"
            );
            app.clock.advance(1);
        }
        let client = app.jwt(&admin).await;
        for state in ["ended", "ACTIVE", "0"] {
            let reply = client
                .get(&format!("{PATH}?state={state}"))
                .await
                .expect(400);
            assert_eq!(
                *reply.json(),
                json!({"state": ["Use active, expired, revoked, superseded or quarantined."]})
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_search_is_literal_and_knows_no_case() {
    each(async |app| {
        let (_, client) = company(app).await;
        for (text, count) in [
            ("ALPHA", 1),
            ("%25", 1),
            ("_", 1),
            ("%C3%84", 1),
            ("theirs", 0),
            ("stranger", 0),
            ("'", 0),
        ] {
            let list = client
                .get(&format!("{PATH}?search={text}"))
                .await
                .expect(200);
            assert_eq!(list["count"], count, "{text}");
        }
        assert_eq!(
            client
                .get(&format!("{PATH}?all=1&search=theirs"))
                .await
                .expect(200)["count"],
            1
        );
    })
    .await;
}
