//! Takes jobs and works on them, step by step.
//!
//! A node holds a job for [`LEASE_SECONDS`]; every step and every heartbeat renews that. A node
//! that dies lets the time run out, and another one goes on from the last cursor that was
//! committed. A node that only *seemed* dead finds at its next transaction that the job is no
//! longer its own, and what that transaction did is not committed.

use super::shown::Shown;
use super::{Claimed, Ended, Kind, MOST_ATTEMPTS, Next, Owner, Step, Stop, Work, owner, registry};
use crate::app::App;
use countermark_store::{DbError, Engine, Tx, jobs};
use std::time::{Duration, Instant};
use tokio::{sync::watch, task::JoinSet};

/// How long a node that has died keeps a job from others.
const LEASE_SECONDS: i64 = 60;
/// The pause between two heartbeats in a long step of which there is nothing new.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// The pause between two looks whether there is.
const NEWS: Duration = Duration::from_secs(1);
/// The pause between two looks for work that nobody told of.
const LOOK: Duration = Duration::from_secs(1);
/// How long one job goes on before another that waits has its turn.
const SLICE: Duration = Duration::from_secs(2);
/// Jobs that one node works on at a time.
const WORKERS: usize = 2;
/// How long a step may take to end when the program stops.
const PATIENCE: Duration = Duration::from_secs(10);

/// The workers of this node.
pub struct Runner {
    workers: JoinSet<()>,
    stop: watch::Sender<bool>,
}

/// Begins to work on jobs.
///
/// # Errors
/// When the database failed.
pub async fn start(app: &App) -> Result<Runner, DbError> {
    if app.db.engine() == Engine::Sqlite {
        // There is no other node: who had begun something is dead.
        let mut tx = app.db.write().await?;
        jobs::take_over(&mut tx, app.clock.now()).await?;
        tx.commit_unaudited().await?;
    }
    let (stop, stopped) = watch::channel(false);
    let mut workers = JoinSet::new();
    for _ in 0..WORKERS {
        workers.spawn(keep(app.clone(), stopped.clone()));
    }
    Ok(Runner { workers, stop })
}

impl Runner {
    /// Lets the steps end that are under way, and gives the jobs back. What takes too long is
    /// broken off, and begun again by whoever takes the job.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        let all = async { while self.workers.join_next().await.is_some() {} };
        if tokio::time::timeout(PATIENCE, all).await.is_err() {
            tracing::info!("a job's step was broken off; it is begun again");
        }
    }
}

async fn keep(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let pause = match claim(&app, registry::ALL).await {
            Ok(Some(job)) => {
                // Another worker may find another one.
                app.jobs.wake();
                work(&app, registry::ALL, job, Some(&stopped)).await;
                continue;
            }
            Ok(None) => LOOK,
            Err(error) => {
                tracing::warn!(%error, "no job can be taken");
                LOOK
            }
        };
        tokio::select! {
            () = app.jobs.woken() => {}
            () = tokio::time::sleep(pause) => {}
            _ = stopped.changed() => {}
        }
    }
}

/// Does everything that is due now, to its end: for tests.
///
/// # Errors
/// When the database failed.
pub async fn drain(app: &App, kinds: &'static [Kind]) -> Result<(), DbError> {
    while let Some(job) = claim(app, kinds).await? {
        work(app, kinds, job, None).await;
    }
    Ok(())
}

/// Takes a job and does one step of it, and no more: what a node does that is killed after its
/// commit. For tests. Returns whether there was a job.
///
/// # Errors
/// Why the step was not done.
pub async fn step_once(app: &App, kinds: &'static [Kind]) -> Result<bool, Stop> {
    let Some(mut job) = claim(app, kinds).await? else {
        return Ok(false);
    };
    (kind_of(kinds, &job).step)(app, &mut job).await?;
    Ok(true)
}

