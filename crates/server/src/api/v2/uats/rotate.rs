//! `POST /api/v2/uats/{id}/rotate/`

use super::{
    Reachable,
    create::{MOST, UatCreated, end},
    facts, show,
};
use crate::{
    app::App,
    auth::{Fresh, Principal, facts::Changed},
    error::{ApiError, ApiResult},
    extract::{Body, Field, Json, body},
    secrets,
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use countermark_core::{
    access::may_grant,
    audit::Entry,
    permissions::{PermissionSet, perm},
    time::{self, Timestamp},
    token::UatText,
};
use countermark_store::{
    Tx,
    uats::{
        self, Uat,
        rotation::{self, RETRY_SECONDS, Retry, Successor},
    },
};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// For how long the replaced token still works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap(i64);

impl Field for Overlap {
    fn parse(value: Value) -> Result<Self, String> {
        match value.as_str() {
            Some("now") => Ok(Self(0)),
            Some("1h") => Ok(Self(3_600)),
            Some("24h") => Ok(Self(86_400)),
            Some("7d") => Ok(Self(7 * 86_400)),
            _ => Err("Choose now, 1h, 24h or 7d.".into()),
        }
    }
}

body! { refuse unknown;
    /// How a token is replaced.
    pub struct UatRotate {
        /// For how long the old one still works, at most until its own end: `now`, `1h`, `24h` or
        /// `7d`. It ends earlier once the new one is in use and the old one is quiet.
        #[schema(value_type = String)]
        pub overlap: Overlap,
        /// The last day of the new one. Left out: it lives as long as the old one was meant to,
        /// within the company's policy.
        #[schema(value_type = Option<String>, format = "date")]
        pub valid_until: Option<Date>,
    }
}

/// Replace a token
///
/// The new one has the name, the restrictions and, of the permissions, those that may still be
/// granted. Its text is in the answer. Sent again with the same `Idempotency-Key` within a day,
/// the same request gets the same token; nothing is made twice.
#[utoipa::path(post, path = "/api/v2/uats/{id}/rotate/", tag = "Tokens", request_body = UatRotate,
    params(
        ("id" = String, Path, description = "The token's public id."),
        ("Idempotency-Key" = Option<String>, Header, description = "Up to 255 visible characters of your choice that mark a retry.")),
    responses(
        (status = 201, description = "Replaced.", body = UatCreated),
        (status = 404, description = "Not there, or not yours.", body = crate::openapi::Problem),
        (status = 409, description = "It has ended, or it has a successor (`successor` is its id).", body = crate::openapi::Problem),
        (status = 422, description = "That `Idempotency-Key` came with another request.", body = crate::openapi::Problem)))]
pub async fn uats_rotate(
    caller: Fresh<perm::ApiAccess>,
    State(app): State<App>,
    Reachable(uat): Reachable,
    headers: HeaderMap,
    Body(body): Body<UatRotate>,
) -> ApiResult<(StatusCode, Json<UatCreated>)> {
    if uat.owner.id != caller.user() {
        return Err(ApiError::forbidden(
            "owner_required",
            "Only its owner can replace a token: its text is for nobody else's eyes.",
        ));
    }
    let now = app.clock.now();
    let key = idempotency_key(&headers)?;
    let mut tx = app.db.write().await?;
    rotation::lock_family(&mut tx, caller.company(), uat.family).await?;
    let old = uats::lock(&mut tx, caller.company(), uat.id).await?;
    let old = old.ok_or_else(ApiError::not_found)?;
    let asked = Asked {
        key: key.as_deref(),
        old: &old,
        now,
    };
    if let Some((text, new)) = asked.before(&app, &mut tx, &caller, &body).await? {
        let entry = Entry::event("uat.rotate", "uat", old.id, old.name.clone())
            .after(json!({"successor": new.id.to_string(), "again": true}));
        let answer = answer(&mut tx, &caller, &text, new, now).await?;
        app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
        return Ok(answer);
    }
    has_no_successor(&mut tx, &old, now).await?;
    let day = match body.valid_until {
        Some(day) => day,
        None => same_life(&caller, &old, now)?,
    };
    let expires_at = end(&caller, day, now)?;
    let permissions = still_grantable(&caller, old.permissions)?;
    let overlap_until = now.plus_seconds(body.overlap.0).min(old.expires_at);
    let text = asked.text(&app, &mut tx, &caller, &body).await?;
    let digest = app.secrets.uat_digest(text.id, &text.secret);
    let valid_until = day.to_string();
    let new = Successor {
        id: text.id,
        secret_digest: &digest,
        permissions,
        valid_until: &valid_until,
        created_at: now,
        expires_at,
    };
    rotation::replace(&mut tx, caller.company(), old.id, &new, overlap_until).await?;
    not_too_many(&mut tx, &caller, now).await?;
    let new = uats::get(&mut tx, caller.company(), text.id).await?;
    let new = new.ok_or_else(ApiError::internal)?;
    let entries = entries(&old, &new, overlap_until);
    let changes = vec![Changed::Uat(old.id)];
    let answer = answer(&mut tx, &caller, &text, new, now).await?;
    app.commit(tx, caller.by(now), entries, changes).await?;
    Ok(answer)
}

