//! `POST /api/v2/auth/session/confirm/`

use crate::{
    app::App,
    auth::{
        Person, Principal,
        facts::Changed,
        lockout::Guest,
        passkeys::{self, Answer, Purpose},
        password::Password,
        second_factor::{self, Otp},
        sign_in,
    },
    error::{ApiError, ApiResult},
    extract::{Body, body},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{factors, sessions};

body! { refuse unknown;
    /// The password, once more, or a passkey.
    pub struct Confirmation {
        /// The caller's password. A passkey that checks who holds it stands in for it.
        pub password: Option<Password>,
        /// The code of somebody who has a second factor.
        pub otp: Option<Otp>,
        /// The answer to `POST /api/v2/auth/session/confirm/passkey/`.
        pub passkey: Option<Answer>,
    }
}

/// Prove again that it is you
///
/// For ten minutes the session may then do what asks for a fresh log-in. Somebody who has a
/// second factor sends the password and a code, or a passkey.
#[utoipa::path(post, path = "/api/v2/auth/session/confirm/", tag = "Session",
    request_body = Confirmation,
    responses((status = 204, description = "The log-in counts as fresh again.")))]
pub async fn auth_session_confirm(
    caller: Person<perm::OwnAccount>,
    State(app): State<App>,
    Body(body): Body<Confirmation>,
) -> ApiResult<StatusCode> {
    prove(&app, &caller, &body).await?;
    let session = caller.session().ok_or_else(ApiError::internal)?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    sessions::confirm(&mut tx, caller.company(), caller.user(), session.id, now).await?;
    let entry = Entry::event("session.confirm", "session", session.id, "");
    app.commit(
        tx,
        caller.by(now),
        vec![entry],
        vec![Changed::Session(session.id)],
    )
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn prove(app: &App, caller: &Principal, body: &Confirmation) -> ApiResult<()> {
    let session = caller.session().ok_or_else(ApiError::internal)?;
    let (user, email) = (caller.user(), &caller.member.email);
    let factors = factors::of(&mut app.db.read().await?, user).await?;
    let by = || caller.by(app.clock.now());
    let mut second = !factors.any();
    if let Some(answer) = body.passkey.as_ref().filter(|_| factors.any()) {
        app.limits.login(caller.address)?;
        let (purpose, id) = (Purpose::Confirm, session.id.to_string());
        let proof = passkeys::finish(app, answer, purpose, user, &id, by()).await?;
        if proof.verified {
            return Ok(());
        }
        second = true;
    }
    let Some(password) = &body.password else {
        return Err(ApiError::field("password", "This field is required."));
    };
    sign_in::prove_password(app, email, user, password, caller.address, "password").await?;
    if !second {
        let Some(otp) = &body.otp else {
            return Err(ApiError::coded(
                "otp_required",
                "A second factor is needed. Send a code as otp.",
            ));
        };
        second_factor::spend(app, (user, email), otp, by()).await?;
    }
    Guest::new(app, email, caller.address).succeeded(app).await
}
