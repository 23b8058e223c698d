//! Who belongs to a company, in which role.

use crate::{
    DbError, Filters, Ordering, OrderingKind,
    conn::{Conn, Row, Tx, args},
    factors::{self, Factors},
    lists::List,
    users,
};
use countermark_core::{
    ids::{CompanyId, UserId},
    language::Language,
    page::{Page, PageRequest},
    roles::Role,
    text::fold,
    time::Timestamp,
};

/// A person in a company.
#[derive(Clone, Debug)]
pub struct Member {
    /// The person.
    pub id: UserId,
    /// Folded e-mail address.
    pub email: String,
    /// What this company knows of them.
    pub details: Details,
    /// The role here.
    pub role: Role,
    /// When they were invited.
    pub created_at: Timestamp,
    /// When they accepted; `None` while the invitation is open.
    pub joined_at: Option<Timestamp>,
    /// When they were shut out.
    pub archived_at: Option<Timestamp>,
    /// Last log-in, over all companies.
    pub last_login_at: Option<Timestamp>,
    /// Rises when all of the person's sessions end at once.
    pub epoch: i64,
    /// What the person signs in with beside the password.
    pub factors: Factors,
    /// When the person proved that mail to the address arrives.
    pub verified_at: Option<Timestamp>,
    /// The language that the person wants to read, once they have said it.
    pub language: Option<Language>,
}

impl Member {
    /// Whether the person may come in.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.joined_at.is_some() && self.archived_at.is_none()
    }

    /// Both names, or the address of somebody who has none.
    #[must_use]
    pub fn display_name(&self) -> String {
        let name = format!("{} {}", self.details.given_name, self.details.family_name);
        if name.trim().is_empty() {
            self.email.clone()
        } else {
            name.trim().to_owned()
        }
    }
}

/// Which members are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Text in name or address.
    pub search: Option<String>,
    /// The archived ones instead of the others.
    pub archived: bool,
    /// Only those in this role.
    pub role: Option<Role>,
}

const LIST: List = List {
    columns: "p.id, p.email, m.given_name, m.family_name, m.phone, m.title, m.role, \
              m.created_at, m.joined_at, m.archived_at, p.last_login_at, p.epoch, p.short_password, \
              (SELECT COUNT(*) FROM totp t WHERE t.person_id = p.id AND t.confirmed_at IS NOT NULL), \
              (SELECT COUNT(*) FROM passkey k WHERE k.person_id = p.id), p.verified_at, \
              p.language",
    from: "member m JOIN person p ON p.id = m.person_id",
    id: "p.id",
};

/// How members may be sorted.
pub const ORDERINGS: &[Ordering] = &[
    Ordering {
        name: "creation_date",
        column: "m.created_at",
        kind: OrderingKind::Int,
        descending: true,
    },
    Ordering {
        name: "email",
        column: "p.email",
        kind: OrderingKind::Text,
        descending: false,
    },
    Ordering {
        name: "name",
        column: "m.searchable",
        kind: OrderingKind::Text,
        descending: false,
    },
];

fn read(row: &Row) -> Result<Member, DbError> {
    let role: String = row.get(6)?;
    let joined_at = row.get::<Option<i64>>(8)?.map(Timestamp);
    Ok(Member {
        id: UserId(row.get(0)?),
        email: row.get(1)?,
        details: Details {
            given_name: row.get(2)?,
            family_name: row.get(3)?,
            phone: row.get(4)?,
            title: row.get(5)?,
        },
        role: Role::by_name(&role).ok_or_else(|| DbError::Corrupt(format!("role {role}")))?,
        created_at: Timestamp(row.get(7)?),
        joined_at,
        archived_at: row.get::<Option<i64>>(9)?.map(Timestamp),
        // Of somebody who has not joined, another company's log-ins are nobody's business.
        last_login_at: row
            .get::<Option<i64>>(10)?
            .filter(|_| joined_at.is_some())
            .map(Timestamp),
        epoch: row.get(11)?,
        factors: factors::read(row, 12)?,
        verified_at: row.get::<Option<i64>>(15)?.map(Timestamp),
        language: users::read_language(row, 16)?,
    })
}

