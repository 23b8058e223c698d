//! The events that must be traceable, one after the other on one server: the company's audit log
//! tells of each, or the log of the process, or what is kept of a token's use (security checklist
//! 105).

use super::staffed::{ADA, BERT, Staffed, asked, sign_in};
use countermark_store::Engine;
use countermark_testkit::{PASSWORD, db::engines};
use futures_util::future::join_all;
use serde_json::{Value, json};

/// What the audit log must have in the end, the backup apart.
const AUDITED: [&str; 11] = [
    "company.create",
    "jwt.begin",
    "user.invite",
    "user.join",
    "uat.create",
    "access.denied",
    "user.update",
    "policy.update",
    "company.update",
    "audit.read",
    "uat.revoke",
];

#[tokio::test]
async fn every_event_of_the_list_is_told() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        let server = made.home.serve(&["--log-format", "json"]).await;
        let ada = sign_in(&server, ADA).await;
        let token = format!("Authorization: UAT {}\r\n", made.text);
        let bert = asked(&server, &format!("/api/v2/users/?search={BERT}"), &ada).await;
        let bert = &bert["results"][0]["id"];
        let uat = format!("/api/v2/uats/{}/", made.id);
        for (status, method, path, by, body) in [
            (403, "GET", "/api/v2/users/", &token, json!({})),
            (
                200,
                "PATCH",
                &*format!("/api/v2/users/{bert}/"),
                &ada,
                json!({"role": "brand_manager"}),
            ),
            (
                200,
                "PATCH",
                "/api/v2/policy/",
                &ada,
                json!({"max_days": 200}),
            ),
            (
                200,
                "PATCH",
                "/api/v2/company/",
                &ada,
                json!({"name": "Kallista II"}),
            ),
            (200, "GET", "/api/v2/audit/export/", &ada, json!({})),
            (204, "DELETE", &uat, &ada, json!({})),
            (401, "GET", "/api/v2/me/", &token, json!({})),
        ] {
            server.expect(status, method, path, by, &body).await;
        }
        assert_eq!(server.log_in(ADA, "not that one at all").await, 400);
        // Ten a minute are let in. At once: on a slow machine a minute is soon over.
        let many = join_all((0..20).map(|_| server.log_in(ADA, PASSWORD))).await;
        assert!(many.contains(&429), "{many:?}");
        if engine == Engine::Sqlite {
            let file = made.home.data().join("backup").display().to_string();
            assert_eq!(made.home.run(&["backup"], &[&file]).await.code, 0);
            assert_eq!(made.logged("backup.create").await.len(), 1);
        }
        let ended = server.stop().await;
        for action in AUDITED {
            assert!(!made.logged(action).await.is_empty(), "{action}");
        }
        let mut raw = made.home.place.raw().await;
        let used = "SELECT SUM(calls) FROM uat_day WHERE what = 'token_revoked'";
        assert_eq!(raw.number(used).await, 1, "a revoked token was used");
        raw.close().await;
        in_the_log(&ended.err, &made.id);
    }
}

fn in_the_log(log: &str, token: &str) {
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let told = |what: &dyn Fn(&Value) -> bool| lines.iter().filter(|line| what(line)).count();
    let said = |text: &'static str| told(&move |line: &Value| line["message"] == text);
    assert_eq!(said("started"), 1, "{log}");
    assert_eq!(said("log-in refused"), 1, "{log}");
    assert_eq!(said("stopped"), 1, "{log}");
    let answered = |status: u16, who: &str| {
        told(&|line: &Value| {
            line["status"] == status && line["who"].as_str().is_some_and(|it| it.contains(who))
        })
    };
    assert_eq!(answered(403, &format!("uat={token}")), 1, "{log}");
    assert_eq!(answered(401, "-"), 1, "{log}");
    assert!(answered(429, "-") > 0, "{log}");
}
