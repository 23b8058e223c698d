//! Pages of lists: the API's own words for which rows, read by the API's own reader.

use super::{Failure, whose::sentence};
use crate::extract::{Listed, Query};
use clap::Args;
use countermark_core::page::{Page, PageRequest};
use std::fmt::Write as _;

/// Which rows of a list.
#[derive(Args, Debug)]
pub struct Rows {
    /// How the list is sorted, as in the API; - in front reverses.
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    ordering: Option<String>,
    /// At most so many rows, up to 200.
    #[arg(long, value_name = "N", default_value = "200")]
    limit: String,
    /// Rows to skip.
    #[arg(long, value_name = "N", default_value = "0")]
    offset: String,
}

impl Rows {
    /// The query that asks the API for them.
    ///
    /// # Errors
    /// The sentence to show.
    pub fn query(&self, filters: &[(&str, Option<&str>)]) -> Result<Query, Failure> {
        let page = [
            ("ordering", self.ordering.as_deref()),
            ("limit", Some(self.limit.as_str())),
            ("offset", Some(self.offset.as_str())),
        ];
        let given = filters.iter().chain(&page);
        let given = given.filter_map(|(name, value)| Some((*name, (*value)?)));
        let text = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(given)
            .finish();
        Query::parse(&text).map_err(sentence)
    }
}

/// A page in the API's envelope. There is no address to follow: the next page is another offset.
pub fn listed<T, U>(page: Page<T>, show: impl Fn(T) -> U) -> Listed<U> {
    Listed {
        count: page.count,
        next: None,
        previous: None,
        results: page.rows.into_iter().map(show).collect(),
    }
}

/// A page as lines, with a last one that says how to go on when there is more.
pub fn lines<T>(listed: &Listed<T>, request: &PageRequest, line: impl Fn(&T) -> String) -> String {
    let mut text = String::new();
    for row in &listed.results {
        let _ = writeln!(text, "{}", line(row));
    }
    let shown = i64::try_from(listed.results.len()).unwrap_or(i64::MAX);
    let (first, last) = (request.offset + 1, request.offset + shown);
    if shown == 0 {
        let _ = writeln!(text, "None of {}.", listed.count);
    } else if last < listed.count {
        let _ = writeln!(
            text,
            "{first} to {last} of {}; go on with --offset {last}.",
            listed.count
        );
    }
    text
}
