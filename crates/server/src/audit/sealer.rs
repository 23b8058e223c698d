//! Signs checkpoints of the audit logs with a key of its own, apart from those of JWTs, and
//! remembers the last one of each company: whoever cuts the end of a log off in the database
//! cannot make this process forget it.

use crate::secrets::Secrets;
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair as _},
};
use countermark_core::{
    checkpoint::{Checkpoint, PublicKey, Statement},
    ids::CompanyId,
    time::Timestamp,
};
use countermark_store::{
    Db, DbError,
    checkpoints::{self, AuditKey},
};
use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
};

/// A public key of this installation.
#[derive(Clone, Debug)]
pub struct KnownKey {
    /// The key.
    pub key: PublicKey,
    /// When it was made.
    pub created_at: Timestamp,
}

/// The keys for checkpoints, and what was signed last.
pub struct Sealer {
    signing: Ed25519KeyPair,
    keys: Vec<KnownKey>,
    last: Mutex<HashMap<CompanyId, Checkpoint>>,
    checking: Mutex<HashSet<CompanyId>>,
}

/// The name under which a private key is wrapped: no key of another kind can take its place.
fn wrapped_as(id: &str) -> String {
    format!("audit:{id}")
}

fn public_half(pair: &Ed25519KeyPair) -> Result<PublicKey, DbError> {
    let bytes = pair.public_key().as_ref().try_into();
    let bytes = bytes.map_err(|_| DbError::Corrupt("an audit key has not 32 bytes".into()))?;
    Ok(PublicKey::new(bytes))
}

impl Sealer {
    /// Loads the keys; the first start makes one.
    ///
    /// # Errors
    /// When the database failed, or none of the keys can be opened with the master key.
    pub async fn load(db: &Db, secrets: &Secrets, now: Timestamp) -> Result<Self, DbError> {
        let mut stored = checkpoints::keys(&mut db.read().await?).await?;
        if stored.is_empty() {
            let key = new_key(secrets, now)?;
            let mut tx = db.write().await?;
            stored = checkpoints::add_first_key(&mut tx, &key).await?;
            tx.commit_unaudited().await?;
        }
        // A key counts when its private half opens: only who has the master key could wrap it. A
        // row that somebody else has put there is no key of ours, and stops nothing.
        let mut pairs = stored.iter().filter_map(|row| {
            let opened = open(row, secrets);
            if opened.is_none() {
                tracing::error!(
                    key = row.id,
                    "an audit key cannot be opened and is not trusted"
                );
            }
            opened
        });
        let none = || DbError::Corrupt("no audit key can be opened with this master key".into());
        let (signing, newest) = pairs.next().ok_or_else(none)?;
        let keys = std::iter::once(newest)
            .chain(pairs.map(|(_, key)| key))
            .collect();
        Ok(Self {
            signing,
            keys,
            last: Mutex::default(),
            checking: Mutex::default(),
        })
    }

    /// The keys, the one that signs first.
    #[must_use]
    pub fn keys(&self) -> &[KnownKey] {
        &self.keys
    }

    /// The keys that a check trusts.
    #[must_use]
    pub fn trusted(&self) -> Vec<PublicKey> {
        self.keys.iter().map(|known| known.key.clone()).collect()
    }

    /// Signs that the chain of the company with that UUID has that head at that position.
    #[must_use]
    pub fn sign(&self, company: &str, position: i64, head: [u8; 32], at: Timestamp) -> Checkpoint {
        let statement = Statement {
            company: company.to_owned(),
            position,
            head,
            at,
            key: self.keys[0].key.id.clone(),
        };
        let signed = self.signing.sign(statement.text().as_bytes());
        let mut signature = [0; 64];
        signature.copy_from_slice(signed.as_ref());
        Checkpoint {
            statement,
            signature,
        }
    }

    /// The last checkpoint that this process has signed for the company.
    #[must_use]
    pub fn last(&self, company: CompanyId) -> Option<Checkpoint> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.get(&company).cloned()
    }

    /// Remembers a checkpoint that was kept.
    pub fn remember(&self, company: CompanyId, checkpoint: Checkpoint) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.insert(company, checkpoint);
    }

    /// Takes the company's turn at a check, one at a time; it ends when the guard is dropped.
    #[must_use]
    pub fn begin_check(&self, company: CompanyId) -> Option<Checking<'_>> {
        let mut checking = self.checking.lock().unwrap_or_else(PoisonError::into_inner);
        checking.insert(company).then_some(Checking(self, company))
    }
}

/// A company's turn at a check.
pub struct Checking<'a>(&'a Sealer, CompanyId);

impl Drop for Checking<'_> {
    fn drop(&mut self) {
        let mut checking = self
            .0
            .checking
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        checking.remove(&self.1);
    }
}

fn new_key(secrets: &Secrets, now: Timestamp) -> Result<AuditKey, DbError> {
    let failed = |_| DbError::Corrupt("an audit key cannot be made".into());
    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(failed)?;
    let pair = Ed25519KeyPair::from_pkcs8(document.as_ref());
    let pair = pair.map_err(|_| DbError::Corrupt("an audit key cannot be made".into()))?;
    let public = public_half(&pair)?;
    Ok(AuditKey {
        wrapped_private_key: secrets.wrap(&wrapped_as(&public.id), document.as_ref()),
        public_key: public.bytes.to_vec(),
        id: public.id,
        created_at: now,
    })
}

/// The public half follows from the private one; the column beside it is for people.
fn open(row: &AuditKey, secrets: &Secrets) -> Option<(Ed25519KeyPair, KnownKey)> {
    let private = secrets
        .unwrap(&wrapped_as(&row.id), &row.wrapped_private_key)
        .ok()?;
    let pair = Ed25519KeyPair::from_pkcs8(&private).ok()?;
    let key = public_half(&pair).ok().filter(|key| key.id == row.id)?;
    let created_at = row.created_at;
    Some((pair, KnownKey { key, created_at }))
}
