//! `GET /api/v2/products/export/`: all rows of a filter as CSV, streamed: however many there
//! are, a step of them is in memory.

use super::list::wanted;
use crate::{
    app::App,
    auth::{Caller, Principal, still_allowed},
    csv::write_row,
    download::{self, Step},
    error::ApiResult,
    extract::Query,
};
use axum::{extract::State, response::Response};
use countermark_core::{page::Anchor, permissions::perm};
use countermark_store::{
    Ordering,
    products::{self, Product, Wanted},
};

/// The columns, in their order; the import takes the first seven back.
const COLUMNS: [&str; 9] = [
    "sku",
    "name",
    "brand",
    "brand_reference",
    "description",
    "client_url",
    "label",
    "is_archived",
    "creation_date",
];

/// Export products as a CSV file
///
/// A cell that a spreadsheet would run as a formula begins with an apostrophe; the import takes
/// it away again.
#[utoipa::path(get, path = "/api/v2/products/export/", tag = "Products",
    params(
        ("is_archived" = Option<String>, Query, description = "`1`: the archived ones."),
        ("sku__exact" = Option<String>, Query, description = "The one with exactly this SKU."),
        ("brand" = Option<i64>, Query, description = "Only those of this brand's id."),
        ("campaign" = Option<i64>, Query, description = "Only those in the campaign of this id."),
        ("search" = Option<String>, Query, description = "Text in SKU or name."),
        ("ordering" = Option<String>, Query, description = "`creation_date`, `name`, `sku` or `id`; `-` reverses.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv")))]
pub async fn products_export(
    caller: Caller<perm::ProductView>,
    State(app): State<App>,
    query: Query,
) -> ApiResult<Response> {
    let export = Export {
        ordering: query.ordering(products::ORDERINGS)?,
        wanted: wanted(&query)?,
        after: None,
        caller: (*caller).clone(),
        app,
    };
    let mut text = String::new();
    write_row(&mut text, COLUMNS);
    // The first step is taken before the answer begins, so that a failure is still a 503.
    let begun = export.step(text).await?;
    Ok(download::answer(
        begun,
        Export::step,
        download::CSV,
        "products.csv",
    ))
}

struct Export {
    app: App,
    caller: Principal,
    wanted: Wanted,
    ordering: Ordering,
    after: Option<Anchor>,
}

impl Export {
    /// Writes the next rows and returns where to go on. Nothing is held between two steps.
    async fn step(mut self, mut text: String) -> ApiResult<Step<Self>> {
        // A right that is taken away ends a long answer, too (design §6); what the token was
        // narrowed to meanwhile holds for the rest of it.
        let scope = still_allowed::<perm::ProductView>(&self.app, &self.caller).await?;
        let mut conn = self.app.db.read().await?;
        let (wanted, ordering, after) = (&self.wanted, self.ordering, self.after.take());
        let (rows, next) = products::export(&mut conn, &scope, wanted, ordering, after).await?;
        drop(conn);
        for product in &rows {
            write_product(&mut text, product);
        }
        self.after = next;
        let more = self.after.is_some();
        Ok((text, more.then_some(self)))
    }
}

fn write_product(text: &mut String, product: &Product) {
    let brand = &product.brand;
    let cells: [&str; COLUMNS.len()] = [
        &product.sku,
        &product.name,
        &brand.name,
        brand.reference.as_deref().unwrap_or(""),
        &product.description,
        &product.client_url,
        &product.label,
        if product.archived { "true" } else { "false" },
        &product.created_at.to_string(),
    ];
    write_row(text, cells);
}
