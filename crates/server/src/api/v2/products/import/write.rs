//! Carries out a plan inside one transaction.

use super::{
    file::File,
    plan::{BrandOf, Plan, Step},
    report::Report,
};
use countermark_core::{
    audit::Entry,
    ids::{BrandId, ProductId},
    text::Text,
    time::Timestamp,
};
use countermark_store::{
    DbError, Scope, Tx,
    brands::{self, NewBrand},
    products::{
        NewProduct,
        bulk::{self, Change, Told},
    },
};
use serde_json::json;

/// Writes brands and products; returns the entries for the audit log: one for each brand, and
/// one for all products together, since a file can have more of them than anybody reads. Tells how
/// far it is, as a number of the file's rows.
///
/// # Errors
/// Only when somebody else changes the same things at the same moment, or the database is away.
pub(super) async fn write(
    tx: &mut Tx,
    scope: &Scope,
    file: &File,
    plan: &Plan,
    report: &Report,
    (now, told): (Timestamp, Told<'_>),
) -> Result<Vec<Entry>, DbError> {
    let mut entries = Vec::new();
    let mut made = Vec::new();
    for name in &plan.new_brands {
        let new = NewBrand {
            name,
            reference: None,
            description: "",
            client_url: "",
        };
        let brand = brands::create(tx, scope, &new, now).await?;
        let entry = Entry::event("brand.create", "brand", brand.id, brand.name.clone());
        entries.push(entry.after(brand.audited()));
        made.push(brand.id);
    }
    let (new, changes) = sort(file, plan, &made);
    let written = new.len() + changes.len();
    let all = if file.has_stc { 2 * written } else { written };
    let share = |done: usize| told(file.rows * done / all.max(1));
    let ids = bulk::insert_watched(tx, scope, &new, now, &share).await?;
    let behind = |done| share(new.len() + done);
    bulk::update_watched(tx, scope, &changes, &behind).await?;
    if file.has_stc {
        let lines = file.lines.iter().zip(&plan.steps);
        let lines = lines.filter(|(_, step)| !matches!(step, Step::Skip));
        let rows = lines.map(|(line, _)| (line.sku.as_str(), line.stc.clone()));
        let rows: Vec<_> = rows.collect();
        bulk::set_stc(tx, scope, &rows, &|done| share(written + done)).await?;
    }
    entries.push(entry(report, ids));
    Ok(entries)
}

/// Parts new products from changed ones.
fn sort<'a>(
    file: &'a File,
    plan: &Plan,
    made: &[BrandId],
) -> (Vec<NewProduct<'a>>, Vec<Change<'a>>) {
    let id = |brand: BrandOf| match brand {
        BrandOf::There(id) => id,
        BrandOf::New(place) => made[place],
    };
    let (mut new, mut changes) = (Vec::new(), Vec::new());
    for (line, step) in file.lines.iter().zip(&plan.steps) {
        let (sku, name) = (line.sku.as_str(), line.name.as_str());
        let label = line.label.as_ref().map(Text::as_str);
        let description = line.description.as_ref().map(Text::as_str);
        let client_url = line.client_url.as_ref().map(Text::as_str);
        match *step {
            Step::Skip => {}
            Step::Create(brand) => new.push(NewProduct {
                uuid: &line.uuid,
                sku,
                name,
                brand: id(brand),
                campaign: None,
                label: label.unwrap_or(name),
                description: description.unwrap_or(""),
                client_url: client_url.unwrap_or(""),
            }),
            Step::Update(known, brand) => {
                let brand = id(brand);
                changes.push(Change {
                    known,
                    sku,
                    name,
                    brand,
                    label,
                    description,
                    client_url,
                });
            }
        }
    }
    (new, changes)
}

fn entry(report: &Report, ids: Option<(ProductId, ProductId)>) -> Entry {
    let label = format!("{} created, {} updated", report.created, report.updated);
    let ids = ids.map(|(first, last)| [first.0, last.0]);
    let changed = report.created + report.updated;
    let entry = Entry::event("product.import", "product", "", label);
    entry
        .amount(i64::try_from(changed).unwrap_or(i64::MAX))
        .after(json!({
            "rows": report.rows,
            "created": report.created,
            "created_ids": ids,
            "updated": report.updated,
            "skipped": report.skipped,
            "continued": report.continued,
            "brands_created": report.brands_created.len(),
        }))
}
