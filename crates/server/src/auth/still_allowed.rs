//! An answer that takes long asks again whether its caller may still have it.

use crate::{
    app::App,
    auth::{Credential, Principal},
    error::ApiError,
};
use countermark_core::{access::Rights, permissions::Permit};

/// Checks that the caller's credential, person and company are still good and have one of `P`'s
/// permissions now. Costs what the check at the gate costs: memory, on most calls.
///
/// # Errors
/// 401 or 403 when they have not, 503 when the truth cannot be reached.
pub async fn still_allowed<P: Permit>(app: &App, caller: &Principal) -> Result<(), ApiError> {
    let gone = || ApiError::authentication_failed("This credential is no longer good.");
    let now = app.clock.now();
    let member = app.facts.member(caller.company(), caller.user()).await?;
    let member = member
        .filter(|member| member.is_active())
        .ok_or_else(gone)?;
    let company = app.facts.company(caller.company()).await?;
    let company = company
        .filter(|company| !company.archived)
        .ok_or_else(gone)?;
    let rights = match &caller.credential {
        Credential::Uat(uat) => {
            let uat = app.facts.uat(uat.id).await?;
            let uat = uat.filter(|uat| uat.revoked_at.is_none() && uat.expires_at > now);
            Rights::of_token(
                uat.ok_or_else(gone)?.permissions,
                member.role,
                &company.policy,
            )
        }
        Credential::Session(session) => {
            let session = app.facts.session(session.id).await?;
            session
                .filter(|s| !s.ended && s.expires_at > now)
                .ok_or_else(gone)?;
            Rights::of_person(member.role)
        }
    };
    Ok(rights.check(P::ANY_OF)?)
}
