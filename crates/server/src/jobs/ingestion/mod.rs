//! An upload of own codes: all rows are looked at, then the codes are made, some thousands a step,
//! and come into sight together (decision 0034).

mod check;
mod end;
mod insert;

pub use end::undo;

use super::{Ended, Next, Step, Stop, Work};
use crate::ingest::{Errors, Own, Place, Trouble};
use check::Checked;
use countermark_core::{ids::IngestionKey, permissions::Permission};
use countermark_store::{
    Conn, DbError, Tx,
    codes::own::Counted,
    files::{self, File},
    ingestions::{self, Ingestion, State},
};
use serde_json::{Value, json};

/// The work.
pub struct Ingest;

/// The input of the job.
#[must_use]
pub fn input(key: &IngestionKey) -> Value {
    json!({"ingestion": key.as_str()})
}

fn key_in(input: &Value) -> Option<IngestionKey> {
    input["ingestion"].as_str()?.parse().ok()
}

/// What one step works on.
pub enum Portion {
    /// All rows were looked at.
    Checked(Checked),
    /// The next codes, and where those behind them are.
    Codes(Vec<Own>, Errors, Place),
    /// There are no more: so many there are.
    All(Counted),
}

impl Work for Ingest {
    const KIND: &'static str = "ingestion";
    const NEEDS: &'static [Permission] = &[Permission::IngestionCodeCreate];
    const CANCELABLE: bool = false;
    const OBJECT: Option<&'static str> = Some("ingestion");
    type Portion = Portion;

    async fn gather(step: &Step<'_>) -> Result<Portion, Stop> {
        let mut conn = step.app.db.read().await?;
        let record = record_of(step, &mut conn).await?;
        let file = file_of(step, &mut conn, &record).await?;
        drop(conn);
        if step.job.cursor.is_null() {
            check::check(step, &record, &file)
                .await
                .map(Portion::Checked)
        } else {
            insert::next(step, &record, &file).await
        }
    }

    async fn apply(step: &Step<'_>, tx: &mut Tx, portion: Portion) -> Result<Next, Stop> {
        let key = key_in(&step.job.input).ok_or_else(gone)?;
        let record = ingestions::lock(tx, step.job.company, &key).await?;
        let record = record.filter(|record| !record.state.is_over());
        let record = record.ok_or_else(gone)?;
        match portion {
            Portion::Checked(checked) => check::begin(step, tx, &record, checked).await,
            Portion::Codes(codes, errors, next) => {
                insert::insert(step, tx, &record, (codes, errors), next).await
            }
            Portion::All(counted) => end::complete(step, tx, &record, &counted).await,
        }
    }

    async fn ended(tx: &mut Tx, ended: &Ended<'_>) -> Result<(), DbError> {
        let Some(key) = key_in(ended.input) else {
            return Ok(());
        };
        let record = ingestions::lock(tx, ended.company, &key).await?;
        let Some(record) = record.filter(|record| !record.state.is_over()) else {
            return Ok(());
        };
        let why = ended.failure.unwrap_or("");
        end::fail(ended.app, tx, (ended.company, &record), why, ended.now).await
    }
}

fn gone() -> Stop {
    Stop::fail("The upload was canceled.")
}

async fn record_of(step: &Step<'_>, conn: &mut Conn) -> Result<Ingestion, Stop> {
    let key = key_in(&step.job.input).ok_or_else(gone)?;
    let found = ingestions::of_company(conn, step.job.company, &key).await?;
    let going_on = |record: &Ingestion| matches!(record.state, State::Pending | State::InProgress);
    found.filter(going_on).ok_or_else(gone)
}

async fn file_of(step: &Step<'_>, conn: &mut Conn, record: &Ingestion) -> Result<File, Stop> {
    let key = record.file.as_deref().unwrap_or("");
    let found = files::get(conn, step.job.company, key, step.now).await?;
    found.ok_or_else(|| Stop::fail("The file of this upload is no longer kept."))
}

/// What a file that cannot be read does to a step: its rows are told, a storage that is away ends
/// the attempt.
fn noted(trouble: Trouble, errors: &mut Errors) -> Result<(), Stop> {
    match trouble {
        Trouble::Bad(problem) => {
            errors.add_problem(problem);
            Ok(())
        }
        Trouble::Storage(error) => Err(error.into()),
    }
}
