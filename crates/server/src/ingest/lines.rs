//! From rows to what they say. Knows nothing of the database.

use super::{Portion, over};
use crate::csv::{Problem, Reader, Record, text_after, unguard};
use countermark_core::{own_ids, scm::Asked};
use countermark_store::ingestions::{Filetype, KEPT_ERRORS, RowError};
use serde_json::{Map, Value};
use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
};

/// The key of a code's id.
const ID: &str = "id";
const PRODUCT: &str = "product";

/// A row that could be a code: [`Asked::name`] is its id as it is kept.
#[derive(Debug)]
pub struct Line {
    /// Its number: in a CSV file as a spreadsheet shows it, in a list its place from 1 on.
    pub row: i64,
    /// What it says.
    pub asked: Asked,
}

/// What is said of all codes of an upload.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    /// By key, apart from the product.
    pub data: Map<String, Value>,
    /// Whether rows may name products.
    pub names_products: bool,
}

/// What is wrong with an upload: the first errors, and how many there are.
#[derive(Debug, Default)]
pub struct Errors {
    /// The first of them.
    pub listed: Vec<RowError>,
    /// All of them.
    pub count: i64,
}

impl Errors {
    /// Notes an error.
    pub fn add(&mut self, row: i64, field: &str, message: impl Into<String>) {
        self.count += 1;
        if self.listed.len() < KEPT_ERRORS {
            // A key can be as long as a row.
            let field = field.chars().filter(|c| !c.is_control()).take(100);
            self.listed.push(RowError {
                row,
                field: field.collect(),
                message: message.into(),
            });
        }
    }

    /// Notes that the file cannot be read on.
    pub fn add_problem(&mut self, problem: Problem) {
        self.add(number(problem.row), "file", problem.message);
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Rows are looked at more than once, for different things.
    pub fn sort(&mut self) {
        self.listed.sort_by_key(|error| error.row);
    }
}

fn number(row: usize) -> i64 {
    i64::try_from(row).unwrap_or(i64::MAX)
}

/// Ids and serial numbers that came before, by digests of 64 bits under a key that changes with
/// every run: a million texts in a few dozen megabytes. That two different ones look alike happens
/// to one file of a million rows in some ten million, and not again when it is sent again.
#[derive(Debug, Default)]
pub struct Seen {
    key: RandomState,
    ids: HashMap<u64, u32>,
    serial_numbers: HashMap<u64, u32>,
}

impl Seen {
    fn id(&mut self, text: &str, row: i64) -> Option<u32> {
        first(&mut self.ids, self.key.hash_one(text), row)
    }

    fn serial_number(&mut self, text: &str, row: i64) -> Option<u32> {
        first(&mut self.serial_numbers, self.key.hash_one(text), row)
    }
}

/// The row in which it stood first, if that is another one.
fn first(seen: &mut HashMap<u64, u32>, digest: u64, row: i64) -> Option<u32> {
    let row = u32::try_from(row).unwrap_or(u32::MAX);
    let first = *seen.entry(digest).or_insert(row);
    (first != row).then_some(first)
}

/// What the columns of a CSV file are called; some have no name and are left out.
#[derive(Clone, Debug, Default)]
pub struct Columns(Vec<String>);

impl Columns {
    /// Reads the header, which is a row alone; nothing when the row is blank.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(header: &Portion) -> Result<Option<Self>, Problem> {
        let text = text_after(header.rows_before, &header.bytes)?;
        let Some(record) = Reader::after(header.rows_before, text).next() else {
            return Ok(None);
        };
        let Record { row, cells } = record?;
        let names: Vec<_> = cells
            .iter()
            .map(|cell| unguard(cell.trim()).to_owned())
            .collect();
        let bad = |message| Problem { row, message };
        for (place, name) in names.iter().enumerate() {
            if !name.is_empty() && names[..place].contains(name) {
                let name = crate::extract::shorten(name);
                return Err(bad(format!("The column \"{name}\" is there twice.")));
            }
        }
        if names.iter().any(|name| name == ID) {
            Ok(Some(Self(names)))
        } else {
            Err(bad("The header has no column \"id\".".into()))
        }
    }
}

