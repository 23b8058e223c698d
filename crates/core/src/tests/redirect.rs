//! Where scans are sent.

use crate::{
    country::Country,
    redirect::{
        Filling, MOST_RULES, Rule, Target, Urls, fill, parse_rules, parse_template, pick,
        rules_to_value,
    },
};
use proptest::{collection, prelude::*, sample::select};
use serde_json::json;
use std::collections::BTreeSet;

fn country(code: &str) -> Country {
    Country::parse(code).expect("a country")
}

#[test]
fn countries_are_known_in_any_case_and_nothing_else_is() {
    assert_eq!(Country::all().count(), 250);
    let codes: Vec<_> = Country::all().collect();
    assert!(codes.is_sorted());
    for code in &codes {
        assert_eq!(Country::parse(&code.as_str().to_lowercase()), Some(*code));
    }
    for text in [
        "", "B", "BEL", "XX", "ZZ", "UK", "EU", "B ", " B", "D A", "ßE", "é",
    ] {
        assert_eq!(Country::parse(text), None, "{text}");
    }
}

const URLS: [&str; 3] = ["", "https://one.example/", "https://two.example/"];

fn countries() -> impl Strategy<Value = BTreeSet<Country>> {
    collection::btree_set(
        select(vec![country("BE"), country("NL"), country("JP")]),
        1..3,
    )
}

fn rule() -> impl Strategy<Value = Rule> {
    let custom = select(vec!["https://a.example/{qr}", "https://b.example/?s={id}"]);
    (countries(), select(Target::ALL.to_vec()), custom).prop_map(|(countries, target, custom)| {
        Rule {
            countries,
            target,
            url: if target == Target::Custom { custom } else { "" }.to_owned(),
        }
    })
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    (rule(), collection::vec(rule(), 0..5)).prop_map(|(mut first, mut others)| {
        first.countries.clear();
        others.insert(0, first);
        others
    })
}

fn urls() -> impl Strategy<Value = Urls<'static>> {
    let one = || select(URLS.to_vec());
    (one(), one(), one(), one(), one()).prop_map(
        |(product, brand, company, landing_page, e_label)| Urls {
            product,
            brand,
            company,
            landing_page,
            e_label,
        },
    )
}

/// The same once more, slowly and without a look at the program's own.
fn model(rules: &[Rule], country: Option<Country>, urls: &Urls<'_>) -> Option<String> {
    let mut product = urls.product;
    if product.is_empty() {
        product = urls.brand;
    }
    if product.is_empty() {
        product = urls.company;
    }
    let address = |rule: &Rule| match rule.target {
        Target::Product => product.to_owned(),
        Target::LandingPage => urls.landing_page.to_owned(),
        Target::ELabel => urls.e_label.to_owned(),
        Target::Custom => rule.url.clone(),
    };
    let mut tried = Vec::new();
    if let Some(country) = country {
        for rule in &rules[1..] {
            if rule.countries.contains(&country) {
                tried.push(address(rule));
                break;
            }
        }
    }
    tried.push(address(&rules[0]));
    tried.push(product.to_owned());
    tried.into_iter().find(|url| !url.is_empty())
}

proptest! {
    #[test]
    fn the_target_is_that_of_the_model(
        rules in rules(),
        place in select(vec!["", "BE", "NL", "JP", "US"]),
        urls in urls(),
    ) {
        let place = Country::parse(place);
        let picked = pick(&rules, place, &urls).map(str::to_owned);
        prop_assert_eq!(picked, model(&rules, place, &urls));
    }

    #[test]
    fn rules_are_read_as_they_were_written(rules in rules()) {
        prop_assert_eq!(parse_rules(&rules_to_value(&rules)), Ok(rules));
    }

    /// Whatever a template holds and whatever a scan brings along: the answer can stand in a
    /// header, keeps its host, and nothing that was filled in adds a part to the address.
    #[test]
    fn an_address_is_clean(template in "https://h\\.example/\\PC{0,40}", qr in "\\PC{0,20}", id in "\\PC{0,20}") {
        let filling = Filling { qr: &qr, id: &id, api_key: "{qr}&x=1#" };
        let address = fill(&template, &filling);
        prop_assert!(address.bytes().all(|byte| byte.is_ascii_graphic()), "{address}");
        prop_assert!(address.starts_with("https://h.example/"), "{address}");
        let asked = fill("https://h.example/?a={qr}&b={id}&c={api_key}", &filling);
        prop_assert_eq!(asked.matches(['&', '=']).count(), 5, "{}", asked);
        prop_assert_eq!(asked.matches(['#', '{', '}']).count(), 0, "{}", asked);
    }

    #[test]
    fn whatever_is_no_template_is_refused_and_nothing_panics(text in "\\PC{0,60}") {
        let _ = parse_template(&text);
        let _ = parse_template(&format!("https://{text}"));
        let _ = fill(&text, &Filling { qr: "", id: "", api_key: "" });
    }
}

