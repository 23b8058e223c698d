//! Log-ins begin, are confirmed and end.

use crate::support::{NOW, company, member, write};
use countermark_core::{
    ids::{CompanyId, SessionId, UserId},
    roles::Role,
};
use countermark_store::{
    Db,
    sessions::{self, Kind, Origin, Session},
};
use countermark_testkit::db::{TestDb, each};

async fn begin(db: &Db, company: CompanyId, user: UserId, id: u128, kind: Kind) -> SessionId {
    let session = Session {
        id: SessionId(id),
        company,
        user,
        kind,
        secret_digest: (kind == Kind::Cookie).then(|| vec![9; 32]),
        signed_in_at: NOW,
        seen_at: NOW,
        expires_at: NOW.plus_seconds(600),
        ended: false,
        amr: "pwd".to_owned(),
    };
    let origin = Origin {
        address: "192.0.2.1",
        user_agent: "test",
    };
    write(db, async |tx| sessions::create(tx, &session, origin).await).await;
    session.id
}

async fn get(db: &Db, id: SessionId) -> Session {
    let mut conn = db.read().await.expect("a connection");
    let session = sessions::get(&mut conn, id).await.expect("an answer");
    session.expect("a session is kept when it has ended")
}

#[tokio::test]
async fn a_session_comes_back_as_it_was_made() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        let cookie = begin(&test.db, company, anna, 1, Kind::Cookie).await;
        let jwt = begin(&test.db, company, anna, 2, Kind::Jwt).await;

        let found = get(&test.db, cookie).await;
        assert_eq!(
            (found.company, found.user, found.kind),
            (company, anna, Kind::Cookie)
        );
        assert_eq!(found.secret_digest, Some(vec![9; 32]));
        assert_eq!(
            (found.signed_in_at, found.expires_at),
            (NOW, NOW.plus_seconds(600))
        );
        assert!(!found.ended);
        let found = get(&test.db, jwt).await;
        assert_eq!((found.kind, found.secret_digest), (Kind::Jwt, None));
        let mut conn = test.db.read().await.expect("a connection");
        let unknown = sessions::get(&mut conn, SessionId(4711)).await;
        assert!(unknown.expect("an answer").is_none());
    })
    .await;
}

#[tokio::test]
async fn all_sessions_of_a_person_end_but_one() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        let bert = member(&test.db, company, "bert@example.com", Role::AccountAdmin).await;
        let ids = [
            begin(&test.db, company, anna, 1, Kind::Cookie).await,
            begin(&test.db, company, anna, 2, Kind::Jwt).await,
            begin(&test.db, company, anna, 3, Kind::Jwt).await,
            begin(&test.db, company, bert, 4, Kind::Jwt).await,
        ];
        let end = async |keep| {
            let mut ended = write(&test.db, async |tx| {
                sessions::end_all(tx, anna, keep, NOW).await
            })
            .await;
            ended.sort();
            ended
        };
        assert_eq!(end(Some(ids[1])).await, [ids[0], ids[2]]);
        let mut states = Vec::new();
        for id in ids {
            states.push(get(&test.db, id).await.ended);
        }
        assert_eq!(states, [true, false, true, false]);
        assert_eq!(
            end(None).await,
            [ids[1]],
            "those that had ended are not named again"
        );
        assert_eq!(end(None).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_session_is_confirmed_until_it_ends() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        let bert = member(&test.db, company, "bert@example.com", Role::AccountAdmin).await;
        let id = begin(&test.db, company, anna, 1, Kind::Cookie).await;
        let (later, latest) = (NOW.plus_seconds(60), NOW.plus_seconds(90));
        write(&test.db, async |tx| {
            sessions::confirm(tx, company, anna, id, later).await?;
            // Somebody else cannot, and cannot end it either.
            sessions::confirm(tx, company, bert, id, latest).await?;
            sessions::end(tx, company, bert, id, latest).await.map(drop)
        })
        .await;
        let found = get(&test.db, id).await;
        assert_eq!((found.signed_in_at, found.ended), (later, false));

        write(&test.db, async |tx| {
            sessions::end(tx, company, anna, id, later).await?;
            sessions::confirm(tx, company, anna, id, latest).await
        })
        .await;
        let found = get(&test.db, id).await;
        assert_eq!((found.signed_in_at, found.ended), (later, true));
    })
    .await;
}

#[tokio::test]
async fn the_latest_use_is_kept() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        let id = begin(&test.db, company, anna, 1, Kind::Jwt).await;
        assert_eq!(get(&test.db, id).await.seen_at, NOW);
        // The last batch comes from a node that was slow to write.
        for (second, shown) in [(20, 20), (40, 40), (30, 40)] {
            let seen = [(id, NOW.plus_seconds(second))];
            write(&test.db, async |tx| sessions::record_seen(tx, &seen).await).await;
            assert_eq!(get(&test.db, id).await.seen_at, NOW.plus_seconds(shown));
        }
    })
    .await;
}
