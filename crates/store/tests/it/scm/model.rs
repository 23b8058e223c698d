//! Uploads, done slowly: every code is looked at for every item.

use countermark_core::scm::{Datum, Kind};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The keys that each of the three products keeps, and whether they are units.
const KEPT: [&[(&str, bool)]; 3] = [
    &[("pallet", true), ("case", true), ("a", false)],
    &[("case", true), ("a", false), ("b", false)],
    &[],
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct One {
    pub(super) id: String,
    pub(super) product: Option<usize>,
    pub(super) status: i64,
    pub(super) reason: i64,
    pub(super) serial: Option<String>,
    pub(super) scm: BTreeMap<String, Datum>,
}

/// What an upload tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) items: Vec<(String, BTreeSet<String>)>,
    pub(super) changes: BTreeSet<String>,
    pub(super) updates: i64,
    pub(super) codes: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Model(pub(super) Vec<One>);

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn place_of(product: Option<usize>, key: &str) -> Option<(usize, bool)> {
    let fields = KEPT[product?].iter().enumerate();
    fields
        .filter(|(_, (name, _))| *name == key)
        .map(|(place, (_, unit))| (place, *unit))
        .next()
}

impl Model {
    /// The items made true one after the other, or nothing at all.
    pub(super) fn upload(&mut self, by: &str, items: &[Map<String, Value>]) -> Option<Told> {
        let before = self.clone();
        let mut told = Told::default();
        let mut touched = BTreeSet::new();
        for item in items {
            if self.item(by, item, &mut told, &mut touched).is_none() {
                *self = before;
                return None;
            }
        }
        told.codes = i64::try_from(touched.len()).expect("few");
        Some(told)
    }

    fn item(
        &mut self,
        by: &str,
        item: &Map<String, Value>,
        told: &mut Told,
        touched: &mut BTreeSet<usize>,
    ) -> Option<()> {
        let name = text(&item[by]);
        let named: Vec<_> = (0..self.0.len())
            .filter(|at| self.is_named(*at, by, &name))
            .collect();
        if named.is_empty() {
            return Some(());
        }
        let special = [
            "product",
            "activation_status",
            "blacklist_reason",
            "serial_number",
        ];
        let data: Vec<_> = item
            .iter()
            .filter(|(key, _)| {
                *key != by && *key != "extended_id" && !special.contains(&key.as_str())
            })
            .collect();
        let reached = if data.is_empty() {
            Vec::new()
        } else {
            self.inside(&named)
        };
        let mut changed = Vec::new();
        for at in named {
            touched.insert(at);
            self.special(at, item, by, &mut changed);
            for (key, value) in &data {
                if place_of(self.0[at].product, key).is_some() {
                    self.put(at, key, value, &mut changed)?;
                }
            }
        }
        for (at, unit) in reached {
            touched.insert(at);
            let (limit, _) = place_of(self.0[at].product, &unit).expect("a unit");
            for (key, value) in &data {
                match place_of(self.0[at].product, key) {
                    Some((place, true)) if place >= limit => {}
                    Some(_) => self.put(at, key, value, &mut changed)?,
                    None => {}
                }
            }
        }
        told.updates += i64::try_from(changed.len()).expect("few");
        told.changes.extend(changed.iter().cloned());
        match told.items.iter_mut().find(|(there, _)| *there == name) {
            Some((_, keys)) => keys.extend(changed),
            None => told.items.push((name, changed.into_iter().collect())),
        }
        Some(())
    }

    fn is_named(&self, at: usize, by: &str, name: &str) -> bool {
        let code = &self.0[at];
        match by {
            "extended_id" => code.id == name,
            "serial_number" => code.serial.as_deref() == Some(name),
            key => code.scm.get(key).is_some_and(|datum| datum.text == name),
        }
    }

    /// What is inside of these, each with the key through which it was come upon first.
    fn inside(&self, named: &[usize]) -> Vec<(usize, String)> {
        let mut known: BTreeSet<_> = named.iter().copied().collect();
        let mut outer: VecDeque<_> = named.iter().copied().collect();
        let mut found = Vec::new();
        while let Some(unit) = outer.pop_front() {
            for key in ["case", "pallet"] {
                for (at, code) in self.0.iter().enumerate() {
                    let within = code.scm.get(key).is_some_and(|d| d.text == self.0[unit].id);
                    let is_unit = place_of(code.product, key).is_some_and(|(_, unit)| unit);
                    if within && is_unit && known.insert(at) {
                        found.push((at, key.to_owned()));
                        outer.push_back(at);
                    }
                }
            }
        }
        found
    }

    fn special(
        &mut self,
        at: usize,
        item: &Map<String, Value>,
        by: &str,
        changed: &mut Vec<String>,
    ) {
        let code = &mut self.0[at];
        let before = code.clone();
        if let Some(sku) = item.get("product") {
            let number = sku.as_str().expect("a SKU").trim_start_matches("SKU-");
            code.product = Some(number.parse().expect("a number"));
        }
        let reason = item.get("blacklist_reason").and_then(Value::as_i64);
        if let Some(status) = item.get("activation_status").and_then(Value::as_i64) {
            code.status = status;
        } else if reason.is_some_and(|reason| reason > 0) {
            code.status = 2;
        }
        code.reason = if code.status == 2 {
            reason.unwrap_or(code.reason)
        } else {
            0
        };
        if by != "serial_number"
            && let Some(serial) = item.get("serial_number")
        {
            code.serial = Some(text(serial)).filter(|serial| !serial.is_empty());
        }
        let differs = [
            ("product", before.product != code.product),
            ("activation_status", before.status != code.status),
            ("blacklist_reason", before.reason != code.reason),
            ("serial_number", before.serial != code.serial),
        ];
        let differs = differs.into_iter().filter(|(_, differs)| *differs);
        changed.extend(differs.map(|(key, _)| key.to_owned()));
    }

    fn put(
        &mut self,
        at: usize,
        key: &str,
        value: &Value,
        changed: &mut Vec<String>,
    ) -> Option<()> {
        let new = match value {
            Value::Array(_) => return None,
            Value::String(text) if text.is_empty() => None,
            Value::Null => None,
            Value::Number(_) => Some(Kind::Number),
            _ => Some(Kind::Text),
        };
        let new = new.map(|kind| Datum {
            text: text(value),
            kind,
        });
        let scm = &mut self.0[at].scm;
        if scm.get(key) != new.as_ref() {
            changed.push(key.to_owned());
        }
        match new {
            Some(datum) => drop(scm.insert(key.to_owned(), datum)),
            None => drop(scm.remove(key)),
        }
        Some(())
    }

    /// For each product: all codes, the active and the blacklisted ones.
    pub(super) fn counts(&self) -> Vec<[i64; 3]> {
        let mut counts = vec![[0; 3]; 3];
        for code in &self.0 {
            if let Some(product) = code.product {
                counts[product][0] += 1;
                if code.status > 0 {
                    counts[product][usize::try_from(code.status).expect("few")] += 1;
                }
            }
        }
        counts
    }
}
