//! Access is decided first: before the body is read, before the query is judged, and before the
//! object is looked for (security checklist 44). Whoever may not do a thing learns nothing about
//! the request they sent.

use super::{
    model::{self, Model},
    objects::Objects,
    operations,
    rules::rule_of,
};
use axum::{
    body::Body,
    http::{HeaderValue, Method, header},
};
use countermark_core::{permissions::PermissionSet, roles::Role};
use countermark_testkit::{Client, Reply, each};
use serde_json::json;

/// What is sent: media type, body, and the length that the client claims.
type Sent = (&'static str, &'static str, Option<&'static str>);
const BODIES: [Sent; 4] = [
    ("application/json", "{]", None),
    ("text/plain", "hello", None),
    ("multipart/form-data; boundary=x", "--x--", None),
    ("application/json", "{}", Some("999999999999")),
];

async fn send(client: &Client, method: &str, path: &str, sent: &Sent) -> Reply {
    let (kind, body, length) = *sent;
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let mut request = client.request(method, path, Body::from(body));
    let headers = request.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(length) = length {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static(length));
    }
    client.send(request).await
}

#[tokio::test]
async fn a_refusal_does_not_depend_on_body_or_object() {
    each(async |app| {
        let admin = app.company().await;
        let objects = Objects::of(app, &admin).await;
        let end = app.now().plus_seconds(86_400);
        let inspector = app.person(&admin, Role::InspectionUser).await;
        let (role, fresh) = (Role::InspectionUser, true);
        let empty = super::planted(app, &admin, PermissionSet::EMPTY, end).await;
        let nothing = Model::Token {
            role: Role::AccountAdmin,
            carries: model::Names::new(),
            forbidden: model::Names::new(),
        };
        let revoked = app.uat(&admin, &["brand_view"]).await;
        revoked
            .client
            .delete("/api/v2/uats/self/")
            .await
            .expect(204);
        let crossed = super::crossed(&revoked.text, &app.uat(&admin, &["brand_view"]).await.text);
        let crossed = app.header(&format!("UAT {crossed}"));
        let ended = app.jwt(&admin).await;
        ended
            .post("/api/v2/auth/jwt/logout/", json!({}))
            .await
            .expect(204);
        let callers = [
            (app.anonymous(), Model::Stranger("not_authenticated")),
            (
                app.header("UAT junk"),
                Model::Stranger("authentication_failed"),
            ),
            (
                app.header("JWT a.b.c"),
                Model::Stranger("authentication_failed"),
            ),
            (crossed, Model::Stranger("authentication_failed")),
            (revoked.client, Model::Stranger("token_revoked")),
            (ended, Model::Stranger("token_revoked")),
            (app.jwt(&inspector).await, Model::Person { role, fresh }),
            (empty.client, nothing),
        ];
        let mut refused = 0;
        for operation in operations() {
            for (client, model) in &callers {
                let wanted = model::expected(rule_of(&operation.id), model);
                if wanted.is_null() {
                    continue;
                }
                let mut first = None;
                let paths = [
                    objects.path(&operation),
                    operation.nowhere(),
                    operation.at("no-id") + "?limit=x&all=maybe&ordering=%00",
                ];
                for path in &paths {
                    for sent in &BODIES {
                        let reply = send(client, &operation.method, path, sent).await;
                        let context = format!("{} {path} {sent:?}", operation.id);
                        assert_eq!(model::observed(&reply), wanted, "{context}");
                        let first = first.get_or_insert_with(|| reply.text());
                        assert_eq!(*first, reply.text(), "{context}");
                        refused += 1;
                    }
                }
            }
        }
        assert!(refused > 500, "only {refused} refusals were tried");
    })
    .await;
}

/// `HEAD` is `GET` without its body, and goes through the same gate.
#[tokio::test]
async fn head_is_guarded_as_get_is() {
    each(async |app| {
        let admin = app.company().await;
        let objects = Objects::of(app, &admin).await;
        let reader = app.jwt(&admin).await;
        let inspector = app.person(&admin, Role::InspectionUser).await;
        let inspector = app.jwt(&inspector).await;
        for operation in operations() {
            if operation.method != "GET" {
                continue;
            }
            let path = objects.path(&operation);
            for client in [&app.anonymous(), &inspector, &reader] {
                let get = client.get(&path).await;
                let head = client.request(Method::HEAD, &path, Body::empty());
                let head = client.send(head).await;
                assert_eq!(head.status, get.status, "{path}");
                assert!(head.bytes.is_empty(), "{path}: {}", head.text());
            }
        }
    })
    .await;
}
