//! `GET /api/v2/users/`

use super::UserShown;
use crate::{
    app::App,
    auth::Person,
    error::{ApiError, ApiResult},
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::{
    ids::CompanyId,
    page::{Page, PageRequest},
    permissions::perm,
    roles::Role,
};
use countermark_store::{
    Conn,
    members::{self, Member},
};

/// The people of the company
#[utoipa::path(get, path = "/api/v2/users/", tag = "Users",
    params(
        ("search" = Option<String>, Query, description = "Text in name or address."),
        ("is_archived" = Option<String>, Query, description = "`1`: the archived ones."),
        ("role" = Option<String>, Query, description = "Only those in this role, by its name in `GET /roles/`."),
        ("ordering" = Option<String>, Query, description = "`creation_date`, `email` or `name`; `-` reverses."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<UserShown>)))]
pub async fn users_list(
    caller: Person<perm::UserView>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Json<Listed<UserShown>>> {
    let mut conn = app.db.read().await?;
    let (request, page) = page(&mut conn, caller.company(), &query).await?;
    Ok(paged(&here.0, &query, &request, page, UserShown::from))
}

/// The page of a company's people that a query asks for.
///
/// # Errors
/// 400 for a query that cannot be answered.
pub async fn page(
    conn: &mut Conn,
    company: CompanyId,
    query: &Query,
) -> ApiResult<(PageRequest, Page<Member>)> {
    let ordering = query.ordering(members::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let wanted = members::Wanted {
        search: query.text("search"),
        archived: query.flag("is_archived")?,
        role: role(query)?,
    };
    let page = members::list(conn, company, &wanted, ordering, &request).await?;
    Ok((request, page))
}

fn role(query: &Query) -> ApiResult<Option<Role>> {
    let Some(name) = query.get("role") else {
        return Ok(None);
    };
    let role = Role::by_name(name).ok_or_else(|| {
        let names = Role::ALL.map(Role::name).join(", ");
        ApiError::field("role", format!("Use one of: {names}."))
    });
    role.map(Some)
}
