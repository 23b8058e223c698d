//! `GET /api/v2/notices/`: the end of a token never surprises its owner.

use countermark::tasks::run;
use countermark_core::roles::Role;
use countermark_testkit::{Person, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/notices/";
const DAY: i64 = 86_400;

async fn notices(app: &TestApp, person: &Person) -> Vec<Value> {
    let list = app.jwt(person).await.get(PATH).await.expect(200);
    assert_eq!(list["count"], list["results"].as_array().unwrap().len());
    list["results"].as_array().unwrap().clone()
}

async fn mails(app: &TestApp) -> i64 {
    let mut raw = app.db.place.raw().await;
    let count = raw
        .number("SELECT COUNT(*) FROM mail WHERE kind = 'uat_ends'")
        .await;
    raw.close().await;
    count
}

/// Runs the task as often as its turns allow.
async fn notify(app: &TestApp) {
    app.clock.advance(300);
    for _ in 0..2 {
        run(&app.app, "notify_ends").await.unwrap();
    }
}

async fn token(app: &TestApp, person: &Person, until: &str) -> String {
    let body = json!({"name": "till 4", "valid_until": until, "permissions": ["brand_view"]});
    let made = app
        .jwt(person)
        .await
        .post("/api/v2/uats/", body)
        .await
        .expect(201);
    made["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn owners_are_told_at_thirty_fourteen_seven_three_and_one_day() {
    each(async |app| {
        let admin = app.company().await;
        // The clock stands at noon of 24 November; the end is 60 days and a half away.
        let id = token(app, &admin, "2027-01-23").await;
        let mut day = 60;
        let mut told = Vec::new();
        for _ in 0..62 {
            let before = mails(app).await;
            notify(app).await;
            let new = mails(app).await - before;
            assert!(new <= 1, "{new} mails in one day");
            if new == 1 {
                told.push(day);
                let shown = notices(app, &admin).await;
                assert_eq!(shown.len(), 1, "an earlier notice gives way");
                assert_eq!(shown[0]["kind"], "uat_ends");
                assert_eq!(shown[0]["uat"], json!({"id": id, "name": "till 4"}));
                assert_eq!(
                    shown[0]["text"],
                    "The token \"till 4\" works until 2027-01-23. Replace it before it ends."
                );
            }
            app.clock.advance(DAY - 300);
            day -= 1;
        }
        // Full days left after half a day: 29.5 is the first look within 30.
        assert_eq!(told, [29, 13, 6, 2, 0]);
        assert!(notices(app, &admin).await.is_empty(), "it has ended");
        let mut raw = app.db.place.raw().await;
        let rows = "SELECT recipient, subject FROM mail WHERE kind = 'uat_ends' ORDER BY id";
        let rows = raw.rows(rows).await;
        raw.close().await;
        let left = ["29 days", "13 days", "6 days", "2 days", "11 hours"];
        for (row, left) in rows.iter().zip(left) {
            let subject = format!("Your token \"till 4\" ends in {left}");
            assert_eq!(*row, [admin.email.clone(), subject]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_threshold_longer_than_the_tokens_life_is_none() {
    each(async |app| {
        let admin = app.company().await;
        token(app, &admin, "2026-12-04").await;
        notify(app).await;
        assert_eq!(mails(app).await, 0, "who makes a token for ten days knows");
        app.clock.advance(4 * DAY);
        notify(app).await;
        assert_eq!(notices(app, &admin).await[0]["facts"]["days"], 7);
    })
    .await;
}

#[tokio::test]
async fn nodes_that_look_together_tell_once() {
    each(async |app| {
        let admin = app.company().await;
        token(app, &admin, "2027-01-23").await;
        app.clock.advance(40 * DAY);
        let looks = (0..6).map(|_| run(&app.app, "notify_ends"));
        for done in futures_util::future::join_all(looks).await {
            done.unwrap();
        }
        assert_eq!(mails(app).await, 1);
        // The turn is over and everything has been told.
        notify(app).await;
        assert_eq!(mails(app).await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_has_ended_or_has_a_successor_is_not_told() {
    each(async |app| {
        let admin = app.company().await;
        let gone = app.person(&admin, Role::AccountAdmin).await;
        token(app, &gone, "2027-01-23").await;
        let (revoked, replaced) = (
            token(app, &admin, "2027-01-23").await,
            token(app, &admin, "2027-01-23").await,
        );
        app.clock.advance(35 * DAY);
        notify(app).await;
        assert_eq!((mails(app).await, notices(app, &admin).await.len()), (3, 2));
        let boss = app.jwt(&admin).await;
        boss.delete(&format!("/api/v2/uats/{revoked}/"))
            .await
            .expect(204);
        let path = format!("/api/v2/uats/{replaced}/rotate/");
        boss.post(&path, json!({"overlap": "7d"})).await.expect(201);
        let path = format!("/api/v2/users/{}/archive/", gone.id);
        boss.post(&path, json!({})).await.expect(200);
        assert!(notices(app, &admin).await.is_empty());
        app.clock.advance(12 * DAY);
        notify(app).await;
        // Nothing more about any of the three.
        assert_eq!(mails(app).await, 3);
    })
    .await;
}

#[tokio::test]
async fn everybody_sees_their_own_and_no_token_sees_any() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::AccountAdmin).await;
        token(app, &admin, "2027-01-23").await;
        app.clock.advance(35 * DAY);
        notify(app).await;
        assert_eq!(notices(app, &admin).await.len(), 1);
        assert!(notices(app, &colleague).await.is_empty());
        assert!(notices(app, &app.company().await).await.is_empty());
        let uat = app.uat(&admin, &["brand_view"]);
        // The clock has gone past the date that the builder uses: a token by hand.
        drop(uat);
        let rights = countermark_core::permissions::PermissionSet::all();
        let planted = crate::authz::planted(app, &admin, rights, app.now().plus_seconds(60)).await;
        assert_eq!(
            planted.client.get(PATH).await.expect(403).code(),
            "person_required"
        );
        app.anonymous().get(PATH).await.expect(401);
    })
    .await;
}
