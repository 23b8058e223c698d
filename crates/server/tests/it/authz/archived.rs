//! Objects that are archived (security checklist 47): their own company's requests are answered as
//! the table says, and to everybody else they are as absent as before.

use super::{
    Operation,
    objects::Objects,
    operations,
    strangers::{body_of, is_walked, not_found},
};
use axum::http::Method;
use countermark_testkit::{Client, each};
use serde_json::{Value, json};

/// What an operation answers when what it is about is archived (a token: revoked); `None` for what
/// is never archived. What is archived can be seen and mended, and nothing new begins with it.
#[expect(clippy::match_same_arms, reason = "one room after the other")]
fn answer(id: &str) -> Option<u16> {
    match id {
        "brands_get" | "brands_update" | "brands_archive" | "brands_restore" => Some(200),
        // It has a product, archived or not.
        "brands_delete" => Some(409),
        "campaigns_get"
        | "campaigns_update"
        | "campaigns_archive"
        | "campaigns_restore"
        | "campaigns_scm_fields_list"
        | "campaigns_scm_fields_get"
        | "campaigns_scm_fields_order"
        | "campaigns_scm_fields_update"
        | "campaigns_options_get"
        | "campaigns_options_update"
        | "campaigns_redirects_get"
        | "campaigns_redirects_replace"
        | "campaigns_key_get"
        | "campaigns_key_renew"
        | "campaigns_access_get"
        | "campaigns_access_replace"
        | "campaigns_alerts_list"
        | "alerts_get"
        | "alerts_update" => Some(200),
        // The copy is a campaign of its own, and not archived.
        "campaigns_duplicate" | "campaigns_scm_fields_create" | "campaigns_alerts_create" => {
            Some(201)
        }
        "campaigns_scm_fields_delete" | "alerts_delete" => Some(204),
        "regions_get" | "regions_update" | "regions_archive" | "regions_restore" => Some(200),
        "products_get" | "products_update" | "products_replace" | "products_archive"
        | "products_restore" => Some(200),
        // It has codes and orders, archived or not.
        "products_delete" => Some(409),
        // Codes are on items out there, whatever becomes of the product.
        "codes_get" | "codes_scm_update" => Some(200),
        "users_get"
        | "users_update"
        | "users_archive"
        | "users_restore"
        | "users_reset_factors" => Some(200),
        "users_end_sessions" => Some(204),
        "users_invite" | "users_reset_password" => Some(409),
        "uats_get" | "uats_networks" | "uats_use" | "uats_release" => Some(200),
        "uats_revoke" => Some(204),
        "uats_update" | "uats_rotate" => Some(409),
        "workorders_get" | "workorders_update" | "workorders_cancel" | "workorders_archive"
        | "workorders_restore" => Some(200),
        // It is not canceled, and its codes are not made.
        "workorders_delete" | "workorders_download" | "workorders_serials" => Some(409),
        "workorders_templates_get"
        | "workorders_templates_update"
        | "workorders_templates_archive"
        | "workorders_templates_restore" => Some(200),
        // An upload has read its template when it began.
        "ingestion_codes_get" | "ingestion_codes_errors" | "ingestion_codes_cancel" => Some(200),
        "teams_get"
        | "teams_update"
        | "teams_delete"
        | "webhooks_get"
        | "webhooks_update"
        | "webhooks_delete"
        | "webhooks_deliveries"
        | "notices_dismiss"
        | "jobs_get"
        | "jobs_cancel"
        | "documents_get"
        | "documents_get_download_link"
        | "scm_tasks_get"
        | "files_get"
        | "me_sessions_end"
        | "me_factors_passkeys_update"
        | "me_factors_passkeys_remove" => None,
        _ => panic!("{id}: say in authz/archived.rs what it answers about an archived object"),
    }
}

