//! The dashboard's numbers: filters, and what a caller does not reach (security checklist 47).

use super::{Shop, code, days::count_all, record, scan_of};
use crate::support::{NOW, all, brand, company, member, product, write};
use countermark_core::{
    ids::{CampaignId, ProductId},
    only::Only,
    roles::Role,
};
use countermark_store::{
    Scope, campaigns,
    scans::dashboard::{self, Verdicts, Wanted},
};
use countermark_testkit::db::{TestDb, each};
use std::{collections::BTreeSet, sync::Arc};

struct Scene {
    shop: Shop,
    other: ProductId,
    campaign: CampaignId,
    today: i64,
}

/// Five scans of the first product, which is in no campaign, two of another in a campaign that is
/// limited to teams, one of a code on no product.
async fn scene(test: &TestDb) -> Scene {
    let db = &test.db;
    let shop = Shop::new(test, &["plain"]).await;
    let other_brand = brand(db, shop.company, "other").await;
    let other = product(db, shop.company, other_brand, "OTHER", "Other").await;
    let campaign = write(db, async |tx| {
        let new = campaigns::NewCampaign {
            name: "Spring",
            description: "",
        };
        campaigns::create(tx, &all(shop.company), &new, NOW).await
    })
    .await
    .id;
    let mut raw = test.place.raw().await;
    raw.run(&format!(
        "UPDATE product SET campaign_id = {campaign}, code_count = 7, active_code_count = 4, \
         blacklisted_code_count = 1 WHERE id = {other}"
    ))
    .await;
    raw.run("UPDATE campaign SET limited = 1").await;
    raw.run(&format!(
        "UPDATE product SET code_count = 100, active_code_count = 50 WHERE id = {}",
        shop.product
    ))
    .await;
    raw.close().await;
    shop.codes(test, Some(other), 0, &["hidden"]).await;
    shop.codes(test, None, 2, &["bare"]).await;
    let mut scans = Vec::new();
    for (number, (name, country, days)) in [
        ("plain", "BE", 0),
        ("plain", "BE", 0),
        ("plain", "FR", 0),
        ("plain", "", -1),
        ("plain", "BE", -40),
        ("hidden", "CN", 0),
        ("hidden", "CN", -1),
        ("bare", "BE", 0),
    ]
    .into_iter()
    .enumerate()
    {
        let at = NOW.plus_seconds(days * 86_400);
        let mut scan = scan_of(&code(db, name).await, &number.to_string(), "device", at);
        country.clone_into(&mut scan.location.country);
        scans.push(scan);
    }
    record(db, &scans).await;
    count_all(db).await;
    Scene {
        shop,
        other,
        campaign,
        today: NOW.day(),
    }
}

const fn verdicts(genuine: i64, inactive: i64, blacklisted: i64) -> Verdicts {
    Verdicts {
        genuine,
        inactive,
        blacklisted,
    }
}

/// The sums of the four statements, which must be the same.
async fn sum(test: &TestDb, scope: &Scope, wanted: &Wanted) -> Verdicts {
    let mut conn = test.db.read().await.expect("a connection");
    let before = test.db.statements();
    let days = dashboard::days(&mut conn, scope, wanted).await;
    let countries = dashboard::countries(&mut conn, scope, wanted, 1).await;
    let products = dashboard::products(&mut conn, scope, wanted, 1).await;
    let campaigns = dashboard::campaigns(&mut conn, scope, wanted, 1).await;
    assert!(test.db.statements() - before <= 6, "whatever the number");
    let days = days.expect("read").into_iter().map(|day| day.verdicts);
    let total = days.fold(Verdicts::default(), Verdicts::and);
    let of = |first: &[Verdicts], others: Verdicts| {
        let sum = first.iter().fold(others, |sum, one| sum.and(*one));
        assert_eq!(sum, total, "{scope:?} {wanted:?}");
    };
    let countries = countries.expect("read");
    let list: Vec<_> = countries.first.iter().map(|(_, one)| *one).collect();
    of(&list, countries.others);
    for parts in [products.expect("read"), campaigns.expect("read")] {
        let list: Vec<_> = parts.first.iter().map(|(_, one)| *one).collect();
        of(&list, parts.others);
    }
    total
}

