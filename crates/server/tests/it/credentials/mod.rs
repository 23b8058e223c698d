//! Credentials: how they are shown, forged, ended, and how soon an end counts.

mod end_date;
mod end_headers;
mod forge;
mod header;
mod hot_path;
mod jwt_claims;
mod jwt_encoding;
mod jwt_header;
mod lease;
mod origin;
mod race;
mod revocation;
mod rotation;
mod uat_states;
mod wycheproof;

use countermark_testkit::{Client, Reply, TestApp};
use serde_json::json;

/// The challenge of every 401 (security checklist 38).
const CHALLENGE: &str = r#"JWT realm="api", UAT realm="api""#;

const ME: &str = "/api/v2/me/";

/// Asserts a 401 with exactly that body and the challenge.
#[track_caller]
fn is_refused(reply: &Reply, code: &str, detail: &str, context: &str) {
    assert_eq!(reply.status, 401, "{context}: {}", reply.text());
    let body = json!({"detail": detail, "code": code});
    assert_eq!(*reply.json(), body, "{context}");
    assert_eq!(reply.header("www-authenticate"), CHALLENGE, "{context}");
    assert_eq!(reply.header("cache-control"), "no-store", "{context}");
}

/// Asserts that the very next request of that client is a 401 with that code.
async fn is_shut_out(client: &Client, code: &str, context: &str) {
    let reply = client.get(ME).await;
    assert_eq!(reply.status, 401, "{context}: {}", reply.text());
    assert_eq!(reply.code(), code, "{context}");
    assert_eq!(reply.header("www-authenticate"), CHALLENGE, "{context}");
}

/// Asserts that the client is let in.
async fn is_let_in(client: &Client, context: &str) {
    let reply = client.get(ME).await;
    assert_eq!(reply.status, 200, "{context}: {}", reply.text());
}

/// Shows a JWT wherever one can be shown, and asserts that it is refused everywhere.
async fn jwt_is_refused(app: &TestApp, token: &str, details: &[&str], context: &str) {
    for scheme in ["JWT", "Bearer"] {
        let reply = app.header(&format!("{scheme} {token}")).get(ME).await;
        let detail = reply["detail"].as_str().unwrap_or("").to_owned();
        assert!(details.contains(&&*detail), "{context}: {detail}");
        is_refused(&reply, "authentication_failed", &detail, context);
    }
    for way in ["verify", "refresh"] {
        let path = format!("/api/v2/auth/jwt/{way}/");
        let body = json!({"token": token});
        let reply = app.anonymous().post(&path, body).await;
        assert_eq!(reply.status, 400, "{context} at {way}: {}", reply.text());
        assert!(
            reply
                .json()
                .get("token")
                .is_none_or(serde_json::Value::is_array)
        );
    }
}
