//! SQLite has one writer. Requests that write at the same time share one durable commit.
//!
//! Each request works inside a savepoint of a transaction that is already open; when it is done
//! it releases the savepoint and waits. A background task queues for the same lock: the lock is
//! fair, so everybody who was waiting before the task joins the group, then the task commits
//! once and answers all. With `synchronous=FULL` the fsync is the cost, and it is shared; what
//! was answered is on disk.
//!
//! Whatever goes wrong in between (a request dropped half-way, a full disk that made SQLite roll
//! everything back on its own) is seen by the next holder of the lock, before it does anything.

use crate::{DbError, file::OpenedFile};
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tokio::sync::{Mutex, Notify, OwnedMutexGuard, oneshot};

/// The answer that a waiting request gets.
type Answer = Result<(), DbError>;

/// What a request works in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// No request works.
    Nothing,
    /// Its savepoint, in the group's transaction.
    Savepoint,
    /// A transaction that is its alone.
    Transaction,
}

/// The writing connection and the state of its open transaction.
pub(crate) struct Writer {
    pub(crate) conn: SqliteConnection,
    /// A transaction is open.
    open: bool,
    /// Where a request works, or worked when it was dropped.
    inside: Inside,
    /// The transaction cannot be trusted any more and must be rolled back whole.
    broken: bool,
    /// Requests whose work is in the transaction and who wait for the commit.
    waiting: Vec<oneshot::Sender<Answer>>,
    committer: Arc<Notify>,
    file: OpenedFile,
    well: Arc<AtomicBool>,
}

impl Writer {
    /// Opens the connection and starts the task that commits. `well` becomes false when something
    /// could not be written.
    pub(crate) async fn start(
        options: &SqliteConnectOptions,
        well: Arc<AtomicBool>,
    ) -> Result<Arc<Mutex<Self>>, DbError> {
        let conn = SqliteConnection::connect_with(options).await?;
        let file = OpenedFile::at(options.get_filename())
            .map_err(|error| DbError::Unavailable(error.to_string()))?;
        let committer = Arc::new(Notify::new());
        let writer = Arc::new(Mutex::new(Self {
            conn,
            open: false,
            inside: Inside::Nothing,
            broken: false,
            waiting: Vec::new(),
            committer: committer.clone(),
            file,
            well,
        }));
        let weak = Arc::downgrade(&writer);
        tokio::spawn(async move {
            loop {
                committer.notified().await;
                let Some(writer) = weak.upgrade() else { return };
                writer.lock().await.finish_group().await;
            }
        });
        Ok(writer)
    }

    /// Waits for the connection and opens a savepoint on it.
    pub(crate) async fn begin(writer: &Arc<Mutex<Self>>) -> Result<Held, DbError> {
        let mut guard = Held(writer.clone().lock_owned().await);
        if guard.broken || guard.inside != Inside::Nothing {
            guard = guard.in_order(false).await?;
        }
        if !guard.open {
            guard.open().await?;
        }
        // Noted before it is so: whoever comes next finds out.
        guard.inside = Inside::Savepoint;
        sqlx::query("SAVEPOINT request")
            .execute(&mut guard.conn)
            .await?;
        Ok(guard)
    }

    /// Waits for the connection, commits for whoever waits, and opens a transaction for this request
    /// alone. Without a savepoint around it SQLite keeps old pages for each statement only, not for
    /// all that the request does.
    pub(crate) async fn begin_alone(writer: &Arc<Mutex<Self>>) -> Result<Held, DbError> {
        let mut guard = Held(writer.clone().lock_owned().await);
        if guard.broken || guard.open {
            guard = guard.in_order(true).await?;
        }
        guard.open().await?;
        guard.inside = Inside::Transaction;
        Ok(guard)
    }

    async fn open(&mut self) -> Result<(), DbError> {
        // Dropped in the middle, it leaves the flag standing; nobody else is in the group yet.
        self.broken = true;
        let begun = sqlx::query("BEGIN IMMEDIATE").execute(&mut self.conn);
        if let Err(error) = begun.await {
            self.well.store(false, Ordering::Relaxed);
            return Err(error.into());
        }
        self.open = true;
        self.broken = false;
        Ok(())
    }

    /// Leaves the savepoint, lets the next request in, and waits for the shared commit; or commits
    /// what is this request's alone.
    pub(crate) async fn commit(mut guard: Held) -> Answer {
        guard.usable()?;
        if guard.inside == Inside::Transaction {
            return guard.commit_alone().await;
        }
        sqlx::query("RELEASE request")
            .execute(&mut guard.conn)
            .await?;
        guard.inside = Inside::Nothing;
        let (answer, committed) = oneshot::channel();
        guard.waiting.push(answer);
        drop(guard);
        committed
            .await
            .unwrap_or_else(|_| Err(DbError::Unavailable("the server stops".into())))
    }

    async fn commit_alone(&mut self) -> Answer {
        // Dropped in the middle, it leaves the flag standing. Whoever comes next rolls back, which
        // undoes nothing where the commit was done.
        self.broken = true;
        match self.commit_open().await {
            Ok(()) => {
                (self.open, self.broken) = (false, false);
                self.inside = Inside::Nothing;
                Ok(())
            }
            Err(error) => {
                self.roll_back("the commit failed").await;
                Err(error)
            }
        }
    }

    /// The connection, unless the transaction behind it may be gone: a statement would then
    /// commit on its own.
    pub(crate) fn usable(&mut self) -> Result<&mut SqliteConnection, DbError> {
        if self.broken {
            return Err(DbError::Unavailable("the transaction was given up".into()));
        }
        Ok(&mut self.conn)
    }

