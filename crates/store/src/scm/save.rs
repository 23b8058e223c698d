//! What differs is written: values first, then the codes, then the counts.

use super::{
    Author,
    load::Loaded,
    progress::{self, Progress},
};
use crate::{
    DbError, Scope,
    codes::counts::Shifts,
    conn::{Arg, Tx, args, places},
    rows::{Of, Rows, Tell, tell},
};
use countermark_core::{codes::Status, ids::CompanyId, scm::Datum};
use std::collections::HashMap;

/// Writes the codes that have changed; they are in the order of their ids.
pub(super) async fn save(
    tx: &mut Tx,
    scope: &Scope,
    author: Author,
    codes: &[Loaded],
    progress: &Progress,
) -> Result<(), DbError> {
    let company = scope.company();
    save_data(tx, scope, codes, progress).await?;
    let (mut data_only, mut whole) = (Vec::new(), Rows::new(&WHOLE));
    let mut shifts = Shifts::default();
    for code in codes {
        let (before, now) = (&code.before, &code.now);
        let data = before.scm != now.scm;
        let special = (before.product, before.status, before.reason)
            != (now.product, now.status, now.reason)
            || before.serial_number != now.serial_number;
        if special {
            let activated = before.status != Status::Active && now.status == Status::Active;
            whole.push([
                Arg::from(code.id),
                Arg::from(now.serial_number.as_deref()),
                Arg::from(now.product),
                Arg::from(now.status.number()),
                Arg::from(now.reason.number()),
                Arg::from(activated),
                Arg::from(data),
            ]);
            let (from, to) = ((before.product, before.status), (now.product, now.status));
            if from != to {
                shifts.shift(from, to, 1);
            }
        } else if data {
            data_only.push(code.id.0);
        }
    }
    let who = args![company, author.person, author.now];
    let blacklisted = Status::Blacklisted.number();
    let tell = progress.of(progress::WHOLE, whole.len());
    whole
        .telling(tell)
        .run(tx, who.clone(), |v| {
            format!(
                "UPDATE code SET serial_number = v.column2, product_id = v.column3, \
                 activation_status = v.column4, blacklist_reason = v.column5, \
                 activated_by = CASE WHEN v.column6 = 1 THEN $2 ELSE code.activated_by END, \
                 activated_at = CASE WHEN v.column6 = 1 THEN $3 ELSE code.activated_at END, \
                 scm_updated_by = CASE WHEN v.column7 = 1 THEN $2 ELSE code.scm_updated_by END, \
                 scm_updated_at = CASE WHEN v.column7 = 1 THEN $3 ELSE code.scm_updated_at END, \
                 cleared_at = CASE WHEN code.activation_status = {blacklisted} \
                 AND v.column4 <> {blacklisted} THEN $3 ELSE code.cleared_at END, \
                 updated_at = $3 FROM {v} WHERE code.company_id = $1 AND code.id = v.column1"
            )
        })
        .await?;
    let tell = progress.of(progress::TOUCH, data_only.len());
    Rows::of_ints(data_only)
        .telling(tell)
        .run(tx, who, |v| {
            format!(
                "UPDATE code SET scm_updated_by = $2, scm_updated_at = $3, updated_at = $3 \
                 WHERE company_id = $1 AND id IN (SELECT v.column1 FROM {v})"
            )
        })
        .await?;
    shifts.apply(tx, company).await
}

const WHOLE: [Of; 7] = [
    Of::Ints,
    Of::Texts,
    Of::Ints,
    Of::Ints,
    Of::Ints,
    Of::Ints,
    Of::Ints,
];

/// A value under a key: what is written into a code's data.
pub(crate) type Put<'a> = (&'a str, &'a Datum);

/// So many codes that get the same values make it worth to say these once.
const MANY: usize = 32;

