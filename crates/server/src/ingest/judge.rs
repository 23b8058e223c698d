//! What codes the rows of an upload are, as far as products and campaigns say.

use super::{Errors, Line};
use countermark_core::{
    codes::{Reason, Status},
    ids::ProductId,
    scm::{Asked, State, apply},
};
use countermark_store::{
    Conn, DbError, Scope,
    codes::own::{reached_products, taken_ids, taken_serial_numbers},
    scm::{self, Refused},
};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A code to be.
#[derive(Debug)]
pub struct Own {
    /// Its row.
    pub row: i64,
    /// Its id.
    pub id: String,
    /// Everything else.
    pub state: State,
}

/// Whose upload it is.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a> {
    /// What they reach.
    pub scope: &'a Scope,
    /// What codes are on unless their row says otherwise.
    pub product: Option<ProductId>,
}

impl Judge<'_> {
    /// Says what codes rows are; what is wrong with one goes to `errors`.
    ///
    /// # Errors
    /// When the database failed.
    pub async fn codes(
        &self,
        conn: &mut Conn,
        lines: Vec<Line>,
        errors: &mut Errors,
    ) -> Result<Vec<Own>, DbError> {
        let (rows, mut items): (Vec<i64>, Vec<Asked>) =
            lines.into_iter().map(|line| (line.row, line.asked)).unzip();
        match scm::name_products(conn, self.scope, &mut items).await {
            Ok(()) => {}
            Err(Refused::Db(error)) => return Err(error),
            Err(Refused::TooMany) => return Err(DbError::Corrupt("too many products".into())),
            Err(Refused::Items(wrong)) => {
                for error in wrong {
                    errors.add(rows[error.item], &error.key, error.message);
                }
            }
        }
        let named = items.iter().filter_map(|asked| asked.item.product);
        let products: BTreeSet<_> = named.chain(self.product).collect();
        let reached = if products.is_empty() {
            HashSet::new()
        } else {
            reached_products(conn, self.scope, &products).await?
        };
        let rules = scm::rules(conn, self.scope, &products).await?;
        let mut codes = Vec::with_capacity(items.len());
        for (row, asked) in rows.into_iter().zip(items) {
            let mut state = State {
                product: self.product,
                status: Status::Inactive,
                reason: Reason::NONE,
                serial_number: None,
                scm: BTreeMap::new(),
            };
            if let Err(wrong) = apply(&mut state, &asked.item, &rules) {
                errors.add(row, wrong.key, wrong.sentence);
                continue;
            }
            let named = asked.product.is_none() || asked.item.product.is_some();
            if named && state.product.is_some_and(|id| !reached.contains(&id)) {
                let sentence = "This product is out of reach, or in a campaign of a team that you \
                                are not in.";
                errors.add(row, "product", sentence);
                continue;
            }
            let id = asked.name;
            codes.push(Own { row, id, state });
        }
        Ok(codes)
    }

    /// Names those whose id or serial number is taken: an id by whomever, a serial number in the
    /// company.
    ///
    /// # Errors
    /// When the database failed.
    pub async fn taken(
        &self,
        conn: &mut Conn,
        codes: &[Own],
        errors: &mut Errors,
    ) -> Result<(), DbError> {
        let ids: Vec<_> = codes.iter().map(|code| code.id.as_str()).collect();
        let ids = taken_ids(conn, &ids).await?;
        for code in codes.iter().filter(|code| ids.contains(&code.id)) {
            errors.add(code.row, "id", TAKEN);
        }
        self.taken_serial_numbers(conn, codes, errors).await
    }

    /// The same for serial numbers alone.
    ///
    /// # Errors
    /// When the database failed.
    pub async fn taken_serial_numbers(
        &self,
        conn: &mut Conn,
        codes: &[Own],
        errors: &mut Errors,
    ) -> Result<(), DbError> {
        let of = |code: &Own| code.state.serial_number.clone();
        let numbers: Vec<_> = codes.iter().filter_map(of).collect();
        if numbers.is_empty() {
            return Ok(());
        }
        let texts: Vec<_> = numbers.iter().map(String::as_str).collect();
        let taken = taken_serial_numbers(conn, self.scope.company(), &texts).await?;
        for code in codes {
            if of(code).is_some_and(|number| taken.contains(&number)) {
                let sentence = "Another code has this serial number.";
                errors.add(code.row, "serial_number", sentence);
            }
        }
        Ok(())
    }
}

/// What is said of an id that a code has, whosever it is.
pub const TAKEN: &str = "Another code has this id.";
