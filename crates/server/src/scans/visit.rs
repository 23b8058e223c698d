//! Who scans, as far as it is looked at, and whether it counts.

use crate::{app::App, auth::address, secrets::Secrets};
use axum::http::{HeaderMap, Method, header, request::Parts};
use countermark_core::{base62, time::Timestamp};
use countermark_store::scans::{Device, Location, Met, NewScan};
use std::{net::IpAddr, sync::Arc};

/// Days for which a device is known again.
const KNOWN_DAYS: i64 = 30;

/// A request that scans.
#[derive(Clone, Debug)]
pub struct Visit {
    address: IpAddr,
    user_agent: String,
    device: Device,
    crawls: bool,
    location: Location,
}

impl Visit {
    /// Reads it off a request.
    #[must_use]
    pub fn of(app: &App, parts: &Parts) -> Self {
        let address = address::of(parts, &app.settings);
        Self::from(app, address, &parts.headers)
    }

    /// A scan from that address with these headers.
    #[must_use]
    pub fn from(app: &App, address: IpAddr, headers: &HeaderMap) -> Self {
        let user_agent = headers.get(header::USER_AGENT);
        let user_agent = user_agent.and_then(|value| value.to_str().ok());
        let user_agent = user_agent.unwrap_or_default().to_owned();
        let (device, crawls) = app.devices.describe(&user_agent);
        let geo = app.settings.geo.as_ref();
        Self {
            address,
            user_agent,
            device,
            crawls,
            location: geo.map(|geo| geo.locate(address)).unwrap_or_default(),
        }
    }

    /// The country, upper case; empty when unknown.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.location.country
    }

    /// Whether a program looks at the link on its own.
    #[must_use]
    pub const fn is_crawler(&self) -> bool {
        self.crawls
    }

    /// The scan that is to be written.
    #[must_use]
    pub fn scan(&self, secrets: &Secrets, met: Arc<Met>, uuid: &str, now: Timestamp) -> NewScan {
        let month = now.day().div_euclid(KNOWN_DAYS);
        let digest = secrets.device_digest(met.company, month, self.address, &self.user_agent);
        NewScan {
            uuid: uuid.to_owned(),
            met,
            at: now,
            app: String::new(),
            reason: "query",
            device_digest: base62::encode_u128(u128::from_be_bytes(digest)),
            device: self.device.clone(),
            location: self.location.clone(),
        }
    }
}

/// Whether the browser only wants to be quick, and nobody has opened the address yet.
#[must_use]
pub fn is_prefetch(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-purpose", "x-moz"]
        .iter()
        .filter_map(|name| headers.get(*name)?.to_str().ok())
        .any(|value| {
            let value = value.to_ascii_lowercase();
            ["prefetch", "prerender", "preview"]
                .iter()
                .any(|word| value.contains(word))
        })
}

/// Whether such a request is a scan: somebody opens the address, and no program looks at it.
#[must_use]
pub fn is_counted(method: &Method, visit: &Visit) -> bool {
    *method == Method::GET && !visit.is_crawler()
}
