//! How long a refusal takes tells nothing about the account (security checklist 2, 3; OWASP ASVS
//! 5.0 §6.3.8).
//!
//! This is the one test of the suite that measures time: no other observation shows what an
//! attacker measures. So that a busy machine cannot make it fail by chance, it runs alone (see
//! `.config/nextest.toml`), takes its samples in turns so that every kind of account meets the
//! same weather, compares trimmed medians, and may try three times: a difference that the program
//! makes is there in each of them, one that the machine makes is not. It prints what it measured.

use crate::{
    one_time::enrol,
    support::{invite, log_in},
};
use countermark_core::roles::Role;
use countermark_testkit::{Client, PASSWORD, Person, TestApp, each};
use serde_json::json;
use std::time::{Duration, Instant};

/// How far the medians may lie apart: 15 ms, or a quarter of the longer one if that is more.
const AT_LEAST: Duration = Duration::from_millis(15);
/// Rounds of one measurement.
const ROUNDS: usize = 32;
/// Measurements, of which one has to be good.
const TRIES: usize = 3;

/// The median of the middle half.
fn middle(mut samples: Vec<Duration>) -> Duration {
    samples.sort_unstable();
    let quarter = samples.len() / 4;
    let kept = &samples[quarter..samples.len() - quarter];
    kept[kept.len() / 2]
}

/// Measures each kind in turns, and holds the medians against each other. Where a password is
/// hashed each time, none may take half as long as another, either: on a quick machine that is
/// the nearer bound.
async fn alike<T>(
    app: &TestApp,
    (what, hashes): (&str, bool),
    kinds: &[(&str, T)],
    call: impl AsyncFn(&T),
) {
    let mut told = vec![];
    for _ in 0..TRIES {
        let mut samples = vec![vec![]; kinds.len()];
        for round in 0..ROUNDS {
            // Out of the reach of the locks and limits, which are other tests' subject.
            app.clock.advance(3_601);
            // Not always in the same order: nobody is always the first after a pause.
            for at in 0..kinds.len() {
                let kind = (at + round) % kinds.len();
                let begun = Instant::now();
                call(&kinds[kind].1).await;
                samples[kind].push(begun.elapsed());
            }
        }
        let medians: Vec<_> = samples.into_iter().map(middle).collect();
        let shortest = medians.iter().min().copied().unwrap_or_default();
        let longest = medians.iter().max().copied().unwrap_or_default();
        let (apart, bound) = (longest.saturating_sub(shortest), AT_LEAST.max(longest / 4));
        let each = kinds.iter().zip(&medians);
        let each = each.map(|((kind, _), time)| format!("{kind} {:.1} ms", ms(*time)));
        let line = format!(
            "{what}: {}; {:.1} ms apart, {:.1} ms allowed",
            each.collect::<Vec<_>>().join(", "),
            ms(apart),
            ms(bound),
        );
        eprintln!("{line}");
        if apart < bound && (!hashes || shortest * 2 > longest) {
            return;
        }
        told.push(line);
    }
    panic!("the time tells them apart: {told:#?}");
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Every kind of account, with a password that does not open it.
async fn accounts(app: &TestApp, admin: &Person) -> Vec<(&'static str, (String, &'static str))> {
    let client: Client = app.jwt(admin).await;
    let mut archived = vec![];
    for _ in 0..2 {
        let person = app.person(admin, Role::BrandManager).await;
        let path = format!("/api/v2/users/{}/archive/", person.id);
        client.post(&path, json!({})).await.expect(200);
        archived.push(person.email);
    }
    let invited = "invited@company.example";
    invite(app, &client, invited, Role::BrandManager).await;
    let careful = app.person(admin, Role::BrandManager).await;
    enrol(app, &app.cookie(&careful).await).await;
    let wrong = "not the right password";
    vec![
        ("known", (admin.email.clone(), wrong)),
        ("unknown", ("unknown@company.example".into(), wrong)),
        ("archived", (archived.remove(0), wrong)),
        ("archived, right password", (archived.remove(0), PASSWORD)),
        ("unverified", (invited.into(), wrong)),
        ("with a second factor", (careful.email, wrong)),
    ]
}

/// Security checklist 2: whoever is asked for, and whatever is wrong, a log-in is refused in the
/// same time.
#[tokio::test]
async fn a_refused_log_in_takes_as_long_whoever_is_asked_for() {
    each(async |app| {
        let admin = app.company().await;
        let accounts = accounts(app, &admin).await;
        alike(
            app,
            ("a refused log-in", true),
            &accounts,
            async |(email, password)| {
                log_in(app, email, password).await.expect(400);
            },
        )
        .await;
    })
    .await;
}

/// Security checklist 3: asking for a link to a new password takes as long whether or not a mail
/// goes out.
#[tokio::test]
async fn a_reset_takes_as_long_for_nobody() {
    each(async |app| {
        let admin = app.company().await;
        let accounts = accounts(app, &admin).await;
        alike(app, ("a reset", false), &accounts, async |(email, _)| {
            let body = json!({"email": email});
            let path = "/api/v2/auth/password/reset/";
            app.anonymous().post(path, body).await.expect(202);
        })
        .await;
        // The known one and the one with a second factor got a mail each time.
        let mut raw = app.db.place.raw().await;
        let sql = "SELECT count(*) FROM mail WHERE kind = 'reset'";
        let mails = usize::try_from(raw.number(sql).await).unwrap();
        raw.close().await;
        assert!(mails >= 2 * ROUNDS && mails % (2 * ROUNDS) == 0, "{mails}");
    })
    .await;
}
