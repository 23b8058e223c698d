//! `/api/v2/campaigns/{id}/scm-fields/` (contract §4.5, §5 SCM field).

pub mod create;
pub mod delete;
pub mod get;
pub mod list;
pub mod order;
pub mod update;

use crate::{
    error::{ApiError, ApiResult},
    extract::{Field, shorten},
};
use countermark_core::scm_field::{Kind, MOST_CHOICES};
use countermark_store::{
    Tx,
    scm_fields::{self, ScmField},
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A field of a campaign.
#[derive(Serialize, ToSchema)]
pub struct ScmFieldShown {
    /// Id.
    pub id: i64,
    /// The key under which data comes in; it never changes.
    pub key: String,
    /// What people read in its place.
    pub label: String,
    /// `text`, `number`, `list`, `date` or `logistical_unit`; it never changes.
    pub r#type: String,
    /// What a list offers; empty for the other types.
    pub choices: Vec<String>,
    /// Whether consumers see it.
    pub display: bool,
    /// Its place, from 0 on. Logistical units go from the largest to the smallest.
    pub position: i64,
    /// Whether data is taken under its key.
    pub active: bool,
}

impl From<ScmField> for ScmFieldShown {
    fn from(field: ScmField) -> Self {
        Self {
            id: field.id.0,
            key: field.key,
            label: field.label,
            r#type: field.kind.name().to_owned(),
            choices: field.choices,
            display: field.display,
            position: field.position,
            active: field.active,
        }
    }
}

/// All fields of a campaign.
#[derive(Serialize, ToSchema)]
pub struct ScmFieldsShown {
    /// In their order.
    pub results: Vec<ScmFieldShown>,
}

impl From<Vec<ScmField>> for ScmFieldsShown {
    fn from(fields: Vec<ScmField>) -> Self {
        Self {
            results: fields.into_iter().map(ScmFieldShown::from).collect(),
        }
    }
}

impl Field for Kind {
    fn parse(value: Value) -> Result<Self, String> {
        let name = match &value {
            Value::String(name) => name.as_str(),
            Value::Null => return Err("This field may not be null.".into()),
            _ => return Err("Not a valid string.".into()),
        };
        Self::by_name(name).ok_or_else(|| format!("\"{}\" is not a valid choice.", shorten(name)))
    }
}

/// What a list offers: one-line texts, each once.
pub struct Choices(pub Vec<String>);

impl Field for Choices {
    fn parse(value: Value) -> Result<Self, String> {
        let list = match value {
            Value::Array(list) => list,
            Value::Null => return Err("This field may not be null.".into()),
            _ => return Err("Expected a list of items.".into()),
        };
        if list.len() > MOST_CHOICES {
            return Err(format!("List at most {MOST_CHOICES}."));
        }
        let texts = list.into_iter().map(|item| {
            let text = <countermark_core::text::Name as Field>::parse(item)?;
            Ok(text.to_string())
        });
        let texts: Vec<_> = texts.collect::<Result<_, String>>()?;
        if texts.iter().collect::<BTreeSet<_>>().len() < texts.len() {
            return Err("List each choice once.".into());
        }
        Ok(Self(texts))
    }
}

/// Refuses choices where there can be none, and a list without any.
fn check_choices(kind: Kind, choices: &[String]) -> ApiResult<()> {
    let sentence = match (kind, choices.is_empty()) {
        (Kind::List, true) => "A list needs at least one choice.",
        (Kind::List, false) | (_, true) => return Ok(()),
        (_, false) => "Only a list has choices.",
    };
    Err(ApiError::field("choices", sentence))
}

/// Refuses a position that cannot be one; one behind the last is the last.
fn check_position(position: Option<i64>) -> ApiResult<Option<usize>> {
    let wrong = |_| ApiError::field("position", "Positions are counted from 0 on.");
    position.map(usize::try_from).transpose().map_err(wrong)
}

/// Puts one of the campaign's fields to that place and moves the others along; returns it.
async fn place(
    tx: &mut Tx,
    scope: &countermark_store::Scope,
    mut fields: Vec<ScmField>,
    field: ScmField,
    position: usize,
) -> ApiResult<ScmField> {
    fields.retain(|other| other.id != field.id);
    let id = field.id;
    let at = position.min(fields.len());
    fields.insert(at, field);
    scm_fields::arrange(tx, scope, &mut fields).await?;
    let found = fields.into_iter().find(|field| field.id == id);
    found.ok_or_else(ApiError::internal)
}
