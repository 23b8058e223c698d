//! All rows of an upload are looked at before the first code is made.

use super::{end, noted};
use crate::{
    files::Files,
    ingest::{
        Columns, Defaults, Errors, Judge, Line, MOST_CODES, Place, Portion, Seen, Source, read,
    },
    jobs::{Next, Step, Stop},
};
use countermark_core::audit::Entry;
use countermark_store::{
    Tx,
    files::File,
    ingestions::{self, Filetype, Ingestion},
    workorders::{self, NewWorkorder},
};
use serde_json::{Value, json};

/// What was found.
#[derive(Default)]
pub struct Checked {
    errors: Errors,
    /// How many codes there are.
    quantity: i64,
    /// Whether any has a serial number.
    serial_numbers: bool,
}

/// A file from some place on, with what its columns are called.
pub(super) struct Opened {
    pub(super) source: Source,
    pub(super) columns: Columns,
}

/// Opens a file at a place; at its beginning, behind the header.
pub(super) async fn open(
    files: &Files,
    file: &File,
    filetype: Filetype,
    place: Place,
) -> Result<Opened, crate::ingest::Trouble> {
    let empty = |row| {
        let message = "The file is empty.".into();
        crate::ingest::Trouble::Bad(crate::csv::Problem { row, message })
    };
    let mut source = Source::open(files, file, filetype, Place::default()).await?;
    let columns = match filetype {
        Filetype::Json => Columns::default(),
        Filetype::Csv => loop {
            let first = source.first().await?.ok_or_else(|| empty(1))?;
            if let Some(columns) = Columns::read(&first).map_err(crate::ingest::Trouble::Bad)? {
                break columns;
            }
        },
    };
    if place != Place::default() {
        source = Source::open(files, file, filetype, place).await?;
    }
    Ok(Opened { source, columns })
}

/// What a portion is read with, handed to a thread and back.
pub(super) struct Reading {
    pub(super) columns: Columns,
    pub(super) defaults: Defaults,
    pub(super) seen: Seen,
    pub(super) errors: Errors,
}

impl Reading {
    pub(super) fn of(record: &Ingestion, columns: Columns) -> Self {
        Self {
            columns,
            defaults: Defaults {
                data: record.default_scm_data.clone(),
                names_products: record.names_products,
            },
            seen: Seen::default(),
            errors: Errors::default(),
        }
    }

    /// Reads a portion on a thread of its own; nothing when the file cannot be read on.
    pub(super) async fn lines(self, portion: Portion) -> Result<(Self, Option<Vec<Line>>), Stop> {
        let mut own = self;
        let work = move || {
            let (columns, defaults) = (&own.columns, &own.defaults);
            let lines = read(&portion, columns, defaults, &mut own.seen, &mut own.errors);
            let lines = lines.map_err(|problem| own.errors.add_problem(problem));
            (own, lines.ok())
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|error| Stop::Again(error.to_string()))
    }
}

/// Looks at all rows.
pub(super) async fn check(
    step: &Step<'_>,
    record: &Ingestion,
    file: &File,
) -> Result<Checked, Stop> {
    let mut checked = Checked::default();
    let files = &step.app.settings.files;
    let opened = open(files, file, record.filetype, Place::default()).await;
    let Opened {
        mut source,
        columns,
    } = match opened {
        Ok(opened) => opened,
        Err(trouble) => {
            noted(trouble, &mut checked.errors)?;
            return Ok(checked);
        }
    };
    let judge = Judge {
        scope: &step.owner.scope,
        product: record.product,
    };
    let mut reading = Reading::of(record, columns);
    loop {
        let portion = match source.next().await {
            Ok(Some(portion)) => portion,
            Ok(None) => break,
            Err(trouble) => {
                noted(trouble, &mut reading.errors)?;
                break;
            }
        };
        let (before, (own, lines)) = (portion.rows_before, reading.lines(portion).await?);
        reading = own;
        let Some(lines) = lines else { break };
        checked.quantity += i64::try_from(lines.len()).unwrap_or(i64::MAX);
        if checked.quantity > MOST_CODES {
            let sentence = format!("A file may have at most {MOST_CODES} codes.");
            let row = i64::try_from(before + 1).unwrap_or(i64::MAX);
            reading.errors.add(row, "file", sentence);
            break;
        }
        let mut conn = step.app.db.read().await?;
        let codes = judge.codes(&mut conn, lines, &mut reading.errors).await?;
        judge.taken(&mut conn, &codes, &mut reading.errors).await?;
        checked.serial_numbers |= codes.iter().any(|code| code.state.serial_number.is_some());
    }
    checked.errors = reading.errors;
    if checked.quantity == 0 && checked.errors.is_empty() {
        let row = i64::try_from(source.place().rows + 1).unwrap_or(i64::MAX);
        let sentence = "There are no codes in this file.";
        checked.errors.add(row, "file", sentence);
    }
    Ok(checked)
}

/// Tells what is wrong, or begins to make codes.
pub(super) async fn begin(
    step: &Step<'_>,
    tx: &mut Tx,
    record: &Ingestion,
    checked: Checked,
) -> Result<Next, Stop> {
    if !checked.errors.is_empty() {
        return end::refuse(step, tx, record, checked.errors).await;
    }
    let reference = format!("ING-{}", record.key);
    let new = NewWorkorder {
        reference: &reference,
        remarks: "",
        quantity: checked.quantity,
        product: record.product,
        activate_on_complete: record.default_scm_data.get("activation_status") == Some(&json!(1)),
        use_serial_number: checked.serial_numbers,
        images: "none",
        template: Some(record.template.0),
        by: record.created_by.0,
    };
    let company = step.job.company;
    let order = workorders::load(tx, &step.owner.scope, &new, step.now).await?;
    ingestions::begin(tx, company, record, order, checked.quantity).await?;
    // The budget for codes is spent before they are made, as with an order.
    let entry = Entry::event(
        "ingestion.insert",
        "ingestion",
        &record.key,
        reference.clone(),
    )
    .amount(checked.quantity)
    .after(json!({"workorder": order.0, "quantity": checked.quantity}));
    let cursor = json!({"bytes": 0, "rows": 0, "made": 0});
    Ok(Next::from(cursor, 0).total(checked.quantity).entry(entry))
}

/// Where a cursor says to go on.
pub(super) fn place(cursor: &Value) -> Place {
    Place {
        bytes: cursor["bytes"].as_u64().unwrap_or(0),
        rows: usize::try_from(cursor["rows"].as_u64().unwrap_or(0)).unwrap_or(0),
    }
}
