//! Makes the calls of webhooks that wait (security checklist 84, 85).

use crate::{
    app::App,
    mail::{self, webhooks as letters},
    outbound,
};
use aws_lc_rs::hmac;
use axum::http::HeaderValue;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use countermark_core::{
    audit::Entry,
    ids::{CompanyId, WebhookId},
    outbound::Endpoint,
    time::Timestamp,
};
use countermark_store::{
    DbError, members,
    webhooks::{self, Claimed, Outcome},
};
use futures_util::{StreamExt as _, future::join_all, stream::FuturesUnordered};
use std::{collections::HashSet, time::Duration};
use tokio::time::timeout;

/// Webhooks that one node serves at a time, and those of one company among them: a receiver that
/// swallows what it is sent holds its place for ten seconds, and must not hold everybody's.
const PLACES: usize = 10;
const OF_A_COMPANY: usize = 5;
/// Calls to one webhook at a time.
const TOGETHER: i64 = 5;
/// How long one looks at nothing but the calls that are under way.
const NEXT_LOOK: Duration = Duration::from_secs(1);
/// Seconds for which a node has a call to itself; more than any attempt takes.
const LEASE_SECONDS: i64 = 60;
/// Seconds between attempts; the last one again and again.
const PAUSES: [i64; 7] = [5, 30, 120, 600, 3_600, 21_600, 43_200];
/// How long a call is tried.
const TRIED_SECONDS: i64 = 3 * 86_400;
/// After how long of nothing but failures a webhook is switched off.
const PATIENCE_SECONDS: i64 = 5 * 86_400;

type Whose = (CompanyId, WebhookId);

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let (mut served, mut running) = (HashSet::new(), FuturesUnordered::new());
    loop {
        for whose in webhooks::due(&mut app.db.read().await?, app.clock.now()).await? {
            if has_place(&served, whose) {
                served.insert(whose);
                running.push(serve(app, whose));
            }
        }
        match timeout(NEXT_LOOK, running.next()).await {
            Ok(None) => return Ok(()),
            Ok(Some((whose, result))) => {
                served.remove(&whose);
                result?;
            }
            Err(_) => {}
        }
    }
}

fn has_place(served: &HashSet<Whose>, whose: Whose) -> bool {
    let of_company = served.iter().filter(|other| other.0 == whose.0).count();
    served.len() < PLACES && of_company < OF_A_COMPANY && !served.contains(&whose)
}

/// Makes the next calls of one webhook.
async fn serve(app: &App, whose: Whose) -> (Whose, Result<(), DbError>) {
    let work = async {
        let now = app.clock.now();
        let mut tx = app.db.write().await?;
        let lease = now.plus_seconds(LEASE_SECONDS);
        let calls = webhooks::claim(&mut tx, whose, now, lease, TOGETHER).await?;
        tx.commit_unaudited().await?;
        // No transaction is open while somebody else is talked to.
        let attempts = calls.iter().map(|call| attempt(app, call, now));
        let results = join_all(attempts).await;
        for (call, result) in calls.iter().zip(results) {
            note(app, call, result).await?;
        }
        Ok(())
    };
    (whose, work.await)
}

/// The name that a webhook's secret is bound to.
pub(crate) fn webhook_name(company: CompanyId, webhook: WebhookId) -> String {
    format!("webhook {company} {webhook}")
}

/// The signature of Standard Webhooks: HMAC-SHA-256 over id, timestamp and body.
fn signature(secret: &[u8], id: &str, seconds: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, format!("{id}.{seconds}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(tag))
}

async fn attempt(app: &App, call: &Claimed, now: Timestamp) -> Result<u16, &'static str> {
    let allow = app.settings.webhooks_to_private;
    let endpoint = Endpoint::parse(&call.url, allow).map_err(|_| "the URL cannot be called")?;
    let name = webhook_name(call.company, call.webhook);
    let secret = app.secrets.unwrap(&name, &call.secret);
    let secret = secret.map_err(|_| "the secret cannot be opened")?;
    let seconds = now.seconds();
    let signature = signature(&secret, &call.uuid, seconds, &call.body);
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| "the call cannot be written");
    let headers = [
        ("webhook-id", value(&call.uuid)?),
        ("webhook-timestamp", HeaderValue::from(seconds)),
        ("webhook-signature", value(&signature)?),
    ];
    outbound::post(&endpoint, &headers, call.body.clone(), allow).await
}