#[test]
fn without_rules_the_product_counts() {
    let urls = Urls {
        brand: "https://brand.example/",
        ..Urls::default()
    };
    assert_eq!(pick(&[], Some(country("BE")), &urls), Some(urls.brand));
    assert_eq!(pick(&[Rule::usual()], None, &urls), Some(urls.brand));
    assert_eq!(pick(&[Rule::usual()], None, &Urls::default()), None);
}

#[test]
fn values_are_filled_in_once() {
    let filling = Filling {
        qr: "Qm7_xK2aZp-9",
        id: "{qr}",
        api_key: "a b",
    };
    let template = "https://l.example/{qr}/?scan={id}&key={api_key}&{qr}{other}é";
    let expected =
        "https://l.example/Qm7_xK2aZp-9/?scan=%7Bqr%7D&key=a%20b&Qm7_xK2aZp-9%7Bother%7D%C3%A9";
    assert_eq!(fill(template, &filling), expected);
}

#[test]
fn templates_have_a_fixed_host_and_known_placeholders() {
    for good in [
        "",
        "https://l.example",
        "http://localhost:8080/{qr}",
        "https://l.example/a/{qr}?s={id}&k={api_key}#{qr}",
        "https://[2001:db8::1]:443/",
        "https://münchen.example/ü",
    ] {
        assert_eq!(parse_template(good).as_deref(), Ok(good));
    }
    assert_eq!(
        parse_template("  https://l.example/ ").as_deref(),
        Ok("https://l.example/")
    );
    let url = "Enter a valid URL.";
    let braces = "In braces, use {qr}, {id} or {api_key}.";
    for (wrong, sentence) in [
        ("l.example", url),
        ("ftp://l.example/", url),
        ("javascript:alert(1)", url),
        ("https://", url),
        ("https:///x", url),
        ("https://user@l.example/", url),
        ("https://user:pass@l.example/", url),
        ("https://{qr}.example/", url),
        ("https://l.example:0/", url),
        ("https://l.example:99999/", url),
        ("https://l.example:/", url),
        ("https://[::1/", url),
        ("https://good.example\\@evil.example/", url),
        ("https://l.example/a b", url),
        ("https://l.example/\u{85}x", url),
        ("https://l.example/\r\nSet-Cookie:x", url),
        ("https://l.example/\0", url),
        ("https://l.example/{other}", braces),
        ("https://l.example/{qr", braces),
        ("https://l.example/qr}", braces),
        ("https://l.example/{{qr}}", braces),
    ] {
        assert_eq!(parse_template(wrong), Err(sentence.to_owned()), "{wrong}");
    }
    let long = format!("https://l.example/{}", "x".repeat(2000));
    assert!(parse_template(&long).is_err());
}

#[test]
fn a_wrong_rule_is_named_by_its_number() {
    let usual = json!({"target": "product"});
    let many = vec![json!({"target": "product", "countries": ["BE"]}); MOST_RULES + 1];
    for (rules, sentence) in [
        (json!({}), "Expected a list of items."),
        (
            json!([]),
            "Rule 1 is for all countries and has to be there.",
        ),
        (json!(many), "At most 100 rules are kept."),
        (json!([7]), "Rule 1: expected an object."),
        (
            json!([{"target": "product", "country": "BE"}]),
            "Rule 1: it has countries, target and url, nothing else.",
        ),
        (
            json!([{"target": "home"}]),
            "Rule 1: target: use one of product, landing_page, e_label, custom.",
        ),
        (
            json!([{"target": "product", "countries": ["BE"]}]),
            "Rule 1: it is for all other countries and names none.",
        ),
        (
            json!([usual, {"target": "e_label"}]),
            "Rule 2: name at least one country.",
        ),
        (
            json!([usual, {"target": "e_label", "countries": ["xx"]}]),
            "Rule 2: countries: \"xx\" is not the ISO 3166-1 alpha-2 code of a country.",
        ),
        (
            json!([usual, {"target": "e_label", "countries": [7]}]),
            "Rule 2: countries: Not a valid string.",
        ),
        (
            json!([{"target": "custom"}]),
            "Rule 1: url: a custom target needs one.",
        ),
        (
            json!([{"target": "product", "url": "https://x.example/"}]),
            "Rule 1: url: only a custom target has one.",
        ),
        (
            json!([{"target": "custom", "url": "https://u@x.example/"}]),
            "Rule 1: url: Enter a valid URL.",
        ),
        (
            json!([{"target": "custom", "url": 7}]),
            "Rule 1: url: Not a valid string.",
        ),
    ] {
        assert_eq!(parse_rules(&rules), Err(sentence.to_owned()), "{rules}");
    }
}
