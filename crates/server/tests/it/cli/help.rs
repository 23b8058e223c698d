//! What the program says of itself, kept beside the test so that a change is seen.

use super::program::run;
use std::{fs, path::Path};

#[tokio::test]
async fn the_help_is_as_committed() {
    for (name, args) in [
        ("help", &["--help"][..]),
        ("serve", &["serve", "--help"]),
        ("admin", &["admin", "--help"]),
        ("admin-create", &["admin", "create", "--help"]),
        ("keys", &["keys", "--help"]),
        ("keys-list", &["keys", "list", "--help"]),
        ("keys-rotate", &["keys", "rotate", "--help"]),
        ("scan", &["scan", "--help"]),
        ("settings", &["settings", "--markdown"]),
    ] {
        let ended = run(args).await;
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{name}");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/cli/snapshots");
        let path = folder.join(format!("{name}.txt"));
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, &ended.out).expect("written");
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == ended.out,
            "{} is out of date. Renew it and read the difference: \
             UPDATE_SNAPSHOTS=1 cargo test -p countermark --test it cli::help\n{}",
            path.display(),
            ended.out
        );
    }
}

#[tokio::test]
async fn the_document_comes_out_of_the_program() {
    let ended = run(&["openapi"]).await;
    assert_eq!(
        (ended.code, ended.out),
        (0, countermark::router::document_text())
    );
    let version = run(&["--version"]).await;
    assert_eq!(
        version.out,
        format!("countermark {}\n", env!("CARGO_PKG_VERSION"))
    );
}

/// What cannot be understood ends with code 2 and touches nothing.
#[tokio::test]
async fn what_is_not_understood_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data_text = data.display().to_string();
    for (args, named) in [
        (
            &["serve", "--data", &data_text, "--frobnicate"][..],
            "'--frobnicate'",
        ),
        (
            &["serve", "--data", &data_text, "--listen", "nowhere"],
            "'--listen <ADDR>'",
        ),
        (
            &[
                "serve",
                "--data",
                &data_text,
                "--public-url",
                "brand.example",
            ],
            "write it as https://host",
        ),
        (
            &[
                "serve",
                "--data",
                &data_text,
                "--public-url",
                "https://brand.example/path",
            ],
            "without a path",
        ),
        (
            &[
                "serve",
                "--data",
                &data_text,
                "--public-url",
                "ftp://brand.example",
            ],
            "'--public-url <URL>'",
        ),
        (
            &["serve", "--data", &data_text, "--public-url", "https://"],
            "'--public-url <URL>'",
        ),
        (
            &["serve", "--data", &data_text, "--trusted-proxies", "-1"],
            "'-1'",
        ),
        (
            &["serve", "--data", &data_text, "--rate-limits", "none"],
            "[possible values: default, off]",
        ),
        (
            &["serve", "--data", &data_text, "--jwt-algorithm", "none"],
            "[possible values: EdDSA, ES256, RS256]",
        ),
        (
            &["serve", "--data", &data_text, "--jwt-algorithm", "HS256"],
            "[possible values: EdDSA, ES256, RS256]",
        ),
        (
            &["serve", "--data", &data_text, "--log-format", "xml"],
            "[possible values: json, text]",
        ),
        (
            &[
                "serve",
                "--data",
                &data_text,
                "--database",
                "postgres://a",
                "--database-file",
                "b",
            ],
            "cannot be used with",
        ),
        (
            &["admin", "create", "--data", &data_text, "--company", "A"],
            "--email",
        ),
        (&["frobnicate"], "'frobnicate'"),
        (&[], "Usage:"),
    ] {
        let ended = run(args).await;
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{args:?}");
        assert!(ended.err.contains(named), "{args:?}: {}", ended.err);
        assert!(!data.exists(), "{args:?}");
    }
}
