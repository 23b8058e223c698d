//! The hash chain of each company's audit log: entries get their place and hash in the
//! transaction that they tell of, and are read back in that order to be checked or exported.

use crate::{
    DbError,
    audit::By,
    checkpoints,
    conn::{Conn, Row, Tx, args},
};
use countermark_core::{
    audit::Entry,
    chain::{self, Hash, Record},
    checkpoint::Checkpoint,
    ids::CompanyId,
    time::Timestamp,
    verify::{Found, Verifier},
};

/// Where a company's chain ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// How many entries there are.
    pub length: i64,
    /// The hash of the last one.
    pub head: Hash,
}

/// An entry with everything that its hash covers.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its number in the log.
    pub id: i64,
    /// Its place in the chain; none for one that never went through it.
    pub position: Option<i64>,
    /// The hash beside it.
    pub hash: Option<Hash>,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub person: Option<i64>,
    /// Their address now; no hash covers it.
    pub email: Option<String>,
    /// `uat`, `jwt`, …
    pub credential_kind: String,
    /// Its public id.
    pub credential_id: String,
    /// From where.
    pub address: String,
    /// By which request.
    pub request_id: String,
    /// `object.verb`.
    pub action: String,
    /// The kind of object.
    pub object_type: String,
    /// The object.
    pub object_id: String,
    /// Its name.
    pub label: String,
    /// The members before, as the text that is stored.
    pub before: String,
    /// The members after, likewise.
    pub after: String,
}

impl Link {
    /// What the hash covers.
    #[must_use]
    pub fn record(&self) -> Record<'_> {
        Record {
            at: self.at,
            person: self.person,
            credential_kind: &self.credential_kind,
            credential_id: &self.credential_id,
            address: &self.address,
            request_id: &self.request_id,
            action: &self.action,
            object_type: &self.object_type,
            object_id: &self.object_id,
            label: &self.label,
            before: &self.before,
            after: &self.after,
        }
    }

    /// What a check takes.
    #[must_use]
    pub fn found(&self) -> Found<'_> {
        Found {
            id: self.id,
            position: self.position,
            hash: self.hash,
            record: self.record(),
        }
    }
}

const COLUMNS: &str = "a.id, a.position, a.hash, a.at, a.person_id, p.email, a.credential_kind, \
     a.credential_id, a.address, a.request_id, a.action, a.object_type, a.object_id, a.label, \
     a.before, a.after";
const FROM: &str = "audit a LEFT JOIN person p ON p.id = a.person_id";

fn read_end(row: &Row) -> Result<End, DbError> {
    let head = row.get::<Vec<u8>>(1)?.try_into();
    let corrupt = |_| DbError::Corrupt("a hash in the audit log has not 32 bytes".into());
    Ok(End {
        length: row.get(0)?,
        head: head.map_err(corrupt)?,
    })
}

fn read(row: &Row) -> Result<Link, DbError> {
    Ok(Link {
        id: row.get(0)?,
        position: row.get(1)?,
        // Whatever stands there that is no hash is not the right one.
        hash: row
            .get::<Option<Vec<u8>>>(2)?
            .and_then(|bytes| bytes.try_into().ok()),
        at: Timestamp(row.get(3)?),
        person: row.get(4)?,
        email: row.get(5)?,
        credential_kind: row.get(6)?,
        credential_id: row.get(7)?,
        address: row.get(8)?,
        request_id: row.get(9)?,
        action: row.get(10)?,
        object_type: row.get(11)?,
        object_id: row.get(12)?,
        label: row.get(13)?,
        before: row.get(14)?,
        after: row.get(15)?,
    })
}

/// Adds an entry of the same event to another company's chain: some things a person does concern
/// every company they belong to. Callers go by the companies' ids, in one order for everybody; the
/// transaction's own commit adds the last one's.
pub async fn also(tx: &mut Tx, by: &By, entry: &Entry) -> Result<(), DbError> {
    append(tx, by, std::slice::from_ref(entry)).await
}

/// Adds entries to the end of the company's chain. The chain's row is the last thing that a
/// transaction locks, so that two never wait for each other crosswise, and everybody waits for
/// no more than a commit.
pub(crate) async fn append(tx: &mut Tx, by: &By, entries: &[Entry]) -> Result<(), DbError> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut end = lock(tx, by.company).await?;
    for entry in entries {
        let (before, after) = (entry.before.to_string(), entry.after.to_string());
        let record = Record {
            at: by.at,
            person: by.person.map(|person| person.0),
            credential_kind: by.credential_kind,
            credential_id: &by.credential_id,
            address: &by.address,
            request_id: &by.request_id,
            action: entry.action,
            object_type: entry.object_type,
            object_id: &entry.object_id,
            label: &entry.label,
            before: &before,
            after: &after,
        };
        end.length += 1;
        end.head = record.hash(&end.head, end.length);
        insert(tx, by.company, &record, end).await?;
    }
    set_end(tx, by.company, end).await
}