    /// Notes an error after which SQLite may have rolled back more than the one statement.
    pub(crate) fn watch<T>(&mut self, result: Result<T, sqlx::Error>) -> Result<T, DbError> {
        result.map_err(|error| {
            self.broken |= !undoes_one_statement(&error);
            error.into()
        })
    }

    /// Commits for everybody who waits.
    async fn finish_group(&mut self) {
        self.clean_up().await;
        if !self.open {
            return;
        }
        if self.waiting.is_empty() {
            self.roll_back("nobody needs it").await;
            return;
        }
        match self.commit_open().await {
            Ok(()) => {
                self.open = false;
                for answer in self.waiting.drain(..) {
                    let _ = answer.send(Ok(()));
                }
            }
            Err(error) => {
                let waiting = std::mem::take(&mut self.waiting);
                self.roll_back("the commit failed").await;
                for answer in waiting {
                    let _ = answer.send(Err(same(&error)));
                }
            }
        }
    }

    /// Commits what is open, unless the file has no name any more.
    async fn commit_open(&mut self) -> Answer {
        let committed = match self.file.is_there() {
            Ok(()) => match sqlx::query("COMMIT").execute(&mut self.conn).await {
                Ok(_) => Ok(()),
                Err(error) => Err(of_commit(error)),
            },
            Err(gone) => Err(gone),
        };
        // A commit that succeeds proves nothing: there may have been nothing to write.
        if committed.is_err() {
            self.well.store(false, Ordering::Relaxed);
        }
        committed
    }

    /// Undoes what a dropped request left behind, and leaves what its neighbours did.
    async fn clean_up(&mut self) {
        if self.broken {
            self.roll_back("a statement failed in the same group").await;
        } else if self.inside == Inside::Transaction {
            self.roll_back("nobody needs it").await;
        } else if self.inside == Inside::Savepoint {
            let undone = sqlx::raw_sql("ROLLBACK TO request; RELEASE request")
                .execute(&mut self.conn)
                .await;
            if undone.is_ok() || self.still_open().await {
                self.inside = Inside::Nothing;
            } else {
                self.roll_back("the transaction of the group is gone").await;
            }
        }
    }

    /// Whether the transaction is there although the savepoint is not: the request went away
    /// before the one was made or after it was released. `BEGIN` fails inside a transaction.
    async fn still_open(&mut self) -> bool {
        let begun = sqlx::query("BEGIN").execute(&mut self.conn).await;
        begun.is_err()
    }

    async fn roll_back(&mut self, why: &str) {
        // Fails when SQLite has already rolled back; then there is nothing left to undo.
        let _ = sqlx::query("ROLLBACK").execute(&mut self.conn).await;
        self.open = false;
        self.inside = Inside::Nothing;
        self.broken = false;
        for answer in self.waiting.drain(..) {
            let _ = answer.send(Err(DbError::Unavailable(why.to_owned())));
        }
    }
}

/// The writing connection while a request has it. However it is given back, the committing task
/// is told, so that no transaction stays open behind a request that went away.
pub(crate) struct Held(OwnedMutexGuard<Writer>);

impl Held {
    /// Undoes what was left behind and, if that is wanted, commits for everybody who waits. In a task
    /// of its own: whoever begins here may go away in the middle of it.
    async fn in_order(mut self, commit: bool) -> Result<Self, DbError> {
        let working = tokio::spawn(async move {
            if commit {
                self.finish_group().await;
            } else {
                self.clean_up().await;
            }
            self
        });
        let done = working.await;
        done.map_err(|_| DbError::Unavailable("the server stops".into()))
    }
}

impl std::ops::Deref for Held {
    type Target = Writer;
    fn deref(&self) -> &Writer {
        &self.0
    }
}

impl std::ops::DerefMut for Held {
    fn deref_mut(&mut self) -> &mut Writer {
        &mut self.0
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.committer.notify_one();
    }
}

/// Whether an error has undone its own statement and nothing else. SQLite rolls back the whole
/// transaction by itself when it runs out of disk or memory, and in a few like cases
/// (`lang_transaction.html` §2.4); anything that is not known to be harmless counts as such.
fn undoes_one_statement(error: &sqlx::Error) -> bool {
    /// `SQLITE_ERROR`, `SQLITE_TOOBIG`, `SQLITE_CONSTRAINT`, `SQLITE_MISMATCH`.
    const HARMLESS: [i32; 4] = [1, 18, 19, 20];
    kind_of(error).is_some_and(|kind| HARMLESS.contains(&kind))
}

/// SQLite's code for an error without what refines it, which stands above the low byte.
fn kind_of(error: &sqlx::Error) -> Option<i32> {
    let code = error.as_database_error()?.code()?;
    Some(code.parse::<i32>().ok()? & 0xff)
}

/// What a failed commit means. When the disk fails, the log may hold all of it and only the sync not
/// be done: then it is undone here, and is there again if the program is killed before the next
/// commit takes its place.
fn of_commit(error: sqlx::Error) -> DbError {
    /// `SQLITE_IOERR`.
    const DISK: i32 = 10;
    match kind_of(&error) {
        Some(DISK) => DbError::Unsure(error.to_string()),
        _ => error.into(),
    }
}

/// The same for another who waited for that commit.
fn same(error: &DbError) -> DbError {
    match error {
        DbError::Unsure(why) => DbError::Unsure(why.clone()),
        other => DbError::Unavailable(other.to_string()),
    }
}
