//! `/api/v2/teams/`

mod sight;

use crate::support::{
    column, entries, entry_by, every_page, missing_fields, wrong_fields, wrong_pages,
};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::{Person, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/teams/";

fn shown(person: &Person) -> Value {
    let given = if person.role == Role::AccountAdmin {
        "Ada"
    } else {
        "Pat"
    };
    json!({"id": person.id.0, "email": person.email, "given_name": given})
}

fn ids(rows: &Value) -> Vec<i64> {
    let rows = rows.as_array().expect("rows").iter();
    rows.map(|row| row["id"].as_i64().expect("an id")).collect()
}

#[tokio::test]
async fn a_team_is_made_changed_and_removed() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let scm = app.person(&admin, Role::ScmUser).await;
        let mut campaigns = Vec::new();
        for name in ["b", "A"] {
            let campaign = client
                .post("/api/v2/campaigns/", json!({"name": name}))
                .await;
            campaigns.push(campaign.expect(201)["id"].as_i64().expect("an id"));
        }
        let body = json!({
            "name": " Belgium ", "members": [scm.id.0, admin.id.0], "campaigns": campaigns,
        });
        let reply = client.post(PATH, body).await.expect(201);
        assert_eq!(reply["name"], "Belgium");
        assert_eq!(reply["creation_date"], app.now().to_string());
        assert_eq!(
            reply["campaigns"],
            json!([
                {"id": campaigns[1], "name": "A"}, {"id": campaigns[0], "name": "b"},
            ])
        );
        for (row, person) in reply["members"]
            .as_array()
            .expect("people")
            .iter()
            .zip([&admin, &scm])
        {
            for (member, value) in shown(person).as_object().expect("members") {
                assert_eq!(row[member], *value);
            }
        }
        let path = format!("{PATH}{}/", reply["id"]);
        assert_eq!(client.get(&path).await.expect(200).json(), reply.json());
        let logged = entry_by(app, &admin, "team.create", &admin, "jwt").await;
        assert_eq!(logged["after"]["members"], json!([admin.id.0, scm.id.0]));

        let reply = client
            .patch(&path, json!({"name": "BELGIUM"}))
            .await
            .expect(200);
        assert_eq!(reply["name"], "BELGIUM");
        assert_eq!(ids(&reply["members"]), [admin.id.0, scm.id.0]);
        let body = json!({"members": [scm.id.0], "campaigns": [campaigns[0]]});
        let reply = client.patch(&path, body).await.expect(200);
        assert_eq!(ids(&reply["members"]), [scm.id.0]);
        assert_eq!(ids(&reply["campaigns"]), [campaigns[0]]);
        assert_eq!(client.get(&path).await.expect(200).json(), reply.json());
        let logged = entries(app, &admin, "team.update").await;
        assert_eq!(
            logged[0]["after"],
            json!({"members": [scm.id.0], "campaigns": [campaigns[0]]})
        );
        let body = json!({"members": [], "campaigns": []});
        let reply = client.patch(&path, body).await.expect(200);
        assert_eq!(reply["members"], json!([]));
        client
            .patch(&path, json!({"members": [scm.id.0]}))
            .await
            .expect(200);

        client.delete(&path).await.expect(204);
        client.delete(&path).await.expect(404);
        let logged = entry_by(app, &admin, "team.delete", &admin, "jwt").await;
        assert_eq!(logged["before"]["name"], "BELGIUM");
        client
            .post(PATH, json!({"name": "Belgium"}))
            .await
            .expect(201);
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_nothing_is_made() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let client = app.jwt(&admin).await;
        let theirs = app.jwt(&other).await;
        let campaign = theirs
            .post("/api/v2/campaigns/", json!({"name": "A"}))
            .await;
        let campaign = campaign.expect(201)["id"].clone();
        missing_fields(&client, PATH, &json!({"name": "A"}), &["name"]).await;
        client
            .post(PATH, json!({"name": "Taken"}))
            .await
            .expect(201);
        let one = client
            .post(PATH, json!({"name": "One", "members": [admin.id.0]}))
            .await;
        let one = format!("{PATH}{}/", one.expect(201)["id"]);
        let foreign = |id: &Value| format!("Invalid pk \"{id}\" - object does not exist.");
        let stranger = json!(other.id.0);
        let cases = [
            ("name", json!(""), "This field may not be blank."),
            (
                "name",
                json!("TAKEN"),
                "A team with this name already exists.",
            ),
            ("members", json!([stranger]), &foreign(&stranger)),
            ("members", json!([999_999]), &foreign(&json!(999_999))),
            ("members", json!([1, 1]), "List each id once."),
            ("members", json!(["x"]), "A valid integer is required."),
            ("campaigns", json!([campaign]), &foreign(&campaign)),
            ("campaigns", json!(7), "Expected a list of items."),
            ("unknown", json!(1), "Unknown field."),
        ];
        wrong_fields(&client, Method::POST, PATH, &json!({"name": "New"}), &cases).await;
        let before = client.get(&one).await.expect(200);
        wrong_fields(
            &client,
            Method::PATCH,
            &one,
            &json!({"name": "New"}),
            &cases,
        )
        .await;
        assert_eq!(client.get(&one).await.expect(200).json(), before.json());
        // Both lists are named at once.
        let body = json!({"name": "New", "members": [stranger], "campaigns": [campaign]});
        let reply = client.post(PATH, body).await.expect(400);
        assert_eq!(reply.json().as_object().expect("fields").len(), 2);
        assert_eq!(client.get(PATH).await.expect(200)["count"], 2);
    })
    .await;
}

#[tokio::test]
async fn orderings_pages_and_searches_agree() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        for name in ["delta", "Alpha", "100%_sure"] {
            let body = json!({"name": name, "members": [admin.id.0]});
            client.post(PATH, body).await.expect(201);
            app.clock.advance(1);
        }
        for (ordering, expected) in [
            ("", ["100%_sure", "Alpha", "delta"]),
            ("&ordering=creation_date", ["delta", "Alpha", "100%_sure"]),
        ] {
            for limit in [1, 2, 200] {
                let rows = every_page(&client, &format!("{PATH}?limit={limit}{ordering}")).await;
                assert_eq!(Value::from(column(&rows, "name")), json!(expected));
                assert!(rows.iter().all(|row| ids(&row["members"]) == [admin.id.0]));
            }
        }
        let list = client
            .get(&format!("{PATH}?search=ALPHA"))
            .await
            .expect(200);
        assert_eq!(list["count"], 1);
        wrong_pages(&client, PATH).await;
    })
    .await;
}

/// Who looks after teams (contract §3.1), and that another company's are not there.
#[tokio::test]
async fn teams_are_for_those_who_need_them() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let team = client.post(PATH, json!({"name": "A"})).await.expect(201);
        let path = format!("{PATH}{}/", team["id"]);
        let stranger = app.jwt(&app.company().await).await;
        stranger.get(&path).await.expect(404);
        stranger
            .patch(&path, json!({"name": "B"}))
            .await
            .expect(404);
        stranger.delete(&path).await.expect(404);
        assert_eq!(stranger.get(PATH).await.expect(200)["count"], 0);
        for (role, sees, changes) in [
            (Role::ItAdmin, 200, 200),
            (Role::BrandManager, 200, 403),
            (Role::SupplyChainManager, 403, 403),
        ] {
            let client = app.jwt(&app.person(&admin, role).await).await;
            client.get(PATH).await.expect(sees);
            client
                .patch(&path, json!({"name": "A"}))
                .await
                .expect(changes);
        }
        assert_eq!(client.get(&path).await.expect(200)["name"], "A");
    })
    .await;
}
