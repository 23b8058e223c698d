//! `/api/v2/policy/`: what the company rules about tokens and log-ins.

mod apply;
pub mod cancel;
pub mod get;
pub mod preview;
pub mod update;

pub use apply::settle;
use apply::start_of;

use crate::{
    error::{ApiError, ApiResult},
    extract::{Field, body},
};
use countermark_core::{
    permissions::PermissionSet,
    policy::{Choice, LeakAction, SecondFactor, SupersededUse, TokenPolicy},
    time::{self, Timestamp},
};
use countermark_store::companies::Company;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// The rules.
#[derive(Serialize, ToSchema)]
pub struct Rules {
    /// Days that the dialog for a new token proposes.
    pub default_days: i64,
    /// The shortest life of a new token in days; 0: it may end today.
    pub min_days: i64,
    /// The longest life of a token in days, counted from the day it was made.
    pub max_days: i64,
    /// Permissions that no token of the company carries.
    pub forbidden: Vec<&'static str>,
    /// E-mail address and password are enough for a JWT of the API. The portal is not affected.
    pub password_jwt: bool,
    /// What happens to a token that was found in the open: `revoke`, `quarantine` or `notify`.
    pub leak_action: &'static str,
    /// What happens when an old text of a token is used: `notify` or `revoke_family`.
    pub superseded_use: &'static str,
    /// Whether people must have a second factor: `optional` or `required`.
    pub second_factor: &'static str,
}

impl From<&TokenPolicy> for Rules {
    fn from(policy: &TokenPolicy) -> Self {
        Self {
            default_days: policy.default_days,
            min_days: policy.min_days,
            max_days: policy.max_days,
            forbidden: policy.forbidden.names(),
            password_jwt: policy.password_jwt,
            leak_action: policy.leak_action.name(),
            superseded_use: policy.superseded_use.name(),
            second_factor: policy.second_factor.name(),
        }
    }
}

/// The rules, and those that wait.
#[derive(Serialize, ToSchema)]
pub struct CompanyPolicy {
    /// The rules now.
    #[serde(flatten)]
    pub rules: Rules,
    /// The time zone in which days begin and end.
    pub time_zone: String,
    /// Today there.
    #[schema(format = "date")]
    pub today: String,
    /// Rules that wait for their day; null when there are none.
    pub pending: Option<PendingRules>,
}

/// Rules that wait for their day.
#[derive(Serialize, ToSchema)]
pub struct PendingRules {
    /// The rules.
    #[serde(flatten)]
    pub rules: Rules,
    /// The day, in the company's time zone.
    #[schema(format = "date")]
    pub starts_on: String,
    /// Its first moment.
    #[schema(format = "date-time")]
    pub starts_at: String,
}

impl CompanyPolicy {
    /// Shows a company's rules; `company` is as the facts show it at that time.
    ///
    /// # Errors
    /// 500 when its time zone is none.
    pub fn of(company: &Company, now: Timestamp) -> ApiResult<Self> {
        let zone = time::zone(&company.time_zone).ok_or_else(ApiError::internal)?;
        Ok(Self {
            rules: (&company.policy).into(),
            time_zone: company.time_zone.clone(),
            today: now.date_in(&zone).to_string(),
            pending: company.pending.as_ref().map(|pending| PendingRules {
                rules: (&pending.policy).into(),
                starts_on: pending.starts_on.clone(),
                starts_at: pending.starts_at.to_string(),
            }),
        })
    }
}

/// As the audit log keeps it.
fn facts(policy: &TokenPolicy) -> Value {
    json!(Rules::from(policy))
}

/// A list of permissions that may be empty.
pub struct Forbidden(pub PermissionSet);

impl Field for Forbidden {
    fn parse(value: Value) -> Result<Self, String> {
        if value.as_array().is_some_and(Vec::is_empty) {
            return Ok(Self(PermissionSet::EMPTY));
        }
        PermissionSet::parse(value).map(Self)
    }
}

macro_rules! choice_fields {
    ($($name:ident)+) => {$(
        impl Field for $name {
            fn parse(value: Value) -> Result<Self, String> {
                let found = value.as_str().and_then(<Self as Choice>::by_name);
                found.ok_or_else(|| {
                    let words: Vec<_> = Self::ALL.iter().map(|one| one.name()).collect();
                    format!("Use one of: {}.", words.join(", "))
                })
            }
        }
    )+};
}

choice_fields! { LeakAction SupersededUse SecondFactor }

body! { refuse unknown;
    /// A change of the rules; members that are left out stay as they are.
    pub struct PolicyUpdate {
        /// Days that the dialog proposes.
        pub default_days: Option<i64>,
        /// The shortest life of a new token in days.
        pub min_days: Option<i64>,
        /// The longest life of a token in days.
        pub max_days: Option<i64>,
        /// Permissions that no token carries; an empty list forbids none.
        #[schema(value_type = Option<Vec<String>>)]
        pub forbidden: Option<Forbidden>,
        /// Whether e-mail address and password are enough for a JWT.
        pub password_jwt: Option<bool>,
        /// `revoke`, `quarantine` or `notify`.
        #[schema(value_type = Option<String>)]
        pub leak_action: Option<LeakAction>,
        /// `notify` or `revoke_family`.
        #[schema(value_type = Option<String>)]
        pub superseded_use: Option<SupersededUse>,
        /// `optional` or `required`.
        #[schema(value_type = Option<String>)]
        pub second_factor: Option<SecondFactor>,
        /// The day, in the company's time zone, from whose first moment on this counts; now when
        /// it is left out.
        #[schema(value_type = Option<String>, format = "date")]
        pub starts_on: Option<Date>,
    }
}

impl PolicyUpdate {
    /// The rules with this change made.
    ///
    /// # Errors
    /// 400 that names every member which does not fit.
    fn over(&self, now: &TokenPolicy) -> ApiResult<TokenPolicy> {
        let policy = TokenPolicy {
            default_days: self.default_days.unwrap_or(now.default_days),
            min_days: self.min_days.unwrap_or(now.min_days),
            max_days: self.max_days.unwrap_or(now.max_days),
            forbidden: self.forbidden.as_ref().map_or(now.forbidden, |f| f.0),
            password_jwt: self.password_jwt.unwrap_or(now.password_jwt),
            leak_action: self.leak_action.unwrap_or(now.leak_action),
            superseded_use: self.superseded_use.unwrap_or(now.superseded_use),
            second_factor: self.second_factor.unwrap_or(now.second_factor),
        };
        let mut faults: Map<String, Value> = policy
            .faults()
            .into_iter()
            .map(|(member, sentence)| (member.to_owned(), json!([sentence])))
            .collect();
        let never: Vec<_> = policy
            .forbidden
            .iter()
            .filter(|p| !p.for_tokens())
            .collect();
        if !never.is_empty() {
            let sentences: Vec<_> = never
                .iter()
                .map(|permission| format!("\"{permission}\" is never on a token anyway."))
                .collect();
            faults.insert("forbidden".into(), json!(sentences));
        }
        if faults.is_empty() {
            Ok(policy)
        } else {
            Err(ApiError::Fields(faults))
        }
    }
}
