//! `GET /api/v2/jobs/{id}/`

use countermark_core::roles::Role;
use countermark_store::{audit::By, jobs};
use countermark_testkit::{Person, TestApp, each};
use serde_json::json;

/// A job that nobody does.
pub(super) async fn want(app: &TestApp, person: &Person) -> i64 {
    let by = By {
        person: Some(person.id),
        ..By::here(person.company, "jwt", app.now())
    };
    let new = jobs::NewJob {
        kind: "of a test",
        input: &json!({}),
        total: Some(7),
    };
    let mut tx = app.app.db.write().await.expect("a transaction");
    let id = jobs::enqueue(&mut tx, &by, &new, app.now()).await;
    tx.commit_unaudited().await.expect("committed");
    id.expect("a job").0
}

#[tokio::test]
async fn a_job_is_shown_to_whom_it_concerns() {
    each(async |app| {
        let admin = app.company().await;
        let path = format!("/api/v2/jobs/{}/", want(app, &admin).await);
        let job = app.jwt(&admin).await.get(&path).await.expect(200);
        assert_eq!(
            (&job["state"], &job["errors"]),
            (&json!("pending"), &json!([]))
        );
        let colleague = app.person(&admin, Role::AccountAdmin).await;
        for nobody in [
            app.jwt(&colleague).await,
            app.uat(&admin, &["brand_view"]).await.client,
            app.jwt(&app.company().await).await,
        ] {
            nobody.get(&path).await.expect(404);
        }
    })
    .await;
}
