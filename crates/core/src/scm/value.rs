//! Values, as they come and as they are kept.

use serde_json::{Number, Value};

/// The most characters of a value. It bounds what an entry of the index that finds codes by their
/// data can be (PostgreSQL takes 2,704 bytes).
pub const MOST_CHARS: usize = 500;

/// What kind of JSON value it came as, so that it goes out the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A text.
    Text = 0,
    /// A number.
    Number = 1,
    /// True or false.
    Flag = 2,
}

impl Kind {
    /// The kind of that number.
    #[must_use]
    pub const fn from_number(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::Text),
            1 => Some(Self::Number),
            2 => Some(Self::Flag),
            _ => None,
        }
    }

    /// The number in the database.
    #[must_use]
    pub const fn number(self) -> i64 {
        self as i64
    }
}

/// A value that is kept: nothing of it is changed, whatever the field is for (contract §4.5).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Datum {
    /// Its text; codes are found by it, whatever the kind.
    pub text: String,
    /// What it came as.
    pub kind: Kind,
}

impl Datum {
    /// The value as it came.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self.kind {
            Kind::Text => Value::String(self.text.clone()),
            Kind::Flag => Value::Bool(self.text == "true"),
            Kind::Number => serde_json::from_str::<Number>(&self.text)
                .map_or_else(|_| Value::String(self.text.clone()), Value::Number),
        }
    }
}

/// What an item says about one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The key shall have no value: the empty text and null say so.
    Clear,
    /// The key shall have this value.
    Set(Datum),
    /// It cannot be a value. That is an error only where the key counts.
    Wrong(&'static str),
}

impl Wish {
    /// Reads what stands behind a key.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        let set = |text: String, kind| Self::Set(Datum { text, kind });
        match value {
            Value::Null => Self::Clear,
            Value::Bool(flag) => set(flag.to_string(), Kind::Flag),
            Value::Number(number) if is_exact(number) => set(number.to_string(), Kind::Number),
            Value::Number(_) => {
                Self::Wrong("This number cannot be kept exactly. Send it as a text.")
            }
            Value::String(text) if text.is_empty() => Self::Clear,
            Value::String(text) => match check_text(text) {
                Ok(()) => set(text.clone(), Kind::Text),
                Err(sentence) => Self::Wrong(sentence),
            },
            Value::Array(_) | Value::Object(_) => {
                Self::Wrong("Not a valid value. Send a text, a number or a boolean.")
            }
        }
    }
}

/// Why a text cannot be a value.
fn check_text(text: &str) -> Result<(), &'static str> {
    if text.contains('\0') {
        return Err("Null characters are not allowed.");
    }
    // Bytes first: counting characters takes longer, and nearly every text is short.
    if text.len() > MOST_CHARS && text.chars().count() > MOST_CHARS {
        return Err("Ensure this field has no more than 500 characters.");
    }
    Ok(())
}

/// Whether the number that was read is the one that was written: beyond 2⁵³ a whole number that is
/// no integer to the parser has lost digits.
fn is_exact(number: &Number) -> bool {
    const MOST: f64 = 9_007_199_254_740_992.0;
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|float| float.abs() < MOST)
}

/// The text by which an item names its codes.
pub(super) fn name_of(value: Option<&Value>) -> Result<String, &'static str> {
    match value {
        None => Err("This field is required."),
        Some(Value::Null) => Err("This field may not be null."),
        Some(value) => match Wish::of(value) {
            Wish::Set(datum) => Ok(datum.text),
            Wish::Clear => Err("This field may not be blank."),
            Wish::Wrong(sentence) => Err(sentence),
        },
    }
}
