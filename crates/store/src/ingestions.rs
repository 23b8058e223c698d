//! Uploads of a company's own codes, as records (contract §4.8, §5). The codes themselves are in
//! [`crate::codes::own`].
//!
//! A row of an upload may name any product. So a token that is limited to certain things sees the
//! uploads that it, or a token it succeeds, has begun, and no others.

mod change;
mod errors;

pub use change::{
    NewIngestion, accept, begin, complete, create, end, give_up, lock, set_done, start,
};
pub use errors::{KEPT_ERRORS, RowError, add_errors, errors};

use crate::{
    DbError, Filters, Ordering, OrderingKind, Scope,
    conn::{Conn, Row, args},
    lists::List,
};
use countermark_core::{
    ids::{CompanyId, IngestionKey, JobId, ProductId, TemplateId, UatId, UserId, WorkorderId},
    page::{Page, PageRequest},
    time::Timestamp,
};
use serde_json::{Map, Value};

/// How codes come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// In the body of the request.
    Api,
    /// In a file.
    File,
}

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filetype {
    /// Comma-separated values.
    Csv,
    /// A JSON array.
    Json,
}

/// Where an upload stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its file is awaited.
    Uploading,
    /// It waits for its turn.
    Pending,
    /// Its codes are being made.
    InProgress,
    /// They are there.
    Complete,
    /// It could not be done, and no code was made.
    Failed,
    /// Somebody has stopped it, and no code was made.
    Canceled,
}

macro_rules! words {
    ($type:ident, $number:literal: $($value:ident $word:literal,)+) => {
        impl $type {
            /// Each of them.
            pub const ALL: [Self; $number] = [$(Self::$value),+];

            /// The word on the wire and in the database.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)+
                }
            }

            /// The one of that word.
            #[must_use]
            pub fn by_name(word: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.name() == word)
            }
        }
    };
}

words! { Mode, 2: Api "api", File "file", }
words! { Filetype, 2: Csv "csv", Json "json", }
words! { State, 6:
    Uploading "uploading", Pending "pending", InProgress "in-progress", Complete "complete",
    Failed "failed", Canceled "canceled",
}

impl State {
    /// Whether nothing more happens.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Complete | Self::Failed | Self::Canceled)
    }
}

/// An upload.
#[derive(Clone, Debug, PartialEq)]
pub struct Ingestion {
    /// Its number inside this server.
    pub id: i64,
    /// What clients name it by.
    pub key: IngestionKey,
    /// How its codes come in.
    pub mode: Mode,
    /// What they are written in.
    pub filetype: Filetype,
    /// Where it stands.
    pub state: State,
    /// What it began with: id and key.
    pub template: (TemplateId, String),
    /// What its codes are on unless a row says otherwise.
    pub product: Option<ProductId>,
    /// What they carry unless a row says otherwise, apart from the product.
    pub default_scm_data: Map<String, Value>,
    /// Whether whoever began it may name products.
    pub names_products: bool,
    /// How many codes there are, once that is known.
    pub quantity: Option<i64>,
    /// How many are made by now.
    pub done: i64,
    /// Why it could not be done; empty unless so.
    pub failure: String,
    /// How many errors its rows have.
    pub error_count: i64,
    /// The file of its rows.
    pub file: Option<String>,
    /// Until when that can be sent.
    pub upload_ends_at: Option<Timestamp>,
    /// The order of its codes; seen once they are there.
    pub workorder: Option<WorkorderId>,
    /// The job that works on it.
    pub job: Option<JobId>,
    /// Who began it: id and e-mail address.
    pub created_by: (UserId, String),
    /// When.
    pub created_at: Timestamp,
    /// When it ended.
    pub completed_at: Option<Timestamp>,
}

/// Which uploads are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Where they stand.
    pub state: Option<State>,
    /// Text in their key or the name of their template.
    pub search: Option<String>,
}

