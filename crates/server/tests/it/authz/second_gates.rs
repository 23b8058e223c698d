//! Operations that ask for one more permission when they are asked for more (security checklist
//! 51): what the extra permission opens stays shut without it, and nothing of the request is done.

use countermark_core::{permissions::Permission as P, roles::Role};
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn everybodys_tokens_are_listed_to_their_manager_only() {
    each(async |app| {
        let admin = app.company().await;
        for role in Role::ALL {
            let client = app.jwt(&app.person(&admin, role).await).await;
            let has = |permission| role.permissions().contains(permission);
            for (query, extra) in [("", true), ("?all=0", true), ("?all=1", has(P::UatManage))] {
                let reply = client.get(&format!("/api/v2/uats/{query}")).await;
                let wanted = if has(P::ApiAccess) && extra { 200 } else { 403 };
                assert_eq!(reply.status, wanted, "{} {query}", role.name());
            }
        }
    })
    .await;
}

/// An IT Admin manages people, but neither touches an Account Admin nor makes one, also not by
/// way of themselves (security checklist 48).
#[tokio::test]
async fn nobody_lifts_anybody_above_themselves() {
    each(async |app| {
        let admin = app.company().await;
        let it_admin = app.person(&admin, Role::ItAdmin).await;
        let colleague = app.person(&admin, Role::DashboardUser).await;
        let client = app.jwt(&it_admin).await;
        let up = json!({"role": "account_admin"});
        let user = |id: &dyn std::fmt::Display| format!("/api/v2/users/{id}/");
        let new = json!({"email": "new@company.example", "role": "account_admin"});
        let mut refused = vec![
            client.post("/api/v2/users/", new).await,
            client.patch(&user(&it_admin.id), up.clone()).await,
            client.patch(&user(&colleague.id), up).await,
            client
                .patch(&user(&admin.id), json!({"given_name": "x"}))
                .await,
            client
                .patch(&user(&admin.id), json!({"role": "it_admin"}))
                .await,
        ];
        for way in ["archive", "restore", "invite"] {
            let path = format!("{}{way}/", user(&admin.id));
            refused.push(client.post(&path, json!({})).await);
        }
        for reply in refused {
            assert_eq!(reply.status, 403, "{}", reply.text());
            assert_eq!(reply.code(), "permission_denied");
        }
        let lower = json!({"role": "it_admin"});
        client.patch(&user(&colleague.id), lower).await.expect(200);
        let list = app
            .jwt(&admin)
            .await
            .get("/api/v2/users/")
            .await
            .expect(200);
        let admins = list["results"].as_array().expect("people").iter();
        let admins = admins.filter(|user| user["role"]["name"] == "account_admin");
        assert_eq!(admins.count(), 1);
        assert_eq!(list["count"], 3);
    })
    .await;
}
