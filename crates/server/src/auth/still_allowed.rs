//! An answer that takes long asks again whether its caller may still have it.

use crate::{
    app::App,
    auth::{
        Credential, Principal,
        authenticate::{owner, person},
        origins,
    },
    error::ApiError,
};
use countermark_core::permissions::Permit;
use countermark_store::Scope;

/// Checks that the caller's credential, person and company are still good and have one of `P`'s
/// permissions now; returns which brands, products and campaigns they reach now. Costs what the
/// check at the gate costs: memory, on most calls.
///
/// # Errors
/// 401 or 403 when they have not, 503 when the truth cannot be reached.
pub async fn still_allowed<P: Permit>(app: &App, caller: &Principal) -> Result<Scope, ApiError> {
    let gone = || ApiError::authentication_failed("This credential is no longer good.");
    let (member, company, rights, credential) = match &caller.credential {
        Credential::Uat(uat) => {
            let uat = app.facts.uat(uat.id).await?.ok_or_else(gone)?;
            origins::still(&uat, caller.origin)?;
            owner(app, uat).await?
        }
        Credential::Session(session) => {
            let session = app.facts.session(session.id).await?;
            let session = session.filter(|session| session.expires_at > app.clock.now());
            person(app, session.ok_or_else(gone)?).await?
        }
    };
    rights.check(P::ANY_OF)?;
    Ok(credential.scope(company.id, &member))
}
