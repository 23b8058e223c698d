//! Naughty strings in every text of every body (security checklist 58, 74, 93): refused by the
//! member's name, or kept as they are.

use super::{Target, check, good, members, short, strings, with_body};
use crate::authz::{Operation, gate_of, operations};
use countermark_testkit::{Reply, each};
use serde_json::{Map, Value};

/// Stands for the string until the body is JSON: a string need not be one that Rust can hold.
const PLACE: &str = "\u{e000}";

/// Operations that hash a password, which is slow on purpose.
const HASHING: [&str; 6] = [
    "auth_jwt",
    "auth_session_create",
    "auth_session_confirm",
    "auth_password_reset_confirm",
    "invitations_accept",
    "me_password",
];

#[tokio::test]
async fn every_text_is_refused_by_name_or_kept_as_it_is() {
    each(async |app| {
        let target = Target::of(app).await;
        let before = target.identities().await;
        let (mut sent, mut kept) = (0, 0);
        for (operation, schema) in with_body() {
            let mut strings = strings::all();
            if HASHING.contains(&operation.id.as_str()) {
                strings.truncate(strings::FOR_PASSWORDS);
            }
            for string in strings {
                kept += one(&target, &operation, &schema, &string, &mut sent).await;
            }
            // What was begun in the background meets the strings, too.
            app.jobs().await;
        }
        assert!(sent > 4_000, "only {sent} were sent");
        assert!(kept > 500, "only {kept} were kept");
        assert_eq!(target.identities().await, before);
        let log = target
            .client
            .post("/api/v2/audit/check/", serde_json::json!({}));
        assert_eq!(log.await.expect(200)["ok"], true);
    })
    .await;
}

/// Sends the string in all members at once, and then again without those that refuse it: the
/// number of members in which it was found afterwards.
async fn one(
    target: &Target<'_>,
    operation: &Operation,
    schema: &Value,
    string: &str,
    sent: &mut usize,
) -> usize {
    let text: Option<String> = serde_json::from_str(&format!("\"{string}\"")).ok();
    let mut naughty = if schema["properties"].is_object() {
        members::texts(schema, PLACE)
    } else {
        Map::from_iter([(PLACE.to_owned(), Value::from(PLACE))])
    };
    for _ in 0..5 {
        if naughty.is_empty() {
            return 0;
        }
        *sent += 1;
        let good = good::good(target, operation, *sent);
        let body = merged(&good, &naughty);
        let written = Value::Object(body.clone()).to_string();
        let context = format!("{}: {}", operation.id, short(string));
        let reply = target.send(operation, written.replace(PLACE, string)).await;
        let mut names = body;
        if let Some(text) = &text {
            names.insert(text.clone(), Value::Null);
        }
        check(&reply, schema, &names, &context);
        if text.is_none() {
            // Half a character is no text in any place.
            assert!(
                [400, 401, 403].contains(&reply.status),
                "{context}: {}",
                reply.text()
            );
            return 0;
        }
        if reply.status < 400 {
            let text = text.as_deref().unwrap_or_default();
            return found(target, operation, &reply, &naughty, text).await;
        }
        let refused: Vec<_> = reply.json().as_object().expect("members").keys().collect();
        let many = naughty.len();
        naughty.retain(|name, _| !refused.contains(&name));
        if naughty.len() == many {
            return 0;
        }
    }
    0
}

/// The good body with these members over it.
fn merged(good: &Map<String, Value>, over: &Map<String, Value>) -> Map<String, Value> {
    let mut body = good.clone();
    body.extend(over.clone());
    body
}

/// Reads what was kept, in a request of its own, and compares.
async fn found(
    target: &Target<'_>,
    operation: &Operation,
    reply: &Reply,
    naughty: &Map<String, Value>,
    text: &str,
) -> usize {
    let Some(path) = shown_at(target, operation, reply) else {
        return 0;
    };
    let shown = target.client.get(&path).await.expect(200);
    let mut kept = 0;
    for (name, value) in naughty {
        // Only texts that stand there by themselves; an address is folded (core's tests).
        if value.is_string() && shown[name.as_str()].is_string() && name != "email" {
            // Blanks at the ends are no part of a text.
            assert_eq!(
                shown[name.as_str()],
                text.trim(),
                "{}: {name}",
                operation.id
            );
            kept += 1;
        }
    }
    kept
}

/// Where what was made or changed is shown.
fn shown_at(target: &Target<'_>, operation: &Operation, reply: &Reply) -> Option<String> {
    if gate_of(&operation.id) == "token" {
        // A token's own: no session sees it there.
        return None;
    }
    let path = target.objects.path(operation);
    let is_get = |path: &str| {
        let mut all = operations().into_iter();
        all.any(|one| one.method == "GET" && one.path == path)
    };
    if operation.method != "POST" {
        return is_get(&operation.path).then_some(path);
    }
    let id = match &reply["id"] {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    let below = ["{id}/", "{field_id}/"].map(|name| format!("{}{name}", operation.path));
    let shown = below.iter().any(|path| is_get(path));
    shown.then(|| format!("{path}{id}/"))
}
