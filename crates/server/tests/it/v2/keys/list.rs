//! `GET /api/v2/keys/`

use super::PATH;
use countermark_core::roles::Role;
use countermark_testkit::each;

#[tokio::test]
async fn the_keys_and_the_next_rotation_are_shown_and_nothing_private() {
    each(async |app| {
        let admin = app.company().await;
        let reply = app.jwt(&admin).await.get(PATH).await.expect(200);
        let jwks = app.anonymous().get("/.well-known/jwks.json").await;
        let keys = reply["results"].as_array().unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0]["id"], jwks["keys"][0]["kid"]);
        assert_eq!(keys[0]["algorithm"], "EdDSA");
        assert_eq!(keys[0]["state"], "signing");
        assert_eq!(keys[0]["since"], "2026-11-24T12:00:00.000000Z");
        assert_eq!(keys[0]["until"], "2027-02-22T12:00:00.000000Z");
        assert_eq!(reply["next_rotation"], "2027-02-22T12:00:00.000000Z");
        let members: Vec<_> = keys[0].as_object().unwrap().keys().collect();
        let known = ["id", "algorithm", "state", "created_at", "since", "until"];
        assert_eq!(members, known);
    })
    .await;
}

#[tokio::test]
async fn only_an_account_admin_sees_them() {
    each(async |app| {
        let admin = app.company().await;
        for role in Role::ALL {
            let person = app.person(&admin, role).await;
            let status = app.jwt(&person).await.get(PATH).await.status;
            let expected = if role == Role::AccountAdmin { 200 } else { 403 };
            assert_eq!(status, expected, "{}", role.name());
        }
    })
    .await;
}
