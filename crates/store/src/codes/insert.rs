//! New codes, many at once.

use super::counts::Shifts;
use crate::{
    DbError, Scope,
    conn::{Arg, Tx, args},
    rows::{Of, Rows},
};
use countermark_core::{
    codes::Status,
    ids::{ProductId, WorkorderId},
    time::Timestamp,
};

/// What a code is made of.
#[derive(Clone, Copy, Debug)]
pub struct NewCode<'a> {
    /// What a scan sends: unique on the whole server.
    pub extended_id: &'a str,
    /// Its serial number.
    pub serial_number: Option<&'a str>,
    /// Its place in its order.
    pub sequence: i64,
    /// What it is on: a product of the same company.
    pub product: Option<ProductId>,
    /// Whether it is good.
    pub status: Status,
}

/// Makes codes of an order; [`DbError::Unique`] when an id is taken, [`DbError::Referenced`] when
/// the order is not one of the company's.
pub async fn insert_many(
    tx: &mut Tx,
    scope: &Scope,
    workorder: WorkorderId,
    codes: &[NewCode<'_>],
    now: Timestamp,
) -> Result<(), DbError> {
    let company = scope.company();
    let (mut rows, mut shifts) = (
        Rows::new(&[Of::Ints, Of::Texts, Of::Texts, Of::Ints, Of::Ints]),
        Shifts::default(),
    );
    for code in codes {
        rows.push([
            Arg::from(code.sequence),
            Arg::from(code.extended_id),
            Arg::from(code.serial_number),
            Arg::from(code.product),
            Arg::from(code.status.number()),
        ]);
        shifts.make(code.product, code.status, 1);
    }
    rows.run(tx, args![company, workorder, now], |v| {
        format!(
            "INSERT INTO code (company_id, workorder_id, sequence, extended_id, serial_number, \
             product_id, activation_status, blacklist_reason, activated_at, updated_at, \
             created_at) SELECT $1, $2, v.column1, v.column2, v.column3, v.column4, v.column5, 0, \
             CASE WHEN v.column5 = 1 THEN $3 END, $3, $3 FROM {v}"
        )
    })
    .await?;
    shifts.apply(tx, company).await
}
