//! Where a scan is sent: a campaign's rules per country (contract §4.9), and the templates that
//! addresses may be.
//!
//! Nothing here looks anything up: rules, the country and all addresses come in as values.

use crate::{country::Country, text::Refused};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The most rules of a campaign.
pub const MOST_RULES: usize = 100;

/// The most characters of a template.
pub(crate) const LONGEST: usize = 2000;

/// What a template may have in braces, each filled in per scan (contract §4.9).
pub const PLACEHOLDERS: [&str; 3] = ["qr", "id", "api_key"];

/// What a rule leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The product's link, or else its brand's, or else the company's.
    Product,
    /// The campaign's landing page.
    LandingPage,
    /// The campaign's e-label.
    ELabel,
    /// An address of the rule's own.
    Custom,
}

impl Target {
    /// Every target.
    pub const ALL: [Self; 4] = [Self::Product, Self::LandingPage, Self::ELabel, Self::Custom];

    /// The name on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::LandingPage => "landing_page",
            Self::ELabel => "e_label",
            Self::Custom => "custom",
        }
    }

    /// Finds a target by its name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name() == name)
    }
}

/// One rule. The first of a campaign is for every country that no other names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// For scans from these countries; of the first rule none.
    pub countries: BTreeSet<Country>,
    /// What it leads to.
    pub target: Target,
    /// The template of a custom target; empty otherwise.
    pub url: String,
}

impl Rule {
    /// What holds when a campaign has no rules of its own.
    #[must_use]
    pub const fn usual() -> Self {
        Self {
            countries: BTreeSet::new(),
            target: Target::Product,
            url: String::new(),
        }
    }

    fn parse(value: &Value) -> Result<Self, Refused> {
        let Value::Object(members) = value else {
            return Err("expected an object.".into());
        };
        let known = ["countries", "target", "url"];
        if members.keys().any(|name| !known.contains(&name.as_str())) {
            return Err("it has countries, target and url, nothing else.".into());
        }
        let target = members.get("target").and_then(Value::as_str);
        let target = target.and_then(Target::by_name).ok_or_else(|| {
            let names = Target::ALL.map(Target::name).join(", ");
            format!("target: use one of {names}.")
        })?;
        let countries = match members.get("countries") {
            None | Some(Value::Null) => BTreeSet::new(),
            Some(value) => parse_countries(value).map_err(|why| format!("countries: {why}"))?,
        };
        let url = match members.get("url") {
            None | Some(Value::Null) => "",
            Some(Value::String(text)) => text.as_str(),
            Some(_) => return Err("url: Not a valid string.".into()),
        };
        let url = parse_template(url).map_err(|why| format!("url: {why}"))?;
        match (target, url.is_empty()) {
            (Target::Custom, true) => Err("url: a custom target needs one.".into()),
            (Target::Custom, false) | (_, true) => Ok(Self {
                countries,
                target,
                url,
            }),
            (_, false) => Err("url: only a custom target has one.".into()),
        }
    }

    fn to_value(&self) -> Value {
        let countries: Vec<_> = self.countries.iter().map(Country::as_str).collect();
        json!({"countries": countries, "target": self.target.name(), "url": self.url})
    }
}

/// Reads a list of countries; the order and repetitions do not count.
///
/// # Errors
/// A sentence for the field's error list.
pub fn parse_countries(value: &Value) -> Result<BTreeSet<Country>, Refused> {
    let Value::Array(list) = value else {
        return Err("Expected a list of items.".into());
    };
    list.iter()
        .map(|item| {
            let text = item.as_str().ok_or("Not a valid string.")?;
            let shown: String = text.chars().filter(|c| !c.is_control()).take(20).collect();
            Country::parse(text).ok_or_else(|| {
                format!("\"{shown}\" is not the ISO 3166-1 alpha-2 code of a country.")
            })
        })
        .collect()
}

/// Reads the rules of a campaign, as they are sent and as they are stored.
///
/// # Errors
/// A sentence that names the first wrong rule by its number.
pub fn parse_rules(value: &Value) -> Result<Vec<Rule>, Refused> {
    let Value::Array(list) = value else {
        return Err("Expected a list of items.".into());
    };
    if list.is_empty() {
        return Err("Rule 1 is for all countries and has to be there.".into());
    }
    if list.len() > MOST_RULES {
        return Err(format!("At most {MOST_RULES} rules are kept."));
    }
    let rules = list.iter().zip(1..).map(|(item, number)| {
        let rule = Rule::parse(item).map_err(|why| format!("Rule {number}: {why}"))?;
        match (number, rule.countries.is_empty()) {
            (1, false) => Err("Rule 1: it is for all other countries and names none.".into()),
            (2.., true) => Err(format!("Rule {number}: name at least one country.")),
            _ => Ok(rule),
        }
    });
    rules.collect()
}

