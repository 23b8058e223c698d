//! Signs checkpoints of the audit logs with a key of its own, apart from those of JWTs, and
//! remembers the last one of each company: whoever cuts the end of a log off in the database
//! cannot make this process forget it.

use crate::secrets::Secrets;
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair as _},
};
use countermark_core::{
    chain::Hash,
    checkpoint::{Checkpoint, PublicKey, Statement},
    handover::{Handover, Succession},
    ids::CompanyId,
    time::Timestamp,
    verify::{Keys, Trusted},
};
use countermark_store::{
    Db, DbError,
    checkpoints::{self, AuditKey},
};
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

/// A public key of this installation.
#[derive(Clone, Debug)]
pub struct KnownKey {
    /// The key.
    pub key: PublicKey,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the next one took over; none for the one that signs.
    pub ended_at: Option<Timestamp>,
}

/// The keys for checkpoints at one moment.
pub struct Ring {
    signing: Ed25519KeyPair,
    keys: Vec<KnownKey>,
    /// The rows that this was read from, by id and end.
    rows: Vec<(String, Option<Timestamp>)>,
}

/// The keys for checkpoints, and what was signed last.
pub struct Sealer {
    ring: RwLock<Arc<Ring>>,
    last: Mutex<HashMap<CompanyId, Checkpoint>>,
    checking: Mutex<HashSet<CompanyId>>,
    patience: Mutex<Duration>,
}

/// How long a check may take; a request has a minute.
const PATIENCE: Duration = Duration::from_secs(45);

/// The name under which a private key is wrapped: no key of another kind can take its place.
fn wrapped_as(id: &str) -> String {
    format!("audit:{id}")
}

/// The name under which an ended key's seal is wrapped.
fn sealed_as(id: &str) -> String {
    format!("audit-ended:{id}")
}

/// What an ended key's seal covers: the key, and when it ended.
fn seal_text(key: &PublicKey, ended_at: Timestamp) -> Vec<u8> {
    let mut text = key.bytes.to_vec();
    text.extend(ended_at.0.to_be_bytes());
    text
}

fn public_half(pair: &Ed25519KeyPair) -> Result<PublicKey, DbError> {
    let bytes = pair.public_key().as_ref().try_into();
    let bytes = bytes.map_err(|_| DbError::Corrupt("an audit key has not 32 bytes".into()))?;
    Ok(PublicKey::new(bytes))
}

fn rows_of(stored: &[AuditKey]) -> Vec<(String, Option<Timestamp>)> {
    let row = |key: &AuditKey| (key.id.clone(), key.ended_at);
    stored.iter().map(row).collect()
}

impl Ring {
    /// Opens the keys. One counts when its private half opens, or the seal of one that has ended:
    /// only who has the master key could wrap them. A row that somebody else has put there is no
    /// key of ours, and stops nothing.
    ///
    /// # Errors
    /// When none can sign.
    pub fn open(stored: &[AuditKey], secrets: &Secrets) -> Result<Self, DbError> {
        let mut signing = None;
        let mut keys = Vec::new();
        for row in stored {
            let opened = match row.ended_at {
                Some(ended_at) => ended(row, ended_at, secrets),
                None => open(row, secrets).map(|(pair, known)| {
                    signing.get_or_insert((pair, known.key.id.clone()));
                    known
                }),
            };
            if opened.is_none() {
                tracing::error!(
                    key = row.id,
                    "an audit key cannot be opened and is not trusted"
                );
            }
            keys.extend(opened);
        }
        let none = || DbError::Corrupt("no audit key can be opened with this master key".into());
        let (signing, id) = signing.ok_or_else(none)?;
        keys.sort_by_key(|known| known.key.id != id);
        Ok(Self {
            signing,
            keys,
            rows: rows_of(stored),
        })
    }

    /// The keys, the one that signs first.
    #[must_use]
    pub fn keys(&self) -> &[KnownKey] {
        &self.keys
    }

    /// The keys that a check trusts: every one of ours, and the one that signs must be in charge
    /// at the end.
    #[must_use]
    pub fn trusted(&self) -> Keys {
        let trusted = |known: &KnownKey| Trusted {
            key: known.key.clone(),
            last: None,
        };
        Keys {
            trusted: self.keys.iter().map(trusted).collect(),
            vouching: false,
            in_charge: Some(self.signing_id().to_owned()),
        }
    }

