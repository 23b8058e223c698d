//! Items, made true one after the other of codes in memory.

use super::{
    Author, ItemError, Outcome, Refused, find,
    load::{self, Loaded, Needed},
    progress::Progress,
    save,
};
use crate::{Scope, conn::Tx};
use countermark_core::{
    ids::{CodeId, ProductId},
    scm::{Asked, Item, Rules, Wish, Wrong, apply, reach},
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

/// The most errors that are told.
const MOST_ERRORS: usize = 100;

/// Makes items true of the codes that each names. `units` are the company's keys of logistical
/// units; where there are any, the caller is alone.
pub(super) async fn change(
    tx: &mut Tx,
    scope: &Scope,
    author: Author,
    items: &[Asked],
    named: Vec<Vec<CodeId>>,
    (units, most): (&[String], usize),
    progress: &Progress,
) -> Result<Outcome, Refused> {
    let mut ids: BTreeSet<_> = named.iter().flatten().copied().collect();
    // Nothing else of an item reaches further than the codes it names.
    let reaches = items.iter().any(|asked| !asked.item.fields.is_empty());
    let units = if reaches { units } else { &[] };
    if !units.is_empty() {
        find::inside(tx, scope, units, &mut ids, most).await?;
    }
    if ids.len() > most {
        return Err(Refused::TooMany);
    }
    let mut codes = load::lock(tx, scope, &ids, progress).await?;
    let products: BTreeSet<ProductId> = codes
        .iter()
        .filter_map(|code| code.now.product)
        .chain(items.iter().filter_map(|asked| asked.item.product))
        .collect();
    let rules = load::rules(tx, scope, &products).await?;
    let needed = needed(items, &products, &rules, units);
    load::add_data(tx, scope, &mut codes, &needed, progress).await?;
    let outcome = Work::new(codes, &rules, units).run(items, &named);
    let (codes, outcome) = outcome.map_err(Refused::Items)?;
    save::save(tx, scope, author, &codes, progress).await?;
    Ok(outcome)
}

/// What has to be known before items are made true: of the keys that count for any of the
/// products, whether codes have what an item wants, or anything that it wants gone; and all units.
fn needed<'a>(
    items: &'a [Asked],
    products: &BTreeSet<ProductId>,
    rules: &Rules,
    units: &'a [String],
) -> Needed<'a> {
    let counts = |key: &str| {
        let mut products = products.iter();
        products.any(|product| rules.field(Some(*product), key).is_some())
    };
    let mut needed = Needed::default();
    for (key, wish) in items.iter().flat_map(|asked| &asked.item.fields) {
        match wish {
            _ if !counts(key) => {}
            Wish::Set(datum) => needed.value(key, &datum.text),
            Wish::Clear | Wish::Wrong(_) => needed.all(key),
        }
    }
    for unit in units.iter().filter(|unit| counts(unit)) {
        needed.all(unit);
    }
    needed
}

struct Work<'a> {
    codes: Vec<Loaded>,
    rules: &'a Rules,
    units: &'a [String],
    /// Places of the codes that are inside of a unit, by its key and name.
    inside: HashMap<(&'a str, String), BTreeSet<usize>>,
    outcome: Outcome,
    told: HashMap<&'a str, usize>,
    errors: Vec<ItemError>,
}

impl<'a> Work<'a> {
    fn new(codes: Vec<Loaded>, rules: &'a Rules, units: &'a [String]) -> Self {
        let mut inside: HashMap<_, BTreeSet<_>> = HashMap::new();
        for (place, code) in codes.iter().enumerate() {
            for key in units {
                if let Some(unit) = code.now.scm.get(key) {
                    let unit = (key.as_str(), unit.text.clone());
                    inside.entry(unit).or_default().insert(place);
                }
            }
        }
        Self {
            codes,
            rules,
            units,
            inside,
            outcome: Outcome::default(),
            told: HashMap::new(),
            errors: Vec::new(),
        }
    }

