//! A running server, called over a socket.

use super::program::{Ended, PATIENCE};
use crate::http::wire::{Answer, Wire};
use serde_json::Value;
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _},
    process::{Child, Command},
    task::JoinHandle,
    time::{sleep, timeout},
};

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
    /// Starts it and waits until it answers.
    pub(crate) async fn start(mut command: Command) -> Self {
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

    /// The process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// Sends a signal, as `kill` does.
    pub(crate) async fn signal(&self, name: &str) {
        let pid = self.pid().to_string();
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &pid])
            .status()
            .await;
        assert!(sent.expect("kill runs").success());
    }

    /// Waits until a whole line of the log says so; what it says from there on.
    pub(crate) async fn logged(&self, text: &str) -> String {
        let wait = timeout(PATIENCE, async {
            loop {
                let log = so_far(&self.err);
                if let Some((_, rest)) = log.split_once(text)
                    && let Some((line, _)) = rest.split_once('\n')
                {
                    return line.to_owned();
                }
                sleep(Duration::from_millis(5)).await;
            }
        });
        wait.await.expect(text)
    }

    /// Waits for its end.
    pub(crate) async fn ended(mut self) -> Ended {
        let status = timeout(PATIENCE, self.child.wait()).await;
        let status = status.expect("it ends").expect("a status");
        for reader in self.readers {
            reader.await.expect("read to the end");
        }
        countermark_testkit::logs::keep(&so_far(&self.err));
        Ended {
            code: status.code().expect("it was not killed"),
            out: so_far(&self.out),
            err: so_far(&self.err),
        }
    }

    /// Kills it with a signal that nobody can catch, and waits until it is gone.
    pub(crate) async fn kill(mut self) {
        self.signal("KILL").await;
        let status = timeout(PATIENCE, self.child.wait()).await;
        let status = status.expect("it ends").expect("a status");
        assert_eq!(status.code(), None, "it was killed: {}", so_far(&self.err));
        for reader in self.readers {
            reader.await.expect("read to the end");
        }
        countermark_testkit::logs::keep(&so_far(&self.err));
    }

    /// Tells it to stop and waits.
    pub(crate) async fn stop(self) -> Ended {
        self.signal("TERM").await;
        self.ended().await
    }
}
