//! `countermark admin`

use super::{
    home::Home,
    program::{Ended, run},
};
use crate::support::code_in;
use countermark_testkit::{PASSWORD, db::engines};
use serde_json::json;
use std::fs;

const ADA: [&str; 4] = [
    "--email",
    "Ada@Kallista.example",
    "--password-stdin",
    "--given-name=Ada",
];

fn made(ended: &Ended) {
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    assert!(
        ended
            .out
            .contains("with Account Admin ada@kallista.example"),
        "{}",
        ended.out
    );
    assert!(!ended.out.contains(PASSWORD));
}

/// Security checklist 14, 95: the password goes in by standard input and comes out nowhere.
#[tokio::test]
async fn a_company_and_its_admin_are_made() {
    for engine in engines() {
        let home = Home::new(engine).await;
        made(&home.admin(&format!("{PASSWORD}\n"), &ADA).await);
        let mut raw = home.place.raw().await;
        let rows = raw
            .rows("SELECT action, credential_kind FROM audit ORDER BY id")
            .await;
        assert_eq!(rows, [["company.create", "cli"], ["user.create", "cli"]]);
        let all = raw.rows("SELECT * FROM audit").await;
        assert!(!format!("{all:?}").contains(PASSWORD) && !format!("{all:?}").contains("$argon2"));
        raw.close().await;
        let server = home.serve(&[]).await;
        assert_eq!(server.log_in("ada@kallista.example", PASSWORD).await, 200);
        assert_eq!(server.setup_code().await, None, "nothing is left to set up");
        let ended = server.stop().await;
        assert!(!ended.err.contains(PASSWORD) && !ended.out.contains(PASSWORD));
    }
}

#[tokio::test]
async fn a_file_gives_its_first_line() {
    for engine in engines() {
        for text in [PASSWORD.to_owned(), format!("{PASSWORD}\r\nsecond line\n")] {
            let home = Home::new(engine).await;
            let file = home.data().join("password.txt");
            fs::write(&file, text).unwrap();
            let path = file.display().to_string();
            let more = ["--email", "ada@kallista.example", "--password-file", &path];
            made(&home.admin("", &more).await);
            let server = home.serve(&[]).await;
            assert_eq!(server.log_in("ada@kallista.example", PASSWORD).await, 200);
            server.stop().await;
        }
    }
}

/// A second company on the same server is allowed; a second account of one address is not.
#[tokio::test]
async fn an_address_has_one_account() {
    for engine in engines() {
        let home = Home::new(engine).await;
        made(&home.admin(PASSWORD, &ADA).await);
        let sentence = home.admin("another good one to try", &ADA).await.sentence();
        assert_eq!(sentence, "ada@kallista.example has an account already.");
        let mut raw = home.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM company").await, 1);
        raw.close().await;
        let server = home.serve(&[]).await;
        assert_eq!(server.log_in("ada@kallista.example", PASSWORD).await, 200);
        server.stop().await;
    }
}

/// Nothing is made of what is wrong, not even a folder.
#[tokio::test]
async fn what_is_wrong_is_said_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let missing = folder.path().join("no-such-file").display().to_string();
    let base = ["admin", "create", "--data", &data];
    for (more, named) in [
        (
            &["--company", "Kallista", "--email", "ada@kallista.example"][..],
            "--password-stdin or --password-file",
        ),
        (
            &[
                "--company",
                "Kallista",
                "--email",
                "ada@kallista.example",
                "--password-file",
                &missing,
            ],
            "no-such-file cannot be read",
        ),
        (
            &[
                "--company",
                "Kallista",
                "--email",
                "ada@kallista.example",
                "--password-stdin",
            ],
            "This field may not be blank.",
        ),
        (
            &[
                "--company",
                " ",
                "--email",
                "ada@kallista.example",
                "--password-stdin",
            ],
            "--company: ",
        ),
        (
            &[
                "--company",
                "Kallista",
                "--email",
                "ada",
                "--password-stdin",
            ],
            "--email: ",
        ),
    ] {
        let sentence = run(&[&base[..], more].concat()).await.sentence();
        assert!(sentence.contains(named), "{sentence}");
    }
    // A password on the command line is not understood, and not repeated.
    let ended = run(&[
        &base[..],
        &[
            "--company=K",
            "--email=a@b.example",
            "--password=geheimwort",
        ],
    ]
    .concat())
    .await;
    assert_eq!(ended.code, 2);
    assert!(!ended.err.contains("geheimwort"), "{}", ended.err);
    assert!(!folder.path().join("data").exists());
}

