//! What the tests of many endpoints share.

use axum::{body::Body, http::Method};
use countermark::auth::address::Peer;
use countermark_core::roles::Role;
use countermark_testkit::{Client, Person, Reply, TestApp};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

/// Works until the lease has held from the beginning to the end: past it every request asks the
/// database, and a measurement says nothing. On PostgreSQL it begins with the first poll.
pub(crate) async fn leased<T>(app: &TestApp, work: impl AsyncFn() -> T) -> T {
    for _ in 0..200 {
        let left = app.app.facts.lease().remaining();
        let started = Instant::now();
        let value = work().await;
        if left.is_none_or(|left| started.elapsed() < left) {
            return value;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("this machine is too slow to tell");
}

/// Sends `good` with one member after the other replaced, and expects exactly that one sentence.
pub(crate) async fn wrong_fields(
    client: &Client,
    method: Method,
    path: &str,
    good: &Value,
    cases: &[(&str, Value, &str)],
) {
    for (member, value, sentence) in cases {
        let mut body = good.clone();
        body[*member] = value.clone();
        let shown: String = body.to_string().chars().take(300).collect();
        let reply = client.json(method.clone(), path, &body).await;
        assert_eq!(reply.status, 400, "{shown}: {}", reply.text());
        assert_eq!(*reply.json(), json!({*member: [sentence]}), "{shown}");
    }
}

/// Sends `good` without one member after the other.
pub(crate) async fn missing_fields(client: &Client, path: &str, good: &Value, members: &[&str]) {
    for member in members {
        let mut body = good.clone();
        body.as_object_mut().expect("an object").remove(*member);
        let reply = client.post(path, body).await.expect(400);
        assert_eq!(*reply.json(), json!({*member: ["This field is required."]}));
    }
}

/// Asks a list for pages and orderings that there are not.
pub(crate) async fn wrong_pages(client: &Client, path: &str) {
    let cases = [
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "ten"),
        ("limit", "1.5"),
        ("limit", "99999999999999999999"),
        ("offset", "-1"),
        ("offset", "x"),
        ("offset", "1000000001"),
        ("offset", "9223372036854775808"),
        ("ordering", "no_such"),
        ("ordering", "--creation_date"),
        ("ordering", "id;DROP%20TABLE%20person"),
        ("after", "x"),
        ("after", "LWNyZWF0aW9uX2RhdGV8MXxpMXw"),
        ("after", "bm9fc3VjaHwxfGkx"),
        ("limit", "1%00"),
    ];
    for (name, value) in cases {
        let reply = client.get(&format!("{path}?{name}={value}")).await;
        assert_eq!(reply.status, 400, "{name}={value}: {}", reply.text());
        assert!(reply[name].is_array(), "{name}={value}: {}", reply.text());
    }
    let most = client.get(&format!("{path}?limit=201")).await.expect(200);
    assert!(most["results"].is_array(), "more than the most is the most");
    for empty in [
        "limit=",
        "offset=",
        "ordering=",
        "after=",
        "search=",
        "unknown=1",
    ] {
        client.get(&format!("{path}?{empty}")).await.expect(200);
    }
}

/// Follows `next` from the first page to the last and back over `previous`, and returns all rows.
pub(crate) async fn every_page(client: &Client, first: &str) -> Vec<Value> {
    let mut rows: Vec<Value> = vec![];
    let mut path = first.to_owned();
    loop {
        let page = client.get(&path).await.expect(200);
        let results = page["results"].as_array().expect("rows");
        assert_eq!(page["previous"].is_null(), rows.is_empty(), "{path}");
        rows.extend(results.iter().cloned());
        let Some(next) = page["next"].as_str() else {
            assert_eq!(page["count"], rows.len(), "{path}");
            return rows;
        };
        assert!(!results.is_empty(), "an empty page in the middle: {path}");
        let local = next.strip_prefix("http://test.example");
        local.expect("an absolute address").clone_into(&mut path);
    }
}

/// One member of every row.
pub(crate) fn column(rows: &[Value], member: &str) -> Vec<Value> {
    rows.iter().map(|row| row[member].clone()).collect()
}

/// The audit entries of an action, the newest first, as an Account Admin sees them.
pub(crate) async fn entries(app: &TestApp, admin: &Person, action: &str) -> Vec<Value> {
    let path = format!("/api/v2/audit/?action={action}&limit=200");
    let list = app.jwt(admin).await.get(&path).await.expect(200);
    list["results"].as_array().expect("rows").clone()
}

/// The one audit entry of an action; there must be no other.
pub(crate) async fn entry(app: &TestApp, admin: &Person, action: &str) -> Value {
    let mut found = entries(app, admin, action).await;
    assert_eq!(found.len(), 1, "{action}: {found:?}");
    found.remove(0)
}

/// The one audit entry of an action, which names that person and credential.
pub(crate) async fn entry_by(
    app: &TestApp,
    admin: &Person,
    action: &str,
    person: &Person,
    kind: &str,
) -> Value {
    let found = entry(app, admin, action).await;
    assert_eq!(
        found["user"],
        json!({"id": person.id.0, "email": person.email})
    );
    assert_eq!(found["credential"]["kind"], kind);
    assert_eq!(found["credential"]["id"].as_str().expect("an id").len(), 22);
    assert_eq!(found["request_id"].as_str().expect("an id").len(), 22);
    assert_eq!(found["at"], app.now().to_string());
    found
}

/// Searches every row of the audit table for these texts: none may be there (security checklist
/// 37). Returns how many rows were searched.
pub(crate) async fn no_secret_in_audit(app: &TestApp, secrets: &[&str]) -> usize {
    let mut raw = app.db.place.raw().await;
    let rows = raw.rows("SELECT * FROM audit").await;
    raw.close().await;
    for cell in rows.iter().flatten() {
        for secret in secrets.iter().chain(&["$argon2", "Bearer "]) {
            assert!(!cell.contains(secret), "{secret} stands in the audit log");
        }
    }
    rows.len()
}

/// Sends JSON as if from that address.
pub(crate) async fn post_from(client: &Client, from: &str, path: &str, body: &Value) -> Reply {
    let mut request = client.request(Method::POST, path, Body::from(body.to_string()));
    let kind = "application/json".parse().expect("a header");
    request.headers_mut().insert("content-type", kind);
    request.extensions_mut().insert(peer(from));
    client.send(request).await
}

/// The other end of a connection.
pub(crate) fn peer(address: &str) -> Peer {
    Peer(SocketAddr::new(
        address.parse().expect("an address"),
        40_000,
    ))
}

/// Asks for a JWT.
pub(crate) async fn log_in(app: &TestApp, email: &str, password: &str) -> Reply {
    let body = json!({"email": email, "password": password});
    app.anonymous().post("/api/v2/auth/jwt/", body).await
}

/// Invites somebody; returns their id and the code of the link that they got by mail.
pub(crate) async fn invite(
    app: &TestApp,
    client: &Client,
    email: &str,
    role: Role,
) -> (i64, String) {
    let body = json!({"email": email, "role": role.name()});
    let reply = client.post("/api/v2/users/", body).await.expect(201);
    let id = reply["user"]["id"].as_i64().expect("an id");
    (id, mailed_code(app, email).await)
}

/// The code in the newest mail that went to that address.
pub(crate) async fn mailed_code(app: &TestApp, email: &str) -> String {
    let mails = app.mails().await;
    let mail = mails.iter().rfind(|mail| mail.to == email.to_lowercase());
    code_in(&mail.expect("a mail to that address").text)
}

/// The code at the end of the link in a mail's text.
pub(crate) fn code_in(text: &str) -> String {
    let link = text.lines().find(|line| line.contains("/#/"));
    let (_, code) = link.expect("a link").rsplit_once('/').expect("a code");
    code.to_owned()
}

/// Accepts an invitation.
pub(crate) async fn accept(app: &TestApp, code: &str, password: &str) -> Reply {
    let body = json!({"code": code, "password": password});
    app.anonymous()
        .post("/api/v2/invitations/accept/", body)
        .await
}
