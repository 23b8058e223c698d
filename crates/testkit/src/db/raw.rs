//! A plain connection, for what only a test asks.

use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, Row, SqliteConnection,
    sqlite::SqliteConnectOptions,
};
use std::path::Path;

/// A connection of either engine. The SQL is the test's own; the values come back as text.
pub enum Raw {
    /// To the file.
    Sqlite(SqliteConnection),
    /// To the server.
    Postgres(PgConnection),
}

impl Raw {
    pub(super) async fn file(path: &Path) -> Self {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true);
        let conn = SqliteConnection::connect_with(&options).await;
        Self::Sqlite(conn.expect("the file opens"))
    }

    pub(super) async fn server(url: &str) -> Self {
        let conn = PgConnection::connect(url).await;
        Self::Postgres(conn.expect("the PostgreSQL of COUNTERMARK_TEST_POSTGRES answers"))
    }

    /// Every row that a query yields; `NULL` for null.
    ///
    /// # Panics
    /// When the statement fails.
    pub async fn rows(&mut self, sql: &str) -> Vec<Vec<String>> {
        let query = sqlx::raw_sql(AssertSqlSafe(sql));
        let rows = match self {
            Self::Sqlite(conn) => query
                .fetch_all(conn)
                .await
                .map(|rows| rows.iter().map(row_of_sqlite).collect()),
            Self::Postgres(conn) => query
                .fetch_all(conn)
                .await
                .map(|rows| rows.iter().map(row_of_postgres).collect()),
        };
        rows.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Runs a statement for its effect.
    ///
    /// # Panics
    /// When it fails.
    pub async fn run(&mut self, sql: &str) {
        self.rows(sql).await;
    }

    /// The one number that a query yields.
    ///
    /// # Panics
    /// When it yields something else.
    pub async fn number(&mut self, sql: &str) -> i64 {
        let rows = self.rows(sql).await;
        match rows.as_slice() {
            [row] if row.len() == 1 => row[0].parse().expect("a number"),
            _ => panic!("{sql}: not one number but {rows:?}"),
        }
    }

    /// Closes it, and what it had open is rolled back.
    ///
    /// # Panics
    /// When it is gone already.
    pub async fn close(self) {
        match self {
            Self::Sqlite(conn) => conn.close().await,
            Self::Postgres(conn) => conn.close().await,
        }
        .expect("the connection closes");
    }
}

fn row_of_sqlite(row: &sqlx::sqlite::SqliteRow) -> Vec<String> {
    (0..row.len())
        .map(|column| {
            // Bytes that are no text are shown as far as they are.
            let bytes = |_| {
                let bytes: Option<Vec<u8>> = row.try_get_unchecked(column)?;
                Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
            };
            cell(row.try_get_unchecked(column).or_else(bytes))
        })
        .collect()
}

// The simple protocol of `raw_sql` brings every value as text.
fn row_of_postgres(row: &sqlx::postgres::PgRow) -> Vec<String> {
    (0..row.len())
        .map(|column| cell(row.try_get_unchecked(column)))
        .collect()
}

fn cell(value: Result<Option<String>, sqlx::Error>) -> String {
    value
        .expect("a value can be shown as text")
        .unwrap_or_else(|| "NULL".into())
}
