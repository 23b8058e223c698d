//! The envelope of lists (contract §1.1).

use crate::extract::{Json, Query};
use countermark_core::page::{Page, PageRequest};

/// A page of a list.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Listed<T> {
    /// How many there are in all.
    pub count: i64,
    /// The address of the next page; null on the last.
    #[schema(format = "uri")]
    pub next: Option<String>,
    /// The address of the page before; null on the first.
    #[schema(format = "uri")]
    pub previous: Option<String>,
    /// The rows.
    pub results: Vec<T>,
}

/// Wraps a page: `address` is where the list stands, without its query.
pub fn paged<T, U>(
    address: &str,
    query: &Query,
    request: &PageRequest,
    page: Page<T>,
    show: impl Fn(T) -> U,
) -> Json<Listed<U>> {
    let link = |offset: i64, after: Option<String>| {
        let query = query.with(&[
            ("limit", Some(request.limit.to_string())),
            ("offset", Some(offset.to_string())),
            ("after", after),
        ]);
        format!("{address}?{query}")
    };
    let next = page
        .next
        .map(|anchor| link(request.offset + request.limit, Some(anchor.write())));
    let previous =
        (request.offset > 0).then(|| link((request.offset - request.limit).max(0), None));
    let results = page.rows.into_iter().map(show).collect();
    Json(Listed {
        count: page.count,
        next,
        previous,
        results,
    })
}
