//! Lists of networks.

use crate::networks::{MOST, Mode, Networks, widens};
use proptest::prelude::*;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

fn list(texts: &[&str]) -> Networks {
    Networks::parse(texts.iter().copied()).expect("a list")
}

fn wrong(texts: &[&str]) -> Vec<String> {
    Networks::parse(texts.iter().copied()).expect_err("no list")
}

fn at(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

#[test]
fn a_list_is_kept_in_one_form() {
    for (texts, wanted) in [
        (&["203.0.113.77/24"][..], &["203.0.113.0/24"][..]),
        (&[" 203.0.113.7 "], &["203.0.113.7/32"]),
        (&["2001:DB8:0::/48"], &["2001:db8::/48"]),
        (&["2001:db8::1"], &["2001:db8::1/128"]),
        (&["203.0.113.9", "203.0.113.0/24"], &["203.0.113.0/24"]),
        (&["203.0.113.128/25", "203.0.113.0/25"], &["203.0.113.0/24"]),
        (&["::ffff:203.0.113.7"], &["203.0.113.7/32"]),
        (&["::ffff:203.0.113.7/120"], &["203.0.113.0/24"]),
        (
            &["2001:db8::/64", "10.0.0.0/8"],
            &["10.0.0.0/8", "2001:db8::/64"],
        ),
        (&["::/1"], &["::/1"]),
        (&[], &[]),
    ] {
        let found = list(texts);
        assert_eq!(found.names(), wanted, "{texts:?}");
        assert_eq!(Networks::from_stored(&found.to_stored()), found);
    }
}

#[test]
fn what_is_no_network_is_refused_by_name() {
    for text in [
        "",
        "example.com",
        "203.0.113.0/33",
        "203.0.113.0/-1",
        "203.0.113.0/",
        "203.0.113.07",
        "203.0.113",
        "3405803783",
        "0xcb007107",
        "203.0.113.0/255.255.255.0",
        "2001:db8::/129",
        "2001:db8::1%eth0",
        "[2001:db8::1]",
        "203.0.113.1:80",
        "203.0.113.1-203.0.113.9",
        "*",
        "203.0.113.1 203.0.113.2",
    ] {
        let sentence = format!("\"{text}\" is not an address or a network such as 203.0.113.0/24.");
        assert_eq!(wrong(&[text]), [sentence]);
    }
    let long = "x".repeat(100);
    assert!(wrong(&[&format!("\n{long}")])[0].starts_with(&format!("\"{}\" is", &long[..60])));
    assert_eq!(wrong(&["a", "203.0.113.1", "b"]).len(), 2);
}

#[test]
fn everywhere_is_said_by_an_empty_list_only() {
    for text in [
        "0.0.0.0/0",
        "203.0.113.0/0",
        "::/0",
        "2001:db8::/0",
        "::ffff:0:0/96",
    ] {
        let sentence = format!("\"{text}\" is everywhere. Leave the list empty to say so.");
        assert_eq!(wrong(&[text]), [sentence]);
    }
    for halves in [["0.0.0.0/1", "128.0.0.0/1"], ["8000::/1", "::/1"]] {
        let sentence = "Together these are everywhere. Leave the list empty to say so.";
        assert_eq!(wrong(&halves), [sentence]);
    }
}

#[test]
fn a_list_is_short() {
    let texts: Vec<_> = (0..=MOST).map(|n| format!("10.{}.0.0/16", 2 * n)).collect();
    let texts: Vec<_> = texts.iter().map(String::as_str).collect();
    assert_eq!(list(&texts[..MOST]).names().len(), MOST);
    assert_eq!(wrong(&texts), ["At most 50 networks can be listed."]);
}

#[test]
fn what_is_not_listed_or_not_known_is_not_admitted() {
    let here = list(&["203.0.113.0/24", "2001:db8::/64"]);
    for good in [
        "203.0.113.0",
        "203.0.113.255",
        "::ffff:203.0.113.9",
        "2001:db8::1",
    ] {
        assert!(here.admits(Some(at(good))), "{good}");
    }
    for bad in [
        "203.0.114.0",
        "::203.0.113.9",
        "64:ff9b::203.0.113.9",
        "2001:db8:0:1::",
        "::",
    ] {
        assert!(!here.admits(Some(at(bad))), "{bad}");
    }
    assert!(!here.admits(None));
    let everywhere = Networks::default();
    assert!(everywhere.admits(None) && everywhere.admits(Some(at("192.0.2.1"))));
    assert!(!everywhere.lists(at("192.0.2.1")));
}

/// A row that somebody has damaged frees no token.
#[test]
fn a_damaged_row_lets_nobody_in() {
    for text in [
        "x",
        "203.0.113.0/24 x",
        "203.0.113.0/24,192.0.2.0/24",
        "203.0.113.7",
    ] {
        let damaged = Networks::from_stored(text);
        assert!(!damaged.is_everywhere());
        for address in ["203.0.113.7", "192.0.2.1", "::1", "0.0.0.0"] {
            assert!(!damaged.admits(Some(at(address))), "{text}: {address}");
        }
        assert!(!damaged.admits(None));
    }
    assert_eq!(Mode::from_stored("observe"), Mode::Observe);
    assert_eq!(Mode::from_stored("enforce"), Mode::Enforce);
    assert_eq!(Mode::from_stored("Observe"), Mode::Enforce);
}

#[test]
fn to_let_in_more_is_to_widen() {
    use Mode::{Enforce, Observe};
    let (none, narrow, wide) = (
        list(&[]),
        list(&["203.0.113.0/25"]),
        list(&["203.0.113.0/24"]),
    );
    let other = list(&["203.0.113.0/25", "192.0.2.1"]);
    for (before, after, wider) in [
        ((&narrow, Enforce), (&narrow, Enforce), false),
        ((&narrow, Enforce), (&wide, Enforce), true),
        ((&wide, Enforce), (&narrow, Enforce), false),
        ((&wide, Enforce), (&other, Enforce), true),
        ((&wide, Enforce), (&none, Enforce), true),
        ((&wide, Enforce), (&narrow, Observe), true),
        ((&none, Enforce), (&wide, Enforce), false),
        ((&none, Enforce), (&none, Observe), false),
        ((&narrow, Observe), (&wide, Enforce), false),
        ((&narrow, Observe), (&none, Enforce), false),
    ] {
        assert_eq!(widens(before, after), wider, "{before:?} {after:?}");
    }
}

#[test]
fn a_proposal_takes_many_neighbours_as_one_network() {
    let near = |n: u8, from: u8| (0..n).map(move |i| IpAddr::from([198, 51, 100, from + 2 * i]));
    let empty = Networks::default();
    assert_eq!(empty.proposal(near(8, 1)).names(), ["198.51.100.0/24"]);
    assert_eq!(empty.proposal(near(7, 1)).names().len(), 7);
    assert_eq!(
        empty.proposal([at("2001:db8::1")]).names(),
        ["2001:db8::1/128"]
    );
    let two = [at("2001:db8::1"), at("2001:db8::ffff:0:0:1")];
    assert_eq!(empty.proposal(two).names(), ["2001:db8::/64"]);
    // One that was seen often is still one.
    assert_eq!(
        empty.proposal([at("2001:db8::1"); 9]).names(),
        ["2001:db8::1/128"]
    );
    assert_eq!(
        empty.proposal([at("::ffff:192.0.2.1")]).names(),
        ["192.0.2.1/32"]
    );
    let listed = list(&["203.0.113.0/24"]);
    assert_eq!(listed.proposal([at("203.0.113.7")]), listed);
    assert_eq!(empty.proposal([]), empty);
}

/// Addresses that lie far apart and close together.
fn address() -> impl Strategy<Value = IpAddr> {
    prop_oneof![
        any::<u32>().prop_map(|n| IpAddr::V4(Ipv4Addr::from(n))),
        any::<u8>().prop_map(|n| IpAddr::V4(Ipv4Addr::from([203, 0, 113, n]))),
        any::<u128>().prop_map(|n| IpAddr::V6(Ipv6Addr::from(n))),
        any::<u8>().prop_map(|n| at(&format!("2001:db8::{n:x}"))),
        any::<u32>().prop_map(|n| IpAddr::V6(Ipv4Addr::from(n).to_ipv6_mapped())),
    ]
}

fn network() -> impl Strategy<Value = String> {
    (address(), 1..=128u8).prop_map(|(address, prefix)| {
        let most = if address.is_ipv4() { 32 } else { 128 };
        format!("{address}/{}", (prefix - 1) % most + 1)
    })
}

fn networks(most: usize) -> impl Strategy<Value = Networks> {
    let texts = prop::collection::vec(network(), 0..=most);
    texts.prop_filter_map("everywhere", |texts| {
        Networks::parse(texts.iter().map(String::as_str)).ok()
    })
}

/// A network as a test without the library sees it: does that many first bits agree?
fn holds(net: &str, address: IpAddr) -> bool {
    let bits = |address: IpAddr| match address.to_canonical() {
        IpAddr::V4(v4) => (u128::from(u32::from(v4)) << 96, 4),
        IpAddr::V6(v6) => (u128::from(v6), 6),
    };
    let (base, prefix) = net.split_once('/').expect("a network");
    let (base, address) = (bits(at(base)), bits(address));
    let mask = u128::MAX << (128 - prefix.parse::<u32>().expect("a prefix"));
    base.1 == address.1 && base.0 & mask == address.0 & mask
}

proptest! {
    /// Canonical form is a fixed point, stored or written out, and of one order only.
    #[test]
    fn the_form_is_stable(networks in networks(MOST)) {
        let names = networks.names();
        prop_assert_eq!(&Networks::from_stored(&networks.to_stored()), &networks);
        prop_assert_eq!(&list(&names.iter().map(String::as_str).collect::<Vec<_>>()), &networks);
        prop_assert_eq!(&list(&names.iter().rev().map(String::as_str).collect::<Vec<_>>()), &networks);
    }

    /// The form admits what its entries admit, no more and no less.
    #[test]
    fn the_form_admits_what_was_written(texts in prop::collection::vec(network(), 1..12), address in address()) {
        let Ok(networks) = Networks::parse(texts.iter().map(String::as_str)) else { return Ok(()) };
        // Mapped entries shorter than /96 are no IPv4 networks, and admit none.
        let plain = |text: &String| {
            let (base, prefix) = text.split_once('/').expect("a network");
            let (base, prefix) = (at(base), prefix.parse::<u8>().expect("a prefix"));
            if base.to_canonical() == base { return text.clone() }
            if prefix > 96 { format!("{}/{}", base.to_canonical(), prefix - 96) }
            else { format!("8000::/{prefix}") }
        };
        let mapped = texts.iter().any(|text| plain(text).starts_with("8000::"));
        if !mapped {
            let wanted = texts.iter().map(plain).any(|text| holds(&text, address));
            prop_assert_eq!(networks.admits(Some(address)), wanted);
        }
        for text in &networks.names() {
            let base = at(text.split_once('/').expect("a network").0);
            prop_assert!(networks.admits(Some(base)));
        }
    }

    /// Within means: whoever is let in here is let in there; and not to be within means that
    /// somebody is not.
    #[test]
    fn within_is_about_who_is_let_in(a in networks(6), b in networks(6), address in address()) {
        if a.is_within(&b) {
            prop_assert!(!a.admits(Some(address)) || b.admits(Some(address)));
        } else if !a.is_everywhere() {
            // One of the networks is not held as a whole: an edge or the inside is left out.
            let more = [a.names(), b.names()].concat();
            let both = Networks::parse(more.iter().map(String::as_str));
            prop_assert_ne!(both.ok(), Some(b.clone()));
        }
        prop_assert!(a.is_within(&a) && a.is_within(&Networks::default()));
    }

    /// A proposal may be sent as it is, and takes nothing away.
    #[test]
    fn a_proposal_covers_all_and_fits(
        networks in networks(MOST), seen in prop::collection::vec(address(), 0..300),
    ) {
        let proposal = networks.proposal(seen.iter().copied());
        let names = proposal.names();
        prop_assert!(names.len() <= MOST);
        let again = Networks::parse(names.iter().map(String::as_str));
        // Everything may have been seen, and then there is no list of it.
        prop_assert_eq!(again.as_ref(), Ok(&proposal));
        for address in seen {
            prop_assert!(proposal.admits(Some(address)), "{} in {:?}", address, names);
        }
        if !networks.is_everywhere() {
            prop_assert!(networks.is_within(&proposal));
            prop_assert!(!widens((&Networks::default(), Mode::Observe), (&proposal, Mode::Enforce)));
        }
    }
}
