//! Webhooks of a company, and their outbox: what happened is written beside what made it happen,
//! and sent after the commit.
//!
//! A row is claimed with a lease, so that of several nodes one sends it at a time. Rows that were
//! sent or given up are the delivery log.

use crate::{
    DbError,
    conn::{Arg, Conn, Row, Tx, args, places},
};
use countermark_core::{
    ids::{CompanyId, UserId, WebhookId},
    time::Timestamp,
};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

/// Something that a webhook can be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Event {
    /// A code was scanned.
    ScanCreated,
    /// A code was scanned, and something is to be said of it.
    ScanFlagged,
    /// A work order's codes are there.
    WorkorderCompleted,
    /// A code was blacklisted by an alert.
    CodeBlacklisted,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 4] = [
        Self::ScanCreated,
        Self::ScanFlagged,
        Self::WorkorderCompleted,
        Self::CodeBlacklisted,
    ];

    /// Its name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ScanCreated => "scan.created",
            Self::ScanFlagged => "scan.flagged",
            Self::WorkorderCompleted => "workorder.completed",
            Self::CodeBlacklisted => "code.blacklisted",
        }
    }

    /// The event of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.name() == name)
    }
}

/// A webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Where it calls.
    pub url: String,
    /// What it is told of.
    pub events: BTreeSet<Event>,
    /// Off, it is told of nothing.
    pub active: bool,
    /// Since when every attempt has failed.
    pub failing_since: Option<Timestamp>,
    /// When it was switched off because of that.
    pub disabled_at: Option<Timestamp>,
    /// Who made it.
    pub created_by: UserId,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Webhook {
    /// What the audit log keeps of it.
    #[must_use]
    pub fn audited(&self) -> Value {
        let events: Vec<_> = self.events.iter().map(|event| event.name()).collect();
        json!({"url": self.url, "events": events, "is_active": self.active})
    }
}

const COLUMNS: &str = "id, url, events, active, failing_since, disabled_at, created_by, created_at";

fn read(row: &Row) -> Result<Webhook, DbError> {
    let events: String = row.get(2)?;
    Ok(Webhook {
        id: WebhookId(row.get(0)?),
        url: row.get(1)?,
        // An event that this version does not know is told of by nobody.
        events: events.split_whitespace().filter_map(Event::parse).collect(),
        active: row.get::<i64>(3)? != 0,
        failing_since: row.get::<Option<i64>>(4)?.map(Timestamp),
        disabled_at: row.get::<Option<i64>>(5)?.map(Timestamp),
        created_by: UserId(row.get(6)?),
        created_at: Timestamp(row.get(7)?),
    })
}

fn stored(events: &BTreeSet<Event>) -> String {
    let names: Vec<_> = events.iter().map(|event| event.name()).collect();
    names.join(" ")
}

/// The company's webhooks, the oldest first. Their number is bounded where they are made.
pub async fn list(conn: &mut Conn, company: CompanyId) -> Result<Vec<Webhook>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM webhook WHERE company_id = $1 ORDER BY id");
    let rows = conn.all(sql, args![company]).await?;
    rows.iter().map(read).collect()
}

/// The webhook with that id.
pub async fn get(
    conn: &mut Conn,
    company: CompanyId,
    id: WebhookId,
) -> Result<Option<Webhook>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM webhook WHERE company_id = $1 AND id = $2");
    let row = conn.one(sql, args![company, id]).await?;
    row.as_ref().map(read).transpose()
}

/// As [`get`], and nobody else changes it until the transaction ends.
pub async fn lock(
    tx: &mut Tx,
    company: CompanyId,
    id: WebhookId,
) -> Result<Option<Webhook>, DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM webhook WHERE company_id = $1 AND id = $2 FOR UPDATE";
        tx.all(sql, args![company, id]).await?;
    }
    get(tx, company, id).await
}

