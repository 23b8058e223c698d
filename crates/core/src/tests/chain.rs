//! The audit log's encoding and chain.

use crate::{
    chain::{Hash, Record, from_hex, genesis, hex},
    checkpoint::{Checkpoint, PublicKey, Statement},
    time::Timestamp,
    verify::{Found, Keys, Verdict, Verifier, Wrong},
};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use proptest::prelude::*;
use std::slice::from_ref;

/// An entry that owns its texts: at, person, and the ten texts in the order of the encoding.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry(
    pub(super) i64,
    pub(super) Option<i64>,
    pub(super) [String; 10],
);

impl Entry {
    pub(super) fn record(&self) -> Record<'_> {
        let [
            credential_kind,
            credential_id,
            address,
            request_id,
            action,
            object_type,
            object_id,
            label,
            before,
            after,
        ] = &self.2;
        Record {
            at: Timestamp(self.0),
            person: self.1,
            credential_kind,
            credential_id,
            address,
            request_id,
            action,
            object_type,
            object_id,
            label,
            before,
            after,
        }
    }
}

/// Texts that are easily mistaken for each other: few letters, quotes, NUL, and lengths.
fn entry() -> impl Strategy<Value = Entry> {
    let text = prop_oneof![
        "[ab\0]{0,3}",
        Just("\0\0\0\0\0\0\0\u{1}a".to_owned()),
        Just("\0\0\0\0\0\0\0\0".to_owned()),
        "[\"{}:,\\\\null]{0,6}",
        ".{0,8}",
    ];
    let person = prop_oneof![
        Just(None),
        (0_i64..3).prop_map(Some),
        any::<i64>().prop_map(Some)
    ];
    (any::<i64>(), person, prop::array::uniform10(text))
        .prop_map(|(at, person, texts)| Entry(at, person, texts))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Two different entries never encode alike, and one entry not at two positions.
    #[test]
    fn the_encoding_tells_all_entries_apart(left in entry(), right in entry(), at in 1..3_i64, other in 1..3_i64) {
        let same = left == right && at == other;
        prop_assert_eq!(left.record().encode(at) == right.record().encode(other), same);
    }

    /// Text that moves from one member to the next one changes the encoding.
    #[test]
    fn members_do_not_run_into_each_other(entry in entry(), member in 0_usize..9, cut in 0_usize..4) {
        let mut moved = entry.clone();
        let joined = format!("{}{}", entry.2[member], entry.2[member + 1]);
        let at = joined.char_indices().map(|(at, _)| at).nth(cut).unwrap_or(joined.len());
        moved.2[member] = joined[..at].to_owned();
        moved.2[member + 1] = joined[at..].to_owned();
        let same = entry == moved;
        prop_assert_eq!(entry.record().encode(1) == moved.record().encode(1), same);
    }

    /// No encoding is the beginning of another one.
    #[test]
    fn no_encoding_begins_another(left in entry(), right in entry()) {
        let (left, right) = (left.record().encode(1), right.record().encode(1));
        prop_assert!(left == right || !right.starts_with(&left));
    }
}

/// The published example in `docs/audit.md`: whoever writes a checker of their own compares.
#[test]
fn the_published_example_holds() {
    let record = Record {
        at: Timestamp(1_795_521_600_000_000),
        person: Some(7),
        credential_kind: "jwt",
        credential_id: "4Yx",
        address: "192.0.2.1",
        request_id: "r1",
        action: "brand.create",
        object_type: "brand",
        object_id: "1",
        label: "Olive",
        before: "null",
        after: "{\"name\":\"Olive\"}",
    };
    let begin = genesis("8f14e45f-ceea-467f-a8d5-3c1f2f3b6a10");
    assert_eq!(
        hex(&begin),
        "24994f16a84dade87961b4e4d8237287efa7c4380dd7def5dc2e7f130af7da2f"
    );
    assert_eq!(
        hex(&record.hash(&begin, 1)),
        "a2246df8f3c58cbef4421d8ee706baab114c95a097580eb816b1530ec7dc1bd7"
    );
    assert_eq!(from_hex::<32>(&hex(&begin)), Some(begin));
    assert_eq!(from_hex::<32>("00"), None);
}

pub(super) const COMPANY: &str = "8f14e45f-ceea-467f-a8d5-3c1f2f3b6a10";

pub(super) struct Signer(pub(super) Ed25519KeyPair);

