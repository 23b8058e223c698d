//! The life of signing keys, day by day.

use crate::{
    keys::{
        Algorithm, Key, LEAD_SECONDS, QUICK_LEAD_SECONDS, SIGNING_SECONDS, State, Step,
        VERIFY_SECONDS, due, may_rotate_at, replace_all, rotate,
    },
    time::Timestamp,
};

const START: Timestamp = Timestamp(1_795_521_600_000_000);
const DAY: i64 = 86_400;

/// A key set that does what it is told.
#[derive(Default)]
struct Set {
    keys: Vec<Key>,
    made: u32,
}

impl Set {
    fn apply(&mut self, steps: Vec<Step>, algorithm: Algorithm, now: Timestamp) {
        for step in steps {
            match step {
                Step::Make(state, signs_at) => {
                    self.made += 1;
                    self.keys.push(Key {
                        kid: format!("k{}", self.made),
                        algorithm,
                        state,
                        created_at: now,
                        since: now,
                        signs_at,
                    });
                }
                Step::Hasten(kid, at) => self.key(&kid).signs_at = at,
                Step::Sign(kid) => {
                    let key = self.key(&kid);
                    (key.state, key.since, key.signs_at) = (State::Signing, now, now);
                }
                Step::Retire(kid) => {
                    let key = self.key(&kid);
                    (key.state, key.since) = (State::VerifyOnly, now);
                }
                Step::Drop(kid) => {
                    let key = self.key(&kid);
                    (key.state, key.since) = (State::Gone, now);
                }
            }
        }
    }

    fn key(&mut self, kid: &str) -> &mut Key {
        self.keys.iter_mut().find(|key| key.kid == kid).unwrap()
    }

    fn run(&mut self, algorithm: Algorithm, now: Timestamp) -> usize {
        let steps = due(&self.keys, algorithm, now);
        let many = steps.len();
        self.apply(steps, algorithm, now);
        many
    }

    fn states(&self) -> Vec<(&str, &str)> {
        self.keys
            .iter()
            .map(|key| (key.kid.as_str(), key.state.name()))
            .collect()
    }
}

#[test]
fn the_first_key_signs_at_once_and_then_nothing_is_due() {
    let mut set = Set::default();
    assert_eq!(set.run(Algorithm::EdDsa, START), 1);
    assert_eq!(set.states(), [("k1", "signing")]);
    for day in 0..89 {
        let now = START.plus_seconds(day * DAY);
        assert_eq!(due(&set.keys, Algorithm::EdDsa, now), []);
    }
}

/// Security checklist 29.
#[test]
fn a_key_is_published_for_a_day_signs_for_90_and_verifies_until_its_last_jwt_has_run_out() {
    let mut set = Set::default();
    set.run(Algorithm::EdDsa, START);
    let publish = START.plus_seconds(SIGNING_SECONDS - LEAD_SECONDS);
    assert_eq!(set.run(Algorithm::EdDsa, publish.plus_seconds(-1)), 0);
    assert_eq!(set.run(Algorithm::EdDsa, publish), 1);
    assert_eq!(set.states(), [("k1", "signing"), ("k2", "published")]);
    let turn = START.plus_seconds(SIGNING_SECONDS);
    assert_eq!(set.run(Algorithm::EdDsa, turn.plus_seconds(-1)), 0);
    set.run(Algorithm::EdDsa, turn);
    assert_eq!(set.states(), [("k1", "verify_only"), ("k2", "signing")]);
    let end = turn.plus_seconds(VERIFY_SECONDS);
    assert_eq!(set.run(Algorithm::EdDsa, end.plus_seconds(-1)), 0);
    set.run(Algorithm::EdDsa, end);
    assert_eq!(set.states(), [("k1", "gone"), ("k2", "signing")]);
}

#[test]
fn a_program_that_slept_for_a_year_still_publishes_first() {
    let mut set = Set::default();
    set.run(Algorithm::EdDsa, START);
    let late = START.plus_seconds(365 * DAY);
    set.run(Algorithm::EdDsa, late);
    assert_eq!(set.states(), [("k1", "signing"), ("k2", "published")]);
    assert_eq!(set.keys[1].signs_at, late.plus_seconds(LEAD_SECONDS));
}

#[test]
fn another_algorithm_brings_another_key_and_the_old_one_verifies() {
    let mut set = Set::default();
    set.run(Algorithm::EdDsa, START);
    set.run(Algorithm::Es256, START);
    assert_eq!(set.states(), [("k1", "signing"), ("k2", "published")]);
    assert_eq!(set.keys[1].algorithm, Algorithm::Es256);
    // Changed back before it was its turn: it never signs.
    set.run(Algorithm::EdDsa, START.plus_seconds(1));
    assert_eq!(set.states(), [("k1", "signing"), ("k2", "gone")]);
    set.run(Algorithm::Rs256, START.plus_seconds(2));
    set.run(Algorithm::Rs256, START.plus_seconds(2 + QUICK_LEAD_SECONDS));
    let states = [("k1", "verify_only"), ("k2", "gone"), ("k3", "signing")];
    assert_eq!(set.states(), states);
}

