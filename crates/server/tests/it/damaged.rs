//! A row that cannot be read (F-38): what shows it, its list among it, is a 500 and an error in the
//! log, and everything else answers as before, in this company and in others.

use crate::authz::{Operation, objects::Objects, operations, rules::rule_of};
use axum::body::{Body, to_bytes};
use countermark_testkit::{Client, Person, TestApp, each, logs::hear};
use std::collections::BTreeMap;

/// A value, what is written over it, and the operations that show it, in alphabetical order.
const DAMAGES: [(&str, &str, &[&str]); 14] = [
    (
        "product.stc",
        "{",
        &["products_export", "products_get", "products_list"],
    ),
    ("campaign.options", "{", &["campaigns_options_get"]),
    ("campaign.redirects", "{", &["campaigns_redirects_get"]),
    ("region.countries", "x", &["regions_get", "regions_list"]),
    (
        "campaign_alert.kind",
        "x",
        &["alerts_get", "campaigns_alerts_list"],
    ),
    (
        "campaign_alert.bound",
        "{",
        &["alerts_get", "campaigns_alerts_list"],
    ),
    (
        "scm_field.kind",
        "x",
        &["campaigns_scm_fields_get", "campaigns_scm_fields_list"],
    ),
    (
        "workorder.state",
        "x",
        &[
            "workorders_download",
            "workorders_get",
            "workorders_list",
            "workorders_serials",
        ],
    ),
    (
        "workorder_template.default_scm_data",
        "{",
        &["workorders_templates_get", "workorders_templates_list"],
    ),
    (
        "job.state",
        "x",
        &[
            "documents_get",
            "documents_get_download_link",
            "jobs_get",
            "jobs_list",
        ],
    ),
    ("notice.facts", "{", &["notices_list"]),
    (
        "uat.only_brands",
        "x",
        &[
            "uats_export",
            "uats_get",
            "uats_list",
            "uats_networks",
            "uats_use",
        ],
    ),
    (
        "scm_task.parameters",
        "{",
        &["scm_tasks_get", "scm_tasks_list"],
    ),
    ("code.activation_status", "99", &["codes_get", "codes_list"]),
];

/// How each operation that reads is answered; `None` where the answer breaks off.
type Answers = BTreeMap<String, Option<u16>>;

/// Landing pages have objects of their own, and a download of codes begins work.
fn is_asked(operation: &Operation) -> bool {
    let consumer = rule_of(&operation.id).gate == "consumer";
    operation.method == "GET" && !consumer && operation.id != "codes_download"
}

async fn answers(client: &Client, objects: &Objects) -> Answers {
    let mut answers = Answers::new();
    for operation in operations().iter().filter(|operation| is_asked(operation)) {
        let path = objects.path(operation);
        let request = client.request("GET".parse().expect("a method"), &path, Body::empty());
        let (head, body) = client.begin(request).await.into_parts();
        let whole = to_bytes(body, usize::MAX).await.is_ok();
        let status = whole.then_some(head.status.as_u16());
        answers.insert(operation.id.clone(), status);
    }
    answers
}

async fn damage(app: &TestApp, company: &Person, value: &str, with: &str) {
    let (table, column) = value.split_once('.').expect("a table and a column");
    let mut raw = app.db.place.raw().await;
    let company = company.company;
    let rows = format!("SELECT COUNT(*) FROM {table} WHERE company_id = {company}");
    assert!(raw.number(&rows).await > 0, "no {table} to damage");
    raw.run(&format!(
        "UPDATE {table} SET {column} = '{with}' WHERE company_id = {company}"
    ))
    .await;
    raw.close().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_an_error_in_the_log_and_the_rest_works() {
    each(async |app| {
        let others = app.company().await;
        let theirs = Objects::of(app, &others).await;
        let other = app.jwt(&others).await;
        let theirs_before = answers(&other, &theirs).await;
        for (value, with, shown_by) in DAMAGES {
            let admin = app.company().await;
            let objects = Objects::of(app, &admin).await;
            let client = app.jwt(&admin).await;
            let before = answers(&client, &objects).await;
            damage(app, &admin, value, with).await;
            let heard = hear();
            let after = answers(&client, &objects).await;
            let log = heard.take();
            drop(heard);
            let changed: Vec<_> = after
                .iter()
                .filter(|(id, it)| before[*id] != **it)
                .collect();
            let names: Vec<_> = changed.iter().map(|(id, _)| id.as_str()).collect();
            assert_eq!(names, shown_by, "{value}");
            for (id, status) in &changed {
                assert_eq!(**status, Some(500), "{value}: {id}");
            }
            let told = log.iter().filter(|line| {
                line["level"] == "ERROR"
                    && line["message"] == "the database holds what cannot be read"
            });
            assert_eq!(told.count(), shown_by.len(), "{value}: {log:?}");
            assert_eq!(answers(&other, &theirs).await, theirs_before, "{value}");
        }
    })
    .await;
}
