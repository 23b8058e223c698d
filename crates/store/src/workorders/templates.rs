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
use serde_json::{Map, Value, json};

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
    /// What the codes of an upload carry unless it says otherwise, by key.
    pub default_scm_data: Map<String, Value>,
    /// Put away: nothing new begins with it.
    pub archived: bool,
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
            "default_scm_data": self.default_scm_data,
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
    /// What the codes of an upload carry unless it says otherwise.
    pub default_scm_data: &'a Map<String, Value>,
}

const LIST: List = List {
    columns: "t.id, t.key, t.name, t.description, p.id, p.sku, p.name, t.activate_on_complete, \
              t.use_serial_number, t.images, t.created_at, t.default_scm_data, t.archived",
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
    Ok(Template {
        id: TemplateId(row.get(0)?),
        key: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        product: ProductOf::read(row, 4)?,
        activate_on_complete: row.get::<i64>(7)? != 0,
        use_serial_number: row.get::<i64>(8)? != 0,
        images: row.get(9)?,
        created_at: Timestamp(row.get(10)?),
        default_scm_data: serde_json::from_str(&row.get::<String>(11)?)
            .map_err(|_| DbError::Corrupt("the data of a template".into()))?,
        archived: row.get::<i64>(12)? != 0,
    })
}

/// A page of the templates, those of products that are reached; with that text in the name, and
/// put away or not.
pub async fn list(
    conn: &mut Conn,
    scope: &Scope,
    (search, archived): (Option<&str>, bool),
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Template>, DbError> {
    let filters = scope
        .orders("t.")
        .with("t.archived = ?", archived)
        .containing("t.name_folded", search);
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
        Named::Id(id) => scope.orders("t.").with("t.id = ?", id),
        Named::Key(key) => scope.orders("t.").with("t.key = ?", key),
    };
    LIST.one(conn, filters, read).await
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
             product_id, activate_on_complete, use_serial_number, images, created_at, \
             default_scm_data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
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
                json!(new.default_scm_data).to_string(),
            ],
        )
        .await?;
    let row = row.ok_or_else(|| DbError::Corrupt("no row".into()))?;
    let made = find(tx, scope, Named::Id(TemplateId(row.get(0)?))).await?;
    made.ok_or_else(|| DbError::Corrupt("no row".into()))
}

/// The template with that id.
pub async fn get(
    conn: &mut Conn,
    scope: &Scope,
    id: TemplateId,
) -> Result<Option<Template>, DbError> {
    find(conn, scope, Named::Id(id)).await
}

/// As [`get`], and nobody else changes the template until the transaction ends.
pub async fn lock(tx: &mut Tx, scope: &Scope, id: TemplateId) -> Result<Option<Template>, DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM workorder_template WHERE company_id = $1 AND id = $2 FOR UPDATE";
        tx.all(sql, args![scope.company(), id]).await?;
    }
    get(tx, scope, id).await
}

/// Stores a changed template; [`DbError::Unique`] when its name is taken, [`DbError::OutsideScope`]
/// as for an order.
pub async fn update(tx: &mut Tx, scope: &Scope, template: &Template) -> Result<(), DbError> {
    let product = template.product.as_ref().map(|product| product.id);
    may_order(tx, scope, product).await?;
    tx.run(
        "UPDATE workorder_template SET name = $3, name_folded = $4, description = $5, \
         product_id = $6, activate_on_complete = $7, use_serial_number = $8, images = $9, \
         default_scm_data = $10 WHERE company_id = $1 AND id = $2",
        args![
            scope.company(),
            template.id,
            template.name.as_str(),
            fold(&template.name),
            template.description.as_str(),
            product,
            template.activate_on_complete,
            template.use_serial_number,
            template.images.as_str(),
            json!(template.default_scm_data).to_string(),
        ],
    )
    .await?;
    Ok(())
}

/// Puts a template away or brings it back; `false` when it was so already.
pub async fn set_archived(
    tx: &mut Tx,
    scope: &Scope,
    id: TemplateId,
    archived: bool,
) -> Result<bool, DbError> {
    let mut filters = scope
        .orders("t.")
        .with("t.id = ?", id)
        .with("t.archived <> ?", archived);
    let now = filters.place(archived);
    let sql = format!(
        "UPDATE workorder_template AS t SET archived = {now} WHERE {}",
        filters.where_clause()
    );
    Ok(tx.run(sql, filters.into_args()).await? == 1)
}
