//! Writes codes that were asked for into a CSV file (`api/v2/codes/download.rs`, contract §4.6).

use super::{Ended, Next, Step, Stop, Work};
use crate::{
    api::v2::{codes::filters::wanted, uats::OnlyShown},
    csv::{Cell, write_cells, write_row},
    extract::Query,
    files::room,
};
use countermark_core::{
    ids::{CodeId, UserId},
    permissions::Permission,
    time::{self, Timestamp},
};
use countermark_store::{
    DbError, Scope, Tx,
    codes::{Code, Wanted, export},
    files::{self, File},
    scans,
};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

/// What the files are for.
pub const PURPOSE: &str = "codes";

/// Seconds for which a file is kept, or what became of it when there is none: a day.
pub const KEPT_SECONDS: i64 = 86_400;

/// Codes that are looked at together: so many are in memory at a time.
const PORTION: i64 = 5_000;

/// The columns of the contract. One for each key of supply-chain data stands behind them.
const COLUMNS: [&str; 12] = [
    "extended_id",
    "serial_number",
    "brand",
    "product",
    "sku",
    "status",
    "blacklist_reason",
    "scm_updated_by",
    "scm_updated_at",
    "activated_by",
    "activated_at",
    "workorder_id",
];

/// The work.
pub struct CodesDownload;

/// A file that was written.
pub struct Written {
    size: u64,
    rows: i64,
    /// The token's condition when it was.
    only: Value,
}

/// What the job needs to know: the file, and which codes, as a query said it.
#[must_use]
pub fn input(file: &str, zone: &str, filters: &[(String, String)]) -> Value {
    json!({"file": file, "zone": zone, "filters": filters})
}

fn key(input: &Value) -> &str {
    input["file"].as_str().unwrap_or("")
}

/// Reads what the request has checked already.
fn wanted_of(input: &Value) -> Result<Wanted, Stop> {
    let pairs = input["filters"].as_array().into_iter().flatten();
    let pairs = pairs.map(|pair| Some((pair[0].as_str()?.into(), pair[1].as_str()?.into())));
    let pairs: Option<Vec<_>> = pairs.collect();
    let pairs = pairs.ok_or_else(|| Stop::fail("A server error occurred."))?;
    let zone = input["zone"].as_str().and_then(time::zone);
    Ok(wanted(&zone.unwrap_or(TimeZone::UTC), &Query::of(pairs))?)
}

fn condition(scope: &Scope) -> Value {
    json!(scope.only().map(OnlyShown::from))
}

impl Work for CodesDownload {
    const KIND: &'static str = "codes_download";
    const NEEDS: &'static [Permission] = &[Permission::CodesView];
    type Portion = Written;

    async fn gather(step: &Step<'_>) -> Result<Written, Stop> {
        let wanted = wanted_of(&step.job.input)?;
        let (db, scope) = (&step.app.db, &step.owner.scope);
        let mut conn = db.read().await?;
        // Once more: others may have been written while this one waited.
        room(step.app, &mut conn, step.job.company).await?;
        let file = file_of(step, &mut conn).await?;
        let keys = scans::keys(&mut conn, scope, wanted.campaign).await?;
        let until = export::newest(&mut conn, scope).await?;
        let until = until.unwrap_or(CodeId(0));
        drop(conn);
        let mut writer = step.app.settings.files.writer(&file);
        let mut text = String::new();
        write_head(&mut text, &keys);
        let (mut after, mut rows) = (CodeId(0), 0);
        loop {
            let mut conn = db.read().await?;
            let found = export::step(&mut conn, scope, &wanted, (after, until), PORTION).await?;
            drop(conn);
            let Some(found) = found else { break };
            for code in &found.codes {
                write_code(&mut text, code, &keys);
                rows += 1;
            }
            after = found.last;
            writer.write(std::mem::take(&mut text).into()).await?;
            step.progress(rows).await;
        }
        writer.write(text.into()).await?;
        Ok(Written {
            size: writer.finish().await?,
            rows,
            only: condition(scope),
        })
    }

    async fn apply(step: &Step<'_>, tx: &mut Tx, written: Written) -> Result<Next, Stop> {
        let Written { size, rows, only } = written;
        if only != condition(&step.owner.scope) {
            return Err(Stop::Again("the token was limited meanwhile".into()));
        }
        let (company, key) = (step.job.company, key(&step.job.input));
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        files::set_size(tx, company, key, size).await?;
        files::forget_at(tx, company, key, kept(step.now)).await?;
        let result = json!({"document": key, "rows": rows, "size": size, "only": only});
        Ok(Next::from(Value::Null, rows).complete(result))
    }

    async fn ended(tx: &mut Tx, ended: &Ended<'_>) -> Result<(), DbError> {
        files::forget_at(tx, ended.company, key(ended.input), kept(ended.now)).await
    }
}

fn kept(from: Timestamp) -> Timestamp {
    from.plus_seconds(KEPT_SECONDS)
}

async fn file_of(step: &Step<'_>, conn: &mut countermark_store::Conn) -> Result<File, Stop> {
    let key = key(&step.job.input);
    let found = files::get(conn, step.job.company, key, step.now).await?;
    found.ok_or_else(|| Stop::fail("The file of this download is gone."))
}

fn write_head(out: &mut String, keys: &[String]) {
    // A key that is called as a column of ours is told apart from it.
    let name = |key: &String| {
        let taken = COLUMNS.contains(&key.as_str());
        format!("{}{key}", if taken { "scm_" } else { "" })
    };
    let named: Vec<_> = keys.iter().map(name).collect();
    write_row(
        out,
        COLUMNS.into_iter().chain(named.iter().map(String::as_str)),
    );
}

/// The address of a person, if there is one.
fn email(who: Option<&(UserId, String)>) -> &str {
    who.map_or("", |(_, email)| email)
}

fn write_code(out: &mut String, code: &Code, keys: &[String]) {
    let product = code.product.as_ref();
    let number = |number: Option<i64>| number.map(|n| n.to_string()).unwrap_or_default();
    let time = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let brand = number(product.map(|product| product.brand.0.0));
    let of_product = number(product.map(|product| product.id.0));
    let (status, reason) = (code.status.number(), code.reason.number());
    let (updated_at, activated_at) = (time(code.scm_updated_at), time(code.activated_at));
    let fixed: [Cell<'_>; COLUMNS.len()] = [
        Cell::Text(&code.extended_id),
        Cell::Text(code.serial_number.as_deref().unwrap_or("")),
        Cell::Number(&brand),
        Cell::Number(&of_product),
        Cell::Text(product.map_or("", |product| &product.sku)),
        Cell::Number(&status.to_string()),
        Cell::Number(&reason.to_string()),
        Cell::Text(email(code.scm_updated_by.as_ref())),
        Cell::Text(&updated_at),
        Cell::Text(email(code.activated_by.as_ref())),
        Cell::Text(&activated_at),
        Cell::Number(&code.workorder.to_string()),
    ];
    let data = keys.iter().map(|key| {
        let text = code.scm.get(key).map_or("", |datum| &datum.text);
        Cell::Text(text)
    });
    write_cells(out, fixed.into_iter().chain(data));
}
