//! Alerts of campaigns: which flags of scans people want to hear of, and who they are (contract
//! §5, Alert).

use super::record::stays;
use crate::{
    DbError, Scope,
    conn::{Arg, Conn, Row, Tx, args, places},
};
use countermark_core::{
    codes::Status,
    ids::{AlertId, CampaignId, CompanyId, UserId},
    roles::Role,
    scan_flags::{Bound, Flag},
    time::Timestamp,
};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// An alert of a campaign: one for each flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// Whose it is.
    pub campaign: CampaignId,
    /// What it is about.
    pub flag: Flag,
    /// From when on, for flags that need a bound.
    pub bound: Option<Bound>,
    /// Off, it raises no flag and sends nothing.
    pub active: bool,
    /// Who gets the mails.
    pub recipients: Vec<UserId>,
    /// When the last mail went out.
    pub mailed_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Alert {
    /// What the audit log keeps of it.
    #[must_use]
    pub fn audited(&self) -> Value {
        json!({
            "campaign": self.campaign.0,
            "type": self.flag.name(),
            "bound": self.bound.as_ref().map(bound_to_json),
            "is_active": self.active,
            "recipients": self.recipients.iter().map(|id| id.0).collect::<Vec<_>>(),
        })
    }
}

/// What an alert is made of.
#[derive(Clone, Debug)]
pub struct NewAlert {
    /// What it is about.
    pub flag: Flag,
    /// From when on, for flags that need a bound.
    pub bound: Option<Bound>,
    /// Whether it counts.
    pub active: bool,
    /// Who gets the mails; people of the company.
    pub recipients: Vec<UserId>,
}

/// What a scan needs to know of an alert.
pub(super) struct Active {
    pub(super) id: AlertId,
    pub(super) flag: Flag,
    pub(super) bound: Option<Bound>,
    /// Somebody gets mails about it.
    pub(super) has_readers: bool,
}

impl Active {
    /// Whether codes that raise its flag are blacklisted.
    pub(super) const fn blacklists(&self) -> bool {
        let bound = self.bound.as_ref();
        matches!(
            bound,
            Some(Bound::SessionCount {
                auto_blacklist: true,
                ..
            })
        )
    }
}

/// The bound as it is kept and shown.
#[must_use]
pub fn bound_to_json(bound: &Bound) -> Value {
    match bound {
        Bound::ScanCount { most } => json!({"most": most}),
        Bound::SessionCount {
            most,
            auto_blacklist,
        } => json!({"most": most, "auto_blacklist": auto_blacklist}),
        Bound::ExceptionalCountry { countries } => json!({"countries": countries}),
        Bound::Anomaly {
            scans,
            seconds,
            kilometres,
        } => json!({"scans": scans, "seconds": seconds, "kilometres": kilometres}),
    }
}

/// Reads what [`bound_to_json`] wrote for that flag; nothing for one that needs no bound.
pub(super) fn bound_of(flag: Flag, stored: &str) -> Result<Option<Bound>, DbError> {
    let corrupt = || DbError::Corrupt("the bound of an alert".into());
    let value: Value = serde_json::from_str(stored).map_err(|_| corrupt())?;
    let number = |name: &str| value[name].as_i64().ok_or_else(corrupt);
    Ok(match flag {
        Flag::ScanCount => Some(Bound::ScanCount {
            most: number("most")?,
        }),
        Flag::SessionCount => Some(Bound::SessionCount {
            most: number("most")?,
            // Alerts of earlier versions only told.
            auto_blacklist: value["auto_blacklist"].as_bool().unwrap_or(false),
        }),
        Flag::ExceptionalCountry => {
            let list = value["countries"].as_array().ok_or_else(corrupt)?;
            let countries = list.iter().filter_map(Value::as_str);
            Some(Bound::ExceptionalCountry {
                countries: countries.map(str::to_owned).collect(),
            })
        }
        Flag::Anomaly => Some(Bound::Anomaly {
            scans: number("scans")?,
            seconds: number("seconds")?,
            kilometres: number("kilometres")?,
        }),
        Flag::Blacklisted
        | Flag::Inactive
        | Flag::OffMarket
        | Flag::AfterSellBy
        | Flag::AlreadyConsumed => None,
    })
}

fn flag_of(name: &str) -> Result<Flag, DbError> {
    Flag::parse(name).ok_or_else(|| DbError::Corrupt("the kind of an alert".into()))
}

