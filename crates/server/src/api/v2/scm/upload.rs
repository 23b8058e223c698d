//! `POST /api/v2/scm/upload/`: items, each true of the codes that it names; all or nothing.

use super::{item_errors, kept, passed, refused};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Field, Json, body, list_in, objects_in},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    permissions::perm,
    scm::{Asked, DataKey},
};
use countermark_store::scm::{
    self, ItemError, MOST_CODES, Outcome,
    tasks::{self, NewTask, Source, Work},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Ref, RefOr, Schema, schema::AnyOfBuilder},
};

/// The most bytes of a body.
const BODY: usize = 10 << 20;
/// The most items.
const MOST_ITEMS: usize = 10_000;
/// The most errors that are told.
const MOST_ERRORS: usize = 100;

/// Items as they came.
pub struct Items(Vec<Map<String, Value>>);

impl Field for Items {
    fn parse(value: Value) -> Result<Self, String> {
        let list = list_in(value)?;
        if list.len() > MOST_ITEMS {
            return Err(format!(
                "Ensure this field has no more than {MOST_ITEMS} elements."
            ));
        }
        objects_in(list).map(Self)
    }
}

body! { ignore unknown; at most BODY;
    /// Supply-chain data of many codes.
    pub struct ScmUpload {
        /// The key by which each item finds its codes: `extended_id` (default), `serial_number`,
        /// `workorder` (id or reference), or any key of supply-chain data.
        #[schema(value_type = Option<String>)]
        pub data_key: Option<DataKey>,
        /// At most 10,000 objects: the key that finds, and the values to be. They are applied in
        /// their order.
        #[schema(value_type = Vec<Object>)]
        pub items: Items,
    }
}

/// What an upload did.
#[derive(Serialize, ToSchema)]
pub struct ScmUploaded {
    /// How many values changed, over all codes.
    pub total_updates: i64,
    /// Every key that changed on any code.
    pub changes: Vec<String>,
    /// For each value of the key that finds, the keys that changed. One that found no code is not
    /// here.
    #[schema(value_type = Object)]
    pub items: Map<String, Value>,
    /// How many codes were found.
    pub codes_affected: i64,
}

impl From<Outcome> for ScmUploaded {
    fn from(outcome: Outcome) -> Self {
        let items = outcome.items.into_iter();
        Self {
            total_updates: outcome.total_updates,
            changes: outcome.changes,
            items: items.map(|(name, keys)| (name, json!(keys))).collect(),
            codes_affected: outcome.codes_affected,
        }
    }
}

/// What is wrong with items, by place (from 0 on) and key.
#[derive(ToSchema)]
#[schema(example = json!({"items": {"3": {"activation_status": ["\"7\" is not a valid choice."]}}}))]
pub struct ItemErrors {
    /// Place → key → sentences.
    #[schema(value_type = Object)]
    pub items: Map<String, Value>,
}

/// What is wrong with a member: sentences, or by key where it is an object itself.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum MemberError {
    /// Of the member.
    Sentences(Vec<String>),
    /// Inside of it.
    Keys(BTreeMap<String, Vec<String>>),
}

/// What is wrong with members, some of which are objects themselves.
#[derive(ToSchema)]
#[schema(example = json!({"constraints": {"non_field_errors": ["Name at least one key."]}}))]
#[expect(dead_code, reason = "describes what ApiError writes")]
pub struct MemberErrors(BTreeMap<String, MemberError>);

/// A 400 of an upload: about items, about keys of a member, about the body, or about the request as a whole.
pub struct UploadRefused;

impl PartialSchema for UploadRefused {
    fn schema() -> RefOr<Schema> {
        let any = ["ItemErrors", "MemberErrors", "FieldErrors", "Problem"]
            .into_iter()
            .fold(AnyOfBuilder::new(), |any, name| {
                any.item(Ref::from_schema_name(name))
            });
        Schema::AnyOf(any.build()).into()
    }
}

impl ToSchema for UploadRefused {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push(("ItemErrors".into(), ItemErrors::schema()));
        schemas.push(("MemberError".into(), MemberError::schema()));
        schemas.push(("MemberErrors".into(), MemberErrors::schema()));
    }
}

/// Load supply-chain data onto codes
///
/// All or nothing, and always 200: codes that are not there are missing in the answer, keys that
/// their campaign does not keep are dropped, values are kept as they come. An empty text or null
/// clears. `product` (id or SKU, needs `product_view`) gives a code another product and with it
/// another campaign; `activation_status` is 0, 1 or 2, `blacklist_reason` 0 to 10. What is said of
/// a code that is a logistical unit reaches the codes inside.
#[utoipa::path(post, path = "/api/v2/scm/upload/", tag = "SCM", request_body = ScmUpload,
    responses(
        (status = 200, description = "Done.", body = ScmUploaded),
        (status = 400, description = "Nothing was applied.", body = UploadRefused)))]
pub async fn scm_upload(
    caller: Caller<perm::ScmUpload>,
    State(app): State<App>,
    Body(body): Body<ScmUpload>,
) -> ApiResult<Json<ScmUploaded>> {
    let by = body.data_key.unwrap_or(DataKey::ExtendedId);
    let items = body.items.0;
    if items.iter().any(|item| item.contains_key("product")) {
        caller.require::<perm::ProductView>(&app)?;
    }
    let parameters = json!({
        "data_key": by.name(),
        "items": kept(items.iter().map(|item| Value::Object(item.clone()))),
        "item_count": items.len(),
    });
    let items = read(items, &by)?;
    let fields = passed(&items);
    let (scope, now) = (caller.scope(), app.clock.now());
    let who = caller.by(now);
    let author = scm::Author {
        person: who.person,
        now,
    };
    let mut tx = app.db.write_rows(items.len()).await?;
    let done = scm::upload(&mut tx, &scope, author, &by, items, MOST_CODES);
    let outcome = done.await.map_err(refused)?;
    let task = NewTask {
        source: Source::Api,
        parameters: &parameters,
        fields: &fields,
        work: Work::Done(outcome.codes_affected, outcome.total_updates),
    };
    let task = tasks::add(&mut tx, &who, &task).await?;
    let label = format!("{} codes", outcome.codes_affected);
    let entry = Entry::event("scm.upload", "scm_task", task, label)
        .amount(outcome.total_updates)
        .after(json!({
            "data_key": by.name(),
            "items": parameters["item_count"],
            "codes_affected": outcome.codes_affected,
            "total_updates": outcome.total_updates,
            "changes": outcome.changes,
        }));
    app.commit(tx, who, vec![entry], vec![]).await?;
    Ok(Json(outcome.into()))
}

/// Reads all items, or says of each what is wrong.
fn read(items: Vec<Map<String, Value>>, by: &DataKey) -> ApiResult<Vec<Asked>> {
    let mut errors = Vec::new();
    let mut asked = Vec::with_capacity(items.len());
    for (place, item) in items.into_iter().enumerate() {
        match Asked::read(item, by) {
            Ok(item) => asked.push(item),
            Err(_) if errors.len() >= MOST_ERRORS => {}
            Err(wrong) => errors.extend(wrong.into_iter().map(|(key, message)| ItemError {
                item: place,
                key,
                message,
            })),
        }
    }
    if errors.is_empty() {
        Ok(asked)
    } else {
        Err::<_, ApiError>(item_errors(errors))
    }
}
