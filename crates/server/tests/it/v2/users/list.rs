//! `GET /api/v2/users/`

use crate::support::{column, every_page, invite, wrong_pages};
use countermark_core::roles::Role;
use countermark_testkit::{Client, Person, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/users/";

/// A company of seven, one of them archived and one only invited, each a second after the other.
async fn company(app: &TestApp) -> (Person, Client) {
    let admin = app.company().await;
    let client = app.jwt(&admin).await;
    let names = [
        ("Zoë", "Árpád"),
        ("Änne", "100%_sure!"),
        ("Bo", ""),
        ("李", "明"),
        ("Zoe", "arpad"),
    ];
    for (number, (given, family)) in names.into_iter().enumerate() {
        app.clock.advance(1);
        let body = json!({
            "email": format!("{}{number}@people.example", ["z", "y", "x", "w", "v"][number]),
            "given_name": given, "family_name": family, "role": "scm_user",
        });
        client.post(PATH, body).await.expect(201);
    }
    app.clock.advance(1);
    let archived = app.person(&admin, Role::ScmUser).await;
    client
        .post(&format!("{PATH}{}/archive/", archived.id), json!({}))
        .await
        .expect(200);
    // Somebody else's company is nobody's business.
    let other = app.company().await;
    invite(
        app,
        &app.jwt(&other).await,
        "stranger@people.example",
        Role::ScmUser,
    )
    .await;
    (admin, client)
}

fn emails(rows: &[Value]) -> Vec<String> {
    column(rows, "email")
        .iter()
        .map(|email| email.as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn orderings_and_pages_agree() {
    each(async |app| {
        let (admin, client) = company(app).await;
        let by_date = [
            "v4@people.example",
            "w3@people.example",
            "x2@people.example",
            "y1@people.example",
            "z0@people.example",
            admin.email.as_str(),
        ];
        let mut by_email = by_date;
        by_email.sort_unstable();
        for (ordering, expected) in [
            ("", by_date.to_vec()),
            ("&ordering=-creation_date", by_date.to_vec()),
            (
                "&ordering=creation_date",
                by_date.iter().rev().copied().collect(),
            ),
            ("&ordering=email", by_email.to_vec()),
            ("&ordering=-email", by_email.iter().rev().copied().collect()),
        ] {
            for limit in [1, 2, 5, 6, 200] {
                let rows = every_page(&client, &format!("{PATH}?limit={limit}{ordering}")).await;
                assert_eq!(emails(&rows), expected, "{ordering} by {limit}");
            }
        }
        let names = every_page(&client, &format!("{PATH}?limit=2&ordering=name")).await;
        let mut back = every_page(&client, &format!("{PATH}?limit=2&ordering=-name")).await;
        back.reverse();
        assert_eq!(names, back);
        let order = ["100%_sure!", "Admin", "arpad", "", "Árpád", "明"].map(|name| json!(name));
        let mut families = column(&names, "family_name");
        families.retain(|name| name != "");
        assert_eq!(
            families,
            order
                .into_iter()
                .filter(|name| name != "")
                .collect::<Vec<_>>()
        );
        wrong_pages(&client, PATH).await;
    })
    .await;
}

#[tokio::test]
async fn offset_skips_and_previous_leads_back() {
    each(async |app| {
        let (_, client) = company(app).await;
        let page = client
            .get(&format!("{PATH}?limit=2&offset=3&search=people"))
            .await
            .expect(200);
        assert_eq!(page["count"], 5);
        let rows = page["results"].as_array().unwrap();
        assert_eq!(emails(rows), ["y1@people.example", "z0@people.example"]);
        assert_eq!(page["next"], Value::Null);
        let previous = page["previous"].as_str().unwrap();
        assert!(
            previous.contains("offset=1") && previous.contains("search=people"),
            "{previous}"
        );
        let beyond = client.get(&format!("{PATH}?offset=1000")).await.expect(200);
        assert_eq!(
            (&beyond["count"], &beyond["results"]),
            (&json!(6), &json!([]))
        );
    })
    .await;
}

#[tokio::test]
async fn a_search_is_literal_and_knows_no_case() {
    each(async |app| {
        let (_, client) = company(app).await;
        for (text, expected) in [
            ("ZO%C3%8B", 1),
            ("zoe", 1),
            ("%C3%81RP%C3%81D", 1),
            ("%25", 1),
            ("_", 1),
            ("!", 1),
            ("%25_sure!", 1),
            ("100%25", 1),
            ("%5C", 0),
            ("%E6%9D%8E", 1),
            ("people.example", 5),
            ("PEOPLE.EXAMPLE", 5),
            ("stranger", 0),
            ("person2", 0),
            ("'%20OR%201=1", 0),
            ("x2@", 1),
        ] {
            let list = client
                .get(&format!("{PATH}?search={text}"))
                .await
                .expect(200);
            assert_eq!(list["count"], expected, "{text}: {}", list.text());
            assert_eq!(
                list["results"].as_array().unwrap().len(),
                expected,
                "{text}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn the_archived_have_a_list_of_their_own() {
    each(async |app| {
        let (_, client) = company(app).await;
        for flag in ["1", "true", "True"] {
            let list = client
                .get(&format!("{PATH}?is_archived={flag}"))
                .await
                .expect(200);
            assert_eq!(list["count"], 1);
            assert_eq!(list["results"][0]["state"], "archived");
        }
        for flag in ["0", "false", "False", ""] {
            let list = client
                .get(&format!("{PATH}?is_archived={flag}"))
                .await
                .expect(200);
            assert_eq!(list["count"], 6);
        }
        for flag in ["2", "yes", "null", "-1"] {
            let reply = client
                .get(&format!("{PATH}?is_archived={flag}"))
                .await
                .expect(400);
            assert_eq!(*reply.json(), json!({"is_archived": ["Must be 0 or 1."]}));
        }
    })
    .await;
}

#[tokio::test]
async fn those_in_a_role() {
    each(async |app| {
        let (admin, client) = company(app).await;
        let viewer = app.person(&admin, Role::DashboardUser).await;
        for (query, count) in [
            ("role=scm_user", 5),
            ("role=scm_user&is_archived=1", 1),
            ("role=scm_user&search=z0%40people", 1),
            ("role=account_admin", 1),
            ("role=it_admin", 0),
            ("role=", 7),
        ] {
            let rows = every_page(&client, &format!("{PATH}?limit=2&{query}")).await;
            assert_eq!(rows.len(), count, "{query}");
        }
        let rows = every_page(&client, &format!("{PATH}?role=dashboard_user")).await;
        assert_eq!(emails(&rows), [viewer.email]);
        let reply = client.get(&format!("{PATH}?role=king")).await.expect(400);
        let told = reply["role"][0].as_str().expect("a sentence");
        assert!(told.starts_with("Use one of: account_admin, "), "{told}");
    })
    .await;
}
