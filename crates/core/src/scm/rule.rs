//! Which codes an upload in the background is about: what must hold of all of them.

use super::{DataKey, value::name_of};
use serde_json::{Map, Value};

/// The most values of all constraints together.
pub const MOST_NAMES: usize = 100_000;

/// A key, and the values of which a code has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// The key.
    pub by: DataKey,
    /// The values, each once, in the order of the alphabet.
    pub names: Vec<String>,
}

/// Everything that must hold of a code. The first one finds the codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraints(Vec<Constraint>);

impl Constraints {
    /// Reads an object of keys, each with a value or a list of values.
    ///
    /// # Errors
    /// Every key that is wrong, with its sentence; `non_field_errors` for the whole.
    pub fn read(members: &Map<String, Value>) -> Result<Self, Vec<(String, String)>> {
        let (mut list, mut errors, mut names) = (Vec::new(), Vec::new(), 0);
        // Nothing that must hold would mean every code.
        let is_empty = members.is_empty();
        for (key, value) in members {
            match constraint(key, value) {
                Ok(constraint) => {
                    names += constraint.names.len();
                    list.push(constraint);
                }
                Err(sentence) => errors.push((key.clone(), sentence)),
            }
        }
        let mut whole = |sentence: String| errors.push(("non_field_errors".to_owned(), sentence));
        if names > MOST_NAMES {
            whole(format!("Use at most {MOST_NAMES} values."));
        } else if is_empty {
            whole("Name at least one key.".into());
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        list.sort_by_key(|constraint| match constraint.by {
            DataKey::ExtendedId => 0,
            DataKey::SerialNumber => 1,
            DataKey::Scm(_) => 2,
            DataKey::Workorder => 3,
        });
        Ok(Self(list))
    }

    /// The constraint by which codes are found, and those that must hold, too.
    #[must_use]
    pub fn parts(&self) -> (&Constraint, &[Constraint]) {
        (&self.0[0], &self.0[1..])
    }

    /// What [`Self::read`] reads again, quickly: with lists that need not be sorted any more.
    #[must_use]
    pub fn to_members(&self) -> Map<String, Value> {
        let member = |one: &Constraint| (one.by.name().to_owned(), one.names.clone().into());
        self.0.iter().map(member).collect()
    }

    /// Lets one value of the key that finds be looked for first: codes that get this value are
    /// then not come upon a second time.
    pub fn begin_with(&mut self, name: &str) {
        let names = &mut self.0[0].names;
        if let Ok(place) = names.binary_search_by(|there| there.as_str().cmp(name)) {
            names[..=place].rotate_right(1);
        }
    }

    /// The form in which they were sent.
    pub fn iter(&self) -> impl Iterator<Item = &Constraint> {
        self.0.iter()
    }
}

fn constraint(key: &str, value: &Value) -> Result<Constraint, String> {
    let by = DataKey::parse(key)?;
    let list = match value {
        Value::Array(list) if list.is_empty() => {
            return Err("This list may not be empty.".into());
        }
        Value::Array(list) => list.as_slice(),
        other => std::slice::from_ref(other),
    };
    let names: Result<Vec<_>, _> = list.iter().map(|name| name_of(Some(name))).collect();
    let mut names = names.map_err(str::to_owned)?;
    names.sort();
    names.dedup();
    Ok(Constraint { by, names })
}
