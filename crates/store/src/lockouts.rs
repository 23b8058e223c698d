//! Failed log-ins in a row, and the networks that an account's right password came from. Kept in
//! the database, so that every node counts on where another left off and a restart forgives
//! nothing.
//!
//! Accounts are digests and of no company: an address that nobody has is counted like any other.

use crate::{
    DbError,
    conn::{Conn, Tx, args},
};
use countermark_core::{
    lockout::{FREE, Failures, LONGEST_SECONDS, Standing},
    time::Timestamp,
};

/// The `source` of the row that counts failures from everywhere. No network is written so.
const EVERYWHERE: &str = "";
/// Seconds after which failures are forgotten: a day.
const FORGET_SECONDS: i64 = 86_400;
/// Seconds after which the few failures that cost nothing are forgotten: an hour. Somebody who
/// tries one password on very many addresses leaves most of these.
const FORGET_FEW_SECONDS: i64 = 3_600;
/// Seconds after which a network is no longer known: ninety days.
const FORGET_NETWORK_SECONDS: i64 = 90 * 86_400;

/// How the account stands with that network.
pub async fn standing(conn: &mut Conn, account: &[u8], network: &str) -> Result<Standing, DbError> {
    let rows = conn
        .all(
            "SELECT source, failures, wait_until FROM login_failure \
             WHERE account = $1 AND source IN ($2, $3) \
             UNION ALL \
             SELECT NULL, seen_at, 0 FROM known_network WHERE account = $1 AND network = $2",
            args![account, network, EVERYWHERE],
        )
        .await?;
    let mut standing = Standing::NEW;
    for row in rows {
        let failures = Failures {
            count: row.get(1)?,
            wait_until: Timestamp(row.get(2)?),
        };
        match row.get::<Option<String>>(0)?.as_deref() {
            None => standing.known_since = Some(Timestamp(failures.count)),
            Some(EVERYWHERE) => standing.in_all = failures,
            Some(_) => standing.own = failures,
        }
    }
    Ok(standing)
}

/// Counts a failure. When the next try has to wait already, because others were quicker, nothing
/// is counted and the end of the wait is returned: the client must not learn what became of the
/// try. However many tries come at once, no more than the allowed ones are told.
pub async fn failed(
    tx: &mut Tx,
    account: &[u8],
    network: &str,
    now: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    // The account's other failures stand still until the transaction ends.
    tx.run(
        "INSERT INTO login_failure (account, source, failures, wait_until, last_at) \
         VALUES ($1, $2, 0, 0, $3) \
         ON CONFLICT (account, source) DO UPDATE SET last_at = $3",
        args![account, EVERYWHERE, now],
    )
    .await?;
    let standing = standing(tx, account, network).await?;
    if let Some(until) = standing.wait_until(now) {
        return Ok(Some(until));
    }
    let after = standing.after_failure(now);
    tx.run(
        "INSERT INTO login_failure (account, source, failures, wait_until, last_at) \
         VALUES ($1, $2, $4, $5, $8), ($1, $3, $6, $7, $8) \
         ON CONFLICT (account, source) DO UPDATE SET failures = excluded.failures, \
         wait_until = excluded.wait_until, last_at = excluded.last_at",
        args![
            account,
            EVERYWHERE,
            network,
            after.in_all.count,
            after.in_all.wait_until,
            after.own.count,
            after.own.wait_until,
            now
        ],
    )
    .await?;
    Ok(None)
}

/// Forgives the network's failures after the right password, and knows the network from now on.
/// What came from elsewhere stays counted.
pub async fn forgive(
    tx: &mut Tx,
    account: &[u8],
    network: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    // In the order in which a failure locks the rows.
    tx.run(
        "UPDATE login_failure SET failures = CASE WHEN failures > o.own THEN failures - o.own \
         ELSE 0 END FROM (SELECT failures AS own FROM login_failure WHERE account = $1 AND source = $3) o \
         WHERE account = $1 AND source = $2",
        args![account, EVERYWHERE, network],
    )
    .await?;
    tx.run(
        "DELETE FROM login_failure WHERE account = $1 AND source = $2",
        args![account, network],
    )
    .await?;
    tx.run(
        "INSERT INTO known_network (account, network, seen_at) VALUES ($1, $2, $3) \
         ON CONFLICT (account, network) DO UPDATE SET seen_at = $3",
        args![account, network, now],
    )
    .await?;
    Ok(())
}

/// Starts anew when the password has been replaced: the only known network is the one that it was
/// replaced from. A thief who signed in with the old one is a stranger again.
pub async fn renew(
    tx: &mut Tx,
    account: &[u8],
    network: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "DELETE FROM known_network WHERE account = $1",
        args![account],
    )
    .await?;
    forgive(tx, account, network, now).await
}

/// Forgets failures and networks that are past their time.
pub async fn forget(tx: &mut Tx, now: Timestamp) -> Result<u64, DbError> {
    let failures = tx
        .run(
            "DELETE FROM login_failure WHERE last_at < $1 AND (last_at < $2 OR failures < $3)",
            args![
                now.plus_seconds(-FORGET_FEW_SECONDS),
                now.plus_seconds(-FORGET_SECONDS),
                FREE
            ],
        )
        .await?;
    let networks = tx
        .run(
            "DELETE FROM known_network WHERE seen_at < $1",
            args![now.plus_seconds(-FORGET_NETWORK_SECONDS)],
        )
        .await?;
    Ok(failures + networks)
}

const _: () = assert!(
    LONGEST_SECONDS < FORGET_FEW_SECONDS,
    "a wait is never cut short"
);
