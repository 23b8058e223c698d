//! One key for checkpoints follows another.

use super::chain::{COMPANY, Log, Signer, check_with, log, rechain, wrong};
use crate::{
    chain::Hash,
    checkpoint::{Checkpoint, PublicKey},
    handover::{ACTION, Handover, Succession},
    time::Timestamp,
    verify::{Keys, Trusted, Verdict, Wrong},
};

/// The old key's word for the next one, after that position.
fn handover(by: &Signer, to: &Signer, (position, head): (i64, Hash)) -> Handover {
    let succession = Succession {
        company: COMPANY.into(),
        position,
        head,
        at: Timestamp(1_795_521_600_000_000),
        old: by.public().id,
        new: to.public(),
    };
    let signature = by.0.sign(succession.text().as_bytes());
    Handover {
        succession,
        signature: signature.as_ref().try_into().expect("64 bytes"),
    }
}

/// Makes the entry at that position carry a text in the place of a handover.
fn carry(log: &mut Log, position: usize, text: &str) {
    let texts = &mut log[position - 1].3.2;
    texts[4] = ACTION.into();
    texts[9] = format!("{{\"handover\":\"{text}\"}}");
    rechain(log);
}

/// Ten entries; the fifth hands over from the first key to the second.
fn handed() -> Log {
    let mut log = log(10);
    let word = handover(&Signer::new(1), &Signer::new(2), (4, log[3].2));
    carry(&mut log, 5, &word.text());
    log
}

fn end(log: &Log) -> (i64, Hash) {
    (10, log[9].2)
}

fn keys(seeds: &[u8]) -> Vec<PublicKey> {
    seeds
        .iter()
        .map(|seed| Signer::new(*seed).public())
        .collect()
}

fn vouching(seed: u8) -> Keys {
    Keys {
        vouching: true,
        ..keys(&[seed]).into()
    }
}

fn at(log: &Log, seed: u8, position: i64) -> Checkpoint {
    let place = usize::try_from(position).expect("small") - 1;
    Signer::new(seed).sign(position, log[place].2)
}

fn check(keys: impl Into<Keys>, log: &Log, own: &[Checkpoint], kept: &[Checkpoint]) -> Verdict {
    check_with(keys, log, end(log), own, kept)
}

const SIGNATURE: fn(i64) -> Option<(i64, Wrong)> = |at| Some((at, Wrong::Signature));

#[test]
fn both_keys_count_each_for_its_part() {
    let log = handed();
    let own = [at(&log, 1, 3), at(&log, 2, 5), at(&log, 2, 8)];
    for keys in [keys(&[1, 2]).into(), vouching(1)] {
        let verdict = check(keys, &log, &own, &[at(&log, 1, 4), at(&log, 2, 9)]);
        assert_eq!((wrong(&verdict), verdict.checkpoints), (None, 3));
        let spans: Vec<_> = verdict
            .spans
            .iter()
            .map(|span| (span.key.id.clone(), span.first, span.last, span.checkpoints))
            .collect();
        let id = |seed| Signer::new(seed).public().id;
        assert_eq!(spans, [(id(1), 1, Some(4), 1), (id(2), 5, None, 2)]);
    }
    // Before there is any checkpoint, the handover tells who was in charge.
    let verdict = check(keys(&[1, 2]), &log, &[], &[]);
    assert_eq!((wrong(&verdict), verdict.spans.len()), (None, 2));
}

#[test]
fn an_unknown_key_is_refused() {
    let log = handed();
    let own = [at(&log, 1, 3), at(&log, 2, 8)];
    // Only the old one, where nothing is taken on its word; only the new one; none.
    assert_eq!(wrong(&check(keys(&[1]), &log, &own, &[])), SIGNATURE(5));
    assert_eq!(wrong(&check(keys(&[2]), &log, &own, &[])), SIGNATURE(3));
    assert_eq!(
        wrong(&check(vouching(2), &log, &own[1..], &[])),
        SIGNATURE(5)
    );
    assert_eq!(wrong(&check(keys(&[]), &log, &[], &[])), SIGNATURE(5));
    let kept = [at(&log, 3, 9)];
    assert_eq!(wrong(&check(vouching(1), &log, &own, &kept)), SIGNATURE(9));
}

