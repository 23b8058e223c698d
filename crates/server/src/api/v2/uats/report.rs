//! `POST /api/v2/uats/report/`: tokens that were found in the open.

use crate::{
    app::App,
    auth::{Public, facts::Changed},
    error::ApiResult,
    extract::{Body, Field, Json, body, list_in},
    secrets,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    ids::{CompanyId, UatId},
    policy::LeakAction,
    time::Timestamp,
    token::UatText,
};
use countermark_store::{
    Tx,
    audit::By,
    companies::Company,
    turns,
    uats::{State as UatState, Uat, leaks},
};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Candidates in one report.
const MOST: usize = 1_000;
/// A token that goes on is not reported to its company again for an hour.
const AGAIN_SECONDS: i64 = 3_600;
/// What stands in a token's row.
const REASON: &str = "Found in the open and reported.";

/// Texts that may be tokens. No `Debug`: some are credentials.
#[derive(ToSchema)]
#[schema(value_type = Vec<String>)]
pub struct Candidates(Vec<String>);

impl Field for Candidates {
    fn parse(value: Value) -> Result<Self, String> {
        let list = list_in(value)?;
        if list.is_empty() {
            return Err("This list may not be empty.".into());
        }
        if list.len() > MOST {
            return Err(format!(
                "Ensure this field has no more than {MOST} elements."
            ));
        }
        let texts = list.into_iter().map(|item| match item {
            Value::String(text) => Ok(text),
            _ => Err("Not a valid string.".to_owned()),
        });
        texts.collect::<Result<_, _>>().map(Self)
    }
}

body! { refuse unknown; at most 256 << 10;
    /// Tokens that were found in the open.
    pub struct LeakReport {
        /// Up to 1,000 texts that may be tokens.
        pub tokens: Candidates,
    }
}

/// What a reporter learns: nothing about the tokens.
#[derive(Serialize, ToSchema)]
pub struct ReportTaken {
    /// How many texts were taken.
    pub taken: usize,
}

/// Report tokens that were found in the open
///
/// For secret scanners and honest finders; no credential is needed. What happens to a token that
/// is real and good is for its company's policy to say: it is revoked (as a rule), reduced to
/// reading, or its people are told. The answer is the same whether the tokens exist or not.
#[utoipa::path(post, path = "/api/v2/uats/report/", tag = "Tokens", request_body = LeakReport,
    responses((status = 202, description = "Taken.", body = ReportTaken)))]
pub async fn uats_report(
    public: Public,
    State(app): State<App>,
    Body(body): Body<LeakReport>,
) -> ApiResult<(StatusCode, Json<ReportTaken>)> {
    app.limits.login(public.address)?;
    let taken = body.tokens.0.len();
    let leaked = leaked(&app, &body.tokens.0).await?;
    for (company, tokens) in leaked {
        act(&app, &public, company, &tokens).await?;
    }
    Ok((StatusCode::ACCEPTED, Json(ReportTaken { taken })))
}

/// The real ones: right checksum, known id, right secret, and good until now. Whoever knows only
/// a token's public id cannot have it revoked.
async fn leaked(app: &App, texts: &[String]) -> ApiResult<BTreeMap<CompanyId, Vec<Uat>>> {
    let mut digests = Vec::new();
    for text in texts {
        if let Ok(token) = UatText::parse(text) {
            digests.push((token.id, app.secrets.uat_digest(token.id, &token.secret)));
        }
    }
    let ids: BTreeSet<UatId> = digests.iter().map(|(id, _)| *id).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let known = leaks::reported(&mut app.db.read().await?, &ids).await?;
    let now = app.clock.now();
    let mut leaked: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for uat in known {
        let same = |(id, digest): &(UatId, [u8; 32])| {
            *id == uat.id && secrets::same(digest, &uat.secret_digest)
        };
        if uat.state(now) == UatState::Active && digests.iter().any(same) {
            leaked.entry(uat.company).or_default().push(uat);
        }
    }
    Ok(leaked)
}

/// Does to a company's tokens what its policy says.
async fn act(app: &App, public: &Public, company: CompanyId, tokens: &[Uat]) -> ApiResult<()> {
    let Some(company) = app.facts.company(company, app.clock.now()).await? else {
        return Ok(());
    };
    let now = app.clock.now();
    let action = company.policy.leak_action;
    let mut tx = app.db.write().await?;
    let (mut entries, mut changes) = (Vec::new(), Vec::new());
    for uat in tokens {
        if done(&mut tx, action, uat, now).await? {
            entries.push(entry(action, uat));
            changes.push(Changed::Uat(uat.id));
            tell(app, &mut tx, &company, uat, action, now).await?;
        }
    }
    if entries.is_empty() {
        return Ok(());
    }
    let from = (public.address, public.request_id.as_str());
    let by = By::over_http(company.id, None, ("report", String::new()), from, now);
    app.commit(tx, by, entries, changes).await
}

/// `false` when it had been done before: the same report again changes and tells nothing.
async fn done(tx: &mut Tx, action: LeakAction, uat: &Uat, now: Timestamp) -> ApiResult<bool> {
    Ok(match action {
        LeakAction::Revoke => leaks::revoke_leaked(tx, uat.company, uat.id, REASON, now).await?,
        LeakAction::Quarantine => leaks::quarantine(tx, uat.company, uat.id, now).await?,
        LeakAction::Notify => {
            let name = format!("leak {}", uat.id);
            turns::take(tx, &name, AGAIN_SECONDS, now).await?
        }
    })
}

fn entry(action: LeakAction, uat: &Uat) -> Entry {
    let (what, word) = match action {
        LeakAction::Revoke => ("uat.revoke", "revoke"),
        LeakAction::Quarantine => ("uat.quarantine", "quarantine"),
        LeakAction::Notify => ("uat.report", "notify"),
    };
    Entry::event(what, "uat", uat.id, uat.name.clone())
        .after(json!({"reason": REASON, "action": word}))
}

/// Tells the owner, in the same transaction.
async fn tell(
    app: &App,
    tx: &mut Tx,
    company: &Company,
    uat: &Uat,
    action: LeakAction,
    now: Timestamp,
) -> ApiResult<()> {
    let letter = crate::mail::letters::leaked(&uat.owner.email, &company.name, &uat.name, action);
    Ok(crate::mail::queue(&app.secrets, tx, Some(company.id), &letter, now).await?)
}
