//! A whole server in the process of a test: real router, real database, a clock that stands
//! still until it is moved, and builders for the people in it.

use crate::{
    client::{Auth, Client},
    db::TestDb,
};
use axum::http::HeaderMap;
use countermark::{
    app::App,
    auth::{
        facts::Changed,
        limits::Limits,
        password::{Hasher, Password},
        second_factor, sign_in, watch,
    },
    cli::found,
    mail::{Delivered, Transport},
    middleware::Around,
    router,
    secrets::{MasterKey, Secrets},
    settings::Settings,
};
use countermark_core::{
    ids::{CompanyId, UserId},
    policy::TokenPolicy,
    roles::Role,
    time::{FixedClock, Timestamp},
};
use countermark_store::{
    Engine, Tx, changes, companies, members, members::Details, sessions::Kind, users,
};
use serde_json::{Value, json};
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};
use tokio::{sync::OnceCell, task::JoinSet};

/// When every test begins: 2026-11-24T12:00:00Z.
pub const START: Timestamp = Timestamp(1_795_521_600_000_000);

/// The password of everybody in a test.
pub const PASSWORD: &str = "seven green boats drift";

/// A server with a database of its own.
pub struct TestApp {
    /// Its state, for what HTTP does not show.
    pub app: App,
    /// Its clock.
    pub clock: Arc<FixedClock>,
    /// Its database, for what only a test asks.
    pub db: TestDb,
    program: Around,
    master: MasterKey,
    people: AtomicU32,
    /// What keeps the memory of each node true while others change the database.
    watching: Mutex<Vec<JoinSet<()>>>,
}

/// A person in a test.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their id.
    pub id: UserId,
    /// Their company.
    pub company: CompanyId,
    /// Their address.
    pub email: String,
    /// Their role when they were made.
    pub role: Role,
}

/// A token in a test.
pub struct Token {
    /// Its public id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Somebody who sends it.
    pub client: Client,
}

impl TestApp {
    /// Starts on that engine, without rate limits.
    pub async fn start(engine: Engine) -> Self {
        Box::pin(Self::with(engine, Settings::default(), Limits::off())).await
    }

    /// As [`TestApp::start`], with settings and limits.
    pub async fn with(engine: Engine, settings: Settings, limits: Limits) -> Self {
        crate::logs::start();
        let db = TestDb::new(engine).await;
        Self::over(db, START, MasterKey::generate(), settings, limits).await
    }

    /// Over that database, at that time, with that key.
    pub async fn over(
        db: TestDb,
        start: Timestamp,
        master: MasterKey,
        settings: Settings,
        limits: Limits,
    ) -> Self {
        let clock = Arc::new(FixedClock::new(start));
        let secrets = Secrets::new(&master);
        let app = App::new(db.db.clone(), secrets, clock.clone(), settings, limits);
        let app = Box::pin(app).await.expect("the keys of a new database");
        let program = router::program(app.clone());
        let watching = watch::start(&app, None).expect("the database's own address");
        Self {
            app,
            clock,
            program,
            master,
            people: AtomicU32::new(1),
            watching: Mutex::new(vec![watching]),
            db,
        }
    }

    /// Sends what waits in the outbox and returns it: whatever a mail would tell, it tells here.
    pub async fn mails(&self) -> Vec<Delivered> {
        countermark::tasks::run(&self.app, "send_mail")
            .await
            .expect("the outbox is sent");
        match &self.app.settings.mail.transport {
            Transport::Memory(kept) => std::mem::take(&mut *kept.lock().expect("no panic")),
            other => panic!("mails went elsewhere: {other:?}"),
        }
    }

    /// The server itself.
    pub fn program(&self) -> Around {
        self.program.clone()
    }

    /// Another node on the same database and with the same keys: its memory is empty.
    pub async fn second_node(&self) -> Client {
        let settings = self.app.settings.clone();
        Box::pin(self.node_with(settings)).await.1
    }

    /// As [`TestApp::second_node`], with other settings, and with a look inside.
    pub async fn node_with(&self, settings: Settings) -> (App, Client) {
        let secrets = Secrets::new(&self.master);
        let clock = self.clock.clone();
        let app = App::new(self.app.db.clone(), secrets, clock, settings, Limits::off());
        let app = Box::pin(app).await.expect("the same keys");
        let watching = watch::start(&app, None).expect("the database's own address");
        self.watching.lock().expect("no panic").push(watching);
        let client = Client::new(router::program(app.clone()), Auth::None);
        (app, client)
    }

    /// Lets nobody tell the nodes of changes any more: what happens then is for the test to see.
    pub fn stop_watching(&self) {
        self.watching.lock().expect("no panic").clear();
    }

    /// Runs a background task of that name.
    pub async fn task(&self, name: &str) {
        countermark::tasks::run(&self.app, name)
            .await
            .expect("the task");
    }

    /// Does all the work in the background that is due, to its end.
    pub async fn jobs(&self) {
        self.jobs_of(countermark::jobs::registry::ALL).await;
    }

    /// The same for kinds of the test's own.
    pub async fn jobs_of(&self, kinds: &'static [countermark::jobs::Kind]) {
        countermark::jobs::drain(&self.app, kinds)
            .await
            .expect("the work is done");
    }

