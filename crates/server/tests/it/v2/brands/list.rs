//! `GET /api/v2/brands/`

use crate::support::{column, every_page, wrong_pages};
use countermark_testkit::{Client, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/brands/";

async fn make(client: &Client, names: &[&str]) {
    for name in names {
        client.post(PATH, json!({"name": name})).await.expect(201);
    }
}

/// Seven brands, two of them made at the same moment, and one of another company.
async fn company(app: &TestApp) -> Client {
    let client = app.jwt(&app.company().await).await;
    make(&client, &["delta", "Alpha"]).await;
    for name in ["bravo", "100%_sure!", "Ärger", "日本", "charlie"] {
        app.clock.advance(1);
        make(&client, &[name]).await;
    }
    make(&app.jwt(&app.company().await).await, &["stranger"]).await;
    client
}

#[tokio::test]
async fn orderings_and_pages_agree() {
    each(async |app| {
        let client = company(app).await;
        let newest = json!([
            "charlie",
            "日本",
            "Ärger",
            "100%_sure!",
            "bravo",
            "Alpha",
            "delta"
        ]);
        let by_name = json!([
            "100%_sure!",
            "Alpha",
            "bravo",
            "charlie",
            "delta",
            "Ärger",
            "日本"
        ]);
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
            ("&ordering=-creation_date", newest.clone()),
            ("&ordering=creation_date", reversed(&newest)),
            ("&ordering=name", by_name.clone()),
            ("&ordering=-name", reversed(&by_name)),
        ] {
            for limit in [1, 2, 3, 7, 200] {
                let rows = every_page(&client, &format!("{PATH}?limit={limit}{ordering}")).await;
                assert_eq!(
                    Value::from(column(&rows, "name")),
                    expected,
                    "{ordering} by {limit}"
                );
            }
        }
        wrong_pages(&client, PATH).await;
    })
    .await;
}

/// Rows that come and go meanwhile neither shift the pages nor show a row twice.
#[tokio::test]
async fn following_next_is_steady_while_rows_come_and_go() {
    each(async |app| {
        let client = company(app).await;
        let first = client.get(&format!("{PATH}?limit=3")).await.expect(200);
        make(&client, &["newer", "newest"]).await;
        let gone = format!("{PATH}{}/", first["results"][2]["id"]);
        client.delete(&gone).await.expect(204);
        let next = first["next"]
            .as_str()
            .unwrap()
            .replace("http://test.example", "");
        let second = client.get(&next).await.expect(200);
        let names = column(second["results"].as_array().unwrap(), "name");
        assert_eq!(Value::from(names), json!(["100%_sure!", "bravo", "Alpha"]));
    })
    .await;
}

