//! `GET` and `POST /api/v2/campaigns/{id}/key/`

use crate::support::{entry_by, no_secret_in_audit};
use countermark_core::{ids::CampaignId, roles::Role};
use countermark_store::campaigns::consumer_key;
use countermark_testkit::{TestApp, each};
use serde_json::json;

async fn found(app: &TestApp, key: &str) -> Option<CampaignId> {
    let mut conn = app.app.db.read().await.expect("a connection");
    let found = consumer_key::find(&mut conn, key).await.expect("an answer");
    found.map(|(_, campaign)| campaign)
}

#[tokio::test]
async fn every_campaign_has_a_key_that_can_be_renewed() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let mut keys = Vec::new();
        for name in ["A", "B"] {
            let campaign = client
                .post("/api/v2/campaigns/", json!({"name": name}))
                .await;
            let id = campaign.expect(201)["id"].as_i64().expect("an id");
            let path = format!("/api/v2/campaigns/{id}/key/");
            let reply = client.get(&path).await.expect(200);
            let key = reply["key"].as_str().expect("a key").to_owned();
            let random = key.strip_prefix("cmkkey1_").expect("its mark");
            assert_eq!(random.len(), 22);
            assert!(random.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            assert_eq!(found(app, &key).await, Some(CampaignId(id)));
            keys.push((id, path, key));
        }
        assert_ne!(keys[0].2, keys[1].2);
        let (id, path, old) = &keys[0];
        let reply = client.post(path, json!({})).await.expect(200);
        let new = reply["key"].as_str().expect("a key");
        assert_ne!(new, old);
        assert_eq!(client.get(path).await.expect(200).json(), reply.json());
        assert_eq!(found(app, old).await, None, "the old one is good no more");
        assert_eq!(found(app, new).await, Some(CampaignId(*id)));
        assert_eq!(found(app, &keys[1].2).await, Some(CampaignId(keys[1].0)));
        assert_eq!(found(app, "").await, None);
        let logged = entry_by(app, &admin, "campaign.renew_key", &admin, "jwt").await;
        assert_eq!(logged["object_id"], id.to_string());
        no_secret_in_audit(app, &[old, new, &keys[1].2]).await;
    })
    .await;
}

#[tokio::test]
async fn whoever_may_not_edit_campaigns_does_not_see_the_key() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let campaign = client
            .post("/api/v2/campaigns/", json!({"name": "A"}))
            .await;
        let path = format!("/api/v2/campaigns/{}/key/", campaign["id"]);
        let dashboard = app.person(&admin, Role::DashboardUser).await;
        let dashboard = app.jwt(&dashboard).await;
        let token = app.uat(&admin, &["campaign_view", "campaign_create"]).await;
        for client in [&dashboard, &token.client] {
            for reply in [client.get(&path).await, client.post(&path, json!({})).await] {
                assert_eq!(reply.expect(403)["required"], json!(["campaign_edit"]));
            }
        }
        let stranger = app.jwt(&app.company().await).await;
        stranger.get(&path).await.expect(404);
        stranger.post(&path, json!({})).await.expect(404);
        // It stands in no list and in no other answer.
        let key = client.get(&path).await.expect(200)["key"].clone();
        let key = key.as_str().expect("a key");
        for path in [
            "/api/v2/campaigns/",
            &path.replace("key/", "options/"),
            &path.replace("key/", ""),
        ] {
            let text = client.get(path).await.expect(200).text();
            assert!(!text.contains(key), "{text}");
        }
    })
    .await;
}
