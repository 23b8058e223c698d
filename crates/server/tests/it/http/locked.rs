//! A database that does not answer in time (security checklist 61): SQLite, whose file another
//! program keeps locked. PostgreSQL's turn is in `nodes::frozen`.

use super::wire::Server;
use countermark::{
    middleware::{Around, Deadline},
    router::routes,
};
use countermark_store::Engine;
use countermark_testkit::TestApp;
use std::time::{Duration, Instant};

const SHORT: Duration = Duration::from_millis(500);

/// Who wants to write is told so at the deadline and not later; who reads is answered all the
/// same; nothing of what was told to come back is done; and all is well once the lock is gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_file_locked_a_write_is_a_503_at_the_deadline_and_reading_goes_on() {
    let app = TestApp::start(Engine::Sqlite).await;
    let admin = app.company().await;
    let jwt = app.jwt_text(&admin).await;
    let inside = routes(app.app.clone());
    let server = Server::start(Around::new(inside, app.app.clone(), Deadline(SHORT))).await;
    let ask = async |method: &str, body: &str| {
        let mut wire = server.connect().await;
        let length = body.len();
        wire.send(format!(
            "{method} /api/v2/brands/ HTTP/1.1\r\nHost: a\r\nAuthorization: JWT {jwt}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
        .await;
        wire.answer().await
    };
    let mut other = app.db.place.raw().await;
    other.run("BEGIN IMMEDIATE").await;
    for number in 0..3 {
        let asked = Instant::now();
        let answer = ask("POST", &format!(r#"{{"name": "Brand {number}"}}"#)).await;
        let took = asked.elapsed();
        assert_eq!(answer.status, 503, "{}", answer.body);
        assert!(answer.head.contains("retry-after: "), "{}", answer.head);
        // SQLite's own patience is five seconds.
        assert!(took < Duration::from_secs(4), "{took:?}");
        let seen = ask("GET", "").await;
        assert_eq!(seen.status, 200, "{}", seen.body);
        assert!(seen.body.contains(r#""count":0"#), "{}", seen.body);
    }
    other.run("ROLLBACK").await;
    other.close().await;
    // Whoever still held the way to the file gives it back within SQLite's own patience.
    let free = async { while ask("POST", r#"{"name": "After"}"#).await.status != 201 {} };
    tokio::time::timeout(Duration::from_secs(30), free)
        .await
        .expect("it is written again");
    let seen = ask("GET", "").await;
    assert!(seen.body.contains(r#""count":1"#), "{}", seen.body);
}
