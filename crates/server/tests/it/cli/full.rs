//! Files that may not grow any further (F-06, F-07): writes are 503, reads go on, readiness says
//! so, and all is well again when there is space, without a restart.

use super::home::Home;
use countermark_store::Engine;
use countermark_testkit::PASSWORD;
use serde_json::json;
use std::time::Duration;
use tokio::process::Command;

async fn may_grow_to(pid: u32, bytes: &str) {
    let set = Command::new("prlimit")
        .args([format!("--pid={pid}"), format!("--fsize={bytes}:unlimited")])
        .status()
        .await;
    assert!(set.expect("prlimit runs").success());
}

#[tokio::test]
async fn a_limit_of_the_files_size_ends_nothing() {
    let home = Home::new(Engine::Sqlite).await;
    let made = home
        .admin(
            PASSWORD,
            &["--email", "a@kallista.example", "--password-stdin"],
        )
        .await;
    assert_eq!(made.code, 0);
    let server = home.serve(&[]).await;
    let body = json!({"email": "a@kallista.example", "password": PASSWORD});
    let (_, jwt) = server
        .expect(200, "POST", "/api/v2/auth/jwt/", "", &body)
        .await;
    let credential = format!("Authorization: JWT {}\r\n", jwt["token"].as_str().unwrap());
    let brand = |name: String| {
        let (server, credential) = (&server, &credential);
        async move {
            let body = json!({"name": name}).to_string();
            server
                .call("POST", "/api/v2/brands/", credential, &body)
                .await
        }
    };
    assert_eq!(brand("before".into()).await.status, 201);

    may_grow_to(server.pid(), "4096").await;
    for number in 0..5 {
        let refused = brand(format!("refused {number}")).await;
        assert_eq!(refused.status, 503, "{}", refused.body);
        assert!(refused.head.contains("retry-after: "), "{}", refused.head);
    }
    let ready = server.call("GET", "/health/ready", "", "").await;
    assert_eq!(ready.status, 503, "{}", ready.body);
    assert_eq!(server.call("GET", "/health/live", "", "").await.status, 200);
    let (_, brands) = server
        .expect(200, "GET", "/api/v2/brands/", &credential, &json!({}))
        .await;
    assert_eq!(brands["count"], 1);

    may_grow_to(server.pid(), "unlimited").await;
    // By itself: a node that is not ready gets no requests.
    let well = async {
        while server.call("GET", "/health/ready", "", "").await.status != 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), well)
        .await
        .expect("well again");
    assert_eq!(brand("after".into()).await.status, 201);
    let ended = server.stop().await;
    assert_eq!(ended.code, 0, "{}", ended.err);
    let mut raw = home.place.raw().await;
    assert_eq!(
        raw.rows("SELECT name FROM brand ORDER BY id").await,
        [["before"], ["after"]]
    );
    raw.close().await;
}
