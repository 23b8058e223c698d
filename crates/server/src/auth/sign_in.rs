//! Signing in with e-mail address and password, whatever comes of it: a JWT or a cookie.

use crate::{
    app::App,
    auth::{
        Public, jwt,
        lockout::Guest,
        password::Password,
        rehash,
        second_factor::{self, PASSWORD, Second},
        session,
    },
    error::ApiError,
};
use axum::http::{HeaderMap, header};
use countermark_core::{
    audit::Entry,
    ids::{CompanyId, SessionId, UserId},
    text::{Email, Text as _},
    time::Timestamp,
};
use countermark_store::{
    Conn, Tx,
    audit::By,
    members,
    sessions::{self, Kind, Origin, Session},
    users::{self, Account},
};
use std::net::IpAddr;
use zeroize::Zeroizing;

/// Where a log-in comes from.
pub struct From<'a> {
    /// The client's address.
    pub address: IpAddr,
    /// The request's id.
    pub request_id: &'a str,
    /// The request's headers, for the user agent.
    pub headers: &'a HeaderMap,
}

impl<'a> From<'a> {
    /// A request without a credential.
    #[must_use]
    pub fn of(public: &'a Public, headers: &'a HeaderMap) -> Self {
        Self {
            address: public.address,
            request_id: &public.request_id,
            headers,
        }
    }
}

/// Somebody whose password was right, and the company they enter.
#[derive(Clone, Copy)]
pub struct SignedIn {
    /// The person.
    pub user: UserId,
    /// The company.
    pub company: CompanyId,
    /// The person's epoch, for JWTs.
    pub epoch: i64,
    /// How they proved who they are: words of RFC 8176 with a space between.
    pub amr: &'static str,
}

/// A session that was just begun.
pub struct Begun {
    /// Its row.
    pub session: Session,
    /// The cookie's secret.
    pub secret: Zeroizing<String>,
}

/// The one answer to every failed log-in: unknown, wrong, disabled and invited look alike, and
/// take as long (security checklist 1, 2).
fn refused() -> ApiError {
    ApiError::non_field("Unable to login with provided credentials.")
}

/// Checks address and password, and the second factor of those who have one.
///
/// # Errors
/// 400 for anything wrong, and for a second factor that is missing; 429 when there were too many
/// tries.
pub async fn check(
    app: &App,
    email: &Email,
    password: &Password,
    second: Second<'_>,
    from: &From<'_>,
) -> Result<SignedIn, ApiError> {
    app.limits.login(from.address)?;
    let guest = Guest::new(app, email.as_str(), from.address);
    guest.check(app).await?;
    let account = users::by_email(&mut app.db.read().await?, email.as_str()).await?;
    let hash = account
        .as_ref()
        .and_then(|account| account.password_hash.clone());
    let right = app.hasher.verify(password, hash.as_deref()).await?;
    let entered = match account.filter(|_| right) {
        Some(account) => entry_company(&mut app.db.read().await?, &account).await?,
        None => None,
    };
    // Somebody who may enter nowhere is refused like a wrong password, and counted like one.
    let Some(who) = entered else {
        tracing::info!(address = %from.address, "log-in refused");
        return Err(guest.failed(app, refused()).await);
    };
    let amr = second_step(app, email.as_str(), &who, second, from).await?;
    if let Some(hash) = hash {
        rehash::if_outdated(app, who.user, password, &hash).await;
    }
    Ok(SignedIn { amr, ..who })
}

/// The second step of somebody whose password was right; how they proved who they are. The right
/// password alone forgives nothing: it may be in the wrong hands, and wrong codes count like wrong
/// passwords (security checklist 15).
///
/// # Errors
/// As [`second_factor::step`].
pub async fn second_step(
    app: &App,
    email: &str,
    who: &SignedIn,
    second: Second<'_>,
    from: &From<'_>,
) -> Result<&'static str, ApiError> {
    let guest = Guest::new(app, email, from.address);
    match second_factor::step(app, email, who, second, from).await {
        Ok(amr) => guest.succeeded(app).await.map(|()| amr),
        Err(wrong) if wrong.counts => Err(guest.failed(app, wrong.error).await),
        Err(wrong) => {
            // To be asked for a code tells that the password was right.
            guest.check(app).await?;
            Err(wrong.error)
        }
    }
}

/// The company that somebody enters: the one they saw last, or the one they joined first.
///
/// # Errors
/// 503 when the database is away.
pub(super) async fn entry_company(
    conn: &mut Conn,
    account: &Account,
) -> Result<Option<SignedIn>, ApiError> {
    let companies = members::companies_of(conn, account.id).await?;
    let last = account
        .last_company
        .filter(|company| companies.contains(company));
    let company = last.or(companies.first().copied());
    Ok(company.map(|company| SignedIn {
        user: account.id,
        company,
        epoch: account.epoch,
        amr: PASSWORD,
    }))
}

