//! Brings a database to the schema that this program knows.
//!
//! There is one text per migration; the words in which the engines differ are filled in here, so
//! that no two files have to agree by hand. All migrations of one start run in one transaction:
//! a program that is killed in between has changed nothing.

use crate::{
    Db, DbError, Engine,
    conn::{Alone, Tx, args},
};

/// The migrations in order; a number is never reused and a released text never changed.
const MIGRATIONS: &[(i64, &str)] = &[
    (
        1,
        include_str!("../migrations/0001_people_tokens_catalogue.sql"),
    ),
    (2, include_str!("../migrations/0002_background_tasks.sql")),
    (3, include_str!("../migrations/0003_auth_changes.sql")),
    (4, include_str!("../migrations/0004_keys_and_leaks.sql")),
    (
        5,
        include_str!("../migrations/0005_policy_networks_conditions.sql"),
    ),
    (6, include_str!("../migrations/0006_token_life.sql")),
    (7, include_str!("../migrations/0007_people_and_mail.sql")),
    (8, include_str!("../migrations/0008_second_factors.sql")),
    (
        9,
        include_str!("../migrations/0009_audit_chain_and_budgets.sql"),
    ),
    (12, include_str!("../migrations/0012_known_networks.sql")),
    (
        13,
        include_str!("../migrations/0013_audit_keys_and_operators_policy.sql"),
    ),
    (14, include_str!("../migrations/0014_campaigns.sql")),
    (
        15,
        include_str!("../migrations/0015_work_orders_and_codes.sql"),
    ),
    (16, include_str!("../migrations/0016_jobs_and_files.sql")),
    (17, include_str!("../migrations/0017_campaign_parts.sql")),
    (18, include_str!("../migrations/0018_scm.sql")),
    (19, include_str!("../migrations/0019_scans.sql")),
    (20, include_str!("../migrations/0020_auto_blacklist.sql")),
    (21, include_str!("../migrations/0021_ingestion.sql")),
    (23, include_str!("../migrations/0023_indexes.sql")),
    (24, include_str!("../migrations/0024_company_details.sql")),
    (25, include_str!("../migrations/0025_scans_by_day.sql")),
    (26, include_str!("../migrations/0026_imports.sql")),
    (27, include_str!("../migrations/0027_languages.sql")),
    (28, include_str!("../migrations/0028_webhooks_by_turn.sql")),
    (29, include_str!("../migrations/0029_files_by_company.sql")),
];

/// What SQL cannot do for a migration.
#[derive(Clone, Copy, Debug)]
enum Work {
    /// Hashes the entries of the audit log that were there before its chain was.
    ChainOldEntries,
}

/// The migrations that need such work, by number. It is done right after the statements, in their
/// transaction, on a schema of that number: later ones have not run yet, and what it reads and
/// writes must have been there by then.
const WORK: &[(i64, Work)] = &[(9, Work::ChainOldEntries)];

impl Work {
    async fn run(self, tx: &mut Tx) -> Result<(), DbError> {
        match self {
            Self::ChainOldEntries => crate::chain::chain_old_entries(tx).await,
        }
    }
}

/// Fills in the engine's own words.
fn text_for(engine: Engine, migration: &str) -> String {
    let words: &[(&str, &str)] = match engine {
        Engine::Sqlite => &[
            ("$ID", "INTEGER PRIMARY KEY AUTOINCREMENT"),
            ("$TEXT", "TEXT"),
            ("$BYTES", "BLOB"),
            ("BIGINT", "INTEGER"),
            ("$STRICT", "STRICT"),
            // The primary key is the table, and not an index beside it.
            (" $CLUSTERED", ", WITHOUT ROWID"),
        ],
        Engine::Postgres => &[
            ("$ID", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
            // Both engines must sort and compare alike.
            ("$TEXT", "TEXT COLLATE \"C\""),
            ("$BYTES", "BYTEA"),
            (" $STRICT", ""),
            (" $CLUSTERED", ""),
        ],
    };
    let lines = migration
        .lines()
        .filter(|line| !line.trim_start().starts_with("--"));
    let plain = lines.collect::<Vec<_>>().join("\n");
    words
        .iter()
        .fold(plain, |text, (word, own)| text.replace(word, own))
}

/// Every migration with its number, in the words of the engine.
#[must_use]
pub fn migrations(engine: Engine) -> Vec<(i64, String)> {
    MIGRATIONS
        .iter()
        .map(|(number, text)| (*number, text_for(engine, text).trim().to_owned() + "\n"))
        .collect()
}

/// The whole schema as one text, as `docs/` keeps it for people to read.
#[must_use]
pub fn schema_text(engine: Engine) -> String {
    migrations(engine)
        .into_iter()
        .map(|(_, text)| text)
        .collect()
}

/// The newest schema that this program knows.
pub(crate) fn known() -> i64 {
    MIGRATIONS.last().map_or(0, |(number, _)| *number)
}

/// Whether the table of versions is known to be there. PostgreSQL refuses `IF NOT EXISTS` to a role
/// that may make no tables, even where there is nothing to make.
async fn is_begun(tx: &mut Tx) -> Result<bool, DbError> {
    if !tx.is_postgres() {
        return Ok(false);
    }
    let sql = "SELECT count(*) FROM pg_class WHERE oid = to_regclass('schema_version')";
    let rows = tx.all(sql, args![]).await?;
    let found: i64 = rows[0].get(0)?;
    Ok(found > 0)
}

/// Runs what has not run yet.
pub(crate) async fn run(db: &Db) -> Result<(), DbError> {
    let known = known();
    let mut tx = db.write().await?;
    // Nodes that start together take turns.
    tx.alone(Alone::Migration).await?;
    if !is_begun(&mut tx).await? {
        let table = "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL) $STRICT";
        tx.run(text_for(db.engine(), table), args![]).await?;
    }
    let rows = tx
        .all("SELECT version FROM schema_version", args![])
        .await?;
    let done: Vec<i64> = rows
        .iter()
        .map(|row| row.get(0))
        .collect::<Result<_, _>>()?;
    if let Some(&found) = done.iter().max().filter(|found| **found > known) {
        return Err(DbError::NewerSchema { found, known });
    }
    for (number, text) in MIGRATIONS
        .iter()
        .filter(|(number, _)| !done.contains(number))
    {
        for statement in text_for(db.engine(), text).split(";\n") {
            if !statement.trim().is_empty() {
                tx.run(statement.to_owned(), args![]).await?;
            }
        }
        for (_, work) in WORK.iter().filter(|(of, _)| of == number) {
            work.run(&mut tx).await?;
        }
        tx.run(
            "INSERT INTO schema_version (version) VALUES ($1)",
            args![*number],
        )
        .await?;
    }
    crate::scans::go_on_counting(&mut tx).await?;
    tx.commit_unaudited().await
}
