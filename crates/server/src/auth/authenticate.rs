//! From what was shown to who it is. Every refusal of a credential is decided here.

use crate::{
    app::App,
    auth::{
        Credential, Principal,
        header::{self, Presented},
        jwt::{Checked, Claims},
        operation::Operation,
        origins, session,
        superseded::{self, Call},
        uses::{self, Outcome},
    },
    error::ApiError,
    middleware::Who,
    secrets,
};
use aws_lc_rs::digest;
use axum::http::request::Parts;
use countermark_core::{access::Rights, token::UatText};
use countermark_store::{
    companies::Company,
    members::Member,
    sessions::{Kind, Session},
    uats::{Grant, State},
};
use std::{net::IpAddr, sync::Arc};

/// How far the clock of another node may be ahead of ours.
const SKEW_SECONDS: i64 = 60;

/// Verifies the request's credential; `None` when it has none. `address` is for limits and logs,
/// `origin` the one that access may be decided by.
///
/// # Errors
/// 401 for a credential that is not good, 403 for a token that is used from elsewhere, 503 when the truth cannot be reached.
pub async fn authenticate(
    app: &App,
    parts: &Parts,
    (address, origin): (IpAddr, Option<IpAddr>),
    request_id: &str,
) -> Result<Option<Principal>, ApiError> {
    let presented = header::presented(&parts.headers, app.settings.cookie_name())?;
    let Some(presented) = presented else {
        return Ok(None);
    };
    let (member, company, rights, credential) = match presented {
        Presented::Uat(text) => {
            let call = Call {
                address,
                request_id,
            };
            uat(app, text, parts, call).await?
        }
        Presented::Jwt(text) => by_jwt(app, text).await?,
        Presented::Cookie(value) => {
            let session = session::by_cookie(app, value).await?;
            person(app, session).await?
        }
    };
    let request_id = request_id.to_owned();
    let principal = Principal {
        member,
        company,
        rights,
        credential,
        address,
        origin,
        request_id,
        operation: Operation::of(parts),
    };
    is_from_here(app, parts, &principal)?;
    Ok(Some(principal))
}

/// A token that is used from elsewhere can do nothing, whatever is asked: this comes before
/// everything else that a good token is asked about.
fn is_from_here(app: &App, parts: &Parts, caller: &Principal) -> Result<(), ApiError> {
    let Credential::Uat(uat) = &caller.credential else {
        return Ok(());
    };
    origins::check(app, uat, caller.origin).inspect_err(|refused| {
        Who::set_for_log(parts, caller);
        let (now, outcome) = (app.clock.now(), Outcome::Shut(refused.code()));
        let call = uses::Call {
            operation: caller.operation,
            address: caller.address,
            headers: &parts.headers,
        };
        app.uses.note(uat.id, call, now, outcome);
        app.denied.note(caller, refused, now);
    })
}

/// The code for a token that was replaced and whose overlap is over.
const SUPERSEDED: &str = "token_superseded";

/// Who it is and what they showed.
pub type Verified = (Arc<Member>, Arc<Company>, Rights, Credential);

async fn uat(app: &App, text: &str, parts: &Parts, call: Call<'_>) -> Result<Verified, ApiError> {
    let wrong = || ApiError::authentication_failed("Invalid token.");
    let uat = held(app, text).await?.ok_or_else(wrong)?;
    // From here on the caller holds the right secret and may learn what became of the token.
    let found = owner(app, uat.clone()).await;
    if let Err(ApiError::Unauthenticated { code, .. }) = &found {
        let (now, outcome) = (app.clock.now(), Outcome::Shut(code));
        let noted = uses::Call {
            operation: Operation::of(parts),
            address: call.address,
            headers: &parts.headers,
        };
        app.uses.note(uat.id, noted, now, outcome);
        if *code == SUPERSEDED {
            superseded::alarm(app, &uat, call).await;
        }
    }
    found
}

/// The token of that text, when it is one: right checksum, known id, right secret. Whether it is
/// still good is another question.
///
/// # Errors
/// 503 when the truth cannot be reached.
pub async fn held(app: &App, text: &str) -> Result<Option<Arc<Grant>>, ApiError> {
    // Prefix and checksum first: a mistyped token costs no look-up.
    let Ok(token) = UatText::parse(text) else {
        return Ok(None);
    };
    let known = app.facts.uat(token.id).await?;
    let digest = app.secrets.uat_digest(token.id, &token.secret);
    Ok(known.filter(|uat| secrets::same(&digest, &uat.secret_digest)))
}

