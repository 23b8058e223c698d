//! An answer that takes long asks again whether its caller may still have it.

use crate::{
    app::App,
    auth::{
        Credential, Principal,
        authenticate::{owner, person},
    },
    error::ApiError,
};
use countermark_core::permissions::Permit;

/// Checks that the caller's credential, person and company are still good and have one of `P`'s
/// permissions now. Costs what the check at the gate costs: memory, on most calls.
///
/// # Errors
/// 401 or 403 when they have not, 503 when the truth cannot be reached.
pub async fn still_allowed<P: Permit>(app: &App, caller: &Principal) -> Result<(), ApiError> {
    let gone = || ApiError::authentication_failed("This credential is no longer good.");
    let (_, _, rights, _) = match &caller.credential {
        Credential::Uat(uat) => {
            let uat = app.facts.uat(uat.id).await?.ok_or_else(gone)?;
            owner(app, uat).await?
        }
        Credential::Session(session) => {
            let session = app.facts.session(session.id).await?;
            let session = session.filter(|session| session.expires_at > app.clock.now());
            person(app, session.ok_or_else(gone)?).await?
        }
    };
    Ok(rights.check(P::ANY_OF)?)
}