/// Security checklist 4, 7.
#[tokio::test]
async fn a_weak_password_is_refused() {
    for engine in engines() {
        let home = Home::new(engine).await;
        for weak in [
            "Tr0ub4dor&3",
            "passwordpassword",
            "Kallista Kallista 1",
            "ada@kallista.example",
        ] {
            let sentence = home.admin(weak, &ADA).await.sentence();
            assert!(sentence.starts_with("Password: "), "{sentence}");
            assert!(!sentence.contains(weak), "{sentence}");
        }
        assert!(!home.key().exists(), "nothing was begun");
    }
}

/// The operator's way in for somebody who has lost everything.
#[tokio::test]
async fn second_factors_are_reset() {
    for engine in engines() {
        let home = Home::new(engine).await;
        made(&home.admin(&format!("{PASSWORD}\n"), &ADA).await);
        let mut raw = home.place.raw().await;
        raw.rows(
            "INSERT INTO passkey (person_id, credential_id, name, credential, verified, created_at) \
             SELECT id, 'x', 'Lost key', '{}', 1, 0 FROM person RETURNING id",
        )
        .await;
        raw.close().await;
        let server = home.serve(&[]).await;
        assert_eq!(server.log_in("ada@kallista.example", PASSWORD).await, 400);
        server.stop().await;
        let reset = ["admin", "reset-factors"];
        let ended = home
            .run(&reset, &["--email", "nobody@kallista.example"])
            .await;
        assert!(ended.err.contains("has no account"), "{}", ended.err);
        let ended = home.run(&reset, &["--email", "Ada@kallista.example"]).await;
        assert_eq!((ended.code, ended.err.as_str()), (0, ""));
        assert!(ended.out.contains("signs in with the password alone now"));
        let mut raw = home.place.raw().await;
        let rows = raw
            .rows("SELECT credential_kind FROM audit WHERE action = 'user.factors_reset'")
            .await;
        assert_eq!(rows, [["cli"]]);
        let mails = raw
            .rows("SELECT kind FROM mail WHERE kind <> 'verify'")
            .await;
        raw.close().await;
        assert_eq!(mails, [["factors"]]);
        let server = home.serve(&[]).await;
        assert_eq!(server.log_in("ada@kallista.example", PASSWORD).await, 200);
        server.stop().await;
    }
}

/// For the only admin, who cannot sign in and has nobody to ask: a link in their mailbox, or in
/// the folder, and nothing on the screen.
#[tokio::test]
async fn a_link_to_a_new_password_goes_to_the_address() {
    for engine in engines() {
        let home = Home::new(engine).await;
        made(&home.admin(PASSWORD, &ADA).await);
        let proof = code_in(&home.mail("verify").await);
        let args = home.args(
            &["admin", "reset-password"],
            &[
                "--email",
                "ADA@kallista.example",
                "--public-url",
                "https://kallista.example",
            ],
        );
        let ended = super::program::ended(super::program::command(&args), "").await;
        assert_eq!((ended.code, ended.err.as_str()), (0, ""));
        let mail = home.mail("reset").await;
        let code = code_in(&mail);
        assert!(
            mail.contains("\r\nhttps://kallista.example/#/reset/"),
            "{mail}"
        );
        assert!(
            !ended.out.contains(&code) && !ended.out.contains("/#/"),
            "{}",
            ended.out
        );
        let server = home.serve(&[]).await;
        let body = json!({"code": code, "password": "nine calm herons wade far"});
        let path = "/api/v2/auth/password/reset/confirm/";
        server.expect(204, "POST", path, "", &body).await;
        let verify = "/api/v2/auth/email/verify/";
        server
            .expect(200, "POST", verify, "", &json!({"code": proof}))
            .await;
        assert_eq!(server.log_in("ada@kallista.example", PASSWORD).await, 400);
        assert_eq!(
            server
                .log_in("ada@kallista.example", "nine calm herons wade far")
                .await,
            200
        );
        server.stop().await;
        let args = home.args(
            &["admin", "reset-password"],
            &["--email", "bert@kallista.example"],
        );
        let refused = super::program::ended(super::program::command(&args), "").await;
        assert_eq!(
            refused.sentence(),
            "Nobody who can sign in has the address bert@kallista.example."
        );
    }
}
