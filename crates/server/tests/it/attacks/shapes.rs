//! Values of the wrong kind and of the wrong size in every member of every body (security
//! checklist 58): nesting, lengths, lists without end.

use super::{Target, check, good, with_body};
use countermark_testkit::each;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What is put into a member, as JSON.
fn values() -> Vec<String> {
    let list = |item: &str, many: usize| format!("[{item}{}]", format!(",{item}").repeat(many));
    vec![
        "null".into(),
        "true".into(),
        "-1".into(),
        "1.5".into(),
        "9223372036854775808".into(),
        "-1e308".into(),
        "[]".into(),
        "{}".into(),
        r#"{"$ne": null, "__proto__": {"is_admin": true}}"#.into(),
        list("1", 3_000),
        list("\"a\"", 3_000),
        list("{}", 3_000),
        list("[]", 3_000),
        // As deep as the reader goes (http/json.rs goes deeper).
        format!("{}1{}", "[".repeat(120), "]".repeat(120)),
        format!("{}1{}", "{\"a\":".repeat(120), "}".repeat(120)),
        format!("\"{}\"", "a".repeat(70_000)),
    ]
}

#[tokio::test]
async fn no_value_of_any_member_is_a_failure() {
    each(async |app| {
        let target = Target::of(app).await;
        let before = target.identities().await;
        let values = values();
        let mut sent = 0;
        for (operation, schema) in with_body() {
            let members = schema["properties"].as_object().cloned();
            let members =
                members.unwrap_or_else(|| [("any".to_owned(), json!({}))].into_iter().collect());
            for name in members.keys() {
                for value in &values {
                    sent += 1;
                    let mut body = good::good(&target, &operation, sent);
                    body.insert(name.clone(), json!("\u{e000}"));
                    let written = Value::Object(body.clone()).to_string();
                    let written = written.replace("\"\u{e000}\"", value);
                    let context = format!("{}.{name} = {}", operation.id, super::short(value));
                    let started = Instant::now();
                    let reply = target.send(&operation, written).await;
                    check(&reply, &schema, &body, &context);
                    // Not a measure of speed: nothing that is sent keeps anybody busy.
                    let took = started.elapsed();
                    assert!(took < Duration::from_secs(5), "{context} took {took:?}");
                }
            }
            app.jobs().await;
        }
        assert!(sent > 2_000, "only {sent} were sent");
        assert_eq!(target.identities().await, before);
    })
    .await;
}
