//! The SQLite file is moved away, or another is put in its place, while it is open (F-13): nothing
//! is acknowledged that would be gone with the process.

use crate::support::{company, new_brand};
use countermark_core::ids::CompanyId;
use countermark_store::{Db, DbError, Engine};
use countermark_testkit::db::TestDb;
use std::fs;

async fn shared(db: &Db, company: CompanyId, name: &str) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    new_brand(&mut tx, company, name).await?;
    tx.commit_unaudited().await
}

async fn alone(db: &Db, company: CompanyId, name: &str) -> Result<(), DbError> {
    let mut tx = db.write_alone().await?;
    new_brand(&mut tx, company, name).await?;
    tx.commit_unaudited().await
}

#[tokio::test]
async fn writes_fail_until_the_file_is_back() {
    let test = TestDb::new(Engine::Sqlite).await;
    let company = company(&test.db, "Kallista").await;
    shared(&test.db, company, "before").await.expect("written");
    let file = test.place.file();
    let away = file.with_extension("away");
    let other = file.with_extension("copy");
    fs::copy(&file, &other).expect("a copy");
    fs::rename(&file, &away).expect("moved");
    for another_in_its_place in [false, true] {
        if another_in_its_place {
            fs::rename(&other, &file).expect("put there");
        }
        for written in [
            shared(&test.db, company, "shared").await,
            alone(&test.db, company, "alone").await,
            test.db.can_write().await,
        ] {
            let error = written.expect_err("it would be lost");
            assert!(
                matches!(error, DbError::Unavailable(_)),
                "{another_in_its_place}: {error}"
            );
        }
    }
    fs::rename(&away, &file).expect("back again");
    test.db.can_write().await.expect("well again");
    shared(&test.db, company, "after").await.expect("written");
    let mut raw = test.place.raw().await;
    assert_eq!(
        raw.rows("SELECT name FROM brand ORDER BY id").await,
        [["before"], ["after"]]
    );
}
