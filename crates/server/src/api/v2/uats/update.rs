//! `PATCH /api/v2/uats/{id}/`

use super::{
    OnlyShown, Reachable, UatShown, facts,
    only::{OnlyAsked, widened},
    show,
};
use crate::{
    app::App,
    auth::{Person, caller::require_fresh, facts::Changed},
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    budget::Budgets,
    networks::{self, Mode, Networks},
    patch::Patch,
    permissions::{PermissionSet, perm},
    text::{Name, Text as _},
};
use countermark_store::{
    uat_addresses,
    uats::{self, Uat},
};

body! { refuse unknown;
    /// A change of a token.
    pub struct UatUpdate {
        /// Another name.
        pub name: Option<Name>,
        /// Fewer permissions; never more.
        #[schema(value_type = Option<Vec<String>>)]
        pub permissions: Option<PermissionSet>,
        /// Other daily budgets, all of them at once; units left out have no bound any more. To
        /// raise or lift one needs a fresh login.
        #[schema(value_type = Option<std::collections::BTreeMap<String, i64>>)]
        pub budgets: Option<Budgets>,
        /// Where it may be used from, the whole list at once; empty: everywhere. To let in more
        /// needs a fresh login.
        #[schema(value_type = Option<Vec<String>>)]
        pub networks: Option<Networks>,
        /// `enforce` or `observe`; to observe only is to let in more, and begins to count anew.
        #[schema(value_type = Option<String>)]
        pub network_mode: Option<Mode>,
        /// Fewer brands, products and campaigns, all lists at once; never more.
        #[schema(value_type = Option<OnlyShown>)]
        pub only: Patch<OnlyAsked>,
    }
}

/// Rename a token or narrow it
///
/// What a token may do is never widened: make another one instead. Where it may be used from can
/// be, after a fresh login.
#[utoipa::path(patch, path = "/api/v2/uats/{id}/", tag = "Tokens", request_body = UatUpdate,
    params(("id" = String, Path, description = "The token's public id.")),
    responses(
        (status = 200, description = "Changed.", body = UatShown),
        (status = 404, description = "Not there, or not yours.", body = crate::openapi::Problem),
        (status = 409, description = "It has ended.", body = crate::openapi::Problem)))]
pub async fn uats_update(
    caller: Person<perm::ApiAccess>,
    State(app): State<App>,
    Reachable(uat): Reachable,
    Body(body): Body<UatUpdate>,
) -> ApiResult<Json<UatShown>> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    // Read again inside the transaction: it may have been narrowed or revoked meanwhile.
    let uat = uats::lock(&mut tx, caller.company(), uat.id).await?;
    let uat = uat.ok_or_else(ApiError::not_found)?;
    if uat.state(now) != uats::State::Active {
        return Err(ApiError::conflict(
            "This token has ended and stays as it is.",
        ));
    }
    let permissions = body.permissions.unwrap_or(uat.permissions);
    if !permissions.is_within(uat.permissions) {
        let more = permissions.without(uat.permissions).names().join(", ");
        let sentence = format!("A token cannot be widened ({more}). Make another one instead.");
        return Err(ApiError::field("permissions", sentence));
    }
    let name = body
        .name
        .as_ref()
        .map_or(uat.name.as_str(), |name| name.as_str());
    let budgets = body.budgets.unwrap_or(uat.budgets);
    if budgets.are_wider_than(&uat.budgets) {
        require_fresh(&caller, now)?;
    }
    if budgets != uat.budgets {
        uats::set_budgets(&mut tx, caller.company(), uat.id, &budgets).await?;
    }
    let networks = body.networks.unwrap_or_else(|| uat.networks.clone());
    let mode = body.network_mode.unwrap_or(uat.network_mode);
    if networks::widens((&uat.networks, uat.network_mode), (&networks, mode)) {
        require_fresh(&caller, now)?;
    }
    uats::set_networks(&mut tx, caller.company(), uat.id, &networks, mode).await?;
    if mode == Mode::Observe && uat.network_mode == Mode::Enforce {
        uat_addresses::forget_seen(&mut tx, caller.company(), uat.id).await?;
    }
    let only = match body.only {
        Patch::Absent => uat.only.clone(),
        Patch::Null if uat.only.is_some() => return Err(widened()),
        Patch::Null => None,
        Patch::Value(asked) => Some(asked.narrowed(&mut tx, &caller.scope(), &uat).await?),
    };
    if only != uat.only {
        uats::set_only(&mut tx, caller.company(), uat.id, only.as_deref()).await?;
    }
    uats::update(&mut tx, caller.company(), uat.id, name, permissions).await?;
    let before = facts::facts(&uat);
    let changed = Uat {
        name: name.to_owned(),
        permissions,
        budgets,
        networks,
        network_mode: mode,
        only,
        ..uat
    };
    let entry = Entry::event("uat.update", "uat", changed.id, &*changed.name)
        .change(&before, &facts::facts(&changed));
    let untrue = vec![Changed::Uat(changed.id)];
    let shown = show(&mut tx, &caller, changed, now).await?;
    app.commit(tx, caller.by(now), vec![entry], untrue).await?;
    Ok(Json(shown))
}
