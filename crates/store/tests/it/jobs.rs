//! Jobs: one claim at a time, steps that are fenced, errors that are bounded.

use crate::support::{NOW, by, company, member, uat, write};
use countermark_core::{
    ids::{CompanyId, JobId, UatId, UserId},
    page::PageRequest,
    roles::Role,
    time::Timestamp,
};
use countermark_store::{
    Db,
    audit::By,
    jobs::{self, Claimed, Job, KEPT_ERRORS, NewJob, RowError, State, Viewer},
};
use countermark_testkit::db::{TestDb, each};
use serde_json::{Value, json};

const KINDS: &[&str] = &["count", "other"];
const LEASE: i64 = 60;

struct Us {
    company: CompanyId,
    person: UserId,
}

impl Us {
    async fn new(db: &Db, name: &str) -> Self {
        let company = company(db, name).await;
        let email = format!("{}@example.com", name.to_lowercase());
        let person = member(db, company, &email, Role::AccountAdmin).await;
        Self { company, person }
    }

    async fn want(&self, db: &Db, kind: &str) -> JobId {
        want(db, &by(self.company, self.person), kind).await
    }

    async fn get(&self, db: &Db, id: JobId) -> Option<Job> {
        let mut conn = db.read().await.expect("a connection");
        let viewer = Viewer::Person(self.person, &[]);
        let found = jobs::get(&mut conn, self.company, &viewer, id).await;
        found.expect("an answer")
    }
}

async fn want(db: &Db, by: &By, kind: &str) -> JobId {
    let input = json!({"a": "ü"});
    let new = NewJob {
        kind,
        input: &input,
        total: Some(9),
    };
    write(db, async |tx| jobs::enqueue(tx, by, &new, NOW).await).await
}

async fn claim(db: &Db, now: Timestamp) -> Option<Claimed> {
    write(db, async |tx| {
        jobs::claim(tx, KINDS, now, now.plus_seconds(LEASE)).await
    })
    .await
}

async fn hold(db: &Db, job: &Claimed, until: Timestamp) -> bool {
    write(db, async |tx| jobs::hold(tx, job, until).await).await
}

async fn advance(db: &Db, job: &Claimed, cursor: Value, done: i64) {
    let stored = async |tx: &mut _| jobs::advance(tx, job, &cursor, done, None).await;
    write(db, stored).await;
}