/// The rules as they are shown and stored.
#[must_use]
pub fn rules_to_value(rules: &[Rule]) -> Value {
    rules.iter().map(Rule::to_value).collect()
}

/// The addresses that rules choose between; empty where there is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Urls<'a> {
    /// The product's link.
    pub product: &'a str,
    /// Its brand's.
    pub brand: &'a str,
    /// The company's.
    pub company: &'a str,
    /// The campaign's landing page.
    pub landing_page: &'a str,
    /// The campaign's e-label.
    pub e_label: &'a str,
}

impl<'a> Urls<'a> {
    fn of(&self, rule: &'a Rule) -> Option<&'a str> {
        let url = match rule.target {
            Target::Product => return self.of_product(),
            Target::LandingPage => self.landing_page,
            Target::ELabel => self.e_label,
            Target::Custom => &rule.url,
        };
        (!url.is_empty()).then_some(url)
    }

    fn of_product(&self) -> Option<&'a str> {
        let chain = [self.product, self.brand, self.company];
        chain.into_iter().find(|url| !url.is_empty())
    }
}

/// The template to which a scan from that country is sent; `None` when there is no address at
/// all. The first rule that names the country counts, or else rule 1. Where it leads to an address
/// that is not there, rule 1 counts, and after it the product.
#[must_use]
pub fn pick<'a>(rules: &'a [Rule], country: Option<Country>, urls: &Urls<'a>) -> Option<&'a str> {
    let named = country.and_then(|country| {
        let mut others = rules.iter().skip(1);
        others.find(|rule| rule.countries.contains(&country))
    });
    named
        .into_iter()
        .chain(rules.first())
        .find_map(|rule| urls.of(rule))
        .or_else(|| urls.of_product())
}

/// What is filled into a template for one scan.
#[derive(Clone, Copy, Debug)]
pub struct Filling<'a> {
    /// The code's extended id.
    pub qr: &'a str,
    /// The scan's id.
    pub id: &'a str,
    /// The campaign's consumer key; empty when it has none.
    pub api_key: &'a str,
}

/// The address that a template makes: values are percent-encoded, and whatever could not stand in
/// a header or a URL is, too. What is filled in is not searched for placeholders again.
#[must_use]
pub fn fill(template: &str, filling: &Filling<'_>) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        push_escaped(&mut out, before, |byte| !is_illegal(byte));
        let found = [
            ("{qr}", filling.qr),
            ("{id}", filling.id),
            ("{api_key}", filling.api_key),
        ]
        .into_iter()
        .find_map(|(name, value)| Some((value, from.strip_prefix(name)?)));
        // A brace that opens no placeholder stands for itself.
        let (value, behind) = found.unwrap_or(("{", &from[1..]));
        push_escaped(&mut out, value, is_unreserved);
        rest = behind;
    }
    push_escaped(&mut out, rest, |byte| !is_illegal(byte));
    out
}

/// RFC 3986 §2.3.
const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// What a URL has only in percent-encoded form.
const fn is_illegal(byte: u8) -> bool {
    !byte.is_ascii_graphic()
        || matches!(
            byte,
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
        )
}

fn push_escaped(out: &mut String, text: &str, keep: impl Fn(u8) -> bool) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if keep(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

/// Reads a template: an absolute http(s) address with known placeholders behind its host, or
/// empty. The host is fixed, so that nothing that a scan brings along decides who is visited.
pub(crate) fn parse_template(text: &str) -> Result<String, Refused> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    if text.chars().count() > LONGEST {
        return Err(format!(
            "Ensure this field has no more than {LONGEST} characters."
        ));
    }
    let invalid = || Err("Enter a valid URL.".to_owned());
    let odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    if text.contains(odd) {
        return invalid();
    }
    let rest = text.strip_prefix("https://");
    let Some(rest) = rest.or_else(|| text.strip_prefix("http://")) else {
        return invalid();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, behind) = rest.split_at(end);
    if !is_host(host) {
        return invalid();
    }
    check_placeholders(behind)?;
    Ok(text.to_owned())
}

/// Host and port, without a user (RFC 3986 §3.2).
fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    };
    let port_is_good = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let name_is_good = match name
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
        }
    };
    name_is_good && port_is_good
}

fn check_placeholders(text: &str) -> Result<(), Refused> {
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let inside = rest[at..].strip_prefix('{').and_then(|r| r.split_once('}'));
        match inside {
            Some((name, behind)) if PLACEHOLDERS.contains(&name) => rest = behind,
            _ => return Err("In braces, use {qr}, {id} or {api_key}.".into()),
        }
    }
    Ok(())
}
