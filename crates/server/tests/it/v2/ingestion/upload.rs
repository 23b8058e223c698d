//! `POST /api/v2/ingestion/upload/`: forms that carry their own right (security checklist 56, 57).

use super::{BOUNDARY, Desk, PROCESS, UPLOAD, form, send, send_form};
use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, Method, header},
};
use countermark::{auth::limits::Limits, files::Files, settings::Settings};
use countermark_testkit::{TestApp, db::engines, each};
use futures_util::stream;
use serde_json::json;
use std::convert::Infallible;

const FILE: &[u8] = b"id\nfile-code\n";

#[tokio::test]
async fn the_last_file_counts_until_it_is_processed() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let begun = desk.file("csv").await;
        send(app, &begun, b"id\nfirst-file\n").await.expect(201);
        send(app, &begun, b"id\nsecond-file\n").await.expect(201);
        let body = json!({"record": begun["record_key"]});
        desk.scene.client.post(PROCESS, body).await.expect(200);
        let reply = send(app, &begun, b"id\nthird-file\n").await.expect(409);
        assert_eq!(reply["detail"], "This upload is pending.");
        app.jobs().await;
        assert_eq!(desk.ids().await, ["second-file"]);
        app.task("forget_files").await;
        let mut raw = app.db.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM file").await, 0);
        raw.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_form_opens_its_own_record_for_thirty_minutes() {
    each(async |app| {
        let (desk, other) = (Desk::of(app).await, Desk::of(app).await);
        let (ours, second, theirs) = (
            desk.file("csv").await,
            desk.file("csv").await,
            other.file("csv").await,
        );
        let fields = ours["fields"].clone();
        for (name, value) in [
            ("key", second["fields"]["key"].clone()),
            ("key", theirs["fields"]["key"].clone()),
            ("key", json!("no-key")),
            ("company", theirs["fields"]["company"].clone()),
            ("expires", json!("1999999999")),
            ("expires", json!("9223372036854775807")),
            ("signature", theirs["fields"]["signature"].clone()),
            ("signature", json!("")),
        ] {
            let mut wrong = fields.clone();
            wrong[name] = value;
            send_form(app, form(&wrong, Some(FILE))).await.expect(404);
        }
        for name in ["key", "company", "expires", "signature"] {
            let mut wrong = fields.clone();
            wrong.as_object_mut().expect("fields").remove(name);
            send_form(app, form(&wrong, Some(FILE))).await.expect(404);
        }
        // A right to send is none to read, and the other way round.
        let (key, company) = (&fields["key"], &fields["company"]);
        let query = format!(
            "company={company}&expires={}&signature={}",
            fields["expires"], fields["signature"]
        );
        let path = format!("/api/v2/files/{key}/?{query}").replace('"', "");
        app.anonymous().get(&path).await.expect(404);
        app.clock.advance(30 * 60 - 1);
        send(app, &ours, FILE).await.expect(201);
        app.clock.advance(1);
        let reply = send(app, &ours, FILE).await.expect(403);
        assert_eq!(reply.code(), "link_expired");
        // What came in time is processed after it.
        let body = json!({"record": ours["record_key"]});
        desk.scene.client.post(PROCESS, body).await.expect(200);
        app.jobs().await;
        assert_eq!(desk.ids().await, ["file-code"]);
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_none() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let begun = desk.file("csv").await;
        let reply = send_form(app, form(&begun["fields"], None))
            .await
            .expect(400);
        assert!(reply["file"].is_array(), "{}", reply.text());
        let whole = form(&begun["fields"], Some(FILE));
        for end in [1, 60, whole.len() - 40, whole.len() - 8] {
            let reply = send_form(app, whole[..end].to_vec()).await.expect(400);
            assert_eq!(reply.code(), "parse_error", "{end}");
        }
        let nobody = app.anonymous();
        for kind in ["application/json", "multipart/form-data", "text/csv"] {
            let reply = nobody.raw(Method::POST, UPLOAD, kind, FILE).await;
            assert_eq!(reply.expect(415).code(), "unsupported_media_type");
        }
        // A field that is no field, and many of them.
        let mut long = begun["fields"].clone();
        long["x"] = json!("x".repeat(5_000));
        send_form(app, form(&long, Some(FILE))).await.expect(413);
        let mut many = begun["fields"].clone();
        for number in 0..30 {
            many[format!("x{number}")] = json!("x");
        }
        send_form(app, form(&many, Some(FILE))).await.expect(400);
        assert_eq!(desk.record(&begun).await["state"], "uploading");
        let body = json!({"record": begun["record_key"]});
        desk.scene.client.post(PROCESS, body).await.expect(400);
    })
    .await;
}

