//! The step itself: what came beside the password, and what is asked for.

use super::{Otp, must_enrol, spend};
use crate::{
    app::App,
    auth::{
        passkeys::{self, Answer, Purpose},
        sign_in::{From, SignedIn},
    },
    error::ApiError,
};
use countermark_core::{ids::UserId, time::Timestamp};
use countermark_store::{
    audit::By,
    factors::{self, Factors},
};
use serde_json::json;

/// Proved by the password alone (RFC 8176).
pub const PASSWORD: &str = "pwd";

/// Proved by the password and a code.
pub const PASSWORD_AND_CODE: &str = "pwd otp mfa";

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
pub(in crate::auth) fn by(who: &SignedIn, from: &From<'_>, now: Timestamp) -> By {
    By::over_http(
        who.company,
        Some(who.user),
        ("password", String::new()),
        (from.address, from.request_id),
        now,
    )
}
