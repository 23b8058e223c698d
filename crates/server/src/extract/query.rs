//! What stands behind the `?`.

use crate::error::ApiError;
use axum::{extract::FromRequestParts, http::request::Parts};
use countermark_core::page::{Anchor, DEFAULT_LIMIT, MAX_LIMIT, MAX_OFFSET, PageRequest};
use countermark_store::Ordering;

/// The longest value that is taken.
const LONGEST: usize = 2_000;
/// As [`LONGEST`], for the anchor in `after`: it holds a sort value, which folding can make many
/// times as long as the name it comes from. The bound of the whole address is not far above.
const LONGEST_ANCHOR: usize = 15_000;

/// The query's pairs. Unknown names are ignored, as the original does.
#[derive(Clone, Debug)]
pub struct Query {
    pairs: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Self::parse(parts.uri.query().unwrap_or(""))
    }
}

impl Query {
    /// Parses `a=b&c=d`, percent-decoded.
    ///
    /// # Errors
    /// 400 that names a parameter with a NUL or of more than 2,000 bytes.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let mut pairs = Vec::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()).into_owned() {
            if value.contains('\0') {
                return Err(ApiError::field(&name, "Null characters are not allowed."));
            }
            let longest = match &*name {
                "after" => LONGEST_ANCHOR,
                _ => LONGEST,
            };
            if value.len() > longest {
                let sentence = format!("At most {longest} bytes are taken.");
                return Err(ApiError::field(&name, sentence));
            }
            pairs.push((name, value));
        }
        Ok(Self { pairs })
    }

    /// The query of these pairs, which were parsed before.
    #[must_use]
    pub const fn of(pairs: Vec<(String, String)>) -> Self {
        Self { pairs }
    }

    /// The last value of that name; empty counts as not given.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().rev().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Every name that is there and has a value, once each.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names: std::collections::BTreeSet<_> = self
            .pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, _)| name.as_str())
            .collect();
        names.into_iter()
    }

    /// A text to search for.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// A flag as the contract writes it: `0`, `1`, `false`, `true`.
    ///
    /// # Errors
    /// 400 for anything else.
    pub fn flag(&self, name: &str) -> Result<bool, ApiError> {
        match self.get(name) {
            None | Some("0" | "false" | "False") => Ok(false),
            Some("1" | "true" | "True") => Ok(true),
            Some(_) => Err(ApiError::field(name, "Must be 0 or 1.")),
        }
    }

    /// A whole number.
    ///
    /// # Errors
    /// 400 for anything else.
    pub fn integer(&self, name: &str) -> Result<Option<i64>, ApiError> {
        let number = self.get(name).map(str::parse).transpose();
        number.map_err(|_| ApiError::field(name, "A valid integer is required."))
    }

    /// Whole numbers with commas between.
    ///
    /// # Errors
    /// 400 for anything else, and for more than 100.
    pub fn integers(&self, name: &str) -> Result<Option<Vec<i64>>, ApiError> {
        const MOST: usize = 100;
        let Some(text) = self.get(name) else {
            return Ok(None);
        };
        let numbers: Result<Vec<i64>, _> = text.split(',').map(|n| n.trim().parse()).collect();
        let numbers = numbers.map_err(|_| ApiError::field(name, "A valid integer is required."))?;
        if numbers.len() > MOST {
            return Err(ApiError::field(name, format!("Use at most {MOST}.")));
        }
        Ok(Some(numbers))
    }

    /// Every pair whose name begins with that text, which is taken away; empty values count as not
    /// given.
    pub fn beginning<'a>(&'a self, with: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let pairs = self.pairs.iter().filter(|(_, value)| !value.is_empty());
        pairs.filter_map(move |(name, value)| Some((name.strip_prefix(with)?, value.as_str())))
    }

    /// The ordering, one of those allowed; the first of them when none is asked for.
    ///
    /// # Errors
    /// 400 that lists the allowed names.
    pub fn ordering(&self, allowed: &[Ordering]) -> Result<Ordering, ApiError> {
        match self.get("ordering") {
            None => Ok(allowed[0]),
            Some(wanted) => Ordering::find(allowed, wanted).ok_or_else(|| {
                let names: Vec<_> = allowed.iter().map(|ordering| ordering.name).collect();
                let names = names.join(", ");
                ApiError::field(
                    "ordering",
                    format!("Use one of: {names}; - in front reverses."),
                )
            }),
        }
    }

    /// Which page is wanted, under that ordering.
    ///
    /// # Errors
    /// 400 for a limit or offset that is no number in its range, or an anchor of another list.
    pub fn page(&self, ordering: &Ordering) -> Result<PageRequest, ApiError> {
        let limit = self.integer("limit")?.unwrap_or(DEFAULT_LIMIT);
        if limit < 1 {
            return Err(ApiError::field(
                "limit",
                "Ensure this value is greater than or equal to 1.",
            ));
        }
        let offset = self.integer("offset")?.unwrap_or(0);
        if !(0..=MAX_OFFSET).contains(&offset) {
            return Err(ApiError::field("offset", format!("Use 0 to {MAX_OFFSET}.")));
        }
        let after = self.get("after").map(Anchor::parse).transpose();
        let fits = |anchor: &Anchor| {
            anchor.ordering == ordering.wire()
                && matches!(
                    (&anchor.key, ordering.kind),
                    (
                        countermark_core::page::Key::Int(_),
                        countermark_store::OrderingKind::Int
                    ) | (
                        countermark_core::page::Key::Text(_),
                        countermark_store::OrderingKind::Text
                    )
                )
        };
        match after {
            Ok(after) if after.as_ref().is_none_or(fits) => Ok(PageRequest {
                limit: limit.min(MAX_LIMIT),
                offset,
                after,
            }),
            _ => Err(ApiError::field(
                "after",
                "Follow the link in next; do not write it by hand.",
            )),
        }
    }

    /// The query again, with these names replaced (or left out).
    #[must_use]
    pub fn with(&self, replaced: &[(&str, Option<String>)]) -> String {
        let kept = self
            .pairs
            .iter()
            .filter(|(name, _)| replaced.iter().all(|(other, _)| other != name))
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let new = replaced
            .iter()
            .filter_map(|(name, value)| Some((*name, value.as_deref()?)));
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept.chain(new))
            .finish()
    }
}
