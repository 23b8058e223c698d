//! `countermark policy show` and `set`, in the words of the API.

use super::{home::Home, program::Ended};
use countermark_store::Engine;
use countermark_testkit::{PASSWORD, db::engines};
use serde_json::{Value, json};

async fn home(engine: Engine) -> Home {
    let home = Home::new(engine).await;
    let more = ["--email", "a@kallista.example", "--password-stdin"];
    assert_eq!(home.admin(PASSWORD, &more).await.code, 0);
    home
}

async fn policy(home: &Home, words: &[&str]) -> Ended {
    let (verb, more) = words.split_first().expect("a verb");
    home.run(&["policy", verb], more).await
}

async fn good(home: &Home, words: &[&str]) -> String {
    let ended = policy(home, words).await;
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{words:?}");
    ended.out
}

async fn shown(home: &Home) -> Value {
    serde_json::from_str(&good(home, &["show", "--json"]).await).expect("JSON")
}

#[tokio::test]
async fn rules_are_shown_and_changed() {
    for engine in engines() {
        let home = home(engine).await;
        let table = good(&home, &["show"]).await;
        assert!(
            table.starts_with("default_days    90\nmin_days        0\n"),
            "{table}"
        );
        assert!(table.contains("forbidden       -\n"), "{table}");
        let set = [
            "set",
            "max_days=30",
            "default_days=7",
            "forbidden=brand_delete, product_delete",
            "password_jwt=false",
            "leak_action=quarantine",
        ];
        let said = good(&home, &set).await;
        assert!(said.contains("max_days        30\n"), "{said}");
        assert!(
            said.contains("forbidden       brand_delete,product_delete\n"),
            "{said}"
        );
        let rules = shown(&home).await;
        assert_eq!(rules["max_days"], 30);
        assert_eq!(rules["password_jwt"], false);
        assert_eq!(
            (&rules["pending"], &rules["second_factor"]),
            (&Value::Null, &json!("optional"))
        );
        good(&home, &["set", "forbidden=", "--json"]).await;
        assert_eq!(shown(&home).await["forbidden"], json!([]));
        let mut raw = home.place.raw().await;
        let log = "SELECT action, credential_kind FROM audit \
                   WHERE action = 'policy.update' AND person_id IS NULL ORDER BY id";
        let entries = raw.rows(log).await;
        assert_eq!(
            entries,
            [["policy.update", "cli"], ["policy.update", "cli"]]
        );
        raw.close().await;
        // The server obeys.
        let server = home.serve(&[]).await;
        assert_eq!(server.log_in("a@kallista.example", PASSWORD).await, 400);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_preview_changes_nothing_and_a_day_makes_it_wait() {
    for engine in engines() {
        let home = home(engine).await;
        let said = good(
            &home,
            &["set", "max_days=30", "default_days=7", "--preview"],
        )
        .await;
        assert!(said.starts_with("Nothing is changed. From "), "{said}");
        assert!(
            said.contains("tokens that stop               0\n"),
            "{said}"
        );
        assert_eq!(shown(&home).await["max_days"], 365);
        let day = jiff_tomorrow();
        let set = ["set", "max_days=100", "--from", day.as_str()];
        let said = good(&home, &set).await;
        assert!(
            said.contains(&format!("max_days        365  (from {day}: 100)\n")),
            "{said}"
        );
        assert!(
            said.ends_with(&format!("A change waits for {day} (UTC).\n")),
            "{said}"
        );
        let rules = shown(&home).await;
        assert_eq!(
            (&rules["max_days"], &rules["pending"]["max_days"]),
            (&json!(365), &json!(100))
        );
        let ended = policy(&home, &["set", "max_days=50", "default_days=7"]).await;
        assert_eq!(
            ended.sentence(),
            format!("Another change waits for {day}. Cancel it first.")
        );
        let said = good(&home, &["cancel"]).await;
        assert!(said.contains("max_days        365\n"), "{said}");
        assert_eq!(shown(&home).await["pending"], Value::Null);
        assert_eq!(
            policy(&home, &["cancel"]).await.sentence(),
            "No change waits."
        );
        let mut raw = home.place.raw().await;
        let log = "SELECT credential_kind FROM audit WHERE action = 'policy.cancel'";
        assert_eq!(raw.rows(log).await, [["cli"]]);
        raw.close().await;
    }
}

/// The day after today by the machine's clock, which the program goes by.
fn jiff_tomorrow() -> String {
    use countermark_core::time::Clock as _;
    let now = countermark::clock::SystemClock.now();
    now.plus_seconds(86_400).to_string()[..10].to_owned()
}

#[tokio::test]
async fn what_is_wrong_names_the_key_and_what_is_allowed() {
    for engine in engines() {
        let home = home(engine).await;
        for (words, sentence) in [
            (&["set", "max_days=0"][..], "max_days: Use 1 to 3650."),
            (
                &["set", "max_days=x"],
                "max_days: A valid integer is required.",
            ),
            (&["set", "max_days"], "max_days: write a rule as key=value."),
            (
                &["set", "max_days=9", "max_days=8"],
                "max_days: it stands there twice.",
            ),
            (
                &["set", "most=1"],
                "most: there is no such rule. Use default_days, min_days, max_days, ",
            ),
            (
                &["set", "leak_action=shout"],
                "leak_action: Use one of: revoke, quarantine, notify.",
            ),
            (
                &["set", "password_jwt=1"],
                "password_jwt: Use true or false.",
            ),
            (&["set", "forbidden=nothing"], "forbidden: "),
            (
                &["set", "max_days=90", "--from", "2020-01-01"],
                "--from: This day is over.",
            ),
            (
                &["set", "max_days=90", "--from", "soon"],
                "--from: Date has wrong format.",
            ),
            (&["show", "--company", "77"], "There is no company 77."),
        ] {
            let said = policy(&home, words).await.sentence();
            assert!(said.contains(sentence), "{words:?}: {said}");
        }
        assert_eq!(policy(&home, &["set"]).await.code, 2);
        assert_eq!(shown(&home).await["max_days"], 365);
        let mut raw = home.place.raw().await;
        let log =
            "SELECT count(*) FROM audit WHERE object_type = 'company' AND action LIKE 'policy%'";
        assert_eq!(raw.number(log).await, 0);
        raw.close().await;
    }
}

/// A preview says whose tokens would stop, and whether somebody uses them.
#[tokio::test]
async fn a_preview_names_owner_and_last_use() {
    for engine in engines() {
        let made = super::staffed::Staffed::new(engine).await;
        let set = ["policy", "set", "forbidden=brand_create", "--preview"];
        let said = made.good(&set).await;
        let line = format!(
            "{}  loses_permissions  ERP, of ada@kallista.example, last used never: ",
            made.id
        );
        assert!(said.contains(&line), "{said}");
        assert_eq!(made.logged("policy.update").await.len(), 0);
    }
}
