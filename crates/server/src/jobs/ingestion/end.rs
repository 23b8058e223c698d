//! How an upload ends: all of its codes come into sight, or none of them ever was there.

use super::super::workorder;
use crate::{
    app::App,
    ingest::Errors,
    jobs::{Next, Step, Stop, follow},
    mail::{
        self,
        ingestions::{self as letters, Why},
    },
};
use countermark_core::{ids::CompanyId, time::Timestamp};
use countermark_store::{
    DbError, Tx,
    audit::By,
    codes::own::{self, Counted},
    files,
    ingestions::{self, Ingestion, State},
    webhooks::{self, Event},
    workorders,
};
use serde_json::{Value, json};

/// All codes are there.
pub(super) async fn complete(
    step: &Step<'_>,
    tx: &mut Tx,
    record: &Ingestion,
    counted: &Counted,
) -> Result<Next, Stop> {
    let (company, now) = (step.job.company, step.now);
    let order = record.workorder.ok_or_else(super::gone)?;
    if !workorders::show(tx, company, order, now).await? {
        return Err(super::gone());
    }
    own::count(tx, company, counted).await?;
    forget_file(tx, company, record, now).await?;
    ingestions::complete(tx, company, record, now).await?;
    let shown = workorders::get(tx, &step.owner.scope, order).await?;
    if let Some(shown) = &shown {
        let (event, about) = (Event::WorkorderCompleted, order.to_string());
        webhooks::emit(tx, company, (event, &about), &workorder::told(shown), now).await?;
    }
    let quantity = record.quantity.unwrap_or(record.done);
    let letter = letters::complete(&record.created_by.1, &record.key, quantity);
    mail::queue(&step.app.secrets, tx, Some(company), &letter, now).await?;
    let result = json!({"ingestion": record.key.as_str(), "workorder": order.0, "codes": quantity});
    Ok(Next::from(Value::Null, quantity).complete(result))
}

/// Rows are wrong: nothing of the upload stays but what is wrong with it.
pub(super) async fn refuse(
    step: &Step<'_>,
    tx: &mut Tx,
    record: &Ingestion,
    mut errors: Errors,
) -> Result<Next, Stop> {
    errors.sort();
    let (company, count) = (step.job.company, errors.count);
    ingestions::add_errors(tx, company, record, (&errors.listed, count)).await?;
    let why = match count {
        1 => "No code was made: there is 1 error.".to_owned(),
        count => format!("No code was made: there are {count} errors."),
    };
    stop(tx, (company, record), &why, step.now).await?;
    let letter = letters::failed(&record.created_by.1, &record.key, Why::Errors(count));
    mail::queue(&step.app.secrets, tx, Some(company), &letter, step.now).await?;
    let result = json!({"ingestion": record.key.as_str(), "codes": 0, "errors": count});
    Ok(Next::from(Value::Null, 0).complete(result))
}

/// An upload has failed.
pub(super) async fn fail(
    app: &App,
    tx: &mut Tx,
    (company, record): (CompanyId, &Ingestion),
    why: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    stop(tx, (company, record), why, now).await?;
    let letter = letters::failed(&record.created_by.1, &record.key, Why::Said(why));
    mail::queue(&app.secrets, tx, Some(company), &letter, now).await
}

async fn stop(
    tx: &mut Tx,
    (company, record): (CompanyId, &Ingestion),
    why: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    undo(tx, company, record, now).await?;
    ingestions::end(tx, company, record, (State::Failed, why), now).await
}

/// Takes back what an upload has done: its file is no longer kept, its codes, which nobody has
/// seen, are removed in the background.
///
/// # Errors
/// When the database failed.
pub async fn undo(
    tx: &mut Tx,
    company: CompanyId,
    record: &Ingestion,
    now: Timestamp,
) -> Result<(), DbError> {
    forget_file(tx, company, record, now).await?;
    let Some(order) = record.workorder else {
        return Ok(());
    };
    if workorders::give_up(tx, company, order).await? {
        let by = By::here(company, "task", now);
        follow::<workorder::Remove>(tx, &by, &workorder::input(order), None).await?;
    }
    Ok(())
}

async fn forget_file(
    tx: &mut Tx,
    company: CompanyId,
    record: &Ingestion,
    now: Timestamp,
) -> Result<(), DbError> {
    match &record.file {
        Some(key) => files::forget_at(tx, company, key, now).await,
        None => Ok(()),
    }
}
