//! `/api/v2/products/` (contract §4.3).

pub mod archive;
pub mod create;
pub mod delete;
pub mod export;
pub mod get;
pub mod import;
pub mod list;
pub mod restore;
pub mod update;

use crate::{
    app::App,
    auth::Principal,
    error::{ApiError, ApiResult},
    extract::{Field, Json},
    openapi::id_or_text,
};
use countermark_core::{
    audit::Entry,
    ids::{BrandId, CampaignId},
    text::{Reference, Text as _},
};
use countermark_store::{
    Conn, DbError,
    brands::{self, Brand},
    campaigns,
    companies::Company,
    products::{self, CampaignOf, Product},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

/// A product, member by member as the contract shows it.
#[derive(Serialize, ToSchema)]
pub struct ProductShown {
    /// Id.
    pub id: i64,
    /// UUID.
    #[schema(format = "uuid")]
    pub uuid: String,
    /// The company's own key, unique in the company.
    pub sku: String,
    /// Always null for now: pictures are not kept yet.
    #[schema(value_type = Option<String>)]
    pub image: (),
    /// Name.
    pub name: String,
    /// Free text.
    pub description: String,
    /// The name that is printed beside its codes.
    pub label: String,
    /// Its brand.
    pub brand: ProductBrand,
    /// The company.
    pub company: ProductCompany,
    /// When it was made.
    #[schema(format = "date-time")]
    pub creation_date: String,
    /// A link for people.
    pub client_url: String,
    /// Put away.
    pub is_archived: bool,
    /// Its codes.
    pub code_count: i64,
    /// Those that are active.
    pub active_code_count: i64,
    /// Those that are blacklisted.
    pub blacklisted_code_count: i64,
    /// Its campaign; null when it is in none.
    pub campaign: Option<ProductCampaign>,
    /// Always null: not ours.
    #[schema(value_type = Option<Object>)]
    pub smartlabel: (),
    /// What landing pages show of it, as it was sent in `stc`; left out when there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub stc_data: Option<Value>,
}

/// The brand of a product.
#[derive(Serialize, ToSchema)]
pub struct ProductBrand {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Always null for now.
    #[schema(value_type = Option<String>)]
    pub image: (),
}

/// The campaign of a product.
#[derive(Serialize, ToSchema)]
pub struct ProductCampaign {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Free text.
    pub description: String,
    /// Put away.
    pub is_archived: bool,
}

/// The company of a product.
#[derive(Serialize, ToSchema)]
pub struct ProductCompany {
    /// Id.
    pub id: i64,
    /// UUID.
    #[schema(format = "uuid")]
    pub uuid: String,
    /// Name.
    pub name: String,
}

impl ProductShown {
    /// Shows a product of that company.
    #[must_use]
    pub fn of(product: Product, company: &Company) -> Self {
        let brand = product.brand;
        Self {
            id: product.id.0,
            uuid: product.uuid,
            sku: product.sku,
            image: (),
            name: product.name,
            description: product.description,
            label: product.label,
            brand: ProductBrand {
                id: brand.id.0,
                name: brand.name,
                image: (),
            },
            company: ProductCompany {
                id: company.id.0,
                uuid: company.uuid.clone(),
                name: company.name.clone(),
            },
            creation_date: product.created_at.to_string(),
            client_url: product.client_url,
            is_archived: product.archived,
            code_count: product.codes.all,
            active_code_count: product.codes.active,
            blacklisted_code_count: product.codes.blacklisted,
            campaign: product.campaign.map(|campaign| ProductCampaign {
                id: campaign.id.0,
                name: campaign.name,
                description: campaign.description,
                is_archived: campaign.archived,
            }),
            smartlabel: (),
            stc_data: product.stc,
        }
    }
}

/// A brand as bodies name it: by its id or by the company's own reference (contract §8.7).
pub enum BrandKey {
    /// By number.
    Id(BrandId),
    /// By reference; one that looks like a number may also be an id.
    Reference(Reference),
}

impl Field for BrandKey {
    fn parse(value: Value) -> Result<Self, String> {
        match &value {
            Value::Null => Err("This field may not be null.".into()),
            Value::Number(number) => match number.as_i64() {
                Some(id) => Ok(Self::Id(BrandId(id))),
                None => Err("A brand is named by its id or its reference.".into()),
            },
            Value::String(_) => <Reference as Field>::parse(value).map(Self::Reference),
            _ => Err("A brand is named by its id or its reference.".into()),
        }
    }
}

impl PartialSchema for BrandKey {
    fn schema() -> RefOr<Schema> {
        id_or_text("A brand's id or reference.")
    }
}

impl ToSchema for BrandKey {}

impl BrandKey {
    /// The brand of that name, of those that the caller reaches.
    async fn load(&self, conn: &mut Conn, caller: &Principal) -> ApiResult<Brand> {
        let scope = caller.scope();
        let (found, sentence) = match self {
            Self::Id(id) => (
                brands::get(conn, &scope, *id).await?,
                format!("Invalid pk \"{id}\" - object does not exist."),
            ),
            Self::Reference(reference) => {
                let text = reference.as_str();
                let mut found = brands::by_reference(conn, &scope, text).await?;
                // Forms send numbers as texts.
                if let (None, Ok(id)) = (&found, text.parse()) {
                    found = brands::get(conn, &scope, id).await?;
                }
                (
                    found,
                    format!("Object with reference={text} does not exist."),
                )
            }
        };
        found.ok_or_else(|| ApiError::field("brand", sentence))
    }
}

/// The campaign with that id, of those that the caller reaches.
async fn load_campaign(conn: &mut Conn, caller: &Principal, id: i64) -> ApiResult<CampaignOf> {
    let found = campaigns::get(conn, &caller.scope(), CampaignId(id)).await?;
    let sentence = || format!("Invalid pk \"{id}\" - object does not exist.");
    let found = found.ok_or_else(|| ApiError::field("campaign", sentence()))?;
    Ok(CampaignOf {
        id: found.id,
        name: found.name,
        description: found.description,
        archived: found.archived,
    })
}

/// Refuses a SKU that another product has, archived or not.
async fn check_sku(
    conn: &mut Conn,
    caller: &Principal,
    own: Option<&Product>,
    sku: &str,
) -> ApiResult<()> {
    let own = own.map(|own| own.id);
    if products::is_sku_taken(conn, &caller.scope(), sku, own).await? {
        return Err(taken(DbError::Unique));
    }
    Ok(())
}

/// Two requests at once can both find a SKU free; the index lets one through.
fn taken(error: DbError) -> ApiError {
    match error {
        DbError::Unique => ApiError::field("sku", "A product with this SKU already exists."),
        other => other.into(),
    }
}

/// Archives or restores; once more changes nothing.
async fn set_archived(
    app: &App,
    caller: &Principal,
    product: Product,
    archived: bool,
) -> ApiResult<Json<ProductShown>> {
    let mut tx = app.db.write().await?;
    if products::set_archived(&mut tx, &caller.scope(), product.id, archived).await? {
        let action = if archived {
            "product.archive"
        } else {
            "product.restore"
        };
        let entry = Entry::event(action, "product", product.id, product.sku.clone());
        app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
            .await?;
    }
    let product = Product {
        archived,
        ..product
    };
    Ok(Json(ProductShown::of(product, &caller.company)))
}
