//! Everybody who calls in the matrix.

use super::{
    model::{Model, Names, names_of},
    planted,
    rules::PERSONS_ONLY,
};
use countermark_core::{
    permissions::{Permission, PermissionSet},
    policy::TokenPolicy,
    roles::Role,
};
use countermark_testkit::{Client, Person, TestApp, Token};
use serde_json::json;

/// Operations that end the session they are called with; the last one ends all of the person's.
pub(super) const ENDERS: [&str; 4] = [
    "auth_jwt_logout",
    "auth_session_end",
    "me_sessions_end_others",
    "auth_jwt_logout_all",
];

/// Which part of the table a caller stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A person in a role, with a JWT.
    Role,
    /// A token with this one permission.
    Just(Permission),
    /// A token with all permissions but one.
    AllBut,
    /// A credential in a particular state.
    State,
}

/// Somebody who calls.
pub(super) struct Caller {
    pub(super) name: String,
    pub(super) part: Part,
    pub(super) model: Model,
    client: Client,
    /// For each of [`ENDERS`] a session of its own.
    spare: Vec<Client>,
}

impl Caller {
    /// Who sends that operation.
    pub(super) fn client(&self, operation: &str) -> &Client {
        // The session that ended all others is the only one left to end everything with.
        let operation = match operation {
            "auth_jwt_logout_all" => "me_sessions_end_others",
            other => other,
        };
        let at = ENDERS.iter().position(|id| *id == operation);
        at.and_then(|at| self.spare.get(at)).unwrap_or(&self.client)
    }
}

/// The company, its clock, and the list that grows.
struct Cast<'a> {
    app: &'a TestApp,
    admin: Person,
    list: Vec<Caller>,
}

/// Makes them all. The clock moves on while this runs: first those who shall be late.
pub(super) async fn all(app: &TestApp) -> Vec<Caller> {
    let admin = app.company().await;
    let mut cast = Cast {
        app,
        admin,
        list: Vec::new(),
    };
    cast.late().await;
    for role in Role::ALL {
        let person = app.person(&cast.admin, role).await;
        cast.person(role.name(), Part::Role, &person, true).await;
    }
    cast.one_permission().await;
    cast.shut_out().await;
    cast.lessened().await;
    cast.list
}

