//! Which scans are asked for (contract §4.7).

use crate::{
    api::v2::dashboard::countries::countries,
    app::App,
    auth::Principal,
    error::{ApiError, ApiResult},
    extract::Query,
};
use countermark_core::{
    ids::{CampaignId, ProductId},
    scan_flags::Flag,
    scan_page::Cursor,
    time::{self, Timestamp},
};
use countermark_store::scans::{self, Wanted};
use jiff::{
    Span,
    civil::{Date, DateTime},
    tz::TimeZone,
};

/// Names in the query that mean something else than supply-chain data.
const OWN: [&str; 13] = [
    "page_mode",
    "format",
    "timeframe",
    "date_from",
    "date_to",
    "campaign_id",
    "product",
    "flags",
    "activation_status",
    EXTENDED_ID,
    COUNTRY,
    "limit",
    "cursor",
];

/// Filters of ours, beside the contract's. No key of supply-chain data can be called so: the first
/// is reserved, and no key has a dot.
const EXTENDED_ID: &str = "extended_id";
const COUNTRY: &str = "location.country";

/// The flag of secure graphics, which are not scanned here: it is known, and no scan has it.
const COUNTERFEIT: &str = "counterfeit";

/// What is asked for.
pub(super) struct Asked {
    /// The first and the last moment.
    pub(super) window: (Timestamp, Timestamp),
    /// Whether the newest come first.
    pub(super) newest_first: bool,
    /// Where to go on.
    pub(super) cursor: Option<Cursor>,
    /// Everything else.
    pub(super) wanted: Wanted,
}

impl Asked {
    pub(super) async fn read(app: &App, caller: &Principal, query: &Query) -> ApiResult<Self> {
        let newest_first = match query.get("page_mode") {
            None | Some("cursor") => false,
            Some("newest") => true,
            Some(_) => return Err(ApiError::field("page_mode", "Use cursor or newest.")),
        };
        let cursor = cursor(query, newest_first)?;
        let window = match cursor {
            Some(Cursor::Recorded(after)) => (after.from, after.to),
            Some(Cursor::Newest(after)) => (after.from, after.at),
            None => window(query, app.clock.now(), &caller.zone())?,
        };
        let status = query.integer("activation_status")?;
        if status.is_some_and(|status| !(0..=2).contains(&status)) {
            return Err(ApiError::field("activation_status", "Use 0, 1 or 2."));
        }
        let mut wanted = Wanted {
            campaign: query.integer("campaign_id")?.map(CampaignId),
            product: query.integer("product")?.map(ProductId),
            activation_status: status,
            flags: flags(query)?,
            code: query.text(EXTENDED_ID),
            countries: countries(query, COUNTRY)?,
            scm: Vec::new(),
        };
        let others: Vec<_> = query.names().filter(|name| !OWN.contains(name)).collect();
        if !others.is_empty() {
            let mut conn = app.db.read().await?;
            let keys = scans::keys(&mut conn, &caller.scope(), None).await?;
            let known = others
                .into_iter()
                .filter(|name| keys.iter().any(|key| key == name));
            let pair = |name: &str| Some((name.to_owned(), query.text(name)?));
            wanted.scm = known.filter_map(pair).collect();
        }
        Ok(Self {
            window,
            newest_first,
            cursor,
            wanted,
        })
    }
}

fn cursor(query: &Query, newest_first: bool) -> ApiResult<Option<Cursor>> {
    let Some(text) = query.get("cursor") else {
        return Ok(None);
    };
    match Cursor::parse(text) {
        // Each order has its own: nobody goes on in the other one.
        Ok(cursor) if newest_first == matches!(cursor, Cursor::Newest(_)) => Ok(Some(cursor)),
        _ => {
            let sentence = "Follow the link in next; do not write it by hand.";
            Err(ApiError::field("cursor", sentence))
        }
    }
}

fn flags(query: &Query) -> ApiResult<Option<Vec<Flag>>> {
    let Some(list) = query.get("flags") else {
        return Ok(None);
    };
    let names = list
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let mut flags = Vec::new();
    for name in names {
        match Flag::parse(name) {
            Some(flag) => flags.push(flag),
            None if name == COUNTERFEIT => {}
            None => {
                let names = Flag::ALL.map(Flag::name).join(", ");
                let sentence = format!("Use some of: {names}, {COUNTERFEIT}.");
                return Err(ApiError::field("flags", sentence));
            }
        }
    }
    Ok(Some(flags))
}

