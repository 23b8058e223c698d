//! The gates. A handler's first argument says who may come in; without one of these types it
//! does not compile into the router.

use crate::{
    app::App,
    auth::{
        Credential, Principal, address, authenticate,
        limits::Scope,
        source,
        uses::{Call, Outcome},
    },
    error::ApiError,
    extract::{Stranger, caller},
    middleware::RequestId,
};
use axum::{
    extract::FromRequestParts,
    http::{Method, request::Parts},
};
use countermark_core::{ids::UatId, permissions::Permit, time::Timestamp};
use countermark_store::shares;
use std::{marker::PhantomData, net::IpAddr, ops::Deref};

/// Any credential with one of `P`'s permissions: token or person.
pub struct Caller<P>(Principal, PhantomData<P>);

/// A person who is signed in (cookie or JWT) and has one of `P`'s permissions. No token.
pub struct Person<P>(Principal, PhantomData<P>);

/// As [`Person`], and signed in within the last ten minutes.
pub struct Fresh<P>(Principal, PhantomData<P>);

/// A UAT about itself.
pub struct TokenItself {
    principal: Principal,
    /// The token.
    pub uat: UatId,
}

/// Anybody. Says so in plain sight.
pub struct Public {
    /// Where the request came from.
    pub address: IpAddr,
    /// The request's id.
    pub request_id: String,
}

macro_rules! principal_inside {
    ($($gate:ident $(<$p:ident>)? . $field:tt;)+) => {$(
        impl $(<$p>)? Deref for $gate $(<$p>)? {
            type Target = Principal;
            fn deref(&self) -> &Principal {
                &self.$field
            }
        }
    )+};
}

principal_inside! { Caller<P>.0; Person<P>.0; Fresh<P>.0; TokenItself.principal; }

/// Authenticates, counts the call against its limits, and leaves the principal for the
/// extractors that follow.
async fn enter(parts: &mut Parts, app: &App, limit: Scope) -> Result<Principal, ApiError> {
    let address = address::of(parts, &app.settings);
    let origin = address::known(parts, &app.settings);
    let request_id = RequestId::of(parts);
    let authenticated = authenticate(app, parts, (address, origin), &request_id);
    let (found, source) = source::observed(authenticated).await;
    let found = match found {
        Ok(Some(principal)) => principal,
        Ok(None) => {
            app.limits.anonymous(address)?;
            return Err(ApiError::not_authenticated());
        }
        Err(refused) => {
            if refused.is_unavailable() {
                // No guess at a credential, so not counted as one.
                app.metrics.unavailable();
                return Err(refused);
            }
            app.metrics.authenticated(source);
            app.limits.anonymous(address)?;
            return Err(refused);
        }
    };
    crate::middleware::Who::set(parts, &found);
    shares::belongs_to(found.company());
    app.metrics.authenticated(source);
    if let Err(refused) = app.limits.user(limit, &found) {
        noted(parts, app, &found, Outcome::Denied(refused.code()));
        return Err(refused);
    }
    if found.is_cookie() {
        same_origin(parts)?;
    }
    parts.extensions.insert(found.clone());
    Ok(found)
}

/// Notes what became of a call, when it was a token's.
fn noted(parts: &Parts, app: &App, caller: &Principal, outcome: Outcome) {
    if let Credential::Uat(uat) = &caller.credential {
        let now = app.clock.now();
        let call = Call {
            operation: caller.operation,
            address: caller.address,
            headers: &parts.headers,
        };
        app.uses.note(uat.id, call, now, outcome);
    }
}

/// Whether a `GET` is to act, where the contract has an operation begin something by it. A `HEAD`
/// begins nothing, and a cookie only what our own pages ask for: a link elsewhere sends it along.
/// Stands behind the gate.
pub struct Acts(pub bool);

impl FromRequestParts<App> for Acts {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        if caller(parts)?.is_cookie() {
            from_own_page(parts)?;
        }
        Ok(Self(parts.method == Method::GET))
    }
}

