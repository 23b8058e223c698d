//! Checkpoints of the audit log, and the keys that sign them.

use crate::{
    DbError,
    conn::{Alone, Conn, Row, Tx, args},
};
use countermark_core::{
    checkpoint::{Checkpoint, Statement},
    handover,
    ids::CompanyId,
    time::Timestamp,
};

/// A key that signs checkpoints.
#[derive(Clone, Debug)]
pub struct AuditKey {
    /// Its public name; it follows from the key.
    pub id: String,
    /// The public half.
    pub public_key: Vec<u8>,
    /// The private half, encrypted.
    pub wrapped_private_key: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the next one took over. Then `wrapped_private_key` is no key but a seal.
    pub ended_at: Option<Timestamp>,
}

/// Every key, the newest first: that one signs.
pub async fn keys(conn: &mut Conn) -> Result<Vec<AuditKey>, DbError> {
    let rows = conn
        .all(
            "SELECT id, public_key, private_key, created_at, ended_at FROM audit_key \
             ORDER BY created_at DESC, id",
            args![],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(AuditKey {
                id: row.get(0)?,
                public_key: row.get(1)?,
                wrapped_private_key: row.get(2)?,
                created_at: Timestamp(row.get(3)?),
                ended_at: row.get::<Option<i64>>(4)?.map(Timestamp),
            })
        })
        .collect()
}

async fn insert(tx: &mut Tx, key: &AuditKey) -> Result<(), DbError> {
    tx.run(
        "INSERT INTO audit_key (id, public_key, private_key, created_at) VALUES ($1, $2, $3, $4)",
        args![
            key.id.as_str(),
            key.public_key.as_slice(),
            key.wrapped_private_key.as_slice(),
            key.created_at,
        ],
    )
    .await?;
    Ok(())
}

/// Lets no other node change the keys, or keep a checkpoint, until the transaction ends.
pub async fn lock_keys(tx: &mut Tx) -> Result<(), DbError> {
    tx.alone(Alone::AuditKeys).await
}

/// Puts `next` in the place of a key, whose private half is erased: `seal` stands there from now
/// on. Under [`lock_keys`].
pub async fn replace_key(
    tx: &mut Tx,
    old: &str,
    seal: &[u8],
    ended_at: Timestamp,
    next: &AuditKey,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE audit_key SET private_key = $2, ended_at = $3 WHERE id = $1",
        args![old, seal, ended_at],
    )
    .await?;
    insert(tx, next).await
}

/// Whether the time of that key is over. Under [`lock_keys`].
pub async fn is_ended(tx: &mut Tx, id: &str) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM audit_key WHERE id = $1 AND ended_at IS NULL";
    Ok(tx.one(sql, args![id]).await?.is_none())
}

/// The handovers in a company's log: the position of the entry, the key before it and the key
/// from there on. They are as good as the log; a check tells.
pub async fn handovers(
    conn: &mut Conn,
    company: CompanyId,
) -> Result<Vec<(i64, String, String)>, DbError> {
    let sql = "SELECT position, object_id, label FROM audit WHERE company_id = $1 \
         AND object_type = $2 AND action = $3 AND position IS NOT NULL ORDER BY position";
    let rows = conn
        .all(sql, args![company, handover::OBJECT, handover::ACTION])
        .await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .collect()
}

/// Adds the first key, unless another node was quicker; returns the keys there are now.
pub async fn add_first_key(tx: &mut Tx, key: &AuditKey) -> Result<Vec<AuditKey>, DbError> {
    tx.alone(Alone::AuditKeys).await?;
    if keys(tx).await?.is_empty() {
        insert(tx, key).await?;
    }
    keys(tx).await
}

/// A company whose chain has grown since its last checkpoint.
#[derive(Clone, Debug)]
pub struct Due {
    /// The company.
    pub company: CompanyId,
    /// Its UUID.
    pub uuid: String,
    /// How long the chain is.
    pub length: i64,
    /// The last checkpoint's position; 0 before the first.
    pub covered: i64,
    /// When that one was made.
    pub covered_at: Option<Timestamp>,
}

/// The companies whose chain has grown by at least `entries` since the last checkpoint, or at all
/// when that one was made before `before`.
pub async fn due(conn: &mut Conn, entries: i64, before: Timestamp) -> Result<Vec<Due>, DbError> {
    let rows = conn
        .all(
            "SELECT c.company_id, o.uuid, c.length, coalesce(k.position, 0), k.at \
             FROM audit_chain c JOIN company o ON o.id = c.company_id \
             LEFT JOIN audit_checkpoint k ON k.company_id = c.company_id AND k.position = \
             (SELECT max(l.position) FROM audit_checkpoint l WHERE l.company_id = c.company_id) \
             WHERE c.length > coalesce(k.position, 0) AND (c.length >= coalesce(k.position, 0) + $1 \
             OR coalesce(k.at, 0) <= $2) ORDER BY c.company_id",
            args![entries, before],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Due {
                company: CompanyId(row.get(0)?),
                uuid: row.get(1)?,
                length: row.get(2)?,
                covered: row.get(3)?,
                covered_at: row.get::<Option<i64>>(4)?.map(Timestamp),
            })
        })
        .collect()
}

/// Keeps a checkpoint; `false` when there is one for its position already.
pub async fn add(
    tx: &mut Tx,
    company: CompanyId,
    checkpoint: &Checkpoint,
) -> Result<bool, DbError> {
    let statement = &checkpoint.statement;
    let touched = tx
        .run(
            "INSERT INTO audit_checkpoint (company_id, position, head, at, key_id, signature) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (company_id, position) DO NOTHING",
            args![
                company,
                statement.position,
                statement.head.as_slice(),
                statement.at,
                statement.key.as_str(),
                checkpoint.signature.as_slice(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

fn read(row: &Row) -> Result<Checkpoint, DbError> {
    // A damaged row is a checkpoint whose head and signature are wrong, not an end of the check.
    let head = row.get::<Vec<u8>>(2)?.try_into().unwrap_or([0; 32]);
    let signature = row.get::<Vec<u8>>(5)?.try_into().unwrap_or([0; 64]);
    Ok(Checkpoint {
        statement: Statement {
            company: row.get(0)?,
            position: row.get(1)?,
            head,
            at: Timestamp(row.get(3)?),
            key: row.get(4)?,
        },
        signature,
    })
}

const COLUMNS: &str = "o.uuid, k.position, k.head, k.at, k.key_id, k.signature";
const FROM: &str = "audit_checkpoint k JOIN company o ON o.id = k.company_id";

/// The company's checkpoints after one position and up to another, in their order.
pub async fn between(
    conn: &mut Conn,
    company: CompanyId,
    after: i64,
    last: i64,
) -> Result<Vec<Checkpoint>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE k.company_id = $1 AND k.position > $2 \
         AND k.position <= $3 ORDER BY k.position"
    );
    let rows = conn.all(sql, args![company, after, last]).await?;
    rows.iter().map(read).collect()
}

/// The newest checkpoints of the company, before that position where one is given.
pub async fn newest(
    conn: &mut Conn,
    company: CompanyId,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<Checkpoint>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE k.company_id = $1 AND k.position < $2 \
         ORDER BY k.position DESC LIMIT $3"
    );
    let before = before.unwrap_or(i64::MAX);
    let rows = conn.all(sql, args![company, before, most]).await?;
    rows.iter().map(read).collect()
}
