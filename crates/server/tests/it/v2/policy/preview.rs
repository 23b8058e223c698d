//! `POST /api/v2/policy/preview/`: what it says is what then happens.

use crate::support::column;
use countermark_core::roles::Role;
use countermark_testkit::{TestApp, Token, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/policy/";
const PREVIEW: &str = "/api/v2/policy/preview/";

/// What each token is told now: 401, or its permissions.
async fn told(tokens: &[(Token, &str)]) -> Vec<Option<Value>> {
    let mut told = vec![];
    for (token, _) in tokens {
        let me = token.client.get("/api/v2/me/").await;
        told.push((me.status == 200).then(|| me["permissions"].clone()));
    }
    told
}

/// Tokens of three owners and several ages.
async fn tokens(app: &TestApp, admin: &countermark_testkit::Person) -> Vec<(Token, &'static str)> {
    let scm = app.person(admin, Role::ScmUser).await;
    let manager = app.person(admin, Role::SupplyChainManager).await;
    let mut tokens = vec![];
    for _ in 0..3 {
        tokens.push((app.uat(admin, &["brand_view", "brand_edit"]).await, "admin"));
        tokens.push((app.uat(&scm, &["product_view"]).await, "scm"));
        tokens.push((
            app.uat(&manager, &["brand_view", "scans_download"]).await,
            "manager",
        ));
        app.clock.advance(5 * 86_400);
    }
    tokens
}

#[tokio::test]
async fn the_preview_is_what_then_happens() {
    for (day, change) in [
        (None, json!({"default_days": 7, "max_days": 7})),
        (None, json!({"forbidden": ["brand_view", "scans_download"]})),
        (
            Some(2),
            json!({"default_days": 12, "max_days": 12, "forbidden": ["brand_edit"]}),
        ),
        (Some(3), json!({"default_days": 1, "max_days": 1})),
        (None, json!({"leak_action": "notify"})),
    ] {
        each(async |app| {
            let admin = app.company().await;
            let tokens = tokens(app, &admin).await;
            let portal = app.cookie(&admin).await;
            let before = told(&tokens).await;
            let mut body = change.clone();
            if let Some(days) = day {
                let today = portal.get(PATH).await.expect(200)["today"].clone();
                let today: jiff::civil::Date = today.as_str().unwrap().parse().unwrap();
                let start = today.checked_add(jiff::Span::new().days(days)).unwrap();
                body["starts_on"] = json!(start.to_string());
            }
            let preview = portal.post(PREVIEW, body.clone()).await.expect(200);
            assert_eq!(told(&tokens).await, before, "a preview applies nothing");
            assert_eq!(portal.get(PATH).await.expect(200)["pending"], json!(null));
            portal.patch(PATH, body).await.expect(200);
            if let Some(days) = day {
                assert_eq!(told(&tokens).await, before, "before the day");
                // The tests begin at noon.
                app.clock.advance(days * 86_400 - 12 * 3_600);
            }
            let after = told(&tokens).await;
            let rows = preview["results"].as_array().unwrap();
            assert_eq!(preview["count"], rows.len());
            for (at, (token, _)) in tokens.iter().enumerate() {
                let row = rows.iter().find(|row| row["id"] == *token.id);
                let stops = row.is_some_and(|row| row["effect"] == "stops");
                assert_eq!(after[at].is_none(), stops, "{change}: {row:?}");
                if let Some(now) = &after[at] {
                    let lost = row.map_or(json!([]), |row| row["lost"].clone());
                    let all = before[at].as_ref().unwrap().as_array().unwrap();
                    let gone: Vec<_> = all
                        .iter()
                        .filter(|p| !now.as_array().unwrap().contains(p))
                        .collect();
                    assert_eq!(json!(gone), lost, "{change}");
                }
            }
            // Those that end earlier do so at the moment that was said.
            countermark::tasks::run(&app.app, "policies")
                .await
                .expect("the task");
            for row in rows.iter().filter(|row| row["effect"] == "ends_earlier") {
                let admin_client = app.cookie(&admin).await;
                let path = format!("/api/v2/uats/{}/", row["id"].as_str().unwrap());
                let shown = admin_client.get(&path).await.expect(200);
                assert_eq!(shown["expires_at"], row["ends_at"], "{change}");
                assert_eq!(shown["state"], "active");
            }
        })
        .await;
    }
}

#[tokio::test]
async fn it_names_owner_and_last_use_and_comes_in_pages() {
    each(async |app| {
        let admin = app.company().await;
        let stranger = app.company().await;
        app.uat(&stranger, &["brand_view"]).await;
        let tokens = tokens(app, &admin).await;
        tokens[0].0.client.get("/api/v2/me/").await.expect(200);
        countermark::tasks::run(&app.app, "uses")
            .await
            .expect("written");
        let client = app.cookie(&admin).await;
        let body = json!({"default_days": 7, "max_days": 7, "password_jwt": false});
        let whole = client.post(PREVIEW, body.clone()).await.expect(200);
        assert_eq!((&whole["count"], &whole["stops"]), (&json!(9), &json!(6)));
        assert_eq!(whole["ends_earlier"], 3);
        let rows = whole["results"].as_array().unwrap();
        assert_eq!(rows[0]["owner"]["email"], json!(admin.email));
        assert!(rows[0]["last_used_at"].is_string() && rows[1]["last_used_at"].is_null());
        assert!(
            rows[0]["why"].as_str().unwrap().contains("2026-11-24"),
            "{}",
            rows[0]
        );
        let second = client
            .post(&format!("{PREVIEW}?limit=4&offset=4"), body)
            .await
            .expect(200);
        let (ids, part) = (column(rows, "id"), second["results"].as_array().unwrap());
        assert_eq!(column(part, "id"), ids[4..8]);
        let wrong = client
            .post(PREVIEW, json!({"max_days": 0}))
            .await
            .expect(400);
        assert!(wrong["max_days"].is_array());
    })
    .await;
}

/// A life that was shortened stays so: a token is never widened (security checklist 36).
#[tokio::test]
async fn what_was_shortened_is_not_lengthened_again() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        app.clock.advance(5 * 86_400);
        let portal = app.cookie(&admin).await;
        portal
            .patch(PATH, json!({"default_days": 7, "max_days": 7}))
            .await
            .expect(200);
        portal
            .patch(PATH, json!({"max_days": 365}))
            .await
            .expect(200);
        let shown = portal
            .get(&format!("/api/v2/uats/{}/", token.id))
            .await
            .expect(200);
        assert_eq!(shown["valid_until"], "2026-12-01");
        app.clock.advance(3 * 86_400);
        assert_eq!(
            token.client.get("/api/v2/me/").await.expect(401).code(),
            "token_expired"
        );
    })
    .await;
}
