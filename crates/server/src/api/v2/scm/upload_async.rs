//! `POST /api/v2/scm/upload/async/`: one wish for all codes of which some things hold, made true
//! in the background.

use super::{field_errors, kept, passed, refused_for_one};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Field, Json, body},
    jobs::{self, scm_upload, scm_upload::ScmUploadJob},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    permissions::perm,
    scm::{Asked, Constraints, Wish},
};
use countermark_store::scm::{
    self,
    tasks::{self, NewTask, Source, Work},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// The most bytes of a body.
const BODY: usize = 10 << 20;

/// An object as it came.
pub struct Members(Map<String, Value>);

impl Field for Members {
    fn parse(value: Value) -> Result<Self, String> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            Value::Null => Err("This field may not be null.".into()),
            _ => Err("Invalid data. Expected a dictionary.".into()),
        }
    }
}

body! { ignore unknown; at most BODY;
    /// What shall be true of which codes.
    pub struct ScmUploadAsync {
        /// Keys (`extended_id`, `serial_number`, `workorder` or any key of supply-chain data), each
        /// with a value or a list of values, at most 100,000 in all. A code meets all of them.
        #[schema(value_type = Object)]
        pub constraints: Members,
        /// The values to be, as in an item of `scm/upload/`.
        #[schema(value_type = Object)]
        pub scm_data: Members,
    }
}

/// Where to look how far it is.
#[derive(Serialize, ToSchema)]
pub struct ScmAccepted {
    /// For `scm/tasks/{task_id}/`.
    pub task_id: String,
}

/// The errors of a member that is an object itself.
pub(in crate::api::v2) fn of_member(name: &str, error: ApiError) -> ApiError {
    match error {
        ApiError::Fields(fields) => {
            ApiError::Fields(Map::from_iter([(name.to_owned(), Value::Object(fields))]))
        }
        other => other,
    }
}

/// Load one set of data onto many codes, in the background
///
/// Follow `scm/tasks/{task_id}/`. Some thousand codes at a time are changed; a program that stops
/// goes on where it stood.
#[utoipa::path(post, path = "/api/v2/scm/upload/async/", tag = "SCM",
    request_body = ScmUploadAsync,
    responses(
        (status = 200, description = "It will be done.", body = ScmAccepted),
        (status = 400, description = "Nothing will be done.", body = super::upload::UploadRefused)))]
pub async fn scm_upload_async(
    caller: Caller<perm::ScmUpload>,
    State(app): State<App>,
    Body(body): Body<ScmUploadAsync>,
) -> ApiResult<Json<ScmAccepted>> {
    let (constraints, data) = (body.constraints.0, body.scm_data.0);
    if data.contains_key("product") {
        caller.require::<perm::ProductView>(&app)?;
    }
    let read = Constraints::read(&constraints);
    let read = read.map_err(|errors| of_member("constraints", field_errors(errors)))?;
    let of_data = |errors| of_member("scm_data", field_errors(errors));
    let mut items = [Asked::read_for(String::new(), data.clone()).map_err(of_data)?];
    // Nobody is there any more when the codes are looked at: what may be wrong is wrong now.
    let wrong = items[0]
        .item
        .fields
        .iter()
        .filter_map(|(key, wish)| match wish {
            Wish::Wrong(sentence) => Some((key.clone(), (*sentence).to_owned())),
            Wish::Set(_) | Wish::Clear => None,
        });
    let wrong: Vec<_> = wrong.collect();
    if !wrong.is_empty() {
        return Err(of_data(wrong));
    }
    let (scope, now) = (caller.scope(), app.clock.now());
    let who = caller.by(now);
    let codes = scm_upload::named(&app, &scope, &read).await?;
    let mut tx = app.db.write().await?;
    let there = scm::name_products(&mut tx, &scope, &mut items).await;
    there.map_err(|why| of_member("scm_data", refused_for_one(why)))?;
    let parameters = json!({"constraints": shown(&constraints), "scm_data": data});
    let fields = passed(&items);
    let task = NewTask {
        source: Source::Api,
        parameters: &parameters,
        fields: &fields,
        work: Work::Later,
    };
    let task = tasks::add(&mut tx, &who, &task).await?;
    let input = scm_upload::input(task, &read, codes.as_deref(), &data);
    let total = codes.and_then(|codes| i64::try_from(codes.len()).ok());
    let job = jobs::enqueue::<ScmUploadJob>(&mut tx, &who, &input, total).await?;
    tasks::set_job(&mut tx, who.company, task, job).await?;
    let entry = Entry::event("scm.upload_async", "scm_task", task, format!("SCM-{task}"))
        .amount(0)
        .after(parameters);
    app.commit(tx, who, vec![entry], vec![]).await?;
    app.jobs.wake();
    Ok(Json(ScmAccepted {
        task_id: task.to_string(),
    }))
}

/// Constraints as a task keeps them: of long lists the beginning, with the number of all.
fn shown(constraints: &Map<String, Value>) -> Value {
    let mut shown = Map::new();
    for (key, value) in constraints {
        let Value::Array(list) = value else {
            shown.insert(key.clone(), value.clone());
            continue;
        };
        let kept = kept(list.iter().cloned());
        if kept.len() < list.len() {
            shown.insert(format!("{key}_count"), json!(list.len()));
        }
        shown.insert(key.clone(), Value::Array(kept));
    }
    Value::Object(shown)
}
