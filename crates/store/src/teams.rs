//! Teams of a company: people, and the campaigns that are open to them (contract §3.3).

use crate::{
    DbError, Ordering, OrderingKind, Scope,
    conn::{Arg, Conn, Row, Tx, args, places},
    lists::{Filters, List},
};
use countermark_core::{
    ids::{CampaignId, CompanyId, TeamId, UserId},
    page::{Page, PageRequest},
    text::fold,
    time::Timestamp,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Rows of one statement that writes.
const CHUNK: usize = 500;

/// Somebody in a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberOf {
    /// Who.
    pub id: UserId,
    /// Their address.
    pub email: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
}

/// A campaign that is open to a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignOf {
    /// Its id.
    pub id: CampaignId,
    /// Its name.
    pub name: String,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name, unique in the company in any case.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its people, by address.
    pub members: Vec<MemberOf>,
    /// Its campaigns that the caller reaches, by name.
    pub campaigns: Vec<CampaignOf>,
}

impl Team {
    /// What the audit log keeps of it.
    #[must_use]
    pub fn audited(&self) -> Value {
        let members: Vec<_> = self.members.iter().map(|member| member.id.0).collect();
        let campaigns: Vec<_> = self
            .campaigns
            .iter()
            .map(|campaign| campaign.id.0)
            .collect();
        json!({"name": self.name, "members": members, "campaigns": campaigns})
    }
}

const LIST: List = List {
    columns: "id, name, created_at",
    from: "team",
    id: "id",
};

/// How teams may be sorted.
pub const ORDERINGS: &[Ordering] = &[
    Ordering {
        name: "name",
        column: "name_folded",
        kind: OrderingKind::Text,
        descending: false,
    },
    Ordering {
        name: "creation_date",
        column: "created_at",
        kind: OrderingKind::Int,
        descending: true,
    },
];

/// A team without its lists.
fn read(row: &Row) -> Result<Team, DbError> {
    Ok(Team {
        id: TeamId(row.get(0)?),
        name: row.get(1)?,
        created_at: Timestamp(row.get(2)?),
        members: Vec::new(),
        campaigns: Vec::new(),
    })
}

/// Adds people and campaigns to teams that were read.
async fn fill(conn: &mut Conn, scope: &Scope, teams: &mut [Team]) -> Result<(), DbError> {
    let ids: Vec<_> = teams.iter().map(|team| Arg::from(team.id)).collect();
    let filters = Filters::default()
        .with("tm.company_id = ?", scope.company())
        .among("tm.team_id IN (?)", ids.clone());
    let sql = format!(
        "SELECT tm.team_id, p.id, p.email, m.given_name, m.family_name FROM team_member tm \
         JOIN member m ON m.company_id = tm.company_id AND m.person_id = tm.person_id \
         JOIN person p ON p.id = tm.person_id WHERE {} ORDER BY p.email",
        filters.where_clause()
    );
    for row in conn.all(sql, filters.into_args()).await? {
        let id = TeamId(row.get(0)?);
        if let Some(team) = teams.iter_mut().find(|team| team.id == id) {
            team.members.push(MemberOf {
                id: UserId(row.get(1)?),
                email: row.get(2)?,
                given_name: row.get(3)?,
                family_name: row.get(4)?,
            });
        }
    }
    let filters = scope
        .campaigns()
        .inside("tc.campaign_id IN (SELECT id FROM campaign WHERE ?)")
        .with("tc.company_id = ?", scope.company())
        .among("tc.team_id IN (?)", ids);
    let sql = format!(
        "SELECT tc.team_id, c.id, c.name FROM team_campaign tc \
         JOIN campaign c ON c.company_id = tc.company_id AND c.id = tc.campaign_id \
         WHERE {} ORDER BY c.name_folded, c.id",
        filters.where_clause()
    );
    for row in conn.all(sql, filters.into_args()).await? {
        let id = TeamId(row.get(0)?);
        if let Some(team) = teams.iter_mut().find(|team| team.id == id) {
            team.campaigns.push(CampaignOf {
                id: CampaignId(row.get(1)?),
                name: row.get(2)?,
            });
        }
    }
    Ok(())
}

/// The team with that id.
pub async fn get(conn: &mut Conn, scope: &Scope, id: TeamId) -> Result<Option<Team>, DbError> {
    let sql = "SELECT id, name, created_at FROM team WHERE company_id = $1 AND id = $2";
    let Some(row) = conn.one(sql, args![scope.company(), id]).await? else {
        return Ok(None);
    };
    let mut found = [read(&row)?];
    fill(conn, scope, &mut found).await?;
    let [found] = found;
    Ok(Some(found))
}

/// As [`get`], and nobody else changes the team until the transaction ends.
pub async fn lock(tx: &mut Tx, scope: &Scope, id: TeamId) -> Result<Option<Team>, DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM team WHERE company_id = $1 AND id = $2 FOR UPDATE";
        tx.all(sql, args![scope.company(), id]).await?;
    }
    get(tx, scope, id).await
}