/// The rights of a token now, when it may still be used.
///
/// # Errors
/// 401 when it may not, 503 when the truth cannot be reached.
pub async fn owner(app: &App, uat: Arc<Grant>) -> Result<Verified, ApiError> {
    match uat.state(app.clock.now()) {
        State::Active => {}
        State::Revoked => {
            return Err(ApiError::Unauthenticated {
                code: "token_revoked",
                detail: "This token has been revoked.".into(),
            });
        }
        State::Superseded => {
            return Err(ApiError::Unauthenticated {
                code: SUPERSEDED,
                detail: "This token has been replaced by another one.".into(),
            });
        }
        State::Expired => {
            return Err(ApiError::Unauthenticated {
                code: "token_expired",
                detail: format!("This token expired on {}.", uat.valid_until),
            });
        }
    }
    let (member, company) = active(app, uat.company, uat.owner).await?;
    // The company may have shortened the lives of tokens since this one was made.
    let cut = company
        .policy
        .cuts(uat.created_at, uat.expires_at, &company.time_zone);
    if cut.is_some_and(|end| end <= app.clock.now()) {
        return Err(ApiError::Unauthenticated {
            code: "token_expired",
            detail: "This token is older than your company's policy allows.".into(),
        });
    }
    let rights = Rights::of_token(uat.permissions, member.role, &company.policy)
        .in_quarantine(uat.special().quarantined_at.is_some());
    Ok((member, company, rights, Credential::Uat(uat)))
}

/// The person behind a JWT, by its live session.
///
/// # Errors
/// 401 in the words of the library that clients know (contract §1.3).
pub async fn by_jwt(app: &App, text: &str) -> Result<Verified, ApiError> {
    let checked = checked(app, text).await?;
    let claims = &checked.claims;
    let session = app.facts.session(claims.sid()?).await?;
    // Only a stolen key can have signed what does not fit the session's own row.
    let session = session.filter(|session| belong_together(claims, session));
    let session = session.ok_or_else(|| ApiError::authentication_failed("Invalid signature."))?;
    if session.expires_at <= app.clock.now() {
        return Err(expired());
    }
    let found = person(app, session).await?;
    if found.0.epoch != claims.ver {
        return Err(ended());
    }
    Ok(found)
}

/// The rights of a person now, when the session has not been ended. Its time is for the caller
/// to see: a JWT and a cookie word its end differently.
pub(super) async fn person(app: &App, session: Arc<Session>) -> Result<Verified, ApiError> {
    let (member, company) = active(app, session.company, session.user).await?;
    // A company that wants no log-in by password over the API ends the JWTs that came of one.
    if session.ended || (session.kind == Kind::Jwt && !company.policy.password_jwt) {
        return Err(ended());
    }
    let rights = Rights::of_person(member.role);
    Ok((member, company, rights, Credential::Session(session)))
}

/// The person and the company, when both may still come in.
async fn active(
    app: &App,
    company: countermark_core::ids::CompanyId,
    user: countermark_core::ids::UserId,
) -> Result<(Arc<Member>, Arc<Company>), ApiError> {
    let disabled = || ApiError::authentication_failed("User account is disabled.");
    let member = app
        .facts
        .member(company, user)
        .await?
        .filter(|m| m.is_active());
    let company = app
        .facts
        .company(company, app.clock.now())
        .await?
        .filter(|c| !c.archived);
    member.zip(company).ok_or_else(disabled)
}

fn ended() -> ApiError {
    ApiError::Unauthenticated {
        code: "token_revoked",
        detail: "This session has ended.".into(),
    }
}

fn expired() -> ApiError {
    ApiError::Unauthenticated {
        code: "token_expired",
        detail: "Signature has expired.".into(),
    }
}

/// Whether a JWT speaks of the session that it names: a log-in by JWT, of that person, in that
/// company.
fn belong_together(claims: &Claims, session: &Session) -> bool {
    session.kind == Kind::Jwt
        && claims.sub.parse() == Ok(session.user)
        && claims.org == session.company.0
}

/// Verifies a JWT's text. The signature is checked once for each token, not once for each call.
///
/// # Errors
/// 401 in the words of the library that clients know (contract §1.3).
pub async fn checked(app: &App, text: &str) -> Result<Arc<Checked>, ApiError> {
    let hash = digest::digest(&digest::SHA256, text.as_bytes());
    let hash: [u8; 32] = hash.as_ref().try_into().map_err(|_| ApiError::internal())?;
    let known = app.facts.verified_jwt(&hash);
    let known = known.filter(|known| app.signer.stands(known));
    let verified = if let Some(known) = known {
        known
    } else {
        let verified = app.signer.verify(text, &app.db, &app.secrets).await?;
        let verified = Arc::new(verified);
        app.facts.remember_jwt(hash, verified.clone());
        verified
    };
    let claims = &verified.claims;
    let now = app.clock.now().seconds();
    if claims.exp <= now {
        return Err(expired());
    }
    if claims.iat > now.saturating_add(SKEW_SECONDS) {
        return Err(ApiError::authentication_failed("Error decoding signature."));
    }
    Ok(verified)
}
