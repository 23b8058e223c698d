//! Project Wycheproof's signed objects, shown to us as JWTs: the keys are others', so that none is
//! let in, and none is a failure.

use super::ME;
use axum::{
    body::Body,
    http::{HeaderValue, Method, header},
};
use countermark_testkit::each;
use serde_json::Value;

#[tokio::test]
async fn nothing_that_others_signed_is_let_in() {
    let file = include_str!("../fixtures/wycheproof/json_web_signature_test.json");
    let file: Value = serde_json::from_str(file).expect("JSON");
    let groups = file["testGroups"].as_array().expect("groups");
    let tests = groups.iter().filter_map(|group| group["tests"].as_array());
    let all: Vec<&Value> = tests.flatten().collect();
    assert_eq!(all.len(), 401);
    each(async |app| {
        let nobody = app.anonymous();
        for test in &all {
            let shown = format!("JWT {}", test["jws"].as_str().expect("a text"));
            let mut request = nobody.request(Method::GET, ME, Body::empty());
            let shown = HeaderValue::from_str(&shown).expect("a header");
            request.headers_mut().insert(header::AUTHORIZATION, shown);
            let reply = nobody.send(request).await;
            assert_eq!(reply.status, 401, "{}: {}", test["tcId"], reply.text());
            assert_eq!(reply.code(), "authentication_failed", "{}", test["tcId"]);
        }
    })
    .await;
}
