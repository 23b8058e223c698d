//! Work orders: orders of codes (contract §4.4). A caller who is limited to certain brands or
//! products reaches the orders whose product is among them.

pub mod templates;

use crate::{
    DbError, Filters, Ordering, OrderingKind, Outside, Scope,
    conn::{Conn, Row, Tx, args},
    lists::List,
    products,
};
use countermark_core::{
    ids::{CompanyId, JobId, ProductId, TemplateId, UserId, WorkorderId},
    page::{Page, PageRequest},
    text::fold,
    time::Timestamp,
};
use serde_json::{Value, json};

/// Where an order stands, as the contract names it. Orders of printed codes have two states more
/// between new and completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its codes are being made.
    New,
    /// They are there, with their file.
    Completed,
    /// Somebody has stopped it, or it could not be done.
    Canceled,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::New, Self::Completed, Self::Canceled];

    /// The word on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Completed => "completed",
            Self::Canceled => "canceled",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    fn parse(text: &str) -> Result<Self, DbError> {
        Self::by_name(text).ok_or_else(|| DbError::Corrupt(format!("work order state {text}")))
    }
}

/// What an order that was removed is while its codes still go. Nobody sees it.
const REMOVED: &str = "removed";

/// What the order of an upload is until all of its codes are there, and what it stays when they
/// will never be. Nobody sees it, nor its codes.
pub(crate) const LOADING: &str = "loading";

/// The product of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductOf {
    /// Its id.
    pub id: ProductId,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
}

impl ProductOf {
    /// The product in the three columns from that one on; all are null when there is none.
    fn read(row: &Row, at: usize) -> Result<Option<Self>, DbError> {
        let Some(id) = row.get::<Option<i64>>(at)? else {
            return Ok(None);
        };
        Ok(Some(Self {
            id: ProductId(id),
            sku: row.get(at + 1)?,
            name: row.get(at + 2)?,
        }))
    }
}

/// An order of codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workorder {
    /// Its id.
    pub id: WorkorderId,
    /// The company's own key for it, unique in the company.
    pub reference: String,
    /// Free text.
    pub remarks: String,
    /// `SID`.
    pub kind: String,
    /// Where it stands.
    pub state: State,
    /// How many codes are ordered.
    pub quantity: i64,
    /// What they will be on.
    pub product: Option<ProductOf>,
    /// Whether they are active from the beginning.
    pub activate_on_complete: bool,
    /// Whether they get serial numbers.
    pub use_serial_number: bool,
    /// Which pictures of them are made: `none`, `svg`, `png` or `both`.
    pub images: String,
    /// Put away.
    pub archived: bool,
    /// Who ordered them: id and e-mail address.
    pub created_by: (UserId, String),
    /// When.
    pub created_at: Timestamp,
    /// When they were there.
    pub completed_at: Option<Timestamp>,
    /// How many are made by now.
    pub generated: i64,
    /// Why they could not be made; empty unless so.
    pub failure: String,
    /// What it was made from.
    pub template: Option<TemplateId>,
    /// The job that works on it.
    pub job: Option<JobId>,
    /// The file of its codes.
    pub file: Option<String>,
}

impl Workorder {
    /// What the audit log keeps of it.
    #[must_use]
    pub fn audited(&self) -> Value {
        json!({
            "reference": self.reference,
            "remarks": self.remarks,
            "quantity": self.quantity,
            "product": self.product.as_ref().map(|product| product.id.0),
            "activate_on_complete": self.activate_on_complete,
            "use_serial_number": self.use_serial_number,
            "images": self.images,
            "template": self.template.map(|template| template.0),
        })
    }
}

/// What an order is made of.
#[derive(Clone, Copy, Debug)]
pub struct NewWorkorder<'a> {
    /// The company's own key.
    pub reference: &'a str,
    /// Free text.
    pub remarks: &'a str,
    /// How many codes.
    pub quantity: i64,
    /// What they will be on: one of the company's products.
    pub product: Option<ProductId>,
    /// Whether they are active from the beginning.
    pub activate_on_complete: bool,
    /// Whether they get serial numbers.
    pub use_serial_number: bool,
    /// Which pictures of them are made.
    pub images: &'a str,
    /// What it is made from.
    pub template: Option<TemplateId>,
    /// Who orders them.
    pub by: UserId,
}

