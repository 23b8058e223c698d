//! A scan as a line of the CSV file: the sections and fields of [`super::shown`].

use crate::csv::Row;
use countermark_core::scan_flags::Point;
use countermark_store::{DbError, scans::Cells};

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
pub(super) fn write(out: &mut String, scan: &Cells<'_>, keys: &[String]) -> Result<(), DbError> {
    let mut row = Row::begin(out);
    row.text(scan.uuid);
    row.number(scan.at);
    row.number(scan.at.seconds());
    row.text(match scan.app {
        "" => "Other",
        app => app,
    });
    row.text(scan.reason);
    row.text("ok");
    row.text(in_words(scan.activation_status));
    row.text("");
    row.text(&scan.flags.names().join(" "));
    row.text(if scan.new_device { "true" } else { "false" });
    row.text(scan.device_digest);
    row.text("");
    row.text("");
    row.text(scan.extended_id);
    row.text(scan.serial_number);
    row.number(scan.activation_status);
    row.number(scan.blacklist_reason);
    row.number(scan.product);
    row.text(scan.sku);
    row.text(scan.product_name);
    row.text(scan.brand_name);
    row.number(scan.campaign);
    row.text(scan.device_kind);
    row.text(scan.os);
    row.text(scan.os_version);
    row.text(scan.browser);
    row.text(scan.browser_version);
    row.text(scan.located_by);
    row.text(scan.country);
    row.text(scan.city);
    if let Some((lat, lng)) = scan.point.map(Point::degrees) {
        row.number(lat);
        row.number(lng);
    } else {
        row.text("");
        row.text("");
    }
    let scm = scan.scm()?;
    for key in keys {
        row.text(scm.get(key));
    }
    row.end();
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