fn window(query: &Query, now: Timestamp, zone: &TimeZone) -> ApiResult<(Timestamp, Timestamp)> {
    let wrong = |name: &str| {
        let sentence = "Use a date (YYYY-MM-DD) or a time (YYYY-MM-DDTHH:MM:SSZ).";
        ApiError::field(name, sentence)
    };
    let from = match (query.get("date_from"), query.get("timeframe")) {
        (Some(text), _) => {
            let (from, _) = moment(text, zone).ok_or_else(|| wrong("date_from"))?;
            from
        }
        (None, Some(text)) => back(text, now, zone).ok_or_else(|| {
            let sentence = "Use a number and d, w, m or y, as 1m.";
            ApiError::field("timeframe", sentence)
        })?,
        (None, None) => {
            let sentence = "This field is required when there is no date_from.";
            return Err(ApiError::field("timeframe", sentence));
        }
    };
    let to = match query.get("date_to") {
        None => now,
        Some(text) => moment(text, zone).ok_or_else(|| wrong("date_to"))?.1,
    };
    if from > to {
        let sentence = "This is before the first date.";
        return Err(ApiError::field("date_to", sentence));
    }
    Ok((from, to))
}

/// The first and the last moment that a text means: of a day both its ends.
fn moment(text: &str, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let text = text.trim();
    // A `+` in a query that was not escaped comes in as a blank.
    let exact = Timestamp::parse(text).or_else(|| {
        let (time, offset) = text.rsplit_once(' ')?;
        Timestamp::parse(&format!("{time}+{offset}"))
    });
    if let Some(at) = exact {
        return Some((at, at));
    }
    if text.len() == 10 {
        let day: Date = text.parse().ok()?;
        let start = day.to_zoned_datetime(zone.clone()).ok()?.timestamp();
        let end = time::end_of_day(day, zone).ok()?;
        return Some((Timestamp(start.as_microsecond()), Timestamp(end.0 - 1)));
    }
    // Without an offset it is the company's time.
    let at: DateTime = text.parse().ok()?;
    let at = at.to_zoned_datetime(zone.clone()).ok()?.timestamp();
    let at = Timestamp(at.as_microsecond());
    Some((at, at))
}

/// `1m`, or `-1m` as the old edition has it: so long before now.
pub(in crate::api::v2::dashboard) fn back(
    text: &str,
    now: Timestamp,
    zone: &TimeZone,
) -> Option<Timestamp> {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = number.parse().ok().filter(|number| *number > 0)?;
    let span = match unit {
        "d" => Span::new().try_days(number),
        "w" => Span::new().try_weeks(number),
        "m" => Span::new().try_months(number),
        "y" => Span::new().try_years(number),
        _ => return None,
    };
    now.before(span.ok()?, zone)
}

#[cfg(test)]
mod tests {
    use super::{back, moment};
    use countermark_core::time::{Timestamp, zone};

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect("a time")
    }

    #[test]
    fn a_timeframe_is_a_number_and_a_unit() {
        let now = at("2026-03-31T12:00:00Z");
        let utc = zone("UTC").expect("a zone");
        for (text, expected) in [
            ("1d", "2026-03-30T12:00:00Z"),
            ("-1d", "2026-03-30T12:00:00Z"),
            ("2w", "2026-03-17T12:00:00Z"),
            ("1m", "2026-02-28T12:00:00Z"),
            ("-1y", "2025-03-31T12:00:00Z"),
        ] {
            assert_eq!(back(text, now, &utc), Some(at(expected)), "{text}");
        }
        for text in [
            "",
            "-",
            "d",
            "-d",
            "1",
            "0d",
            "--1d",
            "+1d",
            "1h",
            "1 d",
            "1.5d",
            "1é",
            "99999y",
            "99999999999999999999d",
        ] {
            assert_eq!(back(text, now, &utc), None, "{text}");
        }
    }

    #[test]
    fn days_are_those_of_the_company() {
        let brussels = zone("Europe/Brussels").expect("a zone");
        let day = moment("2026-11-24", &brussels).expect("a day");
        assert_eq!(day.0, at("2026-11-23T23:00:00Z"));
        assert_eq!(day.1, at("2026-11-24T22:59:59.999999Z"));
        let exact = at("2026-11-24T11:00:00Z");
        for text in [
            "2026-11-24T11:00:00Z",
            "2026-11-24T12:00:00+01:00",
            "2026-11-24T12:00:00 01:00",
            "2026-11-24T12:00:00",
            "2026-11-24 12:00:00",
        ] {
            assert_eq!(moment(text, &brussels), Some((exact, exact)), "{text}");
        }
        for text in ["", "yesterday", "2026-02-30", "24/11/2026", "2026-11"] {
            assert_eq!(moment(text, &brussels), None, "{text}");
        }
    }
}
