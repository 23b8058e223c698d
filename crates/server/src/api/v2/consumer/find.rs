//! `POST /api/v2/consumer/find/`

use crate::{
    app::App,
    auth::Consumer,
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
    scans::{Visit, leads_to},
};
use axum::{extract::State, http::HeaderMap};
use countermark_core::text::{Line, Text as _};
use countermark_store::scans::consumer;
use serde::Serialize;
use std::net::{IpAddr, SocketAddr};
use utoipa::ToSchema;

body! { ignore unknown;
    /// What is looked for.
    pub struct ConsumerFind {
        /// The serial number on the item.
        pub serial_number: Line,
    }
}

/// A code that was found by its serial number, and the scan that this was.
#[derive(Serialize, ToSchema)]
pub struct ConsumerFound {
    /// What the code's QR says.
    qr: String,
    /// The id of the scan that was recorded.
    scan_id: String,
    /// The country, ISO 3166 alpha-2; empty when unknown.
    region: String,
    /// Where a scan of the QR would lead; empty when nowhere.
    url: String,
}

/// Find a code by its serial number
///
/// This counts as a scan. A server that calls for whoever scans forwards their `User-Agent`, and
/// their address as `Forwarded` or `X-Forwarded-For`.
#[utoipa::path(post, path = "/api/v2/consumer/find/", tag = "Consumer", request_body = ConsumerFind,
    responses(
        (status = 200, description = "Found, and recorded as a scan.", body = ConsumerFound),
        (status = 404, description = "Not in this campaign.", body = crate::openapi::Problem)))]
pub async fn consumer_find(
    caller: Consumer,
    State(app): State<App>,
    Body(body): Body<ConsumerFind>,
) -> ApiResult<Json<ConsumerFound>> {
    if !caller.options.serial_number_lookup_enabled {
        let sentence = "This campaign does not look codes up by their serial numbers.";
        return Err(ApiError::forbidden("lookup_not_enabled", sentence));
    }
    let serial = body.serial_number.as_str();
    if serial.is_empty() {
        let sentence = "This field may not be blank.";
        return Err(ApiError::field("serial_number", sentence));
    }
    let mut conn = app.db.read().await?;
    let (company, campaign) = (caller.company, caller.campaign);
    let found = consumer::by_serial_number(&mut conn, company, campaign, serial).await?;
    drop(conn);
    let extended_id = found.ok_or_else(ApiError::not_found)?;
    let address = forwarded(&caller.headers).unwrap_or(caller.address);
    let visit = Visit::from(&app, address, &caller.headers);
    let scanned = app.recorder.scan(extended_id, visit, app.clock.now());
    let scanned = scanned.await?.ok_or_else(ApiError::not_found)?;
    let met = &scanned.met;
    Ok(Json(ConsumerFound {
        url: leads_to(met, &scanned.country, &scanned.uuid).unwrap_or_default(),
        qr: met.extended_id.clone(),
        region: scanned.country,
        scan_id: scanned.uuid,
    }))
}

/// Whom a landing page's server calls for. It says so itself, as a phone says where it is: good
/// enough for the country of a scan, and nothing else is decided by it.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let first = |name: &str| headers.get(name)?.to_str().ok()?.split(',').next();
    let of_forwarded = first("forwarded").and_then(|element| {
        let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs
            .map(|(name, value)| (name.trim(), value.trim()))
            .find(|(name, _)| name.eq_ignore_ascii_case("for"))?;
        Some(value.trim_matches('"'))
    });
    let text = of_forwarded.or_else(|| first("x-forwarded-for"))?.trim();
    let plain = text.trim_start_matches('[').trim_end_matches(']');
    let address = plain.parse().ok().or_else(|| {
        let socket: SocketAddr = text.parse().ok()?;
        Some(socket.ip())
    });
    address.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::forwarded;
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    #[test]
    fn the_first_address_is_whoever_scans() {
        for (name, value, expected) in [
            (
                "x-forwarded-for",
                "203.0.113.7, 10.0.0.1",
                Some("203.0.113.7"),
            ),
            ("x-forwarded-for", "203.0.113.7:4711", Some("203.0.113.7")),
            ("x-forwarded-for", "2001:db8::7", Some("2001:db8::7")),
            ("x-forwarded-for", "unknown", None),
            (
                "forwarded",
                "for=203.0.113.7;proto=https",
                Some("203.0.113.7"),
            ),
            (
                "forwarded",
                "proto=https;For=\"[2001:db8::7]:47\"",
                Some("2001:db8::7"),
            ),
            ("forwarded", "for=\"[2001:db8::7]\"", Some("2001:db8::7")),
            ("forwarded", "for=_hidden", None),
            ("forwarded", "", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
            let found = forwarded(&headers).map(|address| address.to_string());
            assert_eq!(found.as_deref(), expected, "{name}: {value}");
        }
        assert_eq!(forwarded(&HeaderMap::new()), None);
    }
}
