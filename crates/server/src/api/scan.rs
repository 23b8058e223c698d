//! `GET /q/{extended_id}`, and `GET /{extended_id}` on the hosts that QR codes carry: records the
//! scan and leads on, in one round trip (contract §4.9).
//!
//! The scan is on disk before the answer goes out. `HEAD`, and programs that look at links on
//! their own, are led on without one; a browser that only prefetches is told to come back when
//! somebody opens the page (503, which is how a server declines a prefetch).

use crate::{
    app::App,
    auth::Public,
    error::ApiError,
    scans::{Visit, is_counted, is_prefetch, leads_to},
};
use axum::{
    RequestPartsExt as _,
    extract::{FromRequestParts as _, RawPathParams, Request, State},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use countermark_store::scans::{self, Met};

/// The longest extended id that is looked for; GS1 ids with their path stay far below.
const LONGEST: usize = 200;

/// Answers whoever scans a code.
pub async fn scan(State(app): State<App>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    // Counts the call against its network.
    if let Err(refused) = Public::from_request_parts(&mut parts, &app).await {
        return page_of(&refused);
    }
    match answer(&app, &mut parts).await {
        Ok(response) => response,
        Err(error) => page_of(&error),
    }
}

async fn answer(app: &App, parts: &mut Parts) -> Result<Response, ApiError> {
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return Ok(StatusCode::METHOD_NOT_ALLOWED.into_response());
    }
    let Some(wanted) = wanted(parts).await else {
        return Ok(unknown());
    };
    let prefetches = is_prefetch(&parts.headers);
    let visit = Visit::of(app, parts);
    if !prefetches && is_counted(&parts.method, &visit) {
        let scanned = app.recorder.scan(wanted, visit, app.clock.now()).await?;
        return Ok(scanned.map_or_else(unknown, |scanned| {
            lead_on(&scanned.met, &scanned.country, &scanned.uuid)
        }));
    }
    let met = scans::meet(&mut app.db.read().await?, &wanted).await?;
    Ok(match met {
        None => unknown(),
        Some(_) if prefetches => {
            let text = "Open the page to go on.";
            page(StatusCode::SERVICE_UNAVAILABLE, "Not yet", text)
        }
        Some(met) => lead_on(&met, visit.country(), ""),
    })
}

/// The code that the address names.
async fn wanted(parts: &mut Parts) -> Option<String> {
    let params = parts.extract::<RawPathParams>().await.ok()?;
    let (_, code) = params.iter().find(|(name, _)| *name == "code")?;
    let code = code.trim_end_matches('/');
    let good = !code.is_empty() && code.len() <= LONGEST && !code.contains('\0');
    good.then(|| code.to_owned())
}

fn lead_on(met: &Met, country: &str, scan: &str) -> Response {
    let target = leads_to(met, country, scan);
    match target.and_then(|target| HeaderValue::try_from(target).ok()) {
        Some(target) => (StatusCode::FOUND, [(header::LOCATION, target)]).into_response(),
        None => own_page(met),
    }
}

/// What is shown when the company has no page for the code.
fn own_page(met: &Met) -> Response {
    let (title, text) = match met.activation_status {
        1 => ("This code is genuine", "It was issued by"),
        2 => (
            "This code is not valid",
            "It was withdrawn. Do not trust the item. It was issued by",
        ),
        _ => ("This code is not active", "It was issued by"),
    };
    let product = met.product.as_ref().map(|product| product.name.as_str());
    let product = product.map_or_else(String::new, |name| format!(" for {name}"));
    let text = format!("{text} {}{product}.", met.company_name);
    page(StatusCode::OK, title, &text)
}

fn unknown() -> Response {
    let text = "No such code was issued here.";
    page(StatusCode::NOT_FOUND, "This code is unknown", text)
}

/// The same refusal for a person in a browser.
fn page_of(error: &ApiError) -> Response {
    let (status, retry_after) = error.status();
    let (title, text) = match status {
        StatusCode::TOO_MANY_REQUESTS => (
            "Too many scans",
            "Many scans came from your network. Try again in a minute.",
        ),
        _ => ("Not just now", "Please try again in a moment."),
    };
    let mut response = page(status, title, text);
    if let Some(seconds) = retry_after {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A small page that loads nothing.
fn page(status: StatusCode, title: &str, text: &str) -> Response {
    let (title, text) = (escaped(title), escaped(text));
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><h1>{title}</h1><p>{text}</p></html>\n"
    );
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    (status, [(header::CONTENT_TYPE, kind)], html).into_response()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
