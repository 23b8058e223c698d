//! `POST /api/v2/setup/`

use crate::{
    api::v2::{company::time_zone, me::Signed},
    app::App,
    auth::{
        Public, lockout::Guest, mail_codes, new_password, password::Password,
        second_factor::PASSWORD, sign_in,
    },
    cli::found,
    error::{ApiError, ApiResult},
    extract::{Body, Field, body},
};
use axum::{extract::State, http::HeaderMap, response::Response};
use countermark_core::text::{CompanyName, Email, Line, PersonName, Text as _};
use countermark_store::{companies, mail_codes::Purpose, sessions::Kind};
use serde_json::Value;

/// A one-time code out of a link. No `Debug`: it is a credential.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String)]
pub struct Code(pub(crate) String);

impl Field for Code {
    fn parse(value: Value) -> Result<Self, String> {
        match value {
            Value::String(text) if text.len() <= 200 => Ok(Self(text)),
            _ => Err("This code is not right.".into()),
        }
    }
}

body! { refuse unknown;
    /// The first company and its Account Admin.
    pub struct Setup {
        /// The code in the link that the server printed at its start.
        pub code: Code,
        /// The company's name.
        pub company: CompanyName,
        /// The time zone in which its days end, as `Europe/Zurich`; UTC if it is left out.
        pub time_zone: Option<Line>,
        /// The admin's given name.
        pub given_name: Option<PersonName>,
        /// The admin's family name.
        pub family_name: Option<PersonName>,
        /// The admin's e-mail address.
        pub email: Email,
        /// The admin's password: at least 15 characters.
        pub password: Password,
    }
}

/// Make the first company and its Account Admin
///
/// Works once, with the code that the server printed; afterwards it is a 409.
#[utoipa::path(post, path = "/api/v2/setup/", tag = "Set-up", request_body = Setup,
    responses(
        (status = 201, description = "Made and signed in; the cookie is set.", body = Signed),
        (status = 409, description = "Done before.", body = crate::openapi::Problem)))]
pub async fn setup_create(
    public: Public,
    State(app): State<App>,
    headers: HeaderMap,
    Body(body): Body<Setup>,
) -> ApiResult<Response> {
    app.limits.login(public.address)?;
    let done = || ApiError::conflict("This server is set up already. Sign in instead.");
    if companies::any(&mut app.db.read().await?).await? {
        return Err(done());
    }
    if !app.is_setup_code(&body.code.0) {
        return Err(ApiError::field(
            "code",
            "This code is not right. Use the newest link that the server printed.",
        ));
    }
    let time_zone = body.time_zone.as_ref().map(time_zone).transpose()?;
    let admin = found::Admin {
        company: body.company.as_str(),
        time_zone: time_zone.as_deref().unwrap_or("UTC"),
        email: body.email.as_str(),
        given_name: body.given_name.as_ref().map_or("", |name| name.as_str()),
        family_name: body.family_name.as_ref().map_or("", |name| name.as_str()),
    };
    new_password::check(&app, "password", &body.password, false, &admin.words()).await?;
    let hash = app.hasher.hash(&body.password).await?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    companies::lock_setup(&mut tx).await?;
    if companies::any(&mut tx).await? {
        return Err(done());
    }
    let (company, user, entries) = found::create(&mut tx, &admin, &hash, now).await?;
    let guest = Guest::new(&app, admin.email, public.address);
    guest.renewed(&mut tx, now).await?;
    let to = (user, admin.email);
    mail_codes::send(&app, &mut tx, Some(company), Purpose::Verify, to).await?;
    let from = sign_in::From::of(&public, &headers);
    let who = sign_in::SignedIn {
        user,
        company,
        epoch: 1,
        amr: PASSWORD,
    };
    let begun = sign_in::begin(&app, &mut tx, who, Kind::Cookie, &from).await?;
    let mut by = sign_in::by(&begun.session, &from, now);
    by.credential_kind = "setup";
    app.commit(tx, by, entries, vec![]).await?;
    app.close_setup();
    Signed::answer(&app, begun, public.address).await
}
