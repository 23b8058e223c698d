//! What an import answers.

use super::{
    errors::RowError,
    file::File,
    plan::{Plan, Step},
};
use countermark_core::text::{Description, Link, Text as _};
use serde::Serialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Ref, RefOr, Schema, schema::AnyOfBuilder},
};

/// Rows that the answer shows.
const PREVIEW: usize = 10;

/// What was done, or with `dry_run` what would be done.
#[derive(Serialize, ToSchema)]
pub struct Report {
    /// Nothing was written: it was a rehearsal.
    pub dry_run: bool,
    /// Rows below the header that are not blank.
    pub rows: usize,
    /// New products.
    pub created: usize,
    /// Changed products.
    pub updated: usize,
    /// Products that were there and stay as they are.
    pub skipped: usize,
    /// Rows that continue a product of an earlier row.
    pub continued: usize,
    /// Names of new brands.
    pub brands_created: Vec<String>,
    /// The first ten products of the file.
    pub preview: Vec<PreviewRow>,
}

/// One product of a file.
#[derive(Serialize, ToSchema)]
pub struct PreviewRow {
    /// The row as a spreadsheet shows it.
    pub row: usize,
    /// SKU.
    pub sku: String,
    /// Name.
    pub name: String,
    /// Reference or name of the brand.
    pub brand: String,
    /// Free text.
    pub description: String,
    /// Link.
    pub client_url: String,
    /// `create`, `update` or `skip`.
    pub action: &'static str,
}

/// Why nothing was imported.
#[derive(ToSchema)]
pub struct ImportFailed {
    /// For people.
    pub detail: String,
    /// `import_failed`.
    pub code: String,
    /// At most 100 of the errors.
    pub errors: Vec<RowError>,
    /// How many there are.
    pub error_count: usize,
}

/// A 400 of the import: about the file, about the query, or about the request as a whole.
pub struct ImportRefused;

impl PartialSchema for ImportRefused {
    fn schema() -> RefOr<Schema> {
        let any = ["ImportFailed", "FieldErrors", "Problem"]
            .into_iter()
            .fold(AnyOfBuilder::new(), |any, name| {
                any.item(Ref::from_schema_name(name))
            });
        Schema::AnyOf(any.build()).into()
    }
}

impl ToSchema for ImportRefused {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push(("ImportFailed".into(), ImportFailed::schema()));
        ImportFailed::schemas(schemas);
    }
}

impl Report {
    /// Counts what a plan does.
    pub(super) fn of(file: &File, plan: &Plan, dry_run: bool) -> Self {
        let count = |action| {
            plan.steps
                .iter()
                .filter(|step| word(step) == action)
                .count()
        };
        let shown = file.lines.iter().zip(&plan.steps).take(PREVIEW);
        Self {
            dry_run,
            rows: file.rows,
            created: count("create"),
            updated: count("update"),
            skipped: count("skip"),
            continued: file.continued,
            brands_created: plan.new_brands.clone(),
            preview: shown
                .map(|(line, step)| PreviewRow {
                    row: line.row,
                    sku: line.sku.to_string(),
                    name: line.name.to_string(),
                    brand: line.brand.to_string(),
                    description: line
                        .description
                        .as_ref()
                        .map_or("", Description::as_str)
                        .into(),
                    client_url: line.client_url.as_ref().map_or("", Link::as_str).into(),
                    action: word(step),
                })
                .collect(),
        }
    }

    /// Whether there is anything to write.
    pub(super) const fn changes_something(&self) -> bool {
        self.created + self.updated > 0
    }
}

const fn word(step: &Step) -> &'static str {
    match step {
        Step::Create(_) => "create",
        Step::Update(..) => "update",
        Step::Skip => "skip",
    }
}
