//! Runs the built program, with an environment that is empty, and calls the server it starts.

use crate::http::wire::{Answer, Wire};
use countermark_store::Engine;
use countermark_testkit::db::Place;
use serde_json::Value;
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Output, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _},
    process::{Child, Command},
    task::JoinHandle,
    time::{sleep, timeout},
};

/// Nothing here takes so long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a command left behind.
pub(crate) struct Ended {
    /// Its exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Ended {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
        Self {
            code: output.status.code().expect("it was not killed"),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// The one sentence of a failure: exit code 1, one line on standard error, nothing else.
    #[track_caller]
    pub(crate) fn sentence(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (1, ""), "{}", self.err);
        let line = self.err.strip_suffix('\n').expect("a whole line");
        assert!(!line.contains('\n'), "more than one line: {line}");
        let sentence = line.strip_prefix("countermark: ").expect(line);
        assert!(
            sentence.ends_with('.') || sentence.contains("chmod 600"),
            "no sentence: {sentence}"
        );
        sentence.to_owned()
    }
}

fn command(args: &[String]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_countermark"));
    command
        .args(args)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

async fn ended(mut command: Command, stdin: &str) -> Ended {
    let mut child = command.spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    // A program that does not read has ended already.
    let _ = input.write_all(stdin.as_bytes()).await;
    drop(input);
    let output = timeout(PATIENCE, child.wait_with_output()).await;
    Ended::of(&output.expect("the program ends").expect("its output"))
}

/// Runs a command to its end.
pub(crate) async fn run(args: &[&str]) -> Ended {
    let args: Vec<_> = args.iter().map(|arg| (*arg).to_owned()).collect();
    ended(command(&args), "").await
}

/// A data folder, and on PostgreSQL a database.
pub(crate) struct Home {
    /// The database.
    pub(crate) place: Place,
    folder: TempDir,
}

impl Home {
    /// An empty one.
    pub(crate) async fn new(engine: Engine) -> Self {
        let home = Self {
            place: Place::empty(engine).await,
            folder: TempDir::new().expect("a folder"),
        };
        if let Place::Postgres(_) = home.place {
            fs::write(home.url_file(), home.place.url()).expect("written");
        }
        home
    }

    fn url_file(&self) -> PathBuf {
        self.folder.path().join("url")
    }

    /// The data folder.
    pub(crate) fn data(&self) -> &Path {
        match &self.place {
            Place::Sqlite(folder) => folder.path(),
            Place::Postgres(_) => self.folder.path(),
        }
    }

    /// The master key's file.
    pub(crate) fn key(&self) -> PathBuf {
        self.data().join("master.key")
    }

    fn args(&self, before: &[&str], after: &[&str]) -> Vec<String> {
        let mut args: Vec<String> = before.iter().map(|arg| (*arg).to_owned()).collect();
        args.extend(["--data".into(), self.data().display().to_string()]);
        if let Place::Postgres(_) = self.place {
            args.extend([
                "--database-file".into(),
                self.url_file().display().to_string(),
            ]);
        }
        args.extend(after.iter().map(|arg| (*arg).to_owned()));
        args
    }

    /// On a free port, unless `more` says which.
    fn serve_args(&self, more: &[&str]) -> Vec<String> {
        let mut args = self.args(&["serve"], more);
        if !more.contains(&"--listen") {
            args.extend(["--listen".into(), "127.0.0.1:0".into()]);
        }
        args
    }

    /// Runs `countermark admin create` with that password on standard input.
    pub(crate) async fn admin(&self, password: &str, more: &[&str]) -> Ended {
        let args = self.args(&["admin", "create", "--company", "Kallista"], more);
        ended(command(&args), password).await
    }

    /// Runs `countermark serve`, which is to fail; another port than a free one is in `more`.
    pub(crate) async fn refused(&self, more: &[&str]) -> String {
        self.refused_with(more, &[]).await
    }

    /// As [`Home::refused`], with variables of the environment.
    pub(crate) async fn refused_with(&self, more: &[&str], env: &[(&str, &str)]) -> String {
        let args = self.serve_args(more);
        let mut command = command(&args);
        command.envs(env.iter().copied());
        ended(command, "").await.sentence()
    }

    /// Starts a server on a free port.
    pub(crate) async fn serve(&self, more: &[&str]) -> Serving {
        self.serve_with(more, &[]).await
    }

    /// As [`Home::serve`], with variables of the environment.
    pub(crate) async fn serve_with(&self, more: &[&str], env: &[(&str, &str)]) -> Serving {
        let args = self.serve_args(more);
        let mut command = command(&args);
        command.envs(env.iter().copied());
        Serving::start(command).await
    }

    /// Lets a server make the database and the key, and stops it.
    pub(crate) async fn begun(&self) {
        assert_eq!(self.serve(&[]).await.stop().await.code, 0);
    }
}

/// A running server.
pub(crate) struct Serving {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// What it has written to standard output.
    pub(crate) out: Arc<Mutex<String>>,
    child: Child,
    err: Arc<Mutex<String>>,
    readers: [JoinHandle<()>; 2],
}

fn collect(
    mut from: impl AsyncRead + Unpin + Send + 'static,
) -> (Arc<Mutex<String>>, JoinHandle<()>) {
    let text = Arc::new(Mutex::new(String::new()));
    let into = text.clone();
    let reader = tokio::spawn(async move {
        let mut buffer = [0; 4_096];
        while let Ok(read @ 1..) = from.read(&mut buffer).await {
            let piece = String::from_utf8_lossy(&buffer[..read]);
            into.lock().expect("no panic").push_str(&piece);
        }
    });
    (text, reader)
}

fn so_far(text: &Mutex<String>) -> String {
    text.lock().expect("no panic").clone()
}

impl Serving {
    async fn start(mut command: Command) -> Self {
        let mut child = command.spawn().expect("the program starts");
        let (out, out_reader) = collect(child.stdout.take().expect("a pipe"));
        let (err, err_reader) = collect(child.stderr.take().expect("a pipe"));
        let address = timeout(PATIENCE, async {
            loop {
                // The line is whole when another follows or the newline is there.
                let said = so_far(&out);
                let line = said
                    .split_inclusive('\n')
                    .find(|line| line.contains(" listens on ") && line.ends_with('\n'));
                if let Some(line) = line {
                    return line
                        .trim_end()
                        .rsplit_once("://")
                        .expect("a URL")
                        .1
                        .to_owned();
                }
                let gone = child.try_wait().expect("a state");
                assert!(gone.is_none(), "it ended: {}", so_far(&err));
                sleep(Duration::from_millis(5)).await;
            }
        });
        let address = address
            .await
            .expect("it starts")
            .parse()
            .expect("an address");
        let serving = Self {
            address,
            out,
            child,
            err,
            readers: [out_reader, err_reader],
        };
        // It answers only after all that it has to say at the start.
        assert_eq!(
            serving.call("GET", "/health/ready", "", "").await.status,
            200
        );
        serving
    }

    /// The set-up link's code, if it printed one.
    pub(crate) async fn setup_code(&self) -> Option<String> {
        let mut said = so_far(&self.out);
        // The pipe may be a moment behind the first answer.
        for _ in 0..100 {
            if said.contains("/#/setup/") && said.ends_with('\n') {
                break;
            }
            sleep(Duration::from_millis(5)).await;
            said = so_far(&self.out);
        }
        let code = said.split_once("/#/setup/")?.1;
        Some(code.lines().next().expect("a line").to_owned())
    }

    /// Sends one request; `headers` are whole lines.
    pub(crate) async fn call(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let mut wire = Wire::to(self.address).await;
        let length = body.len();
        wire.send(format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}Content-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{body}",
            self.address
        ))
        .await;
        wire.answer().await
    }

    /// As [`Serving::call`]; the body as JSON, when the status is that one.
    pub(crate) async fn expect(
        &self,
        status: u16,
        method: &str,
        path: &str,
        headers: &str,
        body: &Value,
    ) -> (Answer, Value) {
        let answer = self.call(method, path, headers, &body.to_string()).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
        let json = serde_json::from_str(&answer.body).unwrap_or_default();
        (answer, json)
    }

    /// Asks for a JWT; the status.
    pub(crate) async fn log_in(&self, email: &str, password: &str) -> u16 {
        let body = serde_json::json!({"email": email, "password": password}).to_string();
        self.call("POST", "/api/v2/auth/jwt/", "", &body)
            .await
            .status
    }

    /// Sends a signal, as `kill` does.
    pub(crate) async fn signal(&self, name: &str) {
        let pid = self.child.id().expect("it runs").to_string();
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &pid])
            .status()
            .await;
        assert!(sent.expect("kill runs").success());
    }

    /// Waits for its end.
    pub(crate) async fn ended(mut self) -> Ended {
        let status = timeout(PATIENCE, self.child.wait()).await;
        let status = status.expect("it ends").expect("a status");
        for reader in self.readers {
            reader.await.expect("read to the end");
        }
        Ended {
            code: status.code().expect("it was not killed"),
            out: so_far(&self.out),
            err: so_far(&self.err),
        }
    }

    /// Tells it to stop and waits.
    pub(crate) async fn stop(self) -> Ended {
        self.signal("TERM").await;
        self.ended().await
    }
}
