//! The operator takes rights away on the command line, beside both nodes: neither is told by the
//! program that does it, and both obey within the bound.

use super::{
    BOUND,
    change::{Kind, Victim, judge, warm},
    hammer::Hammer,
    installation::Installation,
};
use std::time::{Duration, Instant};
use tokio::time::sleep;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operators_commands_are_obeyed_within_the_bound() {
    let Some(all) = Installation::start().await else {
        return;
    };
    for (kind, words) in [
        (Kind::Token, ["uats", "revoke"]),
        (Kind::Person, ["users", "archive"]),
        (Kind::Session, ["users", "end-sessions"]),
    ] {
        let victim = Victim::new(&all, kind).await;
        let mut cases = Vec::new();
        for (credential, text, shut_out) in victim.credentials() {
            for node in [&all.a, &all.b] {
                let hammer = Hammer::start(node.address(), victim.path(), &text);
                let name = format!("{words:?}, {credential}, {}", node.address());
                cases.push((name, shut_out, hammer));
            }
        }
        warm(&all.a).await;
        warm(&all.b).await;
        let what = match kind {
            Kind::Token => victim.token.id.clone(),
            _ => victim.person.email.clone(),
        };
        let company = victim.person.company.to_string();
        let [noun, verb] = words;
        let ended = all
            .operator(&[noun, verb, &what, "--company", &company])
            .await;
        let answered = Instant::now();
        assert_eq!(ended.code, 0, "{}", ended.err);
        sleep(BOUND + Duration::from_millis(300)).await;
        for (name, shut_out, hammer) in cases {
            judge(&name, &hammer.end().await, answered, shut_out, BOUND);
        }
    }
}