/// The operation that archives what such a path names, or what that hangs on.
fn archiving(operation: &Operation) -> Operation {
    let id = match operation.path.split('/').nth(3) {
        Some("brands") => "brands_archive",
        Some("campaigns" | "alerts") => "campaigns_archive",
        Some("products" | "codes") => "products_archive",
        Some("regions") => "regions_archive",
        Some("users") => "users_archive",
        Some("uats") => "uats_revoke",
        Some("workorders") if !operation.path.contains("/templates/") => "workorders_archive",
        Some("workorders" | "ingestion") => "workorders_templates_archive",
        _ => panic!(
            "{}: say in authz/archived.rs how it is archived",
            operation.path
        ),
    };
    let mut all = operations().into_iter();
    all.find(|other| other.id == id).expect("an operation")
}

/// Whether what the operation archives is archived, as its company sees it; `None` when it is gone.
async fn is_archived(client: &Client, path: &str) -> Option<bool> {
    let path = path.trim_end_matches("archive/");
    let shown = client.get(path).await;
    let member = |name: &str| shown.json().get(name).cloned();
    (shown.status == 200).then(|| match (member("is_archived"), member("state")) {
        (Some(flag), _) => flag == json!(true),
        (None, state) => state == Some(json!("archived")) || state == Some(json!("revoked")),
    })
}

async fn archive(client: &Client, objects: &Objects, by: &Operation) -> String {
    let path = objects.path(by);
    let reply = by.call(client, &path, &json!({})).await;
    assert!(
        [200, 204].contains(&reply.status),
        "{path}: {}",
        reply.text()
    );
    assert_eq!(is_archived(client, &path).await, Some(true), "{path}");
    path
}

#[tokio::test]
async fn what_is_archived_answers_its_company_only_and_as_the_table_says() {
    each(async |app| {
        let stranger = app.jwt(&app.company().await).await;
        let mut tried = 0;
        for operation in operations().iter().filter(|operation| is_walked(operation)) {
            let Some(wanted) = answer(&operation.id) else {
                continue;
            };
            let admin = app.company().await;
            let (client, objects) = (app.jwt(&admin).await, Objects::of(app, &admin).await);
            let by = archiving(operation);
            let archived = archive(&client, &objects, &by).await;
            let before = objects.seen().await;
            let body: Value = match operation.id.as_str() {
                "campaigns_scm_fields_order" => objects.order(),
                _ => body_of(operation),
            };
            let path = objects.path(operation);
            for (caller, path) in [(&stranger, &path), (&client, &operation.nowhere())] {
                let reply = operation.call(caller, path, &body).await;
                assert_eq!(reply.status, 404, "{} {path}", operation.id);
                assert_eq!(*reply.json(), not_found(), "{} {path}", operation.id);
            }
            assert_eq!(objects.seen().await, before, "{}", operation.id);
            let reply = operation.call(&client, &path, &body).await;
            assert_eq!(reply.status, wanted, "{}: {}", operation.id, reply.text());
            // Only who restores it restores it.
            let left = is_archived(&client, &archived).await;
            let gone = operation.method == Method::DELETE.as_str() && left.is_none();
            let still = !operation.id.ends_with("_restore");
            assert!(gone || left == Some(still), "{}: {left:?}", operation.id);
            tried += 1;
        }
        assert!(tried > 60, "only {tried} were tried");
    })
    .await;
}

/// Otherwise a kind that learns to be archived would stay out of the table.
#[test]
fn whatever_can_be_archived_is_in_the_table() {
    let all = operations();
    let can = all
        .iter()
        .filter(|operation| operation.id.ends_with("_archive"));
    let rooms: Vec<_> = can
        .map(|operation| operation.path.replace("archive/", ""))
        .collect();
    assert!(rooms.len() > 5, "{rooms:?}");
    for operation in all.iter().filter(|operation| is_walked(operation)) {
        let path = &operation.path;
        // A template stands behind the path of an order.
        if rooms.iter().any(|room| path.starts_with(room)) {
            assert!(
                answer(&operation.id).is_some(),
                "{} can be archived",
                operation.id
            );
        }
    }
}
