//! A scan as a line of the CSV file: the sections and fields of [`super::shown`].

use crate::csv::{Cell, write_cells};
use countermark_core::scan_flags::Point;
use countermark_store::{
    DbError,
    scans::{Cells, Line},
};

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

/// Adds the line of [`COLUMNS`], and of one column for each of these keys.
pub(super) fn write(out: &mut String, line: &Line, keys: &[String]) -> Result<(), DbError> {
    let scan: Cells<'_> = line.cells()?;
    let (datetime, timestamp) = (scan.at.to_string(), scan.at.seconds().to_string());
    let degrees = |degrees: f64| degrees.to_string();
    let point = scan.point.map(Point::degrees);
    let (lat, lng) = point.map(|(lat, lng)| (degrees(lat), degrees(lng))).unzip();
    let app = if scan.app.is_empty() {
        "Other"
    } else {
        scan.app
    };
    let fixed: [Cell<'_>; COLUMNS.len()] = [
        Cell::Text(scan.uuid),
        Cell::Number(&datetime),
        Cell::Number(&timestamp),
        Cell::Text(app),
        Cell::Text(scan.reason),
        Cell::Text("ok"),
        Cell::Text(in_words(scan.activation_status)),
        Cell::Text(""),
        Cell::Text(&scan.flags.names().join(" ")),
        Cell::Text(if scan.new_device { "true" } else { "false" }),
        Cell::Text(scan.device_digest),
        Cell::Text(""),
        Cell::Text(""),
        Cell::Text(scan.extended_id),
        Cell::Text(scan.serial_number),
        Cell::Number(scan.activation_status),
        Cell::Number(scan.blacklist_reason),
        Cell::Number(scan.product),
        Cell::Text(scan.sku),
        Cell::Text(scan.product_name),
        Cell::Text(scan.brand_name),
        Cell::Number(scan.campaign),
        Cell::Text(scan.device_kind),
        Cell::Text(scan.os),
        Cell::Text(scan.os_version),
        Cell::Text(scan.browser),
        Cell::Text(scan.browser_version),
        Cell::Text(scan.located_by),
        Cell::Text(scan.country),
        Cell::Text(scan.city),
        Cell::Number(lat.as_deref().unwrap_or("")),
        Cell::Number(lng.as_deref().unwrap_or("")),
    ];
    let scm = scan.scm()?;
    let of_scm = keys.iter().map(|key| scm.get(key));
    let of_scm = of_scm.map(|datum| Cell::Text(datum.map_or("", |datum| &datum.text)));
    write_cells(out, fixed.into_iter().chain(of_scm));
    Ok(())
}

/// The code's state in words.
fn in_words(activation_status: &str) -> &'static str {
    match activation_status {
        "1" => "active",
        "2" => "blacklisted",
        _ => "inactive",
    }
}
