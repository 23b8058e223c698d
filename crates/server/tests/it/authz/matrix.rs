//! Every operation × every caller, asked of a real server and compared with the model; the whole
//! is `docs/authorization-matrix.md` (security checklist 32, 33, 38, 39, 48).

use super::{
    Operation,
    callers::{self, ENDERS},
    model, operations,
    rules::{RULES, rule_of},
    table::{self, Row},
};
use countermark_testkit::{TestApp, each};
use serde_json::{Value, json};

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/authorization-matrix.md"
);

/// Operations in the order of the table, those that end sessions last.
pub(super) fn in_order() -> Vec<Operation> {
    let mut list = operations();
    let place = |id: &str| RULES.iter().position(|rule| rule.id == id);
    let ender = |id: &str| ENDERS.iter().position(|ender| *ender == id);
    list.sort_by_key(|operation| (ender(&operation.id), place(&operation.id)));
    list
}

#[test]
fn every_operation_has_a_rule_and_every_rule_an_operation() {
    let operations = operations();
    for operation in &operations {
        rule_of(&operation.id);
    }
    for rule in RULES {
        let there = operations.iter().any(|operation| operation.id == rule.id);
        assert!(there, "no operation {}: take its rule away", rule.id);
        let same = RULES.iter().filter(|other| other.id == rule.id).count();
        assert_eq!(same, 1, "{} has two rules", rule.id);
    }
}

#[test]
fn the_document_tells_every_operations_rule() {
    let text = countermark::router::document_text();
    let document: Value = serde_json::from_str(&text).unwrap();
    for operation in operations() {
        let rule = rule_of(&operation.id);
        let told = &document["paths"][&operation.path][operation.method.to_lowercase()];
        let wanted = json!({"gate": rule.gate, "any_of": rule.any_of});
        assert_eq!(told["x-access"], wanted, "{}", operation.id);
        let schemes: Vec<_> = told["security"].as_array().unwrap().iter().collect();
        let wanted: &[&str] = match rule.gate {
            "public" => &[],
            "token" => &["uat"],
            "consumer" => &["consumer"],
            "any" => &["uat", "jwt", "session"],
            _ => &["jwt", "session"],
        };
        let wanted: Vec<_> = wanted.iter().map(|name| json!({*name: []})).collect();
        assert_eq!(
            schemes,
            wanted.iter().collect::<Vec<_>>(),
            "{}",
            operation.id
        );
    }
}

#[tokio::test]
async fn every_caller_gets_the_verdict_of_the_model() {
    each(async |app| {
        let rows = walk(app).await;
        compare(&table::text(&rows));
    })
    .await;
}

async fn walk(app: &TestApp) -> Vec<Row> {
    let callers = callers::all(app).await;
    let operations = in_order();
    let mut wrong = Vec::new();
    let mut rows: Vec<Row> = operations.iter().map(Row::new).collect();
    let body = json!({"no_such_member": 1});
    for caller in &callers {
        for (operation, row) in operations.iter().zip(&mut rows) {
            let client = caller.client(&operation.id);
            let reply = operation.call(client, &operation.nowhere(), &body).await;
            let told = model::observed(&reply);
            let wanted = model::expected(rule_of(&operation.id), &caller.model);
            if told != wanted {
                let (id, who) = (&operation.id, &caller.name);
                wrong.push(format!("{id} for {who}: {told} instead of {wanted}"));
            }
            row.note(&caller.name, caller.part, told);
        }
    }
    assert!(
        wrong.is_empty(),
        "{} verdicts differ from the model:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(30)].join("\n")
    );
    rows
}

fn compare(fresh: &str) {
    let update = std::env::var("UPDATE_SNAPSHOTS").is_ok_and(|value| value == "1");
    let committed = std::fs::read_to_string(FILE).unwrap_or_default();
    if update && committed != fresh {
        std::fs::write(FILE, fresh).expect("the table is written");
        return;
    }
    let differ = |(old, new): &(&str, &str)| old != new;
    let first = committed.lines().zip(fresh.lines()).find(differ);
    assert!(
        committed == fresh,
        "docs/authorization-matrix.md is out of date, first here: {first:#?}\n\
         Look whether the change is meant, then renew it: \
         UPDATE_SNAPSHOTS=1 cargo test -p countermark --test it authz::matrix"
    );
}
