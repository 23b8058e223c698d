//! Opens the database of either engine.

use crate::{
    DbError,
    conn::{Conn, Inner, Tx, args},
    migrate,
    shares::Shares,
    writer::Writer,
};
use sqlx::{
    PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::Path,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Mutex, OwnedSemaphorePermit};

/// What PostgreSQL does with a node that it does not hear any more in the middle of a transaction:
/// it gives the locks back. Otherwise nobody could write for that company, not even revoke, until
/// TCP gives up, which takes hours. Not among the options of the connection: poolers refuse those.
const SETTINGS: &str = "SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 2; \
    SET tcp_keepalives_count = 2; SET tcp_user_timeout = '7s'; \
    SET client_connection_check_interval = '2s'; \
    SET idle_in_transaction_session_timeout = '10s'";

/// How long a request waits for a connection, or SQLite for a lock, before the caller is told
/// to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// Connections to PostgreSQL.
const CONNECTIONS: u32 = 16;
/// How many of them one company has at most at a time, so that others get theirs.
const SHARE: usize = 8;

/// Connections for nothing but the question who somebody is ([`Db::read_who`]).
const CONNECTIONS_FOR_WHO: u32 = 4;

/// Rows that SQLite's thread may be ahead of whoever reads them; it stops when there are more, and
/// two threads that wait for each other cost more than the rows do.
const ROWS_AHEAD: usize = 1_000;

/// Pages of the write-ahead log before they are written into the file itself: 40 MiB. A page that
/// many commits change is written once for all of them; the disk's promise is the log's alone.
const LOG_PAGES: &str = "10000";

/// What the writing connection keeps of the file, in KiB (SQLite reads the minus so): 64 MiB. It is
/// the only one that writes, so that what it keeps stays true. Readers drop what they have at every
/// commit; they keep to SQLite's own 2 MiB.
const KEPT: &str = "-65536";

/// From so many rows on, work has a transaction of its own; fewer share the commit with others who
/// come at the same time.
const MANY: usize = 100;

/// Changes something each time: SQLite writes no page that is as it was.
const PROBE: &str = "INSERT INTO setting (name, value) VALUES ('probe', '0') ON CONFLICT (name) \
                     DO UPDATE SET value = CASE setting.value WHEN '0' THEN '1' ELSE '0' END";

/// Which engine a database runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file beside the program.
    Sqlite,
    /// A server that several nodes share.
    Postgres,
}

enum Pool {
    Sqlite {
        readers: SqlitePool,
        writer: Arc<Mutex<Writer>>,
        /// Nothing has failed to be written since somebody last tried.
        well: Arc<AtomicBool>,
    },
    Postgres {
        pool: PgPool,
        who: PgPool,
        shares: Shares,
    },
}

/// The database, open and migrated.
#[derive(Clone)]
pub struct Db {
    pool: Arc<Pool>,
    statements: Arc<AtomicU64>,
}

