//! `PATCH /api/v2/me/password/`

use crate::{
    app::App,
    auth::{Person, facts::Changed, lockout::Guest, new_password, password::Password, sign_in},
    error::{ApiError, ApiResult},
    extract::{Body, body},
    mail::{self, letters},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{
    factors,
    mail_codes::{self, Purpose},
    members, sessions, users,
};

body! { refuse unknown;
    /// A change of password.
    pub struct PasswordChange {
        /// The password so far.
        pub current_password: Password,
        /// The new one: at least 15 characters, or 8 beside a second factor.
        pub new_password: Password,
    }
}

/// Change your password
///
/// Every other session of yours ends (OWASP ASVS 5.0 §7.4.3); tokens stay as they are. You are
/// told by mail.
#[utoipa::path(patch, path = "/api/v2/me/password/", tag = "Session",
    request_body = PasswordChange,
    responses((status = 204, description = "Changed.")))]
pub async fn me_password(
    caller: Person<perm::OwnAccount>,
    State(app): State<App>,
    Body(body): Body<PasswordChange>,
) -> ApiResult<StatusCode> {
    let (user, member) = (caller.user(), &caller.member);
    let current = &body.current_password;
    sign_in::confirm(
        &app,
        &member.email,
        user,
        current,
        caller.address,
        "current_password",
    )
    .await?;
    let context = [
        &*member.email,
        &*member.details.given_name,
        &*member.details.family_name,
        &*caller.company.name,
    ];
    let new = &body.new_password;
    let beside = member.factors.any();
    new_password::check(&app, "new_password", new, beside, &context).await?;
    let hash = app.hasher.hash(&body.new_password).await?;
    let now = app.clock.now();
    let keep = caller.session().map(|session| session.id);
    let mut tx = app.db.write().await?;
    users::set_password(&mut tx, user, &hash).await?;
    let guest = Guest::new(&app, &member.email, caller.address);
    guest.renewed(&mut tx, now).await?;
    if new.is_short() {
        // The other factor may have been taken away since the length was looked at.
        if !factors::lock(&mut tx, user).await?.any() {
            return Err(ApiError::conflict(
                "Your second factor was removed just now. Choose a longer password.",
            ));
        }
        users::note_short_password(&mut tx, user).await?;
    }
    let companies = members::companies_of(&mut tx, user).await?;
    let ended = sessions::end_all(&mut tx, user, keep, now).await?;
    // What somebody else may have begun with the old password is void.
    for purpose in [Purpose::Reset, Purpose::Address] {
        mail_codes::end(&mut tx, user, purpose).await?;
    }
    let letter = letters::password_changed(&member.email, &app.settings.link_base());
    mail::queue(&app.secrets, &mut tx, Some(caller.company()), &letter, now).await?;
    let entry = Entry::event("user.password", "user", user, member.email.clone());
    let mut changes = Changed::everywhere(&companies, user);
    changes.extend(sign_in::ended(ended));
    app.commit(tx, caller.by(now), vec![entry], changes).await?;
    Ok(StatusCode::NO_CONTENT)
}