/// Reads rows; what is wrong with one goes to `errors`, and the row is left out. `seen` notices
/// what came before.
///
/// # Errors
/// Why nothing more can be read.
pub fn read(
    portion: &Portion,
    columns: &Columns,
    defaults: &Defaults,
    seen: &mut Seen,
    errors: &mut Errors,
) -> Result<Vec<Line>, Problem> {
    let mut lines = Vec::with_capacity(portion.rows.len());
    let mut read = |row, members| {
        if let Some(asked) = read_line(row, members, defaults, seen, errors) {
            lines.push(Line { row, asked });
        }
    };
    match portion.filetype {
        Filetype::Json => {
            for (place, range) in portion.rows.iter().enumerate() {
                let row = number(portion.rows_before + place + 1);
                // Between two objects there may be commas and blanks: the range is the object's.
                read(row, object(&portion.bytes[range.clone()]));
            }
        }
        Filetype::Csv => {
            let text = text_after(portion.rows_before, &portion.bytes)?;
            for record in Reader::after(portion.rows_before, text) {
                let record = record?;
                read(number(record.row), members(&record, columns));
            }
        }
    }
    Ok(lines)
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, String> {
    serde_json::from_slice(bytes).map_err(|error| format!("JSON parse error - {error}"))
}

/// What a row of a CSV file says. A blank cell says nothing.
fn members(record: &Record<'_>, columns: &Columns) -> Result<Map<String, Value>, String> {
    let (here, there) = (record.cells.len(), columns.0.len());
    if here != there {
        return Err(format!("This row has {here} cells, the header {there}."));
    }
    let cells = columns.0.iter().zip(&record.cells);
    let cells = cells.filter(|(name, cell)| !name.is_empty() && !cell.trim().is_empty());
    let member = |(name, cell): (&String, _)| {
        let cell: &str = cell;
        (name.clone(), Value::String(unguard(cell).to_owned()))
    };
    let mut members: Map<_, _> = cells.map(|(name, cell)| member((name, &**cell))).collect();
    // In a file an id that is not there is a blank one.
    let id = members
        .entry(ID)
        .or_insert_with(|| Value::String(String::new()));
    debug_assert!(id.is_string());
    Ok(members)
}

fn read_line(
    row: i64,
    members: Result<Map<String, Value>, String>,
    defaults: &Defaults,
    seen: &mut Seen,
    errors: &mut Errors,
) -> Option<Asked> {
    let mut members = match members {
        Ok(members) => members,
        Err(sentence) => {
            errors.add(row, "file", sentence);
            return None;
        }
    };
    let before = errors.count;
    let id = id_of(members.shift_remove(ID)).and_then(|text| own_ids::parse(text.trim()));
    match &id {
        Err(sentence) => errors.add(row, ID, sentence.as_str()),
        Ok(id) => {
            if let Some(first) = seen.id(id, row) {
                errors.add(row, ID, format!("This id stands in row {first} already."));
            }
        }
    }
    if members.contains_key(PRODUCT) && !defaults.names_products {
        let sentence = "Naming products needs the permission product_view.";
        errors.add(row, PRODUCT, sentence);
    }
    let members = over(&defaults.data, members);
    let asked = Asked::read_for(id.unwrap_or_default(), members)
        .map_err(|wrong| {
            for (key, sentence) in wrong {
                errors.add(row, &key, sentence);
            }
        })
        .ok()?;
    if let Some(Some(serial_number)) = &asked.item.serial_number
        && let Some(first) = seen.serial_number(serial_number, row)
    {
        let sentence = format!("This serial number stands in row {first} already.");
        errors.add(row, "serial_number", sentence);
    }
    (errors.count == before).then_some(asked)
}

fn id_of(value: Option<Value>) -> Result<String, String> {
    match value {
        None => Err("This field is required.".into()),
        Some(Value::String(text)) => Ok(text),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(Value::Null) => Err("This field may not be null.".into()),
        Some(_) => Err("Not a valid string.".into()),
    }
}

/// What is wrong with things that are said of all codes of an upload: key by key.
///
/// # Errors
/// Every key that is wrong, with its sentence.
pub fn refuse_members(data: &Map<String, Value>) -> Result<(), Vec<(String, String)>> {
    let asked = Asked::read_for(String::new(), data.clone())?;
    let mut wrong = Vec::new();
    for key in [ID, "extended_id", "serial_number"] {
        if data.contains_key(key) {
            wrong.push((key.to_owned(), "Each code has its own.".to_owned()));
        }
    }
    for (key, wish) in &asked.item.fields {
        if let countermark_core::scm::Wish::Wrong(sentence) = wish {
            wrong.push((key.clone(), (*sentence).to_owned()));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// What can be said of codes at once that came in a request: each has its place from 1 on.
#[must_use]
pub fn check(codes: &[Map<String, Value>], defaults: &Defaults) -> Errors {
    let (mut seen, mut errors) = (Seen::default(), Errors::default());
    for (place, code) in codes.iter().enumerate() {
        let row = number(place + 1);
        read_line(row, Ok(code.clone()), defaults, &mut seen, &mut errors);
    }
    errors
}
