//! `POST /api/v2/products/import/`: many products from one CSV file, all or nothing.
//!
//! The file is read on a thread of its own, before any transaction is opened; what is then held
//! against the database and written happens in one transaction.

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
};
use countermark_core::permissions::perm;
use countermark_store::products::bulk;
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
        ("dry_run" = Option<String>, Query, description = "`1`: check everything, write nothing.")),
    responses(
        (status = 200, description = "Imported.", body = Report),
        (status = 400, description = "Nothing was imported.", body = ImportRefused),
        (status = 414, description = "The mapping is too long.", body = crate::openapi::Problem)))]
pub async fn products_import(
    caller: Caller<perm::ProductCreate>,
    State(app): State<App>,
    query: Query,
    request: Request,
) -> ApiResult<Json<Report>> {
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
    let mapping = options.mapping.clone();
    let reading = tokio::task::spawn_blocking(move || file::read(&bytes, &mapping));
    let file = reading.await.map_err(|_| ApiError::internal())??;
    if options.dry_run {
        rehearse(&app, &caller, &options, &file).await
    } else {
        import(&app, &caller, &options, &file).await
    }
    .map(Json)
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

async fn rehearse(
    app: &App,
    caller: &Principal,
    options: &Options,
    file: &File,
) -> ApiResult<Report> {
    let scope = caller.scope();
    let mut conn = app.db.read().await?;
    let known = bulk::find_skus(&mut conn, &scope, &file.skus()).await?;
    let plan = plan::plan(&mut conn, &scope, file, options, &known).await?;
    Ok(Report::of(file, &plan, true))
}

async fn import(
    app: &App,
    caller: &Principal,
    options: &Options,
    file: &File,
) -> ApiResult<Report> {
    let (scope, now) = (caller.scope(), app.clock.now());
    let mut tx = app.db.write().await?;
    bulk::take_turn(&mut tx, &scope).await?;
    let known = bulk::lock_skus(&mut tx, &scope, &file.skus()).await?;
    let plan = plan::plan(&mut tx, &scope, file, options, &known).await?;
    let report = Report::of(file, &plan, false);
    if report.changes_something() {
        let entries = write::write(&mut tx, &scope, file, &plan, &report, now).await?;
        app.commit(tx, caller.by(now), entries, vec![]).await?;
    }
    Ok(report)
}
