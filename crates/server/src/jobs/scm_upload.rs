//! An upload of supply-chain data in the background (`api/v2/scm/upload_async.rs`).

use super::{Ended, Next, Step, Stop, Work};
use countermark_core::{
    audit::Entry,
    permissions::Permission,
    scm::{Asked, Constraints, DataKey, Wish},
};
use countermark_store::{
    DbError, Tx,
    scm::{self, Author, Cursor, Refused, tasks},
};
use serde_json::{Map, Value, json};

/// The work.
pub struct ScmUploadJob;

/// What the input says.
struct Input {
    task: i64,
    constraints: Constraints,
    asked: Asked,
}

impl Input {
    /// Reads what the request has checked already.
    fn read(input: &Value) -> Option<Self> {
        let members = |name: &str| input[name].as_object();
        let asked = Asked::read_for(String::new(), members("scm_data")?.clone()).ok()?;
        let mut constraints = Constraints::read(members("constraints")?).ok()?;
        if let DataKey::Scm(key) = &constraints.parts().0.by {
            let new = asked.item.fields.iter().find(|(there, _)| there == key);
            if let Some((_, Wish::Set(datum))) = new {
                constraints.begin_with(&datum.text);
            }
        }
        Some(Self {
            task: input["task"].as_i64()?,
            constraints,
            asked,
        })
    }
}

fn cursor(value: &Value) -> Cursor {
    let names = value["names"].as_u64().unwrap_or(0);
    Cursor {
        names: usize::try_from(names).unwrap_or(usize::MAX),
        after: value["after"].as_i64().unwrap_or(0),
    }
}

impl Work for ScmUploadJob {
    const KIND: &'static str = "scm_upload";
    const NEEDS: &'static [Permission] = &[Permission::ScmBulkEdit];
    type Portion = ();

    async fn gather(_: &Step<'_>) -> Result<(), Stop> {
        Ok(())
    }

    async fn apply(step: &Step<'_>, tx: &mut Tx, (): ()) -> Result<Next, Stop> {
        let input = Input::read(&step.job.input);
        let input = input.ok_or_else(|| Stop::fail("A server error occurred."))?;
        let author = Author {
            person: step.owner.by.person,
            now: step.now,
        };
        let at = cursor(&step.job.cursor);
        let (scope, asked) = (&step.owner.scope, &input.asked);
        let done = scm::step(tx, scope, author, &input.constraints, asked, at).await;
        let done = done.map_err(why)?;
        let (codes, updates) = (done.outcome.codes_affected, done.outcome.total_updates);
        let company = scope.company();
        let is_done = done.next.is_none();
        tasks::advance(tx, company, input.task, (codes, updates), is_done, step.now).await?;
        let total = step.job.done + codes;
        let cursor = done.next.unwrap_or_default();
        let cursor = json!({"names": cursor.names, "after": cursor.after});
        let mut next = Next::from(cursor, total);
        if updates > 0 {
            let label = format!("{codes} codes");
            let entry = Entry::event("scm.upload_step", "scm_task", input.task, label)
                .amount(updates)
                .after(json!({
                    "codes_affected": codes,
                    "total_updates": updates,
                    "changes": done.outcome.changes,
                }));
            next = next.entry(entry);
        }
        Ok(if is_done {
            next.complete(json!({"task": input.task, "codes_affected": total}))
        } else {
            next
        })
    }

    async fn ended(tx: &mut Tx, ended: &Ended<'_>) -> Result<(), DbError> {
        let Some(task) = ended.input["task"].as_i64() else {
            return Ok(());
        };
        let why = ended.failure.unwrap_or("It was canceled.");
        tasks::fail(tx, ended.company, task, why, ended.now).await
    }
}

fn why(refused: Refused) -> Stop {
    match refused {
        Refused::Db(error) => error.into(),
        Refused::TooMany => Stop::fail("Too many codes are inside of one logistical unit."),
        Refused::Items(errors) => {
            let errors = errors.into_iter();
            let errors: Map<_, _> = errors.map(|e| (e.key, json!([e.message]))).collect();
            Stop::fail(Value::Object(errors).to_string())
        }
    }
}