/// The alerts that count of these campaigns, which a scan has found; they stay until the end of its
/// transaction.
pub(super) async fn of_campaigns(
    conn: &mut Tx,
    campaigns: &HashSet<CampaignId>,
) -> Result<HashMap<CampaignId, Vec<Active>>, DbError> {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    if campaigns.is_empty() {
        return Ok(found);
    }
    let sql = format!(
        "SELECT a.campaign_id, a.id, a.kind, a.bound, \
         CASE WHEN EXISTS (SELECT 1 FROM campaign_alert_recipient r WHERE r.alert_id = a.id) \
         THEN 1 ELSE 0 END \
         FROM campaign_alert a WHERE a.active = 1 AND a.campaign_id IN ({}){}",
        places(1, 1, campaigns.len()),
        stays(conn, "a")
    );
    let args = campaigns.iter().map(|id| Arg::from(*id)).collect();
    for row in conn.all(sql, args).await? {
        let flag = flag_of(&row.get::<String>(2)?)?;
        let active = Active {
            id: AlertId(row.get(1)?),
            flag,
            bound: bound_of(flag, &row.get::<String>(3)?)?,
            has_readers: i64::from(row.get::<i32>(4)?) != 0,
        };
        found
            .entry(CampaignId(row.get(0)?))
            .or_default()
            .push(active);
    }
    Ok(found)
}

const COLUMNS: &str = "a.id, a.campaign_id, a.kind, a.bound, a.active, a.mailed_at, a.created_at";

fn read(row: &Row) -> Result<Alert, DbError> {
    let flag = flag_of(&row.get::<String>(2)?)?;
    Ok(Alert {
        id: AlertId(row.get(0)?),
        campaign: CampaignId(row.get(1)?),
        flag,
        bound: bound_of(flag, &row.get::<String>(3)?)?,
        active: row.get::<i64>(4)? != 0,
        recipients: Vec::new(),
        mailed_at: row.get::<Option<i64>>(5)?.map(Timestamp),
        created_at: Timestamp(row.get(6)?),
    })
}

async fn with_recipients(
    conn: &mut Conn,
    company: CompanyId,
    mut alerts: Vec<Alert>,
) -> Result<Vec<Alert>, DbError> {
    for alert in &mut alerts {
        let rows = conn
            .all(
                "SELECT r.person_id FROM campaign_alert_recipient r \
                 JOIN campaign_alert a ON a.id = r.alert_id \
                 WHERE a.company_id = $1 AND a.id = $2 ORDER BY r.person_id",
                args![company, alert.id],
            )
            .await?;
        let people = rows.iter().map(|row| row.get(0).map(UserId));
        alert.recipients = people.collect::<Result<_, _>>()?;
    }
    Ok(alerts)
}

/// The alerts of a campaign that is reached, the oldest first. There is one for each flag at the
/// most.
pub async fn list(
    conn: &mut Conn,
    scope: &Scope,
    campaign: CampaignId,
) -> Result<Vec<Alert>, DbError> {
    let filters = of_reached(scope).with("a.campaign_id = ?", campaign);
    let sql = format!(
        "SELECT {COLUMNS} FROM campaign_alert a WHERE {} ORDER BY a.id",
        filters.where_clause()
    );
    let rows = conn.all(sql, filters.into_args()).await?;
    let alerts = rows.iter().map(read).collect::<Result<_, _>>()?;
    with_recipients(conn, scope.company(), alerts).await
}

/// The alert with that id, of a campaign that is reached.
pub async fn get(conn: &mut Conn, scope: &Scope, id: AlertId) -> Result<Option<Alert>, DbError> {
    let filters = of_reached(scope).with("a.id = ?", id);
    let sql = format!(
        "SELECT {COLUMNS} FROM campaign_alert a WHERE {}",
        filters.where_clause()
    );
    let Some(row) = conn.one(sql, filters.into_args()).await? else {
        return Ok(None);
    };
    let alerts = vec![read(&row)?];
    Ok(with_recipients(conn, scope.company(), alerts).await?.pop())
}

pub(super) fn of_reached(scope: &Scope) -> crate::Filters {
    let filters = scope
        .campaigns()
        .inside("a.campaign_id IN (SELECT id FROM campaign WHERE ?)");
    filters.with("a.company_id = ?", scope.company())
}