    fn run(
        mut self,
        items: &'a [Asked],
        named: &[Vec<CodeId>],
    ) -> Result<(Vec<Loaded>, Outcome), Vec<ItemError>> {
        for (number, (asked, ids)) in items.iter().zip(named).enumerate() {
            // A code that is not there any more was not there.
            let place = |id| self.codes.binary_search_by_key(id, |code| code.id).ok();
            let places: Vec<_> = ids.iter().filter_map(place).collect();
            if !places.is_empty() {
                self.item(number, asked, &places);
            }
        }
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let touched = self.codes.iter().filter(|code| code.touched).count();
        self.outcome.codes_affected = i64::try_from(touched).unwrap_or(i64::MAX);
        Ok((self.codes, self.outcome))
    }

    fn item(&mut self, number: usize, asked: &'a Asked, places: &[usize]) {
        let item = &asked.item;
        // Who is inside is asked before anything changes.
        let reached = if item.fields.is_empty() {
            Vec::new()
        } else {
            self.reached(places)
        };
        let mut changed = Vec::new();
        let mut errors = BTreeMap::new();
        for place in places {
            self.one(*place, item, None, &mut changed, &mut errors);
        }
        for (place, key) in reached {
            self.one(place, item, Some(key), &mut changed, &mut errors);
        }
        let told = &mut self.outcome.items;
        let of_name = *self.told.entry(asked.name.as_str()).or_insert_with(|| {
            told.push((asked.name.clone(), Vec::new()));
            told.len() - 1
        });
        for key in changed {
            for list in [&mut told[of_name].1, &mut self.outcome.changes] {
                if !list.iter().any(|there| there == key) {
                    list.push(key.to_owned());
                }
            }
        }
        let room = MOST_ERRORS.saturating_sub(self.errors.len());
        let errors = errors.into_iter().take(room);
        self.errors.extend(errors.map(|(key, sentence)| ItemError {
            item: number,
            key: key.to_owned(),
            message: sentence.to_owned(),
        }));
    }

    /// Makes an item true of one code, which it names or which is inside of one that it names.
    fn one(
        &mut self,
        place: usize,
        item: &'a Item,
        by: Option<&str>,
        changed: &mut Vec<&'a str>,
        errors: &mut BTreeMap<&'a str, &'static str>,
    ) {
        let code = &mut self.codes[place];
        code.touched = true;
        let moves = item.fields.iter().map(|(key, _)| key);
        let moves = moves.filter(|key| self.units.contains(key));
        let units: Vec<_> = moves
            .map(|key| (key, code.now.scm.get(key).cloned()))
            .collect();
        let done = match by {
            None => apply(&mut code.now, item, self.rules),
            Some(key) => reach(&mut code.now, item, key, self.rules),
        };
        match done {
            Err(Wrong { key, sentence }) => drop(errors.insert(key, sentence)),
            Ok(keys) => {
                self.outcome.total_updates += i64::try_from(keys.len()).unwrap_or(0);
                for key in keys {
                    if !changed.contains(&key) {
                        changed.push(key);
                    }
                }
            }
        }
        for (key, before) in units {
            let now = code.now.scm.get(key);
            if now == before.as_ref() {
                continue;
            }
            if let Some(before) = before
                && let Some(places) = self.inside.get_mut(&(key.as_str(), before.text))
            {
                places.remove(&place);
            }
            if let Some(now) = now {
                let unit = (key.as_str(), now.text.clone());
                self.inside.entry(unit).or_default().insert(place);
            }
        }
    }

    /// The codes that are inside of these as units, and inside of those, each with the key of the
    /// unit through which it was come upon first.
    fn reached(&self, places: &[usize]) -> Vec<(usize, &'a str)> {
        let mut reached = Vec::new();
        if self.units.is_empty() {
            return reached;
        }
        let mut known: HashSet<_> = places.iter().copied().collect();
        let mut outer: VecDeque<_> = places.iter().copied().collect();
        while let Some(unit) = outer.pop_front() {
            for key in self.units {
                let name = (key.as_str(), self.codes[unit].extended_id.clone());
                for place in self.inside.get(&name).into_iter().flatten() {
                    let field = self.rules.field(self.codes[*place].now.product, key);
                    if field.is_some_and(|field| field.is_unit) && known.insert(*place) {
                        reached.push((*place, key.as_str()));
                        outer.push_back(*place);
                    }
                }
            }
        }
        reached
    }
}
