//! The matrix as text, from what the server answered.

use super::{
    Operation,
    callers::Part,
    rules::{RULES, Rule, rule_of},
};
use countermark_core::roles::Role;
use serde_json::Value;
use std::{collections::BTreeMap, fmt::Write as _};

const HEAD: &str = "# Authorization matrix

Who may call which operation, as a real server answered on both engines. A test asks every \
operation as every caller, compares each answer with an independent model, and writes this page; \
it fails when the page differs. To renew it:

```sh
UPDATE_SNAPSHOTS=1 cargo test -p countermark --test it authz::matrix
```

**Gate**: `public` asks for no credential; `any` takes a UAT, a JWT or the portal's session; \
`person` takes no UAT; `fresh` also asks that the person has signed in within ten minutes; \
`token` is for a UAT about itself; `consumer` asks for the consumer key of a campaign, which opens \
nothing else. **Permission**: any one of these; `-` asks for none. \
**Roles** (✔ let in with a JWT): ";

/// One operation and what its callers were told.
pub(super) struct Row {
    operation: Operation,
    roles: BTreeMap<String, bool>,
    just: Vec<(&'static str, bool)>,
    states: Vec<(String, Value)>,
}

impl Row {
    pub(super) fn new(operation: &Operation) -> Self {
        Self {
            operation: operation.clone(),
            roles: BTreeMap::new(),
            just: Vec::new(),
            states: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, caller: &str, part: Part, told: Value) {
        match part {
            Part::Role => {
                self.roles.insert(caller.to_owned(), told.is_null());
            }
            Part::Just(permission) => self.just.push((permission.name(), told.is_null())),
            Part::AllBut => {}
            Part::State => self.states.push((caller.to_owned(), told)),
        }
    }

    fn is_of(&self, rule: &Rule) -> bool {
        self.operation.id == rule.id
    }

    fn cells(&self) -> Vec<String> {
        let rule = rule_of(&self.operation.id);
        let path = self.operation.path.trim_start_matches("/api/v2");
        let permission = match rule.any_of {
            [] => "-".to_owned(),
            names => names.join(", "),
        };
        let mut cells = vec![
            format!("`{} {path}`", self.operation.method),
            rule.gate.to_owned(),
            permission,
        ];
        for role in Role::ALL {
            cells.push(
                if self.roles[role.name()] {
                    "✔"
                } else {
                    "✘"
                }
                .to_owned(),
            );
        }
        cells.push(self.tokens());
        cells
    }

    /// Which tokens are let in, judged by those that carry one permission each.
    fn tokens(&self) -> String {
        let good: Vec<_> = self.just.iter().filter(|(_, ok)| *ok).collect();
        if good.is_empty() {
            return "none".to_owned();
        }
        if good.len() == self.just.len() {
            return "every".to_owned();
        }
        let names: Vec<_> = good.iter().map(|(name, _)| *name).collect();
        format!("with {}", names.join(" or "))
    }
}

/// `BM` for Brand Manager.
fn initials(role: Role) -> String {
    role.label()
        .split(' ')
        .filter_map(|word| word.chars().next())
        .collect()
}

/// The whole page.
pub(super) fn text(rows: &[Row]) -> String {
    let key: Vec<_> = Role::ALL
        .iter()
        .map(|role| format!("{} {}", initials(*role), role.label()))
        .collect();
    let mut text = format!(
        "{HEAD}{}. **Tokens**: which UATs of an Account Admin are let in.\n\n",
        key.join(", ")
    );
    let mut head = vec!["operation".to_owned(), "gate".into(), "permission".into()];
    head.extend(Role::ALL.iter().map(|role| initials(*role)));
    head.push("tokens".into());
    let mut lines = vec![head];
    let in_order = RULES
        .iter()
        .filter_map(|rule| rows.iter().find(|row| row.is_of(rule)));
    lines.extend(in_order.map(Row::cells));
    write_table(&mut text, &lines);
    text.push_str(
        "\n## Credentials that are no good, and those that lost something\n\n\
         What each is told at the operations above, those without a credential of the company left out.\n\n",
    );
    for (at, (name, _)) in rows[0].states.iter().enumerate() {
        let _ = writeln!(text, "- **{name}**: {}.", answers(rows, at));
    }
    text
}

/// The answers to one caller, the most frequent last and without its operations.
fn answers(rows: &[Row], at: usize) -> String {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for row in rows {
        if !["public", "consumer"].contains(&rule_of(&row.operation.id).gate) {
            let answer = in_words(&row.states[at].1);
            groups.entry(answer).or_default().push(&row.operation.id);
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, ids)| ids.len());
    let Some((usual, _)) = groups.pop() else {
        return String::new();
    };
    if groups.is_empty() {
        return format!("{usual} everywhere");
    }
    let mut text = String::new();
    for (answer, ids) in groups {
        let _ = write!(text, "{answer}: {}; ", ids.join(", "));
    }
    text + "otherwise " + &usual
}

fn in_words(told: &Value) -> String {
    if told.is_null() {
        return "let in".to_owned();
    }
    let code = told["code"].as_str().unwrap_or("");
    match told["missing_because"].as_str() {
        Some(because) => format!("{} `{code}` ({because})", told["status"]),
        None => format!("{} `{code}`", told["status"]),
    }
}

fn write_table(text: &mut String, lines: &[Vec<String>]) {
    let width = |at: usize| lines.iter().map(|line| line[at].chars().count()).max();
    let widths: Vec<_> = (0..lines[0].len())
        .map(|at| width(at).unwrap_or(0))
        .collect();
    for (number, line) in lines.iter().enumerate() {
        for (cell, width) in line.iter().zip(&widths) {
            let _ = write!(text, "| {cell:width$} ");
        }
        text.push_str("|\n");
        if number == 0 {
            for width in &widths {
                let _ = write!(text, "|{}", "-".repeat(width + 2));
            }
            text.push_str("|\n");
        }
    }
}
