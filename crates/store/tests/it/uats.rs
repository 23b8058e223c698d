//! Tokens: their state follows the time, they are revoked once, their uses add up.

use crate::support::{NOW, company, member, uat, write};
use countermark_core::{
    ids::{CompanyId, UatId},
    page::PageRequest,
    permissions::{Permission, PermissionSet},
    roles::Role,
    time::Timestamp,
};
use countermark_store::{
    Db,
    uats::{self, State, Wanted},
    uses::{self, Count, Kind, Use},
};
use countermark_testkit::db::{TestDb, each};

async fn in_state(db: &Db, company: CompanyId, state: State, now: Timestamp) -> Vec<UatId> {
    let mut conn = db.read().await.expect("a connection");
    let wanted = Wanted {
        state: Some(state),
        ..Wanted::default()
    };
    let (ordering, page) = (uats::ORDERINGS[0], PageRequest::default());
    let found = uats::list(&mut conn, company, &wanted, now, ordering, &page).await;
    let found = found.expect("a list");
    let counted = uats::count(&mut conn, company, &wanted, now)
        .await
        .expect("a count");
    assert_eq!(
        (found.count, usize::try_from(counted)),
        (counted, Ok(found.rows.len()))
    );
    let mut ids: Vec<_> = found.rows.into_iter().map(|row| row.id).collect();
    ids.sort();
    ids
}

#[tokio::test]
async fn a_state_follows_the_time() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        let works = uat(&test.db, company, anna, 1).await;
        let ended = uat(&test.db, company, anna, 2).await;
        let later = NOW.plus_seconds(60);
        write(&test.db, async |tx| {
            uats::revoke(tx, company, ended, anna, Some("lost"), later).await
        })
        .await;

        let end = NOW.plus_seconds(3_600);
        let last = Timestamp(end.0 - 1);
        for (now, active, expired) in [
            (later, vec![works], vec![]),
            (last, vec![works], vec![]),
            (end, vec![], vec![works]),
        ] {
            assert_eq!(
                in_state(&test.db, company, State::Active, now).await,
                active
            );
            assert_eq!(
                in_state(&test.db, company, State::Expired, now).await,
                expired
            );
            assert_eq!(
                in_state(&test.db, company, State::Revoked, now).await,
                [ended]
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_is_revoked_once() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        let bert = member(&test.db, company, "bert@example.com", Role::AccountAdmin).await;
        let id = uat(&test.db, company, anna, 1).await;
        let (first, second) = write(&test.db, async |tx| {
            let later = NOW.plus_seconds(5);
            let first = uats::revoke(tx, company, id, bert, Some("lost"), NOW).await?;
            let second = uats::revoke(tx, company, id, anna, Some("again"), later).await?;
            Ok((first, second))
        })
        .await;
        assert!(first && !second);

        let mut conn = test.db.read().await.expect("a connection");
        let grant = uats::grant(&mut conn, id).await.expect("a token");
        let grant = grant.expect("a revoked token is kept");
        assert!(grant.is_revoked);
        let found = uats::get(&mut conn, company, id).await.expect("a token");
        let found = found.expect("a revoked token is kept");
        assert_eq!(found.revoked_at, Some(NOW));
        assert_eq!(found.revoked_by.map(|who| who.id), Some(bert));
        assert_eq!(found.revoked_reason.as_deref(), Some("lost"));
        let unknown = uats::grant(&mut conn, UatId(4711)).await;
        assert!(unknown.expect("an answer").is_none());
    })
    .await;
}