#[tokio::test]
async fn a_job_is_taken_and_goes_on_from_where_it_stood() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = Us::new(db, "Us").await;
        let id = us.want(db, "count").await;
        let waits = us.get(db, id).await.expect("a job");
        assert_eq!(
            (waits.state, waits.done, waits.total),
            (State::Pending, 0, Some(9))
        );
        let job = claim(db, NOW).await.expect("a job");
        assert_eq!(
            (job.id, job.company, job.person),
            (id, us.company, Some(us.person))
        );
        assert_eq!(
            (&job.input, &job.cursor),
            (&json!({"a": "ü"}), &Value::Null)
        );
        assert_eq!((job.credential_kind.as_str(), job.attempts), ("jwt", 1));
        assert!(
            claim(db, NOW.plus_seconds(LEASE - 1)).await.is_none(),
            "held"
        );
        advance(db, &job, json!({"row": 4}), 4).await;

        // Whoever had it is gone.
        let later = NOW.plus_seconds(LEASE);
        let next = claim(db, later).await.expect("the lease is over");
        assert_eq!(
            (next.cursor["row"].as_i64(), next.done, next.attempts),
            (Some(4), 4, 1)
        );
        assert!(
            !hold(db, &job, later.plus_seconds(LEASE)).await,
            "no longer the first one's"
        );
        assert!(hold(db, &next, later.plus_seconds(LEASE)).await);
        // What the first one still writes is written nowhere.
        advance(db, &job, json!({"row": 1}), 1).await;
        write(db, async |tx| jobs::fail(tx, &job, "late", later).await).await;
        let shown = us.get(db, id).await.expect("a job");
        assert_eq!((shown.state, shown.done), (State::Running, 4));

        let result = json!({"rows": 9});
        write(db, async |tx| {
            jobs::complete(tx, &next, &result, 9, later).await
        })
        .await;
        let shown = us.get(db, id).await.expect("a job");
        assert_eq!(
            (shown.state, shown.done, shown.result),
            (State::Complete, 9, result)
        );
        assert_eq!(
            (shown.started_at, shown.finished_at),
            (Some(NOW), Some(later))
        );
        assert!(
            !hold(db, &next, later.plus_seconds(LEASE)).await,
            "it has ended"
        );
        assert!(claim(db, later.plus_seconds(99_999)).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn several_nodes_share_the_jobs_and_none_is_taken_twice() {
    each(async |test: &TestDb| {
        let us = Us::new(&test.db, "Us").await;
        let mut wanted = Vec::new();
        for _ in 0..12 {
            wanted.push(us.want(&test.db, "count").await);
        }
        let mut nodes = vec![];
        for _ in 0..3 {
            let db = test.place.open().await.expect("a node");
            nodes.push(tokio::spawn(async move {
                let mut taken = vec![];
                // More rounds than there are jobs.
                for _ in 0..14 {
                    taken.extend(claim(&db, NOW).await.map(|job| job.id));
                }
                taken
            }));
        }
        let mut taken = vec![];
        for node in nodes {
            taken.extend(node.await.expect("no panic"));
        }
        taken.sort_unstable();
        assert_eq!(taken, wanted);
    })
    .await;
}

#[tokio::test]
async fn kinds_that_a_node_does_not_know_are_left_alone() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = Us::new(db, "Us").await;
        let id = us.want(db, "of a newer version").await;
        assert!(claim(db, NOW).await.is_none());
        let mut conn = db.read().await.expect("a connection");
        assert!(
            !jobs::any_due(&mut conn, KINDS, NOW)
                .await
                .expect("an answer")
        );
        assert!(!jobs::any_due(&mut conn, &[], NOW).await.expect("an answer"));
        let newer = ["of a newer version"];
        assert!(
            jobs::any_due(&mut conn, &newer, NOW)
                .await
                .expect("an answer")
        );
        drop(conn);
        assert_eq!(us.get(db, id).await.expect("a job").state, State::Pending);
    })
    .await;
}

#[tokio::test]
async fn the_first_errors_are_kept_and_all_are_counted() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = Us::new(db, "Us").await;
        let id = us.want(db, "count").await;
        let job = claim(db, NOW).await.expect("a job");
        let mut row = 0;
        for number in [0, 60, 60, 5] {
            let found = (0..number).map(|_| {
                row += 1;
                RowError {
                    row,
                    field: format!("column {row}"),
                    message: format!("row {row} is wrong"),
                }
            });
            let found: Vec<_> = found.collect();
            write(db, async |tx| {
                jobs::add_errors(tx, &job, (&found, number)).await
            })
            .await;
        }
        assert_eq!(us.get(db, id).await.expect("a job").error_count, 125);
        let mut conn = db.read().await.expect("a connection");
        let kept = jobs::errors(&mut conn, us.company, id)
            .await
            .expect("errors");
        assert!(kept.iter().map(|error| error.row).eq(1..=KEPT_ERRORS));
        assert_eq!(kept[99].message, "row 100 is wrong");
        assert_eq!(kept[99].field, "column 100");
        let other = company(db, "Them").await;
        assert!(
            jobs::errors(&mut conn, other, id)
                .await
                .expect("none")
                .is_empty()
        );
        drop(conn);
        // They go with the job, and not before it has ended.
        let late = NOW.plus_seconds(9);
        assert_eq!(
            write(db, async |tx| jobs::forget(tx, late, 10).await).await,
            0
        );
        write(db, async |tx| jobs::fail(tx, &job, "no", NOW).await).await;
        assert_eq!(
            write(db, async |tx| jobs::forget(tx, NOW, 10).await).await,
            0
        );
        assert_eq!(
            write(db, async |tx| jobs::forget(tx, late, 10).await).await,
            1
        );
        assert!(us.get(db, id).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_canceled_job_is_nobodys() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = Us::new(db, "Us").await;
        let them = Us::new(db, "Them").await;
        let id = us.want(db, "count").await;
        let job = claim(db, NOW).await.expect("a job");
        let cancel =
            async |company| write(db, async |tx| jobs::cancel(tx, company, id, NOW).await).await;
        assert_eq!(cancel(them.company).await, None, "not theirs");
        assert!(hold(db, &job, NOW.plus_seconds(LEASE)).await);
        assert_eq!(cancel(us.company).await, Some(json!({"a": "ü"})));
        assert_eq!(cancel(us.company).await, None, "once");
        assert!(!hold(db, &job, NOW.plus_seconds(LEASE)).await);
        assert_eq!(us.get(db, id).await.expect("a job").state, State::Canceled);
    })
    .await;
}

