//! What readers of foreign bytes promise, for any bytes at all. `./dev fuzz` looks for bytes that
//! break a promise (fuzz/); a plain test tries those that were found worth keeping.

use crate::TestApp;
use axum::{
    body::Body as Bytes,
    extract::{FromRequest as _, Request},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
};
use countermark::{
    auth::header::{Presented, presented},
    csv::{Cut, Reader, text_of, unguard, write_row},
    error::ApiError,
    extract::{Body, Countries, DataObject, Fields, FromFields, Ids, Query},
    files::{link, upload::Ticket},
};
use countermark_core::{
    base62,
    codes::ExtendedId,
    ids::CompanyId,
    own_ids,
    page::Anchor,
    text::{Description, Email, Line, Link, Name},
    time::Timestamp,
    token::{LENGTH, UatText},
};
use countermark_store::{Engine, products};
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};

/// Reads bytes from elsewhere, and panics when a promise is broken.
type Target = fn(&[u8]);

/// The readers by name.
pub const TARGETS: [(&str, Target); 7] = [
    ("csv", csv),
    ("cursor", cursor),
    ("header", header),
    ("json", json),
    ("link", link),
    ("own_id", own_id),
    ("token", token),
];

fn text(bytes: &[u8]) -> Option<&str> {
    str::from_utf8(bytes).ok()
}

/// What is read as a token is written like that and in no other way. The text is tried with the
/// right checksum, too: nobody finds that by chance.
fn token(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let begin = text.get(..LENGTH - 6).unwrap_or(text);
    let crc = base62::encode_u32(crc32fast::hash(begin.as_bytes()));
    for text in [text, &format!("{begin}{crc}")] {
        if let Ok(token) = UatText::parse(text) {
            assert_eq!(*token.write(), text);
        }
    }
}

/// Each line is a header: a cookie's when it begins with `c`, else one of Authorization. One
/// credential comes out, or none, or 401.
fn header(bytes: &[u8]) {
    let mut headers = HeaderMap::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let (name, value): (HeaderName, _) = match line.strip_prefix(b"c") {
            Some(value) => (header::COOKIE, value),
            None => (header::AUTHORIZATION, line),
        };
        // Others never get to the program.
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.append(name, value);
        }
    }
    match presented(&headers, "session") {
        Ok(None) => {}
        Ok(Some(Presented::Uat(found) | Presented::Jwt(found) | Presented::Cookie(found))) => {
            assert!(!found.is_empty() && found.len() <= 4_096);
            assert!(!found.contains(char::is_control));
        }
        Err(error) => assert_eq!(error.status().0, StatusCode::UNAUTHORIZED),
    }
}

/// A table that is read can be written and read again, and cut into its rows.
fn csv(bytes: &[u8]) {
    let Ok(text) = text_of(bytes) else { return };
    let Some(table) = rows(text) else { return };
    let mut written = String::new();
    for row in &table {
        write_row(&mut written, row.iter().map(String::as_str));
    }
    let mut again = rows(&written).expect("what we write is a table");
    for cell in again.iter_mut().flatten() {
        *cell = unguard(cell).to_owned();
    }
    assert_eq!(again, table);
    let (mut cut, mut rest, mut pieces) = (Cut::new(), text, Vec::new());
    while let Some(length) = cut.next(rest.as_bytes()) {
        let (row, behind) = rest.split_at(length);
        pieces.extend(rows(row).expect("a row"));
        rest = behind;
    }
    pieces.extend(rows(rest).expect("the last row"));
    assert_eq!(pieces, table);
}

fn rows(text: &str) -> Option<Vec<Vec<String>>> {
    let cells = |row: Result<countermark::csv::Record<'_>, _>| {
        let cells = row.ok()?.cells.into_iter().map(Into::into);
        Some(cells.collect())
    };
    Reader::new(text).map(cells).collect()
}

/// A body with members of many kinds.
struct Everything;

impl FromFields for Everything {
    fn from_fields(mut fields: Fields) -> Result<Self, ApiError> {
        fields.take::<i64>("integer");
        fields.take::<f64>("number");
        fields.take::<bool>("flag");
        fields.take::<Name>("name");
        fields.take::<Line>("line");
        fields.take::<Description>("description");
        fields.take::<Link>("link");
        fields.take::<Email>("email");
        fields.take::<Ids>("ids");
        fields.take::<Countries>("countries");
        fields.take::<DataObject>("data");
        fields.refuse_unknown();
        if fields.is_clean() {
            Ok(Self)
        } else {
            Err(fields.into_error())
        }
    }
}

/// A body is read, or refused with a 400.
fn json(bytes: &[u8]) {
    let request = Request::builder().header(header::CONTENT_TYPE, "application/json");
    let request = request
        .body(Bytes::from(bytes.to_vec()))
        .expect("a request");
    let read = RUNTIME.block_on(Body::<Everything>::from_request(request, &()));
    if let Err(error) = read {
        assert_eq!(error.status().0, StatusCode::BAD_REQUEST);
    }
}

/// An anchor that is read leads to the same page again; one that is not is a 400.
fn cursor(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    if let Ok(anchor) = Anchor::parse(text) {
        assert_eq!(Anchor::parse(&anchor.write()), Ok(anchor));
    }
    let asked = Query::parse(text).and_then(|query| {
        let ordering = query.ordering(products::ORDERINGS)?;
        let page = query.page(&ordering)?;
        assert!((1..=200).contains(&page.limit) && page.offset >= 0);
        let again = Query::parse(&query.with(&[])).and_then(|query| query.page(&ordering));
        assert_eq!(again.ok(), Some(page));
        Ok(())
    });
    if let Err(error) = asked {
        assert_eq!(error.status().0, StatusCode::BAD_REQUEST);
    }
}

/// An id of a company's own can be scanned.
fn own_id(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let Ok(id) = own_ids::parse(text) else { return };
    assert!(id.parse::<ExtendedId>().is_ok(), "{id}");
    assert!(!text.starts_with("01/") || id.starts_with("01/"), "{id}");
    assert!(text.starts_with("01/") || id == text, "{id}");
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
});

/// A server without any file.
static APP: LazyLock<TestApp> = LazyLock::new(|| RUNTIME.block_on(TestApp::start(Engine::Sqlite)));

/// `KEY?QUERY`: no link opens anything, neither as it is nor with the right signature.
fn link(bytes: &[u8]) {
    let Some((key, query)) = text(bytes).and_then(|text| text.split_once('?')) else {
        return;
    };
    let app = &APP.app;
    let Ok(query) = Query::parse(query) else {
        return;
    };
    assert!(Ticket::read(app, |name| query.get(name).map(Into::into)).is_err());
    let number = |name| query.get(name).and_then(|text| text.parse().ok());
    let company = CompanyId(number("company").unwrap_or_default());
    let ends = number("expires").unwrap_or_default();
    let ends = Timestamp(i64::saturating_mul(ends, 1_000_000));
    let signature = app.secrets.link_signature(company, key, ends);
    let signed = Query::parse(&query.with(&[("signature", Some(signature))])).expect("a query");
    for query in [query, signed] {
        let Err(error) = RUNTIME.block_on(link::opened(app, key, &query)) else {
            panic!("it opens a file")
        };
        let refused = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN];
        assert!(refused.contains(&error.status().0));
    }
}
