//! The last day of a token belongs to it, to its last microsecond, where its company is
//! (contract §8.20, security checklist 32).

use super::{is_let_in, is_shut_out};
use crate::authz::planted;
use countermark_core::{
    permissions::{Permission, PermissionSet},
    time::Timestamp,
};
use countermark_testkit::{TestApp, each};
use serde_json::json;

#[tokio::test]
async fn the_last_microsecond_counts_and_the_next_one_does_not() {
    each(async |app| {
        let admin = app.company().await;
        let now = app.now();
        let rights = PermissionSet::of(&[Permission::BrandView]);
        for (micros, good) in [(-1, false), (0, false), (1, true), (2, true)] {
            let end = Timestamp(now.0 + micros);
            let token = planted(app, &admin, rights, end).await;
            let context = format!("{micros} microseconds before its end");
            if good {
                is_let_in(&token.client, &context).await;
            } else {
                is_shut_out(&token.client, "token_expired", &context).await;
            }
        }
    })
    .await;
}

/// A company in that time zone and a token of it that is good until that day.
async fn ends(app: &TestApp, zone: &str, day: &str) -> (countermark_testkit::Client, String) {
    let admin = app.company().await;
    let mut raw = app.db.place.raw().await;
    let company = admin.company;
    raw.run(&format!(
        "UPDATE company SET time_zone = '{zone}' WHERE id = {company}"
    ))
    .await;
    raw.close().await;
    let body = json!({"name": zone, "valid_until": day, "permissions": ["brand_view"]});
    let made = app
        .jwt(&admin)
        .await
        .post("/api/v2/uats/", body)
        .await
        .expect(201);
    let client = app.header(&format!("UAT {}", made["token"].as_str().unwrap()));
    (client, made["expires_at"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn the_day_ends_where_the_company_is() {
    // The clock stands at 12:00 UTC on 24 November.
    for (zone, day, end, seconds) in [
        (
            "UTC",
            "2026-11-24",
            "2026-11-25T00:00:00.000000Z",
            12 * 3_600,
        ),
        (
            "Pacific/Auckland",
            "2026-11-25",
            "2026-11-25T11:00:00.000000Z",
            23 * 3_600,
        ),
        (
            "America/Los_Angeles",
            "2026-11-24",
            "2026-11-25T08:00:00.000000Z",
            20 * 3_600,
        ),
        (
            "Asia/Kathmandu",
            "2026-11-24",
            "2026-11-24T18:15:00.000000Z",
            6 * 3_600 + 900,
        ),
    ] {
        each(async |app| {
            let (client, expires_at) = ends(app, zone, day).await;
            assert_eq!(expires_at, end, "{zone}");
            is_let_in(&client, zone).await;
            app.clock.advance(seconds - 1);
            is_let_in(&client, &format!("{zone}, a second before the end")).await;
            app.clock.advance(1);
            is_shut_out(&client, "token_expired", &format!("{zone}, at the end")).await;
        })
        .await;
    }
}

#[tokio::test]
async fn a_day_with_another_length_ends_when_its_clock_says() {
    // Summer time ends in New York on 1 November 2026 and in Lord Howe, by half an hour, on
    // 4 April 2027; it begins in Beirut at midnight of 28 March 2027.
    for (zone, day, end) in [
        (
            "Australia/Lord_Howe",
            "2027-04-04",
            "2027-04-04T13:30:00.000000Z",
        ),
        (
            "America/New_York",
            "2027-03-14",
            "2027-03-15T04:00:00.000000Z",
        ),
        ("Asia/Beirut", "2027-03-27", "2027-03-27T22:00:00.000000Z"),
    ] {
        each(async |app| {
            let (client, expires_at) = ends(app, zone, day).await;
            assert_eq!(expires_at, end, "{zone}");
            is_let_in(&client, zone).await;
        })
        .await;
    }
}