/// The new token, which goes on with what the old one has left of its day.
async fn answer(
    tx: &mut Tx,
    caller: &Principal,
    text: &UatText,
    new: Uat,
    now: Timestamp,
) -> ApiResult<(StatusCode, Json<UatCreated>)> {
    let token = text.write().to_string();
    let uat = show(tx, caller, new, now).await?;
    Ok((StatusCode::CREATED, Json(UatCreated { token, uat })))
}

fn entries(old: &Uat, new: &Uat, overlap_until: Timestamp) -> Vec<Entry> {
    let rotated = json!({
        "successor": new.id.to_string(), "overlap_until": overlap_until.to_string(),
    });
    let mut made = facts::made(new);
    made["replaces"] = old.id.to_string().into();
    vec![
        Entry::event("uat.rotate", "uat", old.id, old.name.clone()).after(rotated),
        Entry::event("uat.create", "uat", new.id, new.name.clone()).after(made),
    ]
}

/// The `Idempotency-Key`, with or without the quotation marks of a structured field
/// (draft-ietf-httpapi-idempotency-key-header §2.1).
fn idempotency_key(headers: &HeaderMap) -> ApiResult<Option<String>> {
    let mut lines = headers.get_all("idempotency-key").iter();
    let Some(line) = lines.next() else {
        return Ok(None);
    };
    let key = line.to_str().unwrap_or("").trim();
    let key = key
        .strip_prefix('"')
        .and_then(|key| key.strip_suffix('"'))
        .unwrap_or(key);
    let good = lines.next().is_none() && !key.is_empty() && key.len() <= 255;
    if good && key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(Some(key.to_owned()));
    }
    let sentence = "Send one key of 1 to 255 visible characters.";
    Err(ApiError::field("Idempotency-Key", sentence))
}

/// A request for a rotation, before anything is done.
struct Asked<'a> {
    key: Option<&'a str>,
    old: &'a Uat,
    now: Timestamp,
}

/// What makes two requests with one key the same request.
fn content(body: &UatRotate) -> String {
    let day = body.valid_until.map(|day| day.to_string());
    format!("{} {}", body.overlap.0, day.unwrap_or_default())
}

