//! A company is never left without an Account Admin who can come in (security checklist 55).

use crate::support::{accept, invite};
use countermark_core::roles::Role;
use countermark_testkit::{Client, PASSWORD, Person, Reply, TestApp, each};
use serde_json::json;

async fn archive(client: &Client, person: &Person) -> Reply {
    client
        .post(&format!("/api/v2/users/{}/archive/", person.id), json!({}))
        .await
}

async fn lower(client: &Client, person: &Person) -> Reply {
    client
        .patch(
            &format!("/api/v2/users/{}/", person.id),
            json!({"role": "scm_user"}),
        )
        .await
}

#[tokio::test]
async fn the_last_one_stays() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        // Neither somebody who has not joined nor somebody who is shut out counts.
        let (_, code) = invite(app, &client, "new@company.example", Role::AccountAdmin).await;
        let gone = app.person(&admin, Role::AccountAdmin).await;
        archive(&client, &gone).await.expect(200);
        for reply in [archive(&client, &admin).await, lower(&client, &admin).await] {
            assert_eq!(reply.status, 409);
            assert_eq!(
                reply["detail"],
                "This is the last Account Admin. Give somebody else the role first."
            );
        }
        client.get("/api/v2/users/").await.expect(200);
        // Another change of the last one is no harm.
        let body = json!({"phone": "1", "role": "account_admin"});
        client
            .patch(&format!("/api/v2/users/{}/", admin.id), body)
            .await
            .expect(200);
        // With a second one who has joined it is allowed, even of oneself.
        accept(app, &code, PASSWORD).await.expect(201);
        lower(&client, &admin).await.expect(200);
        client.get("/api/v2/users/").await.expect(403);
    })
    .await;
}

async fn pair(app: &TestApp) -> [(Person, Client); 2] {
    let one = app.company().await;
    let two = app.person(&one, Role::AccountAdmin).await;
    let clients = (app.jwt(&one).await, app.jwt(&two).await);
    [(one, clients.0), (two, clients.1)]
}

async fn active_admins(app: &TestApp, company: &Person) -> i64 {
    let mut raw = app.db.place.raw().await;
    let sql = format!(
        "SELECT count(*) FROM member WHERE company_id = {} AND role = 'account_admin' \
         AND joined_at IS NOT NULL AND archived_at IS NULL",
        company.company
    );
    let count = raw.number(&sql).await;
    raw.close().await;
    count
}

/// Two who shut each other out at the same moment: one of them wins.
#[tokio::test]
async fn two_at_once_leave_one() {
    each(async |app| {
        for round in 0..10 {
            let [(one, client_one), (two, client_two)] = pair(app).await;
            let replies = match round % 3 {
                0 => tokio::join!(archive(&client_one, &two), archive(&client_two, &one)),
                1 => tokio::join!(lower(&client_one, &two), lower(&client_two, &one)),
                _ => tokio::join!(archive(&client_one, &one), lower(&client_two, &two)),
            };
            let mut statuses = [replies.0.status, replies.1.status];
            statuses.sort_unstable();
            assert_eq!(statuses[0], 200, "{statuses:?}");
            assert!([401, 403, 409].contains(&statuses[1]), "{statuses:?}");
            assert_eq!(active_admins(app, &one).await, 1, "round {round}");
        }
    })
    .await;
}