#[tokio::test]
async fn filters_and_scopes_narrow_every_number() {
    each(async |test: &TestDb| {
        let scene = scene(test).await;
        let company_id = scene.shop.company;
        let lately = Wanted {
            from: scene.today - 29,
            to: scene.today,
            ..Wanted::default()
        };
        let everything = all(company_id);
        let countries = |list: &[&str]| Wanted {
            countries: Some(list.iter().map(|one| (*one).to_owned()).collect()),
            ..lately.clone()
        };
        for (wanted, expected) in [
            (lately.clone(), verdicts(4, 2, 1)),
            (
                Wanted {
                    from: scene.today,
                    ..lately.clone()
                },
                verdicts(3, 1, 1),
            ),
            (
                Wanted {
                    from: scene.today - 40,
                    ..lately.clone()
                },
                verdicts(5, 2, 1),
            ),
            (
                Wanted {
                    campaign: Some(scene.campaign),
                    ..lately.clone()
                },
                verdicts(0, 2, 0),
            ),
            (
                Wanted {
                    product: Some(scene.shop.product),
                    ..lately.clone()
                },
                verdicts(4, 0, 0),
            ),
            (countries(&["BE"]), verdicts(2, 0, 1)),
            (countries(&["FR", "CN"]), verdicts(1, 2, 0)),
            (countries(&[]), verdicts(0, 0, 0)),
        ] {
            let found = sum(test, &everything, &wanted).await;
            assert_eq!(found, expected, "{wanted:?}");
        }
        let stranger = member(&test.db, company_id, "x@us.example", Role::DashboardUser).await;
        let them = company(&test.db, "Them").await;
        let within = |products: BTreeSet<_>, campaigns: Option<BTreeSet<_>>| {
            let only = Only::of(None, Some(products), campaigns);
            Scope::within(company_id, only.map(Arc::new))
        };
        let mine = BTreeSet::from([scene.shop.product]);
        let in_campaign = Some(BTreeSet::from([scene.campaign]));
        for (scope, expected) in [
            (everything.clone().seen_by(stranger), verdicts(4, 0, 1)),
            (within(mine.clone(), None), verdicts(4, 0, 0)),
            (within(mine, in_campaign), verdicts(0, 0, 0)),
            (
                within(BTreeSet::from([scene.other]), None),
                verdicts(0, 2, 0),
            ),
            (
                within(BTreeSet::from([scene.other]), None).seen_by(stranger),
                verdicts(0, 0, 0),
            ),
            (all(them), verdicts(0, 0, 0)),
        ] {
            assert_eq!(sum(test, &scope, &lately).await, expected, "{scope:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_first_are_named_and_the_others_summed() {
    each(async |test: &TestDb| {
        let scene = scene(test).await;
        let scope = all(scene.shop.company);
        let wanted = Wanted {
            from: scene.today - 29,
            to: scene.today,
            ..Wanted::default()
        };
        let mut conn = test.db.read().await.expect("a connection");
        let countries = dashboard::countries(&mut conn, &scope, &wanted, 2).await;
        let countries = countries.expect("read");
        let expected = [
            ("BE".to_owned(), verdicts(2, 0, 1)),
            ("CN".to_owned(), verdicts(0, 2, 0)),
        ];
        assert_eq!(countries.first, expected);
        assert_eq!(countries.others, verdicts(2, 0, 0));
        let products = dashboard::products(&mut conn, &scope, &wanted, 20).await;
        let products = products.expect("read");
        let (one, other) = (scene.shop.product.0, scene.other.0);
        let expected = [
            ((Some(one), Some("Oil".to_owned())), verdicts(4, 0, 0)),
            ((Some(other), Some("Other".to_owned())), verdicts(0, 2, 0)),
            ((None, None), verdicts(0, 0, 1)),
        ];
        assert_eq!(products.first, expected);
        assert_eq!(products.others, Verdicts::default());
        let campaigns = dashboard::campaigns(&mut conn, &scope, &wanted, 20).await;
        let spring = (Some(scene.campaign.0), Some("Spring".to_owned()));
        let expected = [
            ((None, None), verdicts(4, 0, 1)),
            (spring, verdicts(0, 2, 0)),
        ];
        assert_eq!(campaigns.expect("read").first, expected);
        // All that was scanned is counted.
        let uncounted = dashboard::uncounted(&mut conn, &scope).await;
        assert_eq!(uncounted.expect("read"), None);
        let later = NOW.plus_seconds(60);
        let new = scan_of(&code(&test.db, "hidden").await, "9", "device", later);
        record(&test.db, &[new]).await;
        let uncounted = dashboard::uncounted(&mut conn, &scope).await;
        assert_eq!(uncounted.expect("read"), Some(later));
        // Nobody is told that there was a scan that they do not see.
        let stranger = scope.clone().seen_by(scene.shop.person);
        let uncounted = dashboard::uncounted(&mut conn, &stranger).await;
        assert_eq!(uncounted.expect("read"), None);
        let codes = async |conn: &mut _, scope: &Scope, campaign| {
            let codes = dashboard::codes(conn, scope, campaign, None).await;
            let codes = codes.expect("read");
            [codes.total, codes.active, codes.blacklisted]
        };
        assert_eq!(codes(&mut conn, &scope, None).await, [107, 54, 1]);
        assert_eq!(codes(&mut conn, &stranger, None).await, [100, 50, 0]);
        let campaign = Some(scene.campaign);
        assert_eq!(codes(&mut conn, &scope, campaign).await, [7, 4, 1]);
        assert_eq!(codes(&mut conn, &stranger, campaign).await, [0, 0, 0]);
    })
    .await;
}
