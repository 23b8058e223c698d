//! A connection of either engine, and the one way to run SQL on it.

use crate::{
    DbError,
    writer::{Held, Writer},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::{
    AssertSqlSafe, Decode, Postgres, Row as _, Sqlite, Type,
    pool::PoolConnection,
    postgres::{PgArguments, PgRow},
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};
use std::{
    borrow::Cow,
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::sync::OwnedSemaphorePermit;

/// A value for a placeholder.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    /// A column of [`crate::rows::Rows`]: one value for each row. PostgreSQL only.
    Ints(Vec<Option<i64>>),
    /// As [`Arg::Ints`].
    Texts(Vec<Option<String>>),
}

macro_rules! into_arg {
    ($($from:ty => |$value:ident| $arg:expr;)+) => {$(
        impl From<$from> for Arg {
            fn from($value: $from) -> Self { $arg }
        }
    )+};
}

into_arg! {
    i64 => |value| Self::Int(Some(value));
    bool => |value| Self::Int(Some(i64::from(value)));
    Option<i64> => |value| Self::Int(value);
    &str => |value| Self::Text(Some(value.to_owned()));
    String => |value| Self::Text(Some(value));
    Option<&str> => |value| Self::Text(value.map(str::to_owned));
    Option<String> => |value| Self::Text(value);
    &[u8] => |value| Self::Bytes(Some(value.to_vec()));
    Option<&[u8]> => |value| Self::Bytes(value.map(<[u8]>::to_vec));
    countermark_core::time::Timestamp => |value| Self::Int(Some(value.0));
    Option<countermark_core::time::Timestamp> => |value| Self::Int(value.map(|at| at.0));
    countermark_core::ids::CompanyId => |value| Self::Int(Some(value.0));
    countermark_core::ids::UserId => |value| Self::Int(Some(value.0));
    Option<countermark_core::ids::UserId> => |value| Self::Int(value.map(|id| id.0));
    countermark_core::ids::BrandId => |value| Self::Int(Some(value.0));
    countermark_core::ids::CampaignId => |value| Self::Int(Some(value.0));
    Option<countermark_core::ids::CampaignId> => |value| Self::Int(value.map(|id| id.0));
    countermark_core::ids::ScmFieldId => |value| Self::Int(Some(value.0));
    countermark_core::ids::TeamId => |value| Self::Int(Some(value.0));
    countermark_core::ids::RegionId => |value| Self::Int(Some(value.0));
    countermark_core::ids::ProductId => |value| Self::Int(Some(value.0));
    Option<countermark_core::ids::ProductId> => |value| Self::Int(value.map(|id| id.0));
    countermark_core::ids::ScanId => |value| Self::Int(Some(value.0));
    countermark_core::ids::AlertId => |value| Self::Int(Some(value.0));
    countermark_core::ids::WebhookId => |value| Self::Int(Some(value.0));
    countermark_core::ids::PasskeyId => |value| Self::Int(Some(value.0));
    countermark_core::ids::JobId => |value| Self::Int(Some(value.0));
    countermark_core::ids::WorkorderId => |value| Self::Int(Some(value.0));
    countermark_core::ids::TemplateId => |value| Self::Int(Some(value.0));
    Option<countermark_core::ids::TemplateId> => |value| Self::Int(value.map(|id| id.0));
    countermark_core::ids::CodeId => |value| Self::Int(Some(value.0));
    countermark_core::ids::UatId => |value| Self::Text(Some(value.to_string()));
    countermark_core::ids::SessionId => |value| Self::Text(Some(value.to_string()));
}

/// The values for the placeholders `$1`, `$2`, … of a statement.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::conn::Arg::from($value)),*] };
}
pub(crate) use args;

/// `($2, $3), ($4, $5)`: placeholders for so many rows of so many columns; without the brackets
/// when there is one column.
pub(crate) fn places(first: usize, columns: usize, rows: usize) -> String {
    let mut text = String::with_capacity(rows * (6 * columns + 4));
    for row in 0..rows {
        if row > 0 {
            text.push_str(", ");
        }
        if columns > 1 {
            text.push('(');
        }
        for column in 0..columns {
            let comma = if column > 0 { ", " } else { "" };
            let _ = write!(text, "{comma}${}", first + row * columns + column);
        }
        if columns > 1 {
            text.push(')');
        }
    }
    text
}

