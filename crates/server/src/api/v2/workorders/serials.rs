//! `GET /api/v2/workorders/{id}/serials/`

use crate::{
    app::App,
    auth::{Caller, Principal, still_allowed},
    csv::write_row,
    download::{self, Step},
    error::{ApiError, ApiResult},
    extract::Found,
};
use axum::{extract::State, response::Response};
use countermark_core::{audit::Entry, ids::WorkorderId, permissions::perm};
use countermark_store::{
    codes::generate,
    workorders::{self, State as WorkorderState, Workorder},
};

/// Rows of one step: what is in memory at a time.
const STEP: i64 = 2_000;

/// Download the serial numbers of a work order
///
/// A plain CSV file with one column.
#[utoipa::path(get, path = "/api/v2/workorders/{id}/serials/", tag = "Work orders",
    params(("id" = i64, Path, description = "The order's id.")),
    responses(
        (status = 200, description = "The file.", body = String, content_type = "text/csv"),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem),
        (status = 409, description = "There are no serial numbers.", body = crate::openapi::Problem)))]
pub async fn workorders_serials(
    caller: Caller<perm::WorkorderSidDownload>,
    State(app): State<App>,
    Found(order): Found<Workorder>,
) -> ApiResult<Response> {
    if order.state != WorkorderState::Completed {
        let sentence = "The codes of this work order are not there.";
        return Err(ApiError::conflict(sentence));
    }
    if !order.use_serial_number {
        let sentence = "The codes of this work order have no serial numbers.";
        return Err(ApiError::conflict(sentence));
    }
    let now = app.clock.now();
    let tx = app.db.write().await?;
    let entry = Entry::event("workorder.serials", "workorder", order.id, order.reference);
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    let name = format!("serials-{}.csv", order.id);
    let serials = Serials {
        order: order.id,
        after: 0,
        caller: (*caller).clone(),
        app,
    };
    let mut text = String::new();
    write_row(&mut text, ["serial_number"]);
    // The first step is taken before the answer begins, so that a failure is still a 503.
    let begun = serials.step(text).await?;
    Ok(download::answer(begun, Serials::step, download::CSV, &name))
}

struct Serials {
    app: App,
    caller: Principal,
    order: WorkorderId,
    after: i64,
}

impl Serials {
    /// Writes the next rows and returns where to go on. Nothing is held between two steps.
    async fn step(mut self, mut text: String) -> ApiResult<Step<Self>> {
        // A right that is taken away ends a long answer, too (design §6).
        let scope = still_allowed::<perm::WorkorderSidDownload>(&self.app, &self.caller).await?;
        let mut conn = self.app.db.read().await?;
        let order = workorders::get(&mut conn, &scope, self.order).await?;
        let order = order.ok_or_else(ApiError::not_found)?;
        let company = scope.company();
        let codes = generate::after(&mut conn, company, order.id, self.after, STEP).await?;
        drop(conn);
        for code in &codes {
            write_row(&mut text, code.serial_number.as_deref());
        }
        let Some(last) = codes.last() else {
            return Ok((text, None));
        };
        self.after = last.sequence;
        Ok((text, Some(self)))
    }
}
