//! An IT Admin manages people and never reaches an Account Admin: not by making one, not by
//! touching one, not by becoming one.

use crate::support::{invite, log_in, mailed_code};
use countermark_core::roles::Role;
use countermark_testkit::{Client, PASSWORD, Person, Reply, TestApp, each};
use serde_json::{Value, json};

struct Scene {
    admin: Person,
    boss: Client,
    it: Person,
    client: Client,
}

async fn scene(app: &TestApp) -> Scene {
    let admin = app.company().await;
    let it = app.person(&admin, Role::ItAdmin).await;
    let (boss, client) = (app.jwt(&admin).await, app.jwt(&it).await);
    Scene {
        admin,
        boss,
        it,
        client,
    }
}

fn out_of_reach(reply: Reply) {
    let reply = reply.expect(403);
    assert_eq!(reply.code(), "permission_denied");
    assert_eq!(
        reply["detail"],
        "Your role \"IT Admin\" does not reach \"Account Admin\". An Account Admin can do this."
    );
}

#[tokio::test]
async fn it_makes_none() {
    each(async |app| {
        let scene = scene(app).await;
        let body = json!({"email": "new@company.example", "role": "account_admin"});
        out_of_reach(scene.client.post("/api/v2/users/", body).await);
        let list = scene
            .boss
            .get("/api/v2/users/?search=new@")
            .await
            .expect(200);
        assert_eq!(list["count"], 0);
        // Everybody else it may invite, its own kind included.
        for role in Role::ALL
            .into_iter()
            .filter(|role| *role != Role::AccountAdmin)
        {
            let email = format!("{}@company.example", role.name());
            invite(app, &scene.client, &email, role).await;
        }
    })
    .await;
}

#[tokio::test]
async fn it_touches_none() {
    each(async |app| {
        let scene = scene(app).await;
        let (invited, code) = invite(
            app,
            &scene.boss,
            "boss2@company.example",
            Role::AccountAdmin,
        )
        .await;
        let archived = app.person(&scene.admin, Role::AccountAdmin).await;
        scene
            .boss
            .post(
                &format!("/api/v2/users/{}/archive/", archived.id),
                json!({}),
            )
            .await
            .expect(200);
        for id in [scene.admin.id.0, invited, archived.id.0] {
            let path = format!("/api/v2/users/{id}/");
            let before = scene.boss.get(&path).await.expect(200).text();
            for body in [
                json!({"phone": "1"}),
                json!({"role": "scm_user"}),
                json!({}),
            ] {
                out_of_reach(scene.client.patch(&path, body).await);
            }
            for verb in ["archive", "restore", "invite"] {
                out_of_reach(
                    scene
                        .client
                        .post(&format!("{path}{verb}/"), json!({}))
                        .await,
                );
            }
            assert_eq!(scene.boss.get(&path).await.expect(200).text(), before);
            // Seeing is allowed.
            scene.client.get(&path).await.expect(200);
        }
        crate::support::accept(app, &code, PASSWORD)
            .await
            .expect(201);
    })
    .await;
}

#[tokio::test]
async fn it_becomes_none_and_promotes_nobody() {
    each(async |app| {
        let scene = scene(app).await;
        let person = app.person(&scene.admin, Role::ScmUser).await;
        let (invited, _) = invite(app, &scene.client, "new@company.example", Role::ScmUser).await;
        for id in [scene.it.id.0, person.id.0, invited] {
            let body = json!({"phone": "1", "role": "account_admin"});
            out_of_reach(
                scene
                    .client
                    .patch(&format!("/api/v2/users/{id}/"), body)
                    .await,
            );
            let user = scene
                .boss
                .get(&format!("/api/v2/users/{id}/"))
                .await
                .expect(200);
            assert_ne!(user["role"]["name"], "account_admin");
            assert_eq!(user["phone"], "", "nothing of a refused request is applied");
        }
        // Within its reach it does its work.
        let path = format!("/api/v2/users/{}/", person.id);
        scene
            .client
            .patch(&path, json!({"role": "brand_manager"}))
            .await
            .expect(200);
        scene
            .client
            .post(&format!("{path}archive/"), json!({}))
            .await
            .expect(200);
        scene
            .client
            .post(&format!("{path}restore/"), json!({}))
            .await
            .expect(200);
        let reply = scene
            .client
            .post(&format!("/api/v2/users/{invited}/invite/"), json!({}))
            .await;
        reply.expect(200);
        mailed_code(app, "new@company.example").await;
    })
    .await;
}

/// Security checklist 12: it resets no password and sees none.
#[tokio::test]
async fn nobody_sets_or_sees_a_password() {
    each(async |app| {
        let scene = scene(app).await;
        let person = app.person(&scene.admin, Role::ScmUser).await;
        for client in [&scene.client, &scene.boss] {
            let list = client.get("/api/v2/users/").await.expect(200);
            for row in list["results"].as_array().unwrap() {
                let members: Vec<_> = row.as_object().unwrap().keys().collect();
                assert_eq!(
                    members,
                    [
                        "id",
                        "email",
                        "given_name",
                        "family_name",
                        "phone",
                        "title",
                        "role",
                        "state",
                        "creation_date",
                        "last_login",
                        "second_factors",
                    ]
                );
            }
            let body = json!({"password": "nine calm herons wade far"});
            let reply = client
                .patch(&format!("/api/v2/users/{}/", person.id), body)
                .await
                .expect(400);
            assert_eq!(*reply.json(), json!({"password": ["Unknown field."]}));
        }
        log_in(app, &person.email, PASSWORD).await.expect(200);
    })
    .await;
}

/// The list of roles says the same before anybody tries.
#[tokio::test]
async fn the_roles_say_what_is_in_reach() {
    each(async |app| {
        let scene = scene(app).await;
        let roles = scene.client.get("/api/v2/roles/").await.expect(200);
        for role in roles["results"].as_array().unwrap() {
            assert_eq!(
                role["assignable"],
                Value::Bool(role["name"] != "account_admin")
            );
        }
    })
    .await;
}
