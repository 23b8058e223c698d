//! `countermark users`, in the words of the API (security checklist 35).

use super::staffed::{ADA, BERT, OTHER, Staffed, asked, sign_in};
use crate::support::code_in;
use countermark_testkit::{PASSWORD, db::engines};
use serde_json::json;

#[tokio::test]
async fn people_are_listed_and_shown_beside_a_running_server() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        let server = made.home.serve(&[]).await;
        let ada = sign_in(&server, ADA).await;
        let bert = sign_in(&server, BERT).await;

        let listed = made.json(&["users", "list"]).await;
        assert_eq!(listed, asked(&server, "/api/v2/users/", &ada).await);
        let said = made.good(&["users", "list", "--ordering", "email"]).await;
        let lines: Vec<_> = said.lines().collect();
        assert_eq!(lines.len(), 2, "{said}");
        assert!(
            lines[0].contains(&format!("active    Account Admin           {ADA}")),
            "{said}"
        );
        assert!(lines[1].ends_with(&format!("{BERT}  Bert")), "{said}");
        let said = made.good(&["users", "list", "--limit", "1"]).await;
        assert!(
            said.ends_with("\n1 to 1 of 2; go on with --offset 1.\n"),
            "{said}"
        );
        for (filter, count) in [(&["--search", "bert"][..], 1), (&["--archived"], 0)] {
            let words = [&["users", "list"], filter].concat();
            assert_eq!(made.json(&words).await["count"], count, "{filter:?}");
        }

        let shown = made.json(&["users", "show", "BERT@kallista.example"]).await;
        let id = shown["id"].to_string();
        assert_eq!(
            shown,
            asked(&server, &format!("/api/v2/users/{id}/"), &ada).await
        );
        assert_eq!(made.json(&["users", "show", &id]).await, shown);
        let said = made.good(&["users", "show", &id]).await;
        assert!(said.contains("role.name       scm_user\n"), "{said}");

        // Whose they are asks for them from one of them: that one is `is_current` there.
        let mut own = asked(&server, "/api/v2/me/sessions/", &bert).await;
        for session in own["results"].as_array_mut().unwrap() {
            session["is_current"] = json!(false);
        }
        assert_eq!(own["count"], 2, "the invitation and the log-in");
        assert_eq!(made.json(&["users", "sessions", BERT]).await, own);
        let said = made.good(&["users", "sessions", BERT]).await;
        assert_eq!(said.matches("  127.0.0.1  ").count(), 2, "{said}");
        assert!(
            said.contains("  jwt    ") && said.contains("  in Kallista\n"),
            "{said}"
        );
        server.stop().await;
    }
}

#[tokio::test]
async fn somebody_is_shut_out_and_let_in_again() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        let server = made.home.serve(&[]).await;
        let bert = sign_in(&server, BERT).await;
        let me = "/api/v2/me/";
        assert_eq!(server.call("GET", me, &bert, "").await.status, 200);
        let words = ["users", "archive", BERT];
        let (said, server) = made.change(server, &words).await;
        assert_eq!(said, format!("{BERT} is shut out now.\n"));
        assert_eq!(server.call("GET", me, &bert, "").await.status, 401);
        assert_eq!(server.log_in(BERT, PASSWORD).await, 400);
        server.stop().await;

        let said = made.good(&words).await;
        assert_eq!(said, format!("{BERT} is shut out already.\n"));
        let listed = made.json(&["users", "list", "--archived"]).await;
        assert_eq!(listed["results"][0]["state"], "archived");
        let shown = made.json(&["users", "restore", BERT]).await;
        assert_eq!(shown["state"], "active");
        let said = made.good(&["users", "restore", BERT]).await;
        assert_eq!(said, format!("{BERT} is not archived.\n"));
        for action in ["user.archive", "user.restore"] {
            assert_eq!(made.logged(action).await, [["cli", "nobody", BERT]]);
        }
        let server = made.home.serve(&[]).await;
        // What was ended stays ended.
        assert_eq!(server.call("GET", me, &bert, "").await.status, 401);
        assert_eq!(server.log_in(BERT, PASSWORD).await, 200);
        server.stop().await;
    }
}

#[tokio::test]
async fn the_last_admin_stays() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        let said = made.refused(&["users", "archive", ADA]).await;
        assert_eq!(
            said,
            "This is the last Account Admin. Give somebody else the role first."
        );
        assert_eq!(made.json(&["users", "show", ADA]).await["state"], "active");
        assert!(made.logged("user.archive").await.is_empty());
    }
}

