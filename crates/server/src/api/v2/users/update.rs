//! `PATCH /api/v2/users/{id}/`

use super::{UserShown, audited, may_manage};
use crate::{
    app::App,
    auth::{Fresh, facts::Changed},
    error::{ApiError, ApiResult},
    extract::{Body, Found, Json, body},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    permissions::perm,
    roles::Role,
    text::{Line, PersonName},
};
use countermark_store::members::{self, Details, Member};

body! { refuse unknown;
    /// A change of a person's details or role.
    pub struct UserUpdate {
        /// Given name.
        pub given_name: Option<PersonName>,
        /// Family name.
        pub family_name: Option<PersonName>,
        /// Phone number.
        pub phone: Option<Line>,
        /// Job title.
        pub title: Option<Line>,
        /// The role's wire name.
        #[schema(value_type = Option<String>)]
        pub role: Option<Role>,
    }
}

/// Change a person's details or role
///
/// A lower role takes effect at the next request, on every token of the person.
#[utoipa::path(patch, path = "/api/v2/users/{id}/", tag = "Users", request_body = UserUpdate,
    params(("id" = i64, Path, description = "The person's id.")),
    responses(
        (status = 200, description = "Changed.", body = UserShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem),
        (status = 409, description = "The last Account Admin.", body = crate::openapi::Problem)))]
pub async fn users_update(
    caller: Fresh<perm::UserEdit>,
    State(app): State<App>,
    Found(found): Found<Member>,
    Body(body): Body<UserUpdate>,
) -> ApiResult<Json<UserShown>> {
    let company = caller.company();
    let mut tx = app.db.write().await?;
    let admins = members::lock_active_admins(&mut tx, company).await?;
    let before = members::get(&mut tx, company, found.id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    may_manage(&caller, before.role)?;
    let role = body.role.unwrap_or(before.role);
    may_manage(&caller, role)?;
    let lowered = before.role == Role::AccountAdmin && role != Role::AccountAdmin;
    if lowered && before.is_active() && admins <= 1 {
        return Err(ApiError::conflict(
            "This is the last Account Admin. Give somebody else the role first.",
        ));
    }
    let text = |new: Option<Line>, old: &str| new.map_or(old.to_owned(), |new| new.to_string());
    let name =
        |new: Option<PersonName>, old: &str| new.map_or(old.to_owned(), |new| new.to_string());
    let old = &before.details;
    let details = Details {
        given_name: name(body.given_name, &old.given_name),
        family_name: name(body.family_name, &old.family_name),
        phone: text(body.phone, &old.phone),
        title: text(body.title, &old.title),
    };
    let after = Member {
        details,
        role,
        ..before.clone()
    };
    members::set_details(&mut tx, company, (after.id, &after.email), &after.details).await?;
    members::set_role(&mut tx, company, after.id, role).await?;
    let entry = Entry::event("user.update", "user", after.id, after.email.clone())
        .change(&audited(&before), &audited(&after));
    let changes = vec![Changed::Member(company, after.id)];
    app.commit(tx, caller.by(app.clock.now()), vec![entry], changes)
        .await?;
    Ok(Json(after.into()))
}
