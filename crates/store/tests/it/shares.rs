//! A company that asks for much leaves others their turn at PostgreSQL's connections.

use countermark_core::ids::CompanyId;
use countermark_store::{Conn, Db, Engine, Tx, shares};
use countermark_testkit::db::{TestDb, each};

/// Half of a node's connections.
const SHARE: usize = 8;

async fn take_all(db: &Db, company: CompanyId) -> (Vec<Conn>, Vec<Tx>) {
    shares::request(async {
        shares::belongs_to(company);
        let (mut reading, mut writing) = (vec![], vec![]);
        for _ in 0..SHARE / 2 {
            reading.push(db.read().await.expect("a connection"));
            writing.push(db.write().await.expect("a transaction"));
        }
        (reading, writing)
    })
    .await
}

#[tokio::test]
async fn a_company_takes_half_of_the_connections_at_most() {
    each(async |test: &TestDb| {
        if test.db.engine() == Engine::Sqlite {
            return;
        }
        let (db, greedy, other) = (&test.db, CompanyId(1), CompanyId(2));
        let (mut reading, writing) = take_all(db, greedy).await;
        let ninth = tokio::spawn(shares::request({
            let db = db.clone();
            async move {
                shares::belongs_to(greedy);
                db.read().await.map(drop)
            }
        }));
        // All others are left for another company, whoever asked first.
        drop(take_all(db, other).await);
        assert!(!ninth.is_finished(), "a ninth was given");
        reading.pop();
        let ninth = ninth.await.expect("no panic");
        ninth.expect("what was given back is given again");
        drop((reading, writing));
    })
    .await;
}

#[tokio::test]
async fn who_somebody_is_can_be_asked_while_everything_is_taken() {
    each(async |test: &TestDb| {
        if test.db.engine() == Engine::Sqlite {
            return;
        }
        let first = take_all(&test.db, CompanyId(1)).await;
        let second = take_all(&test.db, CompanyId(2)).await;
        test.db.read_who().await.expect("a connection of its own");
        drop((first, second));
    })
    .await;
}
