//! `PUT /api/v2/campaigns/{id}/scm-fields/order/`

use super::ScmFieldsShown;
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Found, Ids, Json, body},
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{campaigns::Campaign, scm_fields};
use serde_json::json;

body! { refuse unknown;
    /// The order of a campaign's fields.
    pub struct ScmFieldsOrder {
        /// The ids of all fields, the first one first. Logistical units go from the largest to
        /// the smallest.
        #[schema(value_type = Vec<i64>)]
        pub order: Ids,
    }
}

/// Set the order of a campaign's fields
#[utoipa::path(put, path = "/api/v2/campaigns/{id}/scm-fields/order/", tag = "Campaigns",
    request_body = ScmFieldsOrder,
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "Set.", body = ScmFieldsShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_scm_fields_order(
    caller: Caller<perm::CampaignEdit>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
    Body(body): Body<ScmFieldsOrder>,
) -> ApiResult<Json<ScmFieldsShown>> {
    let scope = caller.scope();
    caller.reaches(&app, scope.may_change_campaign(campaign.id))?;
    let mut tx = app.db.write().await?;
    let before = scm_fields::lock(&mut tx, &scope, campaign.id).await?;
    let mut after = Vec::new();
    for id in &body.order.0 {
        let found = before.iter().find(|field| field.id.0 == *id);
        let sentence = || format!("Invalid pk \"{id}\" - object does not exist.");
        after.push(
            found
                .ok_or_else(|| ApiError::field("order", sentence()))?
                .clone(),
        );
    }
    if after.len() < before.len() {
        // Somebody may have added one meanwhile: its place is not ours to guess.
        return Err(ApiError::field("order", "List all fields of the campaign."));
    }
    scm_fields::arrange(&mut tx, &scope, &mut after).await?;
    let keys = |fields: &[scm_fields::ScmField]| {
        let keys: Vec<_> = fields.iter().map(|field| field.key.clone()).collect();
        json!({"scm_fields": keys})
    };
    let entry = Entry::event(
        "campaign.order_scm_fields",
        "campaign",
        campaign.id,
        campaign.name,
    )
    .change(&keys(&before), &keys(&after));
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(after.into()))
}
