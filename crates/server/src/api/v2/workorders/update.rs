//! `PATCH /api/v2/workorders/{id}/`

use super::{WorkorderShown, taken};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Found, Json, Site, body},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    permissions::perm,
    text::{Description, Reference},
};
use countermark_store::{
    DbError,
    workorders::{self, Workorder},
};

body! { ignore unknown;
    /// A change of an order; what is left out stays. Its codes are on their way: what they are
    /// made of stays as it was ordered.
    pub struct WorkorderUpdate {
        /// The company's own key, unique in the company.
        pub reference: Option<Reference>,
        /// Free text.
        pub remarks: Option<Description>,
    }
}

/// Change a work order's reference or remarks
#[utoipa::path(patch, path = "/api/v2/workorders/{id}/", tag = "Work orders",
    request_body = WorkorderUpdate,
    params(("id" = i64, Path, description = "The order's id.")),
    responses(
        (status = 200, description = "Changed.", body = WorkorderShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn workorders_update(
    caller: Caller<perm::WorkorderEdit>,
    State(app): State<App>,
    Site(site): Site,
    Found(found): Found<Workorder>,
    Body(body): Body<WorkorderUpdate>,
) -> ApiResult<Json<WorkorderShown>> {
    let scope = caller.scope();
    let mut tx = app.db.write().await?;
    let before = workorders::lock(&mut tx, &scope, found.id).await?;
    let before = before.ok_or_else(ApiError::not_found)?;
    let text = |new: Option<String>, old: &str| new.unwrap_or_else(|| old.to_owned());
    let after = Workorder {
        reference: text(
            body.reference.map(|text| text.to_string()),
            &before.reference,
        ),
        remarks: text(body.remarks.map(|text| text.to_string()), &before.remarks),
        ..before.clone()
    };
    let own = Some(after.id);
    if workorders::is_reference_taken(&mut tx, &scope, &after.reference, own).await? {
        return Err(taken(DbError::Unique));
    }
    let updated = workorders::update(&mut tx, &scope, &after).await;
    updated.map_err(taken)?;
    let entry = Entry::event(
        "workorder.update",
        "workorder",
        after.id,
        after.reference.clone(),
    )
    .change(&before.audited(), &after.audited());
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(WorkorderShown::of(after, &caller.company, &site)))
}