    /// Somebody without a credential.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::new(self.program.clone(), Auth::None)
    }

    /// A company with its Account Admin.
    pub async fn company(&self) -> Person {
        let number = self.people.fetch_add(1, Ordering::Relaxed);
        let email = format!("admin{number}@company{number}.example");
        let admin = found::Admin {
            company: &format!("Company {number}"),
            time_zone: "UTC",
            email: &email,
            given_name: "Ada",
            family_name: "Admin",
        };
        let mut tx = self.app.db.write().await.expect("a transaction");
        let hash = password_hash().await;
        let (company, id, _) = found::create(&mut tx, &admin, hash, self.now())
            .await
            .expect("a company");
        users::verify(&mut tx, id, self.now())
            .await
            .expect("verified");
        tx.commit_unaudited().await.expect("committed");
        Person {
            id,
            company,
            email,
            role: Role::AccountAdmin,
        }
    }

    /// Somebody else in the company of `colleague`.
    pub async fn person(&self, colleague: &Person, role: Role) -> Person {
        let number = self.people.fetch_add(1, Ordering::Relaxed);
        let email = format!("person{number}@company.example");
        let details = Details {
            given_name: "Pat".into(),
            family_name: format!("Person{number}"),
            ..Details::default()
        };
        let mut tx = self.app.db.write().await.expect("a transaction");
        let hash = password_hash().await;
        let company = colleague.company;
        let id = found::person(&mut tx, company, &email, &details, role, hash, self.now())
            .await
            .expect("a person");
        users::verify(&mut tx, id, self.now())
            .await
            .expect("verified");
        tx.commit_unaudited().await.expect("committed");
        Person {
            id,
            company,
            email,
            role,
        }
    }

    /// The person, signed in with a fresh JWT.
    pub async fn jwt(&self, person: &Person) -> Client {
        Client::new(self.program.clone(), Auth::Jwt(self.jwt_text(person).await))
    }

    /// The text of a fresh JWT.
    pub async fn jwt_text(&self, person: &Person) -> String {
        let (begun, epoch) = self.begin(person, Kind::Jwt).await;
        self.app
            .signer
            .sign(&begun.session, epoch, self.now())
            .expect("signed")
    }

    /// The person in the portal, with a fresh cookie.
    pub async fn cookie(&self, person: &Person) -> Client {
        let (begun, _) = self.begin(person, Kind::Cookie).await;
        let value = format!("{}.{}", begun.session.id, begun.secret.as_str());
        let name = self.app.settings.cookie_name();
        Client::new(
            self.program.clone(),
            Auth::Cookie(format!("{name}={value}")),
        )
    }

    /// A token of that person, valid for 30 days, made through the API.
    pub async fn uat(&self, person: &Person, permissions: &[&str]) -> Token {
        self.uat_within(person, permissions, Value::Null).await
    }

    /// The same with a condition, as `only` in the body.
    pub async fn uat_within(&self, person: &Person, permissions: &[&str], only: Value) -> Token {
        let name: String = permissions.join("+").chars().take(255).collect();
        let body = json!({
            "name": name, "valid_until": "2026-12-24", "permissions": permissions, "only": only,
        });
        let reply = self
            .jwt(person)
            .await
            .post("/api/v2/uats/", body)
            .await
            .expect(201);
        let text = reply["token"].as_str().expect("a token").to_owned();
        let client = Client::new(self.program.clone(), Auth::Uat(text.clone()));
        Token {
            id: reply["id"].as_str().expect("an id").to_owned(),
            text,
            client,
        }
    }

    /// Somebody who sends that whole `Authorization` line.
    #[must_use]
    pub fn header(&self, line: &str) -> Client {
        Client::new(self.program.clone(), Auth::Line(line.to_owned()))
    }

    /// Replaces the company's policy as another node would: the memory is told.
    pub async fn set_policy(&self, company: CompanyId, policy: &TokenPolicy) {
        let mut tx = self.app.db.write().await.expect("a transaction");
        companies::set_policy(&mut tx, company, policy)
            .await
            .expect("policy");
        self.changed(tx, company).await;
    }

    /// Closes a company.
    pub async fn close_company(&self, company: CompanyId) {
        let mut tx = self.app.db.write().await.expect("a transaction");
        companies::set_archived(&mut tx, company, Some(self.now()))
            .await
            .expect("closed");
        self.changed(tx, company).await;
    }

    async fn changed(&self, mut tx: Tx, company: CompanyId) {
        let changed = [Changed::Company(company)];
        changes::record(&mut tx, &changed).await.expect("recorded");
        tx.commit_unaudited().await.expect("committed");
        self.app.facts.forget(&changed);
    }

    /// The time on the test's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        use countermark_core::time::Clock as _;
        self.clock.now()
    }

    async fn begin(&self, person: &Person, kind: Kind) -> (sign_in::Begun, i64) {
        let mut conn = self.app.db.read().await.expect("a connection");
        let member = members::get(&mut conn, person.company, person.id)
            .await
            .expect("read");
        let epoch = member.expect("a member").epoch;
        drop(conn);
        let mut tx = self.app.db.write().await.expect("a transaction");
        let who = sign_in::SignedIn {
            user: person.id,
            company: person.company,
            epoch,
            amr: second_factor::PASSWORD,
        };
        let from = sign_in::From {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            request_id: "test",
            headers: &HeaderMap::new(),
        };
        let begun = sign_in::begin(&self.app, &mut tx, who, kind, &from)
            .await
            .expect("begun");
        tx.commit_unaudited().await.expect("committed");
        (begun, epoch)
    }
}

/// Runs a test on each engine, each time with a server and a database of its own.
pub async fn each(test: impl AsyncFn(&TestApp)) {
    for engine in crate::db::engines() {
        eprintln!("on {engine:?}");
        test(&TestApp::start(engine).await).await;
    }
}

/// Hashing is slow on purpose: one hash serves everybody.
async fn password_hash() -> &'static str {
    static HASH: OnceCell<String> = OnceCell::const_new();
    HASH.get_or_init(|| async {
        let password = Password::new(PASSWORD.into()).expect("a password");
        Hasher::new().hash(&password).await.expect("a hash")
    })
    .await
}