/// The member with that id.
pub async fn get(
    conn: &mut Conn,
    company: CompanyId,
    user: UserId,
) -> Result<Option<Member>, DbError> {
    let sql = format!(
        "SELECT {} FROM {} WHERE m.company_id = $1 AND m.person_id = $2",
        LIST.columns, LIST.from
    );
    conn.one(sql, args![company, user])
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// A page of the company's members.
pub async fn list(
    conn: &mut Conn,
    company: CompanyId,
    wanted: &Wanted,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Member>, DbError> {
    let state = if wanted.archived {
        "m.archived_at IS NOT NULL"
    } else {
        "m.archived_at IS NULL"
    };
    let filters = Filters::default()
        .with(&format!("{state} AND m.company_id = ?"), company)
        .with_some("m.role = ?", wanted.role.map(Role::name))
        .containing("m.searchable", wanted.search.as_deref());
    LIST.page(conn, filters, ordering, page, None, read).await
}

/// The companies that a person can enter now: member and company both active, oldest first.
pub async fn companies_of(conn: &mut Conn, user: UserId) -> Result<Vec<CompanyId>, DbError> {
    let rows = conn
        .all(
            "SELECT m.company_id FROM member m JOIN company c ON c.id = m.company_id \
             WHERE m.person_id = $1 AND m.joined_at IS NOT NULL AND m.archived_at IS NULL \
             AND c.archived_at IS NULL ORDER BY m.joined_at, m.company_id",
            args![user],
        )
        .await?;
    rows.iter().map(|row| row.get(0).map(CompanyId)).collect()
}

/// A company that a person can enter now.
#[derive(Clone, Debug)]
pub struct Membership {
    /// The company.
    pub company: CompanyId,
    /// Its UUID.
    pub company_uuid: String,
    /// Its name.
    pub company_name: String,
    /// The person's role there.
    pub role: Role,
    /// The given name they have there.
    pub given_name: String,
    /// The family name.
    pub family_name: String,
}

/// The companies that a person can enter now, with names, oldest membership first.
pub async fn memberships(conn: &mut Conn, user: UserId) -> Result<Vec<Membership>, DbError> {
    let rows = conn
        .all(
            "SELECT m.company_id, c.name, m.role, m.given_name, m.family_name, c.uuid \
             FROM member m JOIN company c ON c.id = m.company_id \
             WHERE m.person_id = $1 AND m.joined_at IS NOT NULL AND m.archived_at IS NULL \
             AND c.archived_at IS NULL ORDER BY m.joined_at, m.company_id",
            args![user],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let role: String = row.get(2)?;
            Ok(Membership {
                company: CompanyId(row.get(0)?),
                company_uuid: row.get(5)?,
                company_name: row.get(1)?,
                role: Role::by_name(&role)
                    .ok_or_else(|| DbError::Corrupt(format!("role {role}")))?,
                given_name: row.get(3)?,
                family_name: row.get(4)?,
            })
        })
        .collect()
}

/// Writes the person's new address into the text that each company's list is searched by;
/// returns the companies.
pub async fn readdress(tx: &mut Tx, user: UserId, email: &str) -> Result<Vec<CompanyId>, DbError> {
    let rows = tx
        .all(
            "SELECT company_id, given_name, family_name FROM member WHERE person_id = $1 \
             ORDER BY company_id",
            args![user],
        )
        .await?;
    let mut companies = Vec::with_capacity(rows.len());
    for row in &rows {
        let company = CompanyId(row.get(0)?);
        let details = Details {
            given_name: row.get(1)?,
            family_name: row.get(2)?,
            ..Details::default()
        };
        tx.run(
            "UPDATE member SET searchable = $3 WHERE company_id = $1 AND person_id = $2",
            args![company, user, details.searchable(email)],
        )
        .await?;
        companies.push(company);
    }
    Ok(companies)
}

/// What a company knows of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Phone number or empty.
    pub phone: String,
    /// Job title or empty.
    pub title: String,
}

impl Details {
    /// The text that lists sort by and search in.
    fn searchable(&self, email: &str) -> String {
        fold(&format!("{} {} {email}", self.family_name, self.given_name))
    }
}

/// Adds a person to the company, as invited (`joined` is `None`) or at once.
pub async fn add(
    tx: &mut Tx,
    company: CompanyId,
    user: (UserId, &str),
    details: &Details,
    role: Role,
    now: Timestamp,
    joined: Option<Timestamp>,
) -> Result<(), DbError> {
    let (user, email) = user;
    tx.run(
        "INSERT INTO member (company_id, person_id, given_name, family_name, searchable, phone, \
         title, role, created_at, joined_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            company,
            user,
            details.given_name.as_str(),
            details.family_name.as_str(),
            details.searchable(email),
            details.phone.as_str(),
            details.title.as_str(),
            role.name(),
            now,
            joined,
        ],
    )
    .await?;
    Ok(())
}

/// Notes that the person has accepted the invitation.
pub async fn join(
    tx: &mut Tx,
    company: CompanyId,
    user: UserId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE member SET joined_at = $3 \
         WHERE company_id = $1 AND person_id = $2 AND joined_at IS NULL",
        args![company, user, now],
    )
    .await?;
    Ok(())
}

/// Changes the role.
pub async fn set_role(
    tx: &mut Tx,
    company: CompanyId,
    user: UserId,
    role: Role,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE member SET role = $3 WHERE company_id = $1 AND person_id = $2",
        args![company, user, role.name()],
    )
    .await?;
    Ok(())
}

/// Shuts the person out, or lets them in again.
pub async fn set_archived(
    tx: &mut Tx,
    company: CompanyId,
    user: UserId,
    at: Option<Timestamp>,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE member SET archived_at = $3 WHERE company_id = $1 AND person_id = $2",
        args![company, user, at],
    )
    .await?;
    Ok(())
}

/// Changes what the company knows of the person.
pub async fn set_details(
    tx: &mut Tx,
    company: CompanyId,
    user: (UserId, &str),
    details: &Details,
) -> Result<(), DbError> {
    let (user, email) = user;
    tx.run(
        "UPDATE member SET given_name = $3, family_name = $4, searchable = $5, phone = $6, \
         title = $7 WHERE company_id = $1 AND person_id = $2",
        args![
            company,
            user,
            details.given_name.as_str(),
            details.family_name.as_str(),
            details.searchable(email),
            details.phone.as_str(),
            details.title.as_str(),
        ],
    )
    .await?;
    Ok(())
}

/// Locks the company's admins until the transaction ends and counts those who can come in, so
/// that two admins who archive each other cannot leave the company without one.
pub async fn lock_active_admins(tx: &mut Tx, company: CompanyId) -> Result<i64, DbError> {
    // SQLite has one writer: it is locked already.
    let lock = if tx.is_postgres() { " FOR UPDATE" } else { "" };
    let rows = tx
        .all(
            format!(
                // In one order, so that two transactions never wait for each other.
                "SELECT person_id FROM member WHERE company_id = $1 AND role = $2 \
                 AND joined_at IS NOT NULL AND archived_at IS NULL ORDER BY person_id{lock}"
            ),
            args![company, Role::AccountAdmin.name()],
        )
        .await?;
    Ok(i64::try_from(rows.len()).unwrap_or(i64::MAX))
}