impl Asked<'_> {
    /// The token that this very request has made before.
    async fn before(
        &self,
        app: &App,
        tx: &mut Tx,
        caller: &Principal,
        body: &UatRotate,
    ) -> ApiResult<Option<(UatText, Uat)>> {
        let Some(key) = self.key else {
            return Ok(None);
        };
        let retry = rotation::retry(tx, caller.company(), self.old.id).await?;
        let late = self.now.plus_seconds(-RETRY_SECONDS);
        let Some(retry) = retry.filter(|retry| retry.created_at > late) else {
            return Ok(None);
        };
        let digest = app.secrets.idempotency_digest(self.old.id, key);
        if !secrets::same(&digest, &retry.key_digest) {
            return Ok(None);
        }
        let asked = app.secrets.idempotency_digest(self.old.id, &content(body));
        if !secrets::same(&asked, &retry.body_digest) {
            return Err(ApiError::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
                "This Idempotency-Key came with another request. Use a new one.",
            ));
        }
        let new = uats::get(tx, caller.company(), retry.successor).await?;
        let new = new.filter(|new| new.state(self.now) == uats::State::Active);
        let Some(new) = new else { return Ok(None) };
        let text = UatText {
            id: new.id,
            secret: app.secrets.successor_secret(
                caller.company(),
                self.old.id,
                new.id,
                &retry.salt,
                key,
            ),
        };
        let digest = app.secrets.uat_digest(text.id, &text.secret);
        if secrets::same(&digest, &new.secret_digest) {
            Ok(Some((text, new)))
        } else {
            Err(ApiError::internal())
        }
    }

    /// The text of a new token: random, or with a key random and to be computed again.
    async fn text(
        &self,
        app: &App,
        tx: &mut Tx,
        caller: &Principal,
        body: &UatRotate,
    ) -> ApiResult<UatText> {
        let id = crate::random::uat_id();
        let Some(key) = self.key else {
            let secret = crate::random::bytes();
            return Ok(UatText { id, secret });
        };
        let salt = crate::random::bytes::<32>();
        let retry = Retry {
            successor: id,
            salt: salt.to_vec(),
            key_digest: app.secrets.idempotency_digest(self.old.id, key).to_vec(),
            body_digest: app
                .secrets
                .idempotency_digest(self.old.id, &content(body))
                .to_vec(),
            created_at: self.now,
        };
        rotation::keep_retry(tx, caller.company(), self.old.id, &retry).await?;
        let secret =
            app.secrets
                .successor_secret(caller.company(), self.old.id, id, &retry.salt, key);
        Ok(UatText { id, secret })
    }
}

/// A token that has ended stays as it is, and one token has one living successor.
async fn has_no_successor(tx: &mut Tx, old: &Uat, now: Timestamp) -> ApiResult<()> {
    let next = match old.replaced_by {
        Some(id) => uats::get(tx, old.company, id).await?,
        None => None,
    };
    if let Some(next) = next.filter(|next| next.state(now) == uats::State::Active) {
        return Err(ApiError::Other {
            status: StatusCode::CONFLICT,
            code: "conflict",
            detail: "This token has a successor already. Use that one, or revoke it first.".into(),
            retry_after: None,
            more: Some(Box::new(Map::from_iter([(
                "successor".to_owned(),
                json!(next.id.to_string()),
            )]))),
        });
    }
    if old.state(now) == uats::State::Active {
        return Ok(());
    }
    let sentence = "This token has ended. Make a new one instead.";
    Err(ApiError::conflict(sentence))
}

/// The last day of a token that lives as long as the old one was meant to, within the policy.
fn same_life(caller: &Principal, old: &Uat, now: Timestamp) -> ApiResult<Date> {
    let zone = time::zone(&caller.company.time_zone).ok_or_else(ApiError::internal)?;
    let made = old.created_at.date_in(&zone);
    let last: Date = old.valid_until.parse().map_err(|_| ApiError::internal())?;
    let today = now.date_in(&zone);
    let life = made.until(last).map_err(|_| ApiError::internal())?;
    let day = today.checked_add(life).unwrap_or(Date::MAX);
    Ok(day.min(caller.company.policy.latest(today)))
}

/// What of the permissions the caller may still put on a token.
fn still_grantable(caller: &Principal, permissions: PermissionSet) -> ApiResult<PermissionSet> {
    let (role, policy) = (caller.member.role, &caller.company.policy);
    let left: PermissionSet = permissions
        .iter()
        .filter(|permission| may_grant(*permission, role, policy).is_ok())
        .collect();
    if left.is_empty() {
        let sentence = "Nothing of what this token may do can be granted any more.";
        return Err(ApiError::conflict(sentence));
    }
    Ok(left)
}

/// Rotation is no way around the number of tokens that a person may have.
async fn not_too_many(tx: &mut Tx, caller: &Principal, now: Timestamp) -> ApiResult<()> {
    let wanted = uats::Wanted {
        owner: Some(caller.user()),
        state: Some(uats::State::Active),
        ..uats::Wanted::default()
    };
    if uats::count(tx, caller.company(), &wanted, now).await? > MOST {
        return Err(ApiError::conflict(format!(
            "You have {MOST} active tokens. Revoke those you do not need, or let the old one end now."
        )));
    }
    Ok(())
}