/// Which orders are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Text in reference or remarks.
    pub search: Option<String>,
    /// The archived ones instead of the others.
    pub archived: bool,
    /// Only those in that state.
    pub state: Option<State>,
}

const LIST: List = List {
    columns: "w.id, w.reference, w.remarks, w.kind, w.state, w.quantity, p.id, p.sku, p.name, \
              w.activate_on_complete, w.use_serial_number, w.images, w.archived, w.created_by, \
              e.email, w.created_at, w.completed_at, w.generated, w.failure, w.template_id, \
              w.job_id, w.file_key",
    from: "workorder w JOIN person e ON e.id = w.created_by \
           LEFT JOIN product p ON p.company_id = w.company_id AND p.id = w.product_id",
    id: "w.id",
};

/// How orders may be sorted.
pub const ORDERINGS: &[Ordering] = &[
    Ordering {
        name: "creation_date",
        column: "w.created_at",
        kind: OrderingKind::Int,
        descending: true,
    },
    Ordering {
        name: "reference",
        column: "w.reference",
        kind: OrderingKind::Text,
        descending: false,
    },
];

fn read(row: &Row) -> Result<Workorder, DbError> {
    Ok(Workorder {
        id: WorkorderId(row.get(0)?),
        reference: row.get(1)?,
        remarks: row.get(2)?,
        kind: row.get(3)?,
        state: State::parse(&row.get::<String>(4)?)?,
        quantity: row.get(5)?,
        product: ProductOf::read(row, 6)?,
        activate_on_complete: row.get::<i64>(9)? != 0,
        use_serial_number: row.get::<i64>(10)? != 0,
        images: row.get(11)?,
        archived: row.get::<i64>(12)? != 0,
        created_by: (UserId(row.get(13)?), row.get(14)?),
        created_at: Timestamp(row.get(15)?),
        completed_at: row.get::<Option<i64>>(16)?.map(Timestamp),
        generated: row.get(17)?,
        failure: row.get(18)?,
        template: row.get::<Option<i64>>(19)?.map(TemplateId),
        job: row.get::<Option<i64>>(20)?.map(JobId),
        file: row.get(21)?,
    })
}

/// The text that a search looks in. A line break parts the two, so that nothing is found across.
fn searchable(reference: &str, remarks: &str) -> String {
    fold(&format!("{reference}\n{remarks}"))
}

/// The orders that are reached: those of products that are. Codes follow their product alike.
fn reached(scope: &Scope) -> Filters {
    scope
        .orders("w.")
        .with("w.state <> ?", REMOVED)
        .with("w.state <> ?", LOADING)
}

/// The order with that id.
pub async fn get(
    conn: &mut Conn,
    scope: &Scope,
    id: WorkorderId,
) -> Result<Option<Workorder>, DbError> {
    let filters = reached(scope).with("w.id = ?", id);
    LIST.one(conn, filters, read).await
}

/// As [`get`], and nobody else changes the order until the transaction ends.
pub async fn lock(
    tx: &mut Tx,
    scope: &Scope,
    id: WorkorderId,
) -> Result<Option<Workorder>, DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM workorder WHERE company_id = $1 AND id = $2 FOR UPDATE";
        tx.all(sql, args![scope.company(), id]).await?;
    }
    get(tx, scope, id).await
}

/// Whether an order of the company has exactly that reference, other than `own`. All of them
/// count, also those outside the scope, of which nothing else is told.
pub async fn is_reference_taken(
    conn: &mut Conn,
    scope: &Scope,
    reference: &str,
    own: Option<WorkorderId>,
) -> Result<bool, DbError> {
    // A reference is unique in the whole company: no condition of a token here.
    let sql = "SELECT id FROM workorder WHERE company_id = $1 AND reference = $2";
    let row = conn.one(sql, args![scope.company(), reference]).await?;
    let found = row.map(|row| row.get(0).map(WorkorderId)).transpose()?;
    Ok(found.is_some() && found != own)
}

