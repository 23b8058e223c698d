//! The caller of one request, verified.

use crate::{
    app::App,
    auth::{operation::Operation, second_factor::must_enrol, uses::Outcome},
    error::ApiError,
};
use countermark_core::{
    access::Rights,
    ids::{CompanyId, UserId},
    permissions::{Permission, Permit},
    roles::Role,
    time::{self, Timestamp},
};
use countermark_store::{
    DbError, Scope,
    audit::By,
    budgets::Spender,
    companies::Company,
    members::Member,
    sessions::{Kind, Session},
    uats::Grant,
};
use jiff::tz::TimeZone;
use std::{net::IpAddr, sync::Arc};

/// How long a log-in counts as fresh: ten minutes (design §3).
const FRESH_SECONDS: i64 = 600;

/// What the caller showed.
#[derive(Clone)]
pub enum Credential {
    /// A User Authorization Token.
    Uat(Arc<Grant>),
    /// A log-in, by cookie or JWT.
    Session(Arc<Session>),
}

impl Credential {
    /// Which brands, products and campaigns of the company it reaches, shown by that member. Of
    /// campaigns that are limited to teams it reaches those of the member's teams; an Account
    /// Admin's are all.
    #[must_use]
    pub fn scope(&self, company: CompanyId, member: &Member) -> Scope {
        let scope = match self {
            Self::Uat(uat) => Scope::within(company, uat.special().only.clone()),
            Self::Session(_) => Scope::everything(company),
        };
        seen_by(scope, member)
    }
}

/// Hides what is limited to teams that the member is not in; of an Account Admin nothing is
/// (decision 0028).
#[must_use]
pub fn seen_by(scope: Scope, member: &Member) -> Scope {
    match member.role {
        Role::AccountAdmin => scope,
        _ => scope.seen_by(member.id),
    }
}

/// Who is calling and what they may do now. Made only from a verified credential.
#[derive(Clone)]
pub struct Principal {
    /// The person.
    pub member: Arc<Member>,
    /// Their company.
    pub company: Arc<Company>,
    /// What they may do now.
    pub rights: Rights,
    /// What they showed.
    pub credential: Credential,
    /// Where the request came from, for limits and logs.
    pub address: IpAddr,
    /// Where it came from for certain: access may be decided by it.
    pub origin: Option<IpAddr>,
    /// The request's id.
    pub request_id: String,
    /// What is called.
    pub operation: Operation,
}

impl Principal {
    /// The tenant.
    #[must_use]
    pub fn company(&self) -> CompanyId {
        self.company.id
    }

