//! `GET` and `PUT /api/v2/campaigns/{id}/access/`

use crate::support::{entry_by, wrong_fields};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn access_is_limited_to_teams_and_opened_again() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let campaign = client
            .post("/api/v2/campaigns/", json!({"name": "A"}))
            .await;
        let path = format!("/api/v2/campaigns/{}/access/", campaign["id"]);
        let open = json!({"access": "all", "teams": []});
        assert_eq!(*client.get(&path).await.expect(200).json(), open);
        let mut teams = Vec::new();
        for name in ["b", "A"] {
            let team = client.post("/api/v2/teams/", json!({"name": name})).await;
            teams.push(team.expect(201)["id"].clone());
        }
        let body = json!({"access": "limited", "teams": teams});
        let reply = client.put(&path, body).await.expect(200);
        let listed = json!([{"id": teams[1], "name": "A"}, {"id": teams[0], "name": "b"}]);
        let limited = json!({"access": "limited", "teams": listed});
        assert_eq!(*reply.json(), limited);
        assert_eq!(*client.get(&path).await.expect(200).json(), limited);
        let logged = entry_by(app, &admin, "campaign.access", &admin, "jwt").await;
        assert_eq!(logged["before"], json!({"limited": false, "teams": []}));
        assert_eq!(
            logged["after"],
            json!({"limited": true, "teams": [teams[1], teams[0]]})
        );
        // The team shows its campaign.
        let team = client.get(&format!("/api/v2/teams/{}/", teams[0])).await;
        assert_eq!(
            team["campaigns"],
            json!([{"id": campaign["id"], "name": "A"}])
        );
        // Teams that are not mentioned stay.
        let reply = client
            .put(&path, json!({"access": "all"}))
            .await
            .expect(200);
        assert_eq!(*reply.json(), json!({"access": "all", "teams": listed}));
        let body = json!({"access": "limited", "teams": []});
        let reply = client.put(&path, body).await.expect(200);
        assert_eq!(*reply.json(), json!({"access": "limited", "teams": []}));
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named_and_nothing_changes() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let campaign = client
            .post("/api/v2/campaigns/", json!({"name": "A"}))
            .await;
        let path = format!("/api/v2/campaigns/{}/access/", campaign["id"]);
        let stranger = app.jwt(&app.company().await).await;
        let theirs = stranger.post("/api/v2/teams/", json!({"name": "T"})).await;
        let theirs = theirs.expect(201)["id"].clone();
        let foreign = format!("Invalid pk \"{theirs}\" - object does not exist.");
        let good = json!({"access": "limited", "teams": []});
        let cases = [
            ("access", json!("some"), "\"some\" is not a valid choice."),
            ("access", json!(null), "This field may not be null."),
            ("access", json!(true), "Not a valid string."),
            ("teams", json!([theirs]), &foreign),
            ("teams", json!([1, 1]), "List each id once."),
            ("teams", json!("x"), "Expected a list of items."),
            ("unknown", json!(1), "Unknown field."),
        ];
        wrong_fields(&client, Method::PUT, &path, &good, &cases).await;
        let told = client.put(&path, json!({})).await.expect(400);
        assert_eq!(*told.json(), json!({"access": ["This field is required."]}));
        let open = json!({"access": "all", "teams": []});
        assert_eq!(*client.get(&path).await.expect(200).json(), open);
        stranger.get(&path).await.expect(404);
        stranger.put(&path, good.clone()).await.expect(404);
        // It is about people: no token says who sees what.
        let token = app
            .uat(&admin, &["campaign_view", "campaign_edit"])
            .await
            .client;
        for reply in [token.get(&path).await, token.put(&path, good).await] {
            assert_eq!(reply.expect(403).code(), "person_required");
        }
    })
    .await;
}
