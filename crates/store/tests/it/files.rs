//! Rows of files: whose they are, and until when.

use crate::support::{NOW, company, write};
use countermark_core::ids::JobId;
use countermark_store::files::{self, NewFile};
use countermark_testkit::db::{TestDb, each};

#[tokio::test]
async fn a_file_is_its_companys_until_it_is_forgotten() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (us, them) = (company(db, "Us").await, company(db, "Them").await);
        let new = NewFile {
            key: "abcdefghijkl",
            purpose: "test",
            name: "a.zip",
            media_type: "application/zip",
            forget_at: None,
        };
        write(db, async |tx| files::create(tx, us, &new, NOW).await).await;
        write(db, async |tx| {
            // Somebody else's hands.
            files::set_size(tx, them, new.key, 5).await?;
            files::forget_at(tx, them, new.key, NOW).await?;
            files::remove(tx, them, new.key).await?;
            files::set_job(tx, us, new.key, JobId(7)).await
        })
        .await;
        let get = async |company, now| {
            let mut conn = db.read().await.expect("a connection");
            files::get(&mut conn, company, new.key, now)
                .await
                .expect("an answer")
        };
        let file = get(us, NOW).await.expect("a file");
        assert_eq!(
            (file.size, file.job, file.forget_at),
            (None, Some(JobId(7)), None)
        );
        assert_eq!(get(them, NOW).await, None);

        let end = NOW.plus_seconds(9);
        write(db, async |tx| {
            files::set_size(tx, us, new.key, 5).await?;
            files::forget_at(tx, us, new.key, end).await
        })
        .await;
        assert_eq!(get(us, NOW).await.expect("a file").size, Some(5));
        assert_eq!(get(us, end).await, None, "its time is over");
        let mut conn = db.read().await.expect("a connection");
        assert!(
            files::forgotten(&mut conn, NOW, 9)
                .await
                .expect("files")
                .is_empty()
        );
        let gone = files::forgotten(&mut conn, end, 9).await.expect("files");
        assert_eq!((gone.len(), gone[0].key.as_str()), (1, new.key));
        drop(conn);
        write(db, async |tx| files::remove(tx, us, new.key).await).await;
        let mut conn = db.read().await.expect("a connection");
        assert!(
            files::forgotten(&mut conn, end, 9)
                .await
                .expect("files")
                .is_empty()
        );
    })
    .await;
}