/// A row of either engine.
pub enum Row {
    #[doc(hidden)]
    Sqlite(SqliteRow),
    #[doc(hidden)]
    Postgres(PgRow),
    /// One of many that came as one text ([`Conn::many`]).
    #[doc(hidden)]
    Json(Vec<Value>),
}

impl Row {
    /// The value in that column.
    pub(crate) fn get<T>(&self, column: usize) -> Result<T, DbError>
    where
        T: for<'r> Decode<'r, Sqlite>
            + Type<Sqlite>
            + for<'r> Decode<'r, Postgres>
            + Type<Postgres>
            + DeserializeOwned,
    {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
            Self::Json(cells) => {
                let cell = cells.get(column).unwrap_or(&Value::Null);
                let corrupt = |error: serde_json::Error| DbError::Corrupt(error.to_string());
                T::deserialize(cell).map_err(corrupt)?
            }
        })
    }

    /// The columns of the row.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Sqlite(row) => row.len(),
            Self::Postgres(row) => row.len(),
            Self::Json(cells) => cells.len(),
        }
    }
}

/// The four kinds of connection.
pub(crate) enum Inner {
    SqliteRead(PoolConnection<Sqlite>),
    SqliteWrite(Held),
    PostgresRead(PoolConnection<Postgres>),
    PostgresWrite(sqlx::Transaction<'static, Postgres>),
}

/// A connection that runs statements.
pub struct Conn {
    pub(crate) inner: Inner,
    pub(crate) statements: Arc<AtomicU64>,
    /// Of its company's share; given back when the connection is.
    pub(crate) _turn: Option<OwnedSemaphorePermit>,
}

/// With so many values placeholders lose their names on SQLite.
const MANY: usize = 32;

/// A statement as SQLite takes it. It finds the name of a placeholder by going through all of them,
/// and the driver asks for each one's: to bind n named values takes n² steps. Long statements get
/// placeholders without names, and the values in the order of the text. Those that have none, or that
/// come so already, stay as they are.
fn for_sqlite(sql: Cow<'static, str>, args: Vec<Arg>) -> (Cow<'static, str>, Vec<Arg>) {
    if args.len() < MANY || !sql.contains('$') {
        return (sql, args);
    }
    let (text, numbers) = nameless(&sql, args.len());
    let mut uses = vec![0_u32; args.len()];
    for number in &numbers {
        uses[*number] += 1;
    }
    let mut args: Vec<_> = args.into_iter().map(Some).collect();
    let values = numbers.into_iter().filter_map(|number| {
        uses[number] -= 1;
        if uses[number] == 0 {
            args[number].take()
        } else {
            args[number].clone()
        }
    });
    let values = values.collect();
    (text.into(), values)
}

/// Makes `?` of `$1`, `$2`, …; returns which of so many values each of them was, from 0 on.
fn nameless(sql: &str, values: usize) -> (String, Vec<usize>) {
    let (mut text, mut numbers) = (String::with_capacity(sql.len()), Vec::with_capacity(values));
    let mut pieces = sql.split('$');
    text.push_str(pieces.next().unwrap_or(""));
    for piece in pieces {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        let number = piece[..digits].parse::<usize>().ok();
        match number.and_then(|number| number.checked_sub(1)) {
            Some(number) if number < values => {
                numbers.push(number);
                text.push('?');
                text.push_str(&piece[digits..]);
            }
            // Part of something else: a path into JSON begins so, too.
            _ => {
                text.push('$');
                text.push_str(piece);
            }
        }
    }
    (text, numbers)
}

fn bind_sqlite(
    mut query: Query<'_, Sqlite, SqliteArguments>,
    args: Vec<Arg>,
) -> Query<'_, Sqlite, SqliteArguments> {
    for arg in args {
        query = match arg {
            Arg::Int(value) => query.bind(value),
            Arg::Text(value) => query.bind(value),
            Arg::Bytes(value) => query.bind(value),
            Arg::Ints(_) | Arg::Texts(_) => unreachable!("SQLite gets rows as VALUES"),
        };
    }
    query
}