fn kind_of(kinds: &'static [Kind], job: &Claimed) -> &'static Kind {
    let found = kinds.iter().find(|kind| kind.name == job.kind);
    found.expect("only known kinds are taken")
}

fn lease(app: &App) -> countermark_core::time::Timestamp {
    app.clock.now().plus_seconds(LEASE_SECONDS)
}

async fn claim(app: &App, kinds: &'static [Kind]) -> Result<Option<Claimed>, DbError> {
    let (now, names) = (app.clock.now(), kinds.iter().map(|kind| kind.name));
    let names: Vec<_> = names.collect();
    if !jobs::any_due(&mut app.db.read().await?, &names, now).await? {
        return Ok(None);
    }
    let mut tx = app.db.write().await?;
    let found = jobs::claim(&mut tx, &names, now, lease(app)).await?;
    tx.commit_unaudited().await?;
    Ok(found)
}

/// Works on a job until it ends, its time is up, or something is in the way. In a task of its own:
/// a panic ends this attempt and nothing else.
async fn work(
    app: &App,
    kinds: &'static [Kind],
    job: Claimed,
    stopped: Option<&watch::Receiver<bool>>,
) {
    let kind = kind_of(kinds, &job);
    let (own, first, stopped) = (app.clone(), job.clone(), stopped.cloned());
    let mut task = JoinSet::new();
    task.spawn(async move { steps(&own, kind, first, stopped).await });
    let stop = match task.join_next().await {
        Some(Ok(Ok(()))) => return,
        Some(Ok(Err(stop))) => stop,
        Some(Err(_)) | None => Stop::Again("a step panicked".into()),
    };
    if let Err(error) = settle(app, kind, &job, stop).await {
        // The lease runs out, and then it is tried again.
        tracing::warn!(%error, job = job.id.0, "what became of a job cannot be noted");
    }
}

async fn steps(
    app: &App,
    kind: &'static Kind,
    mut job: Claimed,
    stopped: Option<watch::Receiver<bool>>,
) -> Result<(), Stop> {
    if job.attempts > MOST_ATTEMPTS {
        let sentence = format!("It was tried {MOST_ATTEMPTS} times and did not get on.");
        return Err(Stop::Fail(sentence));
    }
    let begun = Instant::now();
    while (kind.step)(app, &mut job).await? {
        let Some(stopped) = &stopped else { continue };
        if *stopped.borrow() || begun.elapsed() > SLICE {
            let mut tx = app.db.write().await?;
            jobs::give_back(&mut tx, &job, app.clock.now(), true).await?;
            tx.commit_unaudited().await?;
            return Ok(());
        }
    }
    Ok(())
}

/// Notes what became of a job that could not go on.
async fn settle(app: &App, kind: &Kind, job: &Claimed, stop: Stop) -> Result<(), DbError> {
    let now = app.clock.now();
    let (why, errors) = match stop {
        Stop::Lost => return Ok(()),
        Stop::Again(cause) => {
            tracing::warn!(%cause, job = job.id.0, kind = kind.name, "a job is tried again");
            let mut tx = app.db.write().await?;
            let pause = 2 << job.attempts.clamp(0, 7);
            jobs::give_back(&mut tx, job, now.plus_seconds(pause), false).await?;
            return tx.commit_unaudited().await;
        }
        Stop::Fail(why) => (why, (Vec::new(), 0)),
        Stop::Rows(why, rows, count) => (why, (rows, count)),
    };
    let mut tx = app.db.write().await?;
    if !jobs::hold(&mut tx, job, lease(app)).await? {
        return Ok(());
    }
    jobs::add_errors(&mut tx, job, (&errors.0, errors.1)).await?;
    jobs::fail(&mut tx, job, &why, now).await?;
    let ended = Ended {
        app,
        company: job.company,
        input: &job.input,
        failure: Some(&why),
        now,
    };
    (kind.ended)(&mut tx, &ended).await?;
    tx.commit_unaudited().await?;
    tracing::info!(job = job.id.0, kind = kind.name, "a job failed");
    Ok(())
}

/// One step; whether there is more to do.
pub(super) async fn step<W: Work>(app: &App, job: &mut Claimed) -> Result<bool, Stop> {
    let shown = app.jobs.show(job);
    let wanted = owner::of(app, job, W::NEEDS).await?;
    let portion = {
        let step = of(app, job, &wanted, &shown);
        tokio::select! {
            portion = W::gather(&step) => portion?,
            lost = beat(app, job, &shown) => return Err(lost),
        }
    };
    // Again: gathering may have taken long.
    let wanted = owner::of(app, job, W::NEEDS).await?.at(app.clock.now());
    let mut tx = app.db.write_alone().await?;
    let step = of(app, job, &wanted, &shown);
    let next = if W::LONG {
        // The job's row is left to the heartbeat until all is done.
        let next = tokio::select! {
            next = W::apply(&step, &mut tx, portion) => next?,
            lost = beat(app, job, &shown) => return Err(lost),
        };
        hold(app, &mut tx, job).await?;
        next
    } else {
        hold(app, &mut tx, job).await?;
        W::apply(&step, &mut tx, portion).await?
    };
    let (cursor, done, total) = (next.cursor.clone(), next.done, next.total);
    let more = next.result.is_none();
    store(tx, job, &wanted, next).await?;
    (job.cursor, job.done, job.attempts) = (cursor, done, 0);
    job.total = total.or(job.total);
    Ok(more)
}

pub(super) async fn hold(app: &App, tx: &mut Tx, job: &Claimed) -> Result<(), Stop> {
    if jobs::hold(tx, job, lease(app)).await? {
        Ok(())
    } else {
        Err(Stop::Lost)
    }
}

fn of<'a>(app: &'a App, job: &'a Claimed, owner: &'a Owner, shown: &'a Shown<'a>) -> Step<'a> {
    Step {
        app,
        job,
        owner,
        now: app.clock.now(),
        shown,
    }
}

/// Writes where the job stands, and commits that with all that the step did.
async fn store(mut tx: Tx, job: &Claimed, owner: &Owner, next: Next) -> Result<(), DbError> {
    let count = i64::try_from(next.errors.len()).unwrap_or(i64::MAX);
    jobs::add_errors(&mut tx, job, (&next.errors, count)).await?;
    jobs::advance(&mut tx, job, &next.cursor, next.done, next.total).await?;
    if let Some(result) = &next.result {
        jobs::complete(&mut tx, job, result, next.done, owner.by.at).await?;
    }
    tx.commit(&owner.by, &next.entries).await
}

/// Keeps a job while its step goes on, and shows how far it is; returns only when the job is lost.
async fn beat(app: &App, job: &Claimed, shown: &Shown<'_>) -> Stop {
    let (mut told, mut at) = (shown.get(), Instant::now());
    loop {
        tokio::time::sleep(NEWS).await;
        let done = shown.get();
        if done == told && at.elapsed() < HEARTBEAT {
            continue;
        }
        (told, at) = (done, Instant::now());
        match renew(app, job, done).await {
            Ok(true) => {}
            Ok(false) => return Stop::Lost,
            // The step's own transaction will tell whether it is lost.
            Err(error) => tracing::warn!(%error, job = job.id.0, "no heartbeat"),
        }
    }
}

async fn renew(app: &App, job: &Claimed, done: i64) -> Result<bool, DbError> {
    let mut tx = app.db.write().await?;
    let held = jobs::hold(&mut tx, job, lease(app)).await?;
    jobs::show_progress(&mut tx, job, done).await?;
    tx.commit_unaudited().await?;
    Ok(held)
}
