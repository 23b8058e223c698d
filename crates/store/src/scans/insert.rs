//! Writes the rows of scans.

use super::{
    PASSED,
    record::{Judged, MOST, campaign, in_few_lengths},
};
use crate::{
    DbError,
    conn::{Arg, Tx, places},
};
use countermark_core::{ids::CodeId, scm::Datum};
use std::{collections::BTreeMap, sync::LazyLock};

/// Supply-chain data by its keys.
type Scm = BTreeMap<String, Datum>;

const COLUMNS: [&str; 25] = [
    "company_id",
    "uuid",
    "at",
    "code_id",
    "product_id",
    "campaign_id",
    "app",
    "reason",
    "activation_status",
    "blacklist_reason",
    "flags",
    "device",
    "new_device",
    "device_kind",
    "os",
    "os_version",
    "browser",
    "browser_version",
    "country",
    "city",
    "latitude",
    "longitude",
    "located_by",
    "scm",
    "consumed",
];

/// Writes scans that were judged; `scm` is the data of a code.
pub(super) async fn insert<'a>(
    tx: &mut Tx,
    judged: &[Judged<'_>],
    scm: impl Fn(CodeId) -> &'a Scm,
) -> Result<(), DbError> {
    for some in in_few_lengths(judged) {
        let mut args = Vec::with_capacity(COLUMNS.len() * some.len());
        for judged in some {
            args.extend(values(judged, scm(judged.scan.met.code)));
        }
        let sql = insertion(tx.is_postgres(), some.len());
        let written = tx.run(sql, args).await?;
        if written != some.len() as u64 {
            return Err(DbError::Corrupt("a scan was not written".into()));
        }
    }
    Ok(())
}

/// The statement that writes so many scans, a power of two. It has thousands of placeholders, so it
/// is put together once.
fn insertion(postgres: bool, rows: usize) -> &'static str {
    static TEXTS: [LazyLock<Vec<String>>; 2] = [
        LazyLock::new(|| texts(insertion_into_sqlite)),
        LazyLock::new(|| texts(insertion_into_postgres)),
    ];
    &TEXTS[usize::from(postgres)][rows.ilog2() as usize]
}

/// The texts for 1, 2, 4, … rows.
fn texts(of_rows: fn(usize) -> String) -> Vec<String> {
    (0..=MOST.ilog2())
        .map(|power| of_rows(1 << power))
        .collect()
}

/// Their turn is the id that comes next, which is looked for once.
fn insertion_into_sqlite(rows: usize) -> String {
    let row = format!("({})", ["?"; COLUMNS.len()].join(", "));
    format!(
        "INSERT INTO scan (turn, {}) SELECT (SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence \
         WHERE name = 'scan'), v.* FROM (VALUES {}) AS v",
        COLUMNS.join(", "),
        vec![row; rows].join(", ")
    )
}

/// Their turn is the number of the transaction.
fn insertion_into_postgres(rows: usize) -> String {
    let row = |row: usize| {
        format!(
            "(pg_current_xact_id()::text::bigint + coalesce((SELECT value::bigint FROM setting \
             WHERE name = '{PASSED}'), 0), {})",
            places(row * COLUMNS.len() + 1, 1, COLUMNS.len())
        )
    };
    let rows: Vec<_> = (0..rows).map(row).collect();
    format!(
        "INSERT INTO scan (turn, {}) VALUES {}",
        COLUMNS.join(", "),
        rows.join(", ")
    )
}

fn values(judged: &Judged<'_>, scm: &Scm) -> [Arg; COLUMNS.len()] {
    let (scan, met) = (judged.scan, &judged.scan.met);
    let (device, location) = (&scan.device, &scan.location);
    [
        Arg::from(met.company),
        Arg::from(scan.uuid.as_str()),
        Arg::from(scan.at),
        Arg::from(met.code),
        Arg::from(met.product.as_ref().map(|product| product.id)),
        Arg::from(campaign(met)),
        Arg::from(super::without_controls(&scan.app)),
        Arg::from(scan.reason),
        Arg::from(met.activation_status),
        Arg::from(met.blacklist_reason),
        Arg::from(judged.flags.to_stored()),
        Arg::from(scan.device_digest.as_str()),
        Arg::from(judged.new_device),
        Arg::from(device.kind.as_str()),
        Arg::from(device.os.as_str()),
        Arg::from(device.os_version.as_str()),
        Arg::from(device.browser.as_str()),
        Arg::from(device.browser_version.as_str()),
        Arg::from(location.country.as_str()),
        Arg::from(super::without_controls(&location.city)),
        Arg::from(location.point.map(|point| point.latitude)),
        Arg::from(location.point.map(|point| point.longitude)),
        Arg::from(location.by.as_str()),
        Arg::from(super::scm_to_stored(scm)),
        Arg::from(false),
    ]
}
