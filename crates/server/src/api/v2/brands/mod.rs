//! `/api/v2/brands/` (contract §4.2).

pub mod archive;
pub mod create;
pub mod delete;
pub mod get;
pub mod list;
pub mod restore;
pub mod update;

use crate::{
    app::App,
    auth::Principal,
    error::{ApiError, ApiResult},
    extract::Json,
};
use countermark_core::audit::Entry;
use countermark_store::{DbError, Tx, brands, brands::Brand};
use serde::Serialize;
use utoipa::ToSchema;

/// A brand.
#[derive(Serialize, ToSchema)]
pub struct BrandShown {
    /// Id.
    pub id: i64,
    /// Name, unique in the company in any case.
    pub name: String,
    /// The company's own key for it.
    pub reference: Option<String>,
    /// Free text.
    pub description: String,
    /// Always null for now: pictures are not kept yet.
    #[schema(value_type = Option<String>)]
    pub image: (),
    /// A link for people.
    pub client_url: String,
    /// Put away.
    pub is_archived: bool,
    /// When it was made.
    #[schema(format = "date-time")]
    pub creation_date: String,
    /// How many products it has.
    pub product_count: i64,
}

impl From<Brand> for BrandShown {
    fn from(brand: Brand) -> Self {
        Self {
            id: brand.id.0,
            name: brand.name,
            reference: brand.reference,
            description: brand.description,
            image: (),
            client_url: brand.client_url,
            is_archived: brand.archived,
            creation_date: brand.created_at.to_string(),
            product_count: brand.product_count,
        }
    }
}

/// Refuses a name or reference that another brand has.
async fn check_unique(
    tx: &mut Tx,
    caller: &Principal,
    own: Option<&Brand>,
    name: &str,
    reference: Option<&str>,
) -> ApiResult<()> {
    let (scope, own) = (caller.scope(), own.map(|own| own.id));
    if brands::is_name_taken(tx, &scope, name, own).await? {
        return Err(ApiError::field(
            "name",
            "A brand with this name already exists.",
        ));
    }
    if let Some(reference) = reference
        && brands::is_reference_taken(tx, &scope, reference, own).await?
    {
        return Err(ApiError::field(
            "reference",
            "A brand with this reference already exists.",
        ));
    }
    Ok(())
}

/// Two requests at once can both find a name free; the index lets one through.
fn taken(error: DbError) -> ApiError {
    match error {
        DbError::Unique => {
            ApiError::non_field("A brand with this name or reference already exists.")
        }
        other => other.into(),
    }
}

/// Archives or restores; once more changes nothing.
async fn set_archived(
    app: &App,
    caller: &Principal,
    brand: Brand,
    archived: bool,
) -> ApiResult<Json<BrandShown>> {
    caller.reaches(app, caller.scope().may_change_brand(brand.id))?;
    let mut tx = app.db.write().await?;
    if brands::set_archived(&mut tx, &caller.scope(), brand.id, archived).await? {
        let action = if archived {
            "brand.archive"
        } else {
            "brand.restore"
        };
        let entry = Entry::event(action, "brand", brand.id, brand.name.clone());
        app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
            .await?;
    }
    Ok(Json(Brand { archived, ..brand }.into()))
}
