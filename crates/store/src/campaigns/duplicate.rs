//! A campaign once more.

use super::{Campaign, NewCampaign, create};
use crate::{
    DbError, Scope,
    conn::{Tx, args},
};
use countermark_core::{ids::CampaignId, time::Timestamp};

/// Makes a campaign with the options, rules, fields and access of another; it gets neither its
/// products nor its key. [`DbError::Unique`] when the name is taken.
pub async fn duplicate(
    tx: &mut Tx,
    scope: &Scope,
    from: CampaignId,
    new: &NewCampaign<'_>,
    now: Timestamp,
) -> Result<Campaign, DbError> {
    let made = create(tx, scope, new, now).await?;
    let company = scope.company();
    for sql in [
        "UPDATE campaign SET (limited, scm_enabled, options, redirects) = \
         (SELECT s.limited, s.scm_enabled, s.options, s.redirects FROM campaign s \
         WHERE s.company_id = $1 AND s.id = $2) WHERE company_id = $1 AND id = $3",
        "INSERT INTO team_campaign (company_id, team_id, campaign_id) \
         SELECT company_id, team_id, $3 FROM team_campaign \
         WHERE company_id = $1 AND campaign_id = $2",
    ] {
        tx.run(sql, args![company, from, made.id]).await?;
    }
    tx.run(
        "INSERT INTO scm_field (company_id, campaign_id, key, label, kind, choices, display, \
         position, active, created_at) \
         SELECT company_id, $3, key, label, kind, choices, display, position, active, $4 \
         FROM scm_field WHERE company_id = $1 AND campaign_id = $2 ORDER BY position, id",
        args![company, from, made.id, now],
    )
    .await?;
    Ok(made)
}
