//! `POST /api/v2/invitations/accept/`

use crate::{
    api::v2::{me::Signed, setup::create::Code},
    app::App,
    auth::{
        Public,
        facts::Changed,
        lockout::Guest,
        new_password,
        passkeys::Answer,
        password::Password,
        second_factor::{Door, Otp, PASSWORD, Second},
        sign_in,
    },
    error::{ApiError, ApiResult},
    extract::{Body, body},
};
use axum::{extract::State, http::HeaderMap, response::Response};
use countermark_core::audit::Entry;
use countermark_store::{
    invitations::{self, Invitation},
    members,
    sessions::Kind,
    users,
};

body! { refuse unknown;
    /// An answer to an invitation.
    pub struct Acceptance {
        /// The code in the link.
        pub code: Code,
        /// A new password of at least 15 characters, or the one the person has already.
        pub password: Password,
        /// The second factor of a person who has one: as in `POST /api/v2/auth/session/`.
        pub otp: Option<Otp>,
        /// A passkey's answer, likewise.
        pub passkey: Option<Answer>,
    }
}

/// Accept an invitation
///
/// A person who is new here chooses a password; one who has an account proves it.
#[utoipa::path(post, path = "/api/v2/invitations/accept/", tag = "Users",
    request_body = Acceptance,
    responses(
        (status = 201, description = "Accepted and signed in; the cookie is set.", body = Signed),
        (status = 404, description = "Unknown, used, replaced or too old.", body = crate::openapi::Problem),
        (status = 409, description = "The person has chosen a password meanwhile.", body = crate::openapi::Problem)))]
pub async fn invitations_accept(
    public: Public,
    State(app): State<App>,
    headers: HeaderMap,
    Body(body): Body<Acceptance>,
) -> ApiResult<Response> {
    app.limits.login(public.address)?;
    let digest = app.secrets.invitation_digest(&body.code.0);
    let now = app.clock.now();
    let found = invitations::find(&mut app.db.read().await?, &digest, now).await?;
    let found = found.ok_or_else(ApiError::not_found)?;
    let from = sign_in::From::of(&public, &headers);
    let mut amr = PASSWORD;
    let new_hash = if found.has_password {
        let (email, user) = (&found.email, found.user);
        sign_in::prove_password(
            &app,
            email,
            user,
            &body.password,
            public.address,
            "password",
        )
        .await?;
        amr = second_step(&app, &found, &body, &from).await?;
        None
    } else {
        let words = [&*found.email, &*found.company_name];
        new_password::check(&app, "password", &body.password, false, &words).await?;
        Some(app.hasher.hash(&body.password).await?)
    };
    let mut tx = app.db.write().await?;
    // Checked again inside the transaction: a link works once, however many click it, and not at
    // all when a newer one has replaced it meanwhile.
    let open = invitations::find(&mut tx, &digest, now).await?.is_some();
    if !open || invitations::end(&mut tx, found.company, found.user).await? == 0 {
        return Err(ApiError::not_found());
    }
    // Somebody who holds a link of another company may have been quicker: the password that is
    // there by now is not theirs to replace.
    if let Some(hash) = new_hash
        && !users::set_first_password(&mut tx, found.user, &hash).await?
    {
        return Err(ApiError::conflict(
            "This person has chosen a password just now. Open the link again and sign in with it.",
        ));
    }
    // Somebody who proved a password is known by that already.
    if !found.has_password {
        let guest = Guest::new(&app, &found.email, public.address);
        guest.renewed(&mut tx, now).await?;
    }
    members::join(&mut tx, found.company, found.user, now).await?;
    // The link went to their address and nowhere else.
    users::verify(&mut tx, found.user, now).await?;
    let account = users::by_id(&mut tx, found.user)
        .await?
        .ok_or_else(ApiError::internal)?;
    let who = sign_in::SignedIn {
        user: found.user,
        company: found.company,
        epoch: account.epoch,
        amr,
    };
    let begun = sign_in::begin(&app, &mut tx, who, Kind::Cookie, &from).await?;
    let mut by = sign_in::by(&begun.session, &from, now);
    by.credential_kind = "invitation";
    let entry = Entry::event("user.join", "user", found.user, found.email);
    app.commit(
        tx,
        by,
        vec![entry],
        vec![Changed::Member(who.company, who.user)],
    )
    .await?;
    Signed::answer(&app, begun, public.address).await
}

/// A link in a mail is not a second factor: somebody who has one shows it here, too (security
/// checklist 16).
async fn second_step(
    app: &App,
    found: &Invitation,
    body: &Acceptance,
    from: &sign_in::From<'_>,
) -> ApiResult<&'static str> {
    let who = sign_in::SignedIn {
        user: found.user,
        company: found.company,
        epoch: 0,
        amr: PASSWORD,
    };
    let second = Second {
        otp: body.otp.as_ref(),
        passkey: body.passkey.as_ref(),
        door: Door::Portal,
    };
    sign_in::second_step(app, &found.email, &who, second, from).await
}
