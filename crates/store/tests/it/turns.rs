//! Turns at background work.

use countermark_core::time::Timestamp;
use countermark_store::{Db, turns};
use countermark_testkit::db::{TestDb, each};

const HOUR: i64 = 3_600;

async fn take(db: &Db, name: &str, now: Timestamp) -> bool {
    let mut tx = db.write().await.expect("a transaction");
    let taken = turns::take(&mut tx, name, HOUR, now).await.expect("asked");
    tx.commit_unaudited().await.expect("committed");
    taken
}

#[tokio::test]
async fn a_task_has_one_turn_in_its_time() {
    each(async |test: &TestDb| {
        let other = test.place.open().await.expect("a second node");
        let begun = Timestamp(1_795_521_600_000_000);
        assert!(take(&test.db, "mail", begun).await);
        assert!(!take(&other, "mail", begun.plus_seconds(1)).await);
        assert!(take(&other, "keys", begun.plus_seconds(1)).await);
        assert!(!take(&test.db, "mail", begun.plus_seconds(HOUR - 1)).await);
        assert!(take(&other, "mail", begun.plus_seconds(HOUR)).await);
        assert!(!take(&test.db, "mail", begun.plus_seconds(HOUR)).await);
    })
    .await;
}
