//! `POST /api/v2/me/company/`

use crate::support::entry;
use axum::{body::Body, http::Method};
use countermark_core::{ids::CompanyId, roles::Role};
use countermark_store::members::{self, Details};
use countermark_testkit::{Client, Person, Reply, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/me/company/";
const ME: &str = "/api/v2/me/";

/// Makes the person a member of one more company.
pub(in crate::v2::me) async fn joins(
    app: &TestApp,
    person: &Person,
    company: CompanyId,
    role: Role,
) {
    let now = app.now();
    let mut tx = app.app.db.write().await.unwrap();
    let who = (person.id, person.email.as_str());
    let details = Details::default();
    members::add(&mut tx, company, who, &details, role, now, Some(now))
        .await
        .unwrap();
    tx.commit_unaudited().await.unwrap();
}

/// The cookie that an answer sets, in a request.
async fn with_cookie_of(client: &Client, reply: &Reply, path: &str) -> Reply {
    let line = reply.header("set-cookie");
    let value = line.split(';').next().unwrap();
    let mut request = client.request(Method::GET, path, Body::empty());
    request
        .headers_mut()
        .insert("cookie", value.parse().unwrap());
    client.send(request).await
}

fn to(company: CompanyId) -> Value {
    json!({"company": company.0})
}

/// Security checklist 54, 68: a new session there, the old cookie is dead, nothing is fresher.
#[tokio::test]
async fn a_switch_is_a_new_session_with_the_role_there() {
    each(async |app| {
        let (one, two) = (app.company().await, app.company().await);
        joins(app, &one, two.company, Role::DashboardUser).await;
        let client = app.cookie(&one).await;
        let before = client.get(ME).await.expect(200);
        // Two uses within the idle time, so that the log-in is older than it.
        app.clock.advance(90 * 60);
        client.get(ME).await.expect(200);
        app.clock.advance(90 * 60);
        let reply = client.post(PATH, to(two.company)).await.expect(201);
        assert!(
            reply.header("set-cookie").contains("Max-Age=32400;"),
            "never longer than the old one"
        );
        client.get(ME).await.expect(401);
        client.post(PATH, to(two.company)).await.expect(401);
        let me = with_cookie_of(&client, &reply, ME).await.expect(200);
        assert_eq!(me["company"]["id"], two.company.0);
        assert_eq!(me["role"]["name"], "dashboard_user");
        assert_ne!(me["credential"]["id"], before["credential"]["id"]);
        for same in ["expires_at", "fresh_until"] {
            assert_eq!(me["credential"][same], before["credential"][same]);
        }
        let there = entry(app, &two, "session.switch").await;
        assert_eq!(there["object_id"], me["credential"]["id"]);
        let here = entry(app, &one, "session.end").await;
        assert_eq!(here["object_id"], before["credential"]["id"]);
    })
    .await;
}

/// Security checklist 54: a company that is not theirs, or no longer, is not there.
#[tokio::test]
async fn nobody_gets_into_a_company_that_is_not_theirs() {
    each(async |app| {
        let (one, foreign, closed) = (
            app.company().await,
            app.company().await,
            app.company().await,
        );
        let lost = app.company().await;
        for there in [closed.company, lost.company] {
            joins(app, &one, there, Role::AccountAdmin).await;
        }
        app.close_company(closed.company).await;
        let path = format!("/api/v2/users/{}/archive/", one.id);
        app.jwt(&lost)
            .await
            .post(&path, json!({}))
            .await
            .expect(200);
        let client = app.cookie(&one).await;
        for there in [
            foreign.company,
            closed.company,
            lost.company,
            CompanyId(0),
            CompanyId(-1),
        ] {
            let reply = client.post(PATH, to(there)).await.expect(404);
            assert!(reply.headers.get("set-cookie").is_none());
        }
        for body in [
            json!({}),
            json!({"company": "two"}),
            json!({"company": one.company.0}),
        ] {
            client.post(PATH, body).await.expect(400);
        }
        let me = client.get(ME).await.expect(200);
        assert_eq!(me["company"]["id"], one.company.0);
    })
    .await;
}

/// A JWT looks at one company for its whole life, a token even more so; another site's page
/// switches nothing.
#[tokio::test]
async fn only_the_portal_itself_switches() {
    each(async |app| {
        let (one, two) = (app.company().await, app.company().await);
        joins(app, &one, two.company, Role::AccountAdmin).await;
        let body = to(two.company);
        let jwt = app
            .jwt(&one)
            .await
            .post(PATH, body.clone())
            .await
            .expect(403);
        assert_eq!(jwt.code(), "session_required");
        let token = app.uat(&one, &["brand_view"]).await.client;
        assert_eq!(
            token.post(PATH, body.clone()).await.expect(403).code(),
            "person_required"
        );
        app.anonymous().post(PATH, body.clone()).await.expect(401);
        let client = app.cookie(&one).await;
        let mut request = client.request(Method::POST, PATH, Body::from(body.to_string()));
        let headers = request.headers_mut();
        headers.insert("content-type", "application/json".parse().unwrap());
        headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert_eq!(client.send(request).await.expect(403).code(), "cross_site");
        assert_eq!(
            client.get(ME).await.expect(200)["company"]["id"],
            one.company.0
        );
    })
    .await;
}

/// Security checklist 68: of two switches at once one wins, and there is one session after it.
#[tokio::test]
async fn two_switches_at_once_make_one_session() {
    each(async |app| {
        let (one, two, three) = (
            app.company().await,
            app.company().await,
            app.company().await,
        );
        for there in [two.company, three.company] {
            joins(app, &one, there, Role::AccountAdmin).await;
        }
        let client = app.cookie(&one).await;
        let (a, b) = tokio::join!(
            client.post(PATH, to(two.company)),
            client.post(PATH, to(three.company)),
        );
        let mut told = [a.status, b.status];
        told.sort_unstable();
        assert_eq!(told, [201, 401]);
        client.get(ME).await.expect(401);
    })
    .await;
}
