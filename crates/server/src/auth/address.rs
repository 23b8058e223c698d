//! Where a request comes from. `X-Forwarded-For` is believed only as far as our own proxies
//! wrote it: counted from the right, never the leftmost entry, which the client writes itself.

use crate::settings::Settings;
use axum::http::request::Parts;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The address of the connection's other end, put there by the server loop.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// The client's address for limits and logs: where our proxies have not said it, the connection's
/// other end stands in. Access is never decided by it, see [`known`].
#[must_use]
pub fn of(parts: &Parts, settings: &Settings) -> IpAddr {
    known(parts, settings)
        .or_else(|| peer(parts))
        .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// The client's address for decisions about access: the connection's other end without proxies,
/// and with them what the outermost of ours wrote, or nothing. A proxy's own address never stands
/// in for its client's.
#[must_use]
pub fn known(parts: &Parts, settings: &Settings) -> Option<IpAddr> {
    match settings.trusted_proxies {
        0 => peer(parts),
        hops => forwarded(parts, hops).map(|address| address.to_canonical()),
    }
}

fn peer(parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<Peer>()?;
    Some(peer.0.ip().to_canonical())
}

/// The entry that the outermost of our `hops` proxies wrote.
fn forwarded(parts: &Parts, hops: usize) -> Option<IpAddr> {
    let lines: Vec<&str> = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .map(|line| line.to_str().unwrap_or(""))
        .collect();
    let entries: Vec<&str> = lines
        .iter()
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect();
    let entry = entries.len().checked_sub(hops).map(|at| entries[at])?;
    // With or without a port, an IPv6 address with or without its brackets.
    let plain = entry.strip_prefix('[').and_then(|e| e.strip_suffix(']'));
    match plain {
        Some(v6) => v6.parse().ok().map(IpAddr::V6),
        None => entry
            .parse()
            .ok()
            .or_else(|| entry.parse::<SocketAddr>().ok().map(|address| address.ip())),
    }
}

/// The network that limits are counted by: a single IPv4 address, or an IPv6 /64, which is what
/// one customer has.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let masked = u128::from(v6) & !u128::from(u64::MAX);
            IpAddr::V6(masked.into())
        }
    }
}
