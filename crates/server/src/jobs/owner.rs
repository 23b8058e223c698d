//! On whose behalf a job runs, and whether they still may: asked before every step.

use super::{RowError, Stop};
use crate::{
    app::App,
    auth::{seen_by, spender},
    error::ApiError,
};
use axum::http::StatusCode;
use countermark_core::{access::Rights, permissions::Permission, time::Timestamp};
use countermark_store::{Scope, audit::By, companies::Company, jobs::Claimed, members::Member};
use serde_json::{Map, Value};
use std::sync::Arc;

/// The owner of a job, as they are now.
pub struct Owner {
    /// What they reach.
    pub scope: Scope,
    /// Who it is, for audit entries and budgets.
    pub by: By,
    /// What they may do; everything when it is the program itself.
    rights: Option<Rights>,
}

/// The owner, if the job may go on.
pub(super) async fn of(
    app: &App,
    job: &Claimed,
    needs: &'static [Permission],
) -> Result<Owner, Stop> {
    let now = app.clock.now();
    let company = app.facts.company(job.company, now).await?;
    let company = company.filter(|company| !company.archived);
    let company = company.ok_or_else(|| Stop::fail("The company was closed."))?;
    let Some(person) = job.person else {
        let by = By::here(job.company, "task", now);
        let scope = Scope::everything(job.company);
        return Ok(Owner {
            scope,
            by,
            rights: None,
        });
    };
    let member = app.facts.member(job.company, person).await?;
    let member = member.filter(|member| member.is_active());
    let member =
        member.ok_or_else(|| Stop::fail("Who wanted this is no longer in the company."))?;
    let mut by = By {
        company: job.company,
        person: Some(person),
        credential_kind: kind_of(&job.credential_kind),
        credential_id: job.credential_id.clone(),
        address: job.address.clone(),
        request_id: job.request_id.clone(),
        at: now,
        budget: None,
    };
    let (rights, scope) = if by.credential_kind == "uat" {
        of_token(app, job, &member, &company, &mut by).await?
    } else {
        // A log-in that has ended meanwhile is no reason to stop what was begun in it.
        (
            Rights::of_person(member.role),
            Scope::everything(job.company),
        )
    };
    let scope = seen_by(scope, &member);
    let owner = Owner {
        scope,
        by,
        rights: Some(rights),
    };
    owner.require(needs)?;
    Ok(owner)
}

/// A token that ran out, or was replaced in good order, may finish what it began; one that was
/// revoked may not.
async fn of_token(
    app: &App,
    job: &Claimed,
    member: &Member,
    company: &Arc<Company>,
    by: &mut By,
) -> Result<(Rights, Scope), Stop> {
    let gone = || Stop::fail("The token that wanted this was revoked.");
    let id = job.credential_id.parse().map_err(|_| gone())?;
    let uat = app.facts.uat(id).await?;
    let uat = uat.filter(|uat| !uat.is_revoked && uat.company == job.company);
    let uat = uat.ok_or_else(gone)?;
    by.budget = spender(&uat, company, by.at);
    let rights = Rights::of_token(uat.permissions, member.role, &company.policy)
        .in_quarantine(uat.special().quarantined_at.is_some());
    Ok((
        rights,
        Scope::within(job.company, uat.special().only.clone()),
    ))
}

/// The kinds of credentials that can want a job.
fn kind_of(stored: &str) -> &'static str {
    let known = ["uat", "jwt", "session"];
    known
        .into_iter()
        .find(|kind| *kind == stored)
        .unwrap_or("task")
}

/// The time of a job's step may be long after the request's.
impl Owner {
    /// Passes when they have one of these permissions now.
    ///
    /// # Errors
    /// A sentence that names the first of them.
    pub fn require(&self, any_of: &'static [Permission]) -> Result<(), Stop> {
        let Some(rights) = self.rights else {
            return Ok(());
        };
        rights.check(any_of).map_err(|refused| {
            let name = refused.required[0];
            Stop::fail(format!(
                "Who wanted this no longer has the permission {name}."
            ))
        })
    }

    /// The same owner at that time.
    pub(super) fn at(mut self, now: Timestamp) -> Self {
        self.by.at = now;
        self
    }
}

impl From<ApiError> for Stop {
    fn from(error: ApiError) -> Self {
        if error.is_unavailable() {
            return Self::Again("not available".into());
        }
        match error {
            ApiError::Other {
                code: "import_failed",
                detail,
                more: Some(more),
                ..
            } => rows(detail, &more),
            // Somebody was quicker: the next attempt sees what they did.
            ApiError::Other {
                status: StatusCode::CONFLICT,
                detail,
                ..
            } => Self::Again(detail),
            ApiError::Other { detail, .. } | ApiError::Unauthenticated { detail, .. } => {
                Self::Fail(detail)
            }
            ApiError::Fields(fields) => {
                let first = fields.values().find_map(|list| list[0].as_str());
                Self::fail(first.unwrap_or("It was refused."))
            }
            ApiError::Refused(_) => Self::fail("Who wanted this may not do it."),
        }
    }
}

/// The rows of a file that was refused, as the answer to a request lists them.
fn rows(why: String, more: &Map<String, Value>) -> Stop {
    let listed = more.get("errors").and_then(Value::as_array);
    let listed = listed.into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let listed = listed.map(|error| RowError {
        row: error["row"].as_i64().unwrap_or(0),
        field: text(&error["field"]),
        message: text(&error["message"]),
    });
    let count = more.get("error_count").and_then(Value::as_i64);
    Stop::Rows(why, listed.collect(), count.unwrap_or(0))
}
