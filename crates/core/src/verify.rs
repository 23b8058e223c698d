//! Checks a company's audit log, entry by entry, without holding it: the same walk for the
//! server's check and for the command that checks an export.

use crate::{
    chain::{self, Hash, Record},
    checkpoint::{Checkpoint, PublicKey},
    handover::Handover,
};

/// What is wrong with a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The entry is not the one that was written there.
    Edited,
    /// Entries are gone from the middle (or the beginning).
    Missing,
    /// Entries have changed places, or one stands there twice.
    Order,
    /// The end is gone: a checkpoint, or the record of the chain's end, knows of more.
    Cut,
    /// An entry is in the log that never went through the chain.
    Foreign,
    /// The chain holds in itself but is not the one that a checkpoint was signed for.
    Rewritten,
    /// A checkpoint's signature is not good, or not by a key that is trusted.
    Signature,
}

impl Wrong {
    /// The word on the wire and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Missing => "missing",
            Self::Order => "order",
            Self::Cut => "cut",
            Self::Foreign => "foreign",
            Self::Rewritten => "rewritten",
            Self::Signature => "signature",
        }
    }
}

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The first position that is not as it was.
    pub position: i64,
    /// What is wrong there.
    pub wrong: Wrong,
    /// The same for people.
    pub detail: String,
}

/// An entry as it is found.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// Its number in the log; it grows with the position.
    pub id: i64,
    /// Its place; none for one that never went through the chain.
    pub position: Option<i64>,
    /// The hash that stands beside it.
    pub hash: Option<Hash>,
    /// What it says.
    pub record: Record<'a>,
}

/// A key that is trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trusted {
    /// The key.
    pub key: PublicKey,
    /// The last position that it may have signed for, where that is known.
    pub last: Option<i64>,
}

/// Which keys count in a check.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// Those that are trusted from the beginning.
    pub trusted: Vec<Trusted>,
    /// Whether a key counts, too, to which a trusted one has handed over in the log itself.
    pub vouching: bool,
    /// The key that must be in charge at the log's end, by its id: whoever has an old key cannot
    /// pretend that it was never followed by another.
    pub in_charge: Option<String>,
}

impl From<Vec<PublicKey>> for Keys {
    fn from(keys: Vec<PublicKey>) -> Self {
        let trusted = |key| Trusted { key, last: None };
        Self {
            trusted: keys.into_iter().map(trusted).collect(),
            ..Self::default()
        }
    }
}

/// The part of a log that a key has signed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The key.
    pub key: PublicKey,
    /// The first position of its time in the checked log.
    pub first: i64,
    /// The last one; none for the key that is in charge at the end.
    pub last: Option<i64>,
    /// Its checkpoints in the log, those that are well.
    pub checkpoints: i64,
}

/// How a check ended.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The first thing that is wrong; none: all is as it was written.
    pub finding: Option<Finding>,
    /// The first position that was checked.
    pub first: i64,
    /// The last position up to which all is well.
    pub last: i64,
    /// The hash there.
    pub head: Hash,
    /// Entries that are well.
    pub entries: i64,
    /// Checkpoints that are well.
    pub checkpoints: i64,
    /// The last of those.
    pub last_checkpoint: Option<Checkpoint>,
    /// Which key signed from where to where, in the order of the log.
    pub spans: Vec<Span>,
}

/// Says which entries are missing before one that is there.
fn gap(first: i64, there: i64) -> String {
    match there - 1 {
        last if last == first => format!("entry {first} is not there"),
        last => format!("entries {first} to {last} are not there"),
    }
}

/// A check under way.
pub struct Verifier {
    company: String,
    keys: Keys,
    spans: Vec<Span>,
    kept: Vec<Checkpoint>,
    first: i64,
    position: i64,
    head: Hash,
    last_id: i64,
    checkpoints: i64,
    last_checkpoint: Option<Checkpoint>,
    finding: Option<Finding>,
    /// The id of the entry that was found edited: a later entry with a smaller one means that
    /// the two have changed places.
    edited_id: Option<i64>,
}

