//! Looks for codes that are scanned, and writes the scans. Those that come while the disk is busy
//! with others wait for each other and share the next look and the next transaction: a scan costs
//! one commit when it is alone, and a small part of one in a rush. Whoever scanned is answered
//! after the commit, never before it.

use super::Visit;
use crate::secrets::Secrets;
use countermark_core::time::Timestamp;
use countermark_store::{
    Db, DbError, Tx,
    scans::{self, Look, Met},
};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Scans that may wait; more are told to come back.
const MOST_WAITING: usize = 10_000;
/// Scans of one transaction.
const MOST_TOGETHER: usize = 512;

/// A scan that is on disk.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// Its code, as it was met.
    pub met: Arc<Met>,
    /// The country of whoever scanned, upper case; empty when unknown.
    pub country: String,
    /// Its id.
    pub uuid: String,
}

type Answer = Result<Option<Scanned>, DbError>;

struct Waiting {
    extended_id: String,
    visit: Visit,
    at: Timestamp,
    answer: oneshot::Sender<Answer>,
}

/// Takes scans and answers once they are on disk.
pub struct Recorder(mpsc::Sender<Waiting>);

impl Recorder {
    /// Begins to write into that database; ends when it is dropped.
    #[must_use]
    pub fn start(db: Db, secrets: Arc<Secrets>) -> Self {
        let (queue, mut waiting) = mpsc::channel(MOST_WAITING);
        tokio::spawn(async move {
            let mut together = Vec::new();
            while waiting.recv_many(&mut together, MOST_TOGETHER).await > 0 {
                gather(&mut waiting, &mut together).await;
                answer_all(&db, &secrets, std::mem::take(&mut together)).await;
            }
        });
        Self(queue)
    }

    /// Writes a scan of the code with that extended id and returns once it is durable; nothing
    /// when there is no such code. A scan that was handed in is written also if whoever waits goes
    /// away.
    ///
    /// # Errors
    /// When it could not be written.
    pub async fn scan(&self, extended_id: String, visit: Visit, at: Timestamp) -> Answer {
        let (answer, written) = oneshot::channel();
        let handed_in = self.0.try_send(Waiting {
            extended_id,
            visit,
            at,
            answer,
        });
        handed_in.map_err(|_| DbError::Unavailable("too many scans wait".into()))?;
        written
            .await
            .unwrap_or_else(|_| Err(DbError::Unavailable("the server stops".into())))
    }
}

/// Lets those come who are on their way: what is ready to run runs first, and for as long as that
/// brings more scans it is done again. A lone scan waits for nothing; in a rush, whoever has just
/// been answered and scans again is in the same transaction as those who waited meanwhile.
async fn gather(waiting: &mut mpsc::Receiver<Waiting>, together: &mut Vec<Waiting>) {
    let mut before = 0;
    while together.len() > before && together.len() < MOST_TOGETHER {
        before = together.len();
        tokio::task::yield_now().await;
        while let Ok(scan) = waiting.try_recv() {
            together.push(scan);
        }
    }
}

async fn answer_all(db: &Db, secrets: &Secrets, together: Vec<Waiting>) {
    let begun = look_up(db, &together).await;
    let (mut tx, looks) = match begun {
        Ok(begun) => begun,
        Err(error) => {
            let answers = together.into_iter().map(|waiting| waiting.answer);
            return refuse(&error, answers);
        }
    };
    let (mut new, mut answers) = (Vec::new(), Vec::new());
    for (waiting, look) in together.into_iter().zip(looks) {
        let Waiting { visit, answer, .. } = waiting;
        match look {
            Ok(Some(met)) => {
                let uuid = crate::random::uuid_at(waiting.at);
                new.push(visit.scan(secrets, met.clone(), &uuid, waiting.at));
                let country = visit.country().to_owned();
                let scanned = Scanned { met, country, uuid };
                answers.push((answer, scanned));
            }
            // Nothing is written for them, so they wait for nothing more.
            Ok(None) => drop(answer.send(Ok(None))),
            Err(error) => drop(answer.send(Err(error))),
        }
    }
    let written = match scans::record(&mut tx, &new).await {
        // A scan is nobody's change of the company's things: it is its own record, and would make
        // the audit log unreadable.
        Ok(_) => tx.commit_unaudited().await,
        Err(error) => Err(error),
    };
    match written {
        Ok(()) => {
            for (answer, scanned) in answers {
                let _ = answer.send(Ok(Some(scanned)));
            }
        }
        Err(error) => refuse(&error, answers.into_iter().map(|(answer, _)| answer)),
    }
}

fn refuse(error: &DbError, answers: impl ExactSizeIterator<Item = oneshot::Sender<Answer>>) {
    tracing::warn!(%error, scans = answers.len(), "scans could not be written");
    for answer in answers {
        let _ = answer.send(Err(DbError::Unavailable("not written".into())));
    }
}

/// Looks for the codes inside the transaction that will write their scans: a reading connection
/// would have to read again all that it kept, after each commit.
async fn look_up(db: &Db, together: &[Waiting]) -> Result<(Tx, Vec<Look>), DbError> {
    let ids = together.iter().map(|waiting| waiting.extended_id.as_str());
    let ids: Vec<_> = ids.collect();
    let mut tx = db.write_alone().await?;
    let looks = scans::meet_all(&mut tx, &ids).await?;
    Ok((tx, looks))
}