/// A page of the company's orders.
pub async fn list(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Workorder>, DbError> {
    let filters = reached(scope)
        .with("w.archived = ?", wanted.archived)
        .with_some("w.state = ?", wanted.state.map(State::name))
        .containing("w.searchable", wanted.search.as_deref());
    LIST.page(conn, filters, ordering, page, None, read).await
}

/// Asks whether codes may be made for that product, or for none.
pub(crate) async fn may_order(
    conn: &mut Conn,
    scope: &Scope,
    product: Option<ProductId>,
) -> Result<(), DbError> {
    let Some(id) = product else {
        return if scope.is_everything() {
            Ok(())
        } else {
            Err(DbError::OutsideScope(Outside::Product))
        };
    };
    // A product is also seen by those who do not see its campaign; its codes are not.
    let filters = scope.orders("p.").with("p.product_id = ?", id);
    let sql = format!(
        "SELECT 1 FROM (SELECT company_id, id AS product_id FROM product) p WHERE {}",
        filters.where_clause()
    );
    if conn.one(sql, filters.into_args()).await?.is_some() {
        return Ok(());
    }
    let seen = products::get(conn, scope, id).await?.is_some();
    Err(DbError::OutsideScope(if seen {
        Outside::HiddenCampaign
    } else {
        Outside::Product
    }))
}

/// Orders codes; [`DbError::Unique`] when the reference is taken, [`DbError::OutsideScope`] when
/// the product is not reached, or there is none and the scope is not all of the company.
pub async fn create(
    tx: &mut Tx,
    scope: &Scope,
    new: &NewWorkorder<'_>,
    now: Timestamp,
) -> Result<Workorder, DbError> {
    may_order(tx, scope, new.product).await?;
    let id = insert(tx, scope, new, "new", now).await?;
    let made = get(tx, scope, id).await?;
    made.ok_or_else(|| DbError::Corrupt("no row".into()))
}

async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    new: &NewWorkorder<'_>,
    state: &str,
    now: Timestamp,
) -> Result<WorkorderId, DbError> {
    let row = tx
        .one(
            "INSERT INTO workorder (company_id, reference, remarks, searchable, kind, state, \
             quantity, product_id, activate_on_complete, use_serial_number, images, archived, \
             template_id, created_by, created_at) \
             VALUES ($1, $2, $3, $4, 'SID', $13, $5, $6, $7, $8, $9, 0, $10, $11, $12) \
             RETURNING id",
            args![
                scope.company(),
                new.reference,
                new.remarks,
                searchable(new.reference, new.remarks),
                new.quantity,
                new.product,
                new.activate_on_complete,
                new.use_serial_number,
                new.images,
                new.template,
                new.by,
                now,
                state,
            ],
        )
        .await?;
    let row = row.ok_or_else(|| DbError::Corrupt("no row".into()))?;
    row.get(0).map(WorkorderId)
}

/// Stores another reference and other remarks; [`DbError::Unique`] when the reference is taken.
pub async fn update(tx: &mut Tx, scope: &Scope, order: &Workorder) -> Result<(), DbError> {
    let mut filters = reached(scope).with("w.id = ?", order.id);
    let reference = filters.place(order.reference.as_str());
    let remarks = filters.place(order.remarks.as_str());
    let text = filters.place(searchable(&order.reference, &order.remarks));
    let sql = format!(
        "UPDATE workorder AS w SET reference = {reference}, remarks = {remarks}, \
         searchable = {text} WHERE {}",
        filters.where_clause()
    );
    tx.run(sql, filters.into_args()).await?;
    Ok(())
}

/// Archives or restores an order; `false` when it was so already.
pub async fn set_archived(
    tx: &mut Tx,
    scope: &Scope,
    id: WorkorderId,
    archived: bool,
) -> Result<bool, DbError> {
    let mut filters = reached(scope)
        .with("w.id = ?", id)
        .with("w.archived <> ?", archived);
    let now = filters.place(archived);
    let sql = format!(
        "UPDATE workorder AS w SET archived = {now} WHERE {}",
        filters.where_clause()
    );
    Ok(tx.run(sql, filters.into_args()).await? == 1)
}

