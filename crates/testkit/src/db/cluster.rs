//! A PostgreSQL server of a test's own, which it may stop, cut and starve.

use super::Raw;
use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// A running server in a temporary directory; gone with this value.
pub struct Cluster {
    directory: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes one and starts it.
    ///
    /// # Panics
    /// When PostgreSQL's programs are not installed or fail.
    #[must_use]
    pub fn start() -> Self {
        Self::begin(false)
    }

    /// One that speaks TLS, too: its certificate is for the address 127.0.0.1 and no name, signed
    /// by [`Cluster::authority`].
    ///
    /// # Panics
    /// As [`Cluster::start`], or when `openssl` is not installed.
    #[must_use]
    pub fn start_encrypted() -> Self {
        Self::begin(true)
    }

    fn begin(encrypted: bool) -> Self {
        let cluster = Self {
            directory: TempDir::new().expect("a temporary directory"),
            programs: programs(),
            port: free_port(),
        };
        let directory = cluster.directory.path().display().to_string();
        if is_root() {
            run(Command::new("chown").args(["postgres:", &directory]));
        }
        let data = format!("{directory}/data");
        run(cluster.program("initdb").args([
            "-D",
            &data,
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]));
        // Unsafe and fast: nobody wants the data after the test.
        let mut options = format!(
            "-p {} -k {directory} -c listen_addresses=127.0.0.1 -c fsync=off \
             -c full_page_writes=off -c max_connections=120 -c shared_buffers=32MB",
            cluster.port
        );
        if encrypted {
            cluster.make_certificates();
            let files = format!(
                " -c ssl=on -c ssl_cert_file={directory}/server.crt \
                 -c ssl_key_file={directory}/server.key"
            );
            options.push_str(&files);
        }
        let log = format!("{directory}/log");
        run(cluster.program("pg_ctl").args([
            "-D", &data, "-l", &log, "-o", &options, "-w", "-t", "60", "start",
        ]));
        cluster
    }

    fn make_certificates(&self) {
        let openssl = |args: &str| {
            let mut command = self.run_by("openssl".as_ref());
            run(command.args(args.split(' ')));
        };
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -batch -subj /CN=test";
        openssl(&format!(
            "req -x509 {key} -keyout authority.key -out authority.crt -days 2"
        ));
        openssl(&format!(
            "req {key} -keyout server.key -out server.csr -addext subjectAltName=IP:127.0.0.1"
        ));
        openssl(
            "x509 -req -in server.csr -CA authority.crt -CAkey authority.key -CAcreateserial \
             -out server.crt -days 2 -copy_extensions copyall",
        );
    }

    /// The file with the certificate of who signed the server's.
    #[must_use]
    pub fn authority(&self) -> PathBuf {
        self.directory.path().join("authority.crt")
    }

    /// The superuser's URL of its one database.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The folder of PostgreSQL's programs.
    #[must_use]
    pub fn programs(&self) -> &Path {
        &self.programs
    }

    /// The port of this machine on which it listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// A connection beside the program's.
    pub async fn raw(&self) -> Raw {
        Raw::server(&self.url()).await
    }

    /// Stops every process of the server where it stands (`SIGSTOP`).
    pub fn freeze(&self) {
        // The postmaster first, so that it starts no others.
        signal("STOP", &[self.postmaster()]);
        signal("STOP", &self.processes());
    }

    /// Lets every process go on (`SIGCONT`).
    pub fn thaw(&self) {
        signal("CONT", &self.processes());
    }

    fn postmaster(&self) -> u32 {
        let file = self.directory.path().join("data/postmaster.pid");
        let text = fs::read_to_string(file).expect("the server runs");
        let line = text.lines().next().expect("a line");
        line.parse().expect("a process")
    }

    /// The postmaster and all its children.
    fn processes(&self) -> Vec<u32> {
        let postmaster = self.postmaster();
        let all = fs::read_dir("/proc").expect("/proc").flatten();
        let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        let mut found: Vec<u32> = ids.filter(|id| parent(*id) == Some(postmaster)).collect();
        found.push(postmaster);
        found
    }

    fn program(&self, name: &str) -> Command {
        self.run_by(&self.programs.join(name))
    }

    /// A program that is run in the directory by whoever PostgreSQL runs as: it refuses root.
    fn run_by(&self, program: &Path) -> Command {
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(self.directory.path());
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.thaw();
        let data = self.directory.path().join("data");
        let mut stop = self.program("pg_ctl");
        stop.args(["-m", "immediate", "-w", "stop", "-D"]).arg(data);
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

/// Sends a signal to processes; one that has gone meanwhile is none's business.
fn signal(name: &str, processes: &[u32]) {
    let ids = processes.iter().map(ToString::to_string);
    let mut kill = Command::new("kill");
    kill.arg(format!("-{name}")).args(ids).stderr(Stdio::null());
    kill.status().expect("kill runs");
}

/// The parent of a process: the second field after the name, which stands in brackets.
fn parent(process: u32) -> Option<u32> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    rest.split_whitespace().nth(1)?.parse().ok()
}

fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).stdout(Stdio::null()).output();
    let output = output.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
}

/// The newest server programs.
fn programs() -> PathBuf {
    let installed = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut found: Vec<_> = installed
        .map(|entry| entry.path().join("bin"))
        .filter(|path| path.join("initdb").exists())
        .collect();
    let version = |path: &Path| -> u32 {
        let name = path.parent().and_then(Path::file_name);
        name.and_then(|name| name.to_str()?.parse().ok())
            .unwrap_or(0)
    };
    found.sort_by_key(|path| version(path));
    let newest = found.pop().or_else(|| {
        let paths = std::env::var_os("PATH")?;
        std::env::split_paths(&paths).find(|path| path.join("initdb").exists())
    });
    newest.expect("PostgreSQL's server programs are not installed: `./dev test` installs them")
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}
