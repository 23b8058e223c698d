//! Columns that landing pages show of a product (contract §4.3): `stc:key` holds its value, and
//! `stc:key:en` beside `stc:key:nl` one for each language.

use super::columns::short;
use serde_json::{Map, Value};
use std::{borrow::Cow, collections::BTreeSet};

/// The most characters of a key or a language.
const LONGEST: usize = 100;
/// The most bytes of what a row makes, as JSON.
const MOST: usize = 20_000;

/// One column of a key.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    language: Option<String>,
    column: usize,
}

/// The keys in the order of the file, each with its columns.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Data(Vec<(String, Vec<Place>)>);

impl Data {
    /// Finds the columns in the header.
    ///
    /// # Errors
    /// A sentence that names the first column that makes no sense.
    pub(super) fn find(header: &[Cow<'_, str>]) -> Result<Self, String> {
        let mut found = Self::default();
        let mut seen = BTreeSet::new();
        for (column, name) in header.iter().enumerate() {
            let name = name.trim();
            let Some(rest) = name.strip_prefix("stc:") else {
                continue;
            };
            let (key, language) = match rest.split_once(':') {
                Some((key, language)) => (key.trim(), Some(language.trim())),
                None => (rest.trim(), None),
            };
            let good = |text: &str| {
                !text.is_empty()
                    && text.chars().count() <= LONGEST
                    && !text.contains(|c: char| c == ':' || c.is_control())
            };
            if !good(key) || language.is_some_and(|language| !good(language)) {
                let sentence = format!(
                    "The column \"{}\" is not stc:key or stc:key:language.",
                    short(name)
                );
                return Err(sentence);
            }
            if !seen.insert((key, language)) {
                return Err(format!("The column \"{}\" is there twice.", short(name)));
            }
            found.add(key, language, column)?;
        }
        Ok(found)
    }

    fn add(&mut self, key: &str, language: Option<&str>, column: usize) -> Result<(), String> {
        let place = Place {
            language: language.map(str::to_owned),
            column,
        };
        let Some((_, places)) = self.0.iter_mut().find(|(known, _)| known == key) else {
            self.0.push((key.to_owned(), vec![place]));
            return Ok(());
        };
        if language.is_none() || places.iter().any(|place| place.language.is_none()) {
            let key = short(key);
            return Err(format!(
                "\"{key}\" has a column of its own and others for languages."
            ));
        }
        places.push(place);
        Ok(())
    }

    /// Whether the file has such columns.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a row makes; empty cells are left out.
    ///
    /// # Errors
    /// A sentence when it is too much.
    pub(super) fn value(&self, cells: &[Cow<'_, str>]) -> Result<Option<String>, String> {
        let mut all = Map::new();
        for (key, places) in &self.0 {
            let mut languages = Vec::new();
            for place in places {
                let cell = cells[place.column].trim();
                if cell.is_empty() {
                    continue;
                }
                match &place.language {
                    None => {
                        all.insert(key.clone(), cell.into());
                    }
                    Some(language) => {
                        let one = Map::from_iter([(language.clone(), Value::from(cell))]);
                        languages.push(Value::Object(one));
                    }
                }
            }
            if !languages.is_empty() {
                all.insert(key.clone(), languages.into());
            }
        }
        if all.is_empty() {
            return Ok(None);
        }
        let text = Value::Object(all).to_string();
        if text.len() > MOST {
            return Err(format!("As JSON it may have at most {MOST} bytes."));
        }
        Ok(Some(text))
    }
}

#[cfg(test)]
mod tests {
    use super::Data;
    use std::borrow::Cow;

    fn find(header: &[&'static str]) -> Result<Data, String> {
        let header: Vec<_> = header.iter().map(|name| Cow::Borrowed(*name)).collect();
        Data::find(&header)
    }

    #[test]
    fn keys_and_languages_become_an_object() {
        let data = find(&["sku", "stc:colour", " stc:text:en ", "stc:text:nl"]).expect("columns");
        for (cells, expected) in [
            (
                ["a", "red", "Oil", "Olie"],
                r#"{"colour":"red","text":[{"en":"Oil"},{"nl":"Olie"}]}"#,
            ),
            (["a", "", " Oil ", ""], r#"{"text":[{"en":"Oil"}]}"#),
            (["a", "\"", "", " "], r#"{"colour":"\""}"#),
        ] {
            let value = data.value(&cells.map(Cow::Borrowed));
            assert_eq!(value, Ok(Some(expected.to_owned())));
        }
        assert_eq!(data.value(&["a", "", " ", ""].map(Cow::Borrowed)), Ok(None));
        let long = Cow::Owned("x".repeat(20_001));
        assert!(
            data.value(&["a".into(), long, "".into(), "".into()])
                .is_err()
        );
        assert!(find(&["sku", "stc", "stock:a"]).expect("none").is_empty());
    }

    #[test]
    fn columns_that_make_no_sense_are_named() {
        for (header, part) in [
            (vec!["stc:"], "is not stc:key"),
            (vec!["stc::en"], "is not stc:key"),
            (vec!["stc:a:"], "is not stc:key"),
            (vec!["stc:a:b:c"], "is not stc:key"),
            (vec!["stc:a", "stc:a"], "there twice"),
            (vec!["stc:a:en", "stc:a: en"], "there twice"),
            (vec!["stc:a", "stc:a:en"], "others for languages"),
            (vec!["stc:a:en", "stc:a"], "others for languages"),
        ] {
            let sentence = find(&header).expect_err("wrong");
            assert!(sentence.contains(part), "{header:?}: {sentence}");
        }
    }
}