impl Signer {
    pub(super) fn new(seed: u8) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("a seed"))
    }

    pub(super) fn public(&self) -> PublicKey {
        PublicKey::new(self.0.public_key().as_ref().try_into().expect("32 bytes"))
    }

    pub(super) fn sign(&self, position: i64, head: Hash) -> Checkpoint {
        let statement = Statement {
            company: COMPANY.into(),
            position,
            head,
            at: Timestamp(1_795_521_600_000_000),
            key: self.public().id,
        };
        let signature = self.0.sign(statement.text().as_bytes());
        let signature = signature.as_ref().try_into().expect("64 bytes");
        Checkpoint {
            statement,
            signature,
        }
    }
}

/// A log of so many entries: number, position, hash, entry.
pub(super) type Log = Vec<(i64, Option<i64>, Hash, Entry)>;

pub(super) fn log(length: i64) -> Log {
    let mut head = genesis(COMPANY);
    let texts = |number: i64| std::array::from_fn(|member| format!("{number}.{member}"));
    (1..=length)
        .map(|position| {
            let entry = Entry(position * 10, Some(1), texts(position));
            head = entry.record().hash(&head, position);
            (position * 3, Some(position), head, entry)
        })
        .collect()
}

pub(super) fn rechain(log: &mut Log) {
    let mut head = genesis(COMPANY);
    for (at, (_, position, hash, entry)) in (1..).zip(log.iter_mut()) {
        *position = Some(at);
        head = entry.record().hash(&head, at);
        *hash = head;
    }
}

/// Checks a log whose chain is said to end where `end` does.
fn check(log: &Log, end: (i64, Hash), own: &[Checkpoint], kept: &[Checkpoint]) -> Verdict {
    check_with(vec![Signer::new(1).public()], log, end, own, kept)
}

/// The same with keys of one's choice.
pub(super) fn check_with(
    keys: impl Into<Keys>,
    log: &Log,
    end: (i64, Hash),
    own: &[Checkpoint],
    kept: &[Checkpoint],
) -> Verdict {
    let mut verifier = Verifier::new(COMPANY, keys, kept.to_vec());
    let mut own = own.iter().peekable();
    for (id, position, hash, entry) in log {
        verifier.entry(&Found {
            id: *id,
            position: *position,
            hash: Some(*hash),
            record: entry.record(),
        });
        while let Some(next) = own.next_if(|next| next.statement.position <= verifier.position()) {
            verifier.checkpoint(next.clone());
        }
    }
    for rest in own {
        verifier.checkpoint(rest.clone());
    }
    verifier.finish(end.0, &end.1)
}

pub(super) fn wrong(verdict: &Verdict) -> Option<(i64, Wrong)> {
    verdict
        .finding
        .as_ref()
        .map(|finding| (finding.position, finding.wrong))
}

#[test]
fn every_kind_of_tampering_is_named_where_it_begins() {
    let whole = log(10);
    let end = (10, whole[9].2);
    let good = check(&whole, end, &[], &[]);
    assert_eq!((wrong(&good), good.entries, good.last), (None, 10, 10));
    assert_eq!(
        wrong(&check(&Vec::new(), (0, genesis(COMPANY)), &[], &[])),
        None
    );

    // Every member of an entry, one after the other.
    for member in 0..12 {
        let mut bad = whole.clone();
        match member {
            0 => bad[3].3.0 += 1,
            1 => bad[3].3.1 = None,
            _ => bad[3].3.2[member - 2].push('x'),
        }
        assert_eq!(
            wrong(&check(&bad, end, &[], &[])),
            Some((4, Wrong::Edited)),
            "{member}"
        );
        // Hashed anew, it does not fit the one after it.
        let previous = bad[2].2;
        bad[3].2 = bad[3].3.record().hash(&previous, 4);
        assert_eq!(wrong(&check(&bad, end, &[], &[])), Some((5, Wrong::Edited)));
    }

    let mut bad = whole.clone();
    bad.remove(3);
    assert_eq!(
        wrong(&check(&bad, end, &[], &[])),
        Some((4, Wrong::Missing))
    );
    bad.drain(3..6);
    let verdict = check(&bad, end, &[], &[]);
    assert_eq!(
        verdict.finding.expect("found").detail,
        "entries 4 to 7 are not there"
    );
    bad = whole[1..].to_vec();
    assert_eq!(
        wrong(&check(&bad, end, &[], &[])),
        Some((1, Wrong::Missing))
    );

    // Lines exchanged; entries exchanged under their positions; an entry twice.
    bad = whole.clone();
    bad.swap(3, 4);
    assert_eq!(wrong(&check(&bad, end, &[], &[])), Some((4, Wrong::Order)));
    (bad[3].1, bad[4].1) = (bad[4].1, bad[3].1);
    assert_eq!(wrong(&check(&bad, end, &[], &[])), Some((4, Wrong::Order)));
    bad = whole.clone();
    bad.insert(4, whole[3].clone());
    assert_eq!(wrong(&check(&bad, end, &[], &[])), Some((4, Wrong::Order)));
    bad = whole.clone();
    bad[4].0 = 1;
    assert_eq!(wrong(&check(&bad, end, &[], &[])), Some((5, Wrong::Order)));

    bad = whole.clone();
    bad.push((99, None, [0; 32], whole[0].3.clone()));
    assert_eq!(
        wrong(&check(&bad, end, &[], &[])),
        Some((11, Wrong::Foreign))
    );
    bad = whole[..8].to_vec();
    assert_eq!(wrong(&check(&bad, end, &[], &[])), Some((9, Wrong::Cut)));
}

