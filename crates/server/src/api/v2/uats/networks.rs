//! `GET /api/v2/uats/{id}/networks/`, and lists of networks in bodies.

use super::Reachable;
use crate::{
    app::App,
    auth::Person,
    error::ApiResult,
    extract::{Field, Json},
};
use axum::extract::State;
use countermark_core::{
    ids::CompanyId,
    networks::{Mode, Networks},
    permissions::perm,
};
use countermark_store::{
    Conn, DbError,
    uat_addresses::{self, Origin, Whence},
    uats::Uat,
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

impl Field for Networks {
    fn parse(value: Value) -> Result<Self, String> {
        let Value::Array(list) = value else {
            return Err("Expected a list of items.".into());
        };
        let texts: Option<Vec<_>> = list.iter().map(Value::as_str).collect();
        let texts = texts.ok_or("Expected a list of addresses and networks.")?;
        Self::parse(texts.into_iter()).map_err(|wrong| wrong.join(" "))
    }
}

impl Field for Mode {
    fn parse(value: Value) -> Result<Self, String> {
        let found = value.as_str().and_then(Self::by_name);
        found.ok_or_else(|| "Use one of: enforce, observe.".into())
    }
}

/// Where a token may be used from, and where it was.
#[derive(Serialize, ToSchema)]
pub struct UatNetworks {
    /// The list; empty: everywhere.
    pub networks: Vec<String>,
    /// `enforce`: calls from elsewhere are refused. `observe`: they are counted.
    pub network_mode: &'static str,
    /// Calls since watching began that the list would have refused; with an empty list none.
    pub would_refuse: i64,
    /// Calls that were refused for where they came from.
    pub refused: i64,
    /// From where the token was used while the list was watched, or refused, in the last 90 days;
    /// the busiest first. A few seconds behind.
    pub addresses: Vec<UatAddress>,
    /// Calls from addresses beyond those that are kept one by one (500 of calls that were let in,
    /// 100 of refused ones). The proposal does not know them.
    pub others: i64,
    /// A list that holds the present one and admits every address that was watched. To take it
    /// over: `PATCH` the token with it as `networks` and `network_mode` `enforce`.
    pub proposal: Vec<String>,
}

/// Calls from one address.
#[derive(Serialize, ToSchema)]
pub struct UatAddress {
    /// The address; null: our proxies have not said it (setting `trusted_proxies`). An enforced
    /// list refuses such calls.
    pub address: Option<String>,
    /// Whether the list names it.
    pub listed: bool,
    /// Calls that were let in while the list was watched.
    pub calls: i64,
    /// Calls that were refused.
    pub refused: i64,
    /// The first of them.
    #[schema(format = "date-time")]
    pub first_at: String,
    /// The latest.
    #[schema(format = "date-time")]
    pub last_at: String,
}

/// From where a token is used
///
/// With `network_mode` `observe` every call is counted by its address and none is refused.
#[utoipa::path(get, path = "/api/v2/uats/{id}/networks/", tag = "Tokens",
    params(("id" = String, Path, description = "The token's public id.")),
    responses(
        (status = 200, description = "The list, what was seen, and a proposal.", body = UatNetworks),
        (status = 404, description = "Not there, or not yours.", body = crate::openapi::Problem)))]
pub async fn uats_networks(
    caller: Person<perm::ApiAccess>,
    State(app): State<App>,
    Reachable(uat): Reachable,
) -> ApiResult<Json<UatNetworks>> {
    let mut conn = app.db.read().await?;
    Ok(Json(origins(&mut conn, caller.company(), &uat).await?))
}

/// From where a token of that company is used.
///
/// # Errors
/// When the database failed.
pub async fn origins(
    conn: &mut Conn,
    company: CompanyId,
    uat: &Uat,
) -> Result<UatNetworks, DbError> {
    let origins = uat_addresses::list(conn, company, uat.id).await?;
    let calls = |counted: fn(&Origin) -> i64, wanted: &dyn Fn(Whence) -> bool| -> i64 {
        let of_those = origins.iter().filter(|(whence, _)| wanted(*whence));
        of_those.map(|(_, origin)| counted(origin)).sum()
    };
    let admitted = |whence| match whence {
        Whence::Address(address) => uat.networks.admits(Some(address)),
        Whence::Unknown => uat.networks.admits(None),
        // Which of them the list would have refused is not known.
        Whence::Others => true,
    };
    let watched = origins.iter().filter(|(_, origin)| origin.seen > 0);
    let watched = watched.filter_map(|(whence, _)| match whence {
        Whence::Address(address) => Some(*address),
        Whence::Unknown | Whence::Others => None,
    });
    Ok(UatNetworks {
        networks: uat.networks.names(),
        network_mode: uat.network_mode.name(),
        would_refuse: calls(|origin| origin.seen, &|whence| !admitted(whence)),
        refused: calls(|origin| origin.refused, &|_| true),
        others: calls(|origin| origin.seen + origin.refused, &|whence| {
            whence == Whence::Others
        }),
        proposal: uat.networks.proposal(watched).names(),
        addresses: origins
            .iter()
            .filter_map(|(whence, origin)| {
                let address = match whence {
                    Whence::Address(address) => Some(*address),
                    Whence::Unknown => None,
                    Whence::Others => return None,
                };
                Some(UatAddress {
                    address: address.map(|address| address.to_string()),
                    listed: address.is_some_and(|address| uat.networks.lists(address)),
                    calls: origin.seen,
                    refused: origin.refused,
                    first_at: origin.first_at.to_string(),
                    last_at: origin.last_at.to_string(),
                })
            })
            .collect(),
    })
}