async fn set_end(tx: &mut Tx, company: CompanyId, end: End) -> Result<(), DbError> {
    tx.run(
        "UPDATE audit_chain SET length = $2, head = $3 WHERE company_id = $1",
        args![company, end.length, end.head.as_slice()],
    )
    .await?;
    Ok(())
}

async fn insert(
    tx: &mut Tx,
    company: CompanyId,
    record: &Record<'_>,
    end: End,
) -> Result<(), DbError> {
    tx.run(
        "INSERT INTO audit (company_id, at, person_id, credential_kind, credential_id, address, \
         request_id, action, object_type, object_id, label, before, after, position, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        args![
            company,
            record.at,
            record.person,
            record.credential_kind,
            record.credential_id,
            record.address,
            record.request_id,
            record.action,
            record.object_type,
            record.object_id,
            record.label,
            record.before,
            record.after,
            end.length,
            end.head.as_slice(),
        ],
    )
    .await?;
    Ok(())
}

const END: &str = "SELECT length, head FROM audit_chain WHERE company_id = $1";

/// The chain's end, which nobody else moves until the transaction ends.
pub async fn lock(tx: &mut Tx, company: CompanyId) -> Result<End, DbError> {
    // SQLite has one writer: it is locked already.
    let lock = if tx.is_postgres() { " FOR UPDATE" } else { "" };
    loop {
        if let Some(row) = tx.one(format!("{END}{lock}"), args![company]).await? {
            return read_end(&row);
        }
        let genesis = genesis(tx, company).await?;
        // Another may begin the chain at the same moment; then this waits, and reads theirs.
        tx.run(
            "INSERT INTO audit_chain (company_id, length, head) VALUES ($1, 0, $2) \
             ON CONFLICT (company_id) DO NOTHING",
            args![company, genesis.as_slice()],
        )
        .await?;
    }
}

async fn genesis(conn: &mut Conn, company: CompanyId) -> Result<Hash, DbError> {
    let row = conn
        .one("SELECT uuid FROM company WHERE id = $1", args![company])
        .await?;
    let uuid: String = row.ok_or(DbError::Referenced)?.get(0)?;
    Ok(chain::genesis(&uuid))
}

/// Where the company's chain ends.
pub async fn end(conn: &mut Conn, company: CompanyId) -> Result<End, DbError> {
    match conn.one(END, args![company]).await? {
        Some(row) => read_end(&row),
        None => Ok(End {
            length: 0,
            head: genesis(conn, company).await?,
        }),
    }
}

/// The next entries of the chain after that position and number, up to the position `last`.
pub async fn links(
    conn: &mut Conn,
    company: CompanyId,
    after: (i64, i64),
    last: i64,
    most: i64,
) -> Result<Vec<Link>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE a.company_id = $1 AND a.position >= $2 \
         AND a.position <= $3 AND (a.position > $2 OR a.id > $4) \
         ORDER BY a.position, a.id LIMIT $5"
    );
    let rows = conn
        .all(sql, args![company, after.0, last, after.1, most])
        .await?;
    rows.iter().map(read).collect()
}

/// Entries of the company that are in no place of its chain, the first few of them.
pub async fn foreign(conn: &mut Conn, company: CompanyId) -> Result<Vec<Link>, DbError> {
    // One statement, so that what is written meanwhile is in both of its halves or in none.
    let sql = format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE a.company_id = $1 AND (a.position IS NULL \
         OR a.position < 1 OR a.position > coalesce( \
         (SELECT length FROM audit_chain WHERE company_id = $1), 0)) ORDER BY a.id LIMIT 10"
    );
    let rows = conn.all(sql, args![company]).await?;
    let mut links = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    // A place beyond the chain's end is no place in it.
    for link in &mut links {
        link.position = None;
    }
    Ok(links)
}