impl Verifier {
    /// Begins at the first entry of the company with that UUID. `keys` are those that are trusted,
    /// `kept` the checkpoints that were kept elsewhere.
    #[must_use]
    pub fn new(company: &str, keys: impl Into<Keys>, kept: Vec<Checkpoint>) -> Self {
        Self::after(company, 0, chain::genesis(company), keys, kept)
    }

    /// Begins after that position, where the chain had that head: for an export of a part.
    #[must_use]
    pub fn after(
        company: &str,
        position: i64,
        head: Hash,
        keys: impl Into<Keys>,
        kept: Vec<Checkpoint>,
    ) -> Self {
        let mut verifier = Self {
            company: company.to_owned(),
            keys: keys.into(),
            spans: Vec::new(),
            kept: Vec::new(),
            first: position + 1,
            position,
            head,
            last_id: i64::MIN,
            checkpoints: 0,
            last_checkpoint: None,
            finding: None,
            edited_id: None,
        };
        if position == 0 && head != chain::genesis(company) {
            verifier.note(
                1,
                Wrong::Edited,
                "the chain does not begin as this company's does",
            );
        }
        for checkpoint in kept {
            verifier.keep(checkpoint);
        }
        verifier.kept.sort_by_key(|kept| kept.statement.position);
        verifier.pass_kept();
        verifier
    }

    fn note(&mut self, position: i64, wrong: Wrong, detail: impl Into<String>) {
        if self.finding.is_none() {
            self.finding = Some(Finding {
                position,
                wrong,
                detail: detail.into(),
            });
        }
    }

    fn keep(&mut self, checkpoint: Checkpoint) {
        let position = checkpoint.statement.position;
        // A key that is handed over to on the way is known only there.
        let later = self.keys.vouching && position > self.position;
        if checkpoint.statement.company != self.company {
            let detail = "a checkpoint that was kept elsewhere is another company's";
            self.note(position, Wrong::Signature, detail);
        } else if (self.known(&checkpoint.statement.key).is_some() || !later)
            && let Err(why) = self.signed(&checkpoint)
        {
            self.note_kept(position, &why);
        }
        self.kept.push(checkpoint);
    }

    fn note_kept(&mut self, position: i64, why: &str) {
        let detail = format!("a checkpoint that was kept elsewhere: {why}");
        self.note(position, Wrong::Signature, detail);
    }

    /// The key with that id, when it counts, and the last position it may have signed for.
    fn known(&self, id: &str) -> Option<(PublicKey, Option<i64>)> {
        let handed = self.spans.iter().find(|span| span.key.id == id);
        if let Some(span) = handed.filter(|span| span.last.is_some()) {
            return Some((span.key.clone(), span.last));
        }
        let trusted = self.keys.trusted.iter().find(|known| known.key.id == id);
        trusted
            .map(|known| (known.key.clone(), known.last))
            .or_else(|| handed.map(|span| (span.key.clone(), None)))
    }

    /// Checks a signature, and that its key could sign for that position.
    fn signed(&self, checkpoint: &Checkpoint) -> Result<PublicKey, String> {
        let statement = &checkpoint.statement;
        let Some((key, last)) = self.known(&statement.key) else {
            return Err(format!(
                "signed by a key that is not trusted, {}",
                statement.key.escape_debug()
            ));
        };
        if !checkpoint.is_signed_by(&key) {
            return Err("its signature is not good".into());
        }
        match last.filter(|last| statement.position > *last) {
            Some(last) => Err(format!(
                "signed by the key {}, whose time ended with entry {last}",
                key.id
            )),
            None => Ok(key),
        }
    }

    /// Holds a good signature for the present position against the key that is in charge here;
    /// the first one of all tells which that is.
    fn by_the_one_in_charge(&mut self, key: &PublicKey) -> Result<(), String> {
        match self.spans.last() {
            Some(span) if span.key.id == key.id => Ok(()),
            Some(span) => Err(format!(
                "signed by the key {}, while {} is in charge",
                key.id, span.key.id
            )),
            None => {
                self.begin_span(key.clone(), self.first);
                Ok(())
            }
        }
    }

    fn begin_span(&mut self, key: PublicKey, first: i64) {
        self.spans.push(Span {
            key,
            first,
            last: None,
            checkpoints: 0,
        });
    }

