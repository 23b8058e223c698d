//! A code as it is sent, and its being used up.

use super::{recovery::RECOVERY_LENGTH, tell, totp};
use crate::{app::App, error::ApiError, extract::Field, mail::factors::Change};
use countermark_core::{audit::Entry, ids::UserId};
use countermark_store::{audit::By, factors};
use serde_json::Value;
use zeroize::Zeroizing;

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
        Kind::Totp(code) => (totp::is_right(app, &mut tx, user, &code).await?, None),
        Kind::Recovery(code) => {
            let digest = app.secrets.recovery_digest(user, &code);
            let right = factors::spend_recovery_code(&mut tx, user, &digest, now).await?;
            let entry = Entry::event("user.recovery_code_use", "user", user, email);
            if right {
                let left = factors::recovery_codes_left(&mut tx, user).await?;
                tell(app, &mut tx, by.company, email, Change::CodeUsed(left)).await?;
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
