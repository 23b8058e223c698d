//! Work in the background: whoever is killed wherever, the result is as if nothing had happened.

use countermark::jobs::{self, Ended, Kind, Next, RowError, Step, Stop, Work, step_once};
use countermark_core::{audit::Entry, ids::JobId, permissions::Permission, roles::Role};
use countermark_store::{
    DbError, Tx,
    audit::By,
    brands::{self, NewBrand},
    companies,
    jobs::{self as store, Viewer},
};
use countermark_testkit::{Client, Person, TestApp, each};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

/// Makes brands of a name with a number, three a step: `from` how many, and what goes wrong at
/// which one.
struct Brands;

/// Whether the next step of a job that wants it stands still before its commit.
static HANGS: AtomicBool = AtomicBool::new(false);
static HANGING: Notify = Notify::const_new();

impl Work for Brands {
    const KIND: &'static str = "brands";
    const NEEDS: &'static [Permission] = &[Permission::BrandCreate];
    type Portion = Vec<i64>;

    async fn gather(step: &Step<'_>) -> Result<Vec<i64>, Stop> {
        let at = step.job.cursor["at"].as_i64().unwrap_or(0);
        if step.job.input["again"] == at {
            return Err(Stop::Again("the storage is away".into()));
        }
        assert!(step.job.input["panic"] != at, "a step that panics");
        let rows = step.job.input["rows"].as_i64().unwrap_or(0);
        Ok((at..rows.min(at + 3)).collect())
    }

    async fn apply(step: &Step<'_>, tx: &mut Tx, rows: Vec<i64>) -> Result<Next, Stop> {
        let mut at = step.job.cursor["at"].as_i64().unwrap_or(0);
        let mut errors = Vec::new();
        for row in rows {
            let name = format!("{}{row}", step.job.input["name"].as_str().unwrap_or("row "));
            let new = NewBrand {
                name: &name,
                reference: None,
                description: "",
                client_url: "",
            };
            brands::create(tx, &step.owner.scope, &new, step.now).await?;
            if step.job.input["fail"] == row {
                return Err(Stop::fail("Row 4 cannot be."));
            }
            if row % 5 == 4 {
                let message = format!("{name} is odd");
                let field = String::new();
                errors.push(RowError {
                    row,
                    field,
                    message,
                });
            }
            at += 1;
        }
        if step.job.input["hangs"] == true && HANGS.swap(false, Ordering::SeqCst) {
            HANGING.notify_one();
            std::future::pending::<()>().await;
        }
        let entry = Entry::event("brand.create", "brand", at, "a step");
        let next = Next::from(json!({"at": at}), at)
            .errors(errors)
            .entry(entry);
        let rows = step.job.input["rows"].as_i64().unwrap_or(0);
        Ok(if at < rows {
            next
        } else {
            next.complete(json!({"made": at}))
        })
    }

    async fn ended(tx: &mut Tx, ended: &Ended<'_>) -> Result<(), DbError> {
        let new = NewBrand {
            name: ended.failure.unwrap_or("canceled"),
            reference: None,
            description: "",
            client_url: "",
        };
        let scope = countermark_store::Scope::everything(ended.company);
        brands::create(tx, &scope, &new, ended.now).await.map(drop)
    }
}

const KINDS: &[Kind] = &[Kind::of::<Brands>()];

/// Wants a job on behalf of that person's log-in.
async fn want(app: &TestApp, person: &Person, input: Value) -> i64 {
    let by = By {
        person: Some(person.id),
        ..By::here(person.company, "jwt", app.now())
    };
    want_by(app, &by, input).await
}

async fn want_by(app: &TestApp, by: &By, input: Value) -> i64 {
    let mut tx = app.app.db.write().await.expect("a transaction");
    let rows = input["rows"].as_i64();
    let id = jobs::enqueue::<Brands>(&mut tx, by, &input, rows).await;
    tx.commit_unaudited().await.expect("committed");
    id.expect("there is room").0
}

