//! Members of a body that are lists or whole objects.

use crate::extract::Field;
use countermark_core::{country::Country, redirect::parse_countries};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The most ids of a list.
const MOST_IDS: usize = 1_000;
/// The most bytes of a data object, as JSON.
const MOST_DATA: usize = 20_000;

/// The items of a member that is a list.
///
/// # Errors
/// A sentence for the field's list of errors.
pub fn list_in(value: Value) -> Result<Vec<Value>, String> {
    match value {
        Value::Array(list) => Ok(list),
        Value::Null => Err("This field may not be null.".into()),
        _ => Err("Expected a list of items.".into()),
    }
}

/// The same of items that are all objects.
///
/// # Errors
/// As [`list_in`], with the item's place, from 0 on.
pub fn objects_in(list: Vec<Value>) -> Result<Vec<Map<String, Value>>, String> {
    let object = |(place, item)| match item {
        Value::Object(members) => Ok(members),
        _ => Err(format!(
            "Item {place}: Invalid data. Expected a dictionary."
        )),
    };
    list.into_iter().enumerate().map(object).collect()
}

/// Ids in the order in which they were sent, each once.
pub struct Ids(pub Vec<i64>);

impl Ids {
    /// The same as a set of that kind.
    pub fn set<T: Ord>(self, id: impl Fn(i64) -> T) -> BTreeSet<T> {
        self.0.into_iter().map(id).collect()
    }
}

impl Field for Ids {
    fn parse(value: Value) -> Result<Self, String> {
        let list = list_in(value)?;
        if list.len() > MOST_IDS {
            return Err(format!("List at most {MOST_IDS}."));
        }
        let ids: Vec<i64> = list
            .into_iter()
            .map(<i64 as Field>::parse)
            .collect::<Result<_, _>>()?;
        if ids.iter().collect::<BTreeSet<_>>().len() < ids.len() {
            return Err("List each id once.".into());
        }
        Ok(Self(ids))
    }
}

/// Countries by their codes; at least one.
pub struct Countries(pub BTreeSet<Country>);

impl Field for Countries {
    fn parse(value: Value) -> Result<Self, String> {
        if value.is_null() {
            return Err("This field may not be null.".into());
        }
        let countries = parse_countries(&value)?;
        if countries.is_empty() {
            return Err("This list may not be empty.".into());
        }
        Ok(Self(countries))
    }
}

/// An object that is kept as it is.
pub struct DataObject(pub Map<String, Value>);

impl Field for DataObject {
    fn parse(value: Value) -> Result<Self, String> {
        let members = match value {
            Value::Object(members) => members,
            Value::Null => return Err("This field may not be null.".into()),
            _ => return Err("Expected an object.".into()),
        };
        let length = Value::Object(members.clone()).to_string().len();
        if length > MOST_DATA {
            return Err(format!("As JSON it may have at most {MOST_DATA} bytes."));
        }
        Ok(Self(members))
    }
}

/// What somebody sent, short enough to be repeated to them.
#[must_use]
pub fn shorten(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}
