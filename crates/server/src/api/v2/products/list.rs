//! `GET /api/v2/products/`

use super::ProductShown;
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::{
    ids::{BrandId, CampaignId},
    permissions::perm,
};
use countermark_store::products::{self, Wanted};

/// The filters that list and export share.
///
/// # Errors
/// 400 for a flag or brand that is none.
pub(super) fn wanted(query: &Query) -> ApiResult<Wanted> {
    Ok(Wanted {
        search: query.text("search"),
        archived: query.flag("is_archived")?,
        sku: query.text("sku__exact"),
        brand: query.integer("brand")?.map(BrandId),
        campaign: query.integer("campaign")?.map(CampaignId),
    })
}

/// The company's products
#[utoipa::path(get, path = "/api/v2/products/", tag = "Products",
    params(
        ("is_archived" = Option<String>, Query, description = "`1`: the archived ones."),
        ("sku__exact" = Option<String>, Query, description = "The one with exactly this SKU."),
        ("brand" = Option<i64>, Query, description = "Only those of this brand's id."),
        ("campaign" = Option<i64>, Query, description = "Only those in the campaign of this id."),
        ("search" = Option<String>, Query, description = "Text in SKU or name."),
        ("ordering" = Option<String>, Query, description = "`creation_date`, `name`, `sku` or `id`; `-` reverses."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<ProductShown>)))]
pub async fn products_list(
    caller: Caller<perm::ProductView>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Json<Listed<ProductShown>>> {
    let ordering = query.ordering(products::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let wanted = wanted(&query)?;
    let mut conn = app.db.read().await?;
    let page = products::list(&mut conn, &caller.scope(), &wanted, ordering, &request).await?;
    let show = |product| ProductShown::of(product, &caller.company);
    Ok(paged(&here.0, &query, &request, page, show))
}
