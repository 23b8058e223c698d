//! Requests that mean harm, to every operation that takes them. What is sent is read out of the
//! `OpenAPI` document, so that an operation which is added is attacked as well.

mod doubled;
mod forbidden;
mod formulas;
mod good;
mod members;
mod naughty;
mod shapes;
mod strings;

use crate::authz::{DOCUMENT, Operation, gate_of, objects::Objects, operations};
use axum::{
    body::Body,
    http::{HeaderValue, Method, header},
};
use countermark_core::roles::Role;
use countermark_testkit::{Client, Person, Reply, TestApp};
use serde_json::{Map, Value, json};

/// A company that is attacked, and who does it: its own admin, whom every gate lets in.
struct Target<'a> {
    app: &'a TestApp,
    admin: Person,
    client: Client,
    objects: Objects,
    /// The key of its campaign, as landing pages have it.
    key: String,
}

impl<'a> Target<'a> {
    async fn of(app: &'a TestApp) -> Self {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let objects = Objects::of(app, &admin).await;
        let key = operation("campaigns_key_get");
        let key = client.get(&objects.path(&key)).await.expect(200);
        Self {
            key: key["key"].as_str().expect("a key").to_owned(),
            app,
            admin,
            client,
            objects,
        }
    }

    /// Sends a body as it is to that operation, with the credential that it asks for.
    async fn send(&self, operation: &Operation, body: impl Into<Body>) -> Reply {
        let token = match gate_of(&operation.id) {
            "token" => Some(self.app.uat(&self.admin, &["brand_view"]).await.client),
            _ => None,
        };
        let client = token.as_ref().unwrap_or(&self.client);
        let method = Method::from_bytes(operation.method.as_bytes()).expect("a method");
        let path = self.objects.path(operation);
        let mut request = client.request(method, &path, body.into());
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(header::CONTENT_TYPE, json);
        if gate_of(&operation.id) == "consumer" {
            request.headers_mut().remove(header::AUTHORIZATION);
            let key = HeaderValue::from_str(&self.key).expect("a header");
            request
                .headers_mut()
                .insert("x-scantrust-consumer-api-key", key);
        }
        client.send(request).await
    }

    /// Who is who in the company: nothing that a body says may change it.
    async fn identities(&self) -> Vec<Value> {
        let list = self
            .client
            .get("/api/v2/users/?limit=200")
            .await
            .expect(200);
        let people = list["results"].as_array().expect("people").iter();
        people
            .filter(|person| person["state"] != "invited")
            .map(|person| {
                json!([
                    person["id"],
                    person["email"],
                    person["role"],
                    person["state"]
                ])
            })
            .collect()
    }
}

/// Somebody beside the admin, who may nearly nothing.
async fn onlooker(app: &TestApp, admin: &Person) -> Client {
    app.jwt(&app.person(admin, Role::DashboardUser).await).await
}

fn operation(id: &str) -> Operation {
    let mut all = operations().into_iter();
    all.find(|operation| operation.id == id)
        .expect("an operation")
}

/// The operations with a JSON body. What needs things as they are comes first, what ends something
/// for those after it comes last.
fn with_body() -> Vec<(Operation, Value)> {
    let mut all: Vec<_> = operations()
        .into_iter()
        .filter_map(|one| members::body_schema(&DOCUMENT, &one).map(|schema| (one, schema)))
        .collect();
    all.sort_by_key(|(one, _)| match one.id.as_str() {
        "campaigns_scm_fields_order" => 0,
        "uats_rotate" | "uats_revoke" => 2,
        _ => 1,
    });
    assert!(all.len() > 55, "{}", all.len());
    all
}

/// An answer that a client can work with: no failure of the server, and what is wrong in the
/// contract's shape, about members that were sent or could have been (security checklist 93).
fn check(reply: &Reply, schema: &Value, sent: &Map<String, Value>, context: &str) {
    assert!(reply.status < 500, "{context}: {}", reply.text());
    if reply.status < 400 {
        return;
    }
    assert_eq!(
        reply.header("content-type"),
        "application/json",
        "{context}"
    );
    let told = reply.json().as_object();
    let told = told.unwrap_or_else(|| panic!("{context}: {}", reply.text()));
    if told.get("detail").is_some_and(Value::is_string) {
        assert!(!reply.code().is_empty(), "{context}: {}", reply.text());
        return;
    }
    assert_eq!(reply.status, 400, "{context}: {}", reply.text());
    for (name, sentences) in told {
        if name == "code" && sentences.is_string() {
            continue;
        }
        let known = sent.contains_key(name)
            || schema["properties"].get(name).is_some()
            || name == "non_field_errors";
        assert!(known, "{context} names {name}: {}", reply.text());
        let good = match sentences {
            Value::Array(list) => !list.is_empty() && list.iter().all(Value::is_string),
            // What is wrong inside of items, or of a member that is an object.
            Value::Object(inside) => !inside.is_empty(),
            _ => false,
        };
        assert!(good, "{context}: {}", reply.text());
    }
}

/// Text at the length that a person wants to read when a test fails.
fn short(text: &str) -> String {
    text.chars().take(160).collect()
}
