//! `PATCH /api/v2/me/`

use super::Me;
use crate::{
    app::App,
    auth::{Person, facts::Changed},
    error::ApiResult,
    extract::{Body, Json, body},
};
use axum::extract::State;
use countermark_core::{audit::Entry, language::Language, permissions::perm};
use countermark_store::{members, users};
use serde_json::json;

body! { refuse unknown;
    /// A change of what is the person's own in every company.
    pub struct MeUpdate {
        /// The language in which they want mails: `en` or `fr`.
        #[schema(value_type = Option<String>)]
        pub language: Option<Language>,
    }
}

/// Say which language you read
///
/// Mails to you come in it, from every company. Until you have said one they come in English, and
/// an invitation in the language of whoever invites.
#[utoipa::path(patch, path = "/api/v2/me/", tag = "Session", request_body = MeUpdate,
    responses((status = 200, description = "Changed.", body = Me)))]
pub async fn me_update(
    caller: Person<perm::OwnAccount>,
    State(app): State<App>,
    Body(body): Body<MeUpdate>,
) -> ApiResult<Json<Me>> {
    let before = caller.member.language;
    let Some(language) = body.language.filter(|language| before != Some(*language)) else {
        return Ok(Json(Me::of(&caller)));
    };
    let (user, now) = (caller.user(), app.clock.now());
    let mut tx = app.db.write().await?;
    users::set_language(&mut tx, user, language).await?;
    let companies = members::companies_of(&mut tx, user).await?;
    let named = |language: Option<Language>| json!({"language": language.map(Language::name)});
    let entry = Entry::event("user.update", "user", user, &*caller.member.email)
        .change(&named(before), &named(Some(language)));
    let changes = Changed::everywhere(&companies, user);
    app.commit(tx, caller.by(now), vec![entry], changes).await?;
    let mut me = Me::of(&caller);
    me.user.language = Some(language.name());
    Ok(Json(me))
}
