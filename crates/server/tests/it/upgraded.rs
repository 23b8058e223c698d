//! Data of every earlier schema, brought to the present one (F-29): lists are as long as they were,
//! and passwords and tokens work. That no value is lost is shown by the store's own tests.

use crate::{authz::objects::Objects, support::log_in};
use countermark::{auth::limits::Limits, secrets::MasterKey, settings::Settings};
use countermark_core::roles::Role;
use countermark_store::Engine;
use countermark_testkit::{
    PASSWORD, Person, START, TestApp,
    db::{
        Place, TestDb, engines,
        old::{Contents, Tables, literals, schemas, tables},
    },
};
use std::collections::BTreeMap;

/// Lists, and the table whose rows they show.
const LISTS: [(&str, &str); 14] = [
    ("/api/v2/brands/", "brand"),
    ("/api/v2/products/", "product"),
    ("/api/v2/users/", "member"),
    ("/api/v2/uats/", "uat"),
    ("/api/v2/audit/?action=brand.create", "audit"),
    ("/api/v2/notices/", "notice"),
    ("/api/v2/campaigns/", "campaign"),
    ("/api/v2/codes/", "code"),
    ("/api/v2/workorders/", "workorder"),
    ("/api/v2/workorders/templates/", "workorder_template"),
    ("/api/v2/teams/", "team"),
    ("/api/v2/regions/", "region"),
    ("/api/v2/scm/tasks/", "scm_task"),
    ("/api/v2/ingestion/codes/", "ingestion"),
];

/// What a company was before the upgrade.
struct Before {
    key: MasterKey,
    admin: Person,
    /// Somebody without a second factor.
    person: Person,
    token: String,
    counts: BTreeMap<&'static str, u64>,
    tables: Tables,
    rows: Contents,
}

fn copy(key: &MasterKey) -> MasterKey {
    MasterKey::parse(&key.to_text()).expect("a key")
}

async fn over(place: Place, key: &MasterKey) -> TestApp {
    let (db, key, settings) = (TestDb::at(place).await, copy(key), Settings::default());
    Box::pin(TestApp::over(db, START, key, settings, Limits::off())).await
}

async fn counts(app: &TestApp, admin: &Person) -> BTreeMap<&'static str, u64> {
    let client = app.jwt(admin).await;
    let mut counts = BTreeMap::new();
    for (path, table) in LISTS {
        let list = client.get(path).await.expect(200);
        counts.insert(table, list["count"].as_u64().expect("a count"));
    }
    counts
}

async fn before(engine: Engine) -> Before {
    let key = MasterKey::generate();
    let app = over(Place::migrated(engine).await, &key).await;
    let admin = app.company().await;
    Objects::of(&app, &admin).await;
    let person = app.person(&admin, Role::AccountAdmin).await;
    let token = app.uat(&person, &["brand_view", "product_view"]).await.text;
    let counts = counts(&app, &admin).await;
    let mut raw = app.db.place.raw().await;
    let tables = tables(&mut raw).await;
    let rows = literals(&mut raw, &tables).await;
    raw.close().await;
    Before {
        key,
        admin,
        person,
        token,
        counts,
        tables,
        rows,
    }
}

#[tokio::test]
async fn lists_passwords_and_tokens_are_as_before() {
    for engine in engines() {
        let before = before(engine).await;
        assert!(before.counts.values().all(|count| *count > 0));
        for schema in schemas() {
            let place = Place::empty(engine).await;
            let old = place
                .age_with(engine, schema, &before.tables, &before.rows)
                .await;
            // What it had no table for, it counted none of.
            let mut raw = place.raw().await;
            for table in ["campaign", "code"] {
                if !old.contains_key(table) {
                    raw.run(&format!("DELETE FROM counter WHERE name LIKE '{table}%'"))
                        .await;
                }
            }
            raw.close().await;
            let app = over(place, &before.key).await;
            let email = &before.person.email;
            log_in(&app, email, PASSWORD).await.expect(200);
            log_in(&app, email, "not that one at all").await.expect(400);
            let token = app.header(&format!("UAT {}", before.token));
            let me = token.get("/api/v2/me/").await.expect(200);
            assert_eq!(me["user"]["email"], *email, "schema {schema}");
            token.get("/api/v2/users/").await.expect(403);
            let after = counts(&app, &before.admin).await;
            for (table, count) in &after {
                let counted = old.contains_key(*table);
                let wanted = if counted { before.counts[table] } else { 0 };
                assert_eq!(*count, wanted, "{engine:?}, schema {schema}: {table}");
            }
        }
    }
}
