//! `POST /api/v2/uats/report/` and `POST /api/v2/uats/{id}/release/`

use crate::support::{missing_fields, wrong_fields};
use axum::http::Method;
use countermark::{
    auth::{facts::Changed, limits::Limits},
    settings::Settings,
};
use countermark_core::{
    ids::UatId,
    policy::{LeakAction, TokenPolicy},
    roles::Role,
    token::UatText,
};
use countermark_store::uats::leaks;
use countermark_testkit::{Client, Person, Reply, TestApp, Token, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/uats/report/";
const BRANDS: &str = "/api/v2/brands/";

/// A token that never was, with the secret of one that is.
fn unknown(id: u128, of: &str) -> String {
    let text = UatText {
        id: UatId(id),
        secret: UatText::parse(of).expect("a token").secret,
    };
    text.write().to_string()
}

async fn report(app: &TestApp, tokens: &[&str]) -> Reply {
    app.anonymous()
        .post(PATH, json!({"tokens": tokens}))
        .await
        .expect(202)
}

/// Lets the company's policy say so; returns what it says as it is kept, which until companies
/// can change it is what holds as a rule.
async fn policy(app: &TestApp, admin: &Person, leak_action: LeakAction) -> LeakAction {
    let policy = TokenPolicy {
        leak_action,
        ..TokenPolicy::default()
    };
    app.set_policy(admin.company, &policy).await;
    let company = app.app.facts.company(admin.company, app.now()).await;
    let company = company.expect("read").expect("a company");
    company.policy.leak_action
}

/// Puts a token into quarantine, by a report where the policy says so.
async fn hold(app: &TestApp, admin: &Person, uat: &Token) {
    if policy(app, admin, LeakAction::Quarantine).await == LeakAction::Quarantine {
        report(app, &[&uat.text]).await;
        // Reported again: nothing new.
        report(app, &[&uat.text]).await;
        return;
    }
    let id = uat.id.parse().expect("an id");
    let mut tx = app.app.db.write().await.expect("a transaction");
    let held = leaks::quarantine(&mut tx, admin.company, id, app.now()).await;
    assert!(held.expect("written"));
    tx.commit_unaudited().await.expect("committed");
    app.app.facts.forget(&[Changed::Uat(id)]);
}

async fn log(client: &Client, id: &str) -> Vec<Value> {
    let path = format!("/api/v2/audit/?object_type=uat&object_id={id}");
    let reply = client.get(&path).await.expect(200);
    let entries = reply["results"].as_array().unwrap().clone();
    entries
        .into_iter()
        .filter(|e| e["action"] != "uat.create")
        .collect()
}

#[tokio::test]
async fn a_real_token_is_revoked_as_a_rule() {
    each(async |app| {
        let admin = app.company().await;
        let boss = app.jwt(&admin).await;
        let uat = app.uat(&admin, &["brand_view"]).await;
        uat.client.get(BRANDS).await.expect(200);
        let reply = report(app, &[&uat.text]).await;
        assert_eq!(*reply.json(), json!({"taken": 1}));
        let reply = uat.client.get(BRANDS).await.expect(401);
        assert_eq!(reply.code(), "token_revoked");
        let shown = boss
            .get(&format!("/api/v2/uats/{}/", uat.id))
            .await
            .expect(200);
        assert_eq!(shown["revoked_by"], json!(null));
        assert_eq!(shown["revoked_reason"], "Found in the open and reported.");
        report(app, &[&uat.text, &uat.text]).await;
        let entries = log(&boss, &uat.id).await;
        assert_eq!(entries.len(), 1, "told once");
        assert_eq!(entries[0]["action"], "uat.revoke");
        assert_eq!(entries[0]["credential"]["kind"], "report");
        assert_eq!(entries[0]["user"], json!(null));
    })
    .await;
}

/// The attacker knows a token's public id, as everybody may who reads a log, and can compute the
/// checksum. Without the secret nothing happens.
#[tokio::test]
async fn an_id_is_not_enough() {
    each(async |app| {
        let admin = app.company().await;
        let boss = app.jwt(&admin).await;
        let uat = app.uat(&admin, &["brand_view"]).await;
        let own = app.uat(&admin, &["brand_view"]).await;
        let crossed = crate::authz::crossed(&uat.text, &own.text);
        let unknown = unknown(1, &own.text);
        let reply = report(
            app,
            &[&crossed, &unknown, &uat.id, &uat.text[..79], "", "x"],
        )
        .await;
        assert_eq!(*reply.json(), json!({"taken": 6}), "no oracle");
        let real = report(app, &[&own.text, "1", "2", "3", "4", "5"]).await;
        assert_eq!(
            real.text(),
            reply.text(),
            "a real one among them changes nothing"
        );
        uat.client.get(BRANDS).await.expect(200);
        assert_eq!(log(&boss, &uat.id).await, Vec::<Value>::new());
        own.client.get(BRANDS).await.expect(401);
    })
    .await;
}

#[tokio::test]
async fn a_thousand_of_several_companies_are_taken_at_once() {
    each(async |app| {
        let (one, two) = (app.company().await, app.company().await);
        let second_action = policy(app, &two, LeakAction::Quarantine).await;
        let first = app.uat(&one, &["brand_create"]).await;
        let second = app.uat(&two, &["brand_create"]).await;
        let mut tokens: Vec<String> = (0..998)
            .map(|number| unknown(number, &first.text))
            .collect();
        tokens.insert(500, first.text.clone());
        tokens.push(second.text.clone());
        let body = json!({"tokens": tokens});
        let reply = app.anonymous().post(PATH, body.clone()).await.expect(202);
        assert_eq!(reply["taken"], 1_000);
        first.client.get("/api/v2/me/").await.expect(401);
        let refused = second.client.post(BRANDS, json!({"name": "x"})).await;
        match second_action {
            LeakAction::Quarantine => assert_eq!(refused["missing_because"], "quarantine"),
            _ => assert_eq!(refused.code(), "token_revoked"),
        }
        let mut more = tokens;
        more.push("x".into());
        let reply = app
            .anonymous()
            .post(PATH, json!({"tokens": more}))
            .await
            .expect(400);
        assert_eq!(
            *reply.json(),
            json!({"tokens": ["Ensure this field has no more than 1000 elements."]})
        );
    })
    .await;
}

#[tokio::test]
async fn in_quarantine_a_token_reads_until_an_admin_lets_it_go() {
    each(async |app| {
        let admin = app.company().await;
        let user = app.person(&admin, Role::ScmUser).await;
        let uat = app
            .uat(&admin, &["brand_view", "brand_create", "scans_download"])
            .await;
        let brand = |name: &str| json!({"name": name});
        uat.client.post(BRANDS, brand("before")).await.expect(201);
        hold(app, &admin, &uat).await;
        uat.client.get(BRANDS).await.expect(200);
        let refused = uat.client.post(BRANDS, brand("during")).await.expect(403);
        assert_eq!(refused["missing_because"], "quarantine");
        assert_eq!(refused["granted"], json!(["brand_view"]));
        let me = uat.client.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["permissions"], json!(["brand_view"]));
        assert_eq!(me["credential"]["quarantined_at"], app.now().to_string());
        let boss = app.jwt(&admin).await;
        let list = boss.get("/api/v2/uats/").await.expect(200);
        assert_eq!(list["results"][0]["quarantined_at"], app.now().to_string());
        assert_eq!(list["results"][0]["state"], "active");
        let held = "/api/v2/uats/?state=quarantined";
        app.uat(&admin, &["brand_view"]).await;
        assert_eq!(boss.get(held).await.expect(200)["count"], 1);
        let path = format!("/api/v2/uats/{}/release/", uat.id);
        app.jwt(&user)
            .await
            .post(&path, json!({}))
            .await
            .expect(403);
        uat.client.post(&path, json!({})).await.expect(403);
        let stranger = app.company().await;
        app.jwt(&stranger)
            .await
            .post(&path, json!({}))
            .await
            .expect(404);
        let reply = boss.post(&path, json!({})).await.expect(200);
        assert_eq!(reply["quarantined_at"], json!(null));
        assert_eq!(boss.get(held).await.expect(200)["count"], 0);
        uat.client.post(BRANDS, brand("after")).await.expect(201);
        boss.post(&path, json!({})).await.expect(200);
        let actions: Vec<_> = log(&boss, &uat.id).await;
        let actions: Vec<_> = actions
            .iter()
            .map(|e| e["action"].as_str().unwrap())
            .collect();
        assert!(actions.len() <= 2, "{actions:?}");
        assert_eq!(actions[0], "uat.release");
        assert!(
            actions[1..]
                .iter()
                .all(|action| *action == "uat.quarantine")
        );
        app.clock.advance(601);
        let reply = boss.post(&path, json!({})).await.expect(403);
        assert_eq!(reply.code(), "fresh_login_required");
    })
    .await;
}

