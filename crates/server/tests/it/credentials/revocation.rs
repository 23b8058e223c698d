//! Whatever takes a right away counts from the next request on, for every kind of credential
//! (security checklist 27, 34, 35, 36).

use super::{ME, is_let_in, is_shut_out};
use countermark_core::{
    permissions::{Permission, PermissionSet},
    policy::TokenPolicy,
    roles::Role,
};
use countermark_testkit::{Client, PASSWORD, Person, TestApp, Token, each};
use serde_json::json;

/// One person with one credential of each kind, all of them warm: the server knows them.
struct Warm {
    person: Person,
    uat: Token,
    jwt: Client,
    cookie: Client,
}

impl Warm {
    async fn new(app: &TestApp, person: Person) -> Self {
        let warm = Self {
            uat: app.uat(&person, &["brand_create", "brand_view"]).await,
            jwt: app.jwt(&person).await,
            cookie: app.cookie(&person).await,
            person,
        };
        warm.all_in("before").await;
        warm
    }

    fn each(&self) -> [(&str, &Client); 3] {
        [
            ("UAT", &self.uat.client),
            ("JWT", &self.jwt),
            ("cookie", &self.cookie),
        ]
    }

    async fn all_in(&self, when: &str) {
        for (kind, client) in self.each() {
            is_let_in(client, &format!("{kind} {when}")).await;
        }
    }

    async fn all_out(&self, when: &str) {
        for (kind, client) in self.each() {
            is_shut_out(client, "authentication_failed", &format!("{kind} {when}")).await;
        }
    }
}

/// A company's admin, signed in, and a second admin with warm credentials.
async fn two(app: &TestApp) -> (Client, Warm) {
    let admin = app.company().await;
    let second = app.person(&admin, Role::AccountAdmin).await;
    (app.jwt(&admin).await, Warm::new(app, second).await)
}

#[tokio::test]
async fn archived_is_out_at_once_and_restored_is_in() {
    each(async |app| {
        let (boss, warm) = two(app).await;
        let user = format!("/api/v2/users/{}/", warm.person.id);
        boss.post(&format!("{user}archive/"), json!({}))
            .await
            .expect(200);
        warm.all_out("after the archiving").await;
        boss.post(&format!("{user}restore/"), json!({}))
            .await
            .expect(200);
        is_let_in(&warm.uat.client, "UAT after the restoring").await;
    })
    .await;
}