/// Whoever has the database and not the old key puts no key of their own into the log.
#[test]
fn a_key_that_was_slipped_in_is_found() {
    let whole = log(10);
    let [one, two, mine] = [1, 2, 3].map(Signer::new);
    let place = (4, whole[3].2);
    let mut renamed = handover(&mine, &mine, place);
    renamed.succession.old = one.public().id;
    let mut redirected = handover(&one, &two, place);
    redirected.succession.new = mine.public();
    let foreign = Handover {
        succession: Succession {
            company: "another".into(),
            ..handover(&one, &mine, place).succession
        },
        ..handover(&one, &mine, place)
    };
    let texts = [
        handover(&mine, &two, place).text(),
        renamed.text(),
        redirected.text(),
        foreign.text(),
        handover(&one, &mine, (3, whole[2].2)).text(),
        handover(&one, &mine, (4, [0; 32])).text(),
        handover(&one, &one, place).text(),
        String::new(),
        "countermark-handover-1".into(),
    ];
    for text in texts {
        for keys in [keys(&[1, 2]).into(), vouching(1)] {
            let mut forged = whole.clone();
            carry(&mut forged, 5, &text);
            let own = [at(&forged, 1, 3), at(&forged, 3, 8)];
            assert_eq!(
                wrong(&check(keys, &forged, &own, &[])),
                SIGNATURE(5),
                "{text}"
            );
        }
    }
    // Who has the old key can only hand over to a key that is known.
    let mut forged = whole;
    carry(&mut forged, 5, &handover(&one, &mine, place).text());
    assert_eq!(
        wrong(&check(keys(&[1, 2]), &forged, &[], &[])),
        SIGNATURE(5)
    );
    // A checkpoint by a key that is known but was never handed over to.
    let plain = log(10);
    let own = [at(&plain, 1, 3), at(&plain, 2, 8)];
    assert_eq!(
        wrong(&check(keys(&[1, 2]), &plain, &own, &[])),
        SIGNATURE(8)
    );
}

#[test]
fn an_old_key_is_refused_after_its_end() {
    let log = handed();
    let bad = at(&log, 1, 8);
    let own = [at(&log, 1, 3), at(&log, 2, 6)];
    for keys in [keys(&[1, 2]).into(), vouching(1)] {
        let with = [&own[..], std::slice::from_ref(&bad)].concat();
        assert_eq!(wrong(&check(keys, &log, &with, &[])), SIGNATURE(8));
    }
    for position in [5, 8] {
        let kept = [at(&log, 1, position)];
        let found = wrong(&check(keys(&[1, 2]), &log, &own, &kept));
        assert_eq!(found, SIGNATURE(position), "kept elsewhere");
    }
    // It does not come back either.
    let mut again = handed();
    let word = handover(&Signer::new(2), &Signer::new(1), (7, again[6].2));
    carry(&mut again, 8, &word.text());
    assert_eq!(wrong(&check(keys(&[1, 2]), &again, &[], &[])), SIGNATURE(8));
    // Whoever has it hashes everything anew, and says that it was never followed by another.
    let mut forged = log.clone();
    carry(&mut forged, 5, "");
    forged[4].3.2[4] = "brand.create".into();
    rechain(&mut forged);
    let own = [at(&forged, 1, 3), at(&forged, 1, 9)];
    assert_eq!(
        wrong(&check(keys(&[1, 2]), &forged, &own, &[])),
        None,
        "nothing in it tells"
    );
    let told = Keys {
        in_charge: Some(Signer::new(2).public().id),
        ..keys(&[1, 2]).into()
    };
    assert_eq!(wrong(&check(told, &forged, &own, &[])), SIGNATURE(10));
    let mut told: Keys = keys(&[1, 2]).into();
    told.trusted[0] = Trusted {
        last: Some(4),
        ..told.trusted[0].clone()
    };
    assert_eq!(
        wrong(&check(told.clone(), &forged, &own, &[])),
        SIGNATURE(9)
    );
    assert_eq!(wrong(&check(told, &log, &[at(&log, 1, 4)], &[])), None);
}

#[test]
fn a_handover_is_read_as_it_was_written() {
    let word = handover(&Signer::new(1), &Signer::new(2), (4, [7; 32]));
    let text = word.text();
    assert_eq!(Handover::parse(&text), Some(word.clone()));
    assert!(word.is_signed_by(&Signer::new(1).public()));
    assert!(!word.is_signed_by(&Signer::new(2).public()));
    for at in 0..text.len() {
        let mut changed = text.clone().into_bytes();
        changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
        let changed = String::from_utf8(changed).expect("ASCII");
        let good = Handover::parse(&changed)
            .is_some_and(|found| found.is_signed_by(&Signer::new(1).public()));
        assert!(!good, "{changed}");
    }
}
