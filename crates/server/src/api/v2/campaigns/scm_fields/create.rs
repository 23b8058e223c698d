//! `POST /api/v2/campaigns/{id}/scm-fields/`

use super::{Choices, ScmFieldShown, check_choices, check_position, place};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Found, Json, body},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    permissions::perm,
    scm_field::{Kind, MOST_FIELDS, predefined},
    text::{FieldKey, Name, Text as _},
};
use countermark_store::{
    DbError,
    campaigns::Campaign,
    scm_fields::{self, NewField},
};

body! { refuse unknown;
    /// A new field.
    pub struct ScmFieldCreate {
        /// The key under which data comes in: `[a-z][a-z0-9_]{0,63}`. The predefined ones are
        /// `intended_market`, `distributor`, `sell_by_date`, `is_consumed` and `consumed_date`.
        pub key: FieldKey,
        /// What people read in its place; of a predefined field it may be left out.
        pub label: Option<Name>,
        /// `text`, `number`, `list`, `date` or `logistical_unit`; of a predefined field it may be
        /// left out.
        #[schema(value_type = Option<String>)]
        pub r#type: Option<Kind>,
        /// What a list offers.
        #[schema(value_type = Option<Vec<String>>)]
        pub choices: Option<Choices>,
        /// Whether consumers see it; not, when it is left out.
        pub display: Option<bool>,
        /// Its place among the fields; the last, when it is left out.
        pub position: Option<i64>,
        /// Whether data is taken under its key; it is, when it is left out.
        pub active: Option<bool>,
    }
}

impl ScmFieldCreate {
    /// Label and kind, given or predefined.
    fn label_and_kind(&self) -> ApiResult<(String, Kind)> {
        let known = predefined(self.key.as_str());
        let required = |name| ApiError::field(name, "This field is required.");
        let label = match (&self.label, known) {
            (Some(label), _) => label.to_string(),
            (None, Some(known)) => known.label.to_owned(),
            (None, None) => return Err(required("label")),
        };
        match (self.r#type, known) {
            (Some(kind), Some(known)) if kind != known.kind => {
                let sentence = format!("{} is always a {}.", known.key, known.kind.name());
                Err(ApiError::field("type", sentence))
            }
            (Some(kind), _) => Ok((label, kind)),
            (None, Some(known)) => Ok((label, known.kind)),
            (None, None) => Err(required("type")),
        }
    }
}

/// Add a field to a campaign
///
/// From now on data that comes in under its key is kept for the codes of the campaign.
#[utoipa::path(post, path = "/api/v2/campaigns/{id}/scm-fields/", tag = "Campaigns",
    request_body = ScmFieldCreate,
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 201, description = "Added.", body = ScmFieldShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_scm_fields_create(
    caller: Caller<perm::CampaignEdit>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
    Body(body): Body<ScmFieldCreate>,
) -> ApiResult<(StatusCode, Json<ScmFieldShown>)> {
    let (scope, now) = (caller.scope(), app.clock.now());
    caller.reaches(&app, scope.may_change_campaign(campaign.id))?;
    let (label, kind) = body.label_and_kind()?;
    let choices = body.choices.map_or_else(Vec::new, |choices| choices.0);
    check_choices(kind, &choices)?;
    let position = check_position(body.position)?;
    let mut tx = app.db.write().await?;
    let fields = scm_fields::lock(&mut tx, &scope, campaign.id).await?;
    if fields.len() >= MOST_FIELDS {
        let sentence = format!("A campaign has at most {MOST_FIELDS} fields.");
        return Err(ApiError::non_field(sentence));
    }
    let new = NewField {
        key: body.key.as_str(),
        label: &label,
        kind,
        choices: &choices,
        display: body.display.unwrap_or(false),
        active: body.active.unwrap_or(true),
    };
    let made = scm_fields::create(&mut tx, &scope, campaign.id, &new, now).await;
    let mut field = made.map_err(|error| match error {
        DbError::Unique => ApiError::field("key", "This campaign has a field with this key."),
        other => other.into(),
    })?;
    if let Some(position) = position {
        field = place(&mut tx, &scope, fields, field, position).await?;
    }
    let entry = Entry::event("scm_field.create", "scm_field", field.id, field.key.clone())
        .after(field.audited());
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    Ok((StatusCode::CREATED, Json(field.into())))
}
