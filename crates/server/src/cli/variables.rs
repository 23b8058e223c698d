//! Misspelt variables of the environment: a setting that nobody reads would leave the server other
//! than its operator believes it to be.

use super::{Cli, Failure};
use crate::settings;
use clap::CommandFactory as _;
use std::collections::HashSet;

/// The prefix of all of them.
const OURS: &str = "COUNTERMARK_";
/// Those of the tests and benches, and of programs that call the API.
const OF_OTHERS: [&str; 7] = [
    "TEST_",
    "BENCH_",
    "SPEC_",
    "WRITE_FIGURES",
    "CHROMIUM",
    "BIN",
    "TOKEN",
];

/// Refuses the first variable that looks like a setting and is none.
///
/// # Errors
/// The sentence that names it.
pub fn check(names: impl IntoIterator<Item = String>) -> Result<(), Failure> {
    let known = known();
    for name in names {
        let Some(rest) = name.strip_prefix(OURS) else {
            continue;
        };
        if known.contains(&name) || is_of_others(rest) {
            continue;
        }
        return Err(Failure(format!(
            "The variable {name} is no setting. Look for a misspelling, or take it out of the \
             environment; `countermark settings` lists what there is."
        )));
    }
    Ok(())
}

/// The names of those that are read, by any command.
fn known() -> HashSet<String> {
    let command = Cli::command();
    let mut commands = vec![&command];
    let mut known: HashSet<String> = settings::variables().map(str::to_owned).collect();
    while let Some(command) = commands.pop() {
        commands.extend(command.get_subcommands());
        let names = command.get_arguments().filter_map(clap::Arg::get_env);
        known.extend(names.map(|name| name.to_string_lossy().into_owned()));
    }
    known
}

/// Whether somebody else put it there. Kubernetes sets such variables in every container beside a
/// service whose name begins with `countermark`: `COUNTERMARK_SERVICE_HOST`, `COUNTERMARK_PORT_80_TCP`.
fn is_of_others(rest: &str) -> bool {
    let of_service = ["SERVICE_HOST", "SERVICE_PORT", "PORT_"]
        .iter()
        .any(|part| rest.starts_with(part) || rest.contains(&format!("_{part}")));
    of_service
        || rest == "PORT"
        || rest.ends_with("_PORT")
        || OF_OTHERS.iter().any(|own| rest.starts_with(own))
}

#[cfg(test)]
mod tests {
    use super::check;

    fn refused(name: &str) -> Option<String> {
        check([name.to_owned()]).err().map(|failure| failure.0)
    }

    #[test]
    fn a_misspelt_setting_is_named() {
        for name in [
            "COUNTERMARK_TRUSTED_PROXY",
            "COUNTERMARK_DATABSE",
            "COUNTERMARK_",
        ] {
            let told = refused(name).unwrap_or_default();
            assert!(told.contains(name), "{name}: {told}");
        }
    }

    #[test]
    fn settings_and_what_is_of_others_are_left_alone() {
        for name in [
            "COUNTERMARK_TRUSTED_PROXIES",
            "COUNTERMARK_SMTP_URL",
            "COUNTERMARK_MASTER_KEY",
            "COUNTERMARK_PORT",
            "COUNTERMARK_PORT_8080_TCP_ADDR",
            "COUNTERMARK_METRICS_SERVICE_PORT_HTTP",
            "COUNTERMARK_SERVICE_HOST",
            "COUNTERMARK_TEST_POSTGRES",
            "PATH",
        ] {
            assert_eq!(refused(name), None, "{name}");
        }
    }
}