async fn shown(client: &Client, id: i64) -> Value {
    let path = format!("/api/v2/jobs/{id}/");
    client.get(&path).await.expect(200).json().clone()
}

/// How far a failed job of that person came, and why no further; also after they lost sight of it.
async fn failure(app: &TestApp, person: &Person, id: i64) -> (i64, String) {
    let mut conn = app.app.db.read().await.expect("a connection");
    let viewer = Viewer::Person(person.id, &[]);
    let job = store::get(&mut conn, person.company, &viewer, JobId(id)).await;
    let job = job.expect("an answer").expect("a job");
    assert_eq!(job.state, store::State::Failed);
    (job.done, job.failure)
}

/// The names of all brands, sorted.
async fn names(client: &Client) -> Vec<String> {
    let list = client.get("/api/v2/brands/?limit=200").await.expect(200);
    let rows = list["results"].as_array().expect("rows").iter();
    let mut names: Vec<_> = rows
        .map(|row| row["name"].as_str().expect("a name").to_owned())
        .collect();
    names.sort();
    names
}

fn rows(number: i64) -> Vec<String> {
    (0..number).map(|row| format!("row {row}")).collect()
}

#[tokio::test]
async fn a_job_is_done_step_by_step() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let id = want(app, &admin, json!({"rows": 8})).await;
        assert_eq!(shown(&client, id).await["state"], "pending");
        assert!(step_once(&app.app, KINDS).await.expect("a step"));
        let half = shown(&client, id).await;
        assert_eq!(half["state"], "running");
        assert_eq!((&half["done"], &half["total"]), (&json!(3), &json!(8)));
        assert_eq!(names(&client).await, rows(3));

        // The node that did it is gone; nobody else may go on while its lease holds.
        app.jobs_of(KINDS).await;
        assert_eq!(names(&client).await, rows(3));
        app.clock.advance(61);
        app.jobs_of(KINDS).await;
        let done = shown(&client, id).await;
        assert_eq!(done["state"], "complete");
        assert_eq!(
            (&done["done"], &done["result"]),
            (&json!(8), &json!({"made": 8}))
        );
        assert_eq!(done["error_count"], 1);
        assert_eq!(
            done["errors"],
            json!([{"row": 4, "field": null, "message": "row 4 is odd"}])
        );
        assert_eq!(
            done["created_by"],
            json!({"id": admin.id.0, "email": admin.email})
        );
        assert_eq!(done["finished_at"], app.now().to_string());
        assert_eq!(names(&client).await, rows(8), "each of them once");
        let audit = client.get("/api/v2/audit/?action=brand.create").await;
        assert_eq!(audit.expect(200)["count"], 3, "one a step, with the step");
    })
    .await;
}

/// A node that dies before its commit has done nothing.
#[tokio::test]
async fn a_step_that_was_not_committed_has_not_happened() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let id = want(app, &admin, json!({"rows": 4, "hangs": true})).await;
        HANGS.store(true, Ordering::SeqCst);
        tokio::select! {
            _ = step_once(&app.app, KINDS) => panic!("it stands still"),
            () = HANGING.notified() => {}
        }
        assert_eq!(names(&client).await, Vec::<String>::new());
        assert_eq!(shown(&client, id).await["done"], 0);
        app.clock.advance(61);
        app.jobs_of(KINDS).await;
        assert_eq!(shown(&client, id).await["state"], "complete");
        assert_eq!(names(&client).await, rows(4));
    })
    .await;
}