#[test]
fn a_rotation_by_hand_waits_until_every_node_knows_the_key() {
    let mut set = Set::default();
    set.run(Algorithm::EdDsa, START);
    let now = START.plus_seconds(DAY);
    set.apply(rotate(&set.keys, now), Algorithm::EdDsa, now);
    assert_eq!(set.states(), [("k1", "signing"), ("k2", "published")]);
    assert_eq!(rotate(&set.keys, now.plus_seconds(1)), [], "asked again");
    assert_eq!(due(&set.keys, Algorithm::EdDsa, now.plus_seconds(59)), []);
    set.run(Algorithm::EdDsa, now.plus_seconds(60));
    assert_eq!(set.states(), [("k1", "verify_only"), ("k2", "signing")]);
}

#[test]
fn a_key_that_waits_for_its_turn_is_hastened() {
    let mut set = Set::default();
    set.run(Algorithm::EdDsa, START);
    let published = START.plus_seconds(SIGNING_SECONDS - LEAD_SECONDS);
    set.run(Algorithm::EdDsa, published);
    let now = published.plus_seconds(3_600);
    assert_eq!(rotate(&set.keys, now), [Step::Hasten("k2".into(), now)]);
    let now = published.plus_seconds(10);
    let soon = published.plus_seconds(QUICK_LEAD_SECONDS);
    assert_eq!(rotate(&set.keys, now), [Step::Hasten("k2".into(), soon)]);
}

#[test]
fn an_emergency_leaves_nothing_that_verifies_but_a_new_key() {
    let mut set = Set::default();
    set.run(Algorithm::EdDsa, START);
    set.apply(rotate(&set.keys, START), Algorithm::EdDsa, START);
    let now = START.plus_seconds(QUICK_LEAD_SECONDS);
    set.run(Algorithm::EdDsa, now);
    set.apply(rotate(&set.keys, now), Algorithm::EdDsa, now);
    set.apply(replace_all(&set.keys, now), Algorithm::EdDsa, now);
    let good: Vec<_> = set.keys.iter().filter(|k| k.state.verifies()).collect();
    assert_eq!(good.len(), 1);
    assert_eq!(
        (good[0].kid.as_str(), good[0].state),
        ("k4", State::Signing)
    );
    assert_eq!(due(&set.keys, Algorithm::EdDsa, now), []);
}

#[test]
fn rotations_by_hand_are_an_hour_apart() {
    let mut set = Set::default();
    set.run(Algorithm::EdDsa, START);
    assert_eq!(may_rotate_at(&set.keys, START), START, "the first one");
    set.apply(rotate(&set.keys, START), Algorithm::EdDsa, START);
    assert!(may_rotate_at(&set.keys, START.plus_seconds(1)) > START.plus_seconds(1));
    let turn = START.plus_seconds(QUICK_LEAD_SECONDS);
    set.run(Algorithm::EdDsa, turn);
    assert_eq!(may_rotate_at(&set.keys, turn), turn.plus_seconds(3_600));
    let later = turn.plus_seconds(3_600);
    assert!(may_rotate_at(&set.keys, later) <= later);
}

/// At any time of its life there is exactly one key that signs, and no JWT that was good is
/// refused: its key verifies for longer than it lives.
#[test]
fn there_is_always_one_signer_and_what_was_signed_counts() {
    let mut set = Set::default();
    let mut signed: Vec<(String, Timestamp)> = Vec::new();
    for hour in 0..(200 * 24) {
        let now = START.plus_seconds(hour * 3_600 / 2);
        if hour % 97 == 0 {
            let steps = rotate(&set.keys, now);
            set.apply(steps, Algorithm::EdDsa, now);
        }
        let wanted = Algorithm::ALL[usize::try_from(hour / 500).unwrap() % 3];
        set.run(wanted, now);
        let signing: Vec<_> = set
            .keys
            .iter()
            .filter(|key| key.state == State::Signing)
            .collect();
        assert_eq!(signing.len(), 1, "hour {hour}");
        signed.push((signing[0].kid.clone(), now));
        for (kid, at) in signed.iter().rev().take(3) {
            if at.plus_seconds(3_600) > now {
                let key = set.keys.iter().find(|key| key.kid == *kid).unwrap();
                assert!(key.state.verifies(), "hour {hour}: {kid} is gone too soon");
            }
        }
    }
    assert!(set.made > 10, "it did rotate");
}
