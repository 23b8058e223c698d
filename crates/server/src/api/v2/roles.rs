//! `GET /api/v2/roles/`

use crate::{auth::Person, extract::Json};
use countermark_core::{permissions::perm, roles::Role};
use serde::Serialize;
use utoipa::ToSchema;

/// A role.
#[derive(Serialize, ToSchema)]
pub struct RoleShown {
    /// On the wire.
    pub name: &'static str,
    /// For people.
    pub label: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Everything it allows.
    pub permissions: Vec<&'static str>,
    /// The caller may give it to somebody.
    pub assignable: bool,
}

/// Every role.
#[derive(Serialize, ToSchema)]
pub struct Roles {
    /// The most powerful first.
    pub results: Vec<RoleShown>,
}

/// The roles of a company and what they allow
#[utoipa::path(get, path = "/api/v2/roles/", tag = "Permissions",
    responses((status = 200, description = "Every role.", body = Roles)))]
pub async fn roles_list(caller: Person<perm::Anything>) -> Json<Roles> {
    let own = caller.member.role;
    let show = |role: Role| RoleShown {
        name: role.name(),
        label: role.label(),
        description: role.description(),
        permissions: role.permissions().names(),
        assignable: own.may_manage(role),
    };
    Json(Roles {
        results: Role::ALL.into_iter().map(show).collect(),
    })
}
