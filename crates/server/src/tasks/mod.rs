//! What the server does on its own, one task a file.
//!
//! Every node runs every task in a loop of its own, so a slow one holds up nobody. A task must
//! bear being run by two nodes at once; one that must not (a mail is sent once) takes a turn in
//! the database first, see [`countermark_store::turns`]. A task that fails is logged and tried
//! again at its next time.

mod alerts;
mod auto_blacklist;
mod changes;
mod checkpoint;
mod count_scans;
mod denials;
mod forget_ceremonies;
mod forget_files;
mod forget_jobs;
mod forget_mail;
mod forget_successors;
mod forget_uses;
mod forget_webhooks;
mod give_up_uploads;
mod notify_ends;
mod policies;
mod rotate_keys;
mod send_mail;
mod supersede;
mod sweep;
mod uses;
mod webhooks;

pub(crate) use webhooks::webhook_name;

use crate::{app::App, auth::facts::Changed};
use countermark_core::{audit::Entry, ids::CompanyId};
use countermark_store::{DbError, Tx, audit::By};
use futures_util::future::BoxFuture;
use std::time::Duration;
use tokio::task::JoinSet;

/// Something that is done again and again.
pub struct Task {
    /// Its name in the log.
    pub name: &'static str,
    /// The pause between two runs.
    pub every: Duration,
    /// One run.
    pub run: fn(&App) -> BoxFuture<'_, Result<(), DbError>>,
}

macro_rules! tasks {
    ($($task:ident every $seconds:literal;)+) => {
        &[$(Task {
            name: stringify!($task),
            every: Duration::from_secs($seconds),
            run: |app| Box::pin($task::run(app)),
        }),+]
    };
}

/// Every task.
pub const ALL: &[Task] = tasks! {
    forget_mail every 3600;
    forget_files every 600;
    forget_jobs every 3600;
    forget_uses every 600;
    give_up_uploads every 600;
    notify_ends every 60;
    auto_blacklist every 1;
    count_scans every 3;
    alerts every 30;
    webhooks every 2;
    forget_webhooks every 3600;
    forget_ceremonies every 300;
    send_mail every 3;
    supersede every 60;
    changes every 600;
    checkpoint every 15;
    rotate_keys every 1;
    forget_successors every 60;
    policies every 30;
    denials every 60;
    sweep every 5;
    uses every 5;
};

/// Begins every task; they end when the set is dropped.
#[must_use]
pub fn start(app: &App) -> JoinSet<()> {
    let mut set = JoinSet::new();
    for task in ALL {
        set.spawn(keep(task, app.clone()));
    }
    set
}

async fn keep(task: &Task, app: App) {
    loop {
        tokio::time::sleep(task.every).await;
        if let Err(error) = (task.run)(&app).await {
            tracing::warn!(task = task.name, %error, "a background task failed");
        }
    }
}

/// Runs one task now, as a test or the end of the program wants it.
///
/// # Errors
/// When the database failed.
///
/// # Panics
/// When there is no task of that name.
pub async fn run(app: &App, name: &str) -> Result<(), DbError> {
    let task = ALL.iter().find(|task| task.name == name);
    (task.expect("a task of that name").run)(app).await
}

/// Commits what the program did on its own and people should find in the log.
async fn commit(
    app: &App,
    tx: Tx,
    company: CompanyId,
    entries: Vec<Entry>,
    changes: Vec<Changed>,
) -> Result<(), DbError> {
    let by = By::here(company, "task", app.clock.now());
    let done = app.commit(tx, by, entries, changes).await;
    done.map_err(|error| DbError::Unavailable(format!("{error:?}")))
}
