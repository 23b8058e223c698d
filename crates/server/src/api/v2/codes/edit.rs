//! `PATCH /api/v2/codes/{extended_id}/scm/`: what an upload says of one code.

use super::CodeShown;
use crate::{
    api::v2::scm::{Told, field_errors, passed, refused_for_one},
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Fields, Found, FromFields, Json},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    codes::ExtendedId,
    permissions::perm,
    scm::{Asked, DataKey},
};
use countermark_store::{
    codes::{self, Code},
    scm::{
        self,
        tasks::{self, NewTask, Source, Work},
    },
};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// What shall be true of a code: any key of its campaign, and the special ones.
#[derive(ToSchema)]
#[schema(value_type = Object, example = json!({"production_line": "13A", "activation_status": 1}))]
pub struct ScmUpdate(pub Map<String, Value>);

impl FromFields for ScmUpdate {
    fn from_fields(fields: Fields) -> ApiResult<Self> {
        Ok(Self(fields.into_members()))
    }
}

/// Change one code
///
/// Takes the keys of an item of `scm/upload/`: those that the code's campaign keeps, `product`
/// (id or SKU, needs `product_view`), `activation_status`, `blacklist_reason` and
/// `serial_number`. An empty text or null clears a key; other keys are dropped.
#[utoipa::path(patch, path = "/api/v2/codes/{id}/scm/", tag = "Codes", request_body = ScmUpdate,
    params(("id" = String, Path, description = "The code's `extended_id`, percent-encoded.")),
    responses(
        (status = 200, description = "Changed.", body = CodeShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn codes_scm_update(
    caller: Caller<perm::ScmEdit>,
    State(app): State<App>,
    Found(before): Found<Code>,
    Body(body): Body<ScmUpdate>,
) -> ApiResult<Json<CodeShown>> {
    if body.0.contains_key("product") {
        caller.require::<perm::ProductView>(&app)?;
    }
    let told = Told {
        source: Source::Single,
        parameters: json!({"extended_id": before.extended_id, "scm_data": body.0}),
    };
    let asked = Asked::read_for(before.extended_id.clone(), body.0).map_err(field_errors)?;
    let items = vec![asked];
    let fields = passed(&items);
    let (scope, now) = (caller.scope(), app.clock.now());
    let who = caller.by(now);
    let mut tx = app.db.write().await?;
    let author = scm::Author {
        person: who.person,
        now,
    };
    let done = scm::upload(&mut tx, &scope, author, &DataKey::ExtendedId, items);
    let outcome = done.await.map_err(refused_for_one)?;
    let id: ExtendedId = before
        .extended_id
        .parse()
        .map_err(|()| ApiError::not_found())?;
    let task = NewTask {
        source: told.source,
        parameters: &told.parameters,
        fields: &fields,
        work: Work::Done(outcome.codes_affected, outcome.total_updates),
    };
    tasks::add(&mut tx, &who, &task).await?;
    // It may be out of reach now: its product is another one, or somebody was faster.
    let after = codes::get(&mut tx, &scope, id).await?;
    let after = after.ok_or_else(ApiError::not_found)?;
    let entry = Entry::event("scm.edit", "code", &before.extended_id, &before.extended_id)
        .amount(outcome.total_updates)
        .change(&before.audited(), &after.audited());
    app.commit(tx, who, vec![entry], vec![]).await?;
    Ok(Json(after.into()))
}
