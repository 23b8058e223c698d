//! Databases on the PostgreSQL of the tests.

use super::Raw;
use countermark_store::{Db, Engine, schema_text};
use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::atomic::{AtomicU32, Ordering},
};
use tokio::sync::OnceCell;

/// The superuser's URL.
pub(super) fn server() -> String {
    std::env::var("COUNTERMARK_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "COUNTERMARK_TEST_POSTGRES is not set: `./dev test` starts a PostgreSQL and sets it, \
             `./dev db` starts one to use by hand; COUNTERMARK_TEST_ENGINES=sqlite tests the \
             other half alone"
        )
    })
}

/// A database of this name, dropped with this value.
pub struct Database(String);

impl Database {
    pub(super) async fn empty() -> Self {
        Self::new("template0").await
    }

    pub(super) async fn migrated() -> Self {
        Self::new(template().await).await
    }

    async fn new(template: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("cm_test_{}_{number}", std::process::id());
        let mut server = Raw::server(&server()).await;
        // A run that was killed may have left one of this name.
        server.run(&drop_statement(&name)).await;
        server.run(&create_statement(&name, template)).await;
        Self(name)
    }

    pub(super) fn url(&self) -> String {
        url_of(&self.0)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let statement = drop_statement(&self.0);
        // A drop cannot wait inside the test's own runtime.
        let done = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async { Raw::server(&server()).await.run(&statement).await });
        });
        if done.join().is_err() {
            eprintln!("the database {} could not be dropped", self.0);
        }
    }
}

fn url_of(name: &str) -> String {
    let server = server();
    let (server, query) = server.split_once('?').unwrap_or((&server, ""));
    let (before, _) = server
        .rsplit_once('/')
        .expect("a URL with a database in it");
    format!("{before}/{name}?{query}")
}

fn create_statement(name: &str, template: &str) -> String {
    format!("CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
}

fn drop_statement(name: &str) -> String {
    format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
}

/// The name of the migrated template, made by whoever comes first.
async fn template() -> &'static str {
    static MADE: OnceCell<String> = OnceCell::const_new();
    MADE.get_or_init(make_template).await
}

async fn make_template() -> String {
    let mut hasher = DefaultHasher::new();
    schema_text(Engine::Postgres).hash(&mut hasher);
    let name = format!("cm_template_{:016x}", hasher.finish());
    let mut server = Raw::server(&server()).await;
    // Held until the connection closes: processes that start together take turns.
    server.run("SELECT pg_advisory_lock(4036990399)").await;
    let there = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    if server.rows(&there).await.is_empty() {
        // Renamed when it is done, so that a half-made one is never used.
        let raw = format!("{name}_raw");
        server.run(&drop_statement(&raw)).await;
        server.run(&create_statement(&raw, "template0")).await;
        let db = Db::open_postgres(&url_of(&raw)).await;
        db.expect("the template migrates").close().await;
        server
            .run(&format!("ALTER DATABASE {raw} RENAME TO {name}"))
            .await;
    }
    server.close().await;
    name
}
