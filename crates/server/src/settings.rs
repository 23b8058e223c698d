//! Settings: the command line, the environment, and the table in the documents, from one text.

use clap::{Args, ValueEnum};
use std::{fmt::Write as _, net::SocketAddr, path::PathBuf};

/// Rate limits on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RateLimits {
    /// The contract's limits.
    Default,
    /// None: for benches and tests only.
    Off,
}

/// The form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

/// How JWTs are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum JwtAlgorithm {
    /// Ed25519.
    #[value(name = "EdDSA")]
    EdDsa,
    /// ECDSA on P-256 with SHA-256.
    #[value(name = "ES256")]
    Es256,
    /// RSA with SHA-256.
    #[value(name = "RS256")]
    Rs256,
}

impl From<JwtAlgorithm> for countermark_core::keys::Algorithm {
    fn from(algorithm: JwtAlgorithm) -> Self {
        match algorithm {
            JwtAlgorithm::EdDsa => Self::EdDsa,
            JwtAlgorithm::Es256 => Self::Es256,
            JwtAlgorithm::Rs256 => Self::Rs256,
        }
    }
}

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct Storage {
    /// Folder for the database file and the master key.
    #[arg(
        long,
        env = "COUNTERMARK_DATA",
        default_value = "./data",
        value_name = "DIR"
    )]
    pub data: PathBuf,

    /// PostgreSQL to use instead of the SQLite file, as <postgres://user:password@host/name>.
    /// It holds a password: use the environment or --database-file.
    #[arg(
        long,
        env = "COUNTERMARK_DATABASE",
        value_name = "URL",
        hide_env_values = true,
        conflicts_with = "database_file"
    )]
    pub database: Option<String>,

    /// File that holds the PostgreSQL URL.
    #[arg(long, env = "COUNTERMARK_DATABASE_FILE", value_name = "FILE")]
    pub database_file: Option<PathBuf>,

    /// File that holds the master key (64 hexadecimal digits); made at the first start when it is
    /// not given. Several nodes need the same key.
    #[arg(
        long,
        env = "COUNTERMARK_MASTER_KEY_FILE",
        value_name = "FILE",
        help = "File that holds the master key (64 hexadecimal digits) [default: DIR/master.key, made at the first start]"
    )]
    pub master_key_file: Option<PathBuf>,
}

/// Where changed rights are watched.
#[derive(Args, Clone, Debug)]
pub struct Session {
    /// The same PostgreSQL primary without a pooler that hands each statement to another session:
    /// changed rights are watched there, over two connections. By default as --database. It holds
    /// a password: use the environment or --database-session-url-file.
    #[arg(
        long,
        env = "COUNTERMARK_DATABASE_SESSION_URL",
        value_name = "URL",
        hide_env_values = true,
        conflicts_with = "database_session_url_file"
    )]
    pub database_session_url: Option<String>,

    /// File that holds that URL.
    #[arg(
        long,
        env = "COUNTERMARK_DATABASE_SESSION_URL_FILE",
        value_name = "FILE"
    )]
    pub database_session_url_file: Option<PathBuf>,
}

/// Everything that `countermark serve` can be told.
#[derive(Args, Clone, Debug)]
pub struct Serve {
    #[command(flatten)]
    pub(crate) storage: Storage,

    #[command(flatten)]
    pub(crate) session: Session,