    /// Lets the next key take over with the entry at that position, which carries a handover.
    fn hand_over(&mut self, record: &Record<'_>, position: i64) -> Result<(), String> {
        let handover = Handover::of(record).ok_or("it carries no handover")?;
        let told = &handover.succession;
        if told.company != self.company
            || told.position != self.position
            || told.head != self.head
            || told.new.id == told.old
        {
            return Err("its handover is not about this place".into());
        }
        let Some((old, last)) = self.known(&told.old) else {
            return Err(format!(
                "handed over by a key that is not trusted, {}",
                told.old.escape_debug()
            ));
        };
        if !handover.is_signed_by(&old) {
            return Err("the signature of the handover is not good".into());
        }
        if last.is_some_and(|last| self.position > last) {
            return Err(format!("handed over by {}, whose time was over", old.id));
        }
        self.by_the_one_in_charge(&old)?;
        if self.spans.iter().any(|span| span.key.id == told.new.id) {
            return Err(format!(
                "handed over to {}, whose time was over",
                told.new.id
            ));
        }
        if !self.keys.vouching && self.known(&told.new.id).is_none() {
            return Err(format!(
                "handed over to the key {}, which is not trusted: if it is yours, name it, too",
                told.new.text()
            ));
        }
        if let Some(span) = self.spans.last_mut() {
            span.last = Some(position - 1);
        }
        self.begin_span(told.new.clone(), position);
        Ok(())
    }

    /// Compares the checkpoints that were kept for the position that was just reached.
    fn pass_kept(&mut self) {
        while self
            .kept
            .first()
            .is_some_and(|kept| kept.statement.position <= self.position)
        {
            let kept = self.kept.remove(0);
            let at = kept.statement.position;
            if at == self.position
                && let Err(why) = self
                    .signed(&kept)
                    .and_then(|key| self.by_the_one_in_charge(&key))
            {
                self.note_kept(at, &why);
            }
            if at == self.position && kept.statement.head != self.head {
                let detail = format!(
                    "the chain up to entry {at} is not the one that a checkpoint that was kept elsewhere was signed for"
                );
                self.note(at, Wrong::Rewritten, detail);
            }
        }
    }

    /// Takes the next entry.
    pub fn entry(&mut self, found: &Found<'_>) {
        if self.finding.is_some() {
            self.look_closer(found);
            return;
        }
        let expected = self.position + 1;
        let Some(position) = found.position else {
            let detail = format!("entry no. {} never went through the chain", found.id);
            return self.note(expected, Wrong::Foreign, detail);
        };
        if position > expected {
            return self.note(expected, Wrong::Missing, gap(expected, position));
        }
        if position < expected {
            let detail = format!("entry {position} stands after entry {}", self.position);
            return self.note(position, Wrong::Order, detail);
        }
        let hash = found.record.hash(&self.head, position);
        if found.hash != Some(hash) {
            self.edited_id = Some(found.id);
            let detail = format!("entry {position} is not as it was written");
            self.note(position, Wrong::Edited, detail);
            if found.id < self.last_id {
                self.exchanged();
            }
            return;
        }
        if found.id <= self.last_id {
            let detail = format!("the numbering of entry {position} was changed");
            return self.note(position, Wrong::Order, detail);
        }
        if Handover::is_due(&found.record)
            && let Err(why) = self.hand_over(&found.record, position)
        {
            return self.note(
                position,
                Wrong::Signature,
                format!("entry {position}: {why}"),
            );
        }
        self.position = position;
        self.head = hash;
        self.last_id = found.id;
        self.pass_kept();
    }

    /// What is wrong is known; what comes after it may tell how.
    fn look_closer(&mut self, found: &Found<'_>) {
        match (&self.finding, found.position) {
            (Some(first), Some(position))
                if first.wrong == Wrong::Missing && position == first.position =>
            {
                self.exchanged();
            }
            // A checkpoint knew of entries that are not there; but it is not the end that is gone.
            (Some(first), Some(position))
                if first.wrong == Wrong::Cut && position > first.position =>
            {
                let first = first.position;
                self.finding = None;
                self.note(first, Wrong::Missing, gap(first, position));
            }
            (Some(first), _)
                if first.wrong == Wrong::Edited
                    && self.edited_id.is_some_and(|edited| found.id < edited) =>
            {
                self.exchanged();
            }
            _ => {}
        }
    }