async fn save_data(
    tx: &mut Tx,
    scope: &Scope,
    codes: &[Loaded],
    progress: &Progress,
) -> Result<(), DbError> {
    let (company, mut new) = (scope.company(), Vec::new());
    let mut gone = Rows::new(&[Of::Ints, Of::Texts]);
    for code in codes {
        let (before, now) = (&code.before.scm, &code.now.scm);
        let puts = now
            .iter()
            .filter(|(key, datum)| before.get(*key) != Some(datum));
        let puts: Vec<Put<'_>> = puts.map(|(key, datum)| (key.as_str(), datum)).collect();
        if !puts.is_empty() {
            new.push((code.id.0, puts));
        }
        for key in before.keys().filter(|key| !now.contains_key(*key)) {
            gone.push([Arg::from(code.id), Arg::from(key.as_str())]);
        }
    }
    put(tx, company, &new, progress).await?;
    // Plus nothing: not by the index of the company, but by the primary key.
    gone.run(tx, args![company], |v| {
        format!(
            "DELETE FROM code_scm WHERE company_id + 0 = $1 \
             AND (code_id, key) IN (SELECT v.column1, v.column2 FROM {v})"
        )
    })
    .await?;
    Ok(())
}

/// Writes values of codes, which are in the order of their ids.
pub(crate) async fn put(
    tx: &mut Tx,
    company: CompanyId,
    new: &[(i64, Vec<Put<'_>>)],
    progress: &Progress,
) -> Result<(), DbError> {
    let values = new.iter().map(|(_, puts)| puts.len()).sum();
    let (told, mut done) = (progress.of(progress::DATA, values), 0);
    let mut alike: HashMap<&[Put<'_>], Vec<i64>> = HashMap::new();
    for (id, puts) in new {
        alike.entry(puts).or_default().push(*id);
    }
    alike.retain(|_, ids| ids.len() >= MANY);
    // One by one in the order of the codes: each page is written once.
    let mut single = Rows::new(&[Of::Ints, Of::Texts, Of::Texts, Of::Ints]);
    for (id, puts) in new {
        for (key, datum) in puts.iter().filter(|_| !alike.contains_key(puts.as_slice())) {
            let (text, kind) = (datum.text.as_str(), datum.kind.number());
            single.push([(*id).into(), (*key).into(), text.into(), kind.into()]);
        }
    }
    for (puts, ids) in alike {
        done += puts.len() * ids.len();
        put_alike(tx, company, puts, ids).await?;
        if let Some(told) = &told {
            tell(told, done).await;
        }
    }
    let told = told.map(|told| Box::new(move |rows| told(done + rows)) as Tell);
    let single = single.telling(told);
    let sql = |v: &str| {
        format!(
            "INSERT INTO code_scm (code_id, key, company_id, value, kind) \
             SELECT v.column1, v.column2, $1, v.column3, v.column4 FROM {v} WHERE 1 = 1 {OVER}"
        )
    };
    single.run(tx, args![company], sql).await?;
    Ok(())
}

/// What is there already gets the new value. Without a WHERE before it, SQLite takes this for the
/// beginning of a join.
const OVER: &str =
    "ON CONFLICT (code_id, key) DO UPDATE SET value = excluded.value, kind = excluded.kind";

/// The same values for many codes, in the order in which the table lies.
async fn put_alike(
    tx: &mut Tx,
    company: CompanyId,
    puts: &[Put<'_>],
    ids: Vec<i64>,
) -> Result<(), DbError> {
    let mut fixed = args![company];
    for (key, datum) in puts {
        fixed.extend(args![*key, datum.text.as_str(), datum.kind.number()]);
    }
    let values = places(2, 3, puts.len());
    let put = |v: &str| {
        format!(
            "INSERT INTO code_scm (code_id, key, company_id, value, kind) \
             SELECT v.column1, d.column1, $1, d.column2, CAST(d.column3 AS BIGINT) \
             FROM {v} CROSS JOIN (VALUES {values}) AS d WHERE 1 = 1 {OVER}"
        )
    };
    Rows::of_ints(ids).run(tx, fixed, put).await?;
    Ok(())
}
