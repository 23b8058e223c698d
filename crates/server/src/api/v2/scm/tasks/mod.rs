//! `/api/v2/scm/tasks/`: uploads as they are remembered, the portal's "code transactions".

pub mod get;
pub mod list;

use crate::jobs::Queue;
use countermark_store::scm::tasks::{State, Task, TaskJob};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The work in the background that does an upload.
#[derive(Serialize, ToSchema)]
pub struct TaskJobShown {
    /// Its id, among `jobs/`.
    pub id: i64,
    /// How many codes, or rows of a file, are done.
    pub done: i64,
    /// How many there are; null while nobody knows.
    pub total: Option<i64>,
}

/// An upload.
#[derive(Serialize, ToSchema)]
pub struct TaskShown {
    /// Id, as `task_id` has it.
    pub id: String,
    /// A name for people.
    pub reference: String,
    /// `pending`, `in-progress`, `complete` or `failed`.
    pub state: &'static str,
    /// `api`, `csv` (a file in the portal) or `single` (an edit of single codes).
    pub source: &'static str,
    /// Why it failed; null unless it did. What it had done until then stays.
    pub failure: Option<String>,
    /// How many codes were found so far.
    pub codes_affected: i64,
    /// How many values changed so far.
    pub total_updates: i64,
    /// Who asked for it.
    pub created_by: Option<i64>,
    /// Their e-mail address.
    pub created_by_email: Option<String>,
    /// When.
    #[schema(format = "date-time")]
    pub created_at: String,
    /// When it began.
    #[schema(format = "date-time")]
    pub started_at: Option<String>,
    /// When it ended.
    #[schema(format = "date-time")]
    pub completed_at: Option<String>,
    /// What was asked; of long lists the beginning, with the number of all.
    pub parameters: Value,
    /// The keys that were passed.
    pub scm_fields: Vec<String>,
    /// The work in the background that does it; null for what was done at once, and some weeks
    /// after it has ended.
    pub job: Option<TaskJobShown>,
}

impl TaskShown {
    /// An upload as it is now.
    pub(super) fn now(queue: &Queue, task: Task) -> Self {
        let is_over = matches!(task.state, State::Complete | State::Failed);
        let done = |job: &TaskJob| {
            if is_over {
                job.done
            } else {
                queue.done(job.id, job.done)
            }
        };
        let job = task.job.map(|job| TaskJobShown {
            id: job.id.0,
            done: done(&job),
            total: job.total,
        });
        let (person, email) = task.created_by.unzip();
        Self {
            id: task.id.to_string(),
            reference: format!("SCM-{}", task.id),
            state: task.state.name(),
            source: task.source.name(),
            failure: Some(task.failure).filter(|why| !why.is_empty()),
            codes_affected: task.codes_affected,
            total_updates: task.updates,
            created_by: person.map(|id| id.0),
            created_by_email: email,
            created_at: task.created_at.to_string(),
            started_at: task.started_at.map(|at| at.to_string()),
            completed_at: task.completed_at.map(|at| at.to_string()),
            parameters: task.parameters,
            scm_fields: task.fields,
            job,
        }
    }
}
