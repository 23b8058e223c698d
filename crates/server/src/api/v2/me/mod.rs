//! `/api/v2/me/`: who the caller is.

pub mod companies;
pub mod company;
pub mod email;
pub mod email_verify;
pub mod factors;
pub mod get;
mod names;
pub mod password;
pub mod sessions;
pub mod update;

use crate::{
    api::v2::uats::OnlyShown,
    app::App,
    auth::{
        Credential, Principal, operation::Operation, second_factor::required, session,
        sign_in::Begun,
    },
    error::{ApiError, ApiResult},
    extract::Json,
};
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use countermark_core::{access::Rights, language::Language};
use names::Names;
use serde::Serialize;
use std::{net::IpAddr, sync::Arc};
use utoipa::ToSchema;

/// Who is calling, with what, and what they may do now.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// The person; for a UAT, its owner.
    pub user: MeUser,
    /// The company.
    pub company: MeCompany,
    /// The person's role in it.
    pub role: RoleName,
    /// The permissions of this call: role now, and for a UAT ∩ token ∩ policy.
    #[schema(value_type = Vec<String>)]
    pub permissions: Names,
    /// The credential used.
    pub credential: MeCredential,
    /// The person's second factor; null for a token.
    pub second_factor: Option<MeSecondFactor>,
}

/// What a person's own page says of the second factor.
#[derive(Serialize, ToSchema)]
pub struct MeSecondFactor {
    /// Whether there is one.
    pub is_on: bool,
    /// Whether the company asks for one.
    pub is_required: bool,
    /// Nothing else can be done before one is set up.
    pub must_enrol: bool,
}

/// The person.
#[derive(Serialize, ToSchema)]
pub struct MeUser {
    /// Id.
    pub id: i64,
    /// E-mail address.
    pub email: String,
    /// Whether the person has proved that mail to the address arrives.
    pub email_verified: bool,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The language in which mails come, `en` or `fr`; null until it was said.
    pub language: Option<&'static str>,
}

/// The company.
#[derive(Serialize, ToSchema)]
pub struct MeCompany {
    /// Id.
    pub id: i64,
    /// UUID.
    #[schema(format = "uuid")]
    pub uuid: String,
    /// Name.
    pub name: String,
    /// IANA name of the time zone in which its days end.
    pub time_zone: String,
}

/// A role's two names.
#[derive(Serialize, ToSchema)]
pub struct RoleName {
    /// On the wire.
    pub name: &'static str,
    /// For people.
    pub label: &'static str,
}

impl From<countermark_core::roles::Role> for RoleName {
    fn from(role: countermark_core::roles::Role) -> Self {
        Self {
            name: role.name(),
            label: role.label(),
        }
    }
}

/// The credential used.
#[derive(Serialize, ToSchema)]
pub struct MeCredential {
    /// `uat`, `jwt` or `session`.
    pub kind: &'static str,
    /// Its public id.
    pub id: String,
    /// The token's name; null for a log-in.
    pub name: Option<String>,
    /// The token's last day; null for a log-in.
    #[schema(format = "date")]
    pub valid_until: Option<String>,
    /// From when on it is refused.
    #[schema(format = "date-time")]
    pub expires_at: String,
    /// Until when the log-in counts as fresh; null for a token.
    #[schema(format = "date-time")]
    pub fresh_until: Option<String>,
    /// Since when the token is in quarantine and only reads; null for all others.
    #[schema(format = "date-time")]
    pub quarantined_at: Option<String>,
    /// Which brands, products and campaigns the token may reach; null: all of the company's.
    pub only: Option<OnlyShown>,
}

impl Me {
    /// Describes a caller.
    #[must_use]
    pub fn of(caller: &Principal) -> Self {
        let (member, company) = (&caller.member, &caller.company);
        let special = match &caller.credential {
            Credential::Uat(uat) => Some(uat.special()),
            Credential::Session(_) => None,
        };
        let quarantined_at = special.and_then(|special| special.quarantined_at);
        let quarantined_at = quarantined_at.map(|at| at.to_string());
        let only = special.and_then(|special| OnlyShown::of(special.only.as_deref()));
        let (name, valid_until, expires_at) = match &caller.credential {
            Credential::Uat(uat) => (
                Some(uat.name.to_string()),
                Some(uat.valid_until.to_string()),
                uat.expires_at,
            ),
            Credential::Session(session) => (None, None, session.expires_at),
        };
        Self {
            user: MeUser {
                id: member.id.0,
                email: member.email.clone(),
                email_verified: member.verified_at.is_some(),
                given_name: member.details.given_name.clone(),
                family_name: member.details.family_name.clone(),
                language: member.language.map(Language::name),
            },
            company: MeCompany {
                id: company.id.0,
                uuid: company.uuid.clone(),
                name: company.name.clone(),
                time_zone: company.time_zone.clone(),
            },
            role: member.role.into(),
            permissions: Names::of(caller.rights.effective()),
            credential: MeCredential {
                kind: caller.kind(),
                id: caller.credential_id(),
                name,
                valid_until,
                expires_at: expires_at.to_string(),
                fresh_until: caller.fresh_until().map(|until| until.to_string()),
                quarantined_at,
                only,
            },
            second_factor: caller.session().map(|_| MeSecondFactor {
                is_on: member.factors.any(),
                is_required: required(company),
                must_enrol: caller.must_enrol(),
            }),
        }
    }
}

/// The answer to a log-in in the portal.
#[derive(Serialize, ToSchema)]
pub struct Signed {
    /// Who has signed in.
    pub me: Me,
}

impl Signed {
    /// 201 with the cookie of a session that was just begun.
    pub async fn answer(app: &App, begun: Begun, address: IpAddr) -> ApiResult<Response> {
        let session = Arc::new(begun.session);
        let member = app.facts.member(session.company, session.user).await?;
        let company = app.facts.company(session.company, app.clock.now()).await?;
        let (member, company) = member.zip(company).ok_or_else(ApiError::internal)?;
        let left = session.expires_at.seconds() - app.clock.now().seconds();
        let cookie = session::set_cookie(app, session.id, &begun.secret, left)?;
        let principal = Principal {
            rights: Rights::of_person(member.role),
            member,
            company,
            credential: Credential::Session(session),
            address,
            origin: None,
            request_id: String::new(),
            operation: Operation::default(),
        };
        let body = Json(Self {
            me: Me::of(&principal),
        });
        Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], body).into_response())
    }
}
