//! The status of many codes at once, all or nothing.

use crate::{
    api::v2::scm::{kept, refused},
    app::App,
    auth::Principal,
    error::{ApiError, ApiResult},
    extract::{Field, Json, list_in},
};
use countermark_core::{
    audit::Entry,
    codes::{Reason, Status},
    scm::{Asked, DataKey, Item},
};
use countermark_store::scm::{
    self, MOST_CODES,
    tasks::{self, NewTask, Source, Work},
};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashSet};
use utoipa::ToSchema;

/// The most codes of one call.
const MOST: usize = 10_000;
/// The most bytes of a body: as many ids as may come, at their longest and escaped, are rarer
/// than a file sent by mistake.
pub(super) const BODY: usize = 2 << 20;
/// The most unknown ids that are named.
const MOST_NAMED: usize = 100;

/// Ids of codes.
pub struct CodeIds(BTreeSet<String>);

impl Field for CodeIds {
    fn parse(value: Value) -> Result<Self, String> {
        let list = list_in(value)?;
        if list.is_empty() {
            return Err("This list may not be empty.".into());
        }
        if list.len() > MOST {
            return Err(format!(
                "Ensure this field has no more than {MOST} elements."
            ));
        }
        let ids = list.into_iter().map(|id| match id {
            Value::String(text) if text.contains('\0') => {
                Err("Null characters are not allowed.".to_owned())
            }
            Value::String(text) => Ok(text),
            _ => Err("Not a valid string.".to_owned()),
        });
        ids.collect::<Result<_, _>>().map(Self)
    }
}

/// What was done.
#[derive(Serialize, ToSchema)]
pub struct StatusDone {
    /// How many codes were named.
    pub codes_affected: i64,
    /// How many of them were otherwise before.
    pub changed: i64,
}

/// Gives codes a status. `action` is the word for the log.
///
/// # Errors
/// 400 that names ids under which the caller reaches nothing; nothing was changed.
pub(super) async fn set(
    app: &App,
    caller: &Principal,
    action: &'static str,
    ids: CodeIds,
    status: Status,
    reason: Option<Reason>,
) -> ApiResult<Json<StatusDone>> {
    let item = Item {
        status: Some(status),
        reason,
        ..Item::default()
    };
    let ids = ids.0;
    let asked = ids.iter().map(|id| Asked {
        name: id.clone(),
        product: None,
        item: item.clone(),
    });
    let (asked, scope, now) = (asked.collect(), caller.scope(), app.clock.now());
    let who = caller.by(now);
    let author = scm::Author {
        person: who.person,
        now,
    };
    let mut tx = app.db.write().await?;
    let done = scm::upload(
        &mut tx,
        &scope,
        author,
        &DataKey::ExtendedId,
        asked,
        MOST_CODES,
    );
    let outcome = done.await.map_err(refused)?;
    let found: HashSet<_> = outcome.items.iter().map(|(id, _)| id.as_str()).collect();
    let unknown = ids.iter().filter(|id| !found.contains(id.as_str()));
    let unknown: Vec<_> = unknown.take(MOST_NAMED).map(|id| sentence(id)).collect();
    if !unknown.is_empty() {
        return Err(ApiError::Fields(
            [("codes".to_owned(), json!(unknown))].into_iter().collect(),
        ));
    }
    let changed = outcome.items.iter().filter(|(_, keys)| !keys.is_empty());
    let changed = i64::try_from(changed.count()).unwrap_or(i64::MAX);
    let mut parameters = json!({
        "codes": kept(ids.iter().map(|id| json!(id))),
        "code_count": ids.len(),
        "activation_status": status.number(),
    });
    let mut fields = vec!["activation_status".to_owned()];
    if let Some(reason) = reason {
        parameters["blacklist_reason"] = json!(reason.number());
        fields.push("blacklist_reason".into());
    }
    let task = NewTask {
        source: Source::Single,
        parameters: &parameters,
        fields: &fields,
        work: Work::Done(outcome.codes_affected, outcome.total_updates),
    };
    let task = tasks::add(&mut tx, &who, &task).await?;
    let label = format!("{} codes", outcome.codes_affected);
    let entry = Entry::event(action, "scm_task", task, label)
        .amount(outcome.total_updates)
        .after(parameters);
    app.commit(tx, who, vec![entry], vec![]).await?;
    Ok(Json(StatusDone {
        codes_affected: outcome.codes_affected,
        changed,
    }))
}

fn sentence(id: &str) -> String {
    let id: String = id.chars().filter(|c| !c.is_control()).take(60).collect();
    format!("There is no code \"{id}\".")
}
