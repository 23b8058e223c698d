//! `GET /api/v2/me/companies/`

use super::RoleName;
use crate::{app::App, auth::Person, error::ApiResult, extract::Json};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::members;
use serde::Serialize;
use utoipa::ToSchema;

/// A company that the caller may enter.
#[derive(Serialize, ToSchema)]
pub struct MyCompany {
    /// Id.
    pub id: i64,
    /// UUID.
    #[schema(format = "uuid")]
    pub uuid: String,
    /// Name.
    pub name: String,
    /// The caller's role there.
    pub role: RoleName,
    /// The company that this log-in looks at.
    pub is_current: bool,
}

/// Every company that the caller may enter.
#[derive(Serialize, ToSchema)]
pub struct MyCompanies {
    /// The one joined first comes first.
    pub results: Vec<MyCompany>,
}

/// The companies that you may enter
#[utoipa::path(get, path = "/api/v2/me/companies/", tag = "Session",
    responses((status = 200, description = "Every company, with your role there.", body = MyCompanies)))]
pub async fn me_companies_list(
    caller: Person<perm::OwnAccount>,
    State(app): State<App>,
) -> ApiResult<Json<MyCompanies>> {
    let all = members::memberships(&mut app.db.read().await?, caller.user()).await?;
    let results = all
        .into_iter()
        .map(|there| MyCompany {
            is_current: there.company == caller.company(),
            id: there.company.0,
            uuid: there.company_uuid,
            name: there.company_name,
            role: there.role.into(),
        })
        .collect();
    Ok(Json(MyCompanies { results }))
}
