//! The audit log: rows are added in the transaction of the change they tell of, and never
//! changed or removed.

use crate::{
    DbError, Filters, Ordering, OrderingKind,
    budgets::Spender,
    conn::{Conn, Row},
    lists::List,
};
use countermark_core::{
    ids::{CompanyId, UserId},
    page::{Page, PageRequest},
    time::Timestamp,
};
use serde_json::Value;
use std::net::IpAddr;

/// Who does something, and how: the half of an entry that comes from the verified credential.
#[derive(Clone, Debug)]
pub struct By {
    /// The company in which it happens.
    pub company: CompanyId,
    /// The person, unless the program itself acts.
    pub person: Option<UserId>,
    /// `uat`, `jwt`, `session`, `setup`, `invitation`, `cli` or `task`.
    pub credential_kind: &'static str,
    /// The credential's public id; empty where there is none.
    pub credential_id: String,
    /// Where the request came from.
    pub address: String,
    /// The id that the log line and the answer carry.
    pub request_id: String,
    /// When.
    pub at: Timestamp,
    /// The budgets that what is done counts against.
    pub budget: Option<Spender>,
}

impl By {
    /// Somebody over HTTP with that credential (its kind and public id), from that address by
    /// that request.
    #[must_use]
    pub fn over_http(
        company: CompanyId,
        person: Option<UserId>,
        (credential_kind, credential_id): (&'static str, String),
        (address, request_id): (IpAddr, &str),
        at: Timestamp,
    ) -> Self {
        Self {
            person,
            credential_id,
            address: address.to_string(),
            request_id: request_id.to_owned(),
            ..Self::here(company, credential_kind, at)
        }
    }

    /// Nobody in the company: the program itself, or its operator.
    #[must_use]
    pub const fn here(company: CompanyId, credential_kind: &'static str, at: Timestamp) -> Self {
        Self {
            company,
            person: None,
            credential_kind,
            credential_id: String::new(),
            address: String::new(),
            request_id: String::new(),
            at,
            budget: None,
        }
    }
}

/// An entry as it is read back.
#[derive(Clone, Debug)]
pub struct Logged {
    /// Position in the log.
    pub id: i64,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it: id and e-mail address.
    pub person: Option<(UserId, String)>,
    /// What kind of credential was used.
    pub credential_kind: String,
    /// Which one.
    pub credential_id: String,
    /// From where.
    pub address: String,
    /// By which request.
    pub request_id: String,
    /// `object.verb`.
    pub action: String,
    /// The kind of object.
    pub object_type: String,
    /// The object.
    pub object_id: String,
    /// Its name for people.
    pub label: String,
    /// The changed members before.
    pub before: Value,
    /// The changed members after.
    pub after: Value,
}

/// Which entries are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only this action.
    pub action: Option<String>,
    /// Only this kind of object.
    pub object_type: Option<String>,
    /// Only this object.
    pub object_id: Option<String>,
    /// Only what this person did.
    pub person: Option<UserId>,
    /// Only at this time or later.
    pub from: Option<Timestamp>,
    /// Only before this time.
    pub to: Option<Timestamp>,
}

/// Rows of one step of an export.
const EXPORT_STEP: i64 = 1_000;

const LIST: List = List {
    columns: "a.id, a.at, a.person_id, p.email, a.credential_kind, a.credential_id, a.address, \
              a.request_id, a.action, a.object_type, a.object_id, a.label, a.before, a.after",
    from: "audit a LEFT JOIN person p ON p.id = a.person_id",
    id: "a.id",
};

/// How the log may be sorted: by time, which its numbering follows.
pub const ORDERINGS: &[Ordering] = &[Ordering {
    name: "at",
    column: "a.id",
    kind: OrderingKind::Int,
    descending: true,
}];

fn filters(company: CompanyId, wanted: &Wanted) -> Filters {
    Filters::default()
        .with("a.company_id = ?", company)
        .with_some("a.action = ?", wanted.action.as_deref())
        .with_some("a.object_type = ?", wanted.object_type.as_deref())
        .with_some("a.object_id = ?", wanted.object_id.as_deref())
        .with_some("a.person_id = ?", wanted.person)
        .with_some("a.at >= ?", wanted.from)
        .with_some("a.at < ?", wanted.to)
}

/// A page of the company's log.
pub async fn list(
    conn: &mut Conn,
    company: CompanyId,
    wanted: &Wanted,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Logged>, DbError> {
    LIST.page(conn, filters(company, wanted), ordering, page, None, read)
        .await
}

/// The next entries of an export, the oldest first, after the one with that number.
pub async fn export(
    conn: &mut Conn,
    company: CompanyId,
    wanted: &Wanted,
    after: i64,
) -> Result<Vec<Logged>, DbError> {
    let page = PageRequest {
        limit: EXPORT_STEP,
        ..PageRequest::default()
    };
    let filters = filters(company, wanted).with("a.id > ?", after);
    let ordering = Ordering {
        descending: false,
        ..ORDERINGS[0]
    };
    // Nobody reads the count of an export: zero spares counting.
    let page = LIST.page(conn, filters, ordering, &page, Some(0), read);
    Ok(page.await?.rows)
}

fn read(row: &Row) -> Result<Logged, DbError> {
    let json = |column| -> Result<Value, DbError> {
        serde_json::from_str(&row.get::<String>(column)?)
            .map_err(|error| DbError::Corrupt(error.to_string()))
    };
    let person = match (row.get::<Option<i64>>(2)?, row.get::<Option<String>>(3)?) {
        (Some(id), Some(email)) => Some((UserId(id), email)),
        _ => None,
    };
    Ok(Logged {
        id: row.get(0)?,
        at: Timestamp(row.get(1)?),
        person,
        credential_kind: row.get(4)?,
        credential_id: row.get(5)?,
        address: row.get(6)?,
        request_id: row.get(7)?,
        action: row.get(8)?,
        object_type: row.get(9)?,
        object_id: row.get(10)?,
        label: row.get(11)?,
        before: json(12)?,
        after: json(13)?,
    })
}
