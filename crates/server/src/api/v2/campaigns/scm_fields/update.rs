//! `PATCH /api/v2/campaigns/{id}/scm-fields/{field_id}/`

use super::{Choices, ScmFieldShown, check_choices, check_position, place};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, FoundField, Json, body},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    permissions::perm,
    text::{Line, Name, Text as _},
};
use countermark_store::scm_fields::{self, ScmField};

body! { refuse unknown;
    /// A change of a field; what is left out stays. Key and type may be sent as they are, and
    /// never change: data is kept under the one and read as the other.
    pub struct ScmFieldUpdate {
        /// Its key, unchanged.
        pub key: Option<Line>,
        /// Its type, unchanged.
        pub r#type: Option<Line>,
        /// What people read in its place.
        pub label: Option<Name>,
        /// What a list offers.
        #[schema(value_type = Option<Vec<String>>)]
        pub choices: Option<Choices>,
        /// Whether consumers see it.
        pub display: Option<bool>,
        /// Its place among the fields; the others move along.
        pub position: Option<i64>,
        /// Whether data is taken under its key. What is there stays.
        pub active: Option<bool>,
    }
}

/// Change a field of a campaign
#[utoipa::path(patch, path = "/api/v2/campaigns/{id}/scm-fields/{field_id}/", tag = "Campaigns",
    request_body = ScmFieldUpdate,
    params(
        ("id" = i64, Path, description = "The campaign's id."),
        ("field_id" = i64, Path, description = "The field's id.")),
    responses(
        (status = 200, description = "Changed.", body = ScmFieldShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_scm_fields_update(
    caller: Caller<perm::CampaignEdit>,
    State(app): State<App>,
    FoundField(found): FoundField,
    Body(body): Body<ScmFieldUpdate>,
) -> ApiResult<Json<ScmFieldShown>> {
    let scope = caller.scope();
    caller.reaches(&app, scope.may_change_campaign(found.campaign))?;
    stays("key", body.key.as_ref(), &found.key)?;
    stays("type", body.r#type.as_ref(), found.kind.name())?;
    let position = check_position(body.position)?;
    let mut tx = app.db.write().await?;
    let fields = scm_fields::lock(&mut tx, &scope, found.campaign).await?;
    let before = fields.iter().find(|field| field.id == found.id).cloned();
    let before = before.ok_or_else(ApiError::not_found)?;
    let mut after = ScmField {
        label: body
            .label
            .map_or(before.label.clone(), |label| label.to_string()),
        choices: body
            .choices
            .map_or(before.choices.clone(), |choices| choices.0),
        display: body.display.unwrap_or(before.display),
        active: body.active.unwrap_or(before.active),
        ..before.clone()
    };
    check_choices(after.kind, &after.choices)?;
    scm_fields::update(&mut tx, &scope, &after).await?;
    if let Some(position) = position {
        after = place(&mut tx, &scope, fields, after, position).await?;
    }
    let entry = Entry::event("scm_field.update", "scm_field", after.id, after.key.clone())
        .change(&before.audited(), &after.audited());
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(after.into()))
}

fn stays(name: &str, sent: Option<&Line>, now: &str) -> ApiResult<()> {
    match sent {
        Some(sent) if sent.as_str() != now => {
            let sentence = format!("The {name} of a field cannot change.");
            Err(ApiError::field(name, sentence))
        }
        _ => Ok(()),
    }
}
