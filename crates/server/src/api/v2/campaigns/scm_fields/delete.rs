//! `DELETE /api/v2/campaigns/{id}/scm-fields/{field_id}/`

use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::FoundField,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::scm_fields;

/// Remove a field of a campaign
///
/// A field that codes have data for is not removed but deactivated: `PATCH` it with
/// `{"active": false}`.
#[utoipa::path(delete, path = "/api/v2/campaigns/{id}/scm-fields/{field_id}/", tag = "Campaigns",
    params(
        ("id" = i64, Path, description = "The campaign's id."),
        ("field_id" = i64, Path, description = "The field's id.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem),
        (status = 409, description = "Codes have data for it.", body = crate::openapi::Problem)))]
pub async fn campaigns_scm_fields_delete(
    caller: Caller<perm::CampaignEdit>,
    State(app): State<App>,
    FoundField(found): FoundField,
) -> ApiResult<StatusCode> {
    let scope = caller.scope();
    caller.reaches(&app, scope.may_change_campaign(found.campaign))?;
    let mut tx = app.db.write().await?;
    let mut fields = scm_fields::lock(&mut tx, &scope, found.campaign).await?;
    let place = fields.iter().position(|field| field.id == found.id);
    let field = fields.remove(place.ok_or_else(ApiError::not_found)?);
    if scm_fields::has_data(&mut tx, &scope, &field).await? {
        let sentence = "Codes have data for this field. Deactivate it instead.";
        return Err(ApiError::conflict(sentence));
    }
    scm_fields::delete(&mut tx, &scope, &field).await?;
    scm_fields::arrange(&mut tx, &scope, &mut fields).await?;
    let entry = Entry::event("scm_field.delete", "scm_field", field.id, field.key.clone())
        .change(&field.audited(), &serde_json::Value::Null);
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
