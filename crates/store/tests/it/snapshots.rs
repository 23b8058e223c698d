//! The schemas that people read in `docs/schema/` are those of the program.

use countermark_store::{Engine, schema_text};
use std::path::Path;

#[test]
fn committed_schemas_are_up_to_date() {
    for (engine, name) in [
        (Engine::Sqlite, "sqlite.sql"),
        (Engine::Postgres, "postgres.sql"),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../docs/schema")
            .join(name);
        let fresh = schema_text(engine);
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&path, &fresh).expect("docs/schema can be written");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == fresh,
            "docs/schema/{name} is out of date. Renew it and read the difference: \
             UPDATE_SNAPSHOTS=1 cargo test -p countermark-store --test it snapshots"
        );
    }
}
