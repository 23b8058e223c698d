//! `PATCH /api/v2/company/`

use super::{CompanyShown, time_zone};
use crate::{
    app::App,
    auth::{Person, facts::Changed},
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    country::Country,
    permissions::perm,
    text::{CompanyName, Line, Link, Text as _},
};
use countermark_store::companies::{self, Company, Details};

body! { ignore unknown;
    /// A change of the company; what is left out stays.
    pub struct CompanyUpdate {
        /// Name.
        pub name: Option<CompanyName>,
        /// The time zone in which its days end, as `Europe/Zurich`.
        pub time_zone: Option<Line>,
        /// Where scans lead when neither product nor brand has a link; may be empty.
        pub website: Option<Link>,
        /// Street and number; may be empty.
        pub address: Option<Line>,
        /// City; may be empty.
        pub city: Option<Line>,
        /// ISO 3166-1 alpha-2 in any case, or empty.
        pub country: Option<Line>,
    }
}

/// Change what the company says of itself
#[utoipa::path(patch, path = "/api/v2/company/", tag = "Company", request_body = CompanyUpdate,
    responses((status = 200, description = "Changed.", body = CompanyShown)))]
pub async fn company_update(
    caller: Person<perm::CompanyEdit>,
    State(app): State<App>,
    Body(body): Body<CompanyUpdate>,
) -> ApiResult<Json<CompanyShown>> {
    let country = body.country.as_ref().map(country).transpose()?;
    let time_zone = body.time_zone.as_ref().map(time_zone).transpose()?;
    let mut tx = app.db.write().await?;
    let before = companies::lock(&mut tx, caller.company()).await?;
    let before = before.ok_or_else(ApiError::not_found)?;
    let told = before.details.clone();
    let after = Company {
        name: body.name.map_or(before.name.clone(), |it| it.to_string()),
        time_zone: time_zone.unwrap_or_else(|| before.time_zone.clone()),
        details: Details {
            website: body.website.map_or(told.website, |it| it.to_string()),
            address: body.address.map_or(told.address, |it| it.to_string()),
            city: body.city.map_or(told.city, |it| it.to_string()),
            country: country.unwrap_or(told.country),
        },
        ..before.clone()
    };
    companies::update(&mut tx, &after).await?;
    let entry = Entry::event("company.update", "company", after.id, after.name.clone())
        .change(&before.audited(), &after.audited());
    let changed = vec![Changed::Company(after.id)];
    app.commit(tx, caller.by(app.clock.now()), vec![entry], changed)
        .await?;
    Ok(Json(CompanyShown::from(&after)))
}

fn country(text: &Line) -> ApiResult<String> {
    let text = text.as_str();
    if text.is_empty() {
        return Ok(String::new());
    }
    let known = Country::parse(text).map(|country| country.to_string());
    known.ok_or_else(|| ApiError::field("country", format!("\"{text}\" is not a valid choice.")))
}