fn outcome(call: &Claimed, is_taken: bool, now: Timestamp) -> Outcome {
    if is_taken {
        return Outcome::Delivered;
    }
    let at = usize::try_from(call.attempt - 1).unwrap_or(0);
    let pause = PAUSES.get(at).or(PAUSES.last()).copied().unwrap_or(0);
    let again = now.plus_seconds(pause);
    if again > call.created_at.plus_seconds(TRIED_SECONDS) {
        Outcome::GivenUp
    } else {
        Outcome::Again(again)
    }
}

async fn note(app: &App, call: &Claimed, result: Result<u16, &'static str>) -> Result<(), DbError> {
    let now = app.clock.now();
    let (status, failure) = match result {
        Ok(status @ 200..300) => (Some(i64::from(status)), ""),
        Ok(status) => (Some(i64::from(status)), "the server did not take it"),
        Err(why) => (None, why),
    };
    let is_taken = failure.is_empty();
    let outcome = outcome(call, is_taken, now);
    let (id, attempt) = (call.id, call.attempt);
    tracing::info!(
        delivery = id,
        attempt,
        is_taken,
        reason = failure,
        "webhook called"
    );
    let mut tx = app.db.write().await?;
    let since = webhooks::note(&mut tx, call, outcome, (status, failure), now).await?;
    tx.commit_unaudited().await?;
    if since.is_some_and(|since| since <= now.plus_seconds(-PATIENCE_SECONDS)) {
        switch_off(app, call, now).await?;
    }
    Ok(())
}

/// Switches a webhook off that nobody answers, and tells whoever made it.
async fn switch_off(app: &App, call: &Claimed, now: Timestamp) -> Result<(), DbError> {
    let mut tx = app.db.write().await?;
    let Some(mut webhook) = webhooks::lock(&mut tx, call.company, call.webhook).await? else {
        return Ok(());
    };
    if !webhook.active {
        return Ok(());
    }
    webhook.active = false;
    webhook.disabled_at = Some(now);
    webhooks::update(&mut tx, call.company, &webhook).await?;
    let maker = members::get(&mut tx, call.company, webhook.created_by).await?;
    if let Some(maker) = maker.filter(members::Member::is_active) {
        let letter = letters::switched_off(&maker.email, &webhook.url);
        mail::queue(&app.secrets, &mut tx, Some(call.company), &letter, now).await?;
    }
    let entry = Entry::event("webhook.disable", "webhook", webhook.id, webhook.url);
    super::commit(app, tx, call.company, vec![entry], vec![]).await
}

#[cfg(test)]
mod tests {
    use super::{OF_A_COMPANY, PLACES, has_place};
    use countermark_core::ids::{CompanyId, WebhookId};
    use std::collections::HashSet;

    #[test]
    fn a_company_does_not_take_all_places() {
        let whose = |company, webhook| (CompanyId(company), WebhookId(webhook));
        let mut served: HashSet<_> = (1..).map(|id| whose(1, id)).take(OF_A_COMPANY).collect();
        assert!(!has_place(&served, whose(1, 100)), "it has its share");
        assert!(has_place(&served, whose(2, 101)), "another company");
        served.insert(whose(2, 101));
        assert!(!has_place(&served, whose(2, 101)), "one turn at a time");
        served.extend((200..).map(|id| whose(3, id)).take(PLACES));
        assert!(!has_place(&served, whose(2, 102)), "all places are taken");
    }
}
