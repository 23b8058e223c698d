//! The five ways to take a right away, each from a person of its own, and what must follow.

use super::{
    BOUND,
    calls::Call,
    hammer::Hammer,
    installation::{Installation, Node},
};
use crate::authz::planted;
use countermark_core::{
    permissions::{Permission, PermissionSet},
    roles::Role,
};
use countermark_testkit::{Person, Token};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Needs no right and no SQL.
const ME: &str = "/api/v2/me/";
/// Needs a right.
const BRANDS: &str = "/api/v2/brands/?limit=1";

/// A way to take a right away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Token,
    Session,
    Role,
    Person,
    Company,
}

pub(super) const ALL: [Kind; 5] = [
    Kind::Token,
    Kind::Session,
    Kind::Role,
    Kind::Person,
    Kind::Company,
];

/// Somebody who is about to lose something.
pub(super) struct Victim {
    pub(super) kind: Kind,
    pub(super) person: Person,
    pub(super) token: Token,
    jwt: String,
    boss: String,
}

impl Victim {
    pub(super) async fn new(all: &Installation, kind: Kind) -> Self {
        let admin = all.third.company().await;
        let person = all.third.person(&admin, Role::AccountAdmin).await;
        let rights = PermissionSet::of(&[Permission::BrandView]);
        let end = all.third.now().plus_seconds(86_400);
        Self {
            kind,
            token: planted(&all.third, &person, rights, end).await,
            jwt: format!("JWT {}", all.third.jwt_text(&person).await),
            boss: format!("JWT {}", all.third.jwt_text(&admin).await),
            person,
        }
    }

    /// Each credential, and whether it must be shut out.
    pub(super) fn credentials(&self) -> [(&'static str, String, bool); 2] {
        let uat = format!("UAT {}", self.token.text);
        [
            ("UAT", uat, self.kind != Kind::Session),
            ("JWT", self.jwt.clone(), self.kind != Kind::Token),
        ]
    }

    /// The address that is hammered.
    pub(super) fn path(&self) -> &'static str {
        if self.kind == Kind::Role { BRANDS } else { ME }
    }

    /// Takes the right away on node A (a company: on the command line); when that was answered.
    pub(super) async fn strike(&self, all: &Installation) -> Instant {
        let user = format!("/api/v2/users/{}/", self.person.id);
        let mut line = all.a.line().await;
        let call = match self.kind {
            Kind::Token => {
                let path = format!("/api/v2/uats/{}/", self.token.id);
                line.call("DELETE", &path, &self.boss, "").await
            }
            Kind::Session => {
                line.call("POST", "/api/v2/auth/jwt/logout/", &self.jwt, "{}")
                    .await
            }
            Kind::Role => {
                let body = r#"{"role":"inspection_user"}"#;
                line.call("PATCH", &user, &self.boss, body).await
            }
            Kind::Person => {
                line.call("POST", &format!("{user}archive/"), &self.boss, "{}")
                    .await
            }
            Kind::Company => {
                let id = self.person.company.to_string();
                let ended = all
                    .operator(&["company", "archive", "--company", &id])
                    .await;
                assert_eq!(ended.code, 0, "{}", ended.err);
                return Instant::now();
            }
        };
        assert!(call.accepted(), "{:?}: {call:?}", self.kind);
        Instant::now()
    }
}

/// One credential under one hammer.
struct Case {
    name: String,
    on_a: bool,
    victim: usize,
    shut_out: bool,
    hammer: Hammer,
}

/// Takes everything away while everything is in use; how long B let each in afterwards, in
/// milliseconds. `weather` is begun just before.
pub(super) async fn take_everything_away<W>(
    all: &Installation,
    weather: impl AsyncFnOnce() -> W,
) -> Vec<f64> {
    let mut victims = Vec::new();
    for kind in ALL {
        victims.push(Victim::new(all, kind).await);
    }
    let mut cases = Vec::new();
    for (number, victim) in victims.iter().enumerate() {
        for (credential, text, shut_out) in victim.credentials() {
            for (node, on_a) in [(&all.a, true), (&all.b, false)] {
                cases.push(Case {
                    name: format!(
                        "{:?}, {credential}, node {}",
                        victim.kind,
                        if on_a { "A" } else { "B" }
                    ),
                    on_a,
                    victim: number,
                    shut_out,
                    hammer: Hammer::start(node.address(), victim.path(), &text),
                });
            }
        }
    }
    warm(&all.a).await;
    warm(&all.b).await;
    let weather = weather().await;
    let mut answered = Vec::new();
    for victim in &victims {
        answered.push(victim.strike(all).await);
    }
    sleep(BOUND + Duration::from_millis(300)).await;
    let mut lags = Vec::new();
    for case in cases {
        let calls = case.hammer.end().await;
        let at_once = case.on_a && victims[case.victim].kind != Kind::Company;
        let bound = if at_once { Duration::ZERO } else { BOUND };
        let lag = judge(
            &case.name,
            &calls,
            answered[case.victim],
            case.shut_out,
            bound,
        );
        if case.shut_out && !case.on_a {
            lags.push(lag);
        }
    }
    drop(weather);
    lags
}

/// Waits until a node answers from memory: otherwise there would be nothing to forget.
pub(super) async fn warm(node: &Node) {
    let series = r#"countermark_auth_requests_total{from="memory"}"#;
    let before = node.count(series).await;
    node.until(series, |now| now > before + 200.0).await;
}

/// Holds what a caller was told against what it should have been; how long it was still let in.
pub(super) fn judge(
    name: &str,
    calls: &[Call],
    answered: Instant,
    shut_out: bool,
    bound: Duration,
) -> f64 {
    let before = calls
        .iter()
        .filter(|call| call.at < answered && call.accepted())
        .count();
    assert!(before > 10, "{name}: it was never let in");
    let strange = calls
        .iter()
        .find(|call| !call.accepted() && !call.refused());
    assert!(strange.is_none(), "{name}: {strange:?}");
    if !shut_out {
        let refused = calls.iter().find(|call| !call.accepted());
        assert!(
            refused.is_none(),
            "{name}: lost what nobody took: {refused:?}"
        );
        return 0.0;
    }
    let after = |call: &Call| call.at.saturating_duration_since(answered);
    let last = calls.iter().filter(|call| call.accepted()).map(after).max();
    let last = last.unwrap_or_default();
    assert!(last <= bound, "{name}: let in {last:?} after the answer");
    let refused = calls
        .iter()
        .filter(|call| after(call) > bound && call.refused())
        .count();
    assert!(refused > 5, "{name}: nobody asked after the bound");
    last.as_secs_f64() * 1_000.0
}
