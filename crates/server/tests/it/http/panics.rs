//! Security checklist 107: a panic ends its own request and nothing else.

use super::wire::Server;
use axum::routing::get;
use countermark::{
    middleware::Deadline,
    router::{routes, surround},
};
use countermark_store::Engine;
use countermark_testkit::TestApp;

async fn boom() -> &'static str {
    panic!("the words of a panic")
}

#[tokio::test]
async fn a_panic_is_a_500_in_json_and_the_next_request_is_answered() {
    let app = TestApp::start(Engine::Sqlite).await;
    let inside = routes(app.app.clone()).route("/api/v2/boom/", get(boom));
    let server = Server::start(surround(inside, app.app.clone(), Deadline::default())).await;
    let mut wire = server.connect().await;
    for _ in 0..3 {
        wire.send("GET /api/v2/boom/ HTTP/1.1\r\nHost: a\r\n\r\n")
            .await;
        let answer = wire.answer().await;
        assert_eq!(answer.status, 500);
        assert_eq!(
            answer.body,
            r#"{"detail":"A server error occurred.","code":"error"}"#
        );
        assert!(!answer.head.contains("words"), "{}", answer.head);
        assert!(answer.head.contains("x-request-id: "), "{}", answer.head);
        assert!(answer.head.contains("x-content-type-options: nosniff"));
        // On the same connection.
        wire.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
            .await;
        assert_eq!(wire.answer().await.status, 200);
    }
}