/// Says which job works on an order now.
pub async fn set_job(
    tx: &mut Tx,
    company: CompanyId,
    id: WorkorderId,
    job: JobId,
) -> Result<(), DbError> {
    let sql = "UPDATE workorder SET job_id = $3 WHERE company_id = $1 AND id = $2";
    tx.run(sql, args![company, id, job]).await?;
    Ok(())
}

/// The codes of an order are there, and their file.
pub async fn complete(
    tx: &mut Tx,
    company: CompanyId,
    id: WorkorderId,
    file: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE workorder SET state = 'completed', file_key = $3, completed_at = $4 \
         WHERE company_id = $1 AND id = $2 AND state = 'new'",
        args![company, id, file, now],
    )
    .await?;
    Ok(())
}

/// Stops an order whose codes are not all there; `false` when it is no longer new. `failure` says
/// why it could not be done, when nobody wished it.
pub async fn cancel(
    tx: &mut Tx,
    company: CompanyId,
    id: WorkorderId,
    failure: &str,
) -> Result<bool, DbError> {
    let sql = "UPDATE workorder SET state = 'canceled', failure = $3 \
               WHERE company_id = $1 AND id = $2 AND state = 'new'";
    Ok(tx.run(sql, args![company, id, failure]).await? == 1)
}

/// The reference of an order out of sight, so that its own is free. Nobody can send a control
/// character, so nobody can be in the way of it.
fn hidden_reference(id: WorkorderId) -> String {
    format!("\u{1}{id}")
}

/// Takes an order out of sight whose codes are about to be removed; its reference is free at once.
/// `false` when it is not a canceled one.
pub async fn hide(tx: &mut Tx, company: CompanyId, id: WorkorderId) -> Result<bool, DbError> {
    let reference = hidden_reference(id);
    let sql = "UPDATE workorder SET state = $3, reference = $4, searchable = '', job_id = NULL \
               WHERE company_id = $1 AND id = $2 AND state = 'canceled'";
    Ok(tx.run(sql, args![company, id, REMOVED, reference]).await? == 1)
}

/// Makes the order of an upload, which nobody sees until [`show`]; [`DbError::Unique`] when the
/// reference is taken, [`DbError::OutsideScope`] as for [`create`].
pub async fn load(
    tx: &mut Tx,
    scope: &Scope,
    new: &NewWorkorder<'_>,
    now: Timestamp,
) -> Result<WorkorderId, DbError> {
    may_order(tx, scope, new.product).await?;
    insert(tx, scope, new, LOADING, now).await
}

/// Lets everybody see the order of an upload, now that all of its codes are there; `false` when it
/// is none that is under way.
pub async fn show(
    tx: &mut Tx,
    company: CompanyId,
    id: WorkorderId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let sql = "UPDATE workorder SET state = 'completed', generated = quantity, completed_at = $3 \
               WHERE company_id = $1 AND id = $2 AND state = $4";
    Ok(tx.run(sql, args![company, id, now, LOADING]).await? == 1)
}

/// Gives up the order of an upload: it stays out of sight until its codes are removed. `false`
/// when it is none that is under way.
pub async fn give_up(tx: &mut Tx, company: CompanyId, id: WorkorderId) -> Result<bool, DbError> {
    let reference = hidden_reference(id);
    let sql =
        "UPDATE workorder SET reference = $3 WHERE company_id = $1 AND id = $2 AND state = $4";
    Ok(tx.run(sql, args![company, id, reference, LOADING]).await? == 1)
}

/// Removes an order that [`hide`] has taken out of sight, or [`give_up`] has left there, and that
/// has no codes any more; [`DbError::Referenced`] when it has.
pub async fn remove(tx: &mut Tx, company: CompanyId, id: WorkorderId) -> Result<(), DbError> {
    let sql = "DELETE FROM workorder WHERE company_id = $1 AND id = $2 AND state IN ($3, $4)";
    tx.run(sql, args![company, id, REMOVED, LOADING]).await?;
    Ok(())
}
