//! An upload of supply-chain data in the background (`api/v2/scm/upload_async.rs`).

use super::{Ended, Next, Step, Stop, Work};
use crate::app::App;
use countermark_core::{
    audit::Entry,
    ids::CodeId,
    permissions::Permission,
    scm::{Asked, Constraint, Constraints, DataKey, Wish},
};
use countermark_store::{
    DbError, Scope, Tx,
    scm::{self, Among, Author, Cursor, Refused, Wanted, tasks},
};
use serde_json::{Map, Value, json};

/// The work.
pub struct ScmUploadJob;

/// What the input says.
pub struct Input {
    task: i64,
    /// The codes, when they were named.
    codes: Option<Vec<CodeId>>,
    constraints: Vec<Constraint>,
    asked: Asked,
}

/// The codes that constraints name, if they do. They are looked up once, for good: an id never
/// becomes another code's.
///
/// # Errors
/// When the database failed.
pub async fn named(
    app: &App,
    scope: &Scope,
    constraints: &Constraints,
) -> Result<Option<Vec<CodeId>>, DbError> {
    let (first, _) = constraints.parts();
    if first.by != DataKey::ExtendedId {
        return Ok(None);
    }
    let mut conn = app.db.read().await?;
    Ok(Some(scm::named(&mut conn, scope, &first.names).await?))
}

/// What a job is told, which makes `data` true of the codes that meet the constraints.
#[must_use]
pub fn input(
    task: i64,
    constraints: &Constraints,
    codes: Option<&[CodeId]>,
    data: &Map<String, Value>,
) -> Value {
    let mut members = constraints.to_members();
    if codes.is_some() {
        members.shift_remove(DataKey::ExtendedId.name());
    }
    let codes = codes.map(|codes| codes.iter().map(|code| code.0).collect::<Vec<_>>());
    json!({"task": task, "codes": codes, "constraints": members, "scm_data": data})
}

impl Input {
    /// Reads what the request has checked already.
    fn read(input: &Value) -> Option<Self> {
        let members = |name: &str| input[name].as_object();
        let asked = Asked::read_for(String::new(), members("scm_data")?.clone()).ok()?;
        let codes = input["codes"].as_array().map(|list| {
            let ids = list.iter().filter_map(Value::as_i64);
            ids.map(CodeId).collect()
        });
        let constraints = members("constraints")?;
        let constraints = if constraints.is_empty() {
            Vec::new()
        } else {
            let mut constraints = Constraints::read(constraints).ok()?;
            if let DataKey::Scm(key) = &constraints.parts().0.by {
                let new = asked.item.fields.iter().find(|(there, _)| there == key);
                if let Some((_, Wish::Set(datum))) = new {
                    constraints.begin_with(&datum.text);
                }
            }
            constraints.iter().cloned().collect()
        };
        (codes.is_some() || !constraints.is_empty()).then_some(Self {
            task: input["task"].as_i64()?,
            codes,
            constraints,
            asked,
        })
    }

    fn wanted(&self) -> Wanted<'_> {
        match &self.codes {
            Some(codes) => Wanted {
                among: Among::Codes(codes),
                others: &self.constraints,
            },
            None => Wanted {
                among: Among::Holding(&self.constraints[0]),
                others: &self.constraints[1..],
            },
        }
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
    const OBJECT: Option<&'static str> = Some("task");
    type Portion = (Input, Option<i64>);

    async fn gather(step: &Step<'_>) -> Result<(Input, Option<i64>), Stop> {
        let input = Input::read(&step.job.input);
        let input = input.ok_or_else(|| Stop::fail("A server error occurred."))?;
        if step.job.total.is_some() {
            return Ok((input, None));
        }
        let mut conn = step.app.db.read().await?;
        let total = scm::count(&mut conn, &step.owner.scope, input.wanted()).await?;
        Ok((input, Some(total)))
    }

    async fn apply(
        step: &Step<'_>,
        tx: &mut Tx,
        (input, counted): (Input, Option<i64>),
    ) -> Result<Next, Stop> {
        let author = Author {
            person: step.owner.by.person,
            now: step.now,
        };
        let at = cursor(&step.job.cursor);
        let (scope, asked) = (&step.owner.scope, &input.asked);
        let done = scm::step(tx, scope, author, input.wanted(), asked, at).await;
        let done = done.map_err(why)?;
        let (codes, updates) = (done.outcome.codes_affected, done.outcome.total_updates);
        let company = scope.company();
        let is_done = done.next.is_none();
        tasks::advance(tx, company, input.task, (codes, updates), is_done, step.now).await?;
        let total = step.job.done + codes;
        let cursor = done.next.unwrap_or_default();
        let cursor = json!({"names": cursor.names, "after": cursor.after});
        let mut next = Next::from(cursor, total);
        if let Some(counted) = counted {
            next = next.total(counted);
        }
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
