//! A scan as the export shows it (contract §4.7: sections and fields).

use crate::csv::{Cell, write_cells};
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

/// The fixed columns of the CSV file: section and field.
pub(super) const COLUMNS: [&str; 32] = [
    "scan.uuid",
    "scan.datetime",
    "scan.timestamp",
    "scan.app",
    "scan.reason",
    "scan.result",
    "scan.computed_status",
    "scan.auth_failure_mode",
    "scan.flags",
    "scan.unique_user",
    "scan.install_id",
    "scan.utid",
    "user.email",
    "code.extended_id",
    "code.serial_number",
    "code.activation_status",
    "code.blacklist_reason",
    "product.id",
    "product.sku",
    "product.name",
    "product.brand_name",
    "product.campaign_id",
    "device.type",
    "device.os",
    "device.os_version",
    "device.browser",
    "device.browser_version",
    "location.source",
    "location.country",
    "location.city",
    "location.lat",
    "location.lng",
];

impl ScanRecord {
    /// Adds the row of [`COLUMNS`], and of one column for each of these keys.
    pub(super) fn write_row(&self, out: &mut String, keys: &[String]) {
        let number = |number: Option<i64>| number.map(|n| n.to_string()).unwrap_or_default();
        let degrees = |degrees: Option<f64>| degrees.map(|d| d.to_string()).unwrap_or_default();
        let (scan, code, product) = (&self.scan, &self.code, &self.product);
        let (device, location) = (&self.device, &self.location);
        let (lat, lng) = (degrees(location.lat), degrees(location.lng));
        let (id, campaign) = (number(product.id), number(product.campaign_id));
        let (status, reason) = (code.activation_status, code.blacklist_reason);
        let (status, reason) = (status.to_string(), reason.to_string());
        let fixed: [Cell<'_>; COLUMNS.len()] = [
            Cell::Text(&scan.uuid),
            Cell::Text(&scan.datetime),
            Cell::Number(&scan.timestamp.to_string()),
            Cell::Text(&scan.app),
            Cell::Text(&scan.reason),
            Cell::Text(scan.result),
            Cell::Text(scan.computed_status),
            Cell::Text(scan.auth_failure_mode),
            Cell::Text(&scan.flags.join(" ")),
            Cell::Text(if scan.unique_user { "true" } else { "false" }),
            Cell::Text(&scan.install_id),
            Cell::Text(scan.utid.as_deref().unwrap_or("")),
            Cell::Text(self.user.email.as_deref().unwrap_or("")),
            Cell::Text(&code.extended_id),
            Cell::Text(&code.serial_number),
            Cell::Number(&status),
            Cell::Number(&reason),
            Cell::Number(&id),
            Cell::Text(&product.sku),
            Cell::Text(&product.name),
            Cell::Text(&product.brand_name),
            Cell::Number(&campaign),
            Cell::Text(&device.kind),
            Cell::Text(&device.os),
            Cell::Text(&device.os_version),
            Cell::Text(&device.browser),
            Cell::Text(&device.browser_version),
            Cell::Text(&location.source),
            Cell::Text(&location.country),
            Cell::Text(&location.city),
            Cell::Number(&lat),
            Cell::Number(&lng),
        ];
        let of_scm = |key: &String| match self.scm.get(key) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let texts: Vec<_> = keys.iter().map(of_scm).collect();
        let of_scm = texts.iter().map(|text| Cell::Text(text));
        write_cells(out, fixed.into_iter().chain(of_scm));
    }
}
