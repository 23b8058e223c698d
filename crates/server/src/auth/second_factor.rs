//! The second step of a log-in: a one-time password (RFC 6238), a recovery code or a passkey.
//!
//! Nothing is kept between the steps: whoever comes back with a code sends the password again, so
//! that a half-finished log-in leaves no credential behind (security checklist 16).

use crate::{
    app::App,
    auth::{
        facts::Changed,
        passkeys::{self, Answer, Purpose},
        sign_in::{self, From, SignedIn},
    },
    error::ApiError,
    extract::Field,
    mail,
    secrets::Secrets,
};
use countermark_core::{
    audit::Entry,
    ids::{CompanyId, UserId},
    policy::SecondFactor,
    time::Timestamp,
};
use countermark_store::{
    DbError, Tx,
    audit::By,
    companies::Company,
    factors::{self, Factors},
    sessions,
};
use serde_json::{Value, json};
use std::sync::{Mutex, PoisonError};
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

/// Proved by the password alone (RFC 8176).
pub const PASSWORD: &str = "pwd";
/// Proved by the password and a code.
pub const PASSWORD_AND_CODE: &str = "pwd otp mfa";

/// Bytes of a secret: what RFC 4226 §4 recommends.
pub const SECRET_BYTES: usize = 20;
/// Recovery codes that are made at a time.
const RECOVERY_CODES: usize = 10;
/// Characters of a recovery code without its dashes: 60 bits.
const RECOVERY_LENGTH: usize = 12;
/// Letters and digits that are not taken for one another (Crockford's base 32).
const RECOVERY_ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Wrong codes of all people together that this node takes in a minute.
const WRONG_A_MINUTE: u32 = 100;

/// A code as it was sent. No `Debug`: it is a credential.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String)]
pub struct Otp(Zeroizing<String>);

impl Field for Otp {
    fn parse(value: Value) -> Result<Self, String> {
        let text = match value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Null => return Err("This field may not be null.".into()),
            _ => return Err("Not a valid string.".into()),
        };
        if text.len() > 64 {
            return Err("Ensure this field has no more than 64 characters.".into());
        }
        Ok(Self(Zeroizing::new(text)))
    }
}

/// What a code can be, by its form.
enum Kind {
    Totp(Zeroizing<String>),
    Recovery(Zeroizing<String>),
    Neither,
}

impl Otp {
    /// The digits, when it has the form of a one-time password.
    #[must_use]
    pub fn digits(&self) -> Option<Zeroizing<String>> {
        match self.kind() {
            Kind::Totp(digits) => Some(digits),
            Kind::Recovery(_) | Kind::Neither => None,
        }
    }

    fn kind(&self) -> Kind {
        let plain: Zeroizing<String> = Zeroizing::new(
            self.0
                .chars()
                .filter(|c| !c.is_whitespace() && *c != '-')
                .map(|c| c.to_ascii_lowercase())
                .collect(),
        );
        let digits = plain.bytes().all(|byte| byte.is_ascii_digit());
        match plain.len() {
            6 if digits => Kind::Totp(plain),
            RECOVERY_LENGTH => Kind::Recovery(Zeroizing::new(
                plain
                    .chars()
                    .map(|c| match c {
                        'o' => '0',
                        'i' | 'l' => '1',
                        other => other,
                    })
                    .collect(),
            )),
            _ => Kind::Neither,
        }
    }
}

/// Where somebody signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// For a JWT: no browser is there to ask a passkey.
    Jwt,
    /// For the portal's cookie.
    Portal,
}

/// What came beside the password.
#[derive(Clone, Copy)]
pub struct Second<'a> {
    /// A code.
    pub otp: Option<&'a Otp>,
    /// A passkey's answer.
    pub passkey: Option<&'a Answer>,
    /// Where.
    pub door: Door,
}

/// Why the second step was not done.
pub struct Refused {
    /// What the client is told.
    pub error: ApiError,
    /// Whether it counts as a wrong try.
    pub counts: bool,
}

impl<E: Into<ApiError>> std::convert::From<E> for Refused {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            counts: false,
        }
    }
}

/// Whether the company asks its people for a second factor.
#[must_use]
pub const fn required(company: &Company) -> bool {
    matches!(company.policy.second_factor, SecondFactor::Required)
}

/// Whether the person may do nothing but set up a second factor: the company asks for one, or
/// their password is too short to stand alone (an admin took the other factor away).
#[must_use]
pub const fn must_enrol(company: &Company, factors: Factors) -> bool {
    !factors.any() && (required(company) || factors.short_password)
}