impl Db {
    /// Opens (and creates, if need be) the SQLite file at `path` and migrates it.
    pub async fn open_sqlite(path: &Path) -> Result<Self, DbError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: what was acknowledged survives a power cut (design §2).
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .row_buffer_size(ROWS_AHEAD);
        let writing = options
            .clone()
            .pragma("wal_autocheckpoint", LOG_PAGES)
            .pragma("cache_size", KEPT);
        let well = Arc::new(AtomicBool::new(true));
        let writer = Writer::start(&writing, well.clone()).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .connect_lazy_with(options.create_if_missing(false).pragma("query_only", "1"));
        Self::migrated(Pool::Sqlite {
            readers,
            writer,
            well,
        })
        .await
    }

    /// Connects to the PostgreSQL at `url` and migrates it.
    pub async fn open_postgres(url: &str) -> Result<Self, DbError> {
        let options = PgConnectOptions::from_str(url)?.application_name("countermark");
        let pool = PgPoolOptions::new()
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .after_connect(|conn, _| {
                Box::pin(async move { sqlx::raw_sql(SETTINGS).execute(conn).await.map(drop) })
            });
        // Always there: connecting takes several times as long as the question, and one that is
        // given back is asked first whether it lives, for a round trip in which nobody has it. A
        // lazy pool would not open them.
        let who = pool
            .clone()
            .min_connections(CONNECTIONS_FOR_WHO)
            .max_connections(CONNECTIONS_FOR_WHO);
        Self::migrated(Pool::Postgres {
            who: who.connect_with(options.clone()).await?,
            pool: pool
                .max_connections(CONNECTIONS)
                .connect_with(options)
                .await?,
            shares: Shares::new(SHARE, PATIENCE),
        })
        .await
    }

    async fn migrated(pool: Pool) -> Result<Self, DbError> {
        let db = Self {
            pool: Arc::new(pool),
            statements: Arc::default(),
        };
        migrate::run(&db).await?;
        Ok(db)
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match *self.pool {
            Pool::Sqlite { .. } => Engine::Sqlite,
            Pool::Postgres { .. } => Engine::Postgres,
        }
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Conn, DbError> {
        let (inner, turn) = match &*self.pool {
            Pool::Sqlite { readers, .. } => (Inner::SqliteRead(readers.acquire().await?), None),
            // Boxed: it may have to wait and to connect, and would make every future that reads as
            // large.
            Pool::Postgres { pool, shares, .. } => {
                let acquired = Box::pin(async {
                    let turn = shares.turn().await?;
                    Ok::<_, DbError>((Inner::PostgresRead(pool.acquire().await?), turn))
                });
                acquired.await?
            }
        };
        Ok(self.conn(inner, turn))
    }

    /// A connection for asking who somebody is: it waits for nobody's writes.
    pub async fn read_who(&self) -> Result<Conn, DbError> {
        match &*self.pool {
            Pool::Sqlite { .. } => self.read().await,
            Pool::Postgres { who, .. } => {
                let inner = Inner::PostgresRead(Box::pin(who.acquire()).await?);
                Ok(self.conn(inner, None))
            }
        }
    }

    fn conn(&self, inner: Inner, turn: Option<OwnedSemaphorePermit>) -> Conn {
        Conn {
            inner,
            statements: self.statements.clone(),
            _turn: turn,
        }
    }

    /// A transaction for writing. Nothing slow may happen while it is open: no hashing, no
    /// mail, no call to anybody else.
    pub async fn write(&self) -> Result<Tx, DbError> {
        self.begin(false).await
    }

    /// The same for work on thousands of rows: it shares its commit with nobody, and SQLite has
    /// less to keep for the case that it is undone ([`Writer::begin_alone`]).
    pub async fn write_alone(&self) -> Result<Tx, DbError> {
        self.begin(true).await
    }

    /// The one of the two that suits work on so many rows.
    pub async fn write_rows(&self, rows: usize) -> Result<Tx, DbError> {
        self.begin(rows >= MANY).await
    }

    async fn begin(&self, alone: bool) -> Result<Tx, DbError> {
        let (inner, turn) = match &*self.pool {
            Pool::Sqlite { writer, .. } => {
                let begun = tokio::time::timeout(PATIENCE * 2, async {
                    if alone {
                        Writer::begin_alone(writer).await
                    } else {
                        Writer::begin(writer).await
                    }
                });
                let begun = begun.await;
                let begun = begun.map_err(|_| DbError::Unavailable("busy".into()))??;
                (Inner::SqliteWrite(begun), None)
            }
            Pool::Postgres { pool, shares, .. } => {
                let begun = Box::pin(async {
                    let turn = shares.turn().await?;
                    Ok::<_, DbError>((Inner::PostgresWrite(pool.begin().await?), turn))
                });
                begun.await?
            }
        };
        Ok(Tx {
            conn: self.conn(inner, turn),
        })
    }

    /// Fails while nothing can be written. After a write that failed it tries one of its own, so
    /// that a node that gets no requests any more finds out when the disk has space again. On
    /// PostgreSQL: whether the server it is connected to takes writes.
    ///
    /// # Errors
    /// What the write failed with.
    pub async fn can_write(&self) -> Result<(), DbError> {
        match &*self.pool {
            Pool::Sqlite { well, .. } if well.load(Ordering::Relaxed) => Ok(()),
            Pool::Sqlite { well, .. } => {
                let mut tx = self.write().await?;
                tx.run(PROBE, args![]).await?;
                tx.commit_unaudited().await?;
                well.store(true, Ordering::Relaxed);
                Ok(())
            }
            Pool::Postgres { .. } => {
                let sql = "SELECT current_setting('transaction_read_only') = 'off'";
                let row = self.read().await?.one(sql, args![]).await?;
                if row.map_or(Ok(true), |row| row.get(0))? {
                    return Ok(());
                }
                Err(DbError::Unavailable("PostgreSQL takes no writes".into()))
            }
        }
    }

    /// The pool, on PostgreSQL.
    pub(crate) fn postgres(&self) -> Option<&PgPool> {
        match &*self.pool {
            Pool::Sqlite { .. } => None,
            Pool::Postgres { pool, .. } => Some(pool),
        }
    }

    /// How many statements have run, so that a test can prove that a request ran none.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Closes every connection; waits for those in use.
    pub async fn close(&self) {
        match &*self.pool {
            Pool::Sqlite { readers, .. } => readers.close().await,
            Pool::Postgres { pool, who, .. } => {
                pool.close().await;
                who.close().await;
            }
        }
    }
}