fn bind_postgres(
    mut query: Query<'_, Postgres, PgArguments>,
    args: Vec<Arg>,
) -> Query<'_, Postgres, PgArguments> {
    for arg in args {
        query = match arg {
            Arg::Int(value) => query.bind(value),
            Arg::Text(value) => query.bind(value),
            Arg::Bytes(value) => query.bind(value),
            Arg::Ints(values) => query.bind(values),
            Arg::Texts(values) => query.bind(values),
        };
    }
    query
}

impl Conn {
    /// All rows that the statement yields. The text comes from this crate alone: constants, or
    /// constants put together; what people send is always an argument.
    pub(crate) async fn all(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        args: Vec<Arg>,
    ) -> Result<Vec<Row>, DbError> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        let (sql, args) = self.of_engine(sql.into(), args);
        let sql = AssertSqlSafe(sql);
        Ok(match &mut self.inner {
            Inner::SqliteRead(conn) => {
                let rows = bind_sqlite(sqlx::query(sql), args)
                    .fetch_all(&mut **conn)
                    .await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Inner::SqliteWrite(writer) => {
                let query = bind_sqlite(sqlx::query(sql), args);
                let rows = query.fetch_all(writer.usable()?).await;
                writer.watch(rows)?.into_iter().map(Row::Sqlite).collect()
            }
            Inner::PostgresRead(conn) => {
                let rows = bind_postgres(sqlx::query(sql), args)
                    .fetch_all(&mut **conn)
                    .await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
            Inner::PostgresWrite(tx) => {
                let rows = bind_postgres(sqlx::query(sql), args)
                    .fetch_all(&mut **tx)
                    .await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// As [`Conn::all`], for thousands of rows of numbers and texts: `columns`, and everything from
    /// `FROM` on. SQLite's driver takes each row from one thread to another, which costs more than
    /// the row; here it yields all of them as one text.
    pub(crate) async fn many(
        &mut self,
        columns: &[&str],
        rest: &str,
        args: Vec<Arg>,
    ) -> Result<Vec<Row>, DbError> {
        if self.is_postgres() {
            return self
                .all(format!("SELECT {} {rest}", columns.join(", ")), args)
                .await;
        }
        let cells: Vec<_> = (0..columns.len()).map(|n| format!("c{n}")).collect();
        let aliased = columns.iter().zip(&cells);
        let aliased: Vec<_> = aliased
            .map(|(column, cell)| format!("{column} AS {cell}"))
            .collect();
        let sql = format!(
            "SELECT json_group_array(json_array({})) FROM (SELECT {} {rest})",
            cells.join(", "),
            aliased.join(", ")
        );
        let row = self.one(sql, args).await?;
        let text: String = row.map_or_else(|| Ok("[]".to_owned()), |row| row.get(0))?;
        let rows: Vec<Vec<Value>> =
            serde_json::from_str(&text).map_err(|error| DbError::Corrupt(error.to_string()))?;
        Ok(rows.into_iter().map(Row::Json).collect())
    }

    /// The first row, if there is one.
    pub(crate) async fn one(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        args: Vec<Arg>,
    ) -> Result<Option<Row>, DbError> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// Runs a statement for its effect; returns how many rows it touched.
    pub(crate) async fn run(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        args: Vec<Arg>,
    ) -> Result<u64, DbError> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        let (sql, args) = self.of_engine(sql.into(), args);
        let sql = AssertSqlSafe(sql);
        Ok(match &mut self.inner {
            Inner::SqliteRead(conn) => bind_sqlite(sqlx::query(sql), args)
                .execute(&mut **conn)
                .await?
                .rows_affected(),
            Inner::SqliteWrite(writer) => {
                let query = bind_sqlite(sqlx::query(sql), args);
                let done = query.execute(writer.usable()?).await;
                writer.watch(done)?.rows_affected()
            }
            Inner::PostgresRead(conn) => bind_postgres(sqlx::query(sql), args)
                .execute(&mut **conn)
                .await?
                .rows_affected(),
            Inner::PostgresWrite(tx) => bind_postgres(sqlx::query(sql), args)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
        })
    }

    fn of_engine(&self, sql: Cow<'static, str>, args: Vec<Arg>) -> (Cow<'static, str>, Vec<Arg>) {
        if self.is_postgres() {
            (sql, args)
        } else {
            for_sqlite(sql, args)
        }
    }

    /// Whether the engine is PostgreSQL, for the few places where the two truly differ.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.inner, Inner::PostgresRead(_) | Inner::PostgresWrite(_))
    }
}

/// A transaction that may write. Dropped without [`Tx::commit`], it leaves no trace.
pub struct Tx {
    pub(crate) conn: Conn,
}

impl std::ops::Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl std::ops::DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

/// Work that one transaction at a time does, on any number of nodes. The numbers are this
/// program's: PostgreSQL locks by number.
#[derive(Clone, Copy, Debug)]
#[repr(i64)]
pub(crate) enum Alone {
    /// Bringing the database to the schema.
    Migration = 4_036_990_311,
    /// Founding the first company.
    Setup = 4_036_990_312,
    /// Changing the set of keys that sign JWTs.
    SigningKeys = 4_036_990_313,
    /// Making the first key that signs checkpoints.
    AuditKeys = 4_036_990_319,
}

impl Tx {
    /// Waits until nobody else does that work; it stays so until the transaction ends.
    pub(crate) async fn alone(&mut self, work: Alone) -> Result<(), DbError> {
        // SQLite has one writer: it is alone already.
        if self.is_postgres() {
            let sql = "SELECT pg_advisory_xact_lock($1)";
            self.all(sql, args![work as i64]).await?;
        }
        Ok(())
    }

    /// Commits what a caller did together with its audit entry, or nothing at all. Returns only
    /// when the commit is durable.
    pub async fn commit(
        mut self,
        by: &crate::audit::By,
        entries: &[countermark_core::audit::Entry],
    ) -> Result<(), DbError> {
        crate::budgets::spend_for(&mut self, by, entries).await?;
        crate::chain::append(&mut self, by, entries).await?;
        self.commit_unaudited().await
    }

    /// Commits without an entry: for the program's own housekeeping, never for a caller's wish.
    pub async fn commit_unaudited(self) -> Result<(), DbError> {
        match self.conn.inner {
            Inner::SqliteWrite(writer) => Writer::commit(writer).await,
            Inner::PostgresWrite(tx) => tx.commit().await.map_err(of_commit),
            Inner::SqliteRead(_) | Inner::PostgresRead(_) => {
                unreachable!("a Tx is only made over a writing connection")
            }
        }
    }
}

/// What a commit without an answer means. Where PostgreSQL itself refuses it, nothing was written;
/// where it or the line went away meanwhile (SQLSTATE 57P01 to 57P03), nobody knows.
fn of_commit(error: sqlx::Error) -> DbError {
    match &error {
        sqlx::Error::Database(refused)
            if !refused.code().is_some_and(|code| code.starts_with("57P")) =>
        {
            error.into()
        }
        _ => DbError::Unsure(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Arg, MANY, for_sqlite, nameless};

    #[test]
    fn placeholders_lose_their_names_and_nothing_else_does() {
        let sql = "SELECT $2, $1, json_extract(x, '$[0]'), '$', $2 FROM t WHERE a = $12 AND b = $3";
        let (text, numbers) = nameless(sql, 3);
        let wanted = "SELECT ?, ?, json_extract(x, '$[0]'), '$', ? FROM t WHERE a = $12 AND b = ?";
        assert_eq!(text, wanted);
        assert_eq!(numbers, [1, 0, 1, 2]);
    }

    #[test]
    fn values_follow_their_places_also_when_they_are_used_twice() {
        let places: Vec<_> = (1..=MANY).map(|number| format!("${number}")).collect();
        let sql = format!("SELECT $2 WHERE a IN ({})", places.join(", "));
        let numbers = (0..).take(MANY).map(|number| Arg::from(number * 10));
        let (text, args) = for_sqlite(sql.into(), numbers.collect());
        assert!(!text.contains('$'), "{text}");
        let shown: Vec<_> = args
            .iter()
            .map(|arg| match arg {
                Arg::Int(Some(number)) => *number,
                other => unreachable!("{other:?}"),
            })
            .collect();
        assert_eq!((shown.len(), &shown[..4]), (MANY + 1, &[10, 0, 10, 20][..]));
    }

    #[test]
    fn short_statements_stay_as_they_are() {
        let (text, args) = for_sqlite("SELECT $1".into(), vec![Arg::from(1)]);
        assert_eq!((&*text, args.len()), ("SELECT $1", 1));
    }
}