/// What a webhook is made of.
#[derive(Clone, Copy, Debug)]
pub struct NewWebhook<'a> {
    /// Where it calls.
    pub url: &'a str,
    /// What it is told of.
    pub events: &'a BTreeSet<Event>,
    /// Whether it is told of anything.
    pub active: bool,
    /// Who makes it.
    pub by: UserId,
}

/// Makes a webhook; its secret comes with [`set_secret`], which binds it to the id.
pub async fn create(
    tx: &mut Tx,
    company: CompanyId,
    new: &NewWebhook<'_>,
    now: Timestamp,
) -> Result<Webhook, DbError> {
    let sql = format!(
        "INSERT INTO webhook (company_id, url, events, active, secret, created_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING {COLUMNS}"
    );
    let nothing: &[u8] = &[];
    let args = args![
        company,
        new.url,
        stored(new.events),
        new.active,
        nothing,
        new.by,
        now
    ];
    let row = tx.one(sql, args).await?;
    read(&row.ok_or_else(|| DbError::Corrupt("no row".into()))?)
}

/// Stores the secret that signs what is sent, sealed.
pub async fn set_secret(
    tx: &mut Tx,
    company: CompanyId,
    id: WebhookId,
    sealed: &[u8],
) -> Result<(), DbError> {
    let sql = "UPDATE webhook SET secret = $3 WHERE company_id = $1 AND id = $2";
    tx.run(sql, args![company, id, sealed]).await?;
    Ok(())
}

/// Stores the changed members of a webhook.
pub async fn update(tx: &mut Tx, company: CompanyId, webhook: &Webhook) -> Result<(), DbError> {
    tx.run(
        "UPDATE webhook SET url = $3, events = $4, active = $5, failing_since = $6, \
         disabled_at = $7 WHERE company_id = $1 AND id = $2",
        args![
            company,
            webhook.id,
            webhook.url.as_str(),
            stored(&webhook.events),
            webhook.active,
            webhook.failing_since,
            webhook.disabled_at,
        ],
    )
    .await?;
    Ok(())
}

/// Removes a webhook with its log.
pub async fn delete(tx: &mut Tx, company: CompanyId, id: WebhookId) -> Result<(), DbError> {
    for table in [
        "webhook_delivery WHERE company_id = $1 AND webhook_id = $2",
        "webhook WHERE company_id = $1 AND id = $2",
    ] {
        tx.run(format!("DELETE FROM {table}"), args![company, id])
            .await?;
    }
    Ok(())
}

/// The active webhooks of these companies; they stay until the transaction ends.
pub(crate) async fn listening(
    conn: &mut Tx,
    companies: &BTreeSet<CompanyId>,
) -> Result<HashMap<CompanyId, Vec<Webhook>>, DbError> {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    if companies.is_empty() {
        return Ok(found);
    }
    let sql = format!(
        "SELECT {COLUMNS}, company_id FROM webhook WHERE active = 1 AND company_id IN ({}){}",
        places(1, 1, companies.len()),
        // SQLite has one writer, who is here.
        if conn.is_postgres() {
            " FOR KEY SHARE"
        } else {
            ""
        }
    );
    let args = companies.iter().map(|id| Arg::from(*id)).collect();
    for row in conn.all(sql, args).await? {
        let of = found.entry(CompanyId(row.get(8)?)).or_default();
        of.push(read(&row)?);
    }
    Ok(found)
}

/// Tells the company's webhooks what happened, once the transaction is committed. `about` names
/// it once and for all, as a UUID does: told twice, it has the same ids.
pub async fn emit(
    tx: &mut Tx,
    company: CompanyId,
    (event, about): (Event, &str),
    data: &Value,
    now: Timestamp,
) -> Result<(), DbError> {
    let listening = listening(tx, &BTreeSet::from([company])).await?;
    for webhook in listening.get(&company).into_iter().flatten() {
        put(tx, company, webhook, (event, about), data, now).await?;
    }
    Ok(())
}