#[tokio::test]
async fn a_company_that_only_wants_to_know_is_told_once_an_hour() {
    each(async |app| {
        let admin = app.company().await;
        let action = policy(app, &admin, LeakAction::Notify).await;
        let boss = app.jwt(&admin).await;
        let uat = app.uat(&admin, &["brand_create"]).await;
        for _ in 0..3 {
            report(app, &[&uat.text]).await;
        }
        assert_eq!(log(&boss, &uat.id).await.len(), 1);
        if action != LeakAction::Notify {
            uat.client.get(BRANDS).await.expect(401);
            return;
        }
        uat.client
            .post(BRANDS, json!({"name": "x"}))
            .await
            .expect(201);
        app.clock.advance(3_600);
        report(app, &[&uat.text]).await;
        let boss = app.jwt(&admin).await;
        let entries = log(&boss, &uat.id).await;
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0]["action"], "uat.report");
    })
    .await;
}

/// What is over is over: no entry, no news.
#[tokio::test]
async fn revoked_and_expired_tokens_are_no_news() {
    each(async |app| {
        let admin = app.company().await;
        let boss = app.jwt(&admin).await;
        let revoked = app.uat(&admin, &["brand_view"]).await;
        let expired = app.uat(&admin, &["brand_view"]).await;
        revoked
            .client
            .delete("/api/v2/uats/self/")
            .await
            .expect(204);
        let before = log(&boss, &revoked.id).await.len();
        app.clock.advance(60 * 86_400);
        report(app, &[&revoked.text, &expired.text]).await;
        let boss = app.jwt(&admin).await;
        assert_eq!(log(&boss, &revoked.id).await.len(), before);
        assert_eq!(log(&boss, &expired.id).await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named() {
    each(async |app| {
        let client = app.anonymous();
        let good = json!({"tokens": ["x"]});
        missing_fields(&client, PATH, &good, &["tokens"]).await;
        let cases = [
            ("tokens", json!(null), "This field may not be null."),
            ("tokens", json!("x"), "Expected a list of items."),
            ("tokens", json!([]), "This list may not be empty."),
            ("tokens", json!([7]), "Not a valid string."),
            ("tokens", json!(["x", null]), "Not a valid string."),
            ("other", json!(1), "Unknown field."),
        ];
        wrong_fields(&client, Method::POST, PATH, &good, &cases).await;
    })
    .await;
}

#[tokio::test]
async fn reports_are_limited_by_network() {
    let settings = Settings::default();
    let engine = countermark_store::Engine::Sqlite;
    let app = TestApp::with(engine, settings, Limits::contract()).await;
    let mut statuses = Vec::new();
    for _ in 0..12 {
        let body = json!({"tokens": ["x"]});
        statuses.push(app.anonymous().post(PATH, body).await.status);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 202).count(), 10);
    assert_eq!(statuses[11], 429);
}