    /// The id of the key that signs.
    #[must_use]
    pub fn signing_id(&self) -> &str {
        &self.keys[0].key.id
    }

    fn signature(&self, text: &str) -> [u8; 64] {
        let signed = self.signing.sign(text.as_bytes());
        let mut signature = [0; 64];
        signature.copy_from_slice(signed.as_ref());
        signature
    }

    /// Signs that the chain of the company with that UUID has that head at that position.
    #[must_use]
    pub fn sign(&self, company: &str, position: i64, head: Hash, at: Timestamp) -> Checkpoint {
        let statement = Statement {
            company: company.to_owned(),
            position,
            head,
            at,
            key: self.signing_id().to_owned(),
        };
        let signature = self.signature(&statement.text());
        Checkpoint {
            statement,
            signature,
        }
    }

    /// Signs that `new` takes over after that position of the company's chain.
    #[must_use]
    pub fn hand_over(
        &self,
        company: &str,
        (position, head): (i64, Hash),
        new: &PublicKey,
        at: Timestamp,
    ) -> Handover {
        let succession = Succession {
            company: company.to_owned(),
            position,
            head,
            at,
            old: self.signing_id().to_owned(),
            new: new.clone(),
        };
        let signature = self.signature(&succession.text());
        Handover {
            succession,
            signature,
        }
    }
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
        let ring = Ring::open(&stored, secrets)?;
        Ok(Self {
            ring: RwLock::new(Arc::new(ring)),
            last: Mutex::default(),
            checking: Mutex::default(),
            patience: Mutex::new(PATIENCE),
        })
    }

    /// The keys as this process knows them.
    #[must_use]
    pub fn ring(&self) -> Arc<Ring> {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        ring.clone()
    }

    /// The keys as they are now: another node, or the command line, may have rotated them.
    ///
    /// # Errors
    /// As [`Sealer::load`].
    pub async fn renewed(&self, db: &Db, secrets: &Secrets) -> Result<Arc<Ring>, DbError> {
        let stored = checkpoints::keys(&mut db.read().await?).await?;
        let known = self.ring();
        if known.rows == rows_of(&stored) {
            return Ok(known);
        }
        let fresh = Arc::new(Ring::open(&stored, secrets)?);
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        *ring = fresh.clone();
        Ok(fresh)
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

    /// How long a check may take.
    #[must_use]
    pub fn patience(&self) -> Duration {
        *self.patience.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says how long a check may take.
    pub fn set_patience(&self, most: Duration) {
        *self.patience.lock().unwrap_or_else(PoisonError::into_inner) = most;
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

pub(super) fn new_key(secrets: &Secrets, now: Timestamp) -> Result<AuditKey, DbError> {
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
        ended_at: None,
    })
}

/// What stands in the place of the private key of a key that has ended.
pub(super) fn seal(secrets: &Secrets, key: &PublicKey, ended_at: Timestamp) -> Vec<u8> {
    secrets.wrap(&sealed_as(&key.id), &seal_text(key, ended_at))
}

/// The public half follows from the private one; the column beside it is for people.
fn open(row: &AuditKey, secrets: &Secrets) -> Option<(Ed25519KeyPair, KnownKey)> {
    let private = secrets
        .unwrap(&wrapped_as(&row.id), &row.wrapped_private_key)
        .ok()?;
    let pair = Ed25519KeyPair::from_pkcs8(&private).ok()?;
    let key = public_half(&pair).ok().filter(|key| key.id == row.id)?;
    let known = KnownKey {
        key,
        created_at: row.created_at,
        ended_at: None,
    };
    Some((pair, known))
}

fn ended(row: &AuditKey, ended_at: Timestamp, secrets: &Secrets) -> Option<KnownKey> {
    let sealed = secrets
        .unwrap(&sealed_as(&row.id), &row.wrapped_private_key)
        .ok()?;
    let bytes = sealed.get(..32)?.try_into().ok()?;
    let key = PublicKey::new(bytes);
    let holds = key.id == row.id && *sealed == seal_text(&key, ended_at);
    holds.then_some(KnownKey {
        key,
        created_at: row.created_at,
        ended_at: Some(ended_at),
    })
}
