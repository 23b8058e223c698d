//! `POST /api/v2/consumer/scan/{id}/consume/`

use super::{DONE, Done, Named, scan_of};
use crate::{
    app::App,
    auth::Consumer,
    error::{ApiError, ApiResult},
    extract::Json,
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    scan_flags::is_yes,
    scm::{Asked, DataKey},
    time::{self, Timestamp},
};
use countermark_store::{
    Tx, codes, companies,
    scans::{Scan, consumer},
    scm::{self, Author},
    scm_fields,
};
use serde_json::{Map, json};

/// The fields that hold it.
const CONSUMED: &str = "is_consumed";
const DATE: &str = "consumed_date";

/// Mark the scanned code as consumed
///
/// The campaign must have the option, and the fields `is_consumed` and `consumed_date`. What is
/// consumed stays so; once more changes nothing.
#[utoipa::path(post, path = "/api/v2/consumer/scan/{id}/consume/", tag = "Consumer",
    params(("id" = String, Path, description = "The scan's id, as it came with the redirect.")),
    responses(
        (status = 200, description = "Marked.", body = Done),
        (status = 404, description = "Not in this campaign.", body = crate::openapi::Problem)))]
pub async fn consumer_scan_consume(
    caller: Consumer,
    State(app): State<App>,
    named: Named,
) -> ApiResult<Json<Done>> {
    let scan = scan_of(&app, &caller, &named).await?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    check_enabled(&mut tx, &caller).await?;
    let entries = mark(&mut tx, &caller, &scan, now).await?;
    consumer::set_consumed(&mut tx, caller.company, scan.id).await?;
    app.commit(tx, caller.by(now), entries, vec![]).await?;
    Ok(Json(DONE))
}

async fn check_enabled(tx: &mut Tx, caller: &Consumer) -> ApiResult<()> {
    let fields = scm_fields::list(tx, &caller.scope(), caller.campaign).await?;
    let has = |key| fields.iter().any(|field| field.active && field.key == key);
    if caller.options.mark_consumed && has(CONSUMED) && has(DATE) {
        return Ok(());
    }
    let sentence = "This campaign does not mark codes as consumed.";
    Err(ApiError::forbidden("consume_not_enabled", sentence))
}

async fn mark(
    tx: &mut Tx,
    caller: &Consumer,
    scan: &Scan,
    now: Timestamp,
) -> ApiResult<Vec<Entry>> {
    let scope = caller.scope();
    let id = scan.extended_id.parse();
    let id = id.map_err(|()| ApiError::not_found())?;
    let code = codes::get(tx, &scope, id).await?;
    let code = code.ok_or_else(ApiError::not_found)?;
    // It may have gone to another campaign since it was scanned.
    let campaign = code
        .product
        .as_ref()
        .and_then(|product| product.campaign.as_ref());
    if campaign.is_none_or(|(id, _)| *id != caller.campaign) {
        return Err(ApiError::not_found());
    }
    if code
        .scm
        .get(CONSUMED)
        .is_some_and(|datum| is_yes(&datum.text))
    {
        return Ok(Vec::new());
    }
    let company = companies::get(tx, caller.company).await?;
    let zone = company.and_then(|company| time::zone(&company.time_zone));
    let today = zone.map_or_else(|| now.to_string(), |zone| now.date_in(&zone).to_string());
    let members = Map::from_iter([
        (CONSUMED.to_owned(), json!("true")),
        (DATE.to_owned(), json!(today)),
    ]);
    let asked = Asked::read_for(scan.extended_id.clone(), members);
    let asked = asked.map_err(|_| ApiError::internal())?;
    let author = Author { person: None, now };
    let done = scm::upload(
        tx,
        &scope,
        author,
        &DataKey::ExtendedId,
        vec![asked],
        scm::MOST_CODES,
    )
    .await;
    done.map_err(|_| ApiError::unavailable())?;
    let label = scan.extended_id.clone();
    let entry = Entry::event("code.consume", "code", &scan.extended_id, label)
        .after(json!({CONSUMED: "true", DATE: today, "scan": scan.uuid}));
    Ok(vec![entry])
}