#[tokio::test]
async fn what_a_token_is_made_of_comes_back() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        let id = uat(&test.db, company, anna, u128::MAX).await;
        let narrow = PermissionSet::of(&[Permission::ProductView]);
        write(&test.db, async |tx| {
            uats::update(tx, company, id, "Other", narrow).await
        })
        .await;

        let mut conn = test.db.read().await.expect("a connection");
        let found = uats::get(&mut conn, company, id)
            .await
            .expect("a token")
            .expect("there");
        assert_eq!(
            (found.id, found.company, found.owner.id),
            (id, company, anna)
        );
        assert_eq!((found.name.as_str(), found.permissions), ("Other", narrow));
        assert_eq!(found.secret_digest, [7; 32]);
        assert_eq!(
            (found.created_at, found.expires_at),
            (NOW, NOW.plus_seconds(3_600))
        );
        assert_eq!(
            (found.use_count, found.last_used_at, found.revoked_at),
            (0, None, None)
        );
    })
    .await;
}

#[tokio::test]
async fn uses_add_up_and_the_latest_one_shows() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        let id = uat(&test.db, company, anna, 1).await;
        let other = uat(&test.db, company, anna, 2).await;
        let used = |id, second: i64, last: u8, count| Use {
            id,
            day: NOW.day(),
            calls: count,
            at: Some(NOW.plus_seconds(second)),
            refused: 0,
            refused_at: None,
            counts: vec![(false, "all", count), (false, "brand_view", count)],
            seen: vec![(
                Kind::Address,
                format!("192.0.2.{last}"),
                NOW.plus_seconds(second),
            )],
        };
        // The last batch comes from a node that was slow to write: its call was earlier.
        for batch in [
            vec![used(id, 10, 1, 3), used(other, 10, 1, 1)],
            vec![used(id, 30, 2, 4)],
            vec![used(id, 20, 3, 5), used(UatId(4711), 20, 3, 5)],
        ] {
            write(&test.db, async |tx| uses::record(tx, &batch).await).await;
        }
        let mut conn = test.db.read().await.expect("a connection");
        let found = uats::get(&mut conn, company, id)
            .await
            .expect("a token")
            .expect("there");
        assert_eq!(found.use_count, 12);
        assert_eq!(found.last_used_at, Some(NOW.plus_seconds(30)));
        assert_eq!(found.last_used_address.as_deref(), Some("192.0.2.2"));
        let found = uats::get(&mut conn, company, other)
            .await
            .expect("a token")
            .expect("there");
        assert_eq!(found.use_count, 1);
    })
    .await;
}

#[tokio::test]
async fn counts_add_up_by_day_and_five_of_each_kind_are_kept() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        let id = uat(&test.db, company, anna, 1).await;
        let today = NOW.day();
        let seen = |kind, from: i64| {
            let one = |n: i64| (kind, format!("192.0.2.{n}"), NOW.plus_seconds(n));
            (from..from + 4).map(one).collect::<Vec<_>>()
        };
        let used = |day, seen| Use {
            id,
            day,
            calls: 2,
            at: Some(NOW),
            refused: 1,
            refused_at: Some(NOW),
            counts: vec![(false, "all", 2), (true, "all", 1)],
            seen,
        };
        // Two days of one token in one batch name the same addresses.
        for batch in [
            vec![
                used(today - 90, seen(Kind::Address, 1)),
                used(today, seen(Kind::Address, 3)),
            ],
            vec![used(today, seen(Kind::Refused, 1))],
        ] {
            write(&test.db, async |tx| uses::record(tx, &batch).await).await;
        }
        let mut conn = test.db.read().await.expect("a connection");
        let count = |day, refused, calls| Count {
            day,
            refused,
            what: "all".into(),
            calls,
        };
        let all = [
            count(today - 90, false, 2),
            count(today - 90, true, 1),
            count(today, false, 4),
            count(today, true, 2),
        ];
        let found = uses::counts(&mut conn, company, id, 0).await;
        assert_eq!(found.expect("counts"), all);
        let lately = uses::seen_lately(&mut conn, company, id)
            .await
            .expect("seen");
        let of = |kind| -> Vec<String> {
            let of_kind = lately.iter().filter(|(k, ..)| *k == kind);
            of_kind.map(|(_, value, _)| value.clone()).collect()
        };
        let ends = |from: i64, to: i64| -> Vec<String> {
            (to..=from).rev().map(|n| format!("192.0.2.{n}")).collect()
        };
        assert_eq!(of(Kind::Address), ends(6, 2));
        assert_eq!(of(Kind::Refused), ends(4, 1));
        drop(conn);
        let removed = write(&test.db, async |tx| uses::sweep(tx, today - 89).await).await;
        assert_eq!(removed, 2);
        let mut conn = test.db.read().await.expect("a connection");
        let left = uses::counts(&mut conn, company, id, 0).await;
        assert_eq!(left.expect("counts"), all[2..]);
    })
    .await;
}

