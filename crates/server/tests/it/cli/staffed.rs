//! A company with an admin, a colleague and a token, as a server left it, and another company.

use super::{home::Home, program::Ended, serving::Serving};
use crate::support::code_in;
use countermark_store::Engine;
use countermark_testkit::{PASSWORD, db::Place};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::sleep;

/// The admin, company 1.
pub(super) const ADA: &str = "ada@kallista.example";
/// The colleague, an SCM user.
pub(super) const BERT: &str = "bert@kallista.example";
/// The only person of company 2.
pub(super) const OTHER: &str = "otto@other.example";

/// All of it; no server runs.
pub(super) struct Staffed {
    pub(super) home: Home,
    /// The id of Ada's token.
    pub(super) id: String,
    /// Its text.
    pub(super) text: String,
}

impl Staffed {
    pub(super) async fn new(engine: Engine) -> Self {
        let home = Home::new(engine).await;
        let made = home.admin(PASSWORD, &["--email", ADA, "--password-stdin"]);
        assert_eq!(made.await.code, 0);
        let server = home.serve(&[]).await;
        let ada = sign_in(&server, ADA).await;
        let body = json!({"email": BERT, "role": "scm_user", "given_name": "Bert"});
        server
            .expect(201, "POST", "/api/v2/users/", &ada, &body)
            .await;
        let code = code_in(&home.mail("invitation").await);
        let body = json!({"code": code, "password": PASSWORD});
        let path = "/api/v2/invitations/accept/";
        server.expect(201, "POST", path, "", &body).await;
        let (_, list) = server
            .expect(200, "GET", "/api/v2/permissions/", &ada, &json!({}))
            .await;
        let body = json!({
            "name": "ERP", "valid_until": list["policy"]["latest"],
            "permissions": ["brand_view", "brand_create", "product_create"],
            "networks": ["127.0.0.0/8"], "budgets": {"products_changed": 500},
        });
        let (_, uat) = server
            .expect(201, "POST", "/api/v2/uats/", &ada, &body)
            .await;
        server.stop().await;
        let text = |name: &str| uat[name].as_str().expect("a text").to_owned();
        Self {
            id: text("id"),
            text: text("token"),
            home,
        }
    }

    /// Founds company 2.
    pub(super) async fn another(&self) {
        let made = self
            .home
            .admin(PASSWORD, &["--email", OTHER, "--password-stdin"]);
        assert_eq!(made.await.code, 0);
    }

    pub(super) async fn run(&self, words: &[&str]) -> Ended {
        let (before, more) = words.split_at(2);
        self.home.run(before, more).await
    }

    /// What a command says that goes well; no secret is in it.
    pub(super) async fn good(&self, words: &[&str]) -> String {
        let ended = self.run(words).await;
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{words:?}");
        // Behind the id a token is secret.
        assert!(!ended.out.contains(&self.text[31..]), "{}", ended.out);
        assert!(!ended.out.contains("$argon2") && !ended.out.contains(PASSWORD));
        ended.out
    }

    /// As [`Staffed::good`], with `--json`.
    pub(super) async fn json(&self, words: &[&str]) -> Value {
        let said = self.good(&[words, &["--json"]].concat()).await;
        serde_json::from_str(&said).expect("JSON")
    }

    /// The sentence of a command that fails.
    pub(super) async fn refused(&self, words: &[&str]) -> String {
        let sentence = self.run(words).await.sentence();
        assert!(!sentence.contains(&self.text[31..]), "{sentence}");
        sentence
    }

    /// Runs a command that changes something while a server runs; what it says, and a server. On
    /// PostgreSQL the server obeys within the bound; on SQLite it would not hear of it, so that
    /// the command is refused until the server is stopped.
    pub(super) async fn change(&self, server: Serving, words: &[&str]) -> (String, Serving) {
        if let Place::Sqlite(_) = self.home.place {
            let sentence = self.refused(words).await;
            assert!(
                sentence.starts_with("Another countermark is using ")
                    && sentence.contains("Stop it first"),
                "{sentence}"
            );
            server.stop().await;
            let said = self.good(words).await;
            return (said, self.home.serve(&[]).await);
        }
        let said = self.good(words).await;
        sleep(Duration::from_secs(1)).await;
        (said, server)
    }

    /// What the log of company 1 has of an action: by what, and who.
    pub(super) async fn logged(&self, action: &str) -> Vec<Vec<String>> {
        let mut raw = self.home.place.raw().await;
        let sql = format!(
            "SELECT credential_kind, coalesce(CAST(person_id AS TEXT), 'nobody'), label FROM audit \
             WHERE company_id = 1 AND action = '{action}' ORDER BY id"
        );
        let rows = raw.rows(&sql).await;
        raw.close().await;
        rows
    }

    /// The status of a call with the token.
    pub(super) async fn call(&self, server: &Serving) -> u16 {
        let line = format!("Authorization: UAT {}\r\n", self.text);
        server.call("GET", "/api/v2/me/", &line, "").await.status
    }
}

/// Signs in with the password that everybody has; the header line of the JWT.
pub(super) async fn sign_in(server: &Serving, email: &str) -> String {
    let body = json!({"email": email, "password": PASSWORD});
    let (_, answer) = server
        .expect(200, "POST", "/api/v2/auth/jwt/", "", &body)
        .await;
    let token = answer["token"].as_str().expect("a token");
    format!("Authorization: JWT {token}\r\n")
}

/// What the API says.
pub(super) async fn asked(server: &Serving, path: &str, line: &str) -> Value {
    let (_, body) = server.expect(200, "GET", path, line, &json!({})).await;
    body
}
