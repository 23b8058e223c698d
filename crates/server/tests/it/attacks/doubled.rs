//! Query parameters that are there twice, in every operation that has some: the last one counts,
//! for all of them alike, so that nothing before the program reads them in another way (OWASP ASVS
//! 15.3.7).

use super::{Target, members};
use crate::authz::{DOCUMENT, gate_of, operations};
use countermark_testkit::{Reply, each};
use serde_json::{Value, json};

/// Values of which no operation takes both, and many neither.
const VALUES: [&str; 3] = ["1", "%27%22%3C", "name"];

/// An answer without the links, which repeat what was asked. Of the audit log, which grows with each
/// look at it, and of files that are begun, only the status.
fn told(reply: &Reply, path: &str) -> Value {
    if path.starts_with("/api/v2/audit/") || path == "/api/v2/codes/download/" {
        return json!([reply.status]);
    }
    let mut json = reply.json().clone();
    if let Some(members) = json.as_object_mut() {
        members.remove("next");
        members.remove("previous");
    }
    match json {
        Value::Null => json!([reply.status, reply.text()]),
        json => json!([reply.status, json]),
    }
}

#[tokio::test]
async fn the_last_of_two_parameters_counts() {
    each(async |app| {
        let target = Target::of(app).await;
        let mut tried = 0;
        for operation in operations() {
            // A link's parameters are signed as a whole (v2/files).
            if operation.method != "GET" || gate_of(&operation.id) == "public" {
                continue;
            }
            let path = target.objects.path(&operation);
            for name in members::parameters(&DOCUMENT, &operation) {
                for (first, last) in [(0, 1), (1, 0), (0, 2), (2, 0)] {
                    let (first, last) = (VALUES[first], VALUES[last]);
                    let once = format!("{path}?{name}={last}");
                    let twice = format!("{path}?{name}={first}&{name}={last}");
                    let once = target.client.get(&once).await;
                    let reply = target.client.get(&twice).await;
                    assert!(reply.status < 500, "{twice}: {}", reply.text());
                    assert_eq!(told(&reply, &path), told(&once, &path), "{twice}");
                    tried += 1;
                }
            }
        }
        assert!(tried > 400, "only {tried} were tried");
    })
    .await;
}
