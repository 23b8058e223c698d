//! Everything a request can reach, built once at the start.

use crate::{
    audit::{readings::Readings, sealer::Sealer},
    auth::{
        denials::Denied,
        facts::{Changed, Facts},
        jwt::{KeyError, Signer},
        limits::Limits,
        origins::Origins,
        passkeys::Passkeys,
        password::Hasher,
        second_factor::WrongCodes,
        seen::Seen,
        superseded::Alarms,
        uses::Uses,
    },
    error::ApiError,
    jobs::Queue,
    metrics::Metrics,
    places::Places,
    scans::{Devices, Recorder},
    secrets::Secrets,
    settings::Settings,
};
use countermark_core::{audit::Entry, time::Clock};
use countermark_store::{Db, Tx, audit::By, changes};
use std::{
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};
use zeroize::Zeroizing;

/// Imports that run at a time, each with a file and all that is made of it (100 MiB at most), and
/// those that wait with their file (10 MiB).
const IMPORTS: usize = 1;
const IMPORTS_WAITING: usize = 8;
/// Seconds after which who found no place should try again.
const IMPORTS_COME_BACK: u64 = 5;

/// The program's state; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What is inside an [`App`].
pub struct Inner {
    /// The database.
    pub db: Db,
    /// What this node knows by heart.
    pub facts: Facts,
    /// Keys derived from the master key.
    pub secrets: Arc<Secrets>,
    /// The JWT keys.
    pub signer: Signer,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How requests reach us.
    pub settings: Settings,
    /// Rate limits.
    pub limits: Limits,
    /// Wrong second factors.
    pub wrong_codes: WrongCodes,
    /// Passkeys, where the server's address allows them.
    pub passkeys: Passkeys,
    /// Password hashing.
    pub hasher: Hasher,
    /// Portal sessions in use.
    pub seen: Seen,
    /// Alarms about replaced tokens, raised lately.
    pub alarms: Alarms,
    /// Uses of tokens that are not written yet.
    pub uses: Uses,
    /// Refused calls that are not in the audit logs yet.
    pub denied: Denied,
    /// Calls from places that somebody wants to know of, not written yet.
    pub origins: Origins,
    /// What is counted for the operator.
    pub metrics: Metrics,
    /// The keys of the audit logs' checkpoints.
    pub sealer: Sealer,
    /// Scans that are being written.
    pub recorder: Recorder,
    /// What scans were made with lately.
    pub devices: Devices,
    /// Who has read the audit log lately.
    pub readings: Readings,
    /// Places for imports that somebody waits for.
    pub imports: Places,
    /// Wakes this node's runner when there is work.
    pub jobs: Queue,
    setup_code: Mutex<Option<Zeroizing<String>>>,
}

impl Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// Puts the parts together and loads the JWT keys.
    ///
    /// # Errors
    /// [`KeyError`] when the keys cannot be had.
    pub async fn new(
        db: Db,
        secrets: Secrets,
        clock: Arc<dyn Clock>,
        settings: Settings,
        limits: Limits,
    ) -> Result<Self, KeyError> {
        let sealer = Sealer::load(&db, &secrets, clock.now()).await?;
        let secrets = Arc::new(secrets);
        let algorithm = settings.jwt_algorithm;
        let signer = Signer::load(&db, &secrets, algorithm, clock.now()).await?;
        Ok(Self(Arc::new(Inner {
            facts: Facts::new(db.clone()),
            recorder: Recorder::start(db.clone(), secrets.clone()),
            db,
            secrets,
            signer,
            clock,
            passkeys: Passkeys::new(&settings),
            settings,
            limits,
            wrong_codes: WrongCodes::default(),
            hasher: Hasher::new(),
            seen: Seen::default(),
            alarms: Alarms::default(),
            uses: Uses::default(),
            denied: Denied::default(),
            origins: Origins::default(),
            metrics: Metrics::new(),
            sealer,
            devices: Devices::default(),
            readings: Readings::default(),
            imports: Places::new(IMPORTS, IMPORTS_WAITING, IMPORTS_COME_BACK),
            jobs: Queue::default(),
            setup_code: Mutex::default(),
        })))
    }

    /// Commits a caller's change with its audit entries and with what it made untrue, for other
    /// nodes to read, and drops that from this node's memory before it returns. It runs to its
    /// end even if the client hangs up: a revocation that was committed is never left standing in
    /// memory.
    ///
    /// # Errors
    /// 503 when the commit failed; then nothing was changed.
    pub async fn commit(
        &self,
        mut tx: Tx,
        by: By,
        entries: Vec<Entry>,
        changes: Vec<Changed>,
    ) -> Result<(), ApiError> {
        if changes.is_empty() {
            return Ok(tx.commit(&by, &entries).await?);
        }
        let app = self.clone();
        let work = tokio::spawn(async move {
            changes::record(&mut tx, &changes).await?;
            let result = tx.commit(&by, &entries).await;
            // Also after a failure: a commit whose answer was lost may have happened. If it only
            // happens from now on, the next poll finds it like another node's.
            app.facts.forget(&changes);
            result
        });
        Ok(work.await.map_err(|_| ApiError::internal())??)
    }

    /// Makes the one-time set-up code and returns it for the operator's eyes.
    #[must_use]
    pub fn open_setup(&self) -> Zeroizing<String> {
        let code = crate::random::code();
        *self
            .setup_code
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(code.clone());
        code
    }

    /// Whether that is the set-up code.
    #[must_use]
    pub fn is_setup_code(&self, given: &str) -> bool {
        let code = self
            .setup_code
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        code.as_ref()
            .is_some_and(|code| crate::secrets::same(code.as_bytes(), given.as_bytes()))
    }

    /// Forgets the set-up code once it has been used.
    pub fn close_setup(&self) {
        *self
            .setup_code
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = None;
    }
}
