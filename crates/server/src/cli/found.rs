//! Founding a company: the same steps for the set-up page, the command line and the demo.

use countermark_core::{
    audit::Entry,
    ids::{CompanyId, UserId},
    roles::Role,
    time::Timestamp,
};
use countermark_store::{DbError, Tx, audit::By, companies, members, members::Details, users};
use serde_json::json;

/// A company and its first Account Admin.
pub struct Admin<'a> {
    /// The company's name.
    pub company: &'a str,
    /// The IANA name of the company's time zone.
    pub time_zone: &'a str,
    /// The admin's folded address.
    pub email: &'a str,
    /// Given name.
    pub given_name: &'a str,
    /// Family name.
    pub family_name: &'a str,
}

impl Admin<'_> {
    /// The words that must not make up the password.
    #[must_use]
    pub const fn words(&self) -> [&str; 4] {
        [self.company, self.email, self.given_name, self.family_name]
    }
}

/// Who acts when a command does: the admin it makes, by the command line.
#[must_use]
pub fn by(company: CompanyId, admin: UserId, now: Timestamp) -> By {
    By {
        person: Some(admin),
        ..operator(company, now)
    }
}

/// Who acts when it is nobody in the company: the operator, by the command line.
#[must_use]
pub fn operator(company: CompanyId, now: Timestamp) -> By {
    By::here(company, "cli", now)
}

/// Makes company and admin inside a transaction; the entries go with its commit.
pub async fn create(
    tx: &mut Tx,
    admin: &Admin<'_>,
    password_hash: &str,
    now: Timestamp,
) -> Result<(CompanyId, UserId, Vec<Entry>), DbError> {
    let company = companies::create(
        tx,
        &crate::random::uuid(),
        admin.company,
        admin.time_zone,
        now,
    )
    .await?;
    let details = Details {
        given_name: admin.given_name.to_owned(),
        family_name: admin.family_name.to_owned(),
        ..Details::default()
    };
    let user = person(
        tx,
        company,
        admin.email,
        &details,
        Role::AccountAdmin,
        password_hash,
        now,
    )
    .await?;
    let entries = vec![
        Entry::event("company.create", "company", company, admin.company),
        Entry::event("user.create", "user", user, admin.email)
            .after(json!({"email": admin.email, "role": Role::AccountAdmin.name()})),
    ];
    Ok((company, user, entries))
}

/// Makes a person who may come in at once.
pub async fn person(
    tx: &mut Tx,
    company: CompanyId,
    email: &str,
    details: &Details,
    role: Role,
    password_hash: &str,
    now: Timestamp,
) -> Result<UserId, DbError> {
    let user = users::create(tx, email, now).await?;
    users::set_password(tx, user, password_hash).await?;
    members::add(tx, company, (user, email), details, role, now, Some(now)).await?;
    Ok(user)
}
