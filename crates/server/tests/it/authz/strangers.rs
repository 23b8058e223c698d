//! Objects of others are not there: not for another company, not for a colleague, under no id
//! and by no trick (security checklist 39, 47, 51, 52, 54).

use super::{Operation, objects::Objects, operations, planted, rules::rule_of};
use axum::{
    body::Body,
    http::{HeaderValue, Method},
};
use countermark_core::{permissions::PermissionSet, roles::Role};
use countermark_testkit::{Client, Person, TestApp, each};
use serde_json::{Value, json};

/// What is told about whatever is not there.
fn not_found() -> Value {
    json!({"detail": "Not found.", "code": "not_found"})
}

/// Ids that nothing has, of the right form and of none.
const NO_IDS: [&str; 22] = [
    "0",
    "-1",
    "-9223372036854775808",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999999999999999999999999999",
    "1.0",
    "1e1",
    "0x1",
    "1_0",
    "%EF%BC%91",
    "%201",
    "1%20",
    "1%00",
    "%2B",
    "null",
    "*",
    "1;1",
    "1%27%20OR%20%271%27=%271",
    "..%2F1",
    "zzzzzzzzzzzzzzzzzzzzzz",
    "0000000000000000000001",
];

/// A body that would do something if the object were there.
fn body_of(operation: &Operation) -> Value {
    match operation.id.as_str() {
        "users_update" => json!({"given_name": "Taken over"}),
        "uats_revoke" => json!({}),
        _ => json!({"name": "Taken over"}),
    }
}

/// Every credential of that person which the operation's gate takes.
async fn credentials(app: &TestApp, person: &Person, gate: &str) -> Vec<Client> {
    let mut list = vec![app.jwt(person).await, app.cookie(person).await];
    if gate == "any" {
        let end = app.now().plus_seconds(86_400);
        list.push(planted(app, person, PermissionSet::all(), end).await.client);
    }
    list
}

#[tokio::test]
async fn another_companys_object_looks_like_none() {
    each(async |app| {
        let ours = app.company().await;
        let objects = Objects::of(app, &ours).await;
        let before = objects.seen().await;
        let stranger = app.company().await;
        let mut tried = 0;
        for operation in operations().iter().filter(|operation| operation.has_id()) {
            let body = body_of(operation);
            for client in credentials(app, &stranger, rule_of(&operation.id).gate).await {
                let mut paths = vec![objects.path(operation), operation.nowhere()];
                paths.extend(NO_IDS.iter().map(|id| operation.at(id)));
                for path in paths {
                    let reply = operation.call(&client, &path, &body).await;
                    assert_eq!(reply.status, 404, "{} {path}", operation.id);
                    assert_eq!(*reply.json(), not_found(), "{} {path}", operation.id);
                    tried += 1;
                }
            }
        }
        assert!(tried > 500, "only {tried} were tried");
        assert_eq!(objects.seen().await, before);
    })
    .await;
}

