//! Supply-chain data from a CSV file (`api/v2/scm/import/`).

use super::{bytes, ended, forget, query};
use crate::{
    api::v2::scm::import::{self, Import},
    jobs::{Ended, Next, Step, Stop, Work},
};
use countermark_core::permissions::Permission;
use countermark_store::{
    DbError, Tx,
    scm::{Progress, tasks},
};
use serde_json::{Value, json};

/// The work.
pub struct ScmImportJob;

/// What a job is told.
#[must_use]
pub fn input(file: &str, query: &crate::extract::Query, task: i64) -> Value {
    let mut input = super::input(file, query);
    input["task"] = json!(task);
    input
}

fn task_in(input: &Value) -> Option<i64> {
    input["task"].as_i64()
}

impl Work for ScmImportJob {
    const KIND: &'static str = "scm_import";
    const NEEDS: &'static [Permission] = &[Permission::ScmBulkEdit];
    const LONG: bool = true;
    const OBJECT: Option<&'static str> = Some("task");
    type Portion = Import;

    async fn gather(step: &Step<'_>) -> Result<Import, Stop> {
        // An earlier attempt may have come further.
        step.progress(0).await;
        let (bytes, query) = (bytes(step).await?, query(&step.job.input));
        let (_, import) = Import::read(&query, bytes).await?;
        Ok(import)
    }

    async fn apply(step: &Step<'_>, tx: &mut Tx, import: Import) -> Result<Next, Stop> {
        if import.names_products() {
            step.owner.require(&[Permission::ProductView])?;
        }
        let task = task_in(&step.job.input);
        let task = task.ok_or_else(|| Stop::fail("A server error occurred."))?;
        let rows = import.rows();
        let progress = Progress::new(rows, step.teller());
        let (scope, by) = (&step.owner.scope, &step.owner.by);
        let done = import::write(tx, scope, by, import, &progress).await?;
        step.hold(tx).await?;
        let report = &done.report;
        let counts = (report.codes_affected, report.total_updates);
        tasks::advance(tx, by.company, task, counts, true, step.now).await?;
        forget(step, tx).await?;
        let result = json!({
            "task_id": task.to_string(),
            "rows": report.rows,
            "unknown": report.unknown,
            "codes_affected": report.codes_affected,
            "total_updates": report.total_updates,
            "changes": report.changes,
        });
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        let next = Next::from(Value::Null, rows).entry(done.entry(task));
        Ok(next.complete(result))
    }

    async fn ended(tx: &mut Tx, job: &Ended<'_>) -> Result<(), DbError> {
        ended(tx, job).await?;
        let Some(task) = task_in(job.input) else {
            return Ok(());
        };
        let why = job.failure.unwrap_or("It was canceled.");
        tasks::fail(tx, job.company, task, why, job.now).await
    }
}
