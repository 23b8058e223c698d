//! Objects of another company are not there, under no id (security checklist 39, 47).

use super::{Operation, objects::Objects, operations, planted, rules::rule_of};
use countermark_core::permissions::PermissionSet;
use countermark_testkit::{Client, Person, TestApp, each};
use serde_json::{Value, json};

/// What is told about whatever is not there.
pub(super) fn not_found() -> Value {
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
pub(super) fn body_of(operation: &Operation) -> Value {
    match operation.id.as_str() {
        "users_update" => json!({"given_name": "Taken over"}),
        "uats_revoke" => json!({}),
        "campaigns_alerts_create" => json!({"type": "blacklisted"}),
        "alerts_update" | "webhooks_update" => json!({"is_active": false}),
        "uats_rotate" => json!({"overlap": "now"}),
        "products_replace" => json!({"sku": "OURS-1", "name": "Taken over", "brand": "ours"}),
        "campaigns_scm_fields_create" => {
            json!({"key": "taken", "label": "Taken over", "type": "text"})
        }
        "campaigns_scm_fields_update" => json!({"label": "Taken over"}),
        "campaigns_scm_fields_order" => json!({"order": []}),
        "campaigns_options_update" => json!({"ga_key": "Taken over"}),
        "campaigns_redirects_replace" => json!({"rules": [{"target": "e_label"}]}),
        "campaigns_access_replace" => json!({"access": "limited"}),
        "workorders_update" => json!({"remarks": "Taken over"}),
        _ => json!({"name": "Taken over"}),
    }
}

/// Whether people and tokens walk to it: landing pages have tests of their own.
pub(super) fn is_walked(operation: &Operation) -> bool {
    operation.has_id() && rule_of(&operation.id).gate != "consumer"
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
        for operation in operations().iter().filter(|operation| is_walked(operation)) {
            let body = body_of(operation);
            for client in credentials(app, &stranger, rule_of(&operation.id).gate).await {
                // A link is a right of its own: strangers know what it leads to, and not the link.
                let path = objects.path(operation);
                let path = path.split('?').next().unwrap_or_default().to_owned();
                let mut paths = vec![path, operation.nowhere()];
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
        for operation in operations().iter().filter(|operation| is_walked(operation)) {
            let gate = rule_of(&operation.id).gate;
            // A token sees only jobs that it began itself (v2/jobs), and their documents.
            let begun = ["/api/v2/jobs/", "/api/v2/documents/"];
            let begun = begun.iter().any(|path| operation.path.starts_with(path));
            let by_token = gate == "any" && !begun;
            for at in 0..if by_token { 3 } else { 2 } {
                let ours = app.company().await;
                let objects = Objects::of(app, &ours).await;
                let path = objects.path(operation);
                let client = credentials(app, &ours, gate).await.swap_remove(at);
                let body = match operation.id.as_str() {
                    "campaigns_scm_fields_order" => objects.order(),
                    _ => body_of(operation),
                };
                let reply = operation.call(&client, &path, &body).await;
                let told = reply.text();
                assert!(
                    [200, 201, 202, 204, 409].contains(&reply.status),
                    "{path} {told}"
                );
            }
        }
    })
    .await;
}