/// As [`get`], and nobody else changes it until the transaction ends.
pub async fn lock(tx: &mut Tx, scope: &Scope, id: AlertId) -> Result<Option<Alert>, DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM campaign_alert WHERE company_id = $1 AND id = $2 FOR UPDATE";
        tx.all(sql, args![scope.company(), id]).await?;
    }
    get(tx, scope, id).await
}

/// Makes an alert. A second one for the same flag is [`DbError::Unique`].
pub async fn create(
    tx: &mut Tx,
    scope: &Scope,
    campaign: CampaignId,
    new: &NewAlert,
    now: Timestamp,
) -> Result<Alert, DbError> {
    scope.may_change_campaign(campaign)?;
    let company = scope.company();
    let row = tx
        .one(
            "INSERT INTO campaign_alert (company_id, campaign_id, kind, bound, active, \
             created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
            args![
                company,
                campaign,
                new.flag.name(),
                stored(new.bound.as_ref()),
                new.active,
                now,
            ],
        )
        .await?;
    let id = row.ok_or_else(|| DbError::Corrupt("no id".into()))?.get(0);
    let id = AlertId(id?);
    set_recipients(tx, company, id, &new.recipients).await?;
    let made = get(tx, scope, id).await?;
    made.ok_or_else(|| DbError::Corrupt("no alert".into()))
}

fn stored(bound: Option<&Bound>) -> String {
    bound.map_or_else(|| "{}".to_owned(), |bound| bound_to_json(bound).to_string())
}

/// Stores the changed members of an alert; what it is about stays.
pub async fn update(tx: &mut Tx, scope: &Scope, alert: &Alert) -> Result<(), DbError> {
    scope.may_change_campaign(alert.campaign)?;
    let company = scope.company();
    tx.run(
        "UPDATE campaign_alert SET bound = $3, active = $4 WHERE company_id = $1 AND id = $2",
        args![
            company,
            alert.id,
            stored(alert.bound.as_ref()),
            alert.active
        ],
    )
    .await?;
    set_recipients(tx, company, alert.id, &alert.recipients).await
}

async fn set_recipients(
    tx: &mut Tx,
    company: CompanyId,
    id: AlertId,
    people: &[UserId],
) -> Result<(), DbError> {
    tx.run(
        "DELETE FROM campaign_alert_recipient WHERE alert_id IN \
         (SELECT id FROM campaign_alert WHERE company_id = $1 AND id = $2)",
        args![company, id],
    )
    .await?;
    for person in people {
        // Whoever is not in the company is not told, whatever was asked for.
        tx.run(
            "INSERT INTO campaign_alert_recipient (alert_id, person_id) \
             SELECT $2, m.person_id FROM member m WHERE m.company_id = $1 AND m.person_id = $3",
            args![company, id, *person],
        )
        .await?;
    }
    Ok(())
}

/// Removes an alert, and what was still to be mailed about it.
pub async fn delete(tx: &mut Tx, scope: &Scope, alert: &Alert) -> Result<(), DbError> {
    let id = alert.id;
    scope.may_change_campaign(alert.campaign)?;
    for table in ["campaign_alarm", "campaign_alert_recipient"] {
        let sql = format!(
            "DELETE FROM {table} WHERE alert_id IN \
             (SELECT id FROM campaign_alert WHERE company_id = $1 AND id = $2)"
        );
        tx.run(sql, args![scope.company(), id]).await?;
    }
    tx.run(
        "DELETE FROM campaign_alert WHERE company_id = $1 AND id = $2",
        args![scope.company(), id],
    )
    .await?;
    Ok(())
}

/// What an alert has to tell.
#[derive(Clone, Debug)]
pub struct Digest {
    /// The campaign's name.
    pub campaign: String,
    /// What the alert is about.
    pub flag: Flag,
    /// How many scans there were since the last mail.
    pub scans: i64,
    /// The newest of them.
    pub newest: Vec<Told>,
    /// The company's time zone.
    pub time_zone: String,
    /// The addresses of those who are still in the company and may see the campaign.
    pub to: Vec<String>,
}

/// A scan as an alert tells of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// When.
    pub at: Timestamp,
    /// What the code's QR says.
    pub extended_id: String,
    /// The product's name, or empty.
    pub product: String,
    /// The country, or empty.
    pub country: String,
    /// Whether the code is blacklisted now.
    pub blacklisted: bool,
}