/// Puts a call into the outbox, if the webhook wants it.
pub(crate) async fn put(
    tx: &mut Tx,
    company: CompanyId,
    webhook: &Webhook,
    (event, about): (Event, &str),
    data: &Value,
    now: Timestamp,
) -> Result<(), DbError> {
    if !webhook.events.contains(&event) {
        return Ok(());
    }
    let id = format!("{}_{about}_{}", event.name(), webhook.id);
    let body = json!({
        "id": id, "type": event.name(), "timestamp": now.to_string(), "data": data,
    });
    tx.run(
        "INSERT INTO webhook_delivery (company_id, webhook_id, uuid, event, body, created_at, \
         attempts, next_attempt_at, failure) VALUES ($1, $2, $3, $4, $5, $6, 0, $6, '') \
         ON CONFLICT (uuid) DO NOTHING",
        args![company, webhook.id, id, event.name(), body.to_string(), now],
    )
    .await?;
    Ok(())
}

/// A call of the delivery log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its id, which the receiver gets, too.
    pub uuid: String,
    /// What it tells of.
    pub event: String,
    /// When that happened.
    pub created_at: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried again.
    pub next_attempt_at: Option<Timestamp>,
    /// When it was taken.
    pub delivered_at: Option<Timestamp>,
    /// The status of the last answer.
    pub status: Option<i64>,
    /// Why the last attempt failed, or empty.
    pub failure: String,
}

/// The newest calls of a webhook, at most so many.
pub async fn deliveries(
    conn: &mut Conn,
    company: CompanyId,
    id: WebhookId,
    most: i64,
) -> Result<Vec<Delivery>, DbError> {
    let rows = conn
        .all(
            "SELECT uuid, event, created_at, attempts, next_attempt_at, delivered_at, status, \
             failure FROM webhook_delivery WHERE company_id = $1 AND webhook_id = $2 \
             ORDER BY id DESC LIMIT $3",
            args![company, id, most],
        )
        .await?;
    let delivery = |row: &Row| {
        Ok(Delivery {
            uuid: row.get(0)?,
            event: row.get(1)?,
            created_at: Timestamp(row.get(2)?),
            attempts: row.get(3)?,
            next_attempt_at: row.get::<Option<i64>>(4)?.map(Timestamp),
            delivered_at: row.get::<Option<i64>>(5)?.map(Timestamp),
            status: row.get(6)?,
            failure: row.get(7)?,
        })
    };
    rows.iter().map(delivery).collect()
}

/// A call whose turn it is.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its number.
    pub id: i64,
    /// Its id, which the receiver gets.
    pub uuid: String,
    /// Whose it is.
    pub company: CompanyId,
    /// Which webhook.
    pub webhook: WebhookId,
    /// Where it goes.
    pub url: String,
    /// The secret, sealed.
    pub secret: Vec<u8>,
    /// What is sent.
    pub body: String,
    /// When it happened.
    pub created_at: Timestamp,
    /// Which attempt this is, from 1.
    pub attempt: i64,
}

/// Webhooks for which calls wait whose time has come: first those that have not failed lately, so
/// that who is away comes last. A look costs no write.
pub async fn due(conn: &mut Conn, now: Timestamp) -> Result<Vec<(CompanyId, WebhookId)>, DbError> {
    let sql = "SELECT company_id, id FROM webhook WHERE EXISTS (SELECT 1 FROM webhook_delivery \
               WHERE company_id = webhook.company_id AND webhook_id = webhook.id \
               AND next_attempt_at <= $1) \
               ORDER BY CASE WHEN failing_since IS NULL THEN 0 ELSE 1 END, id";
    let rows = conn.all(sql, args![now]).await?;
    let whose = |row: &Row| Ok((CompanyId(row.get(0)?), WebhookId(row.get(1)?)));
    rows.iter().map(whose).collect()
}