#[tokio::test]
async fn a_lower_role_counts_at_once_and_a_higher_one_again() {
    each(async |app| {
        let (boss, warm) = two(app).await;
        let user = format!("/api/v2/users/{}/", warm.person.id);
        let mut number = 0;
        for (role, wanted) in [("dashboard_user", 403), ("account_admin", 201)] {
            boss.patch(&user, json!({"role": role})).await.expect(200);
            for (kind, client) in warm.each() {
                number += 1;
                let body = json!({"name": format!("Brand {number}")});
                let reply = client.post("/api/v2/brands/", body).await;
                assert_eq!(reply.status, wanted, "{kind} as {role}: {}", reply.text());
                if wanted == 403 {
                    assert_eq!(reply["missing_because"], "role", "{kind}");
                }
                let me = client.get(ME).await.expect(200);
                assert_eq!(me["role"]["name"], role, "{kind}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_stricter_policy_counts_at_once_for_tokens_only() {
    each(async |app| {
        let (_, warm) = two(app).await;
        let policy = TokenPolicy {
            forbidden: PermissionSet::of(&[Permission::BrandCreate]),
            ..TokenPolicy::default()
        };
        app.set_policy(warm.person.company, &policy).await;
        for (kind, client) in warm.each() {
            let body = json!({"name": format!("By {kind}")});
            let reply = client.post("/api/v2/brands/", body).await;
            if kind == "UAT" {
                let reply = reply.expect(403);
                assert_eq!(reply["missing_because"], "policy");
                assert_eq!(reply["granted"], json!(["brand_view"]));
            } else {
                reply.expect(201);
            }
        }
        app.set_policy(warm.person.company, &TokenPolicy::default())
            .await;
        let body = json!({"name": "Allowed again"});
        warm.uat
            .client
            .post("/api/v2/brands/", body)
            .await
            .expect(201);
    })
    .await;
}

#[tokio::test]
async fn a_narrowed_token_is_narrow_at_once() {
    each(async |app| {
        let (boss, warm) = two(app).await;
        let path = format!("/api/v2/uats/{}/", warm.uat.id);
        let body = json!({"permissions": ["brand_view"]});
        boss.patch(&path, body).await.expect(200);
        let body = json!({"name": "Too late"});
        let reply = warm
            .uat
            .client
            .post("/api/v2/brands/", body)
            .await
            .expect(403);
        assert_eq!(reply["missing_because"], "token");
        let wider = json!({"permissions": ["brand_view", "brand_create"]});
        boss.patch(&path, wider).await.expect(400);
    })
    .await;
}

#[tokio::test]
async fn a_revoked_token_is_out_at_once_and_nothing_else_is() {
    each(async |app| {
        let (boss, warm) = two(app).await;
        let other = app.uat(&warm.person, &["brand_view"]).await;
        boss.delete(&format!("/api/v2/uats/{}/", warm.uat.id))
            .await
            .expect(204);
        is_shut_out(&warm.uat.client, "token_revoked", "by the boss").await;
        is_let_in(&other.client, "the other token").await;
        other.client.delete("/api/v2/uats/self/").await.expect(204);
        is_shut_out(&other.client, "token_revoked", "by itself").await;
        other.client.delete("/api/v2/uats/self/").await.expect(401);
        is_let_in(&warm.jwt, "the JWT").await;
        is_let_in(&warm.cookie, "the cookie").await;
    })
    .await;
}

#[tokio::test]
async fn a_logout_ends_its_own_session_only() {
    each(async |app| {
        let (_, warm) = two(app).await;
        let text = app.jwt_text(&warm.person).await;
        let other = app.header(&format!("JWT {text}"));
        is_let_in(&other, "another log-in").await;
        let body = json!({"token": text});
        let refreshed = app
            .anonymous()
            .post("/api/v2/auth/jwt/refresh/", body.clone())
            .await;
        let refreshed = refreshed.expect(200)["token"].as_str().unwrap().to_owned();
        let refreshed = app.header(&format!("JWT {refreshed}"));
        is_let_in(&refreshed, "its refreshed token").await;

        other
            .post("/api/v2/auth/jwt/logout/", json!({}))
            .await
            .expect(204);
        is_shut_out(&other, "token_revoked", "logged out").await;
        is_shut_out(&refreshed, "token_revoked", "refreshed, logged out").await;
        for way in ["refresh", "verify"] {
            let path = format!("/api/v2/auth/jwt/{way}/");
            app.anonymous().post(&path, body.clone()).await.expect(400);
        }
        warm.all_in("after another's log-out").await;

        warm.cookie
            .delete("/api/v2/auth/session/")
            .await
            .expect(204);
        is_shut_out(&warm.cookie, "token_revoked", "signed out").await;
        is_let_in(&warm.jwt, "JWT after the portal's end").await;
        is_let_in(&warm.uat.client, "UAT after the portal's end").await;
    })
    .await;
}

#[tokio::test]
async fn logout_all_ends_every_session_and_no_token() {
    each(async |app| {
        let (boss, warm) = two(app).await;
        let second = app.jwt(&warm.person).await;
        is_let_in(&second, "second log-in").await;
        warm.jwt
            .post("/api/v2/auth/jwt/logout-all/", json!({}))
            .await
            .expect(204);
        for client in [&warm.jwt, &second] {
            is_shut_out(client, "token_revoked", "after logout-all").await;
        }
        is_shut_out(&warm.cookie, "token_revoked", "after logout-all").await;
        is_let_in(&warm.uat.client, "the token").await;
        is_let_in(&boss, "somebody else").await;
        is_let_in(&app.jwt(&warm.person).await, "a new log-in").await;
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    each(async |app| {
        let (_, warm) = two(app).await;
        let own = app.jwt(&warm.person).await;
        let new = "eleven quiet lamps by the harbour";
        let body = json!({"current_password": PASSWORD, "new_password": new});
        own.patch("/api/v2/me/password/", body).await.expect(204);
        is_shut_out(&warm.jwt, "token_revoked", "other JWT").await;
        is_shut_out(&warm.cookie, "token_revoked", "cookie").await;
        is_let_in(&own, "the session that changed it").await;
        is_let_in(&warm.uat.client, "the token").await;
        for (password, status) in [(PASSWORD, 400), (new, 200)] {
            let body = json!({"email": warm.person.email, "password": password});
            app.anonymous()
                .post("/api/v2/auth/jwt/", body)
                .await
                .expect(status);
        }
    })
    .await;
}

#[tokio::test]
async fn a_closed_company_is_out_at_once() {
    each(async |app| {
        let (boss, warm) = two(app).await;
        app.close_company(warm.person.company).await;
        warm.all_out("after the closing").await;
        is_shut_out(&boss, "authentication_failed", "the boss, too").await;
        let body = json!({"email": warm.person.email, "password": PASSWORD});
        let reply = app
            .anonymous()
            .post("/api/v2/auth/jwt/", body)
            .await
            .expect(400);
        let sentence = "Unable to login with provided credentials.";
        assert_eq!(*reply.json(), json!({"non_field_errors": [sentence]}));
    })
    .await;
}
