//! `/api/v2/campaigns/{id}/alerts/` and `/api/v2/alerts/{id}/`

mod blacklist;
mod mails;

use crate::{
    scans::Shop,
    support::{entry_by, wrong_fields},
};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn an_alert_is_made_changed_and_removed() {
    each(async |app| {
        let shop = Shop::new(app).await;
        let path = format!("/api/v2/campaigns/{}/alerts/", shop.campaign);
        let token = app
            .uat(&shop.admin, &["campaign_view", "campaign_edit"])
            .await;
        let client = &token.client;
        let id = shop.admin.id.0;
        let body = json!({"type": "scan-count", "bound": {"most": 5}, "recipients": [id]});
        let made = client.post(&path, body).await.expect(201);
        let expected = json!({
            "id": made["id"], "campaign": shop.campaign, "type": "scan-count",
            "bound": {"most": 5}, "is_active": true, "recipients": [id], "last_mail": null,
            "creation_date": "2026-11-24T12:00:00.000000Z",
        });
        assert_eq!(*made.json(), expected);
        entry_by(app, &shop.admin, "alert.create", &shop.admin, "uat").await;
        let one = format!("/api/v2/alerts/{}/", made["id"]);
        assert_eq!(*client.get(&one).await.expect(200).json(), expected);
        let list = client.get(&path).await.expect(200);
        assert_eq!(*list.json(), json!({"results": [expected]}));

        let body = json!({"bound": {"most": 9}, "is_active": false, "recipients": []});
        let changed = client.patch(&one, body).await.expect(200);
        assert_eq!(changed["bound"], json!({"most": 9}));
        assert_eq!(changed["is_active"], false);
        assert_eq!(changed["recipients"], json!([]));
        let logged = entry_by(app, &shop.admin, "alert.update", &shop.admin, "uat").await;
        assert_eq!(logged["before"]["is_active"], true);
        let same = client.patch(&one, json!({})).await.expect(200);
        assert_eq!(same.json(), changed.json());
        client.delete(&one).await.expect(204);
        entry_by(app, &shop.admin, "alert.delete", &shop.admin, "uat").await;
        client.get(&one).await.expect(404);
        for (kind, bound) in [
            (
                "anomaly",
                json!({"scans": 3, "seconds": 600, "kilometres": 100}),
            ),
            ("exceptional-country", json!({"countries": ["be", "FR"]})),
            ("session-count", json!({"most": 3})),
            ("blacklisted", json!({})),
            ("out-of-market", Value::Null),
        ] {
            let body = json!({"type": kind, "bound": bound});
            let made = client.post(&path, body).await.expect(201);
            let told = match kind {
                "exceptional-country" => json!({"countries": ["BE", "FR"]}),
                "blacklisted" => Value::Null,
                "session-count" => json!({"most": 3, "auto_blacklist": false}),
                _ => bound,
            };
            assert_eq!(made["bound"], told, "{kind}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_named_and_nothing_is_made() {
    each(async |app| {
        let shop = Shop::new(app).await;
        let path = format!("/api/v2/campaigns/{}/alerts/", shop.campaign);
        let good = json!({"type": "scan-count", "bound": {"most": 5}, "recipients": []});
        let other = app.company().await;
        let gone = app.person(&shop.admin, Role::ScmUser).await;
        let archive = format!("/api/v2/users/{}/archive/", gone.id);
        shop.owner.post(&archive, json!({})).await.expect(200);
        let most = "most: use a number from 1 to 1000000000.";
        let strange = format!("There is no user {}.", other.id);
        let archived = format!("There is no user {}.", gone.id);
        let cases = [
            (
                "type",
                json!("counterfeit"),
                "\"counterfeit\" is not a valid choice.",
            ),
            ("type", json!(null), "This field may not be null."),
            ("type", json!(7), "Not a valid string."),
            ("bound", json!({}), most),
            ("bound", json!({"most": 0}), most),
            ("bound", json!({"most": "5"}), most),
            ("bound", json!([5]), "Expected an object."),
            (
                "bound",
                json!({"most": 5, "least": 1}),
                "\"least\" is no bound of this type.",
            ),
            ("is_active", json!("x"), "Must be a valid boolean."),
            ("recipients", json!([other.id.0]), strange.as_str()),
            ("recipients", json!([gone.id.0]), archived.as_str()),
            ("recipients", json!("x"), "Expected a list of items."),
            ("unknown", json!(1), "Unknown field."),
        ];
        wrong_fields(&shop.owner, Method::POST, &path, &good, &cases).await;
        for (kind, bound, sentence) in [
            (
                "anomaly",
                json!({"scans": 1, "seconds": 1, "kilometres": 0}),
                "scans: use a number from 2 to 1000.",
            ),
            (
                "exceptional-country",
                json!({"countries": []}),
                "countries: name at least one.",
            ),
            (
                "exceptional-country",
                json!({"countries": ["Belgium"]}),
                "countries: use ISO 3166-1 alpha-2 codes.",
            ),
            (
                "session-count",
                json!({"most": 1, "auto_blacklist": "yes"}),
                "auto_blacklist: use true or false.",
            ),
            (
                "scan-count",
                json!({"most": 1, "auto_blacklist": true}),
                "\"auto_blacklist\" is no bound of this type.",
            ),
            (
                "inactive",
                json!({"most": 1}),
                "\"most\" is no bound of this type.",
            ),
        ] {
            let body = json!({"type": kind, "bound": bound});
            let reply = shop.owner.post(&path, body).await.expect(400);
            assert_eq!(*reply.json(), json!({"bound": [sentence]}), "{kind}");
        }
        let body = json!({"bound": {"most": 5}});
        let reply = shop.owner.post(&path, body).await.expect(400);
        assert_eq!(*reply.json(), json!({"type": ["This field is required."]}));
        let list = shop.owner.get(&path).await.expect(200);
        assert_eq!(list["results"], json!([]));
        shop.owner.post(&path, good.clone()).await.expect(201);
        let again = shop.owner.post(&path, good).await.expect(400);
        let sentence = "This campaign has an alert of this type already.";
        assert_eq!(*again.json(), json!({"type": [sentence]}));
    })
    .await;
}
