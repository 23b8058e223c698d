//! What the tests of imports in the background share, whatever is imported.

use countermark_core::ids::{CompanyId, JobId};
use countermark_testkit::{Client, TestApp};
use serde_json::Value;

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

/// Waits until that job shows that something is done, in the midst of its transaction.
pub(crate) async fn until_under_way(app: &TestApp, id: i64) {
    until_done(app, id, 1).await;
}

/// Waits until that job shows that so much is done.
pub(crate) async fn until_done(app: &TestApp, id: i64, least: i64) {
    while app.app.jobs.done(JobId(id), 0) < least {
        tokio::task::yield_now().await;
    }
}
