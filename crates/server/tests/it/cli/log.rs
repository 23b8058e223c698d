//! What is written to the log (security checklist 103 to 106).

use super::{home::Home, journey::walk};
use countermark_testkit::db::engines;
use serde_json::Value;

/// Security checklist 106: the whole journey, then a search for every secret of it.
#[tokio::test]
async fn no_secret_is_ever_logged() {
    for engine in engines() {
        for (format, level) in [("json", "info"), ("text", "info"), ("json", "trace,h2=off")] {
            let home = Home::new(engine).await;
            let env = [("COUNTERMARK_LOG", level)];
            let server = home.serve_with(&["--log-format", format], &env).await;
            let secrets = walk(&server, &home).await.0;
            let ended = server.stop().await;
            assert_eq!(ended.code, 0);
            assert!(ended.err.lines().count() > 25, "there is a log");
            assert!(secrets.len() > 10 && secrets.iter().all(|secret| secret.len() > 10));
            let (code, others) = secrets.split_last().unwrap();
            for secret in others {
                assert!(
                    !ended.err.contains(secret.as_str()),
                    "{level}, {format}: {secret} is in the log"
                );
                assert!(
                    !ended.out.contains(secret.as_str()),
                    "{secret} is on standard output"
                );
            }
            assert!(
                !ended.err.contains(code.as_str()),
                "the set-up code is in the log"
            );
            assert_eq!(
                ended.out.matches(code.as_str()).count(),
                1,
                "the link and nothing else"
            );
            let key = std::fs::read_to_string(home.key()).unwrap();
            assert!(!ended.err.contains(key.trim()) && !ended.out.contains(key.trim()));
        }
    }
}

/// Security checklist 103, 104.
#[tokio::test]
async fn every_line_is_one_json_object() {
    for engine in engines() {
        let home = Home::new(engine).await;
        let server = home.serve(&["--log-format", "json"]).await;
        walk(&server, &home).await;
        let ended = server.stop().await;
        let mut requests = vec![];
        for line in ended.err.lines() {
            let object: Value =
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
            assert!(
                object["timestamp"].as_str().unwrap().ends_with('Z'),
                "{line}"
            );
            let raw = line
                .chars()
                .any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
            assert!(!raw, "a control character: {line:?}");
            if object["target"] == "countermark::request" {
                requests.push(object);
            }
        }
        assert!(requests.len() > 25);
        for request in &requests {
            assert_eq!(
                request["request_id"].as_str().unwrap().len(),
                22,
                "{request}"
            );
            assert!(
                (100..600).contains(&request["status"].as_u64().unwrap()),
                "{request}"
            );
            assert!(request["ms"].is_u64(), "{request}");
            assert!(
                request["method"].is_string() && request["path"].is_string(),
                "{request}"
            );
            assert!(
                !request["path"].as_str().unwrap().contains('?'),
                "no query: {request}"
            );
        }
        let by = |what: &str| {
            requests
                .iter()
                .any(|line| line["who"].as_str().unwrap().contains(what))
        };
        assert!(by("uat=") && by("jwt=") && by("session="), "who it was");
        // Security checklist 105: failed log-ins, the start of the end.
        assert!(ended.err.contains("log-in refused"));
        assert!(ended.err.contains("stopped"));
    }
}

/// Security checklist 107, and a limit that is off is said aloud.
#[tokio::test]
async fn limits_that_are_off_are_a_warning() {
    for (which, warned) in [("off", true), ("default", false)] {
        let home = Home::new(countermark_store::Engine::Sqlite).await;
        let ended = home.serve(&["--rate-limits", which]).await.stop().await;
        assert_eq!(
            ended.err.contains("rate limits are off"),
            warned,
            "{}",
            ended.err
        );
    }
}
