//! TLS that the program begins (ASVS 12.3.2): a certificate that nobody vouches for is refused
//! before anything is told.

use countermark::outbound;
use countermark_core::outbound::Endpoint;
use std::{
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{
    TlsAcceptor, TlsConnector,
    rustls::{
        ClientConfig, RootCertStore, ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject as _},
    },
};

/// A server for `localhost` that has signed its own certificate.
pub(crate) struct Server {
    pub(crate) port: u16,
    certificate: CertificateDer<'static>,
    trusted: Arc<AtomicUsize>,
}

fn signed(folder: &Path) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
    let arguments = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -batch \
                     -subj /CN=localhost -addext subjectAltName=DNS:localhost \
                     -addext basicConstraints=critical,CA:FALSE -keyout key -out certificate";
    let mut openssl = Command::new("openssl");
    openssl.args(arguments.split_whitespace());
    let made = openssl.current_dir(folder).output().expect("openssl");
    assert!(made.status.success(), "{made:?}");
    let certificate = CertificateDer::from_pem_file(folder.join("certificate"));
    let key = PrivateKeyDer::from_pem_file(folder.join("key"));
    (certificate.expect("a certificate"), key.expect("a key"))
}

impl Server {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (certificate, key) = signed(folder.path());
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .expect("a certificate and its key");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let trusted = Arc::new(AtomicUsize::new(0));
        let count = trusted.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if acceptor.accept(stream).await.is_ok() {
                    count.fetch_add(1, Ordering::SeqCst);
                }
            }
        });
        Self {
            port,
            certificate,
            trusted,
        }
    }

    /// Whoever knows the certificate gets through, and so far nobody else has.
    pub(crate) async fn nobody_else_trusted_it(&self) {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).expect("a root");
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await;
        let name = ServerName::try_from("localhost").expect("a name");
        let connector = TlsConnector::from(Arc::new(config));
        let connected = connector.connect(name, stream.expect("a stream")).await;
        drop(connected.expect("a certificate that we know"));
        while self.trusted.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(self.trusted.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn a_webhook_is_not_told_to_a_stranger() {
    let server = Server::start().await;
    let url = format!("https://localhost:{}/hook", server.port);
    let endpoint = Endpoint::parse(&url, false).expect("a URL");
    let told = outbound::post(&endpoint, &[], "{}".into(), true).await;
    assert_eq!(told, Err("TLS with the server failed"));
    server.nobody_else_trusted_it().await;
}
