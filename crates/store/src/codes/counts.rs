//! How many codes each product has, kept with the product in the transaction of every change.

use crate::{
    DbError,
    conn::{Tx, args},
    counters::{self, Counter},
};
use countermark_core::{
    codes::Status,
    ids::{CompanyId, ProductId},
};
use std::collections::BTreeMap;

/// Codes that become more or fewer, summed up by product until [`Shifts::apply`].
#[derive(Clone, Debug, Default)]
pub struct Shifts {
    /// All, active, blacklisted.
    products: BTreeMap<ProductId, [i64; 3]>,
    made: i64,
}

impl Shifts {
    /// So many codes of that product and status are new.
    pub fn make(&mut self, product: Option<ProductId>, status: Status, number: i64) {
        self.made += number;
        self.add(product, status, number);
    }

    /// So many codes of one product and status have another now.
    pub fn shift(
        &mut self,
        from: (Option<ProductId>, Status),
        to: (Option<ProductId>, Status),
        number: i64,
    ) {
        self.add(from.0, from.1, -number);
        self.add(to.0, to.1, number);
    }

    fn add(&mut self, product: Option<ProductId>, status: Status, number: i64) {
        let Some(product) = product else { return };
        let [all, active, blacklisted] = self.products.entry(product).or_default();
        *all += number;
        match status {
            Status::Inactive => {}
            Status::Active => *active += number,
            Status::Blacklisted => *blacklisted += number,
        }
    }

    /// Writes them; products in the order of their ids, so that two transactions never wait for
    /// each other. Rows of codes are locked before, never after.
    pub async fn apply(self, tx: &mut Tx, company: CompanyId) -> Result<(), DbError> {
        for (product, [all, active, blacklisted]) in self.products {
            if (all, active, blacklisted) == (0, 0, 0) {
                continue;
            }
            tx.run(
                "UPDATE product SET code_count = code_count + $3, \
                 active_code_count = active_code_count + $4, \
                 blacklisted_code_count = blacklisted_code_count + $5 \
                 WHERE company_id = $1 AND id = $2",
                args![company, product, all, active, blacklisted],
            )
            .await?;
        }
        if self.made != 0 {
            counters::add(tx, company, Counter::Codes, self.made).await?;
        }
        Ok(())
    }
}