/// Begins a session inside a transaction that the caller commits.
///
/// # Errors
/// 503 when the database is away.
pub async fn begin(
    app: &App,
    tx: &mut Tx,
    who: SignedIn,
    kind: Kind,
    from: &From<'_>,
) -> Result<Begun, ApiError> {
    let now = app.clock.now();
    let id = crate::random::session_id();
    let secret = crate::random::code();
    let (seconds, secret_digest) = match kind {
        Kind::Cookie => {
            let digest = app.secrets.session_digest(id, secret.as_bytes());
            (session::SESSION_SECONDS, Some(digest.to_vec()))
        }
        Kind::Jwt => (jwt::SESSION_SECONDS, None),
    };
    let session = Session {
        id,
        company: who.company,
        user: who.user,
        kind,
        secret_digest,
        signed_in_at: now,
        seen_at: now,
        expires_at: now.plus_seconds(seconds),
        ended: false,
        amr: who.amr.to_owned(),
    };
    store(tx, &session, from).await?;
    users::signed_in(tx, who.company, who.user, now).await?;
    Ok(Begun { session, secret })
}

/// Ends the session whose cookie came with a log-in that is right: the browser forgets it, and
/// nobody could end it any more (OWASP ASVS 5.0 7.2.4).
///
/// # Errors
/// 503 when the database is away.
pub async fn replace(app: &App, from: &From<'_>) -> Result<(), ApiError> {
    let Some(before) = session::presented(app, from.headers).await? else {
        return Ok(());
    };
    let by = by(&before, from, app.clock.now());
    session::end(app, &before, by).await
}

/// Goes on in another company, inside a transaction that the caller commits: a new session with an
/// id and a secret of its own, which has proved no more and ends no later than the one before.
///
/// # Errors
/// 503 when the database is away.
pub async fn go_on(
    app: &App,
    tx: &mut Tx,
    before: &Session,
    company: CompanyId,
    from: &From<'_>,
) -> Result<Begun, ApiError> {
    let id = crate::random::session_id();
    let secret = crate::random::code();
    let digest = app.secrets.session_digest(id, secret.as_bytes());
    let session = Session {
        id,
        company,
        secret_digest: Some(digest.to_vec()),
        seen_at: app.clock.now(),
        ended: false,
        ..before.clone()
    };
    store(tx, &session, from).await?;
    Ok(Begun { session, secret })
}

async fn store(tx: &mut Tx, session: &Session, from: &From<'_>) -> Result<(), ApiError> {
    let agent = from
        .headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let user_agent: String = agent.unwrap_or("").chars().take(200).collect();
    let address = from.address.to_string();
    let origin = Origin {
        address: &address,
        user_agent: &user_agent,
    };
    Ok(sessions::create(tx, session, origin).await?)
}

/// The audit entry of a log-in.
#[must_use]
pub fn entry(session: &Session) -> Entry {
    let action = match session.kind {
        Kind::Cookie => "session.begin",
        Kind::Jwt => "jwt.begin",
    };
    Entry::event(action, "session", session.id, "")
}

/// Who begins a session: the person, by the session itself.
#[must_use]
pub fn by(session: &Session, from: &From<'_>, now: Timestamp) -> By {
    By::over_http(
        session.company,
        Some(session.user),
        (session.kind.name(), session.id.to_string()),
        (from.address, from.request_id),
        now,
    )
}

/// Checks the password of somebody who is known already.
///
/// # Errors
/// 400 on `field` when it is wrong, 429 when there were too many tries.
pub async fn confirm(
    app: &App,
    email: &str,
    user: UserId,
    password: &Password,
    address: IpAddr,
    field: &str,
) -> Result<(), ApiError> {
    prove_password(app, email, user, password, address, field).await?;
    Guest::new(app, email, address).succeeded(app).await
}

/// As [`confirm`], but a right password does not yet forgive the wrong ones: a second factor is
/// still to come.
///
/// # Errors
/// As [`confirm`].
pub async fn prove_password(
    app: &App,
    email: &str,
    user: UserId,
    password: &Password,
    address: IpAddr,
    field: &str,
) -> Result<(), ApiError> {
    app.limits.login(address)?;
    let guest = Guest::new(app, email, address);
    guest.check(app).await?;
    let account = users::by_id(&mut app.db.read().await?, user).await?;
    let hash = account.and_then(|account| account.password_hash);
    if app.hasher.verify(password, hash.as_deref()).await? {
        return guest.check(app).await;
    }
    let wrong = ApiError::field(field, "This password is not right.");
    Err(guest.failed(app, wrong).await)
}

/// Every session that a change ended, for the node's memory.
#[must_use]
pub fn ended(sessions: Vec<SessionId>) -> Vec<crate::auth::facts::Changed> {
    sessions
        .into_iter()
        .map(crate::auth::facts::Changed::Session)
        .collect()
}
