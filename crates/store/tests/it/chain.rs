//! The audit log's chain: unbroken whoever writes, and no change of it by SQL stays unseen.

use crate::{
    group_commit::all,
    support::{by, company, member, new_brand},
};
use countermark_core::{
    audit::Entry,
    checkpoint::Checkpoint,
    ids::{CompanyId, UserId},
    roles::Role,
    verify::{Verdict, Verifier, Wrong},
};
use countermark_store::{Db, DbError, Engine, chain};
use countermark_testkit::db::{TestDb, each, engines};
use serde_json::json;

const WRITERS: usize = 60;

async fn entries(db: &Db, company: CompanyId, anna: UserId, count: usize) -> Result<(), DbError> {
    let entry = |number| {
        let entry = Entry::event("brand.create", "brand", number, "Olive");
        entry.after(json!({"name": "Olive", "number": number}))
    };
    let tx = db.write().await?;
    let entries: Vec<_> = (0..count).map(entry).collect();
    tx.commit(&by(company, anna), &entries).await
}

async fn check(db: &Db, company: CompanyId, kept: Vec<Checkpoint>) -> Verdict {
    let mut conn = db.read().await.expect("a connection");
    let mut walk = chain::Walk::begin(&mut conn, company).await.expect("begun");
    let uuid = "uuid of Kallista";
    let mut verifier = Verifier::new(uuid, vec![], kept);
    while walk
        .step(&mut conn, |part| part.check(&mut verifier))
        .await
        .expect("a step")
    {}
    let end = walk.end();
    verifier.finish(end.length, &end.head)
}

async fn wrong(test: &TestDb, company: CompanyId) -> Option<(i64, Wrong)> {
    let found = check(&test.db, company, vec![]).await.finding;
    found.map(|found| (found.position, found.wrong))
}

/// A company with so many entries, and its Account Admin.
async fn written(test: &TestDb, count: usize) -> (CompanyId, UserId) {
    let company = company(&test.db, "Kallista").await;
    let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
    entries(&test.db, company, anna, count)
        .await
        .expect("written");
    (company, anna)
}

/// Many writers at once, on PostgreSQL through several nodes; some of them give up half-way.
#[tokio::test(flavor = "multi_thread")]
async fn writers_at_once_leave_an_unbroken_chain() {
    each(async |test: &TestDb| {
        let (first, anna) = written(test, 0).await;
        let second = company(&test.db, "Borea").await;
        let mut nodes = vec![test.db.clone()];
        if test.db.engine() == Engine::Postgres {
            nodes.push(test.place.open().await.expect("a second node"));
            nodes.push(test.place.open().await.expect("a third node"));
        }
        let writers = (0..WRITERS).map(|number| {
            let db = nodes[number % nodes.len()].clone();
            async move {
                if number % 5 == 0 {
                    let mut tx = db.write().await.expect("a transaction");
                    let name = format!("gone {number}");
                    new_brand(&mut tx, first, &name).await.expect("a brand");
                    drop(tx);
                }
                let company = if number % 4 == 3 { second } else { first };
                entries(&db, company, anna, 1 + number % 3).await
            }
        });
        for result in all(writers).await {
            result.expect("it is written");
        }
        let verdict = check(&test.db, first, vec![]).await;
        assert_eq!(verdict.finding, None);
        let expected = (0..WRITERS).filter(|number| number % 4 != 3);
        let expected: usize = expected.map(|number| 1 + number % 3).sum();
        assert_eq!(usize::try_from(verdict.entries), Ok(expected));
        let mut raw = test.place.raw().await;
        let gaps = "SELECT count(*) FROM (SELECT company_id FROM audit GROUP BY company_id \
                    HAVING max(position) <> count(*) OR count(DISTINCT position) <> count(*)) x";
        assert_eq!(raw.number(gaps).await, 0);
        assert_eq!(raw.number("SELECT count(*) FROM audit_chain").await, 2);
    })
    .await;
}

/// More entries than one step reads, with an entry at each edge of the steps changed in turn.
#[tokio::test]
async fn a_long_log_is_checked_in_steps() {
    each(async |test: &TestDb| {
        let (company, _) = written(test, 2_100).await;
        let verdict = check(&test.db, company, vec![]).await;
        assert_eq!((verdict.finding, verdict.entries), (None, 2_100));
        let mut raw = test.place.raw().await;
        for position in [2_100, 2_000, 1_001, 1_000, 999, 1] {
            raw.run(&format!(
                "UPDATE audit SET label = 'x' WHERE position = {position}"
            ))
            .await;
            let found = wrong(test, company).await;
            assert_eq!(found, Some((position, Wrong::Edited)));
        }
    })
    .await;
}

