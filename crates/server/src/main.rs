//! The `countermark` program.

use clap::Parser as _;
use countermark::cli::{self, Cli};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let Ok(runtime) = runtime else {
        eprintln!("countermark: the system gives no threads.");
        return ExitCode::FAILURE;
    };
    let ended = runtime.block_on(cli::run(cli));
    countermark::log::flush();
    match ended {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("countermark: {}", failure.0);
            ExitCode::FAILURE
        }
    }
}