/// The second step of somebody whose password was right; how they proved who they are.
///
/// # Errors
/// 400 `otp_required`, `otp_invalid`, `uat_required` or `second_factor_required`; 429 after too
/// many wrong codes.
pub async fn step(
    app: &App,
    email: &str,
    who: &SignedIn,
    second: Second<'_>,
    from: &From<'_>,
) -> Result<&'static str, Refused> {
    let factors = factors::of(&mut app.db.read().await?, who.user).await?;
    if !factors.any() {
        let company = app.facts.company(who.company, app.clock.now()).await?;
        let company = company.ok_or_else(ApiError::internal)?;
        if second.door == Door::Jwt && must_enrol(&company, factors) {
            return Err(ApiError::coded(
                "second_factor_required",
                "Set up a second factor in the portal first, or use a User Authorization Token.",
            )
            .into());
        }
        return Ok(PASSWORD);
    }
    let by = by(who, from, app.clock.now());
    match (second.passkey, second.otp) {
        (Some(answer), _) if second.door == Door::Portal => {
            let purpose = Purpose::SecondStep;
            match passkeys::finish(app, answer, purpose, who.user, "", by).await {
                Ok(used) => Ok(used.beside_password()),
                Err(error) => Err(Refused {
                    counts: matches!(error, ApiError::Fields(_)),
                    error,
                }),
            }
        }
        (_, Some(otp)) => match spend(app, (who.user, email), otp, by).await {
            Ok(()) => Ok(PASSWORD_AND_CODE),
            Err(error) => Err(Refused {
                counts: matches!(error, ApiError::Fields(_)),
                error,
            }),
        },
        (_, None) => Err(asked(app, who.user, factors, second.door).await?.into()),
    }
}

/// What to say to somebody whose second factor is missing.
async fn asked(
    app: &App,
    user: UserId,
    factors: Factors,
    door: Door,
) -> Result<ApiError, ApiError> {
    if door == Door::Jwt && !factors.totp {
        return Ok(ApiError::coded(
            "uat_required",
            "This account signs in with a passkey. Use a User Authorization Token, or send a \
             recovery code as otp.",
        ));
    }
    let mut error = ApiError::coded(
        "otp_required",
        "A second factor is needed. Send the code of your authenticator app, or a recovery code, \
         as otp.",
    );
    if let (Door::Portal, ApiError::Fields(members)) = (door, &mut error) {
        let mut list = vec![];
        if factors.totp {
            list.push("totp");
        }
        if factors.passkeys > 0 && app.passkeys.get().is_ok() {
            list.push("passkey");
            let shown = passkeys::challenge(app, Purpose::SecondStep, user, "").await?;
            members.insert("passkey".into(), json!(shown));
        }
        list.push("recovery_code");
        members.insert("factors".into(), json!(list));
    }
    Ok(error)
}

/// Who signs in, before there is a session.
pub(super) fn by(who: &SignedIn, from: &From<'_>, now: Timestamp) -> By {
    By::over_http(
        who.company,
        Some(who.user),
        ("password", String::new()),
        (from.address, from.request_id),
        now,
    )
}

/// Uses up a code of the person. The try is counted before the code is looked at, in the
/// transaction that uses the code up: the same code twice at once is right once.
///
/// # Errors
/// 400 `otp_invalid`, 429 after too many wrong codes.
pub async fn spend(
    app: &App,
    (user, email): (UserId, &str),
    otp: &Otp,
    by: By,
) -> Result<(), ApiError> {
    let now = app.clock.now();
    app.wrong_codes.check(now)?;
    let mut tx = app.db.write().await?;
    if let Some(until) = factors::take_try(&mut tx, user, now).await? {
        let seconds = until.seconds() - now.seconds();
        return Err(ApiError::throttled(u64::try_from(seconds).unwrap_or(1)));
    }
    let (right, entry) = match otp.kind() {
        Kind::Totp(code) => (totp_is_right(app, &mut tx, user, &code).await?, None),
        Kind::Recovery(code) => {
            let digest = app.secrets.recovery_digest(user, &code);
            let right = factors::spend_recovery_code(&mut tx, user, &digest, now).await?;
            let entry = Entry::event("user.recovery_code_use", "user", user, email);
            if right {
                let left = factors::recovery_codes_left(&mut tx, user).await?;
                let sentence = format!(
                    "A recovery code was used in place of your second factor. {left} are left."
                );
                tell(app, &mut tx, by.company, email, &sentence).await?;
            }
            (right, Some(entry))
        }
        Kind::Neither => (false, None),
    };
    if right {
        factors::forgive(&mut tx, user).await?;
        app.commit(tx, by, entry.into_iter().collect(), vec![])
            .await?;
        return Ok(());
    }
    let entry = Entry::event("user.factor_refused", "user", user, email);
    app.commit(tx, by, vec![entry], vec![]).await?;
    app.wrong_codes.failed(now);
    tracing::info!(%user, "a second factor was wrong");
    Err(ApiError::coded(
        "otp_invalid",
        "This code is not right, or was used already. Wait for the next one.",
    ))
}

/// Tells the person by mail, once the transaction is committed, what happened to their factors.
///
/// # Errors
/// When the database failed.
pub async fn tell(
    app: &App,
    tx: &mut Tx,
    company: CompanyId,
    email: &str,
    sentence: &str,
) -> Result<(), DbError> {
    let letter = mail::factors::changed(email, sentence);
    mail::queue(&app.secrets, tx, Some(company), &letter, app.clock.now()).await
}

