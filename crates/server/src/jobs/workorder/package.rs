//! Packs the codes of a work order into its file; then the order is completed.

use super::{give_up, lock, order_of};
use crate::{
    files::FileError,
    jobs::{Ended, Next, Step, Stop, Work},
    package::{self, Images, Plan},
};
use axum::body::Bytes;
use countermark_core::permissions::Permission;
use countermark_store::{
    DbError, Tx,
    codes::generate::{self, Generated},
    files::{self, File},
    webhooks::{self, Event},
    workorders::{self, Workorder},
};
use serde_json::{Value, json};
use tokio::sync::mpsc::Receiver;

/// Codes that are read together.
const PORTION: i64 = 5_000;

/// See the module.
pub struct Package;

fn key(input: &Value) -> &str {
    input["file"].as_str().unwrap_or("")
}

impl Work for Package {
    const KIND: &'static str = "workorder_package";
    const NEEDS: &'static [Permission] = &[Permission::WorkorderCreate];
    const CANCELABLE: bool = false;
    const OBJECT: Option<&'static str> = Some("workorder");
    /// The length of the file.
    type Portion = u64;

    async fn gather(step: &Step<'_>) -> Result<u64, Stop> {
        let mut conn = step.app.db.read().await?;
        let order = order_of(step, &mut conn).await?;
        let file = file_of(step, &mut conn).await?;
        drop(conn);
        let (package, bytes) = package::start(plan(step, &order));
        let write = write(step, &file, bytes);
        let ((), size) = tokio::try_join!(fill(step, &order, package), write)?;
        Ok(size)
    }

    async fn apply(step: &Step<'_>, tx: &mut Tx, size: u64) -> Result<Next, Stop> {
        let order = lock(step, tx).await?;
        let (company, key) = (step.job.company, key(&step.job.input));
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        files::set_size(tx, company, key, size).await?;
        workorders::complete(tx, company, order.id, key, step.now).await?;
        let (event, about) = (Event::WorkorderCompleted, order.id.to_string());
        webhooks::emit(tx, company, (event, &about), &told(&order), step.now).await?;
        let result = json!({"workorder": order.id.0, "size": size});
        Ok(Next::from(Value::Null, order.quantity).complete(result))
    }

    async fn ended(tx: &mut Tx, ended: &Ended<'_>) -> Result<(), DbError> {
        files::forget_at(tx, ended.company, key(ended.input), ended.now).await?;
        give_up(tx, ended).await
    }
}

/// What webhooks are told. Never the file's address: it opens without a credential.
#[must_use]
pub fn told(order: &Workorder) -> Value {
    let product = order.product.as_ref();
    json!({"workorder": {
        "id": order.id.0, "reference": order.reference, "quantity": order.quantity,
        "product": product.map(|one| json!({"id": one.id.0, "sku": one.sku, "name": one.name})),
    }})
}

async fn file_of(step: &Step<'_>, conn: &mut countermark_store::Conn) -> Result<File, Stop> {
    let key = key(&step.job.input);
    let found = files::get(conn, step.job.company, key, step.now).await?;
    found.ok_or_else(|| Stop::fail("The file of this work order is gone."))
}

fn plan(step: &Step<'_>, order: &Workorder) -> Plan {
    Plan {
        workorder: order.id.0,
        reference: order.reference.clone(),
        sku: order.product.as_ref().map(|product| product.sku.clone()),
        quantity: order.quantity,
        created_at: order.created_at,
        images: Images::parse(&order.images).unwrap_or(Images::None),
        scan_base: step.app.settings.scan_base(),
    }
}

/// Hands all codes over: once for the rows, and once more for the pictures, if there are any.
async fn fill(step: &Step<'_>, order: &Workorder, package: package::Package) -> Result<(), Stop> {
    let images = Images::parse(&order.images).is_some_and(|images| images != Images::None);
    for pictures in [false, true] {
        if pictures && !images {
            break;
        }
        let mut after = 0;
        loop {
            let codes = next(step, order, after).await?;
            let Some(last) = codes.last() else { break };
            after = last.sequence;
            let taken = if pictures {
                package.images(codes).await
            } else {
                package.rows(codes).await
            };
            if !taken {
                break;
            }
            if pictures == images {
                step.progress(after).await;
            }
        }
    }
    let done = package.finish().await;
    done.map_err(|error| Stop::Again(error.to_string()))
}

async fn next(step: &Step<'_>, order: &Workorder, after: i64) -> Result<Vec<Generated>, Stop> {
    let mut conn = step.app.db.read().await?;
    let company = step.job.company;
    Ok(generate::after(&mut conn, company, order.id, after, PORTION).await?)
}

/// Takes the bytes into the storage.
async fn write(step: &Step<'_>, file: &File, mut bytes: Receiver<Bytes>) -> Result<u64, Stop> {
    let mut writer = step.app.settings.files.writer(file);
    while let Some(piece) = bytes.recv().await {
        writer.write(piece).await?;
    }
    Ok(writer.finish().await?)
}

impl From<FileError> for Stop {
    fn from(error: FileError) -> Self {
        Self::Again(error.to_string())
    }
}