/// Statements that tamper with ten entries, and where and how each is found.
fn tamperings() -> Vec<(Vec<String>, (i64, Wrong))> {
    let edits = [
        ("at = at + 1", 4),
        ("person_id = NULL", 4),
        ("person_id = person_id + 1", 4),
        ("credential_kind = 'uat'", 4),
        ("credential_id = ''", 4),
        ("address = '192.0.2.2'", 4),
        ("request_id = 'other'", 4),
        ("action = 'brand.delete'", 4),
        ("object_type = 'product'", 4),
        ("object_id = '7'", 4),
        ("label = 'Olive '", 4),
        ("before = '{}'", 4),
        // The same JSON, spelled in another way.
        ("after = after || ' '", 4),
        ("hash = NULL", 4),
    ];
    let edits = edits.map(|(set, at)| {
        let sql = format!("UPDATE audit SET {set} WHERE position = 4");
        (vec![sql], (at, Wrong::Edited))
    });
    let others: [(&[&str], (i64, Wrong)); 7] = [
        (
            &["DELETE FROM audit WHERE position = 4"],
            (4, Wrong::Missing),
        ),
        (
            &["DELETE FROM audit WHERE position < 4"],
            (1, Wrong::Missing),
        ),
        (&["DELETE FROM audit WHERE position > 8"], (9, Wrong::Cut)),
        (
            &[
                "UPDATE audit SET position = 99 WHERE position = 4",
                "UPDATE audit SET position = 4 WHERE position = 5",
                "UPDATE audit SET position = 5 WHERE position = 99",
            ],
            (4, Wrong::Order),
        ),
        (
            &[
                "INSERT INTO audit (company_id, at, credential_kind, credential_id, address, \
               request_id, action, object_type, object_id, label, before, after) \
               VALUES (1, 1, 'jwt', '', '', '', 'a.b', '', '', '', 'null', 'null')",
            ],
            (11, Wrong::Foreign),
        ),
        (
            &[
                "INSERT INTO audit (company_id, at, credential_kind, credential_id, address, \
               request_id, action, object_type, object_id, label, before, after, position) \
               VALUES (1, 1, 'jwt', '', '', '', 'a.b', '', '', '', 'null', 'null', 11)",
            ],
            (11, Wrong::Foreign),
        ),
        (
            &["UPDATE audit_chain SET head = (SELECT hash FROM audit WHERE position = 9)"],
            (10, Wrong::Rewritten),
        ),
    ];
    let others = others.map(|(sql, found)| {
        let sql = sql.iter().map(|sql| (*sql).to_owned()).collect();
        (sql, found)
    });
    edits.into_iter().chain(others).collect()
}

/// Security checklist 108: what somebody with access to the database does to the log is found.
#[tokio::test]
async fn tampering_by_sql_is_found() {
    let all = tamperings();
    for engine in engines() {
        let test = TestDb::new(engine).await;
        let (company, anna) = written(&test, 10).await;
        let mut raw = test.place.raw().await;
        raw.run("CREATE TABLE good AS SELECT * FROM audit").await;
        raw.run("CREATE TABLE good_chain AS SELECT * FROM audit_chain")
            .await;
        for (sql, expected) in &all {
            for sql in sql {
                raw.run(sql).await;
            }
            assert_eq!(
                wrong(&test, company).await,
                Some(*expected),
                "{sql:?} on {engine:?}"
            );
            raw.run("DELETE FROM audit").await;
            let back = match engine {
                Engine::Sqlite => "INSERT INTO audit SELECT * FROM good",
                Engine::Postgres => "INSERT INTO audit OVERRIDING SYSTEM VALUE SELECT * FROM good",
            };
            raw.run(back).await;
            raw.run("UPDATE audit_chain SET length = 10, head = (SELECT head FROM good_chain)")
                .await;
            assert_eq!(wrong(&test, company).await, None, "{sql:?} is undone");
        }
        // Once the index is gone, a repeated position is found, too.
        raw.run("DROP INDEX audit_position").await;
        raw.run("UPDATE audit SET position = 8 WHERE position = 10")
            .await;
        assert_eq!(wrong(&test, company).await, Some((8, Wrong::Order)));
        raw.run(
            "UPDATE audit SET position = 10 WHERE position = 8 AND label = 'Olive' \
                 AND id = (SELECT max(id) FROM audit)",
        )
        .await;
        assert_eq!(wrong(&test, company).await, None);
        entries(&test.db, company, anna, 1)
            .await
            .expect("it goes on");
        assert_eq!(wrong(&test, company).await, None);
    }
}

/// An entry cannot be carried over into another company's log.
#[tokio::test]
async fn an_entry_belongs_to_its_company() {
    each(async |test: &TestDb| {
        let (first, anna) = written(test, 1).await;
        let second = company(&test.db, "Borea").await;
        entries(&test.db, second, anna, 1).await.expect("written");
        let mut raw = test.place.raw().await;
        raw.run(&format!("DELETE FROM audit WHERE company_id = {first}"))
            .await;
        raw.run(&format!("UPDATE audit SET company_id = {first}"))
            .await;
        assert_eq!(wrong(test, first).await, Some((1, Wrong::Edited)));
    })
    .await;
}

/// The log of a database from before the chain is chained as it stands.
#[tokio::test]
async fn old_entries_are_chained_at_the_first_start() {
    each(async |test: &TestDb| {
        let (company, anna) = written(test, 1_200).await;
        let mut raw = test.place.raw().await;
        for sql in [
            "DROP INDEX audit_position",
            "DROP INDEX audit_time",
            "ALTER TABLE audit DROP COLUMN position",
            "ALTER TABLE audit DROP COLUMN hash",
            "DROP TABLE audit_chain",
            "DROP TABLE audit_checkpoint",
            "DROP TABLE audit_key",
            "DROP TABLE budget_spent",
            "ALTER TABLE uat DROP COLUMN budgets",
            "DELETE FROM schema_version WHERE version = 9",
        ] {
            raw.run(sql).await;
        }
        let db = test.place.open().await.expect("it opens again");
        entries(&db, company, anna, 2).await.expect("it goes on");
        let verdict = check(&db, company, vec![]).await;
        assert_eq!((verdict.finding, verdict.entries), (None, 1_202));
    })
    .await;
}

/// What the chain costs: two statements a transaction, however many entries it has.
#[tokio::test]
async fn the_chain_costs_two_statements() {
    each(async |test: &TestDb| {
        let (company, anna) = written(test, 1).await;
        for count in [1, 5] {
            let before = test.db.statements();
            entries(&test.db, company, anna, count)
                .await
                .expect("written");
            let ran = test.db.statements() - before;
            assert_eq!(ran, count as u64 + 2);
        }
    })
    .await;
}
