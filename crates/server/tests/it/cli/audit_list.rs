//! `countermark audit list`, in the words of the API.

use super::staffed::{ADA, BERT, OTHER, Staffed, asked, sign_in};
use countermark_testkit::db::engines;
use serde_json::json;

#[tokio::test]
async fn the_log_is_read_beside_a_running_server_and_that_is_noted() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        let server = made.home.serve(&[]).await;
        let ada = sign_in(&server, ADA).await;
        // Of what happened before: the reading itself comes on top.
        let query = "action=uat.create&object_type=uat";
        let api = asked(&server, &format!("/api/v2/audit/?{query}"), &ada).await;
        let filter = [
            "--action",
            "uat.create",
            "--object-type",
            "uat",
            "--user",
            ADA,
        ];
        let listed = made.json(&[&["audit", "list"], &filter[..]].concat()).await;
        assert_eq!(listed, api);
        assert_eq!(listed["count"], 1);
        let said = made.good(&["audit", "list", "--object-id", &made.id]).await;
        assert!(
            said.contains(&format!("  {ADA} (jwt)  uat.create  uat {} ERP\n", made.id)),
            "{said}"
        );
        for (filter, count) in [
            (
                &["--from", "2000-01-01T00:00:00Z", "--action", "uat.create"][..],
                1,
            ),
            (&["--to", "2000-01-01T00:00:00Z"], 0),
            (&["--user", BERT, "--action", "uat.create"], 0),
        ] {
            let words = [&["audit", "list"], filter].concat();
            assert_eq!(made.json(&words).await["count"], count, "{filter:?}");
        }
        let read = asked(&server, "/api/v2/audit/?action=audit.read", &ada).await;
        let newest = &read["results"][0];
        assert_eq!(newest["credential"]["kind"], "cli");
        assert_eq!(newest["user"], json!(null));
        assert_eq!(newest["after"]["what"], "list");
        assert_eq!(newest["after"]["about"]["action"], "uat.create");
        // Two of the API's own by now, five of the command's.
        assert_eq!(read["count"], 6);
        server.stop().await;
        // The chain holds.
        let export = made.good(&["audit", "export"]).await;
        let file = made.home.data().join("log.jsonl");
        std::fs::write(&file, export).unwrap();
        let file = file.display().to_string();
        assert_eq!(
            super::program::run(&["audit", "verify", &file]).await.code,
            0
        );
    }
}

#[tokio::test]
async fn what_is_wrong_is_said() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        for (words, sentence) in [
            (
                &["audit", "list", "--from", "soon"][..],
                "--from: Write it as 2027-01-31T12:00:00Z.",
            ),
            (
                &["audit", "list", "--ordering", "label"],
                "--ordering: Use one of: at; - in front reverses.",
            ),
            (
                &["audit", "list", "--company", "9"],
                "There is no company 9.",
            ),
        ] {
            assert_eq!(made.refused(words).await, sentence);
        }
        made.another().await;
        let said = made
            .refused(&["audit", "list", "--company", "1", "--user", OTHER])
            .await;
        assert!(
            said.starts_with("There is nobody otto@other.example in company 1"),
            "{said}"
        );
        // Who is refused has read nothing.
        assert!(made.logged("audit.read").await.is_empty());
    }
}
