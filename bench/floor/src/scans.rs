//! All scans as CSV: one statement, and a bare loop over its rows.

use crate::{
    Done,
    csv::{end, plain, text},
};
use countermark_core::{
    scan_flags::{Flags, Point},
    time::Timestamp,
};
use rusqlite::{Connection, Row};
use serde_json::{Map, Value};
use std::io::Write as _;

const HEAD: &str = "scan.uuid,scan.datetime,scan.timestamp,scan.app,scan.reason,scan.result,\
     scan.computed_status,scan.auth_failure_mode,scan.flags,scan.unique_user,scan.install_id,\
     scan.utid,user.email,code.extended_id,code.serial_number,code.activation_status,\
     code.blacklist_reason,product.id,product.sku,product.name,product.brand_name,\
     product.campaign_id,device.type,device.os,device.os_version,device.browser,\
     device.browser_version,location.source,location.country,location.city,location.lat,\
     location.lng,";

const ROWS: &str = "SELECT s.uuid, s.at, s.app, s.reason, s.activation_status, s.flags, \
     s.new_device, s.device, c.extended_id, c.serial_number, s.blacklist_reason, s.product_id, \
     p.sku, p.name, b.name, s.campaign_id, s.device_kind, s.os, s.os_version, s.browser, \
     s.browser_version, s.located_by, s.country, s.city, s.latitude, s.longitude, s.scm \
     FROM scan s JOIN code c ON c.id = s.code_id LEFT JOIN product p ON p.id = s.product_id \
     LEFT JOIN brand b ON b.id = p.brand_id WHERE s.company_id = 1 ORDER BY s.id";

/// Writes them to the standard output.
pub(crate) fn export(conn: &Connection) -> Done {
    let mut keys = conn.prepare("SELECT DISTINCT key FROM scm_field ORDER BY key")?;
    let keys = keys.query_map([], |row| row.get(0))?;
    let keys: Vec<String> = keys.collect::<Result<_, _>>()?;
    let mut lines = HEAD.to_owned();
    for key in &keys {
        text(&mut lines, &format!("scm.{key}"));
    }
    end(&mut lines);
    let mut out = std::io::stdout().lock();
    let mut statement = conn.prepare(ROWS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        line(&mut lines, row, &keys)?;
        if lines.len() > 64 << 10 {
            out.write_all(lines.as_bytes())?;
            lines.clear();
        }
    }
    Ok(out.write_all(lines.as_bytes())?)
}

fn line(out: &mut String, row: &Row<'_>, keys: &[String]) -> Done {
    let word = |at| Ok::<_, rusqlite::Error>(row.get_ref(at)?.as_str_or_null()?.unwrap_or(""));
    let at = Timestamp(row.get(1)?);
    let status: i64 = row.get(4)?;
    text(out, word(0)?);
    plain(out, at);
    plain(out, at.seconds());
    text(
        out,
        Some(word(2)?)
            .filter(|app| !app.is_empty())
            .unwrap_or("Other"),
    );
    text(out, word(3)?);
    let state = match status {
        1 => "active",
        2 => "blacklisted",
        _ => "inactive",
    };
    out.push_str("ok,");
    plain(out, state);
    out.push(',');
    plain(out, Flags::from_stored(word(5)?).names().join(" "));
    plain(out, row.get::<_, i64>(6)? != 0);
    text(out, word(7)?);
    out.push_str(",,");
    text(out, word(8)?);
    text(out, word(9)?);
    plain(out, status);
    plain(out, row.get::<_, i64>(10)?);
    number(out, row.get(11)?);
    for at in 12..15 {
        text(out, word(at)?);
    }
    number(out, row.get(15)?);
    for at in 16..24 {
        text(out, word(at)?);
    }
    match (row.get(24)?, row.get(25)?) {
        (Some(latitude), Some(longitude)) => {
            let point = Point {
                latitude,
                longitude,
            };
            let (lat, lng) = point.degrees();
            plain(out, lat);
            plain(out, lng);
        }
        _ => out.push_str(",,"),
    }
    let scm: Map<String, Value> = serde_json::from_str(word(26)?)?;
    for key in keys {
        let datum = scm.get(key).and_then(|pair| pair[0].as_str());
        text(out, datum.unwrap_or(""));
    }
    end(out);
    Ok(())
}

fn number(out: &mut String, number: Option<i64>) {
    match number {
        Some(number) => plain(out, number),
        None => out.push(','),
    }
}
