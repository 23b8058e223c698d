//! Templates: what work orders and uploads of own codes begin with (contract §4.4, §4.8).

use super::{ProductOf, may_order};
use crate::{
    DbError, Ordering, OrderingKind, Scope,
    conn::{Conn, Row, Tx, args},
    lists::List,
};
use countermark_core::{
    ids::{ProductId, TemplateId},
    page::{Page, PageRequest},
    text::fold,
    time::Timestamp,
};
use serde_json::{Value, json};

/// A template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// What an upload of own codes names it by: 12 random characters.
    pub key: String,
    /// Its name, unique in the company in any case.
    pub name: String,
    /// Free text.
    pub description: String,
    /// What the codes will be on.
    pub product: Option<ProductOf>,
    /// Whether they are active from the beginning.
    pub activate_on_complete: bool,
    /// Whether they get serial numbers.
    pub use_serial_number: bool,
    /// Which pictures of them are made; empty: as many as suit the quantity.
    pub images: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Template {
    /// What the audit log keeps of it.
    #[must_use]
    pub fn audited(&self) -> Value {
        json!({
            "name": self.name,
            "description": self.description,
            "product": self.product.as_ref().map(|product| product.id.0),
            "activate_on_complete": self.activate_on_complete,
            "use_serial_number": self.use_serial_number,
            "images": self.images,
        })
    }
}

/// What a template is made of.
#[derive(Clone, Copy, Debug)]
pub struct NewTemplate<'a> {
    /// What an upload names it by.
    pub key: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Free text.
    pub description: &'a str,
    /// What the codes will be on: one of the company's products.
    pub product: Option<ProductId>,
    /// Whether they are active from the beginning.
    pub activate_on_complete: bool,
    /// Whether they get serial numbers.
    pub use_serial_number: bool,
    /// Which pictures of them are made; empty: as many as suit the quantity.
    pub images: &'a str,
}

const LIST: List = List {
    columns: "t.id, t.key, t.name, t.description, p.id, p.sku, p.name, t.activate_on_complete, \
              t.use_serial_number, t.images, t.created_at",
    from: "workorder_template t \
           LEFT JOIN product p ON p.company_id = t.company_id AND p.id = t.product_id",
    id: "t.id",
};

/// How templates may be sorted.
pub const ORDERINGS: &[Ordering] = &[
    Ordering {
        name: "name",
        column: "t.name_folded",
        kind: OrderingKind::Text,
        descending: false,
    },
    Ordering {
        name: "creation_date",
        column: "t.created_at",
        kind: OrderingKind::Int,
        descending: true,
    },
];

fn read(row: &Row) -> Result<Template, DbError> {
    let product = match row.get::<Option<i64>>(4)? {
        None => None,
        Some(id) => Some(ProductOf {
            id: ProductId(id),
            sku: row.get(5)?,
            name: row.get(6)?,
        }),
    };
    Ok(Template {
        id: TemplateId(row.get(0)?),
        key: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        product,
        activate_on_complete: row.get::<i64>(7)? != 0,
        use_serial_number: row.get::<i64>(8)? != 0,
        images: row.get(9)?,
        created_at: Timestamp(row.get(10)?),
    })
}

/// A page of the templates, those of products that are reached; with that text in the name.
pub async fn list(
    conn: &mut Conn,
    scope: &Scope,
    search: Option<&str>,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Template>, DbError> {
    let filters = scope.codes("t.").containing("t.name_folded", search);
    LIST.page(conn, filters, ordering, page, None, read).await
}

/// What a template is named by.
#[derive(Clone, Copy, Debug)]
pub enum Named<'a> {
    /// By number.
    Id(TemplateId),
    /// By its key.
    Key(&'a str),
}

/// The template of that name.
pub async fn find(
    conn: &mut Conn,
    scope: &Scope,
    named: Named<'_>,
) -> Result<Option<Template>, DbError> {
    let filters = match named {
        Named::Id(id) => scope.codes("t.").with("t.id = ?", id),
        Named::Key(key) => scope.codes("t.").with("t.key = ?", key),
    };
    let sql = format!(
        "SELECT {} FROM {} WHERE {}",
        LIST.columns,
        LIST.from,
        filters.where_clause()
    );
    let row = conn.one(sql, filters.into_args()).await?;
    row.map(|row| read(&row)).transpose()
}

/// Makes a template; [`DbError::Unique`] when its name is taken, [`DbError::OutsideScope`] as for
/// an order.
pub async fn create(
    tx: &mut Tx,
    scope: &Scope,
    new: &NewTemplate<'_>,
    now: Timestamp,
) -> Result<Template, DbError> {
    may_order(tx, scope, new.product).await?;
    let row = tx
        .one(
            "INSERT INTO workorder_template (company_id, key, name, name_folded, description, \
             product_id, activate_on_complete, use_serial_number, images, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
            args![
                scope.company(),
                new.key,
                new.name,
                fold(new.name),
                new.description,
                new.product,
                new.activate_on_complete,
                new.use_serial_number,
                new.images,
                now,
            ],
        )
        .await?;
    let row = row.ok_or_else(|| DbError::Corrupt("no row".into()))?;
    let made = find(tx, scope, Named::Id(TemplateId(row.get(0)?))).await?;
    made.ok_or_else(|| DbError::Corrupt("no row".into()))
}