#[tokio::test]
async fn the_same_requests_reach_ones_own_object() {
    // Otherwise the test above would pass on a server that answers 404 to everybody.
    each(async |app| {
        for operation in operations().iter().filter(|operation| operation.has_id()) {
            let gate = rule_of(&operation.id).gate;
            for at in 0..if gate == "any" { 3 } else { 2 } {
                let ours = app.company().await;
                let path = Objects::of(app, &ours).await.path(operation);
                let client = credentials(app, &ours, gate).await.swap_remove(at);
                let reply = operation.call(&client, &path, &body_of(operation)).await;
                let told = reply.text();
                assert!([200, 204, 409].contains(&reply.status), "{path} {told}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn lists_and_filters_show_nothing_of_others() {
    each(async |app| {
        let ours = app.company().await;
        let objects = Objects::of(app, &ours).await;
        let stranger = app.company().await;
        let client = app.jwt(&stranger).await;
        for operation in operations() {
            if operation.method != "GET" || operation.has_id() {
                continue;
            }
            let company = ours.company;
            for query in [
                String::new(),
                "?all=1".into(),
                format!("?company={company}&company_id={company}&tenant={company}&org={company}"),
                format!("?user={}&owner={}", ours.id, ours.id),
                "?search=Ours&sku__exact=OURS-1".into(),
                "?is_archived=1&limit=200".into(),
                "?expand=company,owner&include=all&fields=*".into(),
            ] {
                let path = format!("{}{query}", operation.path);
                let text = client.get(&path).await.text();
                for secret in objects.marks(&ours) {
                    assert!(!text.contains(&secret), "{path} shows {secret}");
                }
            }
        }
        let path = "/api/v2/brands/?search=Ours";
        let shown = app.jwt(&ours).await.get(path).await.expect(200);
        assert_eq!(
            shown["count"], 1,
            "the mark is where its owner looks for it"
        );
    })
    .await;
}

#[tokio::test]
async fn a_colleagues_token_is_not_there() {
    each(async |app| {
        let admin = app.company().await;
        let scm = app.person(&admin, Role::ScmUser).await;
        let token = app.uat(&admin, &["brand_view"]).await;
        let own = app.uat(&scm, &["scm_bulk_edit"]).await;
        let client = app.jwt(&scm).await;
        let path = format!("/api/v2/uats/{}/", token.id);
        for reply in [
            client.get(&path).await,
            client.patch(&path, json!({"name": "mine"})).await,
            client.patch(&path, json!({"owner": scm.id.0})).await,
            client.raw(Method::PATCH, &path, "text/plain", "x").await,
            client.delete(&path).await,
            client
                .json(Method::DELETE, &path, &json!({"reason": [1]}))
                .await,
        ] {
            assert_eq!(*reply.expect(404).json(), not_found());
        }
        let all = client.get("/api/v2/uats/?all=1").await.expect(403);
        assert_eq!(all["required"], json!(["uat_manage"]));
        assert_eq!(all["missing_because"], "role");
        let list = client.get("/api/v2/uats/").await.expect(200);
        assert_eq!(list["count"], 1);
        assert_eq!(list["results"][0]["id"], own.id);
        let found = client.get("/api/v2/uats/?search=brand").await.expect(200);
        assert_eq!(found["count"], 0);

        token.client.get("/api/v2/me/").await.expect(200);
        let admins = app.jwt(&admin).await;
        let list = admins.get("/api/v2/uats/?all=1").await.expect(200);
        assert_eq!(list["count"], 2);
        let path = format!("/api/v2/uats/{}/", own.id);
        admins.get(&path).await.expect(200);
        admins.delete(&path).await.expect(204);
        own.client.get("/api/v2/me/").await.expect(401);
    })
    .await;
}

#[tokio::test]
async fn neither_headers_nor_methods_in_disguise_change_who_one_is() {
    each(async |app| {
        let ours = app.company().await;
        let objects = Objects::of(app, &ours).await;
        let before = objects.seen().await;
        let stranger = app.company().await;
        let client = app.jwt(&stranger).await;
        let id = ours.company.to_string();
        for name in [
            "x-company",
            "x-company-id",
            "x-tenant-id",
            "x-org",
            "x-user-id",
        ] {
            let mut request = client.request(
                Method::GET,
                &format!("/api/v2/me/?company={id}"),
                Body::empty(),
            );
            let value = HeaderValue::from_str(&id).unwrap();
            request.headers_mut().insert(name, value);
            let me = client.send(request).await.expect(200);
            assert_eq!(me["company"]["id"], stranger.company.0);
        }
        // A GET stays a GET, whatever else it says (security checklist 52).
        let admins = app.jwt(&ours).await;
        let brand = operations()
            .into_iter()
            .find(|o| o.id == "brands_delete")
            .unwrap();
        let path = objects.path(&brand);
        for (name, value) in [
            ("x-http-method-override", "DELETE"),
            ("x-http-method", "DELETE"),
            ("x-method-override", "DELETE"),
        ] {
            let path = format!("{path}?_method=DELETE&method=DELETE");
            let body = Body::empty();
            let mut request = admins.request(Method::GET, &path, body);
            let value = HeaderValue::from_static(value);
            request.headers_mut().insert(name, value);
            admins.send(request).await.expect(200);
        }
        assert_eq!(objects.seen().await, before);
    })
    .await;
}