/// A browser sends the cookie on its own, so a change must come from our own pages (OWASP ASVS
/// 5.0 §3.5.1). A browser that says nothing about where a request comes from gets no change.
fn same_origin(parts: &Parts) -> Result<(), ApiError> {
    if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    from_own_page(parts)
}

fn from_own_page(parts: &Parts) -> Result<(), ApiError> {
    let text = |name: &str| {
        parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let own = match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => text("origin")
            .and_then(|origin| origin.split_once("://"))
            .is_some_and(|(_, host)| Some(host) == text("host")),
    };
    if own {
        Ok(())
    } else {
        Err(ApiError::forbidden(
            "cross_site",
            "This request did not come from the portal.",
        ))
    }
}

fn only_person(parts: &Parts, app: &App, principal: &Principal) -> Result<(), ApiError> {
    if principal.session().is_some() {
        return Ok(());
    }
    let refused = ApiError::forbidden(
        "person_required",
        "A token cannot do this. Sign in as a person (portal or JWT).",
    );
    noted(parts, app, principal, Outcome::Denied(refused.code()));
    denied(app, principal, refused)
}

/// Refuses a caller who is who they say, and has it written in their company's log.
fn denied<T>(app: &App, principal: &Principal, refused: ApiError) -> Result<T, ApiError> {
    app.denied.note(principal, &refused, app.clock.now());
    Err(refused)
}

/// As [`Principal::knock`], and a refusal is written in the log.
fn admit<P: Permit>(app: &App, principal: &Principal) -> Result<(), ApiError> {
    let (opened, _) = principal.knock::<P>();
    opened.or_else(|refused| denied(app, principal, refused))
}

impl<P: Permit> FromRequestParts<App> for Caller<P> {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let limit = if P::UPDATES_SCM {
            Scope::ScmUpdate
        } else {
            Scope::User
        };
        let principal = enter(parts, app, limit).await?;
        let (opened, outcome) = principal.knock::<P>();
        noted(parts, app, &principal, outcome);
        opened.or_else(|refused| denied(app, &principal, refused))?;
        Ok(Self(principal, PhantomData))
    }
}

impl<P: Permit> FromRequestParts<App> for Person<P> {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let principal = enter(parts, app, Scope::User).await?;
        only_person(parts, app, &principal)?;
        admit::<P>(app, &principal)?;
        Ok(Self(principal, PhantomData))
    }
}

/// Asks for a fresh login in the middle of an operation, where only some of what it does needs one.
///
/// # Errors
/// The same 403 as at the gate.
pub fn require_fresh(principal: &Principal, now: Timestamp) -> Result<(), ApiError> {
    if principal.fresh_until().is_some_and(|until| until > now) {
        return Ok(());
    }
    Err(ApiError::forbidden(
        "fresh_login_required",
        "Please prove again that it is you: confirm your password or log in again.",
    ))
}

impl<P: Permit> FromRequestParts<App> for Fresh<P> {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let principal = enter(parts, app, Scope::User).await?;
        only_person(parts, app, &principal)?;
        admit::<P>(app, &principal)?;
        require_fresh(&principal, app.clock.now())?;
        Ok(Self(principal, PhantomData))
    }
}

impl FromRequestParts<App> for TokenItself {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let principal = enter(parts, app, Scope::User).await?;
        noted(parts, app, &principal, Outcome::Let(None));
        match &principal.credential {
            Credential::Uat(uat) => Ok(Self {
                uat: uat.id,
                principal,
            }),
            Credential::Session(_) => {
                let sentence = "This is about the token that calls; send a UAT.";
                let refused = ApiError::forbidden("token_required", sentence);
                denied(app, &principal, refused)
            }
        }
    }
}

impl FromRequestParts<App> for Public {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let address = address::of(parts, &app.settings);
        app.limits.anonymous(address)?;
        parts.extensions.insert(Stranger);
        Ok(Self {
            address,
            request_id: RequestId::of(parts),
        })
    }
}
