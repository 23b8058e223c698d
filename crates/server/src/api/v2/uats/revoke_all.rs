//! `POST /api/v2/uats/revoke-all/`

use super::{UatPerson, list::Asked, revoked};
use crate::{
    app::App,
    auth::{Fresh, facts::Changed},
    error::{ApiError, ApiResult},
    extract::{Body, Field, Json, body, list_in},
};
use axum::extract::State;
use countermark_core::{
    ids::{CompanyId, UatId, UserId},
    page::PageRequest,
    permissions::perm,
    text::{Line, Text as _},
    time::Timestamp,
};
use countermark_store::{
    Tx, members,
    uats::{self, State as UatState, Wanted},
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Tokens that the answer names.
const NAMED: i64 = 20;
/// The most tokens of a list of ids.
const MOST_IDS: usize = 1_000;
/// The longest text to search for, as in a query.
const LONGEST: usize = 2_000;

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

/// Ids of tokens.
pub struct UatIds(BTreeSet<UatId>);

impl Field for UatIds {
    fn parse(value: Value) -> Result<Self, String> {
        let list = list_in(value)?;
        if list.is_empty() {
            return Err("This list may not be empty.".into());
        }
        if list.len() > MOST_IDS {
            return Err(format!("List at most {MOST_IDS}."));
        }
        let id = |id: Value| {
            let id = id.as_str().and_then(|id| id.parse().ok());
            id.ok_or_else(|| "A token's public id is required.".to_owned())
        };
        list.into_iter().map(id).collect::<Result<_, _>>().map(Self)
    }
}

/// A state in which a token can be revoked: active, and whether only those in quarantine.
pub struct Revocable {
    quarantined: bool,
}

impl Field for Revocable {
    fn parse(value: Value) -> Result<Self, String> {
        match value.as_str() {
            Some("active") => Ok(Self { quarantined: false }),
            Some("quarantined") => Ok(Self { quarantined: true }),
            _ => Err("Use active or quarantined: no other token can be revoked.".into()),
        }
    }
}

/// A text to search for, as it is: to leave out a blank would find more than the list shows.
pub struct Search(String);

impl Field for Search {
    fn parse(value: Value) -> Result<Self, String> {
        match value {
            Value::String(text) if text.contains('\0') => {
                Err("Null characters are not allowed.".into())
            }
            Value::String(text) if text.len() > LONGEST => {
                Err(format!("At most {LONGEST} bytes are taken."))
            }
            Value::String(text) => Ok(Self(text)),
            _ => Err("Not a valid string.".into()),
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
        /// Only these of them, at most 1,000: public ids.
        #[schema(value_type = Option<Vec<String>>)]
        pub ids: Option<UatIds>,
        /// Only those in this state: `active`, as without it, or `quarantined`.
        #[schema(value_type = Option<String>)]
        pub state: Option<Revocable>,
        /// Only those with this text in the name.
        #[schema(value_type = Option<String>)]
        pub search: Option<Search>,
        /// Only those that no call was made with.
        pub never_used: Option<bool>,
        /// As in the list.
        pub idle_days: Option<i64>,
        /// As in the list.
        pub ends_within_days: Option<i64>,
        /// Only those that are too wide, as the list finds them.
        pub too_wide: Option<bool>,
        /// Only those that break the company's policy as it is now.
        pub not_compliant: Option<bool>,
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
/// Your own, or with `uat_manage` those of one person or of the whole company; of these only the
/// ones that are listed, or that the filters find, which are those of the list. They are refused
/// from the next request on, all or none. With `dry_run` it only says which ones that would be.
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
    let mut wanted = asked(&body)
        .wanted(&mut tx, &caller.company, owner, now)
        .await?;
    if let Some(UatIds(ids)) = body.ids {
        all_there(&mut tx, company, owner, &ids, now).await?;
        wanted.ids = Some(ids.into_iter().collect());
    }
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
    let all = uats::revoke_all(&mut tx, company, &wanted, by, reason, now).await?;
    answer.count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let changes = all.iter().map(|(id, _)| Changed::Uat(*id)).collect();
    let entries = all.into_iter().map(|(id, name)| revoked(id, name, reason));
    app.commit(tx, caller.by(now), entries.collect(), changes)
        .await?;
    Ok(Json(answer))
}

fn asked(body: &RevocationOfAll) -> Asked {
    let search = body.search.as_ref().map(|Search(text)| text.clone());
    Asked {
        state: Some(UatState::Active),
        quarantined: body.state.as_ref().is_some_and(|state| state.quarantined),
        search: search.filter(|text| !text.is_empty()),
        never_used: body.never_used.unwrap_or(false),
        idle_days: body.idle_days,
        ends_within_days: body.ends_within_days,
        too_wide: body.too_wide.unwrap_or(false),
        not_compliant: body.not_compliant.unwrap_or(false),
    }
}

/// That each of these is a token which the caller named rightly, whether it has ended or not.
///
/// # Errors
/// 400 that names the first which is not; nothing was changed.
async fn all_there(
    tx: &mut Tx,
    company: CompanyId,
    owner: Option<UserId>,
    ids: &BTreeSet<UatId>,
    now: Timestamp,
) -> ApiResult<()> {
    let wanted = Wanted {
        owner,
        ids: Some(ids.iter().copied().collect()),
        ..Wanted::default()
    };
    let there = PageRequest {
        limit: i64::try_from(ids.len()).unwrap_or(i64::MAX),
        offset: 0,
        after: None,
    };
    let there = uats::list(tx, company, &wanted, now, uats::ORDERINGS[0], &there).await?;
    let there: BTreeSet<_> = there.rows.into_iter().map(|uat| uat.id).collect();
    match ids.difference(&there).next() {
        None => Ok(()),
        Some(id) => {
            let sentence = format!("There is no token with the id {id} among these.");
            Err(ApiError::field("ids", sentence))
        }
    }
}