const LIST: List = List {
    columns: "i.id, i.key, i.mode, i.filetype, i.state, i.template_id, t.key, i.product_id, \
              i.default_scm_data, i.names_products, i.quantity, i.done, i.failure, \
              i.error_count, i.file_key, i.upload_ends_at, i.workorder_id, i.job_id, \
              i.created_by, e.email, i.created_at, i.completed_at",
    from: "ingestion i JOIN workorder_template t ON t.id = i.template_id \
           JOIN person e ON e.id = i.created_by",
    id: "i.id",
};

/// How uploads may be sorted.
pub const ORDERINGS: &[Ordering] = &[Ordering {
    name: "creation_date",
    column: "i.created_at",
    kind: OrderingKind::Int,
    descending: true,
}];

fn read(row: &Row) -> Result<Ingestion, DbError> {
    let corrupt = |what: &str| DbError::Corrupt(format!("{what} of an upload"));
    let text = |at| row.get::<String>(at);
    Ok(Ingestion {
        id: row.get(0)?,
        key: text(1)?.parse().map_err(|_| corrupt("the key"))?,
        mode: Mode::by_name(&text(2)?).ok_or_else(|| corrupt("the mode"))?,
        filetype: Filetype::by_name(&text(3)?).ok_or_else(|| corrupt("the type"))?,
        state: State::by_name(&text(4)?).ok_or_else(|| corrupt("the state"))?,
        template: (TemplateId(row.get(5)?), row.get(6)?),
        product: row.get::<Option<i64>>(7)?.map(ProductId),
        default_scm_data: serde_json::from_str(&text(8)?).map_err(|_| corrupt("the data"))?,
        names_products: row.get::<i64>(9)? != 0,
        quantity: row.get(10)?,
        done: row.get(11)?,
        failure: row.get(12)?,
        error_count: row.get(13)?,
        file: row.get(14)?,
        upload_ends_at: row.get::<Option<i64>>(15)?.map(Timestamp),
        workorder: row.get::<Option<i64>>(16)?.map(WorkorderId),
        job: row.get::<Option<i64>>(17)?.map(JobId),
        created_by: (UserId(row.get(18)?), row.get(19)?),
        created_at: Timestamp(row.get(20)?),
        completed_at: row.get::<Option<i64>>(21)?.map(Timestamp),
    })
}

/// The uploads that are seen.
fn seen(scope: &Scope, family: Option<UatId>) -> Filters {
    let filters = scope.orders("i.");
    if scope.is_everything() {
        return filters;
    }
    match family {
        None => filters.among("i.id IN (?)", []),
        Some(family) => filters.with(
            "i.credential_kind = 'uat' AND i.credential_id IN \
             (SELECT u.id FROM uat u WHERE u.company_id = i.company_id AND u.family = ?)",
            family,
        ),
    }
}

/// A page of the company's uploads.
pub async fn list(
    conn: &mut Conn,
    scope: &Scope,
    family: Option<UatId>,
    wanted: &Wanted,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Ingestion>, DbError> {
    let filters = seen(scope, family)
        .with_some("i.state = ?", wanted.state.map(State::name))
        .containing("i.searchable", wanted.search.as_deref());
    LIST.page(conn, filters, ordering, page, None, read).await
}

/// The upload of that key, of those that are seen.
pub async fn get(
    conn: &mut Conn,
    scope: &Scope,
    family: Option<UatId>,
    key: &IngestionKey,
) -> Result<Option<Ingestion>, DbError> {
    let filters = seen(scope, family).with("i.key = ?", key.as_str());
    LIST.one(conn, filters, read).await
}

/// The company's upload of that key, for whoever has the right to it from elsewhere: a signature,
/// or a job.
pub async fn of_company(
    conn: &mut Conn,
    company: CompanyId,
    key: &IngestionKey,
) -> Result<Option<Ingestion>, DbError> {
    let filters = Filters::default()
        .with("i.company_id = ?", company)
        .with("i.key = ?", key.as_str());
    LIST.one(conn, filters, read).await
}

/// How many uploads of the company await their file.
pub async fn uploading(conn: &mut Conn, company: CompanyId) -> Result<i64, DbError> {
    let sql = "SELECT count(*) FROM ingestion WHERE company_id = $1 AND state = 'uploading'";
    let row = conn.one(sql, args![company]).await?;
    row.map_or(Ok(0), |row| row.get(0))
}
