//! `/api/v2/scm/tasks/`: uploads as they are remembered, the portal's "code transactions".

pub mod get;
pub mod list;

use countermark_store::scm::tasks::Task;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

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
}

impl From<Task> for TaskShown {
    fn from(task: Task) -> Self {
        let (person, email) = task.created_by.unzip();
        Self {
            id: task.id.to_string(),
            reference: format!("SCM-{}", task.id),
            state: task.state.name(),
            source: task.source.name(),
            codes_affected: task.codes_affected,
            total_updates: task.updates,
            created_by: person.map(|id| id.0),
            created_by_email: email,
            created_at: task.created_at.to_string(),
            started_at: task.started_at.map(|at| at.to_string()),
            completed_at: task.completed_at.map(|at| at.to_string()),
            parameters: task.parameters,
            scm_fields: task.fields,
        }
    }
}
