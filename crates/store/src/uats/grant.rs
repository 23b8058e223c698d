//! A token as it stands at the gate: what is asked at every call, and no more, because a node keeps
//! one for each token that is in use.

use super::{State, read};
use crate::{
    DbError,
    conn::{Conn, Row, args},
};
use countermark_core::{
    budget::Budgets,
    ids::{CompanyId, UatId, UserId},
    networks::{Mode, Networks},
    only::Only,
    permissions::PermissionSet,
    time::Timestamp,
};
use jiff::civil::Date;
use std::sync::Arc;

/// What a token lets its holder do, and until when.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The public id.
    pub id: UatId,
    /// Its company.
    pub company: CompanyId,
    /// Whom it acts for.
    pub owner: UserId,
    /// What its owner calls it.
    pub name: Box<str>,
    /// The digest of id and secret.
    pub secret_digest: [u8; 32],
    /// What it was made for.
    pub permissions: PermissionSet,
    /// The last day it works, in the company's time zone.
    pub valid_until: Date,
    /// When it was made.
    pub created_at: Timestamp,
    /// The first moment at which it no longer works.
    pub expires_at: Timestamp,
    /// Whether it was revoked.
    pub is_revoked: bool,
    /// What few tokens have; `None` where all of it is usual.
    special: Option<Box<Special>>,
}

/// What sets a token apart from the usual one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Special {
    /// When a replaced token ends; never after it would end anyway.
    pub overlap_until: Option<Timestamp>,
    /// Since when it only reads, because it was found in the open.
    pub quarantined_at: Option<Timestamp>,
    /// The first token of its chain, where it is the successor of another.
    family: Option<UatId>,
    /// How much it may do in a day, where that is bounded.
    pub budgets: Option<Budgets>,
    /// Which things it may reach, when that is not all of the company's.
    pub only: Option<Arc<Only>>,
    /// Where it may be used from.
    pub networks: Networks,
    /// What is done about calls from elsewhere.
    pub network_mode: Mode,
}

static USUAL: Special = Special {
    overlap_until: None,
    quarantined_at: None,
    family: None,
    budgets: None,
    only: None,
    networks: Networks::EVERYWHERE,
    network_mode: Mode::Enforce,
};

const COLUMNS: &str = "u.id, u.company_id, u.person_id, u.name, u.secret_digest, u.permissions, \
                       u.valid_until, u.created_at, u.expires_at, u.revoked_at, u.overlap_until, \
                       u.quarantined_at, u.family, u.budgets, u.only_brands, u.only_products, \
                       u.only_campaigns, u.networks, u.network_mode";

impl Grant {
    /// Where the token stands at that time.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        let overlap_until = self.special().overlap_until;
        State::at(now, self.is_revoked, overlap_until, self.expires_at)
    }

    /// The first moment at which it no longer works, unless it is revoked before.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.special().overlap_until.unwrap_or(self.expires_at)
    }

    /// What sets it apart.
    #[must_use]
    pub fn special(&self) -> &Special {
        self.special.as_deref().unwrap_or(&USUAL)
    }

    /// The first token of its chain; its own id unless it is the successor of another.
    #[must_use]
    pub fn family(&self) -> UatId {
        self.special().family.unwrap_or(self.id)
    }

    fn read(row: &Row) -> Result<Self, DbError> {
        let id: String = row.get(0)?;
        let corrupt = |what: &str| DbError::Corrupt(format!("{what} of uat {id}"));
        let time = |at| -> Result<Option<Timestamp>, DbError> {
            Ok(row.get::<Option<i64>>(at)?.map(Timestamp))
        };
        let digest: Vec<u8> = row.get(4)?;
        let family: Option<String> = row.get(12)?;
        let budgets = Budgets::from_stored(&row.get::<String>(13)?);
        let own = read::parse(&id)?;
        let family = family.map(|id| read::parse(&id)).transpose()?;
        let special = Special {
            overlap_until: time(10)?,
            quarantined_at: time(11)?,
            family: family.filter(|family| *family != own),
            budgets: (!budgets.is_empty()).then_some(budgets),
            only: read::only(row, 14)?,
            networks: Networks::from_stored(&row.get::<String>(17)?),
            network_mode: Mode::from_stored(&row.get::<String>(18)?),
        };
        Ok(Self {
            id: own,
            company: CompanyId(row.get(1)?),
            owner: UserId(row.get(2)?),
            name: row.get::<String>(3)?.into(),
            secret_digest: digest.try_into().map_err(|_| corrupt("digest"))?,
            permissions: PermissionSet::from_stored(&row.get::<String>(5)?),
            valid_until: row
                .get::<String>(6)?
                .parse()
                .map_err(|_| corrupt("last day"))?,
            created_at: Timestamp(row.get(7)?),
            expires_at: Timestamp(row.get(8)?),
            is_revoked: time(9)?.is_some(),
            special: (special != USUAL).then(|| Box::new(special)),
        })
    }
}

/// The token that a credential names, whatever its company: the one place where the company
/// follows from the token instead of guarding it.
pub async fn grant(conn: &mut Conn, id: UatId) -> Result<Option<Grant>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM uat u WHERE u.id = $1");
    let row = conn.one(sql, args![id]).await?;
    row.map(|row| Grant::read(&row)).transpose()
}
