//! Codes that a test puts into the database by hand: ordering and generating them is another
//! test's business.

use super::raw::Raw;
use countermark_core::ids::{CompanyId, ProductId, UserId};

/// Codes of one work order.
#[derive(Clone, Copy, Debug)]
pub struct Codes<'a> {
    /// Whose they are.
    pub company: CompanyId,
    /// Who ordered them.
    pub by: UserId,
    /// What they are on.
    pub product: Option<ProductId>,
    /// 0 inactive, 1 active, 2 blacklisted.
    pub activation_status: i64,
    /// What their QR says; unique on the server.
    pub extended_ids: &'a [&'a str],
}

impl Raw {
    /// Puts codes there.
    pub async fn codes(&mut self, codes: Codes<'_>) {
        let Some(first) = codes.extended_ids.first() else {
            return;
        };
        let (company, by, status) = (codes.company, codes.by, codes.activation_status);
        let product = codes
            .product
            .map_or_else(|| "NULL".to_owned(), |id| id.to_string());
        let quantity = codes.extended_ids.len();
        self.run(&format!(
            "INSERT INTO workorder (company_id, reference, remarks, searchable, kind, state, \
             quantity, product_id, activate_on_complete, use_serial_number, archived, created_by, \
             created_at) VALUES ({company}, 'for {first}', '', '', 'sid', 'completed', \
             {quantity}, {product}, 1, 0, 0, {by}, 1)"
        ))
        .await;
        let rows: Vec<_> = codes
            .extended_ids
            .iter()
            .enumerate()
            .map(|(number, id)| {
                format!(
                    "({company}, (SELECT id FROM workorder WHERE company_id = {company} AND \
                     reference = 'for {first}'), {number}, '{id}', 'SN-{id}', {product}, \
                     {status}, 0, 1, 1)"
                )
            })
            .collect();
        self.run(&format!(
            "INSERT INTO code (company_id, workorder_id, sequence, extended_id, serial_number, \
             product_id, activation_status, blacklist_reason, updated_at, created_at) VALUES {}",
            rows.join(", ")
        ))
        .await;
    }

    /// Gives a code a value of supply-chain data, a text.
    pub async fn code_scm(&mut self, extended_id: &str, key: &str, value: &str) {
        self.run(&format!(
            "INSERT INTO code_scm (code_id, key, company_id, value, kind) \
             SELECT id, '{key}', company_id, '{value}', 0 FROM code \
             WHERE extended_id = '{extended_id}' \
             ON CONFLICT (code_id, key) DO UPDATE SET value = excluded.value"
        ))
        .await;
    }

    /// Gives a campaign fields of supply-chain data, which consumers see.
    pub async fn scm_fields(&mut self, company: CompanyId, campaign: i64, keys: &[&str]) {
        for (position, key) in keys.iter().enumerate() {
            self.run(&format!(
                "INSERT INTO scm_field (company_id, campaign_id, key, label, kind, choices, \
                 display, position, active, created_at) VALUES ({company}, {campaign}, '{key}', \
                 'Label of {key}', 'text', '[]', 1, {position}, 1, 1)"
            ))
            .await;
        }
    }
}