/// Takes every second factor of somebody away, and ends their sessions; what there was, the entry
/// for the log, and what it made untrue in these companies.
///
/// # Errors
/// When the database failed.
pub async fn take_away(
    tx: &mut Tx,
    (user, email): (UserId, &str),
    companies: &[CompanyId],
    now: Timestamp,
) -> Result<(Factors, Entry, Vec<Changed>), DbError> {
    let there = factors::remove_all(tx, user).await?;
    let mut changes = sign_in::ended(sessions::end_all(tx, user, None, now).await?);
    changes.extend(Changed::everywhere(companies, user));
    let entry = Entry::event("user.factors_reset", "user", user, email).change(
        &json!({"totp": there.totp, "passkeys": there.passkeys}),
        &json!({"totp": false, "passkeys": 0}),
    );
    Ok((there, entry, changes))
}

async fn totp_is_right(app: &App, tx: &mut Tx, user: UserId, code: &str) -> Result<bool, ApiError> {
    let stored = factors::totp(tx, user).await?;
    let Some(stored) = stored.filter(|totp| totp.confirmed_at.is_some()) else {
        return Ok(false);
    };
    match step_of(&app.secrets, user, &stored, code, app.clock.now())? {
        Some(step) => Ok(factors::spend_step(tx, user, step).await?),
        None => Ok(false),
    }
}

/// The time step whose code that is: this one, the one before or the one after.
///
/// # Errors
/// 500 when the secret cannot be opened.
pub fn step_of(
    secrets: &Secrets,
    user: UserId,
    stored: &factors::Totp,
    code: &str,
    now: Timestamp,
) -> Result<Option<i64>, ApiError> {
    let secret = secrets
        .unwrap(&wrapped_name(user), &stored.wrapped_secret)
        .map_err(|_| ApiError::internal())?;
    let seconds = u64::try_from(now.seconds()).map_err(|_| ApiError::internal())?;
    let totp = generator(&secret, "")?;
    // A used step does not hide a later one: of two steps with the same code the newest counts.
    let step = (-1_i64..=1)
        .rev()
        .filter_map(|around| (seconds / 30).checked_add_signed(around))
        .find(|step| {
            let right = Zeroizing::new(totp.generate(step * 30).to_string());
            crate::secrets::same(right.as_bytes(), code.as_bytes())
        });
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// The name that a person's secret is wrapped under: it opens as nobody else's.
#[must_use]
pub fn wrapped_name(user: UserId) -> String {
    format!("totp {user}")
}

/// Codes of a secret: SHA-1, six digits, thirty seconds, which every app knows.
///
/// # Errors
/// 500 when the secret is none.
pub fn generator(secret: &[u8], account: &str) -> Result<Totp, ApiError> {
    Builder::new()
        .with_secret(secret.to_vec())
        .with_skew(1)
        .with_account_name(account)
        .with_issuer(Some("Countermark"))
        .build()
        .map_err(|error| {
            tracing::error!(%error, "a one-time password cannot be made");
            ApiError::internal()
        })
}

/// Makes new recovery codes for the person and stores their digests; the codes are for their
/// eyes, once.
///
/// # Errors
/// 503 when the database is away.
pub async fn new_recovery_codes(
    app: &App,
    tx: &mut Tx,
    user: UserId,
) -> Result<Vec<String>, DbError> {
    let codes: Vec<_> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect();
    let digests: Vec<_> = codes
        .iter()
        .map(|code| app.secrets.recovery_digest(user, code))
        .collect();
    factors::set_recovery_codes(tx, user, &digests).await?;
    Ok(codes
        .iter()
        .map(|code| format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..]))
        .collect())
}

fn recovery_code() -> Zeroizing<String> {
    let bytes = crate::random::bytes::<RECOVERY_LENGTH>();
    Zeroizing::new(
        bytes
            .iter()
            .map(|byte| char::from(RECOVERY_ALPHABET[usize::from(byte % 32)]))
            .collect(),
    )
}

/// Wrong codes of everybody in the minute that runs: whoever has many stolen passwords gets no
/// more guesses from having many accounts.
#[derive(Default)]
pub struct WrongCodes(Mutex<(i64, u32)>);

impl WrongCodes {
    /// Lets a try through, or says how long to wait.
    ///
    /// # Errors
    /// 429 with `Retry-After`.
    pub fn check(&self, now: Timestamp) -> Result<(), ApiError> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.0 == now.seconds() / 60 && state.1 >= WRONG_A_MINUTE {
            let seconds = 60 - now.seconds().rem_euclid(60);
            return Err(ApiError::throttled(u64::try_from(seconds).unwrap_or(1)));
        }
        Ok(())
    }

    /// Notes a wrong code.
    pub fn failed(&self, now: Timestamp) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.seconds() / 60;
        if state.0 == minute {
            state.1 = state.1.saturating_add(1);
        } else {
            *state = (minute, 1);
        }
    }
}
