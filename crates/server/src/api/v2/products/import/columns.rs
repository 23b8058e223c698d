//! Where in a row a value stands.

use super::options::Mapping;
use std::borrow::Cow;

/// A part of a template.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Column(usize),
}

/// Where a value comes from.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::api::v2) struct Source(Vec<Part>);

impl Source {
    /// Finds what the query asks for: the column of that name, or else a text with `{Column}`
    /// in it.
    ///
    /// # Errors
    /// A sentence that says what is not there.
    pub(in crate::api::v2) fn find(header: &[Cow<'_, str>], wanted: &str) -> Result<Self, String> {
        if let Some(column) = column(header, wanted)? {
            return Ok(Self(vec![Part::Column(column)]));
        }
        if !wanted.contains('{') {
            return Err(missing(header, wanted));
        }
        let mut parts = Vec::new();
        let mut rest = wanted;
        while let Some((text, behind)) = rest.split_once('{') {
            let Some((name, behind)) = behind.split_once('}') else {
                return Err("A { is opened and not closed.".into());
            };
            let column = column(header, name)?.ok_or_else(|| missing(header, name))?;
            parts.extend([Part::Text(text.to_owned()), Part::Column(column)]);
            rest = behind;
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Self(parts))
    }

    /// The value in a row. A template whose columns are all empty is empty, too.
    pub(in crate::api::v2) fn value<'a>(&self, cells: &'a [Cow<'_, str>]) -> Cow<'a, str> {
        if let [Part::Column(column)] = self.0.as_slice() {
            return Cow::Borrowed(&cells[*column]);
        }
        let mut value = String::new();
        let mut empty = true;
        for part in &self.0 {
            match part {
                Part::Text(text) => value.push_str(text),
                Part::Column(column) => {
                    let cell = cells[*column].trim();
                    empty &= cell.is_empty();
                    value.push_str(cell);
                }
            }
        }
        Cow::Owned(if empty { String::new() } else { value })
    }
}

/// The column of that name; an error when two have it.
fn column(header: &[Cow<'_, str>], name: &str) -> Result<Option<usize>, String> {
    let mut found = (0..header.len()).filter(|column| header[*column].trim() == name.trim());
    match (found.next(), found.next()) {
        (Some(_), Some(_)) => Err(format!("The column \"{}\" is there twice.", short(name))),
        (first, _) => Ok(first),
    }
}

fn missing(header: &[Cow<'_, str>], name: &str) -> String {
    let hint = match header {
        [only] if only.contains([';', '\t']) => " The cells of the file must be parted by commas.",
        _ => "",
    };
    format!("There is no column \"{}\".{hint}", short(name))
}

/// What somebody sent, short enough to be repeated to them.
pub(in crate::api::v2) fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// The places of all members of a product.
pub(super) struct Sources {
    pub(super) sku: Source,
    pub(super) name: Source,
    pub(super) brand: Source,
    pub(super) label: Option<Source>,
    pub(super) description: Option<Source>,
    pub(super) client_url: Option<Source>,
}

impl Sources {
    /// Finds them all in the header.
    ///
    /// # Errors
    /// Every member whose column is not there, with its sentence.
    pub(super) fn find(
        header: &[Cow<'_, str>],
        mapping: &Mapping,
    ) -> Result<Self, Vec<(&'static str, String)>> {
        let mut wrong = Vec::new();
        let mut find = |field, wanted: &str| {
            let found = Source::find(header, wanted);
            found.map_err(|sentence| wrong.push((field, sentence))).ok()
        };
        let sku = find("sku", &mapping.sku);
        let name = find("name", &mapping.name);
        let brand = find("brand", &mapping.brand);
        let mut may = |field, wanted: &Option<String>| wanted.as_ref().and_then(|w| find(field, w));
        let label = may("label", &mapping.label);
        let description = may("description", &mapping.description);
        let client_url = may("client_url", &mapping.client_url);
        match (sku, name, brand) {
            (Some(sku), Some(name), Some(brand)) if wrong.is_empty() => Ok(Self {
                sku,
                name,
                brand,
                label,
                description,
                client_url,
            }),
            _ => Err(wrong),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Source;
    use std::borrow::Cow;

    const HEADER: [Cow<'static, str>; 5] = [
        Cow::Borrowed("Handle"),
        Cow::Borrowed(" Title "),
        Cow::Borrowed("twice"),
        Cow::Borrowed("twice"),
        Cow::Borrowed("{odd}"),
    ];

    fn value(wanted: &str, cells: [&str; 5]) -> Result<String, String> {
        let cells = cells.map(Cow::Borrowed);
        Source::find(&HEADER, wanted).map(|source| source.value(&cells).into_owned())
    }

    #[test]
    fn a_column_or_a_text_with_columns() {
        let cells = ["olive", "Olive oil", "2", "3", "4"];
        for (wanted, expected) in [
            ("Title", "Olive oil"),
            ("{Handle}", "olive"),
            (
                "https://example.com/{Handle}?t={ Title }#",
                "https://example.com/olive?t=Olive oil#",
            ),
            ("{odd}", "4"),
        ] {
            assert_eq!(value(wanted, cells).as_deref(), Ok(expected), "{wanted}");
        }
        assert_eq!(
            value("x-{Handle}", ["  ", "a", "", "", ""]).as_deref(),
            Ok("")
        );
    }

    #[test]
    fn what_is_not_there_is_named() {
        for (wanted, part) in [
            ("title", "no column \"title\""),
            ("x {Nothing}", "no column \"Nothing\""),
            ("x {Handle", "not closed"),
            ("twice", "there twice"),
            ("{twice}", "there twice"),
        ] {
            let sentence = value(wanted, [""; 5]).expect_err(wanted);
            assert!(sentence.contains(part), "{sentence}");
        }
        let semicolons = [Cow::Borrowed("sku;name")];
        let sentence = Source::find(&semicolons, "sku").expect_err("not there");
        assert!(sentence.contains("commas"), "{sentence}");
    }
}