/// Three nodes at once, and jobs that change hands in the middle.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_nodes_do_everything_once() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let mut wanted = Vec::new();
        for name in ["a", "b", "c", "d", "e", "f"] {
            wanted.push(want(app, &admin, json!({"rows": 7, "name": name})).await);
        }
        for _ in 0..3 {
            assert!(step_once(&app.app, KINDS).await.expect("a step"));
        }
        app.clock.advance(61);
        let mut nodes = vec![app.app.clone()];
        for _ in 0..2 {
            nodes.push(app.node_with(app.app.settings.clone()).await.0);
        }
        let nodes: Vec<_> = nodes
            .into_iter()
            .map(|node| tokio::spawn(async move { jobs::drain(&node, KINDS).await }))
            .collect();
        for node in nodes {
            node.await.expect("no panic").expect("it is done");
        }
        for id in wanted {
            let job = shown(&client, id).await;
            assert_eq!(
                (&job["state"], &job["done"]),
                (&json!("complete"), &json!(7))
            );
        }
        assert_eq!(names(&client).await.len(), 6 * 7, "names are unique");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_done_is_said_and_nothing_of_its_step_stays() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let id = want(app, &admin, json!({"rows": 9, "fail": 4})).await;
        app.jobs_of(KINDS).await;
        let job = shown(&client, id).await;
        assert_eq!((&job["state"], &job["done"]), (&json!("failed"), &json!(3)));
        assert_eq!(job["failure"], "Row 4 cannot be.");
        // The steps before it, and what tidies up.
        assert_eq!(
            names(&client).await,
            ["Row 4 cannot be.", "row 0", "row 1", "row 2"]
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_not_there_for_the_moment_is_tried_again_and_not_for_ever() {
    for fault in ["again", "panic"] {
        each(async |app| {
            let admin = app.company().await;
            let client = app.jwt(&admin).await;
            let id = want(app, &admin, json!({"rows": 9, fault: 3})).await;
            app.jobs_of(KINDS).await;
            let mut attempts = 1;
            while shown(&client, id).await["state"] == "running" {
                assert_eq!(names(&client).await, rows(3));
                app.clock.advance(300);
                app.jobs_of(KINDS).await;
                attempts += 1;
            }
            assert!((10..=12).contains(&attempts), "{attempts}");
            let job = shown(&client, id).await;
            assert_eq!(job["state"], "failed");
            let told = "It was tried 10 times and did not get on.";
            assert_eq!(job["failure"], told, "the cause is for the log");
        })
        .await;
    }
}

/// Rights count as they are at each step, not as they were when the job was wanted (security
/// checklist 35, 36, 55).
#[tokio::test]
async fn whoever_loses_the_right_loses_the_job() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let manager = app.person(&admin, Role::BrandManager).await;
        let path = format!("/api/v2/users/{}/", manager.id);

        let id = want(app, &manager, json!({"rows": 9, "name": "role "})).await;
        assert!(step_once(&app.app, KINDS).await.expect("a step"));
        let lower = json!({"role": "dashboard_user"});
        client.patch(&path, lower).await.expect(200);
        app.clock.advance(61);
        app.jobs_of(KINDS).await;
        let told = "Who wanted this no longer has the permission brand_create.";
        assert_eq!(failure(app, &manager, id).await, (3, told.to_owned()));

        let raise = json!({"role": "brand_manager"});
        client.patch(&path, raise).await.expect(200);
        let id = want(app, &manager, json!({"rows": 9, "name": "person "})).await;
        let archive = format!("{path}archive/");
        client.post(&archive, json!({})).await.expect(200);
        app.jobs_of(KINDS).await;
        let told = "Who wanted this is no longer in the company.";
        assert_eq!(failure(app, &manager, id).await, (0, told.to_owned()));
    })
    .await;
}