/// The most scans that a mail tells of one by one.
const MOST_TOLD: i64 = 10;
/// The most alerts of one look.
const A_LOOK: i64 = 100;

/// Alerts that have something to tell and whose last mail went out before that time.
pub async fn due(conn: &mut Conn, before: Timestamp) -> Result<Vec<(CompanyId, AlertId)>, DbError> {
    let rows = conn
        .all(
            "SELECT a.company_id, a.id FROM campaign_alert a \
             WHERE (a.mailed_at IS NULL OR a.mailed_at <= $1) \
             AND EXISTS (SELECT 1 FROM campaign_alarm m WHERE m.alert_id = a.id) \
             ORDER BY a.id LIMIT $2",
            args![before, A_LOOK],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((CompanyId(row.get(0)?), AlertId(row.get(1)?))))
        .collect()
}

/// Takes what an alert has to tell, which counts as told once the transaction is committed.
/// `None` when another node was quicker.
pub async fn take(
    tx: &mut Tx,
    company: CompanyId,
    id: AlertId,
    (before, now): (Timestamp, Timestamp),
) -> Result<Option<Digest>, DbError> {
    let row = tx
        .one(
            "UPDATE campaign_alert SET mailed_at = $3 WHERE company_id = $1 AND id = $2 \
             AND (mailed_at IS NULL OR mailed_at <= $4) \
             RETURNING kind, (SELECT k.name FROM campaign k \
             WHERE k.company_id = campaign_alert.company_id AND k.id = campaign_alert.campaign_id), \
             (SELECT c.time_zone FROM company c WHERE c.id = campaign_alert.company_id)",
            args![company, id, now, before],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let newest = tx
        .all(
            "SELECT s.at, c.extended_id, coalesce(p.name, ''), s.country, \
             c.activation_status FROM campaign_alarm m \
             JOIN scan s ON s.id = m.scan_id AND s.company_id = $1 \
             JOIN code c ON c.id = s.code_id \
             LEFT JOIN product p ON p.company_id = s.company_id AND p.id = s.product_id \
             WHERE m.alert_id = $2 ORDER BY m.scan_id DESC LIMIT $3",
            args![company, id, MOST_TOLD],
        )
        .await?;
    let told = |row: &Row| {
        Ok(Told {
            at: Timestamp(row.get(0)?),
            extended_id: row.get(1)?,
            product: row.get(2)?,
            country: row.get(3)?,
            blacklisted: row.get::<i64>(4)? == Status::Blacklisted.number(),
        })
    };
    let scans = tx
        .run("DELETE FROM campaign_alarm WHERE alert_id = $1", args![id])
        .await?;
    Ok(Some(Digest {
        flag: flag_of(&row.get::<String>(0)?)?,
        campaign: row.get(1)?,
        time_zone: row.get(2)?,
        scans: i64::try_from(scans).unwrap_or(i64::MAX),
        newest: newest.iter().map(told).collect::<Result<_, DbError>>()?,
        to: readers(tx, company, id).await?,
    }))
}

/// Whoever was named, is still in the company, and may see the campaign.
async fn readers(conn: &mut Conn, company: CompanyId, id: AlertId) -> Result<Vec<String>, DbError> {
    let rows = conn
        .all(
            "SELECT p.email FROM campaign_alert_recipient r \
             JOIN campaign_alert a ON a.id = r.alert_id AND a.company_id = $1 \
             JOIN campaign k ON k.company_id = a.company_id AND k.id = a.campaign_id \
             JOIN member m ON m.company_id = a.company_id AND m.person_id = r.person_id \
             JOIN person p ON p.id = m.person_id \
             WHERE a.id = $2 AND m.joined_at IS NOT NULL AND m.archived_at IS NULL \
             AND (k.limited = 0 OR m.role = $3 OR EXISTS (SELECT 1 FROM team_campaign tc \
             JOIN team_member tm ON tm.company_id = tc.company_id AND tm.team_id = tc.team_id \
             WHERE tc.company_id = k.company_id AND tc.campaign_id = k.id \
             AND tm.person_id = m.person_id)) ORDER BY p.email",
            args![company, id, Role::AccountAdmin.name()],
        )
        .await?;
    rows.iter().map(|row| row.get(0)).collect()
}
