//! `/api/v2/campaigns/{id}/redirects/` (contract §4.9).

pub mod get;
pub mod replace;

use countermark_core::redirect::Rule;
use serde::Serialize;
use utoipa::ToSchema;

/// Where the scans of a campaign are sent.
#[derive(Serialize, ToSchema)]
pub struct RedirectsShown {
    /// The first rule is for every country that no other names; of the others the first that
    /// names the country counts.
    pub rules: Vec<RuleShown>,
}

/// Where scans from some countries are sent.
#[derive(Serialize, ToSchema)]
pub struct RuleShown {
    /// Countries by their ISO 3166-1 alpha-2 codes; of the first rule none.
    pub countries: Vec<String>,
    /// `product` (its link, or else its brand's, or else the company's), `landing_page` or
    /// `e_label` (of the campaign's options), or `custom`.
    pub target: String,
    /// The address of a custom target, with `{qr}`, `{id}` (of the scan) and `{api_key}`.
    pub url: String,
}

impl From<Vec<Rule>> for RedirectsShown {
    fn from(rules: Vec<Rule>) -> Self {
        let shown = |rule: Rule| RuleShown {
            countries: rule.countries.iter().map(ToString::to_string).collect(),
            target: rule.target.name().to_owned(),
            url: rule.url,
        };
        Self {
            rules: rules.into_iter().map(shown).collect(),
        }
    }
}
