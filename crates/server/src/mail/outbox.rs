//! Sends what waits in the outbox.

use super::{Transport, bound, message, transport::Refused};
use crate::app::App;
use countermark_store::{
    DbError,
    mail::{self, Claimed, Outcome},
};

/// Seconds for which a node has a mail to itself; more than any attempt takes.
const LEASE_SECONDS: i64 = 180;
/// Mails that one run sends at most.
const A_RUN: usize = 100;
/// The longest pause between two attempts: an hour.
const LONGEST_PAUSE_SECONDS: i64 = 3_600;

/// Sends every mail whose time has come.
///
/// # Errors
/// When the database failed.
pub async fn send_due(app: &App) -> Result<(), DbError> {
    for _ in 0..A_RUN {
        let now = app.clock.now();
        if !mail::any_due(&mut app.db.read().await?, now).await? {
            break;
        }
        let mut tx = app.db.write().await?;
        let claimed = mail::claim(&mut tx, now, now.plus_seconds(LEASE_SECONDS)).await?;
        tx.commit_unaudited().await?;
        // Another node was quicker.
        let Some(claimed) = claimed else { break };
        // No transaction is open while a mail server is talked to.
        let result = attempt(app, &claimed).await;
        let now = app.clock.now();
        let outcome = outcome(&claimed, result, now);
        tell(&claimed, result, outcome);
        let mut tx = app.db.write().await?;
        mail::note(&mut tx, &claimed, outcome, now).await?;
        tx.commit_unaudited().await?;
    }
    Ok(())
}

async fn attempt(app: &App, claimed: &Claimed) -> Result<(), Refused> {
    if claimed.give_up_at <= app.clock.now() {
        return Err(Refused::ForGood("it came to be of no use"));
    }
    let name = bound(&claimed.kind, &claimed.to);
    let text = app.secrets.unwrap(&name, &claimed.body);
    let text = text.map_err(|_| Refused::ForGood("its text cannot be opened"))?;
    let text = std::str::from_utf8(&text).map_err(|_| Refused::ForGood("its text is none"))?;
    let mailing = &app.settings.mail;
    let for_file = matches!(mailing.transport, Transport::Folder(_));
    let message = message::write(&mailing.from, claimed, text, for_file)
        .map_err(|_| Refused::ForGood("no mail server knows such an address"))?;
    mailing.transport.hand_over(claimed, text, message).await
}

fn outcome(
    claimed: &Claimed,
    result: Result<(), Refused>,
    now: countermark_core::time::Timestamp,
) -> Outcome {
    match result {
        Ok(()) => Outcome::Sent,
        Err(Refused::ForGood(_)) => Outcome::Failed,
        Err(Refused::ForNow(_)) => {
            // 1, 2, 4, … minutes.
            let doublings = u32::try_from(claimed.attempt - 1).unwrap_or(0).min(10);
            let pause = (60_i64 << doublings).min(LONGEST_PAUSE_SECONDS);
            let again = now.plus_seconds(pause);
            if again < claimed.give_up_at {
                Outcome::Again(again)
            } else {
                Outcome::Failed
            }
        }
    }
}

/// A line in the log and a count, without address or text.
fn tell(claimed: &Claimed, result: Result<(), Refused>, outcome: Outcome) {
    let (id, kind, attempt) = (claimed.id, claimed.kind.as_str(), claimed.attempt);
    let reason = match result {
        Ok(()) => "",
        Err(Refused::ForNow(why) | Refused::ForGood(why)) => why,
    };
    let word = match outcome {
        Outcome::Sent => {
            tracing::info!(mail = id, kind, attempt, "mail sent");
            "sent"
        }
        Outcome::Again(_) => {
            tracing::warn!(
                mail = id,
                kind,
                attempt,
                reason,
                "mail waits for another attempt"
            );
            "retry"
        }
        Outcome::Failed => {
            tracing::error!(mail = id, kind, attempt, reason, "mail given up");
            "failed"
        }
    };
    metrics::counter!("countermark_mails_total", "kind" => claimed.kind.clone(), "outcome" => word)
        .increment(1);
}
