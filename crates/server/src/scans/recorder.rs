//! Writes scans. Those that come while the disk is busy with others wait for each other and share
//! the next transaction: a scan costs one commit when it is alone, and a small part of one in a
//! rush. Whoever scanned is answered after the commit, never before it.

use countermark_store::{
    Db, DbError,
    scans::{self, NewScan, Recorded},
};
use tokio::sync::{mpsc, oneshot};

/// Scans that may wait; more are told to come back.
const MOST_WAITING: usize = 10_000;
/// Scans of one transaction.
const MOST_TOGETHER: usize = 512;

struct Waiting {
    scan: NewScan,
    answer: oneshot::Sender<Result<Option<Recorded>, DbError>>,
}

/// Takes scans and answers once they are on disk.
pub struct Recorder(mpsc::Sender<Waiting>);

impl Recorder {
    /// Begins to write into that database; ends when it is dropped.
    #[must_use]
    pub fn start(db: Db) -> Self {
        let (queue, mut waiting) = mpsc::channel(MOST_WAITING);
        tokio::spawn(async move {
            let mut together = Vec::new();
            while waiting.recv_many(&mut together, MOST_TOGETHER).await > 0 {
                write(&db, std::mem::take(&mut together)).await;
            }
        });
        Self(queue)
    }

    /// Writes a scan and returns once it is durable; nothing when its code is gone. A scan that
    /// was handed in is written also if whoever waits goes away.
    ///
    /// # Errors
    /// When it could not be written.
    pub async fn record(&self, scan: NewScan) -> Result<Option<Recorded>, DbError> {
        let (answer, written) = oneshot::channel();
        let handed_in = self.0.try_send(Waiting { scan, answer });
        handed_in.map_err(|_| DbError::Unavailable("too many scans wait".into()))?;
        written
            .await
            .unwrap_or_else(|_| Err(DbError::Unavailable("the server stops".into())))
    }
}

async fn write(db: &Db, together: Vec<Waiting>) {
    let (new, answers): (Vec<_>, Vec<_>) = together
        .into_iter()
        .map(|waiting| (waiting.scan, waiting.answer))
        .unzip();
    match write_all(db, &new).await {
        Ok(written) => {
            for (answer, recorded) in answers.into_iter().zip(written) {
                let _ = answer.send(Ok(recorded));
            }
        }
        Err(error) => {
            tracing::warn!(%error, scans = new.len(), "scans could not be written");
            for answer in answers {
                let _ = answer.send(Err(DbError::Unavailable("not written".into())));
            }
        }
    }
}

async fn write_all(db: &Db, new: &[NewScan]) -> Result<Vec<Option<Recorded>>, DbError> {
    let mut tx = db.write().await?;
    let written = scans::record(&mut tx, new).await?;
    // A scan is nobody's change of the company's things: it is its own record, and would make the
    // audit log unreadable.
    tx.commit_unaudited().await?;
    Ok(written)
}
