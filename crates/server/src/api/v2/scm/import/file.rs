//! From the bytes of a file to items of an upload. Knows nothing of the database and runs on a
//! thread of its own.

use super::{PREVIEW, ScmImportRow, options::Options};
use crate::{
    api::v2::products::import::{Errors, Source},
    csv::{Problem, Reader, Record, text_of, unguard},
    error::ApiResult,
};
use countermark_core::scm::{Asked, DataKey};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The most rows of one file. It keeps the one transaction short enough for everybody else.
const MOST_ROWS: usize = 100_000;
/// Keys of which a blank cell always keeps the value: no code is without.
const NEVER_BLANK: [&str; 3] = ["product", "activation_status", "blacklist_reason"];

/// What a file holds.
#[derive(Default)]
pub(super) struct File {
    /// What its rows say.
    pub(super) items: Vec<Asked>,
    /// The number of each, as a spreadsheet shows it.
    pub(super) rows: Vec<usize>,
    /// The first of them.
    pub(super) preview: Vec<ScmImportRow>,
}

/// Reads a file.
///
/// # Errors
/// 400 with everything that is wrong with it.
pub(super) fn read(bytes: &[u8], options: &Options) -> ApiResult<File> {
    let mut errors = Errors::default();
    let mut file = File::default();
    if let Err(problem) = read_rows(bytes, options, &mut file, &mut errors) {
        errors.add_problem(problem);
    }
    errors.check()?;
    Ok(file)
}

fn read_rows(
    bytes: &[u8],
    options: &Options,
    file: &mut File,
    errors: &mut Errors,
) -> Result<(), Problem> {
    let mut reader = Reader::new(text_of(bytes)?);
    let Some(header) = reader.next().transpose()? else {
        return Err(Problem {
            row: 1,
            message: "The file is empty.".into(),
        });
    };
    let Some(sources) = sources(&header, options, errors) else {
        return Ok(());
    };
    for record in reader {
        let mut record = record?;
        if file.rows.len() == MOST_ROWS {
            let message = format!("A file may have at most {MOST_ROWS} rows.");
            return Err(Problem {
                row: record.row,
                message,
            });
        }
        if record.cells.len() != header.cells.len() {
            let (here, there) = (record.cells.len(), header.cells.len());
            let sentence = format!("This row has {here} cells, the header {there}.");
            errors.add(record.row, "file", sentence);
            continue;
        }
        for cell in &mut record.cells {
            let plain = unguard(cell);
            if plain.len() != cell.len() {
                *cell = Cow::Owned(plain.to_owned());
            }
        }
        read_row(&sources, &record, options, file, errors);
    }
    Ok(())
}

/// Where each key comes from.
fn sources(
    header: &Record<'_>,
    options: &Options,
    errors: &mut Errors,
) -> Option<Vec<(String, Source)>> {
    let named: Vec<_> = header
        .cells
        .iter()
        .map(|cell| cell.trim().to_owned())
        .collect();
    let by = options.by.name();
    let mut wanted: Vec<(String, String)> = if options.columns.is_empty() {
        let named = named.iter().filter(|name| !name.is_empty());
        named.map(|name| (name.clone(), name.clone())).collect()
    } else {
        options.columns.clone()
    };
    if !wanted.iter().any(|(key, _)| key == by) {
        wanted.push((by.to_owned(), by.to_owned()));
    }
    let mut sources = Vec::with_capacity(wanted.len());
    let mut good = true;
    for (key, column) in wanted {
        match Source::find(&header.cells, &column) {
            Ok(source) => sources.push((key, source)),
            Err(sentence) => {
                good = false;
                errors.add(header.row, key, sentence);
            }
        }
    }
    good.then_some(sources)
}

fn read_row(
    sources: &[(String, Source)],
    record: &Record<'_>,
    options: &Options,
    file: &mut File,
    errors: &mut Errors,
) {
    let by = options.by.name();
    let mut members = Map::new();
    for (key, source) in sources {
        let value = source.value(&record.cells);
        let finds = key == by;
        let is_blank = value.trim().is_empty();
        let keeps = !options.clear_blank || NEVER_BLANK.contains(&key.as_str());
        if is_blank && keeps && !finds {
            continue;
        }
        let value = if is_blank {
            String::new()
        } else if finds && !matches!(options.by, DataKey::Scm(_)) {
            // Spreadsheets leave blanks around ids; data is kept as it is.
            value.trim().to_owned()
        } else {
            value.into_owned()
        };
        members.insert(key.clone(), Value::String(value));
    }
    let preview = (file.preview.len() < PREVIEW).then(|| members.clone());
    match Asked::read(members, &options.by) {
        Err(wrong) => {
            for (key, sentence) in wrong {
                errors.add(record.row, key, sentence);
            }
        }
        Ok(asked) => {
            if let Some(mut data) = preview {
                data.shift_remove(by);
                file.preview.push(ScmImportRow {
                    row: record.row,
                    name: asked.name.clone(),
                    data,
                    // Nobody has looked yet.
                    found: false,
                });
            }
            file.items.push(asked);
            file.rows.push(record.row);
        }
    }
}