    /// Address and port to listen on.
    #[arg(
        long,
        env = "COUNTERMARK_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDR"
    )]
    pub listen: SocketAddr,

    /// The address that people and systems use, as <https://countermark.example>; set it when a
    /// proxy with TLS stands in front. Links and cookies follow it.
    #[arg(long, env = "COUNTERMARK_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<String>,

    /// What the addresses in QR codes begin with, as <https://abcd.example>; a host of your own
    /// whose codes never change. By default the first of --scan-hosts, or the public URL and /q.
    #[arg(long, env = "COUNTERMARK_SCAN_URL", value_name = "URL", value_parser = scan_url)]
    pub scan_url: Option<String>,

    /// Where files are kept (exports, codes of work orders): <s3://bucket/prefix>, with keys, region
    /// and endpoint in the usual AWS variables, or <file:///folder>. Several nodes need the same
    /// place. By default DIR/files.
    #[arg(long, env = "COUNTERMARK_FILES_URL", value_name = "URL")]
    pub files_url: Option<String>,

    /// How many GiB the files of one company may take together: of work orders, of codes that were
    /// asked for, of uploads. Past that, nobody there begins another one.
    #[arg(
        long,
        env = "COUNTERMARK_FILES_PER_COMPANY",
        default_value_t = 20,
        value_name = "GIB",
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub files_per_company: u32,

    /// How many proxies of your own stand in front and write X-Forwarded-For.
    #[arg(
        long,
        env = "COUNTERMARK_TRUSTED_PROXIES",
        default_value_t = 0,
        value_name = "N"
    )]
    pub trusted_proxies: usize,

    /// Address and port of a second listener with GET /metrics for Prometheus; not for the public.
    #[arg(long, env = "COUNTERMARK_METRICS_LISTEN", value_name = "ADDR")]
    pub metrics_listen: Option<SocketAddr>,

    /// Rate limits; off is for benches and tests.
    #[arg(
        long,
        env = "COUNTERMARK_RATE_LIMITS",
        default_value = "default",
        value_name = "WHICH"
    )]
    pub rate_limits: RateLimits,

    /// How new JWT keys sign; keys of another kind verify until what they signed has run out.
    /// Give every node the same.
    #[arg(
        long,
        env = "COUNTERMARK_JWT_ALGORITHM",
        default_value = "EdDSA",
        value_name = "WHICH",
        ignore_case = true
    )]
    pub jwt_algorithm: JwtAlgorithm,

    /// Form of the log on standard error.
    #[arg(
        long,
        env = "COUNTERMARK_LOG_FORMAT",
        default_value = "text",
        value_name = "FORM"
    )]
    pub log_format: LogFormat,

    #[command(flatten)]
    pub(crate) mail: crate::mail::MailArgs,

    #[command(flatten)]
    pub(crate) passwords: crate::auth::breached::BreachedArgs,

    /// Hosts that stand in QR codes, divided by commas: there, GET /<code> is a scan, and nothing
    /// else is answered. Under the server's own name scans are at /q/<code>.
    #[arg(
        long,
        env = "COUNTERMARK_SCAN_HOSTS",
        value_name = "HOSTS",
        value_delimiter = ',',
        value_parser = scan_host
    )]
    pub scan_hosts: Vec<String>,

    #[command(flatten)]
    pub(crate) geo: crate::scans::GeoArgs,

    /// Let webhooks call private addresses and plain http, as on a network of your own; never
    /// where people who may make webhooks are not to reach that network.
    #[arg(long, env = "COUNTERMARK_WEBHOOKS_TO_PRIVATE")]
    pub webhooks_to_private: bool,

    /// Fill an empty database with a demo company and print its people's passwords once.
    #[arg(long)]
    pub demo: bool,
}

pub(crate) fn public_url(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => {
            Ok(text.to_owned())
        }
        _ => Err("write it as https://host or https://host:port, without a path".into()),
    }
}

/// A host as a request names it, with its port if it has one.
fn scan_host(text: &str) -> Result<String, String> {
    let text = text.trim().to_ascii_lowercase();
    let good = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
    if text.is_empty() || !text.chars().all(good) {
        return Err("write hosts as scan.example or scan.example:8080, without a path".into());
    }
    Ok(text)
}

fn scan_url(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest)
            if !rest.is_empty()
                && !rest.starts_with('/')
                && text.len() <= 100
                && rest
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "./-_:~".contains(c)) =>
        {
            Ok(text.to_owned())
        }
        _ => Err("write it as https://host or https://host/path, at most 100 characters".into()),
    }
}

/// What requests need to know of the settings.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// See [`Serve::public_url`].
    pub public_url: Option<String>,
    /// See [`Serve::trusted_proxies`].
    pub trusted_proxies: usize,
    /// Whether requests are counted, see [`Serve::metrics_listen`].
    pub metrics: bool,
    /// Where the server listens, when it does.
    pub listen: Option<SocketAddr>,
    /// See [`Serve::scan_url`].
    pub scan_url: Option<String>,
    /// Where files are kept.
    pub files: crate::files::Files,
    /// See [`Serve::files_per_company`].
    pub files_per_company: Option<u32>,
    /// How mail is sent.
    pub mail: crate::mail::Mailing,
    /// See [`Serve::jwt_algorithm`].
    pub jwt_algorithm: countermark_core::keys::Algorithm,
    /// See [`Serve::scan_hosts`].
    pub scan_hosts: Vec<String>,
    /// See [`Serve::webhooks_to_private`].
    pub webhooks_to_private: bool,
    /// Where addresses are, if a file says so.
    pub geo: Option<std::sync::Arc<crate::scans::Geo>>,
    /// Leaked passwords that nobody may choose.
    pub breached: Option<std::sync::Arc<crate::auth::breached::Breached>>,
}

