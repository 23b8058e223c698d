//! What an import will do, row by row, held against what the company has.

use super::{
    columns::short,
    errors::Errors,
    file::{File, Line},
    options::{Existing, Options},
};
use crate::error::ApiResult;
use countermark_core::{
    ids::BrandId,
    text::{Text as _, fold},
};
use countermark_store::{
    Conn, Scope,
    products::bulk::{self, Known, NamedBrands},
};
use std::collections::{HashMap, HashSet};

/// The most brands that one file makes: more of them mean that the wrong column was chosen.
const MOST_NEW_BRANDS: usize = 1_000;

/// The brand of a row.
#[derive(Clone, Copy, Debug)]
pub(super) enum BrandOf {
    /// The company has it.
    There(BrandId),
    /// It will be made: its place in [`Plan::new_brands`].
    New(usize),
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// A new product.
    Create(BrandOf),
    /// That product changes.
    Update(Known, BrandOf),
    /// Its product stays as it is.
    Skip,
}

/// One step for each line of the file, in its order.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The steps.
    pub(super) steps: Vec<Step>,
    /// Names of brands to make first.
    pub(super) new_brands: Vec<String>,
}

/// Decides what becomes of each row; `known` are the company's products with the file's SKUs.
///
/// # Errors
/// 400 with the rows that cannot be.
pub(super) async fn plan(
    conn: &mut Conn,
    scope: &Scope,
    file: &File,
    options: &Options,
    known: &HashMap<String, Known>,
) -> ApiResult<Plan> {
    let skipped =
        |line: &Line| options.existing == Existing::Skip && known.contains_key(line.sku.as_str());
    let wanted = file.lines.iter().filter(|line| !skipped(line));
    let texts: HashSet<_> = wanted.map(|line| line.brand.as_str()).collect();
    let texts: Vec<_> = texts.into_iter().collect();
    let mut planner = Planner {
        scope,
        brands: bulk::find_brands(conn, scope, &texts).await?,
        create_brands: options.create_brands,
        new: HashMap::new(),
        plan: Plan::default(),
        errors: Errors::default(),
    };
    for line in &file.lines {
        planner.add(
            line,
            known.get(line.sku.as_str()).copied(),
            options.existing,
        );
    }
    planner.errors.check()?;
    Ok(planner.plan)
}

struct Planner<'a> {
    scope: &'a Scope,
    brands: NamedBrands,
    create_brands: bool,
    /// Folded name → place among the new brands.
    new: HashMap<String, usize>,
    plan: Plan,
    errors: Errors,
}

impl Planner<'_> {
    fn add(&mut self, line: &Line, known: Option<Known>, existing: Existing) {
        let step = match (known, existing) {
            (Some(known), _) if !self.reaches(known) => {
                let sentence = "The product with this SKU is outside of what your token may reach.";
                self.errors.add(line.row, "sku", sentence);
                (existing != Existing::Skip).then(|| self.brand(line));
                None
            }
            (None, _) if self.scope.may_make_products().is_err() => {
                let sentence = "Your token is limited to certain products and makes no new ones.";
                self.errors.add(line.row, "sku", sentence);
                self.brand(line);
                None
            }
            (None, _) if self.scope.may_leave_campaigns().is_err() => {
                // No column names a campaign.
                let sentence = "Your token is limited to certain campaigns, and the import puts \
                                new products in none.";
                self.errors.add(line.row, "sku", sentence);
                self.brand(line);
                None
            }
            (Some(_), Existing::Skip) => Some(Step::Skip),
            (Some(_), Existing::Error) => {
                let sentence = "A product with this SKU already exists.";
                self.errors.add(line.row, "sku", sentence);
                // The brand is looked at all the same: everything wrong is named at once.
                self.brand(line).map(|_| Step::Skip)
            }
            (Some(known), Existing::Update) => self.brand(line).map(|b| Step::Update(known, b)),
            (None, _) => self.brand(line).map(Step::Create),
        };
        self.plan.steps.extend(step);
    }

    fn reaches(&self, known: Known) -> bool {
        let Known {
            id,
            brand,
            campaign,
        } = known;
        self.scope.product(id, brand, campaign)
    }

    fn brand(&mut self, line: &Line) -> Option<BrandOf> {
        let text = line.brand.as_str();
        if let Some(id) = self.brands.get(text) {
            return Some(BrandOf::There(id));
        }
        if !self.create_brands {
            self.errors.add(
                line.row,
                "brand",
                format!("There is no brand \"{}\".", short(text)),
            );
            return None;
        }
        if let Some(place) = self.new.get(&fold(text)) {
            return Some(BrandOf::New(*place));
        }
        let place = self.plan.new_brands.len();
        if place == MOST_NEW_BRANDS {
            let sentence = format!("One file makes at most {MOST_NEW_BRANDS} new brands.");
            self.errors.add(line.row, "brand", sentence);
            return None;
        }
        self.plan.new_brands.push(text.to_owned());
        self.new.insert(fold(text), place);
        Some(BrandOf::New(place))
    }
}
