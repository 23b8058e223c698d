//! Products from a CSV file (`api/v2/products/import/`).

use super::{bytes, ended, forget, query};
use crate::{
    api::v2::products::import::Import,
    jobs::{Ended, Next, Step, Stop, Work},
};
use countermark_core::permissions::Permission;
use countermark_store::{DbError, Tx};
use serde_json::{Value, json};

/// The work.
pub struct ProductImportJob;

impl Work for ProductImportJob {
    const KIND: &'static str = "product_import";
    const NEEDS: &'static [Permission] = &[Permission::ProductCreate];
    const LONG: bool = true;
    type Portion = Import;

    async fn gather(step: &Step<'_>) -> Result<Import, Stop> {
        // An earlier attempt may have come further.
        step.progress(0).await;
        let (bytes, query) = (bytes(step).await?, query(&step.job.input));
        let (_, import) = Import::read(&query, bytes).await?;
        Ok(import)
    }

    async fn apply(step: &Step<'_>, tx: &mut Tx, import: Import) -> Result<Next, Stop> {
        let owner = step.owner;
        if import.makes_brands() {
            owner.require(&[Permission::BrandCreate])?;
            owner.scope.may_make_brands()?;
        }
        if import.changes_products() {
            owner.require(&[Permission::ProductEdit])?;
        }
        let told = step.teller();
        let written = import.write(tx, &owner.scope, step.now, &told).await?;
        step.hold(tx).await?;
        let (report, entries) = written;
        forget(step, tx).await?;
        let result = json!({
            "rows": report.rows,
            "created": report.created,
            "updated": report.updated,
            "skipped": report.skipped,
            "continued": report.continued,
            "brands_created": report.brands_created,
        });
        let rows = i64::try_from(import.rows()).unwrap_or(i64::MAX);
        let next = entries
            .into_iter()
            .fold(Next::from(Value::Null, rows), Next::entry);
        Ok(next.complete(result))
    }

    async fn ended(tx: &mut Tx, job: &Ended<'_>) -> Result<(), DbError> {
        ended(tx, job).await
    }
}