/// The hash at a position, when there is an entry.
pub async fn hash_at(
    conn: &mut Conn,
    company: CompanyId,
    position: i64,
) -> Result<Option<Hash>, DbError> {
    if position == 0 {
        return Ok(Some(genesis(conn, company).await?));
    }
    let sql = "SELECT hash FROM audit WHERE company_id = $1 AND position = $2";
    let row = conn.one(sql, args![company, position]).await?;
    let bytes = row.map(|row| row.get::<Option<Vec<u8>>>(0)).transpose()?;
    Ok(bytes.flatten().and_then(|bytes| bytes.try_into().ok()))
}

/// Chains the entries that were there before chains were, in the order of their numbers.
pub(crate) async fn chain_old_entries(tx: &mut Tx) -> Result<(), DbError> {
    let companies = "SELECT DISTINCT company_id FROM audit WHERE position IS NULL";
    for row in tx.all(companies, args![]).await? {
        let company = CompanyId(row.get(0)?);
        let mut end = lock(tx, company).await?;
        loop {
            let sql = format!(
                "SELECT {COLUMNS} FROM {FROM} WHERE a.company_id = $1 AND a.position IS NULL \
                 ORDER BY a.id LIMIT 1000"
            );
            let rows = tx.all(sql, args![company]).await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let link = read(row)?;
                end.length += 1;
                end.head = link.record().hash(&end.head, end.length);
                tx.run(
                    "UPDATE audit SET position = $2, hash = $3 WHERE id = $1",
                    args![link.id, end.length, end.head.as_slice()],
                )
                .await?;
            }
        }
        set_end(tx, company, end).await?;
    }
    Ok(())
}

/// How many entries one step of a check reads.
const STEP: i64 = 1_000;

/// A check of a company's whole chain as it is when the check begins, in steps between which
/// nothing is held.
pub struct Walk {
    company: CompanyId,
    end: End,
    /// Position and number of the last entry that was read.
    at: (i64, i64),
    /// A checkpoint that knows of more entries than there are.
    ahead: Option<Checkpoint>,
}

impl Walk {
    /// Begins.
    pub async fn begin(conn: &mut Conn, company: CompanyId) -> Result<Self, DbError> {
        // The checkpoint is read first: a chain only grows, so one that was read before the end
        // is never ahead of it.
        let newest = checkpoints::newest(conn, company, None, 1).await?.pop();
        let end = end(conn, company).await?;
        let ahead = newest.filter(|newest| newest.statement.position > end.length);
        Ok(Self {
            company,
            end,
            at: (0, i64::MIN),
            ahead,
        })
    }

    /// Where the chain ends.
    #[must_use]
    pub const fn end(&self) -> End {
        self.end
    }

    /// Begins after that position instead.
    #[must_use]
    pub const fn after(mut self, position: i64) -> Self {
        self.at = (position, i64::MAX);
        self
    }

    /// Hands on the next entries and checkpoints; `false` when there are no more.
    pub async fn step(
        &mut self,
        conn: &mut Conn,
        mut take: impl FnMut(Part),
    ) -> Result<bool, DbError> {
        let links = links(conn, self.company, self.at, self.end.length, STEP).await?;
        let full = i64::try_from(links.len()) == Ok(STEP);
        let begin = self.at.0;
        if let Some(last) = links.last() {
            self.at = (last.position.unwrap_or(begin), last.id);
        }
        // Checkpoints of the last position come with the page after it begins, were it repeated.
        let reached = if full { self.at.0 } else { self.end.length };
        let signed = checkpoints::between(conn, self.company, begin, reached).await?;
        let mut signed = signed.into_iter().peekable();
        for link in links {
            let position = link.position.unwrap_or(0);
            while let Some(checkpoint) =
                signed.next_if(|signed| signed.statement.position < position)
            {
                take(Part::Checkpoint(checkpoint));
            }
            take(Part::Entry(Box::new(link)));
        }
        for checkpoint in signed {
            take(Part::Checkpoint(checkpoint));
        }
        if !full {
            for link in foreign(conn, self.company).await? {
                take(Part::Entry(Box::new(link)));
            }
            if let Some(ahead) = self.ahead.take() {
                take(Part::Checkpoint(ahead));
            }
        }
        Ok(full)
    }
}

/// A part of the log in its order.
pub enum Part {
    /// An entry.
    Entry(Box<Link>),
    /// A checkpoint, after the entry that it is about.
    Checkpoint(Checkpoint),
}

impl Part {
    /// Hands the part to a check.
    pub fn check(self, verifier: &mut Verifier) {
        match self {
            Self::Entry(link) => verifier.entry(&link.found()),
            Self::Checkpoint(checkpoint) => verifier.checkpoint(checkpoint),
        }
    }
}
