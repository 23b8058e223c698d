//! The members of a JSON object, taken one by one; every wrong one is noted, so that a client
//! learns all at once. The sentences are those of Django REST framework, which clients know.

use crate::{
    error::ApiError,
    extract::{list_in, shorten},
};
use countermark_core::{
    budget::{Budgets, Unit},
    language::Language,
    patch::Patch,
    permissions::{Permission, PermissionSet},
    roles::Role,
    scm::DataKey,
    text::{self, Text},
};
use serde_json::{Map, Value, json};

/// A type that can stand as a member of a body.
pub trait Field: Sized {
    /// What it is when the member is missing.
    ///
    /// # Errors
    /// The sentence that asks for it.
    fn missing() -> Result<Self, String> {
        Err("This field is required.".into())
    }

    /// Reads the member.
    ///
    /// # Errors
    /// The sentence that says what is wrong with it.
    fn parse(value: Value) -> Result<Self, String>;
}

/// The members that have not been taken yet, and what was wrong with those that were.
pub struct Fields {
    members: Map<String, Value>,
    errors: Map<String, Value>,
}

impl Fields {
    /// Begins with an object.
    #[must_use]
    pub fn new(members: Map<String, Value>) -> Self {
        Self {
            members,
            errors: Map::new(),
        }
    }

    /// Takes a member; `None` when it is wrong, which is noted.
    pub fn take<T: Field>(&mut self, name: &str) -> Option<T> {
        let result = match self.members.remove(name) {
            Some(value) => T::parse(value),
            None => T::missing(),
        };
        result
            .map_err(|sentence| self.errors.insert(name.to_owned(), json!([sentence])))
            .ok()
    }

    /// Everything that has not been taken: for bodies whose members only the data knows.
    #[must_use]
    pub fn into_members(self) -> Map<String, Value> {
        self.members
    }

    /// Members that nobody asked for are refused.
    pub fn refuse_unknown(&mut self) {
        for name in std::mem::take(&mut self.members)
            .into_iter()
            .map(|(name, _)| name)
        {
            self.errors.insert(name, json!(["Unknown field."]));
        }
    }

    /// Everything that was wrong.
    #[must_use]
    pub fn into_error(self) -> ApiError {
        ApiError::Fields(self.errors)
    }

    /// Whether nothing was wrong so far.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }
}

fn string(value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Null => Err("This field may not be null.".into()),
        // The framework that clients know takes a number for a text, too.
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err("Not a valid string.".into()),
    }
}

macro_rules! text_fields {
    ($($name:ident)+) => {$(
        impl Field for text::$name {
            fn parse(value: Value) -> Result<Self, String> {
                string(value).and_then(|text| Self::parse_text(&text))
            }
        }
    )+};
}

/// Lets the macro above call `Text::parse` without a clash of names.
trait ParseText: Sized {
    fn parse_text(text: &str) -> Result<Self, String>;
}

impl<T: Text> ParseText for T {
    fn parse_text(text: &str) -> Result<Self, String> {
        <T as Text>::parse(text)
    }
}

text_fields! {
    CompanyName Name PersonName Line Description Sku Reference Link Template FieldKey Email
}

impl Field for bool {
    fn parse(value: Value) -> Result<Self, String> {
        match value {
            Value::Bool(flag) => Ok(flag),
            Value::Null => Err("This field may not be null.".into()),
            _ => Err("Must be a valid boolean.".into()),
        }
    }
}

impl Field for i64 {
    fn parse(value: Value) -> Result<Self, String> {
        let number = match &value {
            Value::Null => return Err("This field may not be null.".into()),
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.ok_or_else(|| "A valid integer is required.".into())
    }
}

impl Field for f64 {
    fn parse(value: Value) -> Result<Self, String> {
        let number = match &value {
            Value::Null => return Err("This field may not be null.".into()),
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number
            .filter(|number| number.is_finite())
            .ok_or_else(|| "A valid number is required.".into())
    }
}

impl Field for jiff::civil::Date {
    fn parse(value: Value) -> Result<Self, String> {
        let wrong = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.";
        let text = string(value)?;
        let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if !plain {
            return Err(wrong.into());
        }
        text.parse().map_err(|_| wrong.into())
    }
}

impl Field for PermissionSet {
    fn parse(value: Value) -> Result<Self, String> {
        let list = list_in(value)?;
        if list.is_empty() {
            return Err("This list may not be empty.".into());
        }
        list.into_iter()
            .map(|item| {
                let name = string(item)?;
                Permission::by_name(&name)
                    .ok_or_else(|| format!("\"{}\" is not a valid choice.", shorten(&name)))
            })
            .collect()
    }
}

impl Field for Budgets {
    fn parse(value: Value) -> Result<Self, String> {
        let members = match value {
            Value::Object(members) => members,
            Value::Null => return Ok(Self::default()),
            _ => return Err("Expected an object of units and whole numbers.".into()),
        };
        let mut budgets = Self::default();
        for (name, most) in members {
            let Some(unit) = Unit::parse(&name) else {
                let names = Unit::ALL.map(Unit::name).join(", ");
                return Err(format!("\"{}\" is not one of: {names}.", shorten(&name)));
            };
            let most = match most {
                Value::Null => continue,
                most => <i64 as Field>::parse(most)?,
            };
            if !(0..=Self::MOST).contains(&most) {
                return Err(format!("{name}: use 0 to {}.", Self::MOST));
            }
            budgets.set(unit, Some(most));
        }
        Ok(budgets)
    }
}

impl Field for DataKey {
    fn parse(value: Value) -> Result<Self, String> {
        string(value).and_then(|name| Self::parse(&name))
    }
}

impl Field for Role {
    fn parse(value: Value) -> Result<Self, String> {
        let name = string(value)?;
        Self::by_name(&name).ok_or_else(|| format!("\"{}\" is not a valid choice.", shorten(&name)))
    }
}

impl Field for Language {
    fn parse(value: Value) -> Result<Self, String> {
        let language = value.as_str().and_then(Self::by_name);
        language.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("Use one of: {names}.")
        })
    }
}

impl<T: Field> Field for Option<T> {
    fn missing() -> Result<Self, String> {
        Ok(None)
    }
    fn parse(value: Value) -> Result<Self, String> {
        if value.is_null() {
            Ok(None)
        } else {
            T::parse(value).map(Some)
        }
    }
}

impl<T: Field> Field for Patch<T> {
    fn missing() -> Result<Self, String> {
        Ok(Self::Absent)
    }
    fn parse(value: Value) -> Result<Self, String> {
        if value.is_null() {
            Ok(Self::Null)
        } else {
            T::parse(value).map(Self::Value)
        }
    }
}
