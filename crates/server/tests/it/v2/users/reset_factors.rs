//! `POST /api/v2/users/{id}/reset-factors/`

use crate::{
    one_time::enrol,
    support::{accept, entry_by, invite, log_in},
};
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, Person, each};
use serde_json::json;

fn path(person: &Person) -> String {
    format!("/api/v2/users/{}/reset-factors/", person.id)
}

#[tokio::test]
async fn a_colleague_who_lost_them_can_come_in_again() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::BrandManager).await;
        let theirs = app.cookie(&colleague).await;
        enrol(app, &theirs).await;
        let client = app.jwt(&admin).await;
        let one = format!("/api/v2/users/{}/", colleague.id);
        let shown = client.get(&one).await.expect(200);
        assert_eq!(shown["second_factors"], json!(["totp"]));
        let done = client.post(&path(&colleague), json!({})).await.expect(200);
        assert_eq!(done["second_factors"], json!([]));
        theirs.get("/api/v2/me/").await.expect(401);
        log_in(app, &colleague.email, PASSWORD).await.expect(200);
        let entry = entry_by(app, &admin, "user.factors_reset", &admin, "jwt").await;
        assert_eq!(entry["before"]["totp"], true);
        let mails = app.mails().await;
        let told = mails
            .iter()
            .any(|mail| mail.to == colleague.email && mail.text.contains("Ada Admin has removed"));
        assert!(told, "the person is told who did it");
    })
    .await;
}

/// What the short password was good for is gone: the person may enrol or choose a longer one.
#[tokio::test]
async fn a_short_password_then_opens_the_door_to_enrolling_only() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::AccountAdmin).await;
        let theirs = app.cookie(&colleague).await;
        enrol(app, &theirs).await;
        let short = json!({"current_password": PASSWORD, "new_password": "vq9#Tr2!k"});
        theirs
            .patch("/api/v2/me/password/", short)
            .await
            .expect(204);
        let client = app.jwt(&admin).await;
        client.post(&path(&colleague), json!({})).await.expect(200);
        let reply = log_in(app, &colleague.email, "vq9#Tr2!k").await.expect(400);
        assert_eq!(reply.code(), "second_factor_required");
        let now = app.cookie(&colleague).await;
        let me = now.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["second_factor"]["must_enrol"], true);
        for path in [
            "/api/v2/brands/",
            "/api/v2/users/",
            "/api/v2/roles/",
            "/api/v2/uats/",
        ] {
            let reply = now.get(path).await.expect(403);
            assert_eq!(reply.code(), "second_factor_required", "{path}");
        }
        enrol(app, &now).await;
        now.get("/api/v2/brands/").await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn not_oneself_not_above_and_not_for_another_company() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        client.post(&path(&admin), json!({})).await.expect(409);
        let it_admin = app.person(&admin, Role::ItAdmin).await;
        let low = app.person(&admin, Role::DashboardUser).await;
        let reply = app
            .jwt(&it_admin)
            .await
            .post(&path(&admin), json!({}))
            .await
            .expect(403);
        assert_eq!(reply.code(), "permission_denied");
        app.jwt(&low)
            .await
            .post(&path(&it_admin), json!({}))
            .await
            .expect(403);
        // Somebody else's company is not there.
        let stranger = app.company().await;
        enrol(app, &app.cookie(&stranger).await).await;
        client.post(&path(&stranger), json!({})).await.expect(404);
        // Invited or joined: a guest's door is not the host's to weaken.
        let (_, code) = invite(app, &client, &stranger.email, Role::DashboardUser).await;
        client.post(&path(&stranger), json!({})).await.expect(409);
        let listed = client
            .get(&format!("/api/v2/users/{}/", stranger.id))
            .await
            .expect(200);
        assert_eq!(
            listed["second_factors"],
            json!([]),
            "not the host's business yet"
        );
        accept(app, &code, PASSWORD).await.expect(400);
        let reply = log_in(app, &stranger.email, PASSWORD).await.expect(400);
        assert_eq!(reply.code(), "otp_required");
    })
    .await;
}
