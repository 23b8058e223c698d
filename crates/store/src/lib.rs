//! The only place with SQL. One text serves both engines; where they truly differ, the two
//! forms stand side by side in one function. No type of the database driver leaves this crate.
//!
//! Functions that read take a [`Conn`], functions that write take a [`Tx`]; those about a
//! company's things take the company first, those about brands, products and campaigns a [`Scope`]
//! in its place, so that nothing of another tenant, or outside of a token's condition, can be
//! reached.
//! Every function can fail with a [`DbError`]; "not there" is `Ok(None)`.

mod conn;
mod engine;
mod file;
mod lists;
mod migrate;
mod rows;
mod scope;
mod writer;

pub mod audit;
pub mod brands;
pub mod budgets;
pub mod campaigns;
pub mod chain;
pub mod changes;
pub mod checkpoints;
pub mod codes;
pub mod companies;
pub mod copy;
pub mod counters;
pub mod epoch;
pub mod factors;
pub mod files;
pub mod ingestions;
pub mod invitations;
pub mod jobs;
pub mod keys;
pub mod lockouts;
pub mod mail;
pub mod mail_codes;
pub mod members;
pub mod notices;
pub mod passkeys;
pub mod products;
pub mod regions;
pub mod scans;
pub mod scm;
pub mod scm_fields;
pub mod sessions;
pub mod shares;
pub mod successors;
pub mod teams;
pub mod turns;
pub mod uat_addresses;
pub mod uats;
pub mod users;
pub mod uses;
pub mod watch;
pub mod webhooks;
pub mod workorders;

pub use conn::{Conn, Row, Tx};
pub use engine::{Db, Engine};
pub use lists::{Filters, Ordering, OrderingKind};
pub use migrate::{migrations, schema_text};
pub use scope::{Outside, Scope};

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A unique index refused the row: somebody else was first.
    #[error("a row with this key is already there")]
    Unique,
    /// A row is still needed by another, or the other is not there.
    #[error("another row depends on this one")]
    Referenced,
    /// The token is limited to certain brands, products or campaigns, and this is none of them;
    /// nothing was applied.
    #[error("outside of what the token may reach")]
    OutsideScope(Outside),
    /// The file was written by a newer version.
    #[error(
        "the database has schema {found}, this program knows {known}: start a version at least as new as the one that wrote it"
    )]
    NewerSchema {
        /// The schema found.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// What is stored cannot be read back; never shown to clients.
    #[error("a stored value cannot be read: {0}")]
    Corrupt(String),
    /// A token's daily budget does not allow it; nothing was applied.
    #[error("the daily budget is used up")]
    Budget(Box<budgets::Exhausted>),
    /// The database cannot be reached, is full, or is locked. The caller may try again.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The connection was lost, or the disk failed, while the database committed: the change is there
    /// or it is not.
    #[error("whether it was written is not known: {0}")]
    Unsure(String),
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::error::ErrorKind;
        match &error {
            sqlx::Error::Database(inner) => match inner.kind() {
                ErrorKind::UniqueViolation => Self::Unique,
                ErrorKind::ForeignKeyViolation => Self::Referenced,
                _ => Self::Unavailable(error.to_string()),
            },
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Self::Corrupt(error.to_string())
            }
            _ => Self::Unavailable(error.to_string()),
        }
    }
}