impl Cast<'_> {
    fn stranger(&mut self, name: &str, client: Client, code: &'static str) {
        let (part, model) = (Part::State, Model::Stranger(code));
        self.push(name, part, model, client, Vec::new());
    }

    fn push(&mut self, name: &str, part: Part, model: Model, client: Client, spare: Vec<Client>) {
        let name = name.to_owned();
        self.list.push(Caller {
            name,
            part,
            model,
            client,
            spare,
        });
    }

    async fn person(&mut self, name: &str, part: Part, person: &Person, fresh: bool) {
        let role = person.role;
        let mut sessions = Vec::new();
        for _ in 0..=ENDERS.len() {
            sessions.push(self.app.jwt(person).await);
        }
        let client = sessions.remove(0);
        self.push(name, part, Model::Person { role, fresh }, client, sessions);
    }

    fn token(&mut self, name: &str, part: Part, role: Role, carries: Names, token: &Token) {
        let model = Model::Token {
            role,
            carries,
            forbidden: Names::new(),
        };
        self.push(name, part, model, token.client.clone(), Vec::new());
    }

    async fn late(&mut self) {
        let (app, admin) = (self.app, self.admin.clone());
        let (jwt, cookie) = (app.jwt(&admin).await, app.cookie(&admin).await);
        let body = json!({"name": "x", "valid_until": "2026-11-24", "permissions": ["brand_view"]});
        let made = jwt.post("/api/v2/uats/", body).await.expect(201);
        let uat = app.header(&format!("UAT {}", made["token"].as_str().expect("a token")));
        app.clock.advance(13 * 3_600);
        self.stranger("expired UAT", uat, "token_expired");
        self.stranger("expired JWT", jwt, "token_expired");
        self.stranger("expired cookie", cookie, "token_expired");
        let old = app.person(&admin, Role::AccountAdmin).await;
        self.person("log-in of ten minutes ago", Part::State, &old, false)
            .await;
        app.clock.advance(600);
    }

    async fn one_permission(&mut self) {
        let (app, admin) = (self.app, self.admin.clone());
        let end = app.now().plus_seconds(86_400);
        for permission in Permission::ALL.iter().copied() {
            let name = permission.name();
            let just = if PERSONS_ONLY.contains(&name) {
                planted(app, &admin, PermissionSet::of(&[permission]), end).await
            } else {
                app.uat(&admin, &[name]).await
            };
            let carries = Names::from([name]);
            let title = format!("UAT {name}");
            self.token(&title, Part::Just(permission), admin.role, carries, &just);

            let rest = PermissionSet::all().without(PermissionSet::of(&[permission]));
            let carries: Names = rest.names().into_iter().collect();
            let title = format!("UAT all but {name}");
            let all_but = planted(app, &admin, rest, end).await;
            let part = Part::AllBut;
            self.token(&title, part, admin.role, carries, &all_but);
        }
    }

    async fn shut_out(&mut self) {
        let (app, admin) = (self.app, self.admin.clone());
        let boss = app.jwt(&admin).await;
        self.stranger("nobody", app.anonymous(), "not_authenticated");
        let good = app.uat(&admin, &["brand_view"]).await;
        let other = app.uat(&admin, &["brand_view"]).await;
        let wrong = super::crossed(&good.text, &other.text);
        let wrong = app.header(&format!("UAT {wrong}"));
        self.stranger("UAT with another secret", wrong, "authentication_failed");
        boss.delete(&format!("/api/v2/uats/{}/", other.id))
            .await
            .expect(204);
        self.stranger("revoked UAT", other.client, "token_revoked");

        let gone = app.person(&admin, Role::AccountAdmin).await;
        let uat = app.uat(&gone, &["brand_view"]).await.client;
        let (jwt, cookie) = (app.jwt(&gone).await, app.cookie(&gone).await);
        let path = format!("/api/v2/users/{}/archive/", gone.id);
        boss.post(&path, json!({})).await.expect(200);
        self.stranger("UAT of an archived owner", uat, "authentication_failed");
        self.stranger("JWT of somebody archived", jwt, "authentication_failed");
        self.stranger(
            "cookie of somebody archived",
            cookie,
            "authentication_failed",
        );

        let (jwt, cookie) = (app.jwt(&admin).await, app.cookie(&admin).await);
        jwt.post("/api/v2/auth/jwt/logout/", json!({}))
            .await
            .expect(204);
        cookie.delete("/api/v2/auth/session/").await.expect(204);
        self.stranger("JWT of an ended session", jwt, "token_revoked");
        self.stranger("cookie of an ended session", cookie, "token_revoked");

        let closed = app.company().await;
        let uat = app.uat(&closed, &["brand_view"]).await.client;
        let jwt = app.jwt(&closed).await;
        app.close_company(closed.company).await;
        self.stranger("UAT of a closed company", uat, "authentication_failed");
        self.stranger("JWT of a closed company", jwt, "authentication_failed");
    }

    async fn lessened(&mut self) {
        let (app, admin) = (self.app, self.admin.clone());
        let end = app.now().plus_seconds(86_400);
        let all = || names_of(Role::AccountAdmin);
        let boss = app.jwt(&admin).await;
        for role in [Role::DashboardUser, Role::InspectionUser] {
            let lowered = app.person(&admin, Role::AccountAdmin).await;
            let token = planted(app, &lowered, PermissionSet::all(), end).await;
            token.client.get("/api/v2/brands/").await.expect(200);
            let path = format!("/api/v2/users/{}/", lowered.id);
            boss.patch(&path, json!({"role": role.name()}))
                .await
                .expect(200);
            let name = format!("UAT whose owner became {}", role.name());
            self.token(&name, Part::State, role, all(), &token);
        }
        let none = planted(app, &admin, PermissionSet::EMPTY, end).await;
        self.token(
            "UAT without any permission",
            Part::State,
            admin.role,
            Names::new(),
            &none,
        );

        let strict = app.company().await;
        let token = planted(app, &strict, PermissionSet::all(), end).await;
        let forbidden = PermissionSet::of(&[
            Permission::BrandView,
            Permission::BrandCreate,
            Permission::BrandDelete,
            Permission::ProductCreate,
            Permission::ProductEdit,
        ]);
        let policy = TokenPolicy {
            forbidden,
            ..TokenPolicy::default()
        };
        app.set_policy(strict.company, &policy).await;
        let model = Model::Token {
            role: Role::AccountAdmin,
            carries: all(),
            forbidden: forbidden.names().into_iter().collect(),
        };
        let name = "UAT that the company's policy narrows";
        self.push(name, Part::State, model, token.client, Vec::new());
        self.person("person in that company", Part::State, &strict, true)
            .await;
        let foreign = app.company().await;
        let token = planted(app, &foreign, PermissionSet::all(), end).await;
        self.token(
            "UAT of another company",
            Part::State,
            foreign.role,
            all(),
            &token,
        );
    }
}
