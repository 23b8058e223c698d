//! `/api/v2/users/`: people of the company. For persons only: no token reaches them.

pub mod archive;
pub mod create;
pub mod end_sessions;
pub mod get;
pub mod invite;
pub mod list;
pub mod reset_factors;
pub mod reset_password;
pub mod restore;
pub mod update;

use crate::{
    api::v2::{mail_sent::MailSent, me::RoleName},
    app::App,
    auth::{Principal, facts::Changed},
    error::{ApiError, ApiResult},
    extract::Json,
    mail::{self, letters},
};
use countermark_core::{
    audit::Entry,
    ids::{CompanyId, UserId},
    roles::Role,
    time::Timestamp,
};
use countermark_store::{Tx, invitations, members, members::Member, sessions};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Seconds that an invitation's link works: a day (contract §6).
const INVITATION_SECONDS: i64 = 86_400;

/// A person of the company.
#[derive(Serialize, ToSchema)]
pub struct UserShown {
    /// Id.
    pub id: i64,
    /// E-mail address.
    pub email: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Phone number.
    pub phone: String,
    /// Job title.
    pub title: String,
    /// Role in this company.
    pub role: RoleName,
    /// `invited`, `active` or `archived`.
    pub state: &'static str,
    /// When they were invited.
    #[schema(format = "date-time")]
    pub creation_date: String,
    /// When they last signed in.
    #[schema(format = "date-time")]
    pub last_login: Option<String>,
    /// The second factors they have: `totp`, `passkey`.
    pub second_factors: Vec<&'static str>,
}

impl From<Member> for UserShown {
    fn from(member: Member) -> Self {
        let state = if member.archived_at.is_some() {
            "archived"
        } else if member.joined_at.is_none() {
            "invited"
        } else {
            "active"
        };
        let mut second_factors = vec![];
        // Of somebody who has not joined, what they have is nobody's business.
        if member.joined_at.is_some() {
            second_factors.extend(member.factors.totp.then_some("totp"));
            second_factors.extend((member.factors.passkeys > 0).then_some("passkey"));
        }
        Self {
            id: member.id.0,
            email: member.email,
            given_name: member.details.given_name,
            family_name: member.details.family_name,
            phone: member.details.phone,
            title: member.details.title,
            role: member.role.into(),
            state,
            creation_date: member.created_at.to_string(),
            last_login: member.last_login_at.map(|at| at.to_string()),
            second_factors,
        }
    }
}

/// What the audit log keeps of a person.
fn audited(member: &Member) -> Value {
    json!({
        "email": member.email, "given_name": member.details.given_name,
        "family_name": member.details.family_name, "phone": member.details.phone,
        "title": member.details.title,
        "role": member.role.name(), "is_archived": member.archived_at.is_some(),
    })
}

/// Refuses to touch a person, or give a role, above the caller's reach.
fn may_manage(caller: &Principal, role: Role) -> ApiResult<()> {
    if caller.member.role.may_manage(role) {
        return Ok(());
    }
    let detail = format!(
        "Your role \"{}\" does not reach \"{}\". An Account Admin can do this.",
        caller.member.role.label(),
        role.label()
    );
    Err(ApiError::forbidden("permission_denied", detail))
}

/// Seconds after which somebody who has not proved their own address invites nobody.
const UNVERIFIED_SECONDS: i64 = 86_400;

/// Refuses invitations by somebody whose own address nobody has proved for a day: an account made
/// with a mistyped or made-up address shall not bring in others. The first day stays free, so
/// that a new installation can be tried.
fn may_invite(app: &App, caller: &Principal) -> ApiResult<()> {
    let member = &caller.member;
    let until = member.created_at.plus_seconds(UNVERIFIED_SECONDS);
    if member.verified_at.is_some() || app.clock.now() < until {
        return Ok(());
    }
    Err(ApiError::forbidden(
        "address_unverified",
        "Please verify your own e-mail address first: open the link in the mail that you got, or \
         ask for a new one.",
    ))
}

/// Sends a link to somebody who has not joined yet; an older one ends. Only their mailbox has it:
/// whoever opens it proves the address (security checklist 12).
async fn invite(
    app: &App,
    tx: &mut Tx,
    caller: &Principal,
    user: UserId,
    email: &str,
) -> ApiResult<MailSent> {
    let code = crate::random::code();
    let now = app.clock.now();
    let company = caller.company();
    let expires_at = now.plus_seconds(INVITATION_SECONDS);
    let digest = app.secrets.invitation_digest(&code);
    invitations::create(tx, company, user, &digest, caller.user(), now, expires_at).await?;
    let link = format!(
        "{}/#/invitation/{}",
        app.settings.link_base(),
        code.as_str()
    );
    let letter = letters::invitation(email, &caller.company.name, &link, INVITATION_SECONDS)
        .otherwise(caller.member.language);
    mail::queue(&app.secrets, tx, Some(company), &letter, now).await?;
    Ok(MailSent::new(app, email, expires_at))
}

/// Shuts a person out or lets them in again; once more changes nothing.
async fn archive_or_restore(
    app: &App,
    caller: &Principal,
    member: Member,
    archive: bool,
) -> ApiResult<Json<UserShown>> {
    let (company, now) = (caller.company(), app.clock.now());
    let mut tx = app.db.write().await?;
    let by = Some(caller);
    let (after, done) = set_archived(&mut tx, company, by, member.id, archive, now).await?;
    if let Some((entry, changes)) = done {
        app.commit(tx, caller.by(now), vec![entry], changes).await?;
    }
    Ok(Json(after.into()))
}

/// Shuts a person of the company out in a transaction, or lets them in again: the person as they
/// are then, the entry for the log and what it makes untrue; `None` when nothing had to change.
/// `by` is nobody when the operator does it, whom no role binds.
///
/// # Errors
/// 404, 403 for a role out of reach, 409 for the last Account Admin.
pub async fn set_archived(
    tx: &mut Tx,
    company: CompanyId,
    by: Option<&Principal>,
    user: UserId,
    archive: bool,
    now: Timestamp,
) -> ApiResult<(Member, Option<(Entry, Vec<Changed>)>)> {
    let admins = members::lock_active_admins(tx, company).await?;
    let before = members::get(tx, company, user)
        .await?
        .ok_or_else(ApiError::not_found)?;
    if let Some(caller) = by {
        may_manage(caller, before.role)?;
    }
    if before.archived_at.is_some() == archive {
        return Ok((before, None));
    }
    if archive && before.role == Role::AccountAdmin && before.is_active() && admins <= 1 {
        return Err(ApiError::conflict(
            "This is the last Account Admin. Give somebody else the role first.",
        ));
    }
    let after = Member {
        archived_at: archive.then_some(now),
        ..before.clone()
    };
    members::set_archived(tx, company, after.id, after.archived_at).await?;
    let mut changes = vec![Changed::Member(company, after.id)];
    if archive {
        invitations::end(tx, company, after.id).await?;
        // Ended for good: somebody who is let in again signs in again (OWASP ASVS 5.0 §7.4.2).
        let ended = sessions::end_in_company(tx, company, after.id, now).await?;
        changes.extend(ended.into_iter().map(Changed::Session));
    }
    let action = if archive {
        "user.archive"
    } else {
        "user.restore"
    };
    let entry = Entry::event(action, "user", after.id, after.email.clone())
        .change(&audited(&before), &audited(&after));
    Ok((after, Some((entry, changes))))
}