impl Settings {
    /// Whether people reach the server over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }

    /// The host, with its port if it has one, that people reach the server by.
    #[must_use]
    pub fn public_host(&self) -> Option<&str> {
        self.public_url
            .as_deref()?
            .split_once("://")
            .map(|(_, host)| host)
    }

    /// Whether that `Host` is one that stands in QR codes.
    #[must_use]
    pub fn is_scan_host(&self, host: &[u8]) -> bool {
        self.scan_hosts
            .iter()
            .any(|known| known.as_bytes().eq_ignore_ascii_case(host))
    }

    /// The address that links in mails begin with: the public URL, or where the server listens.
    /// Never what a request says of itself, which its sender writes (security checklist 86).
    #[must_use]
    pub fn link_base(&self) -> String {
        match (&self.public_url, self.listen) {
            (Some(url), _) => url.clone(),
            (None, Some(address)) if !address.ip().is_unspecified() => format!("http://{address}"),
            (None, Some(address)) => format!("http://localhost:{}", address.port()),
            (None, None) => "http://localhost".into(),
        }
    }

    /// What the addresses in QR codes begin with, without a slash at the end: what
    /// [`Serve::scan_url`] says, or the first host that scans, or `/q` on this server.
    #[must_use]
    pub fn scan_base(&self) -> String {
        let scheme = if self.is_https() { "https" } else { "http" };
        match (&self.scan_url, self.scan_hosts.first()) {
            (Some(url), _) => url.clone(),
            (None, Some(host)) => format!("{scheme}://{host}"),
            (None, None) => format!("{}/q", self.link_base()),
        }
    }

    /// The cookie's name. The `__Host-` prefix needs TLS; plain http is for the loopback only.
    #[must_use]
    pub fn cookie_name(&self) -> &'static str {
        if self.is_https() {
            "__Host-countermark"
        } else {
            "countermark"
        }
    }
}

/// What only the environment can say.
const VARIABLES: [(&str, &str); 3] = [
    (
        KEY_VARIABLE,
        "The master key itself, where files are not wanted. It has no option: command lines can be read by others",
    ),
    (
        crate::mail::SMTP_VARIABLE,
        "The URL of the mail server itself, where files are not wanted. It has no option: it holds a password",
    ),
    (
        LOG_VARIABLE,
        "What is logged, as `info` or `countermark=debug,warn`",
    ),
];

/// The environment variable that may hold the master key itself.
pub const KEY_VARIABLE: &str = "COUNTERMARK_MASTER_KEY";
/// The environment variable that says what is logged.
pub const LOG_VARIABLE: &str = "COUNTERMARK_LOG";

/// The names of the variables without an option.
pub fn variables() -> impl Iterator<Item = &'static str> {
    VARIABLES.iter().map(|(name, _)| *name)
}

/// The settings as a Markdown table, for `docs/operating.md`.
#[must_use]
pub fn markdown(command: &clap::Command) -> String {
    let mut table =
        String::from("| option | variable | default | what it does |\n|---|---|---|---|\n");
    let serve = command.find_subcommand("serve");
    for argument in serve.into_iter().flat_map(clap::Command::get_arguments) {
        let Some(long) = argument.get_long() else {
            continue;
        };
        let variable = argument
            .get_env()
            .map(|name| format!("`{}`", name.to_string_lossy()));
        let default = argument.get_default_values().first();
        let default = default.map(|value| format!("`{}`", value.to_string_lossy()));
        let help = argument
            .get_help()
            .map(ToString::to_string)
            .unwrap_or_default();
        let _ = writeln!(
            table,
            "| `--{long}` | {} | {} | {} |",
            variable.unwrap_or_default(),
            default
                .filter(|_| argument.get_action().takes_values())
                .unwrap_or_default(),
            help.replace('\n', " "),
        );
    }
    for (variable, help) in VARIABLES {
        let _ = writeln!(table, "| | `{variable}` | | {help} |");
    }
    table
}
