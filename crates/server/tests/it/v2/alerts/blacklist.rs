//! Auto-blacklist by session count: what people, webhooks and the log see of it

use crate::{
    scans::{Shop, scan_from},
    support::{entries, entry},
};
use countermark_core::permissions::Permission;
use countermark_testkit::{TestApp, each};
use serde_json::{Value, json};

/// Scans it with so many devices, whose addresses begin with that number.
async fn scans(app: &TestApp, code: &str, network: u8, devices: u8) {
    for device in 0..devices {
        let address = format!("203.0.{network}.{device}");
        scan_from(app, code, &address, &[]).await.expect(302);
    }
}

async fn status(shop: &Shop, code: &str) -> (Value, Value) {
    let path = format!("/api/v2/codes/{code}/");
    let code = shop.owner.get(&path).await.expect(200);
    let member = |name: &str| code[name].clone();
    (member("activation_status"), member("blacklist_reason"))
}

#[tokio::test]
async fn a_code_of_too_many_devices_is_blacklisted_and_told_of() {
    each(async |app| {
        let shop = Shop::new(app).await;
        let id = format!("code-{}", shop.admin.company);
        shop.codes(app, &[&id]).await;
        let hook = json!({"url": "https://hook.example/", "events": ["code.blacklisted"]});
        let hook = shop.owner.post("/api/v2/webhooks/", hook).await.expect(201);
        let path = format!("/api/v2/campaigns/{}/alerts/", shop.campaign);
        let bound = json!({"most": 2, "auto_blacklist": true});
        let people = [shop.admin.id.0];
        let body = json!({"type": "session-count", "bound": bound, "recipients": people});
        let alert = shop.owner.post(&path, body).await.expect(201);
        assert_eq!(alert["bound"], bound);
        scans(app, &id, 1, 2).await;
        app.task("auto_blacklist").await;
        assert_eq!(status(&shop, &id).await, (json!(1), json!(0)));
        scans(app, &id, 2, 3).await;
        for _ in 0..2 {
            app.task("auto_blacklist").await;
        }
        // The contract's "max scan count exceeded".
        assert_eq!(status(&shop, &id).await, (json!(2), json!(10)));
        let logged = entry(app, &shop.admin, "alert.blacklist").await;
        assert_eq!(logged["user"], Value::Null);
        assert_eq!(logged["credential"]["kind"], "task");
        assert_eq!(
            (&logged["object_type"], &logged["label"]),
            (&json!("code"), &json!(id))
        );
        let before = json!({"activation_status": 1, "blacklist_reason": 0});
        for (name, value) in before.as_object().expect("members") {
            assert_eq!(logged["before"][name], *value);
        }
        assert_eq!(
            logged["after"],
            json!({
                "activation_status": 2, "blacklist_reason": 10, "alert": alert["id"], "most": 2,
                "sessions": 5,
            })
        );
        let path = format!("/api/v2/webhooks/{}/deliveries/", hook["id"]);
        let told = shop.owner.get(&path).await.expect(200);
        let told = told["results"].as_array().expect("calls");
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["event"], "code.blacklisted");
        app.task("alerts").await;
        let mails = app.mails().await;
        let mail = mails.iter().rfind(|mail| mail.to == shop.admin.email);
        let text = &mail.expect("a mail").text;
        assert!(text.contains("(the code is blacklisted now)"), "{text}");
        // An admin knows better; it is counted from here on.
        app.clock.advance(60);
        let body = json!({"codes": [id]});
        let path = "/api/v2/codes/activate/";
        shop.owner.post(path, body).await.expect(200);
        app.clock.advance(60);
        scans(app, &id, 2, 2).await;
        app.task("auto_blacklist").await;
        assert_eq!(status(&shop, &id).await, (json!(1), json!(0)));
        scans(app, &id, 3, 1).await;
        app.task("auto_blacklist").await;
        assert_eq!(status(&shop, &id).await, (json!(2), json!(10)));
        assert_eq!(entries(app, &shop.admin, "alert.blacklist").await.len(), 2);
    })
    .await;
}

/// An alert blacklists for whoever may blacklist, and is no way around that right (security
/// checklist 51).
#[tokio::test]
async fn it_asks_for_the_right_to_blacklist() {
    each(async |app| {
        let shop = Shop::new(app).await;
        let path = format!("/api/v2/campaigns/{}/alerts/", shop.campaign);
        let edit = app.uat(&shop.admin, &["campaign_edit"]).await.client;
        let both = ["campaign_edit", Permission::ScmCodeEdit.name()];
        let both = app.uat(&shop.admin, &both).await.client;
        let bound = |on: bool| json!({"most": 2, "auto_blacklist": on});
        let body = |on| json!({"type": "session-count", "bound": bound(on)});
        let refused = edit.post(&path, body(true)).await.expect(403);
        assert_eq!(refused["required"], json!(["scm_code_edit"]));
        let made = edit.post(&path, body(false)).await.expect(201);
        let one = format!("/api/v2/alerts/{}/", made["id"]);
        let on = json!({"bound": bound(true)});
        edit.patch(&one, on.clone()).await.expect(403);
        assert_eq!(both.patch(&one, on).await.expect(200)["bound"], bound(true));
        // Whoever only edits may still say who is told, and switch it off, but not on.
        let off = json!({"is_active": false, "recipients": []});
        edit.patch(&one, off).await.expect(200);
        let on = json!({"is_active": true});
        edit.patch(&one, on.clone()).await.expect(403);
        both.patch(&one, on).await.expect(200);
        edit.patch(&one, json!({"bound": bound(false)}))
            .await
            .expect(200);
    })
    .await;
}
