//! Where a token may be used from: lists of networks in CIDR notation (RFC 4632, RFC 4291 §2.3).

use ipnet::{IpNet, Ipv4Net};
use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr},
};

/// The most networks of one token.
pub const MOST: usize = 50;

/// Addresses of one IPv4 /24 from which on the whole network is proposed.
const MANY_V4: usize = 8;
/// Addresses of one IPv6 /64 from which on the whole network is proposed: hosts change theirs
/// inside it (RFC 8981).
const MANY_V6: usize = 2;

/// What is done about a call from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mode {
    /// It is refused.
    #[default]
    Enforce,
    /// It is let in and counted.
    Observe,
}

impl Mode {
    /// The word on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Observe => "observe",
        }
    }

    /// Finds a mode by its word.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        [Self::Enforce, Self::Observe]
            .into_iter()
            .find(|mode| mode.name() == name)
    }

    /// Reads the stored form. What cannot be read refuses: a damaged row must not free a token.
    #[must_use]
    pub fn from_stored(name: &str) -> Self {
        Self::by_name(name).unwrap_or_default()
    }
}

/// A list of networks in canonical form: host bits are zero, none holds another, two neighbours
/// that make up one network stand there as that one, IPv4 comes first. An empty list stands for
/// everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// The empty list.
    pub const EVERYWHERE: Self = Self(Vec::new());

    /// Reads a list: addresses and networks, IPv4 and IPv6, in any order. Host bits fall away, a
    /// mapped address becomes the IPv4 address it stands for (RFC 4291 §2.5.5.2), and what
    /// another entry holds is left out.
    ///
    /// # Errors
    /// A sentence for each entry that is none, or one about the whole list.
    pub fn parse<'a>(texts: impl ExactSizeIterator<Item = &'a str>) -> Result<Self, Vec<String>> {
        if texts.len() > MOST {
            return Err(vec![format!("At most {MOST} networks can be listed.")]);
        }
        let (mut list, mut wrong) = (Vec::new(), Vec::new());
        for text in texts {
            match one(text) {
                Ok(net) => list.push(net),
                Err(sentence) => wrong.push(sentence),
            }
        }
        let list = IpNet::aggregate(&list);
        // Two halves of everything are everything, too.
        if list.iter().any(|net| net.prefix_len() == 0) {
            wrong.push("Together these are everywhere. Leave the list empty to say so.".into());
        }
        if wrong.is_empty() {
            Ok(Self(list))
        } else {
            Err(wrong)
        }
    }

    /// Reads the stored form. What cannot be read lets nobody in: a damaged row must not free a
    /// token.
    #[must_use]
    pub fn from_stored(text: &str) -> Self {
        // No call comes from the limited broadcast address (RFC 919 §7).
        let nowhere = || vec![IpNet::from(IpAddr::V4(Ipv4Addr::BROADCAST))];
        let list = text.split_ascii_whitespace().map(str::parse);
        Self(list.collect::<Result<_, _>>().unwrap_or_else(|_| nowhere()))
    }

    /// The stored form: networks with a space between.
    #[must_use]
    pub fn to_stored(&self) -> String {
        self.names().join(" ")
    }

    /// The networks as texts.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(IpNet::to_string).collect()
    }

    /// Whether the list says nothing: everywhere.
    #[must_use]
    pub const fn is_everywhere(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a call from there is within the list. An address that is not known is within no
    /// list but the empty one.
    #[must_use]
    pub fn admits(&self, address: Option<IpAddr>) -> bool {
        self.is_everywhere() || address.is_some_and(|address| self.lists(address))
    }

    /// Whether one of the networks holds that address; none of an empty list does.
    #[must_use]
    pub fn lists(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|net| net.contains(&address))
    }

    /// Whether this list lets in nobody whom `other` does not.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        if other.is_everywhere() {
            return true;
        }
        // Both are canonical: what several networks make up together stands there as one.
        let held = |net| other.0.iter().any(|wider| wider.contains(net));
        !self.is_everywhere() && self.0.iter().all(held)
    }

    /// A list that holds this one and admits all of `seen`: single addresses, and whole networks
    /// where many of one were seen. When that is too long, those that lie closest together are
    /// made one, until it is not.
    #[must_use]
    pub fn proposal(&self, seen: impl IntoIterator<Item = IpAddr>) -> Self {
        let mut around: BTreeMap<IpNet, Vec<IpNet>> = BTreeMap::new();
        for address in seen {
            let alone = IpNet::from(address.to_canonical());
            let (prefix, _) = neighbourhood(&alone);
            let net = cut(alone, prefix);
            let known = around.entry(net).or_default();
            if !known.contains(&alone) {
                known.push(alone);
            }
        }
        let mut list = self.0.clone();
        for (net, addresses) in around {
            let (_, many) = neighbourhood(&net);
            if addresses.len() >= many {
                list.push(net);
            } else {
                list.extend(addresses);
            }
        }
        list = IpNet::aggregate(&list);
        while list.len() > MOST {
            let Some(shorter) = closest(&list) else {
                break;
            };
            list = shorter;
        }
        Self(list)
    }
}

