//! The codes of an upload are made, some thousands a step.

use super::{
    Portion,
    check::{Opened, Reading, open, place},
    end, noted,
};
use crate::{
    ingest::{Errors, Judge, Own, Place, TAKEN},
    jobs::{Next, Step, Stop},
};
use countermark_core::ids::WorkorderId;
use countermark_store::{
    Tx,
    codes::own::{self, OwnCode},
    files::File,
    ingestions::{self, Ingestion},
    scm::Author,
};
use serde_json::json;

fn order_of(record: &Ingestion) -> Result<WorkorderId, Stop> {
    record.workorder.ok_or_else(super::gone)
}

/// The next codes of the file, or how many there are in all.
pub(super) async fn next(
    step: &Step<'_>,
    record: &Ingestion,
    file: &File,
) -> Result<Portion, Stop> {
    let at = place(&step.job.cursor);
    let mut errors = Errors::default();
    let files = &step.app.settings.files;
    let opened = open(files, file, record.filetype, at).await;
    let read = match opened {
        Err(trouble) => Err(trouble),
        Ok(Opened {
            mut source,
            columns,
        }) => {
            let portion = source.next().await;
            portion.map(|portion| portion.map(|portion| (portion, source.place(), columns)))
        }
    };
    let (portion, next, columns) = match read {
        Ok(Some(found)) => found,
        Ok(None) => {
            let mut conn = step.app.db.read().await?;
            let counted = own::counted(&mut conn, step.job.company, order_of(record)?).await?;
            return Ok(Portion::All(counted));
        }
        // It could be read when it was looked at.
        Err(trouble) => {
            noted(trouble, &mut errors)?;
            return Ok(Portion::Codes(Vec::new(), errors, at));
        }
    };
    let (reading, lines) = Reading::of(record, columns).lines(portion).await?;
    errors = reading.errors;
    let judge = Judge {
        scope: &step.owner.scope,
        product: record.product,
    };
    let mut conn = step.app.db.read().await?;
    let lines = lines.unwrap_or_default();
    let codes = judge.codes(&mut conn, lines, &mut errors).await?;
    Ok(Portion::Codes(codes, errors, next))
}

/// Makes codes. What went wrong since all rows were looked at ends the upload, and nothing of it
/// stays.
pub(super) async fn insert(
    step: &Step<'_>,
    tx: &mut Tx,
    record: &Ingestion,
    (codes, mut errors): (Vec<Own>, Errors),
    next: Place,
) -> Result<Next, Stop> {
    let (company, order) = (step.job.company, order_of(record)?);
    let made = step.job.cursor["made"].as_i64().unwrap_or(0);
    let judge = Judge {
        scope: &step.owner.scope,
        product: record.product,
    };
    judge.taken_serial_numbers(tx, &codes, &mut errors).await?;
    if errors.is_empty() {
        let author = Author {
            person: step.owner.by.person,
            now: step.now,
        };
        let new = (made + 1..).zip(&codes).map(|(sequence, code)| OwnCode {
            extended_id: &code.id,
            sequence,
            state: &code.state,
        });
        let new: Vec<_> = new.collect();
        for place in own::insert(tx, company, order, &new, author).await? {
            errors.add(codes[place].row, "id", TAKEN);
        }
    }
    if !errors.is_empty() {
        return end::refuse(step, tx, record, errors).await;
    }
    let made = made + i64::try_from(codes.len()).unwrap_or(0);
    ingestions::set_done(tx, company, record, made).await?;
    let cursor = json!({"bytes": next.bytes, "rows": next.rows, "made": made});
    Ok(Next::from(cursor, made))
}
