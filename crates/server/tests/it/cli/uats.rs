//! `countermark uats`, in the words of the API (security checklist 34).

use super::{
    program::run,
    staffed::{ADA, Staffed, asked, sign_in},
};
use countermark_testkit::db::engines;
use serde_json::{Value, json};

#[tokio::test]
async fn tokens_are_listed_and_shown_beside_a_running_server() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        let id = made.id.as_str();
        let server = made.home.serve(&[]).await;
        let ada = sign_in(&server, ADA).await;

        let said = made.good(&["uats", "list"]).await;
        assert!(
            said.starts_with(&format!("{id}  active       until 20")),
            "{said}"
        );
        assert!(said.ends_with(&format!("  {ADA}  ERP\n")), "{said}");
        let listed = made.json(&["uats", "list"]).await;
        assert_eq!(listed, asked(&server, "/api/v2/uats/?all=1", &ada).await);
        for (filter, count) in [
            (&["--state", "active"][..], 1),
            (&["--state", "expired"], 0),
            (&["--state", "revoked"], 0),
            (&["--state", "superseded"], 0),
            (&["--state", "quarantined"], 0),
            (&["--search", "erp"], 1),
            (&["--search", "shop"], 0),
            (&["--ordering", "-name", "--limit", "1"], 1),
        ] {
            let words = [&["uats", "list"], filter].concat();
            assert_eq!(made.json(&words).await["count"], count, "{filter:?}");
        }
        let said = made.good(&["uats", "list", "--state", "revoked"]).await;
        assert_eq!(said, "None of 0.\n");

        let shown = made.json(&["uats", "show", id]).await;
        let path = format!("/api/v2/uats/{id}/");
        assert_eq!(shown, asked(&server, &path, &ada).await);
        let said = made.good(&["uats", "show", id]).await;
        for (key, value) in [
            ("state", "active"),
            ("owner.email", ADA),
            ("permissions", "brand_view,brand_create,product_create"),
            ("networks", "127.0.0.0/8"),
            ("network_mode", "enforce"),
            ("budgets.products_changed", "500"),
            ("used_today.products_changed", "0"),
            ("only", "-"),
            ("last_used_at", "-"),
        ] {
            let line = format!("{key:27}  {value}\n");
            assert!(said.contains(&line), "{line}{said}");
        }
        let used = made.json(&["uats", "use", id]).await;
        let path = format!("/api/v2/uats/{id}/use/");
        assert_eq!(used, asked(&server, &path, &ada).await);
        let said = made.good(&["uats", "use", id]).await;
        assert!(said.starts_with("Addresses: none\n"), "{said}");
        assert!(
            said.contains("(too early to judge): brand_view,brand_create"),
            "{said}"
        );
        server.stop().await;
    }
}

#[tokio::test]
async fn use_is_told_as_the_api_tells_it() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        let server = made.home.serve(&[]).await;
        let line = format!("Authorization: UAT {}\r\nUser-Agent: erp/7\r\n", made.text);
        let path = "/api/v2/brands/";
        assert_eq!(server.call("GET", path, &line, "").await.status, 200);
        assert_eq!(
            server
                .call("GET", "/api/v2/campaigns/", &line, "")
                .await
                .status,
            403
        );
        // What is noted in memory is written when the server stops.
        let ada = sign_in(&server, ADA).await;
        let api = asked(
            &server,
            &format!("/api/v2/uats/{}/networks/", made.id),
            &ada,
        )
        .await;
        assert_eq!(made.json(&["uats", "networks", &made.id]).await, api);
        server.stop().await;
        let said = made.good(&["uats", "networks", &made.id]).await;
        assert!(said.contains("proposal      127.0.0.0/8\n"), "{said}");
        let said = made.good(&["uats", "use", &made.id]).await;
        for piece in [
            "  127.0.0.1\n",
            "  erp/7\n",
            "  1 let in, 1 refused: brand_view 1, permission_denied 1\n",
        ] {
            assert!(said.contains(piece), "{piece}: {said}");
        }
        let said = made.good(&["uats", "list"]).await;
        assert!(!said.contains("used never"), "{said}");
    }
}

/// On PostgreSQL beside a running node, which refuses the token within the bound; on SQLite a
/// running server would not hear of it.
#[tokio::test]
async fn a_revoked_token_is_refused() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        let id = made.id.as_str();
        let words = ["uats", "revoke", id, "--reason", "The ERP was stolen"];
        let server = made.home.serve(&[]).await;
        assert_eq!(made.call(&server).await, 200);
        let (said, server) = made.change(server, &words).await;
        assert_eq!(
            said,
            format!("Token {id} (ERP, of {ADA}) is revoked now.\n")
        );
        assert_eq!(made.call(&server).await, 401);
        let ada = sign_in(&server, ADA).await;
        let shown = asked(&server, &format!("/api/v2/uats/{id}/"), &ada).await;
        assert_eq!(
            (
                &shown["state"],
                &shown["revoked_by"],
                &shown["revoked_reason"]
            ),
            (
                &json!("revoked"),
                &Value::Null,
                &json!("The ERP was stolen")
            )
        );
        server.stop().await;
        // Once more changes nothing, not even the reason.
        let said = made
            .good(&["uats", "revoke", id, "--reason", "again"])
            .await;
        assert!(said.ends_with("was revoked before.\n"), "{said}");
        let again = made.json(&["uats", "revoke", id]).await;
        assert_eq!(again["revoked_reason"], "The ERP was stolen");
        assert_eq!(made.logged("uat.revoke").await, [["cli", "nobody", "ERP"]]);
        assert_eq!(
            made.json(&["uats", "list", "--state", "revoked"]).await["count"],
            1
        );
    }
}