#[tokio::test]
async fn a_tokens_job_stops_with_the_token_and_stays_within_its_limits() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let brand = client
            .post("/api/v2/brands/", json!({"name": "Ours"}))
            .await;
        let by = |token: &str| By {
            person: Some(admin.id),
            credential_id: token.to_owned(),
            ..By::here(admin.company, "uat", app.now())
        };
        // Revoked.
        let token = app.uat(&admin, &["brand_create"]).await;
        let id = want_by(app, &by(&token.id), json!({"rows": 9})).await;
        assert!(step_once(&app.app, KINDS).await.expect("a step"));
        assert_eq!(shown(&token.client, id).await["done"], 3);
        let path = format!("/api/v2/uats/{}/", token.id);
        client.delete(&path).await.expect(204);
        app.clock.advance(61);
        app.jobs_of(KINDS).await;
        let job = shown(&client, id).await;
        assert_eq!(job["failure"], "The token that wanted this was revoked.");

        // Limited to a brand: it makes none.
        let only = json!({"brands": [brand["id"]]});
        let token = app.uat_within(&admin, &["brand_create"], only).await;
        let id = want_by(app, &by(&token.id), json!({"rows": 1, "name": "x"})).await;
        app.jobs_of(KINDS).await;
        let job = shown(&token.client, id).await;
        let told = "This is outside of the brands or products of the token.";
        assert_eq!((&job["done"], &job["failure"]), (&json!(0), &json!(told)));

        // With a budget for one step; the entry of each pays.
        let token = app.uat(&admin, &["brand_create"]).await;
        let path = format!("/api/v2/uats/{}/", token.id);
        let budget = json!({"budgets": {"products_changed": 1}});
        client.patch(&path, budget).await.expect(200);
        let id = want_by(app, &by(&token.id), json!({"rows": 6, "name": "y"})).await;
        app.jobs_of(KINDS).await;
        let job = shown(&token.client, id).await;
        assert_eq!((&job["state"], &job["done"]), (&json!("failed"), &json!(3)));
        assert_eq!(
            job["failure"],
            "The token may use 1 products_changed a day."
        );
    })
    .await;
}

#[tokio::test]
async fn a_closed_companys_jobs_stop_and_the_programs_own_need_nobody() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let by = By::here(admin.company, "task", app.now());
        want_by(app, &by, json!({"rows": 2})).await;
        app.jobs_of(KINDS).await;
        assert_eq!(names(&client).await, rows(2));
        want_by(app, &by, json!({"rows": 2, "name": "later "})).await;
        app.close_company(admin.company).await;
        app.jobs_of(KINDS).await;
        let mut tx = app.app.db.write().await.expect("a transaction");
        companies::set_archived(&mut tx, admin.company, None)
            .await
            .expect("open");
        tx.commit_unaudited().await.expect("committed");
        app.app
            .facts
            .forget(&[countermark_store::changes::Changed::Company(admin.company)]);
        let left = ["The company was closed.", "row 0", "row 1"];
        assert_eq!(names(&client).await, left);
    })
    .await;
}

/// Running jobs of a company are bounded (security checklist 63).
#[tokio::test]
async fn a_company_has_so_many_jobs_at_a_time() {
    each(async |app| {
        let admin = app.company().await;
        for number in 0..jobs::MOST_OF_A_COMPANY {
            let name = format!("{number} ");
            want(app, &admin, json!({"rows": 1, "name": name})).await;
        }
        let by = By::here(admin.company, "task", app.now());
        let mut tx = app.app.db.write().await.expect("a transaction");
        let refused = jobs::enqueue::<Brands>(&mut tx, &by, &json!({}), None).await;
        assert_eq!(refused.expect_err("too many").code(), "too_many_jobs");
        drop(tx);
        let other = app.company().await;
        want(app, &other, json!({"rows": 1})).await;
        app.jobs_of(KINDS).await;
        want(app, &admin, json!({"rows": 1})).await;
    })
    .await;
}

/// The runner as `serve` starts it: woken at once, and stopped between two steps.
#[tokio::test]
async fn the_runner_starts_and_stops() {
    each(async |app| {
        let runner = jobs::start(&app.app).await.expect("it starts");
        app.app.jobs.wake();
        runner.stop().await;
    })
    .await;
}
