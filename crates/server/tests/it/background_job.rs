//! What the tests of work in the background share, whatever is done.

use countermark::jobs::{Stop, registry, step_once};
use countermark_core::ids::{CompanyId, JobId};
use countermark_testkit::{Client, TestApp};
use serde_json::Value;
use std::pin::Pin;

/// The job as it is shown.
pub(crate) async fn job(client: &Client, id: i64) -> Value {
    let path = format!("/api/v2/jobs/{id}/");
    client.get(&path).await.expect(200).json().clone()
}

/// How many files of imports the company has that are still kept.
pub(crate) async fn kept(app: &TestApp, company: CompanyId) -> i64 {
    let now = app.now().0;
    let mut raw = app.db.place.raw().await;
    let sql = format!(
        "SELECT count(*) FROM file WHERE company_id = {company} AND purpose = 'import' \
         AND forget_at > {now}"
    );
    let number = raw.number(&sql).await;
    raw.close().await;
    number
}

/// A step of that job that has begun and stands still as soon as so much is shown to be done, in the
/// midst of its work. Dropped, it is that of a program that was killed there; awaited, it goes on.
pub(crate) async fn under_way(
    app: &TestApp,
    job: i64,
    done: i64,
) -> Pin<Box<impl Future<Output = Result<bool, Stop>>>> {
    let mut step = Box::pin(step_once(&app.app, registry::ALL));
    let shown = async {
        while app.app.jobs.done(JobId(job), 0) < done {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        // In this order: shown, it goes no further.
        biased;
        () = shown => {}
        _ = &mut step => panic!("it was to be stopped"),
    }
    step
}