/// 100 MB at most: a longer one is refused before it is read when it says so, and as soon as it is
/// too long otherwise. Nothing of it stays.
#[tokio::test]
async fn a_file_that_is_too_large_leaves_nothing() {
    let engine = engines()[0];
    let folder = tempfile::tempdir().expect("a folder");
    let settings = Settings {
        files: Files::in_folder(folder.path()).expect("a folder"),
        ..Settings::default()
    };
    let app = &TestApp::with(engine, settings, Limits::off()).await;
    let desk = Desk::of(app).await;
    let begun = desk.file("csv").await;
    let client = app.anonymous();
    let mut request = client.request(Method::POST, UPLOAD, Body::empty());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = request.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_str(&kind).expect("a type"),
    );
    headers.insert(
        header::CONTENT_LENGTH,
        HeaderValue::from_static("100066000"),
    );
    let reply = client.send(request).await.expect(413);
    assert_eq!(reply.code(), "payload_too_large");

    let whole = form(&begun["fields"], Some(b""));
    let end = format!("\r\n--{BOUNDARY}--\r\n").len();
    let head = whole[..whole.len() - end].to_vec();
    let piece = Bytes::from(vec![b'x'; 1 << 20]);
    let pieces = std::iter::once(Bytes::from(head)).chain(std::iter::repeat_n(piece, 96));
    let body = stream::iter(pieces.map(Ok::<_, Infallible>));
    let reply = send_form(app, Body::from_stream(body)).await.expect(413);
    assert_eq!(reply.code(), "payload_too_large");
    app.task("forget_files").await;
    let mut raw = app.db.place.raw().await;
    assert_eq!(raw.number("SELECT count(*) FROM file").await, 0);
    raw.close().await;
    let kept = walk(folder.path());
    assert!(kept.is_empty(), "{kept:?}");

    // A folder serves as well as memory: this one is taken and read in steps.
    let record = desk.through(app, "csv", FILE).await;
    assert_eq!(record["state"], "complete", "{record}");
}

/// All files below a folder.
fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => files.extend(walk(&entry.path())),
            _ => files.push(entry.path()),
        }
    }
    files
}

/// Files that nobody processes go after a day, and so does the wish to send one.
#[tokio::test]
async fn what_nobody_processes_is_forgotten() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let begun = desk.file("csv").await;
        send(app, &begun, FILE).await.expect(201);
        app.clock.advance(86_400);
        app.task("forget_files").await;
        app.clock.advance(1);
        app.task("give_up_uploads").await;
        let owner = app.jwt(&desk.scene.admin).await;
        let record = owner.get(&super::path(&begun, "")).await.expect(200);
        assert_eq!(record["state"], "canceled");
        assert_eq!(record["failure"], "It was not begun within a day.");
        let mut raw = app.db.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM file").await, 0);
        raw.close().await;
    })
    .await;
}

/// Of files that are awaited there are so many in a company (security checklist 63).
#[tokio::test]
async fn a_company_awaits_twenty_files() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let mut last = None;
        for _ in 0..20 {
            last = Some(desk.file("csv").await);
        }
        let client = &desk.scene.client;
        let reply = desk
            .begin(client, json!({"mode": "file"}))
            .await
            .expect(429);
        assert_eq!(reply.code(), "too_many_uploads");
        let cancel = super::path(&last.expect("twenty"), "cancel/");
        client.post(&cancel, json!({})).await.expect(200);
        desk.file("csv").await;
        Desk::of(app).await.file("csv").await;
    })
    .await;
}
