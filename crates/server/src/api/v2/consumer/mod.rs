//! `/api/v2/consumer/` (contract §4.9): what landing pages show of a scan and do with it. The
//! credential is a campaign's key; whatever belongs to another campaign is not there.

pub mod campaign;
pub mod combined_info;
pub mod consume;
pub mod details;
pub mod find;
pub mod geotag;
pub mod info;
pub mod shown;

use shown::{CampaignPart, ConsumerCode, ConsumerScan};

use crate::{
    app::App,
    auth::Consumer,
    error::{ApiError, ApiResult},
};
use axum::{
    RequestPartsExt as _,
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use countermark_core::codes::ExtendedId;
use countermark_store::{
    Conn, brands, codes, products,
    scans::{Scan, consumer},
    scm_fields,
};
use serde::Serialize;
use utoipa::ToSchema;

/// What the path names: a scan or a code.
pub struct Named(String);

impl FromRequestParts<App> for Named {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let params = parts.extract::<RawPathParams>().await;
        let params = params.map_err(|_| ApiError::not_found())?;
        let (_, value) = params
            .iter()
            .find(|(name, _)| *name == "id")
            .ok_or_else(ApiError::not_found)?;
        if value.contains('\0') {
            return Err(ApiError::not_found());
        }
        Ok(Self(value.to_owned()))
    }
}

/// The answer to what was done.
#[derive(Serialize, ToSchema)]
pub struct Done {
    /// `Processed OK`.
    detail: &'static str,
}

/// Says that it was done, in the contract's words.
const DONE: Done = Done {
    detail: "Processed OK",
};

/// The scan that the path names, of the caller's campaign.
async fn scan_of(app: &App, caller: &Consumer, named: &Named) -> ApiResult<Scan> {
    let mut conn = app.db.read().await?;
    let scan = consumer::get(&mut conn, caller.company, caller.campaign, &named.0).await?;
    scan.ok_or_else(ApiError::not_found)
}

/// A code that is in the caller's campaign now, with all that a landing page may know of it.
async fn code_of(conn: &mut Conn, caller: &Consumer, extended_id: &str) -> ApiResult<ConsumerCode> {
    let scope = caller.scope();
    let id: ExtendedId = extended_id.parse().map_err(|()| ApiError::not_found())?;
    let code = codes::get(conn, &scope, id).await?;
    let code = code.ok_or_else(ApiError::not_found)?;
    let own = code.product.as_ref().filter(|product| {
        let campaign = product.campaign.as_ref();
        campaign.is_some_and(|(id, _)| *id == caller.campaign)
    });
    let product = own.ok_or_else(ApiError::not_found)?.id;
    let product = products::get(conn, &scope, product).await?;
    let product = product.ok_or_else(ApiError::not_found)?;
    let brand = brands::get(conn, &scope, product.brand.id).await?;
    let brand = brand.ok_or_else(ApiError::not_found)?;
    let fields = scm_fields::list(conn, &scope, caller.campaign).await?;
    let scans = consumer::count(conn, caller.company, code.id).await?;
    Ok(ConsumerCode::new(code, product, brand, &fields, scans))
}
