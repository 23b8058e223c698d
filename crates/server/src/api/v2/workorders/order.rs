//! Ordering codes: what is the same however the order came.

use super::{MOST, WorkorderShown, taken};
use crate::{
    app::App,
    auth::Principal,
    error::{ApiError, ApiResult},
    extract::Json,
    files::room,
    jobs::{self, workorder},
    package::Images,
};
use axum::http::StatusCode;
use countermark_core::{
    audit::Entry,
    ids::{ProductId, TemplateId},
};
use countermark_store::{
    DbError, Outside, Tx,
    workorders::{self, NewWorkorder},
};

/// What is ordered.
pub(super) struct Order<'a> {
    pub(super) reference: &'a str,
    pub(super) remarks: &'a str,
    pub(super) quantity: i64,
    pub(super) product: Option<ProductId>,
    pub(super) activate_on_complete: bool,
    pub(super) use_serial_number: bool,
    /// As many pictures as suit the quantity when nobody says.
    pub(super) images: Option<Images>,
    pub(super) template: Option<TemplateId>,
}

/// What is wrong with how many codes and pictures are asked for.
pub(super) fn check_quantity(quantity: i64, images: Option<Images>) -> ApiResult<()> {
    if !(1..=MOST).contains(&quantity) {
        return Err(ApiError::field("quantity", format!("Use 1 to {MOST}.")));
    }
    let pictures = images.is_some_and(|images| images != Images::None);
    if pictures && quantity > Images::AT_MOST {
        let sentence = format!(
            "Pictures are made for at most {} codes. Use \"none\" and make them from the \
             addresses in codes.csv.",
            Images::AT_MOST
        );
        return Err(ApiError::field("images", sentence));
    }
    Ok(())
}

/// Secure graphics are printed by partners with calibrated equipment, which are not ours.
pub(super) fn check_type(kind: Option<&str>) -> ApiResult<()> {
    match kind.map(str::to_ascii_uppercase).as_deref() {
        None | Some("SID") => Ok(()),
        Some("SSC" | "SG") => Err(ApiError::field(
            "type",
            "Secure graphics need printing partners, which this server does not have. Order SID \
             codes.",
        )),
        Some(_) => Err(ApiError::field("type", "Use SID.")),
    }
}

/// A token that is limited to certain things orders codes for one of them.
pub(in crate::api::v2) fn check_reach(
    app: &App,
    caller: &Principal,
    product: bool,
) -> ApiResult<()> {
    if product || caller.scope().is_everything() {
        return Ok(());
    }
    caller.reaches(app, Err(DbError::OutsideScope(Outside::Product)))
}

/// Refuses a reference that another order has.
pub(super) async fn check_reference(
    tx: &mut Tx,
    caller: &Principal,
    reference: &str,
) -> ApiResult<()> {
    if workorders::is_reference_taken(tx, &caller.scope(), reference, None).await? {
        return Err(taken(DbError::Unique));
    }
    Ok(())
}

/// Orders, with the job that makes the codes, in one transaction.
pub(super) async fn place(
    app: &App,
    caller: &Principal,
    mut tx: Tx,
    order: &Order<'_>,
    site: &str,
) -> ApiResult<(StatusCode, Json<WorkorderShown>)> {
    let (scope, now) = (caller.scope(), app.clock.now());
    room(app, &mut tx, caller.company()).await?;
    let images = order
        .images
        .unwrap_or_else(|| Images::fitting(order.quantity));
    let new = NewWorkorder {
        reference: order.reference,
        remarks: order.remarks,
        quantity: order.quantity,
        product: order.product,
        activate_on_complete: order.activate_on_complete,
        use_serial_number: order.use_serial_number,
        images: images.name(),
        template: order.template,
        by: caller.user(),
    };
    let made = workorders::create(&mut tx, &scope, &new, now).await;
    let made = made.map_err(taken)?;
    let by = caller.by(now);
    let input = workorder::input(made.id);
    let total = Some(made.quantity);
    let job = jobs::enqueue::<workorder::Generate>(&mut tx, &by, &input, total).await?;
    workorders::set_job(&mut tx, caller.company(), made.id, job).await?;
    // The budget for codes is spent when they are ordered.
    let entry = Entry::event(
        "workorder.create",
        "workorder",
        made.id,
        made.reference.clone(),
    )
    .after(made.audited())
    .amount(made.quantity);
    app.commit(tx, by, vec![entry], vec![]).await?;
    app.jobs.wake();
    let shown = WorkorderShown::of(made, &caller.company, site);
    Ok((StatusCode::CREATED, Json(shown)))
}