/// Folding makes this name twelve times as long; the link to the next page carries it all.
#[tokio::test]
async fn the_longest_names_can_be_followed() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        for number in 0..3 {
            let name = format!("{}{number}", "\u{fdfa}".repeat(254));
            make(&client, &[&name]).await;
        }
        let rows = every_page(&client, &format!("{PATH}?limit=1&ordering=name")).await;
        assert_eq!(rows.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn an_anchor_of_another_ordering_is_refused() {
    each(async |app| {
        let client = company(app).await;
        let page = client
            .get(&format!("{PATH}?limit=1&ordering=name"))
            .await
            .expect(200);
        let next = page["next"]
            .as_str()
            .unwrap()
            .replace("http://test.example", "");
        for other in ["-name", "creation_date", "-creation_date"] {
            let wrong = next.replace("ordering=name", &format!("ordering={other}"));
            let reply = client.get(&wrong).await.expect(400);
            assert!(reply["after"].is_array(), "{}", reply.text());
        }
        // An anchor that somebody wrote shows nothing but another page of the same list.
        let mut forged = String::from("bmFtZXwtOTIyMzM3MjAzNjg1NDc3NTgwOHx0");
        let all = client
            .get(&format!("{PATH}?ordering=name&after={forged}"))
            .await
            .expect(200);
        assert_eq!(all["results"].as_array().unwrap().len(), 7);
        forged.push_str(&"A".repeat(16_000));
        client
            .get(&format!("{PATH}?ordering=name&after={forged}"))
            .await
            .expect(400);
    })
    .await;
}

#[tokio::test]
async fn a_search_is_literal_and_knows_no_case() {
    each(async |app| {
        let client = company(app).await;
        for (text, expected) in [
            ("ALPHA", 1),
            ("a", 4),
            ("%C3%84RGER", 1),
            ("%25", 1),
            ("_", 1),
            ("!", 1),
            ("%25_", 1),
            ("%5C", 0),
            ("%E6%97%A5", 1),
            ("stranger", 0),
            ("'", 0),
            ("%27%20OR%20%271%27=%271", 0),
            ("%EF%BD%81lpha", 1),
        ] {
            let list = client
                .get(&format!("{PATH}?search={text}"))
                .await
                .expect(200);
            assert_eq!(list["count"], expected, "{text}: {}", list.text());
        }
        let reply = client
            .get(&format!("{PATH}?search=a%00b"))
            .await
            .expect(400);
        assert_eq!(
            *reply.json(),
            json!({"search": ["Null characters are not allowed."]})
        );
        let reply = client
            .get(&format!("{PATH}?search={}", "a".repeat(2_001)))
            .await
            .expect(400);
        assert_eq!(
            *reply.json(),
            json!({"search": ["At most 2000 bytes are taken."]})
        );
        client
            .get(&format!("{PATH}?search={}", "%25".repeat(2_000)))
            .await
            .expect(200);
    })
    .await;
}

#[tokio::test]
async fn the_archived_have_a_list_of_their_own() {
    each(async |app| {
        let client = company(app).await;
        let row = client
            .get(&format!("{PATH}?search=bravo"))
            .await
            .expect(200)["results"][0]
            .clone();
        client
            .post(&format!("{PATH}{}/archive/", row["id"]), json!({}))
            .await
            .expect(200);
        for (flag, count) in [("1", 1), ("true", 1), ("0", 6), ("false", 6), ("", 6)] {
            let list = client
                .get(&format!("{PATH}?is_archived={flag}"))
                .await
                .expect(200);
            assert_eq!(list["count"], count, "{flag}");
            assert_eq!(list["results"].as_array().unwrap().len(), count, "{flag}");
        }
        for flag in ["2", "yes", "TRUE"] {
            let reply = client
                .get(&format!("{PATH}?is_archived={flag}"))
                .await
                .expect(400);
            assert_eq!(*reply.json(), json!({"is_archived": ["Must be 0 or 1."]}));
        }
        // The last of two values counts, as it does for clients of the original.
        let list = client
            .get(&format!("{PATH}?is_archived=0&is_archived=1"))
            .await
            .expect(200);
        assert_eq!(list["count"], 1);
    })
    .await;
}

#[tokio::test]
async fn a_page_has_twenty_rows_and_at_most_two_hundred() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        for number in 0..21 {
            make(&client, &[&format!("B{number}")]).await;
        }
        for (query, rows) in [
            ("", 20),
            ("?limit=21", 21),
            ("?limit=1000", 21),
            ("?limit=5&offset=20", 1),
        ] {
            let list = client.get(&format!("{PATH}{query}")).await.expect(200);
            assert_eq!(list["results"].as_array().unwrap().len(), rows, "{query}");
            assert_eq!(list["count"], 21);
        }
        let list = client.get(PATH).await.expect(200);
        let next = list["next"].as_str().unwrap();
        assert!(
            next.starts_with("http://test.example/api/v2/brands/?"),
            "{next}"
        );
        assert!(
            next.contains("limit=20") && next.contains("offset=20"),
            "{next}"
        );
    })
    .await;
}