/// A page of the company's teams, those with that text in their name.
pub async fn list(
    conn: &mut Conn,
    scope: &Scope,
    search: Option<&str>,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Team>, DbError> {
    let filters = Filters::default()
        .with("company_id = ?", scope.company())
        .containing("name_folded", search);
    let mut found = LIST.page(conn, filters, ordering, page, None, read).await?;
    fill(conn, scope, &mut found.rows).await?;
    Ok(found)
}

/// Which of these teams are not the company's.
pub async fn missing(
    conn: &mut Conn,
    company: CompanyId,
    ids: &BTreeSet<TeamId>,
) -> Result<Vec<TeamId>, DbError> {
    let filters = Filters::default()
        .with("company_id = ?", company)
        .among("id IN (?)", ids.iter().map(|id| Arg::from(*id)));
    let sql = format!("SELECT id FROM team WHERE {}", filters.where_clause());
    let mut found = BTreeSet::new();
    for row in conn.all(sql, filters.into_args()).await? {
        found.insert(TeamId(row.get(0)?));
    }
    Ok(ids.difference(&found).copied().collect())
}

/// Whether a team of the company has that name, in any case, other than `own`.
pub async fn is_name_taken(
    conn: &mut Conn,
    company: CompanyId,
    name: &str,
    own: Option<TeamId>,
) -> Result<bool, DbError> {
    let sql = "SELECT id FROM team WHERE company_id = $1 AND name_folded = $2";
    let row = conn.one(sql, args![company, fold(name)]).await?;
    let found = row.map(|row| row.get(0).map(TeamId)).transpose()?;
    Ok(found.is_some() && found != own)
}

/// Makes a team without people; [`DbError::Unique`] when the name is taken.
pub async fn create(
    tx: &mut Tx,
    company: CompanyId,
    name: &str,
    now: Timestamp,
) -> Result<TeamId, DbError> {
    let row = tx
        .one(
            "INSERT INTO team (company_id, name, name_folded, created_at) \
             VALUES ($1, $2, $3, $4) RETURNING id",
            args![company, name, fold(name), now],
        )
        .await?;
    let row = row.ok_or_else(|| DbError::Corrupt("no row".into()))?;
    row.get(0).map(TeamId)
}

/// Gives a team another name; [`DbError::Unique`] when it is taken.
pub async fn rename(
    tx: &mut Tx,
    company: CompanyId,
    id: TeamId,
    name: &str,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE team SET name = $3, name_folded = $4 WHERE company_id = $1 AND id = $2",
        args![company, id, name, fold(name)],
    )
    .await?;
    Ok(())
}

/// Which of these people do not belong to the company.
pub async fn strangers(
    conn: &mut Conn,
    company: CompanyId,
    ids: &BTreeSet<UserId>,
) -> Result<Vec<UserId>, DbError> {
    let filters = Filters::default()
        .with("company_id = ?", company)
        .among("person_id IN (?)", ids.iter().map(|id| Arg::from(*id)));
    let sql = format!(
        "SELECT person_id FROM member WHERE {}",
        filters.where_clause()
    );
    let mut found = BTreeSet::new();
    for row in conn.all(sql, filters.into_args()).await? {
        found.insert(UserId(row.get(0)?));
    }
    Ok(ids.difference(&found).copied().collect())
}

/// Which of these campaigns are not reached.
pub async fn out_of_reach(
    conn: &mut Conn,
    scope: &Scope,
    ids: &BTreeSet<CampaignId>,
) -> Result<Vec<CampaignId>, DbError> {
    let filters = scope
        .campaigns()
        .among("id IN (?)", ids.iter().map(|id| Arg::from(*id)));
    let sql = format!("SELECT id FROM campaign WHERE {}", filters.where_clause());
    let mut found = BTreeSet::new();
    for row in conn.all(sql, filters.into_args()).await? {
        found.insert(CampaignId(row.get(0)?));
    }
    Ok(ids.difference(&found).copied().collect())
}

/// Replaces the people of a team; [`DbError::Referenced`] when one is a stranger.
pub async fn set_members(
    tx: &mut Tx,
    company: CompanyId,
    id: TeamId,
    people: &BTreeSet<UserId>,
) -> Result<(), DbError> {
    tx.run(
        "DELETE FROM team_member WHERE company_id = $1 AND team_id = $2",
        args![company, id],
    )
    .await?;
    let people: Vec<_> = people.iter().map(|id| Arg::from(*id)).collect();
    put(tx, "team_member", "person_id", company, id, &people).await
}

/// Replaces the campaigns of a team as far as they are reached: those that the caller does not
/// see stay.
pub async fn set_campaigns(
    tx: &mut Tx,
    scope: &Scope,
    id: TeamId,
    campaigns: &BTreeSet<CampaignId>,
) -> Result<(), DbError> {
    let company = scope.company();
    let filters = scope
        .campaigns()
        .inside("campaign_id IN (SELECT id FROM campaign WHERE ?)")
        .with("company_id = ?", company)
        .with("team_id = ?", id);
    let sql = format!("DELETE FROM team_campaign WHERE {}", filters.where_clause());
    tx.run(sql, filters.into_args()).await?;
    let campaigns: Vec<_> = campaigns.iter().map(|id| Arg::from(*id)).collect();
    put(tx, "team_campaign", "campaign_id", company, id, &campaigns).await
}

async fn put(
    tx: &mut Tx,
    table: &str,
    column: &str,
    company: CompanyId,
    team: TeamId,
    ids: &[Arg],
) -> Result<(), DbError> {
    for chunk in ids.chunks(CHUNK) {
        let sql = format!(
            "INSERT INTO {table} (company_id, team_id, {column}) VALUES {}",
            places(1, 3, chunk.len())
        );
        let mut args = Vec::new();
        for arg in chunk {
            args.extend([company.into(), team.into(), arg.clone()]);
        }
        tx.run(sql, args).await?;
    }
    Ok(())
}

/// Removes a team; `false` when it was gone already. Campaigns that were open to it only are open
/// to nobody but Account Admins then.
pub async fn delete(tx: &mut Tx, company: CompanyId, id: TeamId) -> Result<bool, DbError> {
    for table in ["team_member", "team_campaign"] {
        let sql = format!("DELETE FROM {table} WHERE company_id = $1 AND team_id = $2");
        tx.run(sql, args![company, id]).await?;
    }
    let sql = "DELETE FROM team WHERE company_id = $1 AND id = $2";
    Ok(tx.run(sql, args![company, id]).await? == 1)
}
