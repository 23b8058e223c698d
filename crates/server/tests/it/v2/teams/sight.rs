//! Who sees a campaign that is limited to teams (security checklist 39, 47, 49, 53).

use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::{Client, Person, TestApp, each};
use serde_json::{Value, json};

/// A company with an open and a limited campaign, a product in the limited one, and a team.
struct World {
    admin: Person,
    client: Client,
    open: Value,
    limited: Value,
    product: Value,
    brand: Value,
    team: String,
}

impl World {
    async fn of(app: &TestApp) -> Self {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let mut ids = Vec::new();
        for name in ["Open", "Limited"] {
            let campaign = client
                .post("/api/v2/campaigns/", json!({"name": name}))
                .await;
            ids.push(campaign.expect(201)["id"].clone());
        }
        let team = client.post("/api/v2/teams/", json!({"name": "T"})).await;
        let team = team.expect(201)["id"].clone();
        let brand = client.post("/api/v2/brands/", json!({"name": "B"})).await;
        let brand = brand.expect(201)["id"].clone();
        let body = json!({"sku": "a", "name": "A", "brand": brand, "campaign": ids[1]});
        let product = client.post("/api/v2/products/", body).await.expect(201);
        let body = json!({"key": "lot", "label": "Lot", "type": "text"});
        let path = format!("/api/v2/campaigns/{}/scm-fields/", ids[1]);
        client.post(&path, body).await.expect(201);
        let path = format!("/api/v2/campaigns/{}/access/", ids[1]);
        let body = json!({"access": "limited", "teams": [team]});
        client.put(&path, body).await.expect(200);
        Self {
            admin,
            client,
            limited: ids.remove(1),
            open: ids.remove(0),
            product: product["id"].clone(),
            brand,
            team: format!("/api/v2/teams/{team}/"),
        }
    }

    async fn put_in(&self, people: &[&Person]) {
        let ids: Vec<_> = people.iter().map(|person| person.id.0).collect();
        let body = json!({"members": ids});
        self.client.patch(&self.team, body).await.expect(200);
    }

    /// Expects lists, counts and every part of the limited campaign to agree.
    async fn sees(&self, client: &Client, sees: bool) {
        let names = if sees {
            json!(["Limited", "Open"])
        } else {
            json!(["Open"])
        };
        for query in ["", "&search=e", "&limit=1"] {
            let path = format!("/api/v2/campaigns/?ordering=name{query}");
            let list = client.get(&path).await.expect(200);
            assert_eq!(
                list["count"],
                names.as_array().expect("names").len(),
                "{path}"
            );
            assert_eq!(list["results"][0]["name"], names[0]);
        }
        let status = if sees { 200 } else { 404 };
        for part in ["", "scm-fields/", "options/", "redirects/"] {
            let path = format!("/api/v2/campaigns/{}/{part}", self.limited);
            client.get(&path).await.expect(status);
        }
        let product = client
            .get(&format!("/api/v2/products/{}/", self.product))
            .await;
        let product = product.expect(200);
        let shown = if sees { &self.limited } else { &Value::Null };
        assert_eq!(product["campaign"]["id"], *shown);
        let list = client.get("/api/v2/products/").await.expect(200);
        assert_eq!(list["results"][0]["campaign"]["id"], *shown);
        let list = format!("/api/v2/products/?campaign={}", self.limited);
        assert_eq!(
            client.get(&list).await.expect(200)["count"],
            i64::from(sees)
        );
    }
}

#[tokio::test]
async fn only_people_of_its_teams_see_it_and_from_the_next_request_on() {
    each(async |app| {
        let world = World::of(app).await;
        let manager = app.person(&world.admin, Role::BrandManager).await;
        let scm = app.person(&world.admin, Role::ScmUser).await;
        let (jwt, cookie) = (app.jwt(&manager).await, app.cookie(&manager).await);
        let rights = ["campaign_view", "product_view"];
        let token = app.uat(&scm, &rights).await.client;
        let admins_token = app.uat(&world.admin, &rights).await.client;
        // Another node needs not be told: what people see is asked of the database.
        let other_node = app.second_node().await.with_auth_of(&jwt);
        let all = [&jwt, &cookie, &other_node];
        for (people, managers, scms) in [
            (vec![], false, false),
            (vec![&manager], true, false),
            (vec![&scm], false, true),
            (vec![&manager, &scm], true, true),
            (vec![], false, false),
        ] {
            world.put_in(&people).await;
            for client in all {
                world.sees(client, managers).await;
            }
            world.sees(&token, scms).await;
            world.sees(&world.client, true).await;
            world.sees(&admins_token, true).await;
        }
        world.put_in(&[&manager]).await;
        world.client.delete(&world.team).await.expect(204);
        world.sees(&jwt, false).await;
        let path = format!("/api/v2/campaigns/{}/access/", world.limited);
        let open = json!({"access": "all"});
        world.client.put(&path, open).await.expect(200);
        world.sees(&jwt, true).await;
        world.sees(&token, true).await;
    })
    .await;
}

