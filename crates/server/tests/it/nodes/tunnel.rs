//! The way of the connections that watch: it can fall silent, for those that are and those that
//! come. Whoever sends something is not told that nobody reads it.

use std::net::SocketAddr;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};

/// A way to a PostgreSQL.
pub(super) struct Tunnel {
    address: SocketAddr,
    silent: watch::Sender<bool>,
    _carries: JoinSet<()>,
}

impl Tunnel {
    /// A way that leads to that port of this machine.
    pub(super) async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (silent, falls_silent) = watch::channel(false);
        let mut carries = JoinSet::new();
        carries.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (near, _) = listener.accept().await.expect("a connection");
                connections.spawn(carry(near, port, falls_silent.clone()));
            }
        });
        Self {
            address,
            silent,
            _carries: carries,
        }
    }

    /// The database at its other end.
    pub(super) fn url(&self) -> String {
        format!("postgres://postgres@{}/postgres", self.address)
    }

    /// Lets nothing through until the guard is dropped.
    pub(super) fn silence(&self) -> Silence<'_> {
        self.silent.send_replace(true);
        Silence(self)
    }
}

/// While it is there, nothing gets through.
pub(super) struct Silence<'a>(&'a Tunnel);

impl Drop for Silence<'_> {
    fn drop(&mut self) {
        self.0.silent.send_replace(false);
    }
}

/// Carries what both sides say, until it is silent; then both wait until it is over, and are cut.
async fn carry(mut near: TcpStream, port: u16, mut silent: watch::Receiver<bool>) {
    if !*silent.borrow_and_update() {
        let mut far = TcpStream::connect(("127.0.0.1", port))
            .await
            .expect("the server");
        tokio::select! {
            _ = copy_bidirectional(&mut near, &mut far) => return,
            _ = silent.wait_for(|silent| *silent) => {}
        }
    }
    let _ = silent.wait_for(|silent| !*silent).await;
}