/// Takes the calls that wait longest for a webhook, at most so many; until `lease_until` no other
/// node takes them. Where it is off they wait for nobody: they are given up.
pub async fn claim(
    tx: &mut Tx,
    (company, webhook): (CompanyId, WebhookId),
    now: Timestamp,
    lease_until: Timestamp,
    most: i64,
) -> Result<Vec<Claimed>, DbError> {
    let sql = "SELECT url, secret, active FROM webhook WHERE company_id = $1 AND id = $2";
    let Some(of) = tx.one(sql, args![company, webhook]).await? else {
        return Ok(vec![]);
    };
    if of.get::<i64>(2)? == 0 {
        tx.run(
            "UPDATE webhook_delivery SET next_attempt_at = NULL, failure = 'the webhook is off' \
             WHERE company_id = $1 AND webhook_id = $2 AND next_attempt_at <= $3",
            args![company, webhook, now],
        )
        .await?;
        return Ok(vec![]);
    }
    // SQLite has one writer: nobody else is looking.
    let lock = if tx.is_postgres() {
        " FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let sql = format!(
        "UPDATE webhook_delivery SET attempts = attempts + 1, next_attempt_at = $4 WHERE id IN \
         (SELECT id FROM webhook_delivery WHERE company_id = $1 AND webhook_id = $2 \
         AND next_attempt_at <= $3 ORDER BY next_attempt_at, id LIMIT $5{lock}) \
         RETURNING id, uuid, body, created_at, attempts"
    );
    let rows = tx.all(sql, args![company, webhook, now, lease_until, most]);
    let (url, secret): (String, Vec<u8>) = (of.get(0)?, of.get(1)?);
    let claimed = |row: &Row| {
        Ok(Claimed {
            id: row.get(0)?,
            uuid: row.get(1)?,
            company,
            webhook,
            url: url.clone(),
            secret: secret.clone(),
            body: row.get(2)?,
            created_at: Timestamp(row.get(3)?),
            attempt: row.get(4)?,
        })
    };
    rows.await?.iter().map(claimed).collect()
}

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Delivered,
    /// It is tried again then.
    Again(Timestamp),
    /// It is not tried again.
    GivenUp,
}

/// Notes what became of it, and since when its webhook fails. Nothing is noted when the lease ran
/// out and another node has taken the call meanwhile. Returns since when it fails.
pub async fn note(
    tx: &mut Tx,
    call: &Claimed,
    outcome: Outcome,
    (status, failure): (Option<i64>, &str),
    now: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    let (again, delivered) = match outcome {
        Outcome::Delivered => (None, Some(now)),
        Outcome::Again(at) => (Some(at), None),
        Outcome::GivenUp => (None, None),
    };
    let touched = tx
        .run(
            "UPDATE webhook_delivery SET next_attempt_at = $4, delivered_at = $5, status = $6, \
             failure = $7 WHERE company_id = $1 AND id = $2 AND attempts = $3",
            args![
                call.company,
                call.id,
                call.attempt,
                again,
                delivered,
                status,
                failure
            ],
        )
        .await?;
    if touched == 0 {
        return Ok(None);
    }
    let since = match outcome {
        Outcome::Delivered => "NULL",
        Outcome::Again(_) | Outcome::GivenUp => "coalesce(failing_since, $3)",
    };
    let sql = format!(
        "UPDATE webhook SET failing_since = {since} WHERE company_id = $1 AND id = $2 \
         AND $3 > 0 RETURNING failing_since"
    );
    let row = tx.one(sql, args![call.company, call.webhook, now]).await?;
    let since = row.map(|row| row.get::<Option<i64>>(0)).transpose()?;
    Ok(since.flatten().map(Timestamp))
}

/// Deletes calls of the log that ended before then; how many.
pub async fn forget(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    let sql = "DELETE FROM webhook_delivery WHERE next_attempt_at IS NULL AND created_at < $1";
    tx.run(sql, args![before]).await
}
