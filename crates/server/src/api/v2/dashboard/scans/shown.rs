//! A scan as the export shows it (contract §4.7: sections and fields).

use countermark_core::scan_flags::Point;
use countermark_store::scans::Scan;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A scan.
#[derive(Serialize, ToSchema)]
pub struct ScanRecord {
    scan: ScanPart,
    user: UserPart,
    code: CodePart,
    product: ProductPart,
    device: DevicePart,
    location: LocationPart,
    /// The code's supply-chain data at the time of the scan, under its keys.
    #[schema(value_type = Object)]
    scm: Map<String, Value>,
}

/// The scan itself.
#[derive(Serialize, ToSchema)]
pub struct ScanPart {
    /// Its id.
    #[schema(format = "uuid")]
    uuid: String,
    /// When.
    #[schema(format = "date-time")]
    datetime: String,
    /// The same in seconds since 1970.
    timestamp: i64,
    /// The program it was made with; `Other` when unknown.
    app: String,
    /// `query`, or `auth` for a secure graphic.
    reason: String,
    /// `ok` or `failure`.
    result: &'static str,
    /// `inactive`, `active` or `blacklisted`: the code's state at the time.
    computed_status: &'static str,
    /// Why a secure graphic was not read; always empty here.
    auth_failure_mode: &'static str,
    /// What was to be said of it, as `out-of-market`.
    flags: Vec<&'static str>,
    /// Whether this device had not scanned the code before.
    unique_user: bool,
    /// Tells one device from another, for a month and within this company.
    install_id: String,
    /// Not known here; always null.
    utid: Option<String>,
}

/// Who scanned, if it was somebody with a name.
#[derive(Serialize, ToSchema)]
pub struct UserPart {
    email: Option<String>,
}

/// The code.
#[derive(Serialize, ToSchema)]
pub struct CodePart {
    /// What its QR says.
    extended_id: String,
    /// Its serial number, or empty.
    serial_number: String,
    /// 0 inactive, 1 active, 2 blacklisted at the time.
    activation_status: i64,
    /// Why, from 0 (none) to 10.
    blacklist_reason: i64,
}

/// The product that the code was on.
#[derive(Serialize, ToSchema)]
pub struct ProductPart {
    /// Its id; null when the code was on none.
    id: Option<i64>,
    /// Its SKU.
    sku: String,
    /// Its name.
    name: String,
    /// Its brand's name.
    brand_name: String,
    /// The id of the campaign it was scanned under.
    campaign_id: Option<i64>,
}

/// What it was made with, as far as the browser says.
#[derive(Serialize, ToSchema)]
pub struct DevicePart {
    /// `smartphone`, `pc`, …; empty when unknown.
    #[serde(rename = "type")]
    kind: String,
    /// The operating system.
    os: String,
    /// Its version.
    os_version: String,
    /// The browser.
    browser: String,
    /// Its version.
    browser_version: String,
}

/// Where.
#[derive(Serialize, ToSchema)]
pub struct LocationPart {
    /// `ip`, `gps`, or empty when nothing is known.
    source: String,
    /// ISO 3166 alpha-2, or empty.
    country: String,
    /// The city's name, or empty.
    city: String,
    /// Degrees north.
    lat: Option<f64>,
    /// Degrees east.
    lng: Option<f64>,
}

/// The code's state in words.
fn in_words(activation_status: i64) -> &'static str {
    match activation_status {
        1 => "active",
        2 => "blacklisted",
        _ => "inactive",
    }
}

impl From<Scan> for ScanRecord {
    fn from(scan: Scan) -> Self {
        let degrees = scan.location.point.map(Point::degrees);
        let scm = scan.scm.iter();
        let scm = scm.map(|(key, datum)| (key.clone(), datum.to_json()));
        Self {
            scm: scm.collect(),
            scan: ScanPart {
                uuid: scan.uuid,
                datetime: scan.at.to_string(),
                timestamp: scan.at.seconds(),
                app: match scan.app.as_str() {
                    "" => "Other".to_owned(),
                    app => app.to_owned(),
                },
                reason: scan.reason,
                result: "ok",
                computed_status: in_words(scan.activation_status),
                auth_failure_mode: "",
                flags: scan.flags.names(),
                unique_user: scan.new_device,
                install_id: scan.device_digest,
                utid: None,
            },
            user: UserPart { email: None },
            code: CodePart {
                extended_id: scan.extended_id,
                serial_number: scan.serial_number.unwrap_or_default(),
                activation_status: scan.activation_status,
                blacklist_reason: scan.blacklist_reason,
            },
            product: ProductPart {
                id: scan.product.map(|id| id.0),
                sku: scan.sku,
                name: scan.product_name,
                brand_name: scan.brand_name,
                campaign_id: scan.campaign.map(|id| id.0),
            },
            device: DevicePart {
                kind: scan.device.kind,
                os: scan.device.os,
                os_version: scan.device.os_version,
                browser: scan.device.browser,
                browser_version: scan.device.browser_version,
            },
            location: LocationPart {
                source: scan.location.by,
                country: scan.location.country,
                city: scan.location.city,
                lat: degrees.map(|(lat, _)| lat),
                lng: degrees.map(|(_, lng)| lng),
            },
        }
    }
}
