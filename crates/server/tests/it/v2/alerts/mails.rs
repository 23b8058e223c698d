//! What recipients get, and how often

use crate::scans::{Shop, code, scan};
use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn recipients_hear_at_once_and_then_once_an_hour() {
    each(async |app| {
        let shop = Shop::new(app).await;
        let product = Some(shop.product);
        code(app, &shop.admin, product, 0, "code-off").await;
        shop.codes(app, &["code-on"]).await;
        let reader = app.person(&shop.admin, Role::DashboardUser).await;
        let path = format!("/api/v2/campaigns/{}/alerts/", shop.campaign);
        let body = json!({"type": "inactive", "recipients": [shop.admin.id.0, reader.id.0]});
        let made = shop.owner.post(&path, body).await.expect(201);
        let sent = async || {
            app.task("alerts").await;
            let mails = app.mails().await;
            let about = |mail: &countermark::mail::Delivered| mail.subject.starts_with("Alert:");
            let mails: Vec<_> = mails.into_iter().filter(about).collect();
            mails
        };
        scan(app, "code-on").await.expect(302);
        assert_eq!(sent().await.len(), 0, "nothing to tell");
        scan(app, "code-off").await.expect(302);
        let first = sent().await;
        let mut to: Vec<_> = first.iter().map(|mail| mail.to.clone()).collect();
        to.sort();
        let mut both = vec![shop.admin.email.clone(), reader.email.clone()];
        both.sort();
        assert_eq!(to, both);
        assert_eq!(first[0].subject, "Alert: 1 scan in EU 2026");
        let text = &first[0].text;
        assert!(
            text.contains("A code that is not active was scanned."),
            "{text}"
        );
        assert!(
            text.contains("code-off") && text.contains("Olive oil"),
            "{text}"
        );
        let one = format!("/api/v2/alerts/{}/", made["id"]);
        let shown = shop.owner.get(&one).await.expect(200);
        assert_eq!(shown["last_mail"], "2026-11-24T12:00:00.000000Z");

        // More come together in the next mail, an hour later, and not to those who have left.
        for _ in 0..12 {
            scan(app, "code-off").await.expect(302);
        }
        assert_eq!(sent().await.len(), 0);
        let leave = format!("/api/v2/users/{}/archive/", reader.id);
        let owner = app.jwt(&shop.admin).await;
        owner.post(&leave, json!({})).await.expect(200);
        app.clock.advance(3_600);
        let second = sent().await;
        assert_eq!(second.len(), 1, "only one is left");
        assert_eq!(second[0].subject, "Alert: 12 scans in EU 2026");
        assert!(second[0].text.contains("and earlier ones"));
        app.clock.advance(3_600);
        assert_eq!(sent().await.len(), 0, "all is told");
    })
    .await;
}
