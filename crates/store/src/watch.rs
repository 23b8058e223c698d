//! How a node hears of what others changed (design §6): a poll of the primary, and a
//! notification that only makes the next poll come at once.
//!
//! **Why nothing is missed.** A row of `auth_change` carries the number of its transaction. Such
//! numbers are given out before the commit, so "everything above the last number seen" would miss
//! a transaction that took a low number and committed late. Each poll therefore reads, in one
//! statement and so in one snapshot, (a) the rows whose transaction is visible now and was not
//! visible in the snapshot of the poll before, and (b) the snapshot itself. Whatever is committed
//! is in exactly one of those differences. The snapshot's xmin, below which every transaction has
//! ended, is only the bound that lets the index do the work.
//!
//! A transaction is visible before its client is told that it is committed. So after a poll that
//! was begun at a moment *s*, every change whose commit was answered before *s* is known.
//!
//! **When everything must be forgotten.** The first poll of a connection has nothing to compare
//! with and reports [`Changed::Everything`]. A new connection may lead to another server after a
//! failover, whose numbers need not continue the old one's; hence each connection begins anew. If
//! rows were swept that this node may not have read, the sweeper's note says so.

use crate::{
    Db, DbError,
    changes::{CHANNEL, Changed, SWEPT},
};
use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, Row as _,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};
use std::{str::FromStr as _, time::Duration};

/// How long a new connection for notifications may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where to watch: a session of its own on the primary.
#[derive(Clone)]
pub struct Source {
    db: Db,
    options: PgConnectOptions,
}

impl Source {
    /// The database's own address, or `url` where the other leads through a pooler that hands
    /// each statement to another session. `None` on SQLite: there is nobody else to watch.
    pub fn of(db: &Db, url: Option<&str>) -> Result<Option<Self>, DbError> {
        let Some(pool) = db.postgres() else {
            return Ok(None);
        };
        let options = match url {
            Some(url) => PgConnectOptions::from_str(url)?,
            None => (*pool.connect_options()).clone(),
        };
        Ok(Some(Self {
            db: db.clone(),
            options,
        }))
    }

    /// A connection that polls.
    pub async fn connect(&self) -> Result<Watch, DbError> {
        let options = self.options.clone().application_name("countermark watch");
        let mut connection = PgConnection::connect_with(&options).await?;
        self.same_database(&mut connection).await?;
        Ok(Watch {
            connection,
            snapshot: None,
        })
    }

    /// Refuses a session on another database than the one that requests are answered from:
    /// nobody would write changes there. The session takes a lock that the pool must see.
    async fn same_database(&self, session: &mut PgConnection) -> Result<(), DbError> {
        let row = sqlx::query(
            "WITH k AS (SELECT (random() * 2147483646)::int AS a, \
             (random() * 2147483646)::int AS b) \
             SELECT a::bigint, b::bigint, pg_backend_pid()::bigint, \
             pg_advisory_lock(a, b)::text FROM k",
        )
        .fetch_one(session)
        .await?;
        let (a, b, pid): (i64, i64, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let Some(pool) = self.db.postgres() else {
            return Ok(());
        };
        let seen = sqlx::query(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = $3 \
             AND classid::bigint = $1 AND objid::bigint = $2 AND database = \
             (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
        .bind(a)
        .bind(b)
        .bind(pid)
        .fetch_optional(pool)
        .await?;
        match seen {
            Some(_) => Ok(()),
            None => Err(DbError::Unavailable(
                "the session for watching leads to another database".into(),
            )),
        }
    }

    /// Calls `woken` at each notification, until the connection fails; notifications that were
    /// sent meanwhile are lost, which only the poll makes good.
    pub async fn listen(&self, woken: impl Fn()) -> Result<(), DbError> {
        let options = self.options.clone().application_name("countermark listen");
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .connect_lazy_with(options);
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        woken();
        while listener.try_recv().await?.is_some() {
            woken();
        }
        Ok(())
    }
}

/// A connection that polls.
pub struct Watch {
    connection: PgConnection,
    /// The snapshot of the last poll.
    snapshot: Option<String>,
}

impl Watch {
    /// What was changed since the last poll. After an error, or when the call was given up, the
    /// connection must not be used again.
    pub async fn poll(&mut self) -> Result<Vec<Changed>, DbError> {
        let sql = format!(
            "SELECT s.snapshot::text, s.replica, \
             coalesce(s.swept >= pg_snapshot_xmin($1::pg_snapshot)::text::bigint, false), c.what \
             FROM (SELECT pg_current_snapshot() AS snapshot, pg_is_in_recovery() AS replica, \
             (SELECT value::bigint FROM setting WHERE name = '{SWEPT}') AS swept) s \
             LEFT JOIN auth_change c \
             ON c.tx >= pg_snapshot_xmin($1::pg_snapshot)::text::bigint \
             AND NOT pg_visible_in_snapshot(c.tx::text::xid8, $1::pg_snapshot)"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(self.snapshot.as_deref())
            .fetch_all(&mut self.connection)
            .await?;
        let mut changes = Vec::new();
        let mut snapshot = None;
        let mut gap = self.snapshot.is_none();
        for row in rows {
            if row.try_get(1)? {
                return Err(DbError::Unavailable(
                    "the session for watching leads to a replica, not to the primary".into(),
                ));
            }
            gap |= row.try_get::<bool, _>(2)?;
            if let Some(what) = row.try_get::<Option<String>, _>(3)? {
                changes.push(Changed::from_stored(&what));
            }
            snapshot = Some(row.try_get(0)?);
        }
        if gap {
            changes = vec![Changed::Everything];
        }
        self.snapshot = snapshot;
        Ok(changes)
    }
}
