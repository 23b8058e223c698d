//! `GET /api/v2/campaigns/`

use crate::support::{column, every_page, wrong_pages};
use countermark_testkit::{Client, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/campaigns/";

/// Five campaigns, two of them made at the same moment, and one of another company.
async fn company(app: &TestApp) -> Client {
    let client = app.jwt(&app.company().await).await;
    for (name, wait) in [
        ("delta", 0),
        ("Alpha", 0),
        ("100%_sure!", 1),
        ("Ärger", 1),
        ("bravo", 1),
    ] {
        app.clock.advance(wait);
        client.post(PATH, json!({"name": name})).await.expect(201);
    }
    let stranger = app.jwt(&app.company().await).await;
    stranger
        .post(PATH, json!({"name": "stranger"}))
        .await
        .expect(201);
    client
}

#[tokio::test]
async fn orderings_and_pages_agree() {
    each(async |app| {
        let client = company(app).await;
        let newest = ["bravo", "Ärger", "100%_sure!", "Alpha", "delta"];
        let by_name = ["100%_sure!", "Alpha", "bravo", "delta", "Ärger"];
        let reversed = |mut names: [&'static str; 5]| {
            names.reverse();
            names
        };
        for (ordering, expected) in [
            ("", newest),
            ("&ordering=creation_date", reversed(newest)),
            ("&ordering=name", by_name),
            ("&ordering=-name", reversed(by_name)),
        ] {
            for limit in [1, 2, 5, 200] {
                let rows = every_page(&client, &format!("{PATH}?limit={limit}{ordering}")).await;
                let names = Value::from(column(&rows, "name"));
                assert_eq!(names, json!(expected), "{ordering} by {limit}");
            }
        }
        wrong_pages(&client, PATH).await;
    })
    .await;
}

#[tokio::test]
async fn a_search_is_literal_and_the_archived_have_a_list_of_their_own() {
    each(async |app| {
        let client = company(app).await;
        for (text, expected) in [
            ("ALPHA", 1),
            ("%25", 1),
            ("_", 1),
            ("stranger", 0),
            ("'", 0),
        ] {
            let list = client
                .get(&format!("{PATH}?search={text}"))
                .await
                .expect(200);
            assert_eq!(list["count"], expected, "{text}: {}", list.text());
        }
        let found = client
            .get(&format!("{PATH}?search=bravo"))
            .await
            .expect(200);
        let archive = format!("{PATH}{}/archive/", found["results"][0]["id"]);
        client.post(&archive, json!({})).await.expect(200);
        for (flag, count) in [("1", 1), ("0", 4), ("", 4)] {
            let list = client
                .get(&format!("{PATH}?is_archived={flag}"))
                .await
                .expect(200);
            assert_eq!(list["count"], count, "{flag}");
            assert_eq!(list["results"].as_array().unwrap().len(), count, "{flag}");
        }
    })
    .await;
}
