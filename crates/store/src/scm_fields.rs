//! What campaigns keep about each code: fields with keys and an order (contract §4.5, §5). They
//! are reached as their campaign is.

use crate::{
    DbError, Filters, Scope,
    conn::{Conn, Row, Tx, args},
};
use countermark_core::{
    ids::{CampaignId, ScmFieldId},
    scm_field::Kind,
    time::Timestamp,
};
use serde_json::{Value, json};

/// A field of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScmField {
    /// Its id.
    pub id: ScmFieldId,
    /// Its campaign.
    pub campaign: CampaignId,
    /// The key under which data comes in; unique in the campaign, and never changed.
    pub key: String,
    /// What people read in its place.
    pub label: String,
    /// What its values are; never changed.
    pub kind: Kind,
    /// What a list offers; empty for the other kinds.
    pub choices: Vec<String>,
    /// Whether consumers see it.
    pub display: bool,
    /// Its place among the campaign's fields, from 0 on.
    pub position: i64,
    /// Whether data is taken under its key.
    pub active: bool,
}

impl ScmField {
    /// What the audit log keeps of it.
    #[must_use]
    pub fn audited(&self) -> Value {
        json!({
            "campaign": self.campaign.0,
            "key": self.key,
            "label": self.label,
            "type": self.kind.name(),
            "choices": self.choices,
            "display": self.display,
            "position": self.position,
            "active": self.active,
        })
    }
}

/// What a field is made of.
#[derive(Clone, Copy, Debug)]
pub struct NewField<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its label.
    pub label: &'a str,
    /// Its kind.
    pub kind: Kind,
    /// What a list offers.
    pub choices: &'a [String],
    /// Whether consumers see it.
    pub display: bool,
    /// Whether data is taken under its key.
    pub active: bool,
}

const COLUMNS: &str = "id, campaign_id, key, label, kind, choices, display, position, active";

fn read(row: &Row) -> Result<ScmField, DbError> {
    let corrupt = |what: &str| DbError::Corrupt(format!("a field's {what}"));
    let kind: String = row.get(4)?;
    let choices: String = row.get(5)?;
    let choices = serde_json::from_str::<Value>(&choices).map_err(|_| corrupt("choices"))?;
    let choices = choices.as_array().into_iter().flatten();
    let choices = choices.map(|choice| choice.as_str().map(str::to_owned));
    Ok(ScmField {
        id: ScmFieldId(row.get(0)?),
        campaign: CampaignId(row.get(1)?),
        key: row.get(2)?,
        label: row.get(3)?,
        kind: Kind::by_name(&kind).ok_or_else(|| corrupt("kind"))?,
        choices: choices
            .collect::<Option<_>>()
            .ok_or_else(|| corrupt("choices"))?,
        display: row.get::<i64>(6)? != 0,
        position: row.get(7)?,
        active: row.get::<i64>(8)? != 0,
    })
}

fn stored(choices: &[String]) -> String {
    Value::from(choices).to_string()
}

/// The fields of a campaign that is reached.
fn of(scope: &Scope, campaign: CampaignId) -> Filters {
    scope
        .campaigns()
        .with("id = ?", campaign)
        .inside("campaign_id IN (SELECT id FROM campaign WHERE ?)")
        .with("company_id = ?", scope.company())
}

async fn find(conn: &mut Conn, filters: Filters) -> Result<Vec<ScmField>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM scm_field WHERE {} ORDER BY position, id",
        filters.where_clause()
    );
    let rows = conn.all(sql, filters.into_args()).await?;
    rows.iter().map(read).collect()
}

/// All fields of a campaign in their order.
pub async fn list(
    conn: &mut Conn,
    scope: &Scope,
    campaign: CampaignId,
) -> Result<Vec<ScmField>, DbError> {
    find(conn, of(scope, campaign)).await
}

