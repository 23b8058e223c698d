//! From the bytes of a file to rows that could be products. Knows nothing of the database and
//! runs on a thread of its own.

use super::{columns::Sources, data::Data, errors::Errors, options::Mapping};
use crate::{
    csv::{Problem, Reader, Record, text_of, unguard},
    error::ApiResult,
};
use countermark_core::text::{Description, Link, Name, Sku, Text};
use std::{borrow::Cow, collections::HashMap};

/// The most rows of one file. It keeps the one transaction short enough for everybody else.
const MOST_ROWS: usize = 100_000;

/// A row that could be a product.
#[derive(Debug)]
pub(super) struct Line {
    /// Its number as a spreadsheet shows it.
    pub(super) row: usize,
    /// A UUID, in case it becomes a new product.
    pub(super) uuid: String,
    pub(super) sku: Sku,
    pub(super) name: Name,
    /// Reference or name of its brand.
    pub(super) brand: Name,
    pub(super) label: Option<Name>,
    pub(super) description: Option<Description>,
    pub(super) client_url: Option<Link>,
    /// What its columns for landing pages make, when the file has some.
    pub(super) stc: Option<String>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct File {
    /// Rows below the header that are not blank.
    pub(super) rows: usize,
    /// Those of them that continue a product.
    pub(super) continued: usize,
    /// The others.
    pub(super) lines: Vec<Line>,
    /// Whether it has columns for landing pages.
    pub(super) has_stc: bool,
}

impl File {
    /// The SKUs of all lines.
    pub(super) fn skus(&self) -> Vec<&str> {
        self.lines.iter().map(|line| line.sku.as_str()).collect()
    }
}

/// Reads a file.
///
/// # Errors
/// 400 with everything that is wrong with it.
pub(super) fn read(bytes: &[u8], mapping: &Mapping) -> ApiResult<File> {
    let mut errors = Errors::default();
    let mut file = File::default();
    if let Err(problem) = read_rows(bytes, mapping, &mut file, &mut errors) {
        errors.add_problem(problem);
    }
    errors.check()?;
    Ok(file)
}

fn read_rows(
    bytes: &[u8],
    mapping: &Mapping,
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
    let sources = match Sources::find(&header.cells, mapping) {
        Ok(sources) => sources,
        Err(wrong) => {
            for (field, sentence) in wrong {
                errors.add(header.row, field, sentence);
            }
            return Ok(());
        }
    };
    let data = match Data::find(&header.cells) {
        Ok(data) => data,
        Err(sentence) => {
            errors.add(header.row, "stc", sentence);
            return Ok(());
        }
    };
    file.has_stc = !data.is_empty();
    // SKU → the row in which it came first.
    let mut seen = HashMap::new();
    for record in reader {
        let mut record = record?;
        file.rows += 1;
        if file.rows > MOST_ROWS {
            let message = format!("A file may have at most {MOST_ROWS} rows.");
            return Err(Problem {
                row: record.row,
                message,
            });
        }
        if record.cells.len() != header.cells.len() {
            let (here, there) = (record.cells.len(), header.cells.len());
            errors.add(
                record.row,
                "file",
                format!("This row has {here} cells, the header {there}."),
            );
            continue;
        }
        for cell in &mut record.cells {
            let plain = unguard(cell);
            if plain.len() != cell.len() {
                *cell = Cow::Owned(plain.to_owned());
            }
        }
        read_row((&sources, &data), &record, &mut seen, file, errors);
    }
    Ok(())
}

fn read_row(
    (sources, data): (&Sources, &Data),
    record: &Record<'_>,
    seen: &mut HashMap<String, usize>,
    file: &mut File,
    errors: &mut Errors,
) {
    let (row, cells) = (record.row, record.cells.as_slice());
    let sku = parse::<Sku>(row, "sku", &sources.sku.value(cells), errors);
    let first = sku.as_ref().and_then(|sku| seen.get(sku.as_str())).copied();
    let name = sources.name.value(cells);
    // Shop exports give a product one row for each of its variants or pictures.
    if first.is_some() && name.trim().is_empty() {
        file.continued += 1;
        return;
    }
    if let Some(first) = first {
        errors.add(
            row,
            "sku",
            format!("This SKU stands in row {first} already."),
        );
    }
    let name = parse(row, "name", &name, errors);
    let brand = parse(row, "brand", &sources.brand.value(cells), errors);
    let may = |source: &Option<_>| {
        source
            .as_ref()
            .map(|s: &super::columns::Source| s.value(cells))
    };
    let label = may(&sources.label).filter(|label| !label.trim().is_empty());
    let label = label.and_then(|text| parse(row, "label", &text, errors));
    let description =
        may(&sources.description).and_then(|text| parse(row, "description", &text, errors));
    let client_url =
        may(&sources.client_url).and_then(|text| parse(row, "client_url", &text, errors));
    let stc = data.value(cells).unwrap_or_else(|sentence| {
        errors.add(row, "stc", sentence);
        None
    });
    let Some(sku) = sku else { return };
    seen.entry(sku.as_str().to_owned()).or_insert(row);
    // One that lacks a name or a brand has been noted, and no line will be used then.
    if let (Some(name), Some(brand)) = (name, brand) {
        let uuid = crate::random::uuid();
        file.lines.push(Line {
            row,
            uuid,
            sku,
            name,
            brand,
            label,
            description,
            client_url,
            stc,
        });
    }
}

fn parse<T: Text>(row: usize, field: &'static str, text: &str, errors: &mut Errors) -> Option<T> {
    T::parse(text)
        .map_err(|sentence| errors.add(row, field, sentence))
        .ok()
}
