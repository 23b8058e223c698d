//! `POST /api/v2/uats/`

use super::{UatShown, facts, grantable, only::OnlyAsked};
use crate::{
    app::App,
    auth::{Fresh, Principal},
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    budget::Budgets,
    networks::{Mode, Networks},
    permissions::{PermissionSet, perm},
    text::{Name, Text as _},
    time::{self, Timestamp},
    token::UatText,
};
use countermark_store::uats::{self, NewUat};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// Tokens that one person may have at work at once (security checklist 63).
pub(super) const MOST: i64 = 500;

body! { refuse unknown;
    /// A new token.
    pub struct UatCreate {
        /// What you will know it by.
        pub name: Name,
        /// The last day it works, in the company's time zone.
        #[schema(value_type = String, format = "date")]
        pub valid_until: Date,
        /// What it may do: at least one, and none that you may not do yourself.
        #[schema(value_type = Vec<String>)]
        pub permissions: PermissionSet,
        /// How much it may do in a day, by unit; no bounds when it is left out.
        #[schema(value_type = Option<std::collections::BTreeMap<String, i64>>)]
        pub budgets: Option<Budgets>,
        /// Where it may be used from: addresses and networks in CIDR notation, at most 50; none:
        /// everywhere.
        #[schema(value_type = Option<Vec<String>>)]
        pub networks: Option<Networks>,
        /// `enforce` (left out) refuses calls from elsewhere, `observe` counts them.
        #[schema(value_type = Option<String>)]
        pub network_mode: Option<Mode>,
        /// Which brands, products and campaigns it may reach: at most 100 ids of each; all of the
        /// company's when it is left out.
        #[schema(value_type = Option<super::OnlyShown>)]
        pub only: Option<OnlyAsked>,
    }
}

/// A new token with its text.
#[derive(Serialize, ToSchema)]
pub struct UatCreated {
    /// The token's text: `Authorization: UAT <token>`. It is shown now and never again.
    pub token: String,
    /// What is known of it.
    #[serde(flatten)]
    pub uat: UatShown,
}

/// Make a token
///
/// Its text is in the answer and nowhere else; keep it safe.
#[utoipa::path(post, path = "/api/v2/uats/", tag = "Tokens", request_body = UatCreate,
    responses(
        (status = 201, description = "Made.", body = UatCreated),
        (status = 409, description = "Too many active tokens.", body = crate::openapi::Problem)))]
pub async fn uats_create(
    caller: Fresh<perm::ApiAccess>,
    State(app): State<App>,
    Body(body): Body<UatCreate>,
) -> ApiResult<(StatusCode, Json<UatCreated>)> {
    let now = app.clock.now();
    let expires_at = end(&caller, body.valid_until, now)?;
    grantable(&caller, body.permissions)?;
    let text = UatText {
        id: crate::random::uat_id(),
        secret: crate::random::bytes(),
    };
    let digest = app.secrets.uat_digest(text.id, &text.secret);
    let valid_until = body.valid_until.to_string();
    let mut tx = app.db.write().await?;
    let wanted = uats::Wanted {
        owner: Some(caller.user()),
        state: Some(uats::State::Active),
        ..uats::Wanted::default()
    };
    if uats::count(&mut tx, caller.company(), &wanted, now).await? >= MOST {
        return Err(ApiError::conflict(format!(
            "You have {MOST} active tokens. Revoke those you do not need."
        )));
    }
    let new = NewUat {
        id: text.id,
        owner: caller.user(),
        name: body.name.as_str(),
        secret_digest: &digest,
        permissions: body.permissions,
        valid_until: &valid_until,
        created_at: now,
        expires_at,
    };
    uats::create(&mut tx, caller.company(), &new).await?;
    if let Some(budgets) = &body.budgets {
        uats::set_budgets(&mut tx, caller.company(), text.id, budgets).await?;
    }
    let networks = body.networks.unwrap_or_default();
    let mode = body.network_mode.unwrap_or_default();
    uats::set_networks(&mut tx, caller.company(), text.id, &networks, mode).await?;
    if let Some(only) = body.only {
        let only = only.check(&mut tx, &caller.scope()).await?;
        uats::set_only(&mut tx, caller.company(), text.id, Some(&only)).await?;
    }
    let uat = uats::get(&mut tx, caller.company(), text.id).await?;
    let uat = uat.ok_or_else(ApiError::internal)?;
    let entry = Entry::event("uat.create", "uat", text.id, &*uat.name).after(facts::made(&uat));
    let uat = UatShown::of(uat, &caller.company, now);
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    let token = text.write().to_string();
    Ok((StatusCode::CREATED, Json(UatCreated { token, uat })))
}

/// The end of the last day, within the company's policy.
pub(super) fn end(caller: &Principal, day: Date, now: Timestamp) -> ApiResult<Timestamp> {
    let company = &caller.company;
    let zone = time::zone(&company.time_zone).ok_or_else(ApiError::internal)?;
    let today = now.date_in(&zone);
    if day < today {
        return Err(ApiError::field(
            "valid_until",
            "This day is over. Choose today or later.",
        ));
    }
    let earliest = company.policy.earliest(today);
    if day < earliest {
        let least = company.policy.min_days;
        let sentence = format!("Your company asks for at least {least} days: {earliest} or later.");
        return Err(ApiError::field("valid_until", sentence));
    }
    let most = company.policy.max_days;
    let latest = company.policy.latest(today);
    if day > latest {
        let sentence = format!("Your company allows at most {most} days: {latest} or earlier.");
        return Err(ApiError::field("valid_until", sentence));
    }
    time::end_of_day(day, &zone).map_err(|_| ApiError::field("valid_until", "Too far away."))
}
