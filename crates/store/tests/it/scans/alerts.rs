//! Alerts of campaigns: bounds that raise flags, and alarms that wait to be mailed.

use super::{Shop, code, record, scan_of};
use crate::support::{NOW, all, company, member, write};
use countermark_core::{
    ids::{CampaignId, UserId},
    roles::Role,
    scan_flags::{Bound, Flag},
};
use countermark_store::{
    DbError, campaigns, products,
    scans::alerts::{self, Alert, NewAlert},
};
use countermark_testkit::db::{TestDb, each};

pub(super) async fn campaign(test: &TestDb, shop: &Shop) -> CampaignId {
    write(&test.db, async |tx| {
        let new = campaigns::NewCampaign {
            name: "Spring",
            description: "",
        };
        let made = campaigns::create(tx, &all(shop.company), &new, NOW).await?;
        let found = products::get(tx, &all(shop.company), shop.product).await?;
        let mut product = found.expect("a product");
        product.campaign = Some(products::CampaignOf {
            id: made.id,
            name: String::new(),
            description: String::new(),
            archived: false,
        });
        products::update(tx, &all(shop.company), &product).await?;
        Ok(made.id)
    })
    .await
}

pub(super) fn about(flag: Flag, bound: Option<Bound>, recipients: &[UserId]) -> NewAlert {
    NewAlert {
        flag,
        bound,
        active: true,
        recipients: recipients.to_vec(),
    }
}

pub(super) async fn make(
    test: &TestDb,
    shop: &Shop,
    campaign: CampaignId,
    new: &NewAlert,
) -> Alert {
    write(&test.db, async |tx| {
        alerts::create(tx, &all(shop.company), campaign, new, NOW).await
    })
    .await
}

pub(super) const fn sessions(most: i64, auto_blacklist: bool) -> Bound {
    Bound::SessionCount {
        most,
        auto_blacklist,
    }
}

#[tokio::test]
async fn bounds_raise_flags_and_alarms() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let shop = Shop::new(test, &["code-one"]).await;
        let one = code(db, "code-one").await;
        let campaign = campaign(test, &shop).await;
        let two_scans = Some(Bound::ScanCount { most: 2 });
        let count = about(Flag::ScanCount, two_scans, &[shop.person]);
        let count = make(test, &shop, campaign, &count).await;
        let one_device = Some(sessions(1, false));
        make(
            test,
            &shop,
            campaign,
            &about(Flag::SessionCount, one_device, &[]),
        )
        .await;
        let anomaly = Some(Bound::Anomaly {
            scans: 4,
            seconds: 60,
            kilometres: 0,
        });
        make(test, &shop, campaign, &about(Flag::Anomaly, anomaly, &[])).await;
        let countries = vec!["BE".to_owned()];
        let country = Some(Bound::ExceptionalCountry { countries });
        let country = about(Flag::ExceptionalCountry, country, &[]);
        let country = make(test, &shop, campaign, &country).await;
        write(db, async |tx| {
            let off = Alert {
                active: false,
                ..country.clone()
            };
            alerts::update(tx, &all(shop.company), &off).await
        })
        .await;
        for (number, (device, seconds, expected)) in [
            ("a", 0, vec![]),
            ("a", 120, vec![]),
            ("a", 121, vec!["scan-count"]),
            ("b", 122, vec!["scan-count", "session-count"]),
            ("b", 123, vec!["scan-count", "session-count", "anomaly"]),
        ]
        .into_iter()
        .enumerate()
        {
            let at = NOW.plus_seconds(seconds);
            let new = scan_of(&one, &number.to_string(), device, at);
            let written = record(db, &[new]).await;
            let flags = written[0].flags.names();
            assert_eq!(flags, expected, "scan {number}");
        }
        let mut raw = test.place.raw().await;
        let alarms = raw
            .rows("SELECT DISTINCT alert_id FROM campaign_alarm")
            .await;
        assert_eq!(alarms, [[count.id.to_string()]], "only with recipients");
        assert_eq!(raw.number("SELECT count(*) FROM campaign_alarm").await, 3);
        raw.close().await;
        write(db, async |tx| {
            alerts::delete(tx, &all(shop.company), &count).await
        })
        .await;
        let written = record(db, &[scan_of(&one, "after", "a", NOW)]).await;
        let flags = written[0].flags;
        assert!(!flags.contains(Flag::ScanCount));
    })
    .await;
}

#[tokio::test]
async fn an_alert_is_one_of_a_kind_and_its_companys_own() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let shop = Shop::new(test, &[]).await;
        let campaign = campaign(test, &shop).await;
        let them = company(db, "Them").await;
        let stranger = member(db, them, "them@them.example", Role::AccountAdmin).await;
        let new = about(Flag::Inactive, None, &[stranger, shop.person]);
        let made = make(test, &shop, campaign, &new).await;
        assert_eq!(made.recipients, [shop.person], "nobody of another company");
        let mut tx = db.write().await.expect("a transaction");
        let again = alerts::create(&mut tx, &all(shop.company), campaign, &new, NOW).await;
        assert!(matches!(again, Err(DbError::Unique)), "{again:?}");
        drop(tx);
        let mut conn = db.read().await.expect("a connection");
        let list = alerts::list(&mut conn, &all(shop.company), campaign).await;
        assert_eq!(list.expect("a list"), std::slice::from_ref(&made));
        let foreign = alerts::get(&mut conn, &all(them), made.id).await;
        assert!(foreign.expect("read").is_none());
        let foreign = alerts::list(&mut conn, &all(them), campaign).await;
        assert!(foreign.expect("read").is_empty());
        drop(conn);
        write(db, async |tx| {
            alerts::delete(tx, &all(them), &made).await?;
            let off = Alert {
                active: false,
                ..made.clone()
            };
            alerts::update(tx, &all(them), &off).await
        })
        .await;
        let mut conn = db.read().await.expect("a connection");
        let still = alerts::get(&mut conn, &all(shop.company), made.id).await;
        assert_eq!(still.expect("read"), Some(made));
    })
    .await;
}
