//! Databases of every earlier schema, with rows in them, are brought to the present one (F-29).

use countermark_testkit::db::{
    Place, TestDb, engines,
    old::{contents, schemas, tables},
};

#[tokio::test]
async fn every_earlier_schema_keeps_its_rows() {
    for engine in engines() {
        let new = TestDb::new(engine).await;
        let wanted = tables(&mut new.place.raw().await).await;
        assert!(wanted.len() > 30, "these are all tables");
        for schema in schemas() {
            let place = Place::empty(engine).await;
            place.age(engine, schema).await;
            let mut raw = place.raw().await;
            let old = tables(&mut raw).await;
            let before = contents(&mut raw, &old).await;
            assert!(before.values().all(|rows| rows.len() == 1));

            let opened = place.open().await;
            opened.unwrap_or_else(|error| panic!("{engine:?}, schema {schema}: {error}"));
            assert_eq!(
                tables(&mut raw).await,
                wanted,
                "{engine:?}, schema {schema}"
            );
            let after = contents(&mut raw, &old).await;
            for (table, rows) in &before {
                assert_eq!(&after[table], rows, "{engine:?}, schema {schema}: {table}");
            }
            if place.is_sqlite() {
                let dangling = raw.rows("PRAGMA foreign_key_check").await;
                assert!(dangling.is_empty(), "schema {schema}: {dangling:?}");
            }
        }
    }
}
