//! `POST /api/v2/users/`

use super::{UserShown, audited, invite, may_invite, may_manage};
use crate::{
    api::v2::mail_sent::MailSent,
    app::App,
    auth::{Fresh, mail_codes},
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    permissions::perm,
    roles::Role,
    text::{Email, Line, PersonName, Text as _},
};
use countermark_store::{members, members::Details, users};
use serde::Serialize;
use utoipa::ToSchema;

body! { refuse unknown;
    /// Somebody to invite.
    pub struct UserCreate {
        /// E-mail address, with which they will sign in.
        pub email: Email,
        /// Given name.
        pub given_name: Option<PersonName>,
        /// Family name.
        pub family_name: Option<PersonName>,
        /// Phone number.
        pub phone: Option<Line>,
        /// Job title.
        pub title: Option<Line>,
        /// The role's wire name.
        #[schema(value_type = String)]
        pub role: Role,
    }
}

/// Somebody who was invited, and where their link went.
#[derive(Serialize, ToSchema)]
pub struct UserCreated {
    /// The person.
    pub user: UserShown,
    /// Where the link went; only their mailbox has it.
    pub invitation: MailSent,
}

/// Invite somebody into the company
///
/// A link that works once, within a day, goes to the address. Answers the same whether or not the
/// address is known here from another company.
#[utoipa::path(post, path = "/api/v2/users/", tag = "Users", request_body = UserCreate,
    responses((status = 201, description = "Invited.", body = UserCreated)))]
pub async fn users_create(
    caller: Fresh<perm::UserCreate>,
    State(app): State<App>,
    Body(body): Body<UserCreate>,
) -> ApiResult<(StatusCode, Json<UserCreated>)> {
    may_manage(&caller, body.role)?;
    may_invite(&app, &caller)?;
    let (company, now) = (caller.company(), app.clock.now());
    let text = |line: Option<Line>| line.map_or_else(String::new, |line| line.to_string());
    let name = |name: Option<PersonName>| name.map_or_else(String::new, |name| name.to_string());
    let details = Details {
        given_name: name(body.given_name),
        family_name: name(body.family_name),
        phone: text(body.phone),
        title: text(body.title),
    };
    let email = body.email.as_str();
    let mut tx = app.db.write().await?;
    mail_codes::require_fair(&app, &mut tx, email).await?;
    let user = match users::by_email(&mut tx, email).await? {
        Some(account) => account.id,
        None => users::create(&mut tx, email, now).await?,
    };
    if members::get(&mut tx, company, user).await?.is_some() {
        return Err(ApiError::field(
            "email",
            "This person belongs to the company already.",
        ));
    }
    members::add(
        &mut tx,
        company,
        (user, email),
        &details,
        body.role,
        now,
        None,
    )
    .await?;
    let invitation = invite(&app, &mut tx, &caller, user, email).await?;
    let member = members::get(&mut tx, company, user)
        .await?
        .ok_or_else(ApiError::internal)?;
    let entry =
        Entry::event("user.invite", "user", user, member.email.clone()).after(audited(&member));
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    Ok((
        StatusCode::CREATED,
        Json(UserCreated {
            user: member.into(),
            invitation,
        }),
    ))
}