/// Whether going from one setting to another lets in a call that was refused before.
#[must_use]
pub fn widens(before: (&Networks, Mode), after: (&Networks, Mode)) -> bool {
    let open = |(list, mode): (&Networks, Mode)| mode == Mode::Observe || list.is_everywhere();
    !open(before) && (open(after) || !after.0.is_within(before.0))
}

/// The prefix of the network around an address that is proposed as a whole, and from how many
/// addresses of it on.
const fn neighbourhood(net: &IpNet) -> (u8, usize) {
    match net {
        IpNet::V4(_) => (24, MANY_V4),
        IpNet::V6(_) => (64, MANY_V6),
    }
}

/// The network of that prefix around another one.
fn cut(net: IpNet, prefix: u8) -> IpNet {
    IpNet::new(net.addr(), prefix).map_or(net, |wider| wider.trunc())
}

/// A canonical list with the two networks that lie closest together made one. Never everything of
/// a family: a list that says so is none. `None` when there are no two left.
fn closest(list: &[IpNet]) -> Option<Vec<IpNet>> {
    let mut pairs: Vec<_> = (1..list.len())
        .filter_map(|at| {
            let (a, b) = (&list[at - 1], &list[at]);
            let common = match (a, b) {
                (IpNet::V4(a), IpNet::V4(b)) => {
                    (u32::from(a.addr()) ^ u32::from(b.addr())).leading_zeros()
                }
                (IpNet::V6(a), IpNet::V6(b)) => {
                    (u128::from(a.addr()) ^ u128::from(b.addr())).leading_zeros()
                }
                _ => return None,
            };
            let prefix = u8::try_from(common).ok()?;
            // A bit of an IPv4 address divides as much of the world as four of an IPv6 address.
            let weight = if matches!(a, IpNet::V4(_)) { 4 } else { 1 };
            let apart = u16::from(a.max_prefix_len() - prefix) * weight;
            Some((apart, at, prefix))
        })
        .collect();
    pairs.sort_unstable();
    pairs.into_iter().find_map(|(_, at, prefix)| {
        let mut shorter = list.to_vec();
        shorter[at] = cut(list[at], prefix);
        let shorter = IpNet::aggregate(&shorter);
        let good = shorter.iter().all(|net| net.prefix_len() > 0);
        good.then_some(shorter)
    })
}

fn one(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let shown: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    let net = match text.parse::<IpAddr>() {
        Ok(address) => IpNet::from(address),
        Err(_) => text.parse().map_err(|_| {
            format!("\"{shown}\" is not an address or a network such as 203.0.113.0/24.")
        })?,
    };
    let net = unmapped(net).trunc();
    if net.prefix_len() == 0 {
        return Err(format!(
            "\"{shown}\" is everywhere. Leave the list empty to say so."
        ));
    }
    Ok(net)
}

/// `::ffff:203.0.113.0/120` is `203.0.113.0/24`.
fn unmapped(net: IpNet) -> IpNet {
    let IpNet::V6(v6) = net else { return net };
    let mapped = v6.addr().to_ipv4_mapped();
    let v4 = mapped.zip(v6.prefix_len().checked_sub(96));
    v4.and_then(|(address, prefix)| Ipv4Net::new(address, prefix).ok())
        .map_or(net, IpNet::V4)
}
