//! `POST /api/v2/products/import/`: many products from one CSV file, all or nothing.
//!
//! The file is read on a thread of its own, before any transaction is opened; what is then held
//! against the database and written happens in one transaction.

mod background;
mod columns;
mod data;
mod errors;
mod file;
mod options;
mod plan;
mod report;
mod write;

pub(in crate::api::v2) use columns::{Source, short};
pub(in crate::api::v2) use errors::Errors;
pub use errors::RowError;
pub(in crate::api::v2) use options::NO_REHEARSAL;
pub use report::{ImportFailed, ImportRefused, PreviewRow, Report};

use crate::{
    app::App,
    auth::{Caller, Principal},
    error::{ApiError, ApiResult},
    extract::{Json, Query, read_limited},
};
use axum::{
    extract::{Request, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use background::ImportAccepted;
use countermark_core::{audit::Entry, permissions::perm, time::Timestamp};
use countermark_store::{
    Scope, Tx,
    products::bulk::{self, Told},
};
use file::File;
use options::{Existing, Options};

/// The most bytes of a file: 10 MiB.
const MOST_BYTES: usize = 10 << 20;

/// Import products from a CSV file
///
/// The body is the file. A parameter names the column that a member comes from, or is a text
/// with `{Column}` in it. Columns called `stc:key`, or `stc:key:en` beside `stc:key:nl`, make the
/// product's data for landing pages. A row whose name is empty and whose SKU has come before continues that
/// product. With one bad row nothing is written.
///
/// With `background=1` the answer comes as soon as everything is checked, and the work is a job:
/// follow `jobs/{job_id}/`. It is done whole or not at all, too, and goes on when the program is
/// stopped in the middle.
#[utoipa::path(post, path = "/api/v2/products/import/", tag = "Products",
    request_body(content = String, content_type = "text/csv",
        description = "The file: UTF-8, commas, at most 10 MiB and 100,000 rows."),
    params(
        ("sku" = String, Query, description = "Column of the SKU.", example = "Handle"),
        ("name" = String, Query, description = "Column of the name.", example = "Title"),
        ("brand" = String, Query, description = "Column of the brand: its reference or its name.", example = "Vendor"),
        ("label" = Option<String>, Query, description = "Column of the label; the name without it."),
        ("description" = Option<String>, Query, description = "Column of the description."),
        ("client_url" = Option<String>, Query, description = "Column of the link.", example = "https://shop.example/products/{Handle}"),
        ("existing" = Option<String>, Query, description = "For a SKU that is there: `error` (default), `skip`, or `update`, which needs `product_edit`."),
        ("create_brands" = Option<String>, Query, description = "`1`: make brands that are not there; needs `brand_create`."),
        ("dry_run" = Option<String>, Query, description = "`1`: check everything, write nothing."),
        ("background" = Option<String>, Query, description = "`1`: answer at once, and do it in the background.")),
    responses(
        (status = 200, description = "Imported.", body = Report),
        (status = 202, description = "It will be done in the background (`background=1`). `Location` is the job's address.", body = ImportAccepted),
        (status = 400, description = "Nothing was imported.", body = ImportRefused),
        (status = 414, description = "The mapping is too long.", body = crate::openapi::Problem)))]
pub async fn products_import(
    caller: Caller<perm::ProductCreate>,
    State(app): State<App>,
    query: Query,
    request: Request,
) -> ApiResult<Response> {
    let options = Options::read(&query)?;
    if options.create_brands {
        caller.require::<perm::BrandCreate>(&app)?;
        caller.reaches(&app, caller.scope().may_make_brands())?;
    }
    if options.existing == Existing::Update {
        caller.require::<perm::ProductEdit>(&app)?;
    }
    check_type(&request)?;
    let bytes = read_limited(request, MOST_BYTES).await?;
    let _place = app.imports.take().await?;
    let (bytes, wanted) = Import::read(&query, bytes).await?;
    if options.background {
        wanted.rehearse(&app, &caller).await?;
        return background::begin(&app, &caller, &query, bytes, &wanted).await;
    }
    let report = if options.dry_run {
        wanted.rehearse(&app, &caller).await?
    } else {
        import(&app, &caller, &wanted).await?
    };
    Ok(Json(report).into_response())
}

pub(in crate::api::v2) fn check_type(request: &Request) -> ApiResult<()> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind
        .map(|kind| String::from_utf8_lossy(kind.as_bytes()))
        .unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or("").trim();
    if essence.eq_ignore_ascii_case("text/csv") {
        return Ok(());
    }
    let shown: String = essence
        .chars()
        .filter(char::is_ascii_graphic)
        .take(80)
        .collect();
    Err(ApiError::media_type(&shown))
}

/// What is asked for: what the query says, and what the file holds.
pub struct Import {
    options: Options,
    file: File,
}

impl Import {
    /// Reads both; returns the bytes, too, for whoever keeps them.
    ///
    /// # Errors
    /// 400 with everything that is wrong with them.
    pub async fn read(query: &Query, bytes: Vec<u8>) -> ApiResult<(Vec<u8>, Self)> {
        let options = Options::read(query)?;
        let reading = tokio::task::spawn_blocking(move || {
            let file = file::read(&bytes, &options.mapping)?;
            Ok((bytes, Self { options, file }))
        });
        reading.await.map_err(|_| ApiError::internal())?
    }

    /// Whether brands may be made, which needs `brand_create`.
    #[must_use]
    pub const fn makes_brands(&self) -> bool {
        self.options.create_brands
    }

    /// Whether products may be changed, which needs `product_edit`.
    #[must_use]
    pub fn changes_products(&self) -> bool {
        self.options.existing == Existing::Update
    }

    /// How many rows there are.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.file.rows
    }

    async fn rehearse(&self, app: &App, caller: &Principal) -> ApiResult<Report> {
        let (scope, Self { options, file }) = (caller.scope(), self);
        let mut conn = app.db.read().await?;
        let known = bulk::find_skus(&mut conn, &scope, &file.skus()).await?;
        let plan = plan::plan(&mut conn, &scope, file, options, &known).await?;
        Ok(Report::of(file, &plan, true))
    }

    /// Writes it, and tells meanwhile how far it is, as a number of rows; returns what it did, and
    /// the entries for the audit log. Without any, nothing changes.
    ///
    /// # Errors
    /// 400 with the rows that cannot be; then the transaction is to be dropped.
    pub async fn write(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        now: Timestamp,
        told: Told<'_>,
    ) -> ApiResult<(Report, Vec<Entry>)> {
        let Self { options, file } = self;
        bulk::take_turn(tx, scope).await?;
        let known = bulk::lock_skus(tx, scope, &file.skus()).await?;
        let plan = plan::plan(tx, scope, file, options, &known).await?;
        let report = Report::of(file, &plan, false);
        let mut entries = Vec::new();
        if report.changes_something() {
            entries = write::write(tx, scope, file, &plan, &report, (now, told)).await?;
        }
        Ok((report, entries))
    }
}

async fn import(app: &App, caller: &Principal, wanted: &Import) -> ApiResult<Report> {
    let (scope, now) = (caller.scope(), app.clock.now());
    let mut tx = app.db.write_rows(wanted.rows()).await?;
    let (report, entries) = wanted.write(&mut tx, &scope, now, &|_| ()).await?;
    if !entries.is_empty() {
        app.commit(tx, caller.by(now), entries, vec![]).await?;
    }
    Ok(report)
}