/// The field with that id, of that campaign.
pub async fn get(
    conn: &mut Conn,
    scope: &Scope,
    campaign: CampaignId,
    id: ScmFieldId,
) -> Result<Option<ScmField>, DbError> {
    let found = find(conn, of(scope, campaign).with("id = ?", id)).await?;
    Ok(found.into_iter().next())
}

/// As [`list`], and nobody else changes the campaign or its fields until the transaction ends.
pub async fn lock(
    tx: &mut Tx,
    scope: &Scope,
    campaign: CampaignId,
) -> Result<Vec<ScmField>, DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM campaign WHERE company_id = $1 AND id = $2 FOR UPDATE";
        tx.all(sql, args![scope.company(), campaign]).await?;
    }
    list(tx, scope, campaign).await
}

/// Makes a field, the last of its campaign; [`DbError::Unique`] when the campaign has one with
/// that key.
pub async fn create(
    tx: &mut Tx,
    scope: &Scope,
    campaign: CampaignId,
    new: &NewField<'_>,
    now: Timestamp,
) -> Result<ScmField, DbError> {
    scope.may_change_campaign(campaign)?;
    let sql = format!(
        "INSERT INTO scm_field (company_id, campaign_id, key, label, kind, choices, display, \
         active, created_at, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
         (SELECT coalesce(max(f.position), -1) + 1 FROM scm_field f \
         WHERE f.company_id = $1 AND f.campaign_id = $2)) RETURNING {COLUMNS}"
    );
    let args = args![
        scope.company(),
        campaign,
        new.key,
        new.label,
        new.kind.name(),
        stored(new.choices),
        new.display,
        new.active,
        now
    ];
    let row = tx.one(sql, args).await?;
    read(&row.ok_or_else(|| DbError::Corrupt("no row".into()))?)
}

/// Stores what may be changed of a field: all but its key and its kind.
pub async fn update(tx: &mut Tx, scope: &Scope, field: &ScmField) -> Result<(), DbError> {
    scope.may_change_campaign(field.campaign)?;
    tx.run(
        "UPDATE scm_field SET label = $4, choices = $5, display = $6, position = $7, active = $8 \
         WHERE company_id = $1 AND campaign_id = $2 AND id = $3",
        args![
            scope.company(),
            field.campaign,
            field.id,
            field.label.as_str(),
            stored(&field.choices),
            field.display,
            field.position,
            field.active,
        ],
    )
    .await?;
    Ok(())
}

/// Gives fields their places in the order in which they stand here, and stores those that moved.
pub async fn arrange(tx: &mut Tx, scope: &Scope, fields: &mut [ScmField]) -> Result<(), DbError> {
    for (field, position) in fields.iter_mut().zip(0..) {
        if field.position != position {
            field.position = position;
            update(tx, scope, field).await?;
        }
    }
    Ok(())
}

/// Whether a code of the campaign has data under the field's key.
pub async fn has_data(conn: &mut Conn, scope: &Scope, field: &ScmField) -> Result<bool, DbError> {
    let row = conn
        .one(
            "SELECT 1 FROM code_scm s JOIN code c ON c.id = s.code_id \
             JOIN product p ON p.company_id = c.company_id AND p.id = c.product_id \
             WHERE s.company_id = $1 AND s.key = $2 AND c.company_id = $1 AND p.campaign_id = $3 \
             LIMIT 1",
            args![scope.company(), field.key.as_str(), field.campaign],
        )
        .await?;
    Ok(row.is_some())
}

/// Removes a field for good; `false` when it was gone already. Whether it [`has_data`] is asked
/// before.
pub async fn delete(tx: &mut Tx, scope: &Scope, field: &ScmField) -> Result<bool, DbError> {
    scope.may_change_campaign(field.campaign)?;
    let touched = tx
        .run(
            "DELETE FROM scm_field WHERE company_id = $1 AND campaign_id = $2 AND id = $3",
            args![scope.company(), field.campaign, field.id],
        )
        .await?;
    Ok(touched == 1)
}
