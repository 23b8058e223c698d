//! A database of its own for each test, on each engine.
//!
//! SQLite is a file in a temporary directory. PostgreSQL is a server that
//! `COUNTERMARK_TEST_POSTGRES` names (a superuser's URL): every test gets a database made from a
//! migrated template, which is made once for each text of the schema.

mod cluster;
mod codes;
pub mod old;
mod postgres;
mod raw;

pub use cluster::Cluster;
pub use codes::Codes;
pub use raw::Raw;

use countermark_store::{Db, DbError, Engine};
use std::path::PathBuf;
use tempfile::TempDir;

/// The engines to test on: both, or those that `COUNTERMARK_TEST_ENGINES` names.
///
/// # Panics
/// When PostgreSQL is to be tested and nobody has said where it is: half a test is no test.
#[must_use]
pub fn engines() -> Vec<Engine> {
    let wanted = std::env::var("COUNTERMARK_TEST_ENGINES");
    let engines: Vec<_> = wanted
        .as_deref()
        .unwrap_or("sqlite,postgres")
        .split(',')
        .map(|name| match name.trim() {
            "sqlite" => Engine::Sqlite,
            "postgres" => Engine::Postgres,
            other => panic!("COUNTERMARK_TEST_ENGINES knows sqlite and postgres, not {other:?}"),
        })
        .collect();
    if engines.contains(&Engine::Postgres) {
        postgres::server();
    }
    engines
}

/// Runs a test on each engine, each time with a new, migrated database.
pub async fn each(test: impl AsyncFn(&TestDb)) {
    for engine in engines() {
        eprintln!("on {engine:?}");
        test(&TestDb::new(engine).await).await;
    }
}

/// An open, migrated database that goes away with the test.
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Where it is.
    pub place: Place,
}

impl TestDb {
    /// A new one.
    pub async fn new(engine: Engine) -> Self {
        Self::at(Place::migrated(engine).await).await
    }

    /// The one at that place.
    pub async fn at(place: Place) -> Self {
        let db = place.open().await.expect("a new database opens");
        Self { db, place }
    }
}

/// Where a database is, open or not. Dropped with all that is in it.
pub enum Place {
    /// A file `countermark.db` in this directory.
    Sqlite(TempDir),
    /// A database on the server.
    Postgres(postgres::Database),
    /// A database that the test has made itself, at this URL.
    Own(String),
}

impl Place {
    /// An empty place, without any table.
    pub async fn empty(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::Sqlite(TempDir::new().expect("a temporary directory")),
            Engine::Postgres => Self::Postgres(postgres::Database::empty().await),
        }
    }

    /// A place with the schema in it.
    pub async fn migrated(engine: Engine) -> Self {
        match engine {
            // Opening a file migrates it, in a few milliseconds.
            Engine::Sqlite => Self::empty(engine).await,
            Engine::Postgres => Self::Postgres(postgres::Database::migrated().await),
        }
    }

    /// Opens it as a node of its own, and migrates it.
    pub async fn open(&self) -> Result<Db, DbError> {
        match self {
            Self::Sqlite(_) => Db::open_sqlite(&self.file()).await,
            Self::Postgres(database) => Db::open_postgres(&database.url()).await,
            Self::Own(url) => Db::open_postgres(url).await,
        }
    }

    /// Whether it is a file.
    #[must_use]
    pub const fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// The file.
    ///
    /// # Panics
    /// When it is not SQLite.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        match self {
            Self::Sqlite(directory) => directory.path().join("countermark.db"),
            Self::Postgres(_) | Self::Own(_) => panic!("PostgreSQL has no file"),
        }
    }

    /// The URL.
    ///
    /// # Panics
    /// When it is not PostgreSQL.
    #[must_use]
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(_) => panic!("SQLite has no URL"),
            Self::Postgres(database) => database.url(),
            Self::Own(url) => url.clone(),
        }
    }

    /// A connection beside the program's, to see what others see.
    pub async fn raw(&self) -> Raw {
        match self {
            Self::Sqlite(_) => Raw::file(&self.file()).await,
            Self::Postgres(database) => Raw::server(&database.url()).await,
            Self::Own(url) => Raw::server(url).await,
        }
    }
}
