//! `/api/v2/workorders/templates/` (contract §4.4).

pub mod create;
pub mod list;

use super::WorkorderProduct;
use crate::{
    auth::Principal,
    error::{ApiError, ApiResult},
    extract::Field,
};
use countermark_core::{
    ids::TemplateId,
    text::{Reference, Text as _},
};
use countermark_store::{
    Conn,
    companies::Company,
    workorders::templates::{self, Named, Template},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{AnyOfBuilder, ObjectBuilder, SchemaType, Type},
    },
};

/// A template.
#[derive(Serialize, ToSchema)]
pub struct TemplateShown {
    /// Id.
    pub id: i64,
    /// What an upload of own codes names it by.
    pub key: String,
    /// Name, unique in the company in any case.
    pub name: String,
    /// Free text.
    pub description: String,
    /// The company's id.
    pub company: i64,
    /// `SID`: QR codes only.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What the codes will be on.
    pub product: Option<WorkorderProduct>,
    /// Whether they are active from the beginning.
    pub activate_on_complete: bool,
    /// Whether they get serial numbers.
    pub use_serial_number: bool,
    /// Which pictures are made; null: as many as suit the quantity.
    pub images: Option<String>,
    /// When it was made.
    #[schema(format = "date-time")]
    pub creation_date: String,
    /// Always null: secure graphics are not ours.
    #[schema(value_type = Option<Object>)]
    pub custom_layout: (),
    /// Always null: secure graphics are not ours.
    #[schema(value_type = Option<Object>)]
    pub substrate: (),
    /// Always empty: secure graphics are not ours.
    pub substrate_name: &'static str,
    /// Always null: secure graphics are not ours.
    #[schema(value_type = Option<i64>)]
    pub printing_partner: (),
    /// Always null: pictures are not kept.
    #[schema(value_type = Option<String>)]
    pub image: (),
}

impl TemplateShown {
    fn of(template: Template, company: &Company) -> Self {
        Self {
            id: template.id.0,
            key: template.key,
            name: template.name,
            description: template.description,
            company: company.id.0,
            kind: "SID",
            product: template.product.map(WorkorderProduct::from),
            activate_on_complete: template.activate_on_complete,
            use_serial_number: template.use_serial_number,
            images: Some(template.images).filter(|images| !images.is_empty()),
            creation_date: template.created_at.to_string(),
            custom_layout: (),
            substrate: (),
            substrate_name: "",
            printing_partner: (),
            image: (),
        }
    }
}

/// A template's id or key.
#[derive(Debug)]
pub enum TemplateKey {
    /// By number.
    Id(TemplateId),
    /// By key; one that looks like a number may also be an id.
    Key(String),
}

const SENTENCE: &str = "A template is named by its id or its key.";

impl Field for TemplateKey {
    fn parse(value: Value) -> Result<Self, String> {
        match &value {
            Value::Null => Err("This field may not be null.".into()),
            Value::Number(number) => match number.as_i64() {
                Some(id) => Ok(Self::Id(TemplateId(id))),
                None => Err(SENTENCE.into()),
            },
            Value::String(_) => {
                let text = <Reference as Field>::parse(value)?;
                Ok(Self::Key(text.as_str().to_owned()))
            }
            _ => Err(SENTENCE.into()),
        }
    }
}

impl PartialSchema for TemplateKey {
    fn schema() -> RefOr<Schema> {
        let of = |kind| {
            ObjectBuilder::new()
                .schema_type(SchemaType::new(kind))
                .build()
        };
        Schema::AnyOf(
            AnyOfBuilder::new()
                .item(of(Type::Integer))
                .item(of(Type::String))
                .description(Some("A template's id or key."))
                .build(),
        )
        .into()
    }
}

impl ToSchema for TemplateKey {}

impl TemplateKey {
    /// The template of that name, of those that the caller reaches.
    pub(super) async fn load(&self, conn: &mut Conn, caller: &Principal) -> ApiResult<Template> {
        let scope = caller.scope();
        let (found, sentence) = match self {
            Self::Id(id) => (
                templates::find(conn, &scope, Named::Id(*id)).await?,
                format!("Invalid pk \"{id}\" - object does not exist."),
            ),
            Self::Key(key) => {
                let mut found = templates::find(conn, &scope, Named::Key(key)).await?;
                // Forms send numbers as texts.
                if let (None, Ok(id)) = (&found, key.parse()) {
                    found = templates::find(conn, &scope, Named::Id(id)).await?;
                }
                (found, format!("Object with key={key} does not exist."))
            }
        };
        found.ok_or_else(|| ApiError::field("template", sentence))
    }
}
