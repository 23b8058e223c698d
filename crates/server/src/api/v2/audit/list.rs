//! `GET /api/v2/audit/`

use crate::{
    app::App,
    audit::readings,
    auth::Person,
    error::{ApiError, ApiResult},
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::{ids::UserId, permissions::perm, time::Timestamp};
use countermark_store::audit::{self, Logged, Wanted};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// An entry of the log.
#[derive(Serialize, ToSchema)]
pub struct AuditEntry {
    /// Its number.
    pub id: i64,
    /// When.
    #[schema(format = "date-time")]
    pub at: String,
    /// Who; null when the program itself acted.
    pub user: Option<AuditUser>,
    /// By which credential.
    pub credential: AuditCredential,
    /// From where.
    pub address: String,
    /// `object.verb`.
    pub action: String,
    /// The kind of object.
    pub object_type: String,
    /// The object.
    pub object_id: String,
    /// Its name.
    pub label: String,
    /// The changed members before; null for a creation.
    #[schema(value_type = Option<Object>)]
    pub before: Value,
    /// The changed members after; null for a removal.
    #[schema(value_type = Option<Object>)]
    pub after: Value,
    /// The request, as in `X-Request-Id`.
    pub request_id: String,
}

/// A person in the log.
#[derive(Serialize, ToSchema)]
pub struct AuditUser {
    /// Id.
    pub id: i64,
    /// E-mail address.
    pub email: String,
}

/// A credential in the log.
#[derive(Serialize, ToSchema)]
pub struct AuditCredential {
    /// `uat`, `jwt`, `session`, `setup`, `invitation` or `cli`.
    pub kind: String,
    /// Its public id.
    pub id: String,
}

/// Shows an entry.
#[must_use]
pub fn show(entry: Logged) -> AuditEntry {
    AuditEntry {
        id: entry.id,
        at: entry.at.to_string(),
        user: entry
            .person
            .map(|(id, email)| AuditUser { id: id.0, email }),
        credential: AuditCredential {
            kind: entry.credential_kind,
            id: entry.credential_id,
        },
        address: entry.address,
        action: entry.action,
        object_type: entry.object_type,
        object_id: entry.object_id,
        label: entry.label,
        before: entry.before,
        after: entry.after,
        request_id: entry.request_id,
    }
}

/// The names of the filters.
const FILTERS: [&str; 6] = ["action", "object_type", "object_id", "user", "from", "to"];

/// The filters that a query has, for the record.
#[must_use]
pub fn filters(query: &Query) -> Value {
    let given = FILTERS
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), query.get(name)?.into())));
    Value::Object(given.collect::<Map<_, _>>())
}

/// Which entries a query asks for.
///
/// # Errors
/// 400 for a filter that cannot be read.
pub fn wanted(query: &Query) -> ApiResult<Wanted> {
    let time = |name: &str| {
        let given = query.get(name);
        let time = given.map(|text| Timestamp::parse(text).ok_or(()));
        let sentence = "Write it as 2027-01-31T12:00:00Z.";
        time.transpose()
            .map_err(|()| ApiError::field(name, sentence))
    };
    Ok(Wanted {
        action: query.text("action"),
        object_type: query.text("object_type"),
        object_id: query.text("object_id"),
        person: query.integer("user")?.map(UserId),
        from: time("from")?,
        to: time("to")?,
    })
}

/// Who did what in the company, the newest first
///
/// Reading the log is noted in the log.
#[utoipa::path(get, path = "/api/v2/audit/", tag = "Audit",
    params(
        ("action" = Option<String>, Query, description = "Only this action, as `product.create`."),
        ("object_type" = Option<String>, Query, description = "Only this kind of object."),
        ("object_id" = Option<String>, Query, description = "Only this object."),
        ("user" = Option<i64>, Query, description = "Only what this person did."),
        ("from" = Option<String>, Query, description = "Only at this time or later (RFC 3339)."),
        ("to" = Option<String>, Query, description = "Only before this time."),
        ("ordering" = Option<String>, Query, description = "`-at` (default) or `at`."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<AuditEntry>)))]
pub async fn audit_list(
    caller: Person<perm::AuditView>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Json<Listed<AuditEntry>>> {
    let ordering = query.ordering(audit::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let wanted = wanted(&query)?;
    let mut conn = app.db.read().await?;
    let page = audit::list(&mut conn, caller.company(), &wanted, ordering, &request).await?;
    drop(conn);
    readings::page(&app, &caller, &filters(&query)).await?;
    Ok(paged(&here.0, &query, &request, page, show))
}
