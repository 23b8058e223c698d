//! `/api/v2/workorders/` (contract §4.4).

pub mod archive;
pub mod cancel;
pub mod create;
pub mod create_sid;
pub mod delete;
pub mod download;
pub mod get;
pub mod list;
pub(in crate::api::v2) mod order;
mod product;
pub mod restore;
pub mod serials;
pub mod templates;
pub mod update;

pub use product::ProductKey;

use crate::{
    app::App,
    auth::Principal,
    error::{ApiError, ApiResult},
    extract::{Field, Json},
    package::Images,
};
use countermark_core::audit::Entry;
use countermark_store::{
    DbError,
    companies::Company,
    workorders::{self, ProductOf, State, Workorder},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{ObjectBuilder, SchemaType, Type},
    },
};

/// The most codes of one order.
const MOST: i64 = 1_000_000;

/// A work order. What the contract shows of company and printing partner and we do not keep is
/// empty.
#[derive(Serialize, ToSchema)]
pub struct WorkorderShown {
    /// Id.
    pub id: i64,
    /// The company's own key, unique in the company.
    pub reference: String,
    /// Free text.
    pub remarks: String,
    /// `SID`: QR codes only.
    #[serde(rename = "type")]
    pub kind: String,
    /// `new`, `completed` or `canceled`.
    pub state: &'static str,
    /// How many codes.
    pub quantity: i64,
    /// What they are on.
    pub product: Option<WorkorderProduct>,
    /// What it was made from.
    pub template: Option<i64>,
    /// Whether the codes are active from the beginning.
    pub activate_on_complete: bool,
    /// Whether they have serial numbers.
    pub use_serial_number: bool,
    /// Which pictures are in the file: `none`, `svg`, `png` or `both`.
    pub images: String,
    /// Put away.
    pub is_archived: bool,
    /// Where the file of the codes is; null until the order is completed.
    #[schema(format = "uri")]
    pub codegen_file: Option<String>,
    /// How many codes are made by now.
    pub generated: i64,
    /// Why they could not be made; null unless so.
    pub failure: Option<String>,
    /// When it was ordered.
    #[schema(format = "date-time")]
    pub creation_date: String,
    /// When the codes were there.
    #[schema(format = "date-time")]
    pub completion_date: Option<String>,
    /// Who ordered.
    pub created_by: Orderer,
    /// The company.
    pub company: WorkorderCompany,
    /// Always null: secure graphics are not ours.
    #[schema(value_type = Option<Object>)]
    pub printing_partner: (),
}

/// The product of an order.
#[derive(Serialize, ToSchema)]
pub struct WorkorderProduct {
    /// Id.
    pub id: i64,
    /// The company's own key.
    pub sku: String,
    /// Name.
    pub name: String,
}

/// Who ordered.
#[derive(Serialize, ToSchema)]
pub struct Orderer {
    /// Their id.
    pub id: i64,
    /// Their address.
    pub email: String,
}

/// The company of an order, in the contract's form.
#[derive(Serialize, ToSchema)]
pub struct WorkorderCompany {
    /// Id.
    pub id: i64,
    /// UUID.
    #[schema(format = "uuid")]
    pub uuid: String,
    /// Name.
    pub name: String,
    /// The name as addresses write it.
    pub slug: String,
    /// As it says itself; may be empty.
    pub address: String,
    /// As it says itself; may be empty.
    pub country: String,
    /// As it says itself; may be empty.
    pub city: String,
    /// As it says itself; may be empty.
    pub website: String,
    /// `brand_owner`.
    pub company_type: &'static str,
    /// Always false: secure graphics are not ours.
    pub has_secure_workflow: bool,
    /// Empty: there is none.
    pub encryption_key: &'static str,
    /// The form of serial numbers, as a regular expression.
    pub serial_number_format: &'static str,
    /// Always true.
    pub is_validated: bool,
    /// Empty.
    #[schema(value_type = Object)]
    pub workflow_survey: serde_json::Map<String, Value>,
    /// Empty.
    #[schema(value_type = Object)]
    pub company_workflow_survey: serde_json::Map<String, Value>,
}

/// The form of serial numbers that we make.
const SERIAL_NUMBERS: &str = "[0-9A-HJKMNP-TV-Z]{12}";

impl From<&Company> for WorkorderCompany {
    fn from(company: &Company) -> Self {
        let letters = company.name.to_lowercase();
        let words = letters.split(|c: char| !c.is_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        Self {
            id: company.id.0,
            uuid: company.uuid.clone(),
            name: company.name.clone(),
            slug: words.join("-"),
            address: company.details.address.clone(),
            country: company.details.country.clone(),
            city: company.details.city.clone(),
            website: company.details.website.clone(),
            company_type: "brand_owner",
            has_secure_workflow: false,
            encryption_key: "",
            serial_number_format: SERIAL_NUMBERS,
            is_validated: true,
            workflow_survey: serde_json::Map::new(),
            company_workflow_survey: serde_json::Map::new(),
        }
    }
}

impl From<ProductOf> for WorkorderProduct {
    fn from(product: ProductOf) -> Self {
        Self {
            id: product.id.0,
            sku: product.sku,
            name: product.name,
        }
    }
}

impl WorkorderShown {
    /// Shows an order of that company; `site` is what the address of its file begins with.
    #[must_use]
    pub fn of(order: Workorder, company: &Company, site: &str) -> Self {
        let there = order.state == State::Completed && order.file.is_some();
        let path = format!("{site}/api/v2/workorders/{}/download/", order.id);
        Self {
            id: order.id.0,
            reference: order.reference,
            remarks: order.remarks,
            kind: order.kind,
            state: order.state.name(),
            quantity: order.quantity,
            product: order.product.map(WorkorderProduct::from),
            template: order.template.map(|template| template.0),
            activate_on_complete: order.activate_on_complete,
            use_serial_number: order.use_serial_number,
            images: order.images,
            is_archived: order.archived,
            codegen_file: there.then_some(path),
            generated: order.generated,
            failure: Some(order.failure).filter(|text| !text.is_empty()),
            creation_date: order.created_at.to_string(),
            completion_date: order.completed_at.map(|at| at.to_string()),
            created_by: Orderer {
                id: order.created_by.0.0,
                email: order.created_by.1,
            },
            company: company.into(),
            printing_partner: (),
        }
    }
}

impl Field for Images {
    fn parse(value: Value) -> Result<Self, String> {
        let known = value.as_str().and_then(Self::parse);
        known.ok_or_else(|| "Use one of: none, svg, png, both.".into())
    }
}

impl PartialSchema for Images {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .enum_values(Some(Self::ALL.map(Self::name)))
            .into()
    }
}

impl ToSchema for Images {}

/// Two requests at once can both find a reference free; the index lets one through.
fn taken(error: DbError) -> ApiError {
    match error {
        DbError::Unique => ApiError::field(
            "reference",
            "A work order with this reference already exists.",
        ),
        other => other.into(),
    }
}

/// Archives or restores; once more changes nothing.
async fn set_archived(
    app: &App,
    caller: &Principal,
    order: Workorder,
    archived: bool,
    site: &str,
) -> ApiResult<Json<WorkorderShown>> {
    let mut tx = app.db.write().await?;
    if workorders::set_archived(&mut tx, &caller.scope(), order.id, archived).await? {
        let action = if archived {
            "workorder.archive"
        } else {
            "workorder.restore"
        };
        let entry = Entry::event(action, "workorder", order.id, order.reference.clone());
        app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
            .await?;
    }
    let order = Workorder { archived, ..order };
    Ok(Json(WorkorderShown::of(order, &caller.company, site)))
}
