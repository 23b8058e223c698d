//! A PostgreSQL, two nodes, and an application in the test's own process that plants people and
//! tokens as a third one would.

use super::{calls::Line, tunnel::Tunnel};
use crate::cli::{
    program::{Ended, command, ended},
    serving::Serving,
};
use countermark::{
    auth::limits::Limits, clock::SystemClock, secrets::MasterKey, settings::Settings,
};
use countermark_core::time::Clock as _;
use countermark_store::Engine;
use countermark_testkit::{
    TestApp,
    db::{Cluster, Place, TestDb, engines},
};
use std::{
    collections::HashMap,
    net::SocketAddr,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    process::Command,
    sync::{Mutex, MutexGuard},
    time::sleep,
};

/// Where several tests run in one process, these run one after the other.
static TURN: Mutex<()> = Mutex::const_new(());

/// The whole of it.
pub(super) struct Installation {
    /// Where rights are taken away.
    pub(super) a: Node,
    /// Where they must not be believed.
    pub(super) b: Node,
    /// Plants people.
    pub(super) third: TestApp,
    /// The database.
    pub(super) cluster: Cluster,
    environment: Vec<(&'static str, String)>,
    _folder: TempDir,
    _turn: MutexGuard<'static, ()>,
}

/// A node.
pub(super) struct Node {
    /// The process.
    pub(super) serving: Serving,
    metrics: SocketAddr,
}

impl Installation {
    /// Starts everything; `None` when only the other engine is to be tested.
    pub(super) async fn start() -> Option<Self> {
        Some(Self::begin(false).await?.0)
    }

    /// As `start`, and what the nodes watch their database by goes through a tunnel.
    pub(super) async fn tunnelled() -> Option<(Self, Tunnel)> {
        let (all, tunnel) = Self::begin(true).await?;
        Some((all, tunnel?))
    }

    async fn begin(tunnelled: bool) -> Option<(Self, Option<Tunnel>)> {
        if !engines().contains(&Engine::Postgres) {
            return None;
        }
        let turn = TURN.lock().await;
        let cluster = Cluster::start();
        let folder = TempDir::new().expect("a folder");
        let master = MasterKey::generate();
        let tunnel = if tunnelled {
            Some(Tunnel::to(cluster.port()).await)
        } else {
            None
        };
        let mut environment = vec![
            ("COUNTERMARK_DATABASE", cluster.url()),
            ("COUNTERMARK_MASTER_KEY", master.to_text().to_string()),
            ("COUNTERMARK_DATA", folder.path().display().to_string()),
        ];
        if let Some(tunnel) = &tunnel {
            environment.push(("COUNTERMARK_DATABASE_SESSION_URL", tunnel.url()));
        }
        let db = TestDb::at(Place::Own(cluster.url())).await;
        let (now, settings) = (SystemClock.now(), Settings::default());
        let third = TestApp::over(db, now, master, settings, Limits::off()).await;
        // It plants what nobody remembers yet, and needs no memory of its own.
        third.stop_watching();
        let (a, b) = (
            Node::start(&environment).await,
            Node::start(&environment).await,
        );
        let all = Self {
            a,
            b,
            third,
            cluster,
            environment,
            _folder: folder,
            _turn: turn,
        };
        Some((all, tunnel))
    }

    /// Runs a command of the operator.
    pub(super) async fn operator(&self, args: &[&str]) -> Ended {
        let args: Vec<_> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let mut command = command(&args);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        ended(command, "").await
    }
}

impl Node {
    async fn start(environment: &[(&str, String)]) -> Self {
        let args = [
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--metrics-listen",
            "127.0.0.1:0",
        ];
        let args: Vec<_> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let mut program: Command = command(&args);
        program
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .env("COUNTERMARK_RATE_LIMITS", "off")
            .env("COUNTERMARK_LOG", "warn,countermark::cli=info");
        let serving = Serving::start(program).await;
        let said = serving.logged("metrics are told").await;
        let (_, address) = said.split_once("address=").expect("an address");
        let address = address.split_whitespace().next().expect("a word");
        let metrics = address.parse().expect("an address");
        let node = Self { serving, metrics };
        // Ready to answer from memory.
        node.until("countermark_auth_lease_seconds", |left| left > 0.0)
            .await;
        node
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.serving.address
    }

    /// A connection to it.
    pub(super) async fn line(&self) -> Line {
        Line::to(self.address()).await
    }

    /// What it counts, by series.
    pub(super) async fn metrics(&self) -> HashMap<String, f64> {
        self.metrics_text()
            .await
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.rsplit_once(' '))
            .map(|(series, value)| (series.to_owned(), value.parse().expect("a number")))
            .collect()
    }

    /// What it tells Prometheus.
    pub(super) async fn metrics_text(&self) -> String {
        use crate::http::wire::Wire;
        let mut wire = Wire::to(self.metrics).await;
        wire.send(format!(
            "GET /metrics HTTP/1.1\r\nHost: {}\r\n\r\n",
            self.metrics
        ))
        .await;
        let answer = wire.answer().await;
        assert_eq!(answer.status, 200);
        answer.body
    }

    /// One of the counters; 0 when it has not been counted yet.
    pub(super) async fn count(&self, series: &str) -> f64 {
        self.metrics().await.get(series).copied().unwrap_or(0.0)
    }

    /// Waits until a number is as wanted.
    pub(super) async fn until(&self, series: &str, wanted: impl Fn(f64) -> bool) {
        let begun = Instant::now();
        while !wanted(self.count(series).await) {
            assert!(begun.elapsed() < Duration::from_secs(30), "{series}");
            sleep(Duration::from_millis(20)).await;
        }
    }
}
