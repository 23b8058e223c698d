//! Who may do what: every operation, every kind of caller, every answer.
//!
//! `rules` is written by hand and says what each operation *should* ask for; `model` computes
//! from it, slowly and plainly, what each caller should be told; `matrix` asks the server and
//! compares. `strangers` is about objects of others, `order` about what is checked first, and
//! `coverage` about operations that nobody has thought of.

mod archived;
mod callers;
mod colleagues;
mod conditions;
mod coverage;
mod import_gates;
mod leaks;
mod matrix;
mod model;
pub(crate) mod objects;
mod order;
pub(crate) mod rules;
mod second_gates;
mod strangers;
mod table;

use axum::{body::Body, http::Method};
use countermark_core::{permissions::PermissionSet, time::Timestamp, token::UatText};
use countermark_store::uats::{self, NewUat};
use countermark_testkit::{Client, Person, Reply, TestApp, Token};
use serde_json::Value;
use std::sync::LazyLock;

/// An operation of the document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
}

/// The `OpenAPI` document, as the program has it. To make it takes a while.
pub(crate) static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let text = countermark::router::document_text();
    serde_json::from_str(&text).expect("the document is JSON")
});

/// Every operation that the program itself says it has.
pub(crate) fn operations() -> Vec<Operation> {
    static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| operations_in(&DOCUMENT));
    OPERATIONS.clone()
}

/// Every operation of that document, in the document's order.
pub(crate) fn operations_in(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().expect("paths");
    paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("operations of a path");
            methods.iter().map(|(method, operation)| Operation {
                id: operation["operationId"].as_str().expect("an id").to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
            })
        })
        .collect()
}

impl Operation {
    /// Whether the path names an object.
    pub(crate) fn has_id(&self) -> bool {
        self.path.contains('{')
    }

    /// The path with that id in it; of two, both are the same.
    pub(crate) fn at(&self, id: &str) -> String {
        self.at_both(id, id)
    }

    /// The path with an id, and another for what stands behind it.
    pub(crate) fn at_both(&self, id: &str, field: &str) -> String {
        self.path.replace("{id}", id).replace("{field_id}", field)
    }

    /// An id of the right form under which there is nothing.
    pub(crate) fn nowhere(&self) -> String {
        let id = match self.path.split('/').nth(3) {
            Some("uats") => "0000000000000000000000",
            _ => "999999999999",
        };
        self.at(id)
    }

    /// Sends it with a JSON body (none for `GET`).
    pub(crate) async fn call(&self, client: &Client, path: &str, body: &Value) -> Reply {
        let method = Method::from_bytes(self.method.as_bytes()).expect("a method");
        if method == Method::GET {
            let request = client.request(method, path, Body::empty());
            return client.send(request).await;
        }
        client.json(method, path, body).await
    }
}

/// A token that was put into the database by hand, as the API would never make it: with any
/// permissions, also none or those for persons only, and with any end.
pub(crate) async fn planted(
    app: &TestApp,
    owner: &Person,
    permissions: PermissionSet,
    expires_at: Timestamp,
) -> Token {
    let text = UatText {
        id: countermark::random::uat_id(),
        secret: countermark::random::bytes(),
    };
    let digest = app.app.secrets.uat_digest(text.id, &text.secret);
    let new = NewUat {
        id: text.id,
        owner: owner.id,
        name: "planted",
        secret_digest: &digest,
        permissions,
        valid_until: "2026-12-24",
        created_at: app.now(),
        expires_at,
    };
    let mut tx = app.app.db.write().await.expect("a transaction");
    uats::create(&mut tx, owner.company, &new)
        .await
        .expect("planted");
    tx.commit_unaudited().await.expect("committed");
    let id = text.id.to_string();
    let text = text.write().to_string();
    let client = app.header(&format!("UAT {text}"));
    Token { id, text, client }
}

/// A token with the id of one and the secret of another, and with a good checksum.
pub(crate) fn crossed(id: &str, secret: &str) -> String {
    let parse = |text: &str| UatText::parse(text).expect("a token");
    let crossed = UatText {
        id: parse(id).id,
        secret: parse(secret).secret,
    };
    crossed.write().to_string()
}

/// What an operation should ask of its caller, as one word.
pub(crate) fn gate_of(operation: &str) -> &'static str {
    rules::rule_of(operation).gate
}
