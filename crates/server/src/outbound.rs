//! Calls to addresses that people have written down (security checklist 84): the name is resolved
//! once, every address that it has must be on the public internet, and that address is what is
//! called. No redirects, no credentials, ten seconds for everything, and of the answer only the
//! status is looked at.

use axum::http::{HeaderValue, Method, Request, header};
use countermark_core::outbound::{Endpoint, is_public};
use http_body_util::Full;
use hyper::{body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use std::{
    net::SocketAddr,
    sync::{Arc, LazyLock},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs, pki_types::ServerName},
};

/// How long a call may take, from the look-up of the name to the status.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most bytes of the answer's head; its body is not read.
const LONGEST_HEAD: usize = 64 * 1024;

/// What TLS believes: the roots that browsers know, built in.
static TLS: LazyLock<Result<TlsConnector, &'static str>> = LazyLock::new(|| {
    let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| "TLS cannot be set up")?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
});

/// Sends a JSON body and returns the status of the answer.
///
/// # Errors
/// Why nothing came of it, in words that tell nothing of what is behind the address.
pub async fn post(
    endpoint: &Endpoint,
    headers: &[(&'static str, HeaderValue)],
    body: String,
    allow_private: bool,
) -> Result<u16, &'static str> {
    let call = async {
        let stream = connect(endpoint, allow_private).await?;
        if !endpoint.is_tls {
            return send(stream, endpoint, headers, body).await;
        }
        let name = ServerName::try_from(endpoint.host.clone());
        let name = name.map_err(|_| "the name is none that TLS can prove")?;
        let connector = TLS.as_ref().map_err(|why| *why)?;
        let stream = connector.connect(name, stream).await;
        send(
            stream.map_err(|_| "TLS with the server failed")?,
            endpoint,
            headers,
            body,
        )
        .await
    };
    timeout(PATIENCE, call)
        .await
        .unwrap_or(Err("the server did not answer in time"))
}

/// Connects to an address that was looked at, not to a name that is looked up again.
async fn connect(endpoint: &Endpoint, allow_private: bool) -> Result<TcpStream, &'static str> {
    let found = lookup_host((endpoint.host.as_str(), endpoint.port)).await;
    let addresses: Vec<SocketAddr> = found.map_err(|_| "the name cannot be resolved")?.collect();
    if !allow_private && !addresses.iter().all(|address| is_public(address.ip())) {
        return Err("the address is not on the public internet");
    }
    TcpStream::connect(addresses.as_slice())
        .await
        .map_err(|_| "the server cannot be reached")
}

async fn send(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    endpoint: &Endpoint,
    headers: &[(&'static str, HeaderValue)],
    body: String,
) -> Result<u16, &'static str> {
    let handshake = http1::Builder::new()
        .max_buf_size(LONGEST_HEAD)
        .handshake(TokioIo::new(stream));
    let (mut sender, connection) = handshake.await.map_err(|_| "the connection broke off")?;
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(endpoint.path.as_str())
        .header(header::HOST, endpoint.authority())
        .header(header::USER_AGENT, "Countermark")
        .header(header::CONNECTION, "close")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Full::new(Bytes::from(body)))
        .map_err(|_| "the URL cannot be called")?;
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.clone());
    }
    // The connection lives as long as this call and no longer: its task ends with it.
    let answer = async {
        let response = sender.send_request(request).await;
        response.map_err(|_| "the connection broke off")
    };
    let mut connection = std::pin::pin!(connection);
    let mut answer = std::pin::pin!(answer);
    let response = tokio::select! {
        response = &mut answer => response?,
        _ = &mut connection => answer.await?,
    };
    Ok(response.status().as_u16())
}
