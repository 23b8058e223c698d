//! `POST /api/v2/campaigns/`

use super::{CampaignShown, check_unique, taken};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Body, Json, body},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    permissions::perm,
    text::{Description, Name, Text as _},
};
use countermark_store::campaigns::{self, NewCampaign, consumer_key};

body! { ignore unknown;
    /// A new campaign.
    pub struct CampaignCreate {
        /// Name, unique in the company in any case.
        pub name: Name,
        /// Free text.
        pub description: Option<Description>,
    }
}

/// Make a campaign
#[utoipa::path(post, path = "/api/v2/campaigns/", tag = "Campaigns", request_body = CampaignCreate,
    responses((status = 201, description = "Made.", body = CampaignShown)))]
pub async fn campaigns_create(
    caller: Caller<perm::CampaignCreate>,
    State(app): State<App>,
    Body(body): Body<CampaignCreate>,
) -> ApiResult<(StatusCode, Json<CampaignShown>)> {
    let new = NewCampaign {
        name: body.name.as_str(),
        description: body.description.as_ref().map_or("", Description::as_str),
    };
    let now = app.clock.now();
    // First, so that a token which may not learns nothing of names that are taken.
    caller.reaches(&app, caller.scope().may_make_campaigns())?;
    let mut tx = app.db.write().await?;
    check_unique(&mut tx, &caller, None, new.name).await?;
    let campaign = campaigns::create(&mut tx, &caller.scope(), &new, now)
        .await
        .map_err(taken)?;
    let key = crate::random::consumer_key();
    consumer_key::set(&mut tx, &caller.scope(), campaign.id, &key).await?;
    let entry = Entry::event(
        "campaign.create",
        "campaign",
        campaign.id,
        campaign.name.clone(),
    )
    .after(campaign.audited());
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    Ok((StatusCode::CREATED, Json(campaign.into())))
}