/// A successor has every restriction of the token that it replaces: whoever adds a column to
/// tokens says here whether it is inherited.
#[tokio::test]
async fn every_column_is_inherited_or_ones_own() {
    use countermark_store::uats::rotation::{INHERITED, OWN};
    each(async |test: &TestDb| {
        let mut raw = test.place.raw().await;
        let sql = match test.db.engine() {
            countermark_store::Engine::Sqlite => "SELECT name FROM pragma_table_info('uat')",
            countermark_store::Engine::Postgres => {
                "SELECT column_name::text FROM information_schema.columns \
                 WHERE table_schema = 'public' AND table_name = 'uat'"
            }
        };
        let mut columns: Vec<String> = raw.rows(sql).await.into_iter().flatten().collect();
        raw.close().await;
        columns.sort();
        let mut known: Vec<_> = INHERITED
            .iter()
            .chain(OWN)
            .map(ToString::to_string)
            .collect();
        known.sort();
        assert_eq!(
            columns, known,
            "say in uats/rotation.rs what a successor inherits"
        );
    })
    .await;
}

#[tokio::test]
async fn a_family_ends_as_a_whole_and_nothing_else_does() {
    use countermark_store::uats::rotation::{self, Successor};
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        let (first, other) = (
            uat(&test.db, company, anna, 1).await,
            uat(&test.db, company, anna, 2).await,
        );
        let next = |old: UatId, id: i64, until: Timestamp| {
            let new = Successor {
                id: UatId(u128::try_from(id).expect("an id")),
                secret_digest: &[9; 32],
                permissions: PermissionSet::of(&[Permission::BrandView]),
                valid_until: "2026-12-24",
                created_at: NOW,
                expires_at: NOW.plus_seconds(7_200),
            };
            let db = &test.db;
            async move {
                let new = &new;
                write(db, async |tx| {
                    rotation::replace(tx, company, old, new, until).await
                })
                .await;
                new.id
            }
        };
        let second = next(first, 71, NOW).await;
        let third = next(second, 72, NOW.plus_seconds(600)).await;
        let later = NOW.plus_seconds(1);
        let mut ended = write(&test.db, async |tx| {
            rotation::revoke_family(tx, company, first, "why", later).await
        })
        .await;
        ended.sort();
        let ids: Vec<_> = ended.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, [second, third], "the first one had ended before");
        let again = write(&test.db, async |tx| {
            rotation::revoke_family(tx, company, first, "why", later).await
        })
        .await;
        assert!(again.is_empty());
        assert_eq!(
            in_state(&test.db, company, State::Superseded, later).await,
            [first]
        );
        assert_eq!(
            in_state(&test.db, company, State::Active, later).await,
            [other]
        );
        let mut conn = test.db.read().await.expect("a connection");
        let family = rotation::family(&mut conn, company, first)
            .await
            .expect("a family");
        let chain: Vec<_> = family.iter().map(|uat| (uat.id, uat.replaces)).collect();
        assert_eq!(
            chain,
            [(first, None), (second, Some(first)), (third, Some(second))]
        );
        assert_eq!(family[2].revoked_reason.as_deref(), Some("why"));
    })
    .await;
}
