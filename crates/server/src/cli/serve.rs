//! `countermark serve`.

use super::{Failure, demo, open, variables};
use crate::{
    app::App,
    auth::{limits::Limits, watch},
    clock::SystemClock,
    files::Files,
    log::{self, ToStderr, text},
    metrics::export,
    router,
    serve::Bounds,
    settings::{LOG_VARIABLE, LogFormat, RateLimits, Serve, Settings},
};
use countermark_store::companies;
use std::{io::IsTerminal as _, net::SocketAddr, sync::Arc};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tracing_subscriber::EnvFilter;

/// Runs the server until it is told to stop.
///
/// # Errors
/// The sentence to show.
pub async fn run(settings: Serve) -> Result<(), Failure> {
    variables::check(std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned()))?;
    start_log(settings.log_format)?;
    let breached = settings.passwords.open()?;
    let geo = settings.geo.open()?;
    let opened = open::open(&settings.storage).await?;
    let listener = bind(settings.listen, "--listen").await?;
    let address = listener.local_addr()?;
    let metrics = match settings.metrics_listen {
        Some(address) => Some((bind(address, "--metrics-listen").await?, export::install()?)),
        None => None,
    };
    let limits = match settings.rate_limits {
        RateLimits::Default => Limits::contract(),
        RateLimits::Off => {
            tracing::warn!("rate limits are off: only for benches and tests");
            Limits::off()
        }
    };
    let mut reach = Settings {
        public_url: settings.public_url.clone(),
        trusted_proxies: settings.trusted_proxies,
        files_per_company: Some(settings.files_per_company),
        scan_url: settings.scan_url.clone(),
        files: Files::open(settings.files_url.as_deref(), &settings.storage.data)?,
        metrics: settings.metrics_listen.is_some(),
        listen: Some(address),
        jwt_algorithm: settings.jwt_algorithm.into(),
        scan_hosts: settings.scan_hosts.clone(),
        geo,
        webhooks_to_private: settings.webhooks_to_private,
        breached,
        ..Settings::default()
    };
    let data = &settings.storage.data;
    reach.mail = settings.mail.open(data, reach.public_host())?;
    let app = App::new(
        opened.db.clone(),
        opened.secrets,
        Arc::new(SystemClock),
        reach,
        limits,
    );
    let app = app.await?;
    let url = settings
        .public_url
        .unwrap_or_else(|| format!("http://{address}"));
    // Before anybody is told that the server is there.
    let stop = stop()?;
    survive_full_files()?;
    greet(&app, &url, settings.demo).await?;
    let session = &settings.session;
    let session = open::url(
        session.database_session_url.as_ref(),
        session.database_session_url_file.as_deref(),
    )?;
    let watching = watch::start(&app, session.as_deref()).map_err(|_| {
        // What is wrong with it may quote it, and it holds a password.
        "The URL given with --database-session-url cannot be read. Write it as \
         postgres://user:password@host/name."
    })?;
    let counting = match metrics {
        Some((listener, handle)) => {
            tracing::info!(address = %listener.local_addr()?, "metrics are told");
            Some(export::start(listener, handle, &app))
        }
        None => None,
    };
    let tasks = crate::tasks::start(&app);
    let jobs = crate::jobs::start(&app).await?;
    let program = router::program(app.clone());
    crate::serve::serve(listener, program, Bounds::default(), stop).await;
    // While rights are still watched.
    jobs.stop().await;
    drop((tasks, watching, counting));
    app.uses.flush(&app.db).await?;
    app.denied.flush(&app).await?;
    app.seen.flush(&app.db, app.clock.now(), true).await?;
    app.db.close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn bind(address: SocketAddr, option: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        format!(
            "{address} cannot be listened on: {error}. Stop what uses it, or choose another \
             address with {option}."
        )
        .into()
    })
}

/// Tells the operator where to go; standard output holds nothing else.
async fn greet(app: &App, url: &str, demo: bool) -> Result<(), Failure> {
    if demo {
        demo::fill(app).await?;
    }
    let version = env!("CARGO_PKG_VERSION");
    tracing::info!(version, url, "started");
    println!("Countermark {version} listens on {url}");
    if !companies::any(&mut app.db.read().await?).await? {
        println!("Set it up here (the link works once, until the next start):");
        println!("  {url}/#/setup/{}", app.open_setup().as_str());
    }
    Ok(())
}

fn start_log(format: LogFormat) -> std::io::Result<()> {
    let filter =
        EnvFilter::try_from_env(LOG_VARIABLE).unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt()
        .with_writer(ToStderr::start()?)
        .with_env_filter(filter);
    let started = match format {
        LogFormat::Json => log.json().flatten_event(true).try_init(),
        LogFormat::Text if std::io::stderr().is_terminal() => log.try_init(),
        LogFormat::Text => log
            .event_format(text::Text::used())
            .fmt_fields(text::fields())
            .try_init(),
    };
    // Only a second start in one process, as in tests, finds a log already there.
    let _ = started;
    std::panic::set_hook(Box::new(log::tell_panic));
    Ok(())
}

/// A file that may not grow any further (`ulimit -f`) is an error of the write, answered with 503,
/// and not the end of the process, which is what this signal does unless somebody listens.
fn survive_full_files() -> Result<(), Failure> {
    const SIGXFSZ: i32 = 25;
    let _ = signal(SignalKind::from_raw(SIGXFSZ))?;
    Ok(())
}

/// Watches signals from now on; ready when the process is told to stop.
fn stop() -> Result<impl Future<Output = ()>, Failure> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: running requests may finish; a second signal ends them");
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::warn!("stopped at once");
            log::flush();
            std::process::exit(1);
        });
    })
}
