//! Codes: lists and what narrows them.

use crate::{
    scm::World,
    support::{NOW, all, walk},
};
use countermark_core::{
    codes::Status,
    ids::{BrandId, CampaignId, ProductId, UserId, WorkorderId},
};
use countermark_store::{
    DbError,
    codes::{self, NewCode, Wanted},
};
use countermark_testkit::db::{TestDb, each};
use serde_json::json;

async fn found(world: &World<'_>, wanted: &Wanted) -> Vec<String> {
    let rows = walk(2, async |page| {
        let mut conn = world.db.read().await?;
        let ordering = codes::ORDERINGS[0];
        codes::list(&mut conn, &all(world.company), wanted, ordering, page).await
    });
    rows.await
        .into_iter()
        .map(|code| code.extended_id)
        .collect()
}

#[tokio::test]
async fn every_filter_narrows() {
    each(async |test: &TestDb| {
        let (world, other) = (
            World::of(test, "Here").await,
            World::of(test, "There").await,
        );
        let [one, two, none] = world.products;
        world
            .codes(&[
                ("aa-1", Some(one), Some("S1")),
                ("aa-2", Some(two), Some("aa-9")),
                ("bb-3", Some(none), None),
                ("bb-4", None, None),
            ])
            .await;
        other
            .codes(&[("aa-theirs", Some(other.products[0]), Some("S1"))])
            .await;
        let items = json!([
            {"extended_id": "aa-1", "a": 7, "pallet": "P", "activation_status": 1},
            {"extended_id": "aa-2", "a": "7", "activation_status": 2, "blacklist_reason": 6},
        ]);
        world.upload("extended_id", items).await.expect("done");
        let later = NOW.plus_seconds(60);
        let all = Wanted::default;
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let cases: Vec<(Wanted, &[&str])> = vec![
            (all(), &["bb-4", "bb-3", "aa-2", "aa-1"]),
            (
                Wanted {
                    campaign: Some(world.campaigns[0]),
                    ..all()
                },
                &["aa-1"],
            ),
            (
                Wanted {
                    campaign: Some(CampaignId(0)),
                    ..all()
                },
                &[],
            ),
            (
                Wanted {
                    products: Some(vec![two, none]),
                    ..all()
                },
                &["bb-3", "aa-2"],
            ),
            (
                Wanted {
                    products: Some(vec![ProductId(0)]),
                    ..all()
                },
                &[],
            ),
            (
                Wanted {
                    products: Some(vec![other.products[0]]),
                    ..all()
                },
                &[],
            ),
            (
                Wanted {
                    brands: Some(vec![BrandId(0)]),
                    ..all()
                },
                &[],
            ),
            (
                Wanted {
                    workorder: Some(world.order),
                    ..all()
                },
                &["bb-4", "bb-3", "aa-2", "aa-1"],
            ),
            (
                Wanted {
                    workorder: Some(WorkorderId(0)),
                    ..all()
                },
                &[],
            ),
            (
                Wanted {
                    status: Some(Status::Inactive),
                    ..all()
                },
                &["bb-4", "bb-3"],
            ),
            (
                Wanted {
                    status: Some(Status::Active),
                    ..all()
                },
                &["aa-1"],
            ),
            (
                Wanted {
                    blacklisted: Some(true),
                    ..all()
                },
                &["aa-2"],
            ),
            (
                Wanted {
                    blacklisted: Some(false),
                    ..all()
                },
                &["bb-4", "bb-3", "aa-1"],
            ),
            (
                Wanted {
                    scm: vec![pair("a", "7")],
                    ..all()
                },
                &["aa-2", "aa-1"],
            ),
            (
                Wanted {
                    scm: vec![pair("a", "7"), pair("pallet", "P")],
                    ..all()
                },
                &["aa-1"],
            ),
            (
                Wanted {
                    scm: vec![pair("pallet", "p")],
                    ..all()
                },
                &[],
            ),
            (
                Wanted {
                    serial_number: Some("S1".into()),
                    ..all()
                },
                &["aa-1"],
            ),
            (
                Wanted {
                    extended_id: Some("bb-3".into()),
                    ..all()
                },
                &["bb-3"],
            ),
            (
                Wanted {
                    activated_by: Some(world.person),
                    ..all()
                },
                &["aa-1"],
            ),
            (
                Wanted {
                    activated_by: Some(UserId(0)),
                    ..all()
                },
                &[],
            ),
            (
                Wanted {
                    activated_at: (Some(later), None),
                    ..all()
                },
                &["aa-1"],
            ),
            (
                Wanted {
                    activated_at: (None, Some(later)),
                    ..all()
                },
                &[],
            ),
            (
                Wanted {
                    updated_at: (Some(later), None),
                    ..all()
                },
                &["aa-2", "aa-1"],
            ),
            (
                Wanted {
                    updated_at: (Some(NOW), Some(later)),
                    ..all()
                },
                &["bb-4", "bb-3"],
            ),
            (
                Wanted {
                    search: Some("aa-".into()),
                    ..all()
                },
                &["aa-2", "aa-1"],
            ),
            (
                Wanted {
                    search: Some("aa-9".into()),
                    ..all()
                },
                &["aa-2"],
            ),
            (
                Wanted {
                    search: Some("S".into()),
                    ..all()
                },
                &["aa-1"],
            ),
            (
                Wanted {
                    search: Some("%".into()),
                    ..all()
                },
                &[],
            ),
        ];
        for (wanted, expected) in cases {
            assert_eq!(found(&world, &wanted).await, expected, "{wanted:?}");
        }
        let brands = Wanted {
            brands: Some(vec![BrandId(1)]),
            ..all()
        };
        assert_eq!(found(&world, &brands).await, ["bb-3", "aa-2", "aa-1"]);
    })
    .await;
}

#[tokio::test]
async fn an_id_is_taken_once_on_the_whole_server() {
    each(async |test: &TestDb| {
        let (world, other) = (
            World::of(test, "Here").await,
            World::of(test, "There").await,
        );
        world.codes(&[("taken", None, None)]).await;
        let new = |extended_id| NewCode {
            extended_id,
            serial_number: None,
            sequence: 1,
            product: None,
            status: Status::Active,
        };
        let mut tx = other.db.write().await.expect("a transaction");
        let scope = all(other.company);
        let codes = [new("fresh"), new("taken")];
        let refused = codes::insert_many(&mut tx, &scope, other.order, &codes, NOW).await;
        assert!(matches!(refused, Err(DbError::Unique)), "{refused:?}");
        drop(tx);
        // Another company's order is none of ours.
        let mut tx = other.db.write().await.expect("a transaction");
        let codes = [new("fresh")];
        let refused = codes::insert_many(&mut tx, &scope, world.order, &codes, NOW).await;
        assert!(matches!(refused, Err(DbError::Referenced)), "{refused:?}");
        drop(tx);
        assert_eq!(other.all().await, []);
    })
    .await;
}