#[tokio::test]
async fn whoever_does_not_see_it_changes_nothing_of_it() {
    each(async |app| {
        let world = World::of(app).await;
        let manager = app.person(&world.admin, Role::BrandManager).await;
        let client = app.jwt(&manager).await;
        let campaign = format!("/api/v2/campaigns/{}/", world.limited);
        for (method, part, body) in [
            (Method::PATCH, "", json!({"name": "x"})),
            (Method::POST, "archive/", json!({})),
            (Method::POST, "restore/", json!({})),
            (Method::POST, "duplicate/", json!({})),
            (Method::GET, "key/", json!({})),
            (Method::POST, "key/", json!({})),
            (Method::PATCH, "options/", json!({"ga_key": "x"})),
            (
                Method::PUT,
                "redirects/",
                json!({"rules": [{"target": "e_label"}]}),
            ),
            (Method::GET, "access/", json!({})),
            (Method::PUT, "access/", json!({"access": "all"})),
            (
                Method::POST,
                "scm-fields/",
                json!({"key": "k", "label": "K", "type": "text"}),
            ),
            (Method::PUT, "scm-fields/order/", json!({"order": []})),
        ] {
            let path = format!("{campaign}{part}");
            client.json(method, &path, &body).await.expect(404);
        }
        // A name is unique in the company; of what has it, nothing else is told.
        let taken = client
            .post("/api/v2/campaigns/", json!({"name": "limited"}))
            .await;
        let sentence = "A campaign with this name already exists.";
        assert_eq!(*taken.expect(400).json(), json!({"name": [sentence]}));

        let not_there = format!("Invalid pk \"{}\" - object does not exist.", world.limited);
        let body =
            json!({"sku": "b", "name": "B", "brand": world.brand, "campaign": world.limited});
        let reply = client.post("/api/v2/products/", body).await.expect(400);
        assert_eq!(*reply.json(), json!({"campaign": [not_there]}));
        // A product in it stays in it, whatever is sent by somebody who is told of none.
        let path = format!("/api/v2/products/{}/", world.product);
        let body = json!({"campaign": world.open});
        let reply = client.patch(&path, body).await.expect(403);
        assert_eq!(reply.code(), "hidden_campaign");
        let reply = client
            .patch(&path, json!({"campaign": world.limited}))
            .await;
        assert_eq!(*reply.expect(400).json(), json!({"campaign": [not_there]}));
        let body = json!({"name": "New", "campaign": null});
        let reply = client.patch(&path, body).await.expect(200);
        assert_eq!(
            (&reply["name"], &reply["campaign"]),
            (&json!("New"), &Value::Null)
        );
        let body = json!({"sku": "a", "name": "Newer", "brand": world.brand});
        client.put(&path, body).await.expect(200);
        let seen = world.client.get(&path).await.expect(200);
        assert_eq!(seen["name"], "Newer");
        assert_eq!(seen["campaign"]["id"], world.limited);
        let count = world.client.get(&campaign).await.expect(200)["product_count"].clone();
        assert_eq!(count, 1);
        client.delete(&path).await.expect(204);
        let count = world.client.get(&campaign).await.expect(200)["product_count"].clone();
        assert_eq!(count, 0);
    })
    .await;
}

/// An IT Admin looks after teams without seeing their campaigns: these stay as they are.
#[tokio::test]
async fn campaigns_of_a_team_that_one_does_not_see_stay() {
    each(async |app| {
        let world = World::of(app).await;
        let it_admin = app.person(&world.admin, Role::ItAdmin).await;
        let client = app.jwt(&it_admin).await;
        let both = json!({"campaigns": [world.open, world.limited]});
        world.client.patch(&world.team, both).await.expect(200);
        let team = client.get(&world.team).await.expect(200);
        assert_eq!(
            team["campaigns"],
            json!([{"id": world.open, "name": "Open"}])
        );
        let list = client.get("/api/v2/teams/").await.expect(200);
        assert_eq!(list["results"][0]["campaigns"], team["campaigns"]);
        let hidden = json!({"campaigns": [world.limited]});
        client.patch(&world.team, hidden).await.expect(400);
        let none = json!({"campaigns": []});
        let team = client.patch(&world.team, none).await.expect(200);
        assert_eq!(team["campaigns"], json!([]));
        let team = world.client.get(&world.team).await.expect(200);
        assert_eq!(
            team["campaigns"],
            json!([{"id": world.limited, "name": "Limited"}])
        );
    })
    .await;
}

/// A token cannot be limited to what its owner does not see, nor asked whether it is there.
#[tokio::test]
async fn a_hidden_campaign_is_not_there_for_a_tokens_condition() {
    each(async |app| {
        let world = World::of(app).await;
        let scm = app.person(&world.admin, Role::ScmUser).await;
        let client = app.jwt(&scm).await;
        let mut told = Vec::new();
        for id in [world.limited.clone(), json!(999_999)] {
            let body = json!({
                "name": "t", "valid_until": "2026-12-24", "permissions": ["campaign_view"],
                "only": {"campaigns": [id]},
            });
            let reply = client.post("/api/v2/uats/", body).await.expect(400);
            told.push(reply.text().replace(&id.to_string(), "N"));
        }
        assert_eq!(told[0], told[1]);
        world.put_in(&[&scm]).await;
        let only = json!({"campaigns": [world.limited, world.open]});
        let token = app.uat_within(&scm, &["campaign_view"], only).await.client;
        let list = token.get("/api/v2/campaigns/").await.expect(200);
        assert_eq!(list["count"], 2);
        world.put_in(&[]).await;
        let list = token.get("/api/v2/campaigns/").await.expect(200);
        assert_eq!(list["count"], 1);
        assert_eq!(list["results"][0]["name"], "Open");
    })
    .await;
}