    fn exchanged(&mut self) {
        if let Some(first) = &mut self.finding {
            first.wrong = Wrong::Order;
            first.detail = format!(
                "another entry stands in the place of entry {}",
                first.position
            );
        }
    }

    /// Takes a checkpoint that stands in the log itself, after the entry that it is about.
    pub fn checkpoint(&mut self, checkpoint: Checkpoint) {
        if self.finding.is_some() {
            return;
        }
        let statement = &checkpoint.statement;
        let at = statement.position;
        if statement.company != self.company {
            return self.note(at, Wrong::Signature, "a checkpoint is another company's");
        }
        let bad = |why: String| format!("the checkpoint at entry {at}: {why}");
        let key = match self.signed(&checkpoint) {
            Ok(key) => key,
            Err(why) => return self.note(at, Wrong::Signature, bad(why)),
        };
        if at > self.position {
            let first = self.position + 1;
            let detail =
                format!("a checkpoint knows of entry {at}; entries from {first} on are not there");
            self.note(first, Wrong::Cut, detail);
        } else if at < self.position {
            self.note(
                at,
                Wrong::Order,
                format!("the checkpoint of entry {at} stands elsewhere"),
            );
        } else if statement.head != self.head {
            let detail = format!(
                "the chain up to entry {at} is not the one that its checkpoint was signed for"
            );
            self.note(at, Wrong::Rewritten, detail);
        } else if let Err(why) = self.by_the_one_in_charge(&key) {
            self.note(at, Wrong::Signature, bad(why));
        } else {
            self.checkpoints += 1;
            if let Some(span) = self.spans.last_mut() {
                span.checkpoints += 1;
            }
            self.last_checkpoint = Some(checkpoint);
        }
    }

    /// Takes a checkpoint that cannot be read.
    pub fn damaged_checkpoint(&mut self) {
        let detail = format!("the checkpoint after entry {} is damaged", self.position);
        self.note(self.position, Wrong::Signature, detail);
    }

    /// Whether something wrong was found already.
    #[must_use]
    pub const fn is_wrong(&self) -> bool {
        self.finding.is_some()
    }

    /// The position that was reached.
    #[must_use]
    pub const fn position(&self) -> i64 {
        self.position
    }

    /// Ends the check at what is said to be the chain's end: its length and head.
    #[must_use]
    pub fn finish(mut self, length: i64, head: &Hash) -> Verdict {
        let (first, last) = (self.position + 1, self.position);
        for kept in std::mem::take(&mut self.kept) {
            if let Err(why) = self.signed(&kept) {
                self.note_kept(kept.statement.position, &why);
            }
            self.kept.push(kept);
        }
        if let Some(kept) = self
            .kept
            .last()
            .filter(|kept| kept.statement.position > last)
        {
            let detail = format!(
                "a checkpoint that was kept elsewhere knows of entry {}; entries from {first} on are not there",
                kept.statement.position
            );
            self.note(first, Wrong::Cut, detail);
        }
        if length > last {
            let detail = format!(
                "the chain is said to have {length} entries; those from {first} on are not there"
            );
            self.note(first, Wrong::Cut, detail);
        } else if length < last || *head != self.head {
            let detail = "the record of the chain's end does not fit its last entry";
            self.note(last, Wrong::Rewritten, detail);
        }
        let ends_with = self.spans.last().map(|span| span.key.id.clone());
        if let (Some(there), Some(wanted)) = (ends_with, self.keys.in_charge.clone())
            && there != wanted
        {
            let detail =
                format!("the log ends while the key {there} is in charge; by now it is {wanted}");
            self.note(last, Wrong::Signature, detail);
        }
        Verdict {
            finding: self.finding,
            first: self.first,
            last,
            head: self.head,
            entries: last + 1 - self.first,
            checkpoints: self.checkpoints,
            last_checkpoint: self.last_checkpoint,
            spans: self.spans,
        }
    }
}
