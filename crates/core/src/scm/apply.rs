//! What an item makes of one code.

use super::{
    ACTIVATION_STATUS, BLACKLIST_REASON, PRODUCT, SERIAL_NUMBER,
    item::Item,
    value::{Datum, Wish},
};
use crate::{
    codes::{Reason, Status},
    ids::ProductId,
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// What is to be known of a field that a campaign keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its place among the campaign's fields. Logistical units stand from the largest to the
    /// smallest.
    pub position: i64,
    /// Whether its values are logistical units: groups of codes.
    pub is_unit: bool,
}

/// The active fields of a campaign, by key.
pub type Fields = HashMap<String, Field>;

/// Which keys count for the codes of which product. A product without a campaign keeps nothing.
#[derive(Clone, Debug, Default)]
pub struct Rules(HashMap<ProductId, Arc<Fields>>);

impl Rules {
    /// Says what the codes of a product keep.
    pub fn set(&mut self, product: ProductId, fields: Arc<Fields>) {
        self.0.insert(product, fields);
    }

    /// The field of that key for codes of that product, if it counts.
    #[must_use]
    pub fn field(&self, product: Option<ProductId>, key: &str) -> Option<Field> {
        self.0.get(&product?)?.get(key).copied()
    }
}

/// A code, as far as an upload can change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Its product.
    pub product: Option<ProductId>,
    /// Its status.
    pub status: Status,
    /// Why it is blacklisted; none unless it is.
    pub reason: Reason,
    /// Its serial number.
    pub serial_number: Option<String>,
    /// Its data, as far as the upload is about it.
    pub scm: BTreeMap<String, Datum>,
}

/// A key whose value cannot be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong<'a> {
    /// The key.
    pub key: &'a str,
    /// The sentence.
    pub sentence: &'static str,
}

/// Makes an item true of a code that it names. Returns the keys that changed, the special ones
/// first. Keys that the code's campaign does not keep are dropped.
///
/// # Errors
/// The first key that counts and has no good value.
pub fn apply<'a>(
    state: &mut State,
    item: &'a Item,
    rules: &Rules,
) -> Result<Vec<&'a str>, Wrong<'a>> {
    let mut changed = Vec::new();
    let mut set = |key, differs: bool| {
        if differs {
            changed.push(key);
        }
    };
    if let Some(product) = item.product {
        set(PRODUCT, state.product.replace(product) != Some(product));
    }
    let (status, reason) = judged(state, item);
    set(ACTIVATION_STATUS, status != state.status);
    set(BLACKLIST_REASON, reason != state.reason);
    (state.status, state.reason) = (status, reason);
    if let Some(serial) = &item.serial_number {
        set(SERIAL_NUMBER, *serial != state.serial_number);
        state.serial_number.clone_from(serial);
    }
    for (key, wish) in &item.fields {
        if rules.field(state.product, key).is_some() && put(state, key, wish)? {
            changed.push(key);
        }
    }
    Ok(changed)
}

/// Makes an item that was said of a logistical unit true of a code inside: the code has the unit
/// as its value of the key `by`. Special keys are about the unit itself and stay outside, and so
/// does everything about units that are no larger than this one.
///
/// # Errors
/// As [`apply`].
pub fn reach<'a>(
    state: &mut State,
    item: &'a Item,
    by: &str,
    rules: &Rules,
) -> Result<Vec<&'a str>, Wrong<'a>> {
    let mut changed = Vec::new();
    let Some(unit) = rules.field(state.product, by).filter(|unit| unit.is_unit) else {
        return Ok(changed);
    };
    for (key, wish) in &item.fields {
        let counts = |field: Field| !field.is_unit || field.position < unit.position;
        if rules.field(state.product, key).is_some_and(counts) && put(state, key, wish)? {
            changed.push(key.as_str());
        }
    }
    Ok(changed)
}

/// Status and reason that a code has afterwards.
fn judged(state: &State, item: &Item) -> (Status, Reason) {
    let status = match (item.status, item.reason) {
        (Some(status), _) => status,
        (None, Some(reason)) if reason != Reason::NONE => Status::Blacklisted,
        (None, _) => state.status,
    };
    let reason = match status {
        Status::Blacklisted => item.reason.unwrap_or(state.reason),
        Status::Inactive | Status::Active => Reason::NONE,
    };
    (status, reason)
}

/// Stores a value; whether that changed anything.
fn put<'a>(state: &mut State, key: &'a str, wish: &Wish) -> Result<bool, Wrong<'a>> {
    match wish {
        Wish::Clear => Ok(state.scm.remove(key).is_some()),
        Wish::Set(datum) if state.scm.get(key) == Some(datum) => Ok(false),
        Wish::Set(datum) => {
            state.scm.insert(key.to_owned(), datum.clone());
            Ok(true)
        }
        Wish::Wrong(sentence) => Err(Wrong { key, sentence }),
    }
}