#[tokio::test]
async fn a_quarantine_is_shown_and_lifted() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        let id = made.id.as_str();
        let said = made.good(&["uats", "release", id]).await;
        assert!(said.ends_with("is not in quarantine.\n"), "{said}");
        let set = ["policy", "set", "leak_action=quarantine"];
        made.good(&set).await;
        let server = made.home.serve(&[]).await;
        let report = json!({"tokens": [made.text]});
        let path = "/api/v2/uats/report/";
        server.expect(202, "POST", path, "", &report).await;
        let line = format!("Authorization: UAT {}\r\n", made.text);
        let new = json!({"name": "Kallista"});
        let brands = "/api/v2/brands/";
        server.expect(403, "POST", brands, &line, &new).await;
        let ada = sign_in(&server, ADA).await;
        let api = asked(&server, "/api/v2/uats/?state=quarantined", &ada).await;
        server.stop().await;

        let said = made.good(&["uats", "list", "--state", "quarantined"]).await;
        assert!(
            said.starts_with(&format!("{id}  quarantined  until ")),
            "{said}"
        );
        assert_eq!(api["results"][0]["id"], id);
        let released = made.json(&["uats", "release", id]).await;
        assert_eq!(
            (&released["state"], &released["quarantined_at"]),
            (&json!("active"), &Value::Null)
        );
        assert_eq!(made.logged("uat.release").await, [["cli", "nobody", "ERP"]]);
        let server = made.home.serve(&[]).await;
        server.expect(201, "POST", brands, &line, &new).await;
        server.stop().await;
    }
}

#[tokio::test]
async fn what_is_wrong_is_said() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        let nowhere = "0000000000000000000000";
        for (words, piece) in [
            (
                &["uats", "show", nowhere][..],
                "There is no token 0000000000000000000000 in company 1 (Kallista). `countermark uats list` shows",
            ),
            (&["uats", "use", nowhere], "There is no token "),
            (&["uats", "revoke", nowhere], "There is no token "),
            (&["uats", "release", nowhere], "There is no token "),
            // A whole token is not repeated: `refused` looks for it.
            (
                &["uats", "revoke", &made.text],
                "ID: Give the 22 characters in the middle",
            ),
            (&["uats", "show", "no!"], "ID: Give the 22 characters"),
            (
                &["uats", "list", "--state", "lost"],
                "--state: Use active, expired, revoked, superseded or quarantined.",
            ),
            (
                &["uats", "list", "--ordering", "secret"],
                "--ordering: Use one of: creation_date, expires_at, name",
            ),
            (
                &["uats", "list", "--limit", "0"],
                "--limit: Ensure this value is greater",
            ),
            (
                &["uats", "list", "--offset", "x"],
                "--offset: A valid integer is required.",
            ),
            (
                &["uats", "revoke", &made.id, "--reason", "a\nb"],
                "--reason: Line breaks",
            ),
            (
                &["uats", "list", "--company", "77"],
                "There is no company 77.",
            ),
        ] {
            let said = made.refused(words).await;
            assert!(said.contains(piece), "{words:?}: {said}");
        }
        made.another().await;
        let said = made.refused(&["uats", "list"]).await;
        assert_eq!(
            said,
            "There are several companies: name one with --company."
        );
        // Another company's token is not there.
        for verb in ["show", "use", "networks", "revoke", "release"] {
            let words = ["uats", verb, made.id.as_str(), "--company", "2"];
            let said = made.refused(&words).await;
            assert!(said.contains("in company 2 "), "{said}");
        }
        assert_eq!(
            made.json(&["uats", "list", "--company", "2"]).await["count"],
            0
        );
        let listed = made.json(&["uats", "list", "--company", "1"]).await;
        assert_eq!(listed["results"][0]["state"], "active");
        assert!(made.logged("uat.revoke").await.is_empty());
    }
}

#[tokio::test]
async fn no_command_makes_a_token() {
    for verb in ["create", "rotate", "update"] {
        assert_eq!(run(&["uats", verb]).await.code, 2, "{verb}");
    }
    let help = run(&["uats", "--help"]).await;
    assert!(
        help.out.contains("No command makes, widens or rotates"),
        "{}",
        help.out
    );
}
