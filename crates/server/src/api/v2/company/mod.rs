//! `/api/v2/company/`: what the company says of itself.

pub mod get;
pub mod update;

use crate::error::{ApiError, ApiResult};
use countermark_core::{
    text::{Line, Text as _},
    time,
};
use countermark_store::companies::Company;
use serde::Serialize;
use utoipa::ToSchema;

/// The IANA name of a time zone (RFC 6557), if there is one of that name.
pub(super) fn time_zone(text: &Line) -> ApiResult<String> {
    let name = text.as_str();
    let zone = time::zone(name).ok_or_else(|| {
        let sentence = format!("\"{name}\" is no time zone. Use a name as Europe/Zurich.");
        ApiError::field("time_zone", sentence)
    })?;
    // As the database spells it.
    Ok(zone.iana_name().unwrap_or(name).to_owned())
}

/// The company.
#[derive(Serialize, ToSchema)]
pub struct CompanyShown {
    /// Id.
    pub id: i64,
    /// UUID.
    #[schema(format = "uuid")]
    pub uuid: String,
    /// Name.
    pub name: String,
    /// The time zone in which its days end, as `Europe/Zurich`.
    pub time_zone: String,
    /// Where scans lead when neither product nor brand has a link; may be empty.
    pub website: String,
    /// Street and number; may be empty.
    pub address: String,
    /// City; may be empty.
    pub city: String,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
}

impl From<&Company> for CompanyShown {
    fn from(company: &Company) -> Self {
        let details = company.details.clone();
        Self {
            id: company.id.0,
            uuid: company.uuid.clone(),
            name: company.name.clone(),
            time_zone: company.time_zone.clone(),
            website: details.website,
            address: details.address,
            city: details.city,
            country: details.country,
        }
    }
}
