//! `GET /api/v2/dashboard/attention/`

use crate::scans::{Shop, code, scan};
use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::json;

const PATH: &str = "/api/v2/dashboard/attention/";

#[tokio::test]
async fn alerts_are_there_for_seven_days() {
    each(async |app| {
        let shop = Shop::new(app).await;
        code(app, &shop.admin, Some(shop.product), 0, "code-inactive").await;
        let mut alerts = Vec::new();
        for kind in ["inactive", "blacklisted"] {
            let path = format!("/api/v2/campaigns/{}/alerts/", shop.campaign);
            let body = json!({"type": kind, "recipients": [shop.admin.id.0]});
            let made = shop.owner.post(&path, body).await.expect(201);
            alerts.push(made["id"].clone());
        }
        let none = json!({"alerts": []});
        assert_eq!(*shop.owner.get(PATH).await.expect(200).json(), none);
        scan(app, "code-inactive").await;
        let mut expected = json!({"alerts": [{
            "id": alerts[0], "campaign": shop.campaign, "campaign_name": "EU 2026",
            "type": "inactive", "last_mail": null, "waiting": true,
        }]});
        assert_eq!(*shop.owner.get(PATH).await.expect(200).json(), expected);
        app.task("alerts").await;
        let one = &mut expected["alerts"][0];
        one["last_mail"] = json!(app.now().to_string());
        one["waiting"] = json!(false);
        assert_eq!(*shop.owner.get(PATH).await.expect(200).json(), expected);
        app.clock.advance(7 * 86_400);
        let owner = app.jwt(&shop.admin).await;
        assert_eq!(*owner.get(PATH).await.expect(200).json(), expected);
        app.clock.advance(1);
        assert_eq!(*owner.get(PATH).await.expect(200).json(), none);
    })
    .await;
}

/// What a person may not see does not ask for their attention (security checklist 47).
#[tokio::test]
async fn everybody_gets_what_they_may_see() {
    each(async |app| {
        let shop = Shop::new(app).await;
        code(app, &shop.admin, Some(shop.product), 0, "code-inactive").await;
        let path = format!("/api/v2/campaigns/{}/alerts/", shop.campaign);
        let body = json!({"type": "inactive", "recipients": [shop.admin.id.0]});
        shop.owner.post(&path, body).await.expect(201);
        scan(app, "code-inactive").await;
        app.anonymous().get(PATH).await.expect(401);
        let token = app.uat(&shop.admin, &["campaign_view"]).await;
        let refused = token.client.get(PATH).await.expect(403);
        assert_eq!(refused.code(), "person_required");
        let nothing = app.person(&shop.admin, Role::InspectionUser).await;
        let shown = app.jwt(&nothing).await.get(PATH).await.expect(200);
        assert_eq!(*shown.json(), json!({"alerts": null}));
        let other = app.jwt(&app.company().await).await;
        let shown = other.get(PATH).await.expect(200);
        assert_eq!(*shown.json(), json!({"alerts": []}));
        let colleague = app.person(&shop.admin, Role::DashboardUser).await;
        let colleague = app.jwt(&colleague).await;
        let shown = colleague.get(PATH).await.expect(200);
        assert_eq!(shown["alerts"].as_array().map(Vec::len), Some(1));
        let path = format!("/api/v2/campaigns/{}/access/", shop.campaign);
        let body = json!({"access": "limited", "teams": []});
        shop.owner.put(&path, body).await.expect(200);
        let shown = colleague.get(PATH).await.expect(200);
        assert_eq!(*shown.json(), json!({"alerts": []}));
        let shown = shop.owner.get(PATH).await.expect(200);
        assert_eq!(shown["alerts"].as_array().map(Vec::len), Some(1));
    })
    .await;
}
