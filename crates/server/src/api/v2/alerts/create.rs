//! `POST /api/v2/campaigns/{id}/alerts/`

use super::{AlertShown, BoundGiven, Kind, bound_for, may_blacklist, recipients};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Found, Ids, Json, body},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{
    DbError,
    campaigns::Campaign,
    scans::alerts::{self, NewAlert},
};

body! { refuse unknown;
    /// A new alert.
    pub struct AlertCreate {
        /// What it is about, as `scan-count`.
        #[schema(value_type = String)]
        pub r#type: Kind,
        /// From when on, for types that need it.
        #[schema(value_type = Option<Object>)]
        pub bound: Option<BoundGiven>,
        /// Whether it counts; it does, if this is left out.
        pub is_active: Option<bool>,
        /// The ids of people who get the mails.
        #[schema(value_type = Option<Vec<i64>>)]
        pub recipients: Option<Ids>,
    }
}

/// Make an alert
///
/// Flags that need a bound are raised only while their alert is active. Its recipients get a mail
/// about new scans at most once an hour. A `session-count` with `auto_blacklist` in its bound also
/// blacklists the code; that asks for `scm_code_edit`, too.
#[utoipa::path(post, path = "/api/v2/campaigns/{id}/alerts/", tag = "Alerts",
    request_body = AlertCreate,
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 201, description = "Made.", body = AlertShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_alerts_create(
    caller: Caller<perm::CampaignEdit>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
    Body(body): Body<AlertCreate>,
) -> ApiResult<(StatusCode, Json<AlertShown>)> {
    caller.reaches(&app, caller.scope().may_change_campaign(campaign.id))?;
    let flag = body.r#type.0;
    let bound = bound_for(flag, body.bound)?;
    may_blacklist(&app, &caller, bound.as_ref())?;
    let (scope, now) = (caller.scope(), app.clock.now());
    let mut tx = app.db.write().await?;
    let ids = body.recipients.unwrap_or(Ids(Vec::new()));
    let new = NewAlert {
        flag,
        bound,
        active: body.is_active.unwrap_or(true),
        recipients: recipients(&mut tx, &caller, ids).await?,
    };
    let made = alerts::create(&mut tx, &scope, campaign.id, &new, now).await;
    let alert = made.map_err(|error| match error {
        DbError::Unique => {
            ApiError::field("type", "This campaign has an alert of this type already.")
        }
        other => other.into(),
    })?;
    let entry =
        Entry::event("alert.create", "alert", alert.id, campaign.name).after(alert.audited());
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    Ok((StatusCode::CREATED, Json(alert.into())))
}
