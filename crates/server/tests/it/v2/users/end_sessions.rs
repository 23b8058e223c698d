//! `POST /api/v2/users/{id}/end-sessions/`

use crate::support::entry_by;
use countermark_core::roles::Role;
use countermark_testkit::{Person, each};
use serde_json::json;

fn path(person: &Person) -> String {
    format!("/api/v2/users/{}/end-sessions/", person.id)
}

/// Security checklist 77.
#[tokio::test]
async fn every_log_in_of_the_person_ends_and_nothing_else() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::ScmUser).await;
        let bystander = app.person(&admin, Role::ScmUser).await;
        let bystander = app.cookie(&bystander).await;
        let client = app.jwt(&admin).await;
        let theirs = [app.cookie(&person).await, app.jwt(&person).await];
        for open in &theirs {
            open.get("/api/v2/me/").await.expect(200);
        }
        client.post(&path(&person), json!({})).await.expect(204);
        for ended in &theirs {
            ended.get("/api/v2/me/").await.expect(401);
        }
        for open in [&client, &bystander, &app.jwt(&person).await] {
            open.get("/api/v2/me/").await.expect(200);
        }
        let entry = entry_by(app, &admin, "user.end_sessions", &admin, "jwt").await;
        assert_eq!(entry["object_id"], person.id.to_string());
    })
    .await;
}

/// Security checklist 33, 39: above one's reach, in another company, by a token, by a stale log-in.
#[tokio::test]
async fn who_is_out_of_reach_stays_signed_in() {
    each(async |app| {
        let admin = app.company().await;
        let it = app.person(&admin, Role::ItAdmin).await;
        let stranger = app.company().await;
        let open = [app.jwt(&admin).await, app.jwt(&stranger).await];
        let it_client = app.jwt(&it).await;
        let refused = it_client.post(&path(&admin), json!({})).await.expect(403);
        assert_eq!(refused.code(), "permission_denied");
        let foreign = open[0].post(&path(&stranger), json!({})).await;
        foreign.expect(404);
        let token = app.uat(&admin, &["brand_view"]).await.client;
        token.post(&path(&it), json!({})).await.expect(403);
        let user = app.person(&admin, Role::ScmUser).await;
        let user = app.jwt(&user).await.post(&path(&it), json!({})).await;
        user.expect(403);
        app.clock.advance(601);
        let stale = open[0].post(&path(&it), json!({})).await.expect(403);
        assert_eq!(stale.code(), "fresh_login_required");
        for client in open.iter().chain([&it_client]) {
            client.get("/api/v2/me/").await.expect(200);
        }
    })
    .await;
}