    /// Which brands, products and campaigns the caller reaches: all of the company's, unless a
    /// token was limited to some or campaigns to teams that the person is not in.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.credential.scope(self.company(), &self.member)
    }

    /// The person.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.member.id
    }

    /// The log-in, unless the caller showed a token.
    #[must_use]
    pub fn session(&self) -> Option<&Arc<Session>> {
        match &self.credential {
            Credential::Session(session) => Some(session),
            Credential::Uat(_) => None,
        }
    }

    /// `uat`, `jwt` or `session`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.credential {
            Credential::Uat(_) => "uat",
            Credential::Session(session) => session.kind.name(),
        }
    }

    /// The public id of the credential.
    #[must_use]
    pub fn credential_id(&self) -> String {
        match &self.credential {
            Credential::Uat(uat) => uat.id.to_string(),
            Credential::Session(session) => session.id.to_string(),
        }
    }

    /// Whether the caller showed the portal's cookie.
    #[must_use]
    pub fn is_cookie(&self) -> bool {
        self.session()
            .is_some_and(|session| session.kind == Kind::Cookie)
    }

    /// The moment until which the log-in counts as fresh.
    #[must_use]
    pub fn fresh_until(&self) -> Option<Timestamp> {
        self.session()
            .map(|session| session.signed_in_at.plus_seconds(FRESH_SECONDS))
    }

    /// Whether the person has to set up a second factor before anything else. A token is not
    /// asked: it was made by somebody who was let in, and works where nobody could enrol.
    #[must_use]
    pub fn must_enrol(&self) -> bool {
        self.session().is_some() && must_enrol(&self.company, self.member.factors)
    }

    /// Asks for one more permission in the middle of an operation. That a token needed it is
    /// noted, as at the gate.
    ///
    /// # Errors
    /// The same 403 as at the gate.
    pub fn require<P: Permit>(&self, app: &App) -> Result<(), ApiError> {
        let (opened, outcome) = self.knock::<P>();
        let now = app.clock.now();
        if let Credential::Uat(uat) = &self.credential {
            app.uses.also(uat.id, now, self.operation, outcome);
        }
        opened.inspect_err(|refused| app.denied.note(self, refused, now))
    }

    /// Passes on whether something is within what the caller reaches, in the middle of an
    /// operation. A token's refusal is noted, as at the gate.
    ///
    /// # Errors
    /// 403 `outside_token_scope`.
    pub fn reaches(&self, app: &App, within: Result<(), DbError>) -> Result<(), ApiError> {
        within.map_err(|outside| {
            let (refused, now) = (ApiError::from(outside), app.clock.now());
            if let Credential::Uat(uat) = &self.credential {
                let outcome = Outcome::Denied(refused.code());
                app.uses.also(uat.id, now, self.operation, outcome);
            }
            app.denied.note(self, &refused, now);
            refused
        })
    }

    /// Asks for a permission, and says what is to be noted of the token that asked.
    pub(super) fn knock<P: Permit>(&self) -> (Result<(), ApiError>, Outcome) {
        if !P::BEFORE_FACTOR && self.must_enrol() {
            let refused = ApiError::forbidden(
                "second_factor_required",
                "Set up a second factor for your account first.",
            );
            let code = refused.code();
            return (Err(refused), Outcome::Denied(code));
        }
        match self.rights.opens(P::ANY_OF) {
            Ok(permission) => (Ok(()), Outcome::Let(permission)),
            Err(refusal) => {
                let refused = ApiError::from(refusal);
                let code = refused.code();
                (Err(refused), Outcome::Denied(code))
            }
        }
    }

    /// Whether the caller has that permission now.
    #[must_use]
    pub fn has(&self, permission: Permission) -> bool {
        self.rights.effective().contains(permission)
    }

    /// The half of an audit entry that says who and how.
    #[must_use]
    pub fn by(&self, now: Timestamp) -> By {
        By {
            company: self.company(),
            person: Some(self.user()),
            credential_kind: self.kind(),
            credential_id: self.credential_id(),
            address: self.address.to_string(),
            request_id: self.request_id.clone(),
            at: now,
            budget: self.budget(now),
        }
    }

    /// The time zone in which the company's days end.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        zone_of(&self.company)
    }

    /// The daily budgets that what the caller does counts against; none for persons, and for
    /// tokens without any.
    #[must_use]
    pub fn budget(&self, now: Timestamp) -> Option<Spender> {
        match &self.credential {
            Credential::Uat(uat) => spender(uat, &self.company, now),
            Credential::Session(_) => None,
        }
    }
}

/// The daily budgets that what a token of that company does counts against, if it has any.
#[must_use]
pub fn spender(uat: &Grant, company: &Company, now: Timestamp) -> Option<Spender> {
    let budgets = uat.special().budgets?;
    let zone = zone_of(company);
    let day = now.date_in(&zone);
    let ends = time::end_of_day(day, &zone).unwrap_or(now);
    Some(Spender {
        // A successor goes on where the token before it stood: rotating buys nothing.
        uat: uat.family(),
        budgets,
        day: day.to_string(),
        ends,
        seconds: u64::try_from(ends.seconds() - now.seconds()).unwrap_or(1),
    })
}

/// The time zone in which a company's days end. One that is not there was never stored; were it
/// so, days would end in UTC.
fn zone_of(company: &Company) -> TimeZone {
    time::zone(&company.time_zone).unwrap_or(TimeZone::UTC)
}
