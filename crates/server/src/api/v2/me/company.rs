//! `POST /api/v2/me/company/`

use super::Signed;
use crate::{
    app::App,
    auth::{Person, facts::Changed, sign_in},
    error::{ApiError, ApiResult},
    extract::{Body, body},
};
use axum::{extract::State, http::HeaderMap, response::Response};
use countermark_core::{audit::Entry, ids::CompanyId, permissions::perm};
use countermark_store::{chain, members, sessions, users};

body! { refuse unknown;
    /// Where to go.
    pub struct CompanySwitch {
        /// The company's id, one of `GET /api/v2/me/companies/`.
        pub company: i64,
    }
}

/// Go to another of your companies
///
/// Ends this session of the portal and sets the cookie of a new one in the other company. A switch
/// is no fresh login, and the new session ends when the old one would have. A JWT looks at one
/// company for its whole life and is answered with 403, `code: "session_required"`.
#[utoipa::path(post, path = "/api/v2/me/company/", tag = "Session", request_body = CompanySwitch,
    responses(
        (status = 201, description = "You are there; the cookie is set.", body = Signed),
        (status = 404, description = "No company that you may enter.", body = crate::openapi::Problem)))]
pub async fn me_company_switch(
    caller: Person<perm::OwnAccount>,
    State(app): State<App>,
    headers: HeaderMap,
    Body(body): Body<CompanySwitch>,
) -> ApiResult<Response> {
    let before = caller.session().filter(|_| caller.is_cookie());
    let before = before.ok_or_else(|| {
        ApiError::forbidden(
            "session_required",
            "Only a session of the portal can go to another company. Log in anew.",
        )
    })?;
    let (user, here, there) = (caller.user(), caller.company(), CompanyId(body.company));
    if here == there {
        return Err(ApiError::field("company", "You are in this company now."));
    }
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if !members::companies_of(&mut tx, user).await?.contains(&there) {
        return Err(ApiError::not_found());
    }
    // The person's row first, as whoever ends all their sessions takes it: they either wait and
    // then see the new session, or have ended the old one before it is looked at below.
    users::look_at(&mut tx, there, user).await?;
    if !sessions::end(&mut tx, here, user, before.id, now).await? {
        return Err(ApiError::Unauthenticated {
            code: "token_revoked",
            detail: "This session has ended.".into(),
        });
    }
    let from = sign_in::From {
        address: caller.address,
        request_id: &caller.request_id,
        headers: &headers,
    };
    let begun = sign_in::go_on(&app, &mut tx, before, there, &from).await?;
    // Each company's log tells of its own session only, not where else the person belongs.
    let left = (
        caller.by(now),
        Entry::event("session.end", "session", before.id, ""),
    );
    let entered = (
        sign_in::by(&begun.session, &from, now),
        Entry::event("session.switch", "session", begun.session.id, ""),
    );
    // The chains are locked in the order of the companies' ids by everybody.
    let (first, last) = if here < there {
        (left, entered)
    } else {
        (entered, left)
    };
    chain::also(&mut tx, &first.0, &first.1).await?;
    let changes = vec![Changed::Session(before.id)];
    app.commit(tx, last.0, vec![last.1], changes).await?;
    Signed::answer(&app, begun, caller.address).await
}
