//! `/api/v2/campaigns/{id}/alerts/` and `/api/v2/alerts/` (contract §5, Alert).

pub mod create;
pub mod delete;
pub mod get;
pub mod list;
pub mod update;

use crate::{
    app::App,
    auth::Principal,
    error::{ApiError, ApiResult},
    extract::{Field, Ids, shorten},
};
use countermark_core::{
    country::Country,
    ids::UserId,
    permissions::perm,
    scan_flags::{Bound, Flag},
};
use countermark_store::{
    Tx, members,
    scans::alerts::{Alert, bound_to_json},
};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// The most people that an alert is mailed to.
const MOST_RECIPIENTS: usize = 50;
/// The longest period of an anomaly: a month.
const LONGEST_SECONDS: i64 = 31 * 86_400;
/// The longest way between two places on earth.
const LONGEST_KILOMETRES: i64 = 20_038;

/// An alert.
#[derive(Serialize, ToSchema)]
pub struct AlertShown {
    /// Id.
    pub id: i64,
    /// The campaign's id.
    pub campaign: i64,
    /// What it is about, as `out-of-market`. A campaign has one alert of a type at most.
    #[serde(rename = "type")]
    pub kind: String,
    /// From when on: `most` for `scan-count` and `session-count`, which may also have
    /// `auto_blacklist`, `countries` for `exceptional-country`, `scans`, `seconds` and `kilometres` for `anomaly`; null for others.
    #[schema(value_type = Option<Object>)]
    pub bound: Option<Value>,
    /// Off, it raises no flag and sends nothing.
    pub is_active: bool,
    /// The ids of the people who get the mails.
    pub recipients: Vec<i64>,
    /// When the last mail went out.
    #[schema(format = "date-time")]
    pub last_mail: Option<String>,
    /// When it was made.
    #[schema(format = "date-time")]
    pub creation_date: String,
}

impl From<Alert> for AlertShown {
    fn from(alert: Alert) -> Self {
        Self {
            id: alert.id.0,
            campaign: alert.campaign.0,
            kind: alert.flag.name().to_owned(),
            bound: alert.bound.as_ref().map(bound_to_json),
            is_active: alert.active,
            recipients: alert.recipients.iter().map(|id| id.0).collect(),
            last_mail: alert.mailed_at.map(|at| at.to_string()),
            creation_date: alert.created_at.to_string(),
        }
    }
}

/// A type of alert.
pub struct Kind(pub Flag);

impl Field for Kind {
    fn parse(value: Value) -> Result<Self, String> {
        match value {
            Value::String(name) => Flag::parse(&name)
                .map(Self)
                .ok_or_else(|| format!("\"{}\" is not a valid choice.", shorten(&name))),
            Value::Null => Err("This field may not be null.".into()),
            _ => Err("Not a valid string.".into()),
        }
    }
}

/// A bound as it was sent.
pub struct BoundGiven(pub Map<String, Value>);

impl Field for BoundGiven {
    fn parse(value: Value) -> Result<Self, String> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            Value::Null => Err("This field may not be null.".into()),
            _ => Err("Expected an object.".into()),
        }
    }
}

/// Takes a number out of a bound.
fn number(
    members: &mut Map<String, Value>,
    name: &str,
    range: std::ops::RangeInclusive<i64>,
) -> Result<i64, String> {
    let (least, most) = (*range.start(), *range.end());
    match members.remove(name).as_ref().and_then(Value::as_i64) {
        Some(number) if range.contains(&number) => Ok(number),
        _ => Err(format!("{name}: use a number from {least} to {most}.")),
    }
}

/// Takes a switch out of a bound; it is off when it is left out.
fn switch(members: &mut Map<String, Value>, name: &str) -> Result<bool, String> {
    match members.remove(name) {
        None => Ok(false),
        Some(Value::Bool(on)) => Ok(on),
        Some(_) => Err(format!("{name}: use true or false.")),
    }
}

fn countries(members: &mut Map<String, Value>) -> Result<Vec<String>, String> {
    let list = members.remove("countries");
    let list = list.as_ref().and_then(Value::as_array);
    let list = list.filter(|list| !list.is_empty());
    let list = list.ok_or("countries: name at least one.")?;
    let country = |item: &Value| {
        let country = item.as_str().and_then(Country::parse);
        country.map(|country| country.as_str().to_owned())
    };
    let all: Option<Vec<_>> = list.iter().map(country).collect();
    all.ok_or_else(|| "countries: use ISO 3166-1 alpha-2 codes.".into())
}

/// The bound that an alert of that type needs; none where it needs none.
fn bound_for(flag: Flag, given: Option<BoundGiven>) -> ApiResult<Option<Bound>> {
    let members = given.map(|given| given.0).unwrap_or_default();
    let read = read_bound(flag, members);
    read.map_err(|sentence| ApiError::field("bound", sentence))
}

fn read_bound(flag: Flag, mut members: Map<String, Value>) -> Result<Option<Bound>, String> {
    let members = &mut members;
    let bound = match flag {
        Flag::ScanCount => Some(Bound::ScanCount {
            most: number(members, "most", 1..=1_000_000_000)?,
        }),
        Flag::SessionCount => Some(Bound::SessionCount {
            most: number(members, "most", 1..=1_000_000_000)?,
            auto_blacklist: switch(members, "auto_blacklist")?,
        }),
        Flag::ExceptionalCountry => Some(Bound::ExceptionalCountry {
            countries: countries(members)?,
        }),
        Flag::Anomaly => Some(Bound::Anomaly {
            scans: number(members, "scans", 2..=1_000)?,
            seconds: number(members, "seconds", 1..=LONGEST_SECONDS)?,
            kilometres: number(members, "kilometres", 0..=LONGEST_KILOMETRES)?,
        }),
        Flag::Blacklisted
        | Flag::Inactive
        | Flag::OffMarket
        | Flag::AfterSellBy
        | Flag::AlreadyConsumed => None,
    };
    match members.keys().next() {
        None => Ok(bound),
        Some(name) => Err(format!("\"{}\" is no bound of this type.", shorten(name))),
    }
}

/// Whoever lets an alert blacklist codes must be allowed to do it by hand.
fn may_blacklist(app: &App, caller: &Principal, bound: Option<&Bound>) -> ApiResult<()> {
    match bound {
        Some(Bound::SessionCount {
            auto_blacklist: true,
            ..
        }) => caller.require::<perm::ScmEdit>(app),
        _ => Ok(()),
    }
}

/// People of the company who can be written to.
async fn recipients(tx: &mut Tx, caller: &Principal, ids: Ids) -> ApiResult<Vec<UserId>> {
    let wrong = |sentence: String| ApiError::field("recipients", sentence);
    if ids.0.len() > MOST_RECIPIENTS {
        return Err(wrong(format!("Name at most {MOST_RECIPIENTS} people.")));
    }
    let mut people: Vec<_> = ids.0.into_iter().map(UserId).collect();
    people.sort_unstable();
    for id in &people {
        let member = members::get(tx, caller.company(), *id).await?;
        if member.is_none_or(|member| !member.is_active()) {
            return Err(wrong(format!("There is no user {id}.")));
        }
    }
    Ok(people)
}
