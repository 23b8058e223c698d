//! Codes: lists and what narrows them.

use crate::{
    scm::World,
    support::{NOW, all, walk},
};
use countermark_core::{
    codes::Status,
    ids::{BrandId, CampaignId, CodeId, ProductId, UserId, WorkorderId},
};
use countermark_store::{
    DbError,
    codes::{self, NewCode, Wanted, export},
};
use countermark_testkit::db::{TestDb, each};
use serde_json::json;

/// All that are wanted, in steps of two.
async fn exported(world: &World<'_>, wanted: &Wanted) -> Vec<String> {
    let (mut conn, scope) = (world.db.read().await.expect("read"), all(world.company));
    let until = export::newest(&mut conn, &scope).await.expect("read");
    let until = until.expect("codes");
    let (mut after, mut ids) = (CodeId(0), Vec::new());
    loop {
        let step = export::step(&mut conn, &scope, wanted, (after, until), 2).await;
        let Some(step) = step.expect("a step") else {
            return ids;
        };
        assert!(step.codes.len() <= 2 && step.last > after);
        after = step.last;
        ids.extend(step.codes.into_iter().map(|code| code.extended_id));
    }
}

macro_rules! wanted {
    ($field:ident: $value:expr) => {
        Wanted {
            $field: $value,
            ..Wanted::default()
        }
    };
}

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
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let cases: Vec<(Wanted, &[&str])> = vec![
            (Wanted::default(), &["bb-4", "bb-3", "aa-2", "aa-1"]),
            (wanted!(campaign: Some(world.campaigns[0])), &["aa-1"]),
            (wanted!(campaign: Some(CampaignId(0))), &[]),
            (wanted!(products: Some(vec![two, none])), &["bb-3", "aa-2"]),
            (wanted!(products: Some(vec![ProductId(0)])), &[]),
            (wanted!(products: Some(vec![other.products[0]])), &[]),
            (wanted!(brands: Some(vec![BrandId(0)])), &[]),
            (
                wanted!(workorder: Some(world.order)),
                &["bb-4", "bb-3", "aa-2", "aa-1"],
            ),
            (wanted!(workorder: Some(WorkorderId(0))), &[]),
            (wanted!(status: Some(Status::Inactive)), &["bb-4", "bb-3"]),
            (wanted!(status: Some(Status::Active)), &["aa-1"]),
            (wanted!(blacklisted: Some(true)), &["aa-2"]),
            (wanted!(blacklisted: Some(false)), &["bb-4", "bb-3", "aa-1"]),
            (wanted!(scm: vec![pair("a", "7")]), &["aa-2", "aa-1"]),
            (
                wanted!(scm: vec![pair("a", "7"), pair("pallet", "P")]),
                &["aa-1"],
            ),
            (wanted!(scm: vec![pair("pallet", "p")]), &[]),
            (wanted!(serial_number: Some("S1".into())), &["aa-1"]),
            (wanted!(extended_id: Some("bb-3".into())), &["bb-3"]),
            (wanted!(activated_by: Some(world.person)), &["aa-1"]),
            (wanted!(activated_by: Some(UserId(0))), &[]),
            (wanted!(activated_at: (Some(later), None)), &["aa-1"]),
            (wanted!(activated_at: (None, Some(later))), &[]),
            (wanted!(updated_at: (Some(later), None)), &["aa-2", "aa-1"]),
            (
                wanted!(updated_at: (Some(NOW), Some(later))),
                &["bb-4", "bb-3"],
            ),
            (wanted!(search: Some("aa-".into())), &["aa-2", "aa-1"]),
            (wanted!(search: Some("aa-9".into())), &["aa-2"]),
            (wanted!(search: Some("S".into())), &["aa-1"]),
            (wanted!(search: Some("%".into())), &[]),
        ];
        for (wanted, expected) in cases {
            assert_eq!(found(&world, &wanted).await, expected, "{wanted:?}");
            let mut exported = exported(&world, &wanted).await;
            exported.reverse();
            assert_eq!(exported, expected, "{wanted:?}");
        }
        let brands = wanted!(brands: Some(vec![BrandId(1)]));
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

/// Others make codes while they are read: each of the first comes once, none of the others does.
#[tokio::test]
async fn an_export_is_of_what_was_there() {
    each(async |test: &TestDb| {
        let (world, other) = (
            World::of(test, "Here").await,
            World::of(test, "There").await,
        );
        let (mut conn, scope) = (world.db.read().await.expect("read"), all(world.company));
        let none = export::newest(&mut conn, &scope).await.expect("read");
        assert_eq!(none, None);
        for round in 0..5 {
            for (world, name) in [(&world, "ours"), (&other, "theirs")] {
                world
                    .codes(&[(&format!("{name}-{round}"), None, None)])
                    .await;
            }
        }
        let until = export::newest(&mut conn, &scope).await.expect("read");
        let until = until.expect("codes");
        let (mut after, mut ids) = (CodeId(0), Vec::new());
        let wanted = Wanted::default();
        while let Some(step) = export::step(&mut conn, &scope, &wanted, (after, until), 2)
            .await
            .expect("a step")
        {
            world
                .codes(&[(&format!("late-{}", ids.len()), None, None)])
                .await;
            after = step.last;
            ids.extend(step.codes.into_iter().map(|code| code.extended_id));
        }
        assert_eq!(ids, ["ours-0", "ours-1", "ours-2", "ours-3", "ours-4"]);
    })
    .await;
}