#[tokio::test]
async fn a_job_given_back_waits_for_its_time() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = Us::new(db, "Us").await;
        us.want(db, "count").await;
        for attempt in 1..4 {
            let job = claim(db, NOW).await.expect("a job");
            assert_eq!(job.attempts, attempt, "none of them got on");
            write(db, async |tx| jobs::give_back(tx, &job, NOW, false).await).await;
        }
        let job = claim(db, NOW).await.expect("a job");
        let later = NOW.plus_seconds(5);
        write(db, async |tx| jobs::give_back(tx, &job, later, true).await).await;
        assert!(claim(db, NOW).await.is_none());
        assert_eq!(claim(db, later).await.expect("a job").attempts, 1);
        // The only node of all starts anew.
        assert_eq!(
            write(db, async |tx| jobs::take_over(tx, later).await).await,
            1
        );
        assert!(claim(db, later).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn everybody_sees_what_they_may() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = Us::new(db, "Us").await;
        let them = Us::new(db, "Them").await;
        let colleague = member(db, us.company, "c@example.com", Role::ScmUser).await;
        let mine = us.want(db, "count").await;
        let theirs = want(db, &by(us.company, colleague), "other").await;
        let token = uat(db, us.company, us.person, 5).await;
        let by_token = By {
            credential_kind: "uat",
            credential_id: token.to_string(),
            ..by(us.company, us.person)
        };
        let tokens = want(db, &by_token, "count").await;
        them.want(db, "count").await;
        let list = async |viewer: Viewer<'_>, state| {
            let mut conn = db.read().await.expect("a connection");
            let page = PageRequest::default();
            let (company, ordering) = (us.company, jobs::ORDERINGS[0]);
            let wanted = jobs::Wanted {
                state,
                ..jobs::Wanted::default()
            };
            let page = jobs::list(&mut conn, company, &viewer, &wanted, ordering, &page).await;
            let mut ids: Vec<_> = page
                .expect("a page")
                .rows
                .iter()
                .map(|job| job.id)
                .collect();
            ids.sort_unstable();
            ids
        };
        let person = |kinds| Viewer::Person(us.person, kinds);
        assert_eq!(list(person(&[]), None).await, [mine, tokens]);
        assert_eq!(list(person(&["other"]), None).await, [mine, theirs, tokens]);
        assert_eq!(list(person(&["other"]), Some("running")).await, []);
        assert_eq!(list(Viewer::Person(colleague, &[]), None).await, [theirs]);
        assert_eq!(list(Viewer::Token(token), None).await, [tokens]);
        assert_eq!(list(Viewer::Token(UatId(6)), None).await, []);
        let mut conn = db.read().await.expect("a connection");
        assert_eq!(
            jobs::unfinished(&mut conn, us.company)
                .await
                .expect("a number"),
            3
        );
    })
    .await;
}
