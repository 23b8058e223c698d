//! Single requests: the SHA-256 of the credential, a look-up in a map, and the very bytes that the
//! server answers with, its headers among them; lists and changes by bare SQL. One thread, and one
//! that commits. What the bytes are comes from the bench, which has asked the server for them.

mod answer;
mod product;
mod read;
mod write;

use crate::{Done, open};
use answer::{Answer, Given};
use argon2::{Argon2, PasswordVerifier as _, password_hash::phc::PasswordHash};
use aws_lc_rs::digest;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    routing::{get, post},
};
use product::Company;
use rusqlite::Connection;
use serde::Deserialize;
use std::{
    collections::HashMap,
    error::Error,
    fs,
    sync::{Arc, Mutex, PoisonError, mpsc::Sender},
};
use tokio::{net::TcpListener, sync::oneshot};

/// What the bench says.
#[derive(Deserialize)]
struct Input {
    /// Address and port.
    listen: String,
    /// Where the list of products stands, as `next` begins.
    products: String,
    /// Headers of credentials, and what `GET /me/` answers to each.
    known: Vec<(String, Given)>,
    /// What it answers to all others.
    unknown: Given,
    /// A page of products; its body is read from the file.
    page: Given,
    /// A product that was made; likewise.
    made: Given,
    /// A log-in.
    login: Given,
    /// The hash that the password is checked against.
    password_hash: String,
}

struct Floor {
    products: String,
    known: HashMap<[u8; 32], Answer>,
    unknown: Answer,
    page: Answer,
    made: Answer,
    login: Answer,
    password_hash: String,
    company: Company,
    reader: Mutex<Connection>,
    writer: Sender<write::Work>,
}

impl Floor {
    fn new(file: &str, input: Input) -> Result<Self, Box<dyn Error>> {
        let reader = open(file)?;
        let company = Company::read(&reader)?;
        let known = input.known.iter().map(|(credential, given)| {
            let key = sha256(credential.as_bytes()).ok_or("a digest has 32 bytes")?;
            Ok::<_, Box<dyn Error>>((key, Answer::new(given)?))
        });
        Ok(Self {
            known: known.collect::<Result<_, _>>()?,
            unknown: Answer::new(&input.unknown)?,
            page: Answer::new(&input.page)?,
            made: Answer::new(&input.made)?,
            login: Answer::new(&input.login)?,
            products: input.products,
            password_hash: input.password_hash,
            writer: write::start(open(file)?, company.clone()),
            reader: Mutex::new(reader),
            company,
        })
    }

    /// What `GET /me/` answers to the credential of a request.
    fn caller(&self, headers: &HeaderMap) -> &Answer {
        let credential = headers
            .get(header::AUTHORIZATION)
            .map_or(b"".as_slice(), HeaderValue::as_bytes);
        let known = sha256(credential).and_then(|key| self.known.get(&key));
        known.unwrap_or(&self.unknown)
    }
}

fn sha256(text: &[u8]) -> Option<[u8; 32]> {
    let digest = digest::digest(&digest::SHA256, text);
    digest.as_ref().try_into().ok()
}

/// Says what went wrong; the bench stops at an answer that it did not expect.
#[expect(clippy::needless_pass_by_value, reason = "it is the end of an error")]
fn failed(error: Box<dyn Error>) -> StatusCode {
    eprintln!("floor: {error}");
    StatusCode::INTERNAL_SERVER_ERROR
}

async fn me(State(floor): State<Arc<Floor>>, headers: HeaderMap) -> Response<Body> {
    floor.caller(&headers).response()
}

async fn list(
    State(floor): State<Arc<Floor>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, StatusCode> {
    let caller = floor.caller(&headers);
    if !caller.is_good() {
        return Ok(caller.response());
    }
    let conn = floor.reader.lock().unwrap_or_else(PoisonError::into_inner);
    let query = query.unwrap_or_default();
    let body = read::page(&conn, &floor.company, &floor.products, &query).map_err(failed)?;
    Ok(floor.page.with(body))
}

async fn create(
    State(floor): State<Arc<Floor>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response<Body>, StatusCode> {
    let caller = floor.caller(&headers);
    if !caller.is_good() {
        return Ok(caller.response());
    }
    let (answer, made) = oneshot::channel();
    let work = write::Work { body, answer };
    let sent = floor.writer.send(work);
    sent.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let body = made.await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(floor.made.with(body))
}

#[derive(Deserialize)]
struct Credentials<'a> {
    password: &'a str,
}

async fn login(State(floor): State<Arc<Floor>>, body: Bytes) -> Result<Response<Body>, StatusCode> {
    let given: Credentials<'_> =
        serde_json::from_slice(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let right = PasswordHash::new(&floor.password_hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(given.password.as_bytes(), &hash)
            .is_ok()
    });
    if right {
        Ok(floor.login.response())
    } else {
        Err(StatusCode::BAD_REQUEST)
    }
}

/// Answers until the process is stopped.
pub(crate) fn serve(file: &str, input: &str) -> Done {
    let input: Input = serde_json::from_str(&fs::read_to_string(input)?)?;
    let address = input.listen.clone();
    let floor = Arc::new(Floor::new(file, input)?);
    let router = Router::new()
        .route("/api/v2/me/", get(me))
        .route("/api/v2/products/", get(list).post(create))
        .route("/api/v2/auth/jwt/", post(login))
        .with_state(floor);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await?;
        axum::serve(listener, router).await
    })?;
    Ok(())
}
