//! Invitations that are answered at the same moment (security checklist 13, 55).

use crate::support::{accept, invite, log_in, mailed_code};
use countermark_core::roles::Role;
use countermark_testkit::{TestApp, each};
use serde_json::json;

const ONE: &str = "nine calm herons wade far";
const TWO: &str = "two loud geese land early";

async fn persons(app: &TestApp, email: &str) -> [u16; 2] {
    [
        log_in(app, email, ONE).await.status,
        log_in(app, email, TWO).await.status,
    ]
}

#[tokio::test]
async fn two_who_click_one_link_are_one_who_comes_in() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        for round in 0..5 {
            let email = format!("new{round}@company.example");
            let (_, code) = invite(app, &client, &email, Role::ScmUser).await;
            let (one, two) = tokio::join!(accept(app, &code, ONE), accept(app, &code, TWO));
            let statuses = [one.status, two.status];
            assert!(
                statuses == [201, 404] || statuses == [404, 201],
                "{statuses:?}"
            );
            let expected = if one.status == 201 {
                [200, 400]
            } else {
                [400, 200]
            };
            assert_eq!(
                persons(app, &email).await,
                expected,
                "the password of who came in"
            );
        }
    })
    .await;
}

/// The two companies know nothing of each other; whoever comes second must not replace the
/// password of who came first.
#[tokio::test]
async fn links_of_two_companies_set_one_password() {
    each(async |app| {
        let (first, second) = (app.company().await, app.company().await);
        let (here, there) = (app.jwt(&first).await, app.jwt(&second).await);
        for round in 0..5 {
            let email = format!("new{round}@company.example");
            let (_, one) = invite(app, &here, &email, Role::ScmUser).await;
            let (_, two) = invite(app, &there, &email, Role::ScmUser).await;
            let (one, two) = tokio::join!(accept(app, &one, ONE), accept(app, &two, TWO));
            let statuses = [one.status, two.status];
            let expected = match statuses {
                [201, late] if late != 201 => [200, 400],
                [late, 201] if late != 201 => [400, 200],
                other => panic!("{other:?}"),
            };
            assert_eq!(persons(app, &email).await, expected, "{statuses:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_link_that_is_replaced_meanwhile_lets_in_or_is_replaced() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        for round in 0..5 {
            let email = format!("new{round}@company.example");
            let (id, old) = invite(app, &client, &email, Role::ScmUser).await;
            let path = format!("/api/v2/users/{id}/invite/");
            let (accepted, renewed) =
                tokio::join!(accept(app, &old, ONE), client.post(&path, json!({})));
            assert!([201, 404].contains(&accepted.status), "{}", accepted.text());
            assert!([200, 409].contains(&renewed.status), "{}", renewed.text());
            if accepted.status == 404 {
                renewed.expect(200);
                let new = mailed_code(app, &email).await;
                accept(app, &new, TWO).await.expect(201);
                accept(app, &old, ONE).await.expect(404);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn somebody_who_is_archived_meanwhile_is_not_active() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        for round in 0..5 {
            let email = format!("new{round}@company.example");
            let (id, code) = invite(app, &client, &email, Role::ScmUser).await;
            let path = format!("/api/v2/users/{id}/archive/");
            let (accepted, archived) =
                tokio::join!(accept(app, &code, ONE), client.post(&path, json!({})));
            archived.expect(200);
            assert!([201, 404].contains(&accepted.status), "{}", accepted.text());
            let user = client
                .get(&format!("/api/v2/users/{id}/"))
                .await
                .expect(200);
            assert_eq!(user["state"], "archived");
            log_in(app, &email, ONE).await.expect(400);
        }
    })
    .await;
}