#[test]
fn a_cut_end_and_a_new_chain_are_found_by_a_kept_checkpoint() {
    let whole = log(10);
    let kept = Signer::new(1).sign(9, whole[8].2);
    let end = (10, whole[9].2);
    let verdict = check(&whole, end, from_ref(&kept), from_ref(&kept));
    assert_eq!((wrong(&verdict), verdict.checkpoints), (None, 1));

    // The end is cut off, and the record of the end and the checkpoints in the log with it.
    let cut = whole[..8].to_vec();
    let cut_end = (8, cut[7].2);
    assert_eq!(
        wrong(&check(&cut, cut_end, &[], &[])),
        None,
        "nothing in it tells"
    );
    assert_eq!(
        wrong(&check(&cut, cut_end, &[], from_ref(&kept))),
        Some((9, Wrong::Cut))
    );
    assert_eq!(
        wrong(&check(&cut, cut_end, from_ref(&kept), &[])),
        Some((9, Wrong::Cut))
    );

    // One entry changed and everything after it hashed anew.
    let mut forged = whole.clone();
    forged[4].3.2[7] = "another".into();
    rechain(&mut forged);
    let forged_end = (10, forged[9].2);
    assert_eq!(
        wrong(&check(&forged, forged_end, &[], &[])),
        None,
        "nothing in it tells"
    );
    let found = Some((9, Wrong::Rewritten));
    assert_eq!(
        wrong(&check(&forged, forged_end, &[], from_ref(&kept))),
        found
    );
    assert_eq!(
        wrong(&check(&forged, forged_end, from_ref(&kept), &[])),
        found
    );
    // With a checkpoint by another key, under its own name or under that of the good one.
    let mut own = Signer::new(2).sign(9, forged[8].2);
    let found = Some((9, Wrong::Signature));
    assert_eq!(
        wrong(&check(&forged, forged_end, &[own.clone()], &[])),
        found
    );
    own.statement.key = Signer::new(1).public().id;
    assert_eq!(wrong(&check(&forged, forged_end, &[own], &[])), found);
    // With the good one's signature moved over.
    let mut moved = kept;
    moved.statement.head = forged[8].2;
    assert_eq!(wrong(&check(&forged, forged_end, &[moved], &[])), found);
}

#[test]
fn a_checkpoint_is_read_as_it_was_written_and_found_in_a_log() {
    let checkpoint = Signer::new(1).sign(7, [9; 32]);
    let text = checkpoint.text();
    assert_eq!(Checkpoint::parse(&text), Some(checkpoint.clone()));
    assert!(checkpoint.is_signed_by(&Signer::new(1).public()));
    assert!(!checkpoint.is_signed_by(&Signer::new(2).public()));
    assert_eq!(Checkpoint::parse(&text.replace(" 7 ", " 07 ")), None);
    assert_eq!(Checkpoint::parse(&text[..text.len() - 1]), None);
    let log = format!("x\n{{\"checkpoint\":\"{text}\",\"level\":\"INFO\"}}\nnoise {text}\n");
    assert_eq!(Checkpoint::find(&log), [checkpoint]);
    assert_eq!(Checkpoint::find("countermark-checkpoint-1 and no more"), []);
    // One letter changed anywhere in it: not read, or not good.
    for at in 0..text.len() {
        let mut changed = text.clone().into_bytes();
        changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
        let changed = String::from_utf8(changed).expect("ASCII");
        let good = Checkpoint::parse(&changed)
            .is_some_and(|found| found.is_signed_by(&Signer::new(1).public()));
        assert!(!good, "{changed}");
    }
}
