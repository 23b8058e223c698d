//! `POST /api/v2/uats/revoke-all/`

use super::{UatPerson, revoked};
use crate::{
    app::App,
    auth::{Fresh, facts::Changed},
    error::{ApiError, ApiResult},
    extract::{Body, Field, Json, body},
};
use axum::extract::State;
use countermark_core::{
    ids::UserId,
    page::PageRequest,
    permissions::perm,
    text::{Line, Text as _},
};
use countermark_store::{
    members,
    uats::{self, State as UatState, Wanted},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Tokens that the answer names.
const NAMED: i64 = 20;

/// Whose tokens end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The caller's.
    Mine,
    /// Those of one person.
    Person,
    /// Everybody's in the company.
    Company,
}

impl Field for Whose {
    fn parse(value: Value) -> Result<Self, String> {
        match value.as_str() {
            Some("mine") => Ok(Self::Mine),
            Some("person") => Ok(Self::Person),
            Some("company") => Ok(Self::Company),
            _ => Err("Choose mine, person or company.".into()),
        }
    }
}

body! { refuse unknown;
    /// Which tokens are revoked.
    pub struct RevocationOfAll {
        /// `mine`, `person` (one of the company, named by `user`) or `company`.
        #[schema(value_type = String)]
        pub whose: Whose,
        /// The person's id, with `person` and with nothing else.
        pub user: Option<i64>,
        /// Only say what would be revoked.
        pub dry_run: Option<bool>,
        /// A line for the record.
        pub reason: Option<Line>,
    }
}

/// What was revoked, or would be.
#[derive(Serialize, ToSchema)]
pub struct RevokedUats {
    /// Whether nothing was changed.
    pub dry_run: bool,
    /// How many tokens.
    pub count: i64,
    /// The newest of them, at most 20.
    pub results: Vec<RevokedUat>,
}

/// A token that was revoked, or would be.
#[derive(Serialize, ToSchema)]
pub struct RevokedUat {
    /// The public id.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// Whom it acted for.
    pub owner: UatPerson,
}

/// Revoke all active tokens
///
/// Your own, or with `uat_manage` those of one person or of the whole company. They are refused
/// from the next request on. With `dry_run` it only says which ones that would be.
#[utoipa::path(post, path = "/api/v2/uats/revoke-all/", tag = "Tokens",
    request_body = RevocationOfAll,
    responses((status = 200, description = "Revoked, or what would be.", body = RevokedUats)))]
pub async fn uats_revoke_all(
    caller: Fresh<perm::ApiAccess>,
    State(app): State<App>,
    Body(body): Body<RevocationOfAll>,
) -> ApiResult<Json<RevokedUats>> {
    if body.whose != Whose::Mine {
        caller.require::<perm::UatManage>(&app)?;
    }
    let (company, now) = (caller.company(), app.clock.now());
    let mut tx = app.db.write().await?;
    let owner = match (body.whose, body.user.map(UserId)) {
        (Whose::Mine, None) => Some(caller.user()),
        (Whose::Company, None) => None,
        (Whose::Person, Some(person)) => {
            let member = members::get(&mut tx, company, person).await?;
            let nobody = || ApiError::field("user", "There is nobody with this id.");
            Some(member.ok_or_else(nobody)?.id)
        }
        (Whose::Person, None) => {
            return Err(ApiError::field("user", "This field is required."));
        }
        (_, Some(_)) => {
            let sentence = "Leave it out, or choose person.";
            return Err(ApiError::field("user", sentence));
        }
    };
    let wanted = Wanted {
        owner,
        state: Some(UatState::Active),
        ..Wanted::default()
    };
    let first = PageRequest {
        limit: NAMED,
        offset: 0,
        after: None,
    };
    let page = uats::list(&mut tx, company, &wanted, now, uats::ORDERINGS[0], &first).await?;
    let named = page.rows.into_iter().map(|uat| RevokedUat {
        id: uat.id.to_string(),
        name: uat.name,
        owner: uat.owner.into(),
    });
    let mut answer = RevokedUats {
        dry_run: body.dry_run.unwrap_or(false),
        count: page.count,
        results: named.collect(),
    };
    if answer.dry_run {
        return Ok(Json(answer));
    }
    let reason = body.reason.as_ref().map(Line::as_str);
    let reason = reason.filter(|reason| !reason.is_empty());
    let by = caller.user();
    let all = uats::revoke_all(&mut tx, company, owner, by, reason, now).await?;
    answer.count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let changes = all.iter().map(|(id, _)| Changed::Uat(*id)).collect();
    let entries = all.into_iter().map(|(id, name)| revoked(id, name, reason));
    app.commit(tx, caller.by(now), entries.collect(), changes)
        .await?;
    Ok(Json(answer))
}
