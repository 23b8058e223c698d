//! `/api/v2/workorders/templates/` (contract §4.4).

pub mod archive;
pub mod create;
pub mod get;
pub mod list;
pub mod restore;
pub mod update;

use super::WorkorderProduct;
use crate::{
    api::v2::scm::{field_errors, upload_async::of_member},
    app::App,
    auth::Principal,
    error::{ApiError, ApiResult},
    extract::{Field, Json},
    ingest::refuse_members,
    openapi::id_or_text,
};
use countermark_core::{
    audit::Entry,
    ids::TemplateId,
    text::{Reference, Text as _},
};
use countermark_store::{
    Conn, DbError,
    companies::Company,
    workorders::templates::{self, Named, Template},
};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
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
    /// What the codes of an upload carry unless it says otherwise.
    #[schema(value_type = Object)]
    pub default_scm_data: Map<String, Value>,
    /// Put away: nothing new begins with it.
    pub is_archived: bool,
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
            default_scm_data: template.default_scm_data,
            is_archived: template.archived,
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
        id_or_text("A template's id or key.")
    }
}

impl ToSchema for TemplateKey {}

impl TemplateKey {
    /// The template of that name, of those that the caller reaches.
    pub(in crate::api::v2) async fn load(
        &self,
        conn: &mut Conn,
        caller: &Principal,
    ) -> ApiResult<Template> {
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
        let found = found.ok_or_else(|| ApiError::field("template", sentence))?;
        if found.archived {
            return Err(ApiError::field("template", "This template is archived."));
        }
        Ok(found)
    }
}

/// Refuses what cannot be said of all codes of an upload. The product is the template's own member.
fn check_data(data: Option<&Map<String, Value>>) -> ApiResult<()> {
    let Some(data) = data else { return Ok(()) };
    let checked = if data.contains_key("product") {
        let sentence = "Name it as the template's product.";
        Err(vec![("product".to_owned(), sentence.to_owned())])
    } else {
        refuse_members(data)
    };
    checked.map_err(|wrong| of_member("default_scm_data", field_errors(wrong)))
}

/// Two requests at once can both find a name free; the index lets one through.
fn taken(error: DbError) -> ApiError {
    match error {
        DbError::Unique => ApiError::field("name", "A template with this name already exists."),
        other => other.into(),
    }
}

/// Archives or restores; once more changes nothing.
async fn set_archived(
    app: &App,
    caller: &Principal,
    template: Template,
    archived: bool,
) -> ApiResult<Json<TemplateShown>> {
    let mut tx = app.db.write().await?;
    if templates::set_archived(&mut tx, &caller.scope(), template.id, archived).await? {
        let action = if archived {
            "template.archive"
        } else {
            "template.restore"
        };
        let entry = Entry::event(action, "template", template.id, template.name.clone());
        app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
            .await?;
    }
    let template = Template {
        archived,
        ..template
    };
    Ok(Json(TemplateShown::of(template, &caller.company)))
}
