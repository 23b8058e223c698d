//! `POST /api/v2/invitations/look/`

use crate::{
    api::v2::setup::create::Code,
    app::App,
    auth::Public,
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
};
use axum::extract::State;
use countermark_store::invitations;

body! { refuse unknown;
    /// An invitation's code. It comes in the body, so that no log of addresses holds it.
    pub struct InvitationCode {
        /// The code in the link.
        pub code: Code,
    }
}

/// What an invitation says.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct InvitationShown {
    /// Into this company.
    pub company: String,
    /// For this address.
    pub email: String,
    /// The person has a password here already and proves it instead of choosing one.
    pub has_password: bool,
}

/// Look at an invitation before accepting it
#[utoipa::path(post, path = "/api/v2/invitations/look/", tag = "Users",
    request_body = InvitationCode,
    responses(
        (status = 200, description = "It is open.", body = InvitationShown),
        (status = 404, description = "Unknown, used, replaced or too old.", body = crate::openapi::Problem)))]
pub async fn invitations_look(
    public: Public,
    State(app): State<App>,
    Body(body): Body<InvitationCode>,
) -> ApiResult<Json<InvitationShown>> {
    app.limits.login(public.address)?;
    let digest = app.secrets.invitation_digest(&body.code.0);
    let found = invitations::find(&mut app.db.read().await?, &digest, app.clock.now()).await?;
    let found = found.ok_or_else(ApiError::not_found)?;
    Ok(Json(InvitationShown {
        company: found.company_name,
        email: found.email,
        has_password: found.has_password,
    }))
}