#[tokio::test]
async fn sessions_end() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        let server = made.home.serve(&[]).await;
        let bert = sign_in(&server, BERT).await;
        server.stop().await;
        let said = made.good(&["users", "end-sessions", BERT]).await;
        assert_eq!(
            said,
            format!("{BERT} is signed out; 2 sessions have ended.\n")
        );
        let said = made.good(&["users", "end-sessions", BERT]).await;
        assert_eq!(said, format!("{BERT} had no session.\n"));
        let said = made.good(&["users", "sessions", BERT]).await;
        assert_eq!(said, format!("{BERT} is signed in nowhere.\n"));
        let by = ["cli", "nobody", BERT];
        assert_eq!(made.logged("user.end_sessions").await, [by, by]);
        let server = made.home.serve(&[]).await;
        assert_eq!(
            server.call("GET", "/api/v2/me/", &bert, "").await.status,
            401
        );
        assert_eq!(made.call(&server).await, 200, "tokens go on");
        server.stop().await;
    }
}

#[tokio::test]
async fn a_link_to_a_new_password_is_in_the_mail_only() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        let said = made.good(&["users", "reset-password", BERT]).await;
        assert!(
            said.starts_with(&format!("The mail to {BERT} was written as a file into ")),
            "{said}"
        );
        let code = code_in(&made.home.mail("reset").await);
        assert!(!said.contains(&code), "{said}");
        assert_eq!(
            made.logged("user.reset_password").await,
            [["cli", "nobody", BERT]]
        );
        let sent = made.json(&["users", "reset-password", BERT]).await;
        assert_eq!(
            (&sent["sent_to"], &sent["delivery"]),
            (&json!(BERT), &json!("folder"))
        );
        assert_eq!(sent.as_object().unwrap().len(), 3, "{sent}");
        // As many mails as the API sends.
        let mut left = 0;
        loop {
            let ended = made.run(&["users", "reset-password", BERT]).await;
            if ended.code == 1 {
                assert!(
                    ended
                        .sentence()
                        .contains("Expected available in 3600 seconds.")
                );
                break;
            }
            left += 1;
            assert!(left < 5);
        }
        made.good(&["users", "archive", BERT]).await;
        let said = made.refused(&["users", "reset-password", BERT]).await;
        assert_eq!(
            said,
            "Only somebody who has joined and is not archived can choose a new password."
        );
    }
}

#[tokio::test]
async fn second_factors_are_taken_away() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        made.another().await;
        let mut raw = made.home.place.raw().await;
        // Bert works for another company, too.
        raw.rows(
            "INSERT INTO member (company_id, person_id, given_name, family_name, searchable, phone, \
             title, role, created_at, joined_at) SELECT 2, id, '', '', '', '', '', 'scm_user', 0, 0 \
             FROM person WHERE email LIKE 'bert@%' RETURNING person_id",
        )
        .await;
        raw.rows(
            "INSERT INTO passkey (person_id, credential_id, name, credential, verified, created_at) \
             SELECT id, 'x', 'Lost key', '{}', 1, 0 FROM person WHERE email LIKE 'bert@%' RETURNING id",
        )
        .await;
        raw.close().await;
        assert_eq!(
            made.json(&["users", "show", BERT, "--company", "1"]).await["second_factors"],
            json!(["passkey"])
        );
        let said = made
            .good(&["users", "reset-factors", BERT, "--company", "1"])
            .await;
        assert_eq!(
            said,
            format!("{BERT} signs in with the password alone now; sessions have ended.\n")
        );
        assert_eq!(
            made.json(&["users", "show", BERT, "--company", "1"]).await["second_factors"],
            json!([])
        );
        assert_eq!(
            made.logged("user.factors_reset").await,
            [["cli", "nobody", BERT]]
        );
        let mut raw = made.home.place.raw().await;
        let log = "SELECT company_id, credential_kind FROM audit \
                   WHERE action = 'user.factors_reset' ORDER BY company_id";
        assert_eq!(raw.rows(log).await, [["1", "cli"], ["2", "cli"]]);
        raw.close().await;
    }
}

#[tokio::test]
async fn who_is_not_there_is_said() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        made.another().await;
        for verb in [
            "show",
            "sessions",
            "archive",
            "restore",
            "end-sessions",
            "reset-password",
            "reset-factors",
        ] {
            for who in ["999", "nobody@kallista.example", OTHER] {
                let said = made.refused(&["users", verb, who, "--company", "1"]).await;
                let sentence = format!(
                    "There is nobody {who} in company 1 (Kallista). `countermark users list` shows its people"
                );
                assert!(said.starts_with(&sentence), "{verb}: {said}");
            }
        }
        for (words, sentence) in [
            (
                &["users", "show", "Bert", "--company", "1"][..],
                "ID|EMAIL: Give the person's number or e-mail address.",
            ),
            (
                &["users", "show", "a@b@c", "--company", "1"],
                "ID|EMAIL: Enter a valid email address.",
            ),
            (
                &["users", "list", "--company", "3"],
                "There is no company 3.",
            ),
            (
                &["users", "list"],
                "There are several companies: name one with --company.",
            ),
        ] {
            assert_eq!(made.refused(words).await, sentence);
        }
        assert_eq!(
            made.json(&["users", "list", "--company", "2"]).await["count"],
            1
        );
    }
}
