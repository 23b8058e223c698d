//! Where a scan leads. Only addresses that the company has stored are ever answered, never one
//! that a request brings along.

use countermark_core::{
    country::Country,
    redirect::{self, Filling, Rule, Urls},
};
use countermark_store::scans::Met;

/// The address that a scan of that code from that country leads to; none when the company has
/// stored no address for it. `scan` is the scan's id, empty when there is none.
#[must_use]
pub fn leads_to(met: &Met, country: &str, scan: &str) -> Option<String> {
    let product = met.product.as_ref();
    let campaign = product.and_then(|product| product.campaign.as_ref());
    let urls = Urls {
        product: product.map_or("", |product| &product.client_url),
        brand: product.map_or("", |product| &product.brand_url),
        landing_page: campaign.map_or("", |campaign| &campaign.landing_page),
        e_label: campaign.map_or("", |campaign| &campaign.e_label),
        company: &met.company_url,
    };
    let usual = [Rule::usual()];
    let rules = campaign.map_or(&usual[..], |campaign| &campaign.rules);
    let template = redirect::pick(rules, Country::parse(country), &urls)?;
    let filling = Filling {
        qr: &met.extended_id,
        id: scan,
        api_key: campaign.map_or("", |campaign| &campaign.consumer_key),
    };
    let address = redirect::fill(template, &filling);
    // What is stored was checked when it came in; this is where it goes out.
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    is_web.then_some(address)
}
