//! Where the program may call on its own (security checklist 84): which addresses are on the
//! public internet, and what a URL must look like before anything is sent there.

use crate::text::Refused;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The most characters of a URL.
const LONGEST: usize = 2_000;

/// Whether an address is on the public internet: neither this machine, nor a network of one's
/// own, nor one of those that only look like others (IANA special-purpose registries, RFC 6890).
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Only 2000::/3 is given out; NAT64, unique local, link-local, multicast and mapped addresses
    // are elsewhere. In it, 2001::/23 is for protocols, 2002::/16 carries IPv4 addresses, and two
    // networks are for documents.
    (0x2000..0x4000).contains(&first)
        && !(first == 0x2001 && (second < 0x0200 || second == 0x0db8))
        && first != 0x2002
        && !(first == 0x3fff && second < 0x1000)
}

/// An address that may be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Over TLS.
    pub is_tls: bool,
    /// Name or address, without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Path and query, with the slash in front.
    pub path: String,
}

impl Endpoint {
    /// Reads a URL: `https`, and `http` only where that is allowed; a host, perhaps a port, no
    /// user, no fragment.
    ///
    /// # Errors
    /// A sentence for the field's error list.
    pub fn parse(url: &str, allow_http: bool) -> Result<Self, Refused> {
        let invalid = || Refused::from("Enter a valid URL.");
        let text = url.trim();
        if text.chars().count() > LONGEST {
            return Err(format!(
                "Ensure this field has no more than {LONGEST} characters."
            ));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) || text.contains(['\\', '#']) {
            return Err(invalid());
        }
        let (is_tls, rest) = match text.split_once("://") {
            Some(("https", rest)) => (true, rest),
            Some(("http", rest)) if allow_http => (false, rest),
            Some(("http", _)) => return Err("Use https.".into()),
            _ => return Err(invalid()),
        };
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.contains('@') {
            return Err("Leave user and password out of the URL.".into());
        }
        let (host, port) = split_port(authority).ok_or_else(invalid)?;
        let usual = if is_tls { 443 } else { 80 };
        let path = match path.as_bytes().first() {
            Some(b'/') => path.to_owned(),
            _ => format!("/{path}"),
        };
        Ok(Self {
            is_tls,
            host: host.to_ascii_lowercase(),
            port: port.unwrap_or(usual),
            path,
        })
    }

    /// The value of `Host`.
    #[must_use]
    pub fn authority(&self) -> String {
        let usual = if self.is_tls { 443 } else { 80 };
        let host = if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        };
        if self.port == usual {
            host
        } else {
            format!("{host}:{}", self.port)
        }
    }
}

fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, behind) = rest.split_once(']')?;
            host.parse::<Ipv6Addr>().ok()?;
            let port = match behind {
                "" => None,
                behind => Some(behind.strip_prefix(':')?),
            };
            (host, port)
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':');
    if host.is_empty() || !host.chars().all(is_name) {
        return None;
    }
    let port = match port {
        None => None,
        Some(port) => Some(port.parse().ok().filter(|port| *port > 0)?),
    };
    Some((host, port))
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, is_public};

    #[test]
    fn only_the_public_internet_is_public() {
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(
                !is_public(address.parse().expect("an address")),
                "{address}"
            );
        }
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.255.255",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.255.255",
            "223.255.255.255",
            "::ffff:1.1.1.1",
            "2001:200::1",
            "2606:4700::1111",
            "2a00:1450::1",
        ] {
            assert!(is_public(address.parse().expect("an address")), "{address}");
        }
    }

    #[test]
    fn urls_are_read_strictly() {
        let read = |url| Endpoint::parse(url, false);
        let endpoint = |host: &str, port, path: &str| Endpoint {
            is_tls: true,
            host: host.to_owned(),
            port,
            path: path.to_owned(),
        };
        for (url, expected, authority) in [
            (
                "https://a.example",
                endpoint("a.example", 443, "/"),
                "a.example",
            ),
            (
                "https://A.example/x?y=1",
                endpoint("a.example", 443, "/x?y=1"),
                "a.example",
            ),
            (
                "https://a.example?y=1",
                endpoint("a.example", 443, "/?y=1"),
                "a.example",
            ),
            (
                "https://a.example:8443/",
                endpoint("a.example", 8443, "/"),
                "a.example:8443",
            ),
            (
                "https://192.0.2.7/",
                endpoint("192.0.2.7", 443, "/"),
                "192.0.2.7",
            ),
            (
                "https://[2001:db8::1]:9/",
                endpoint("2001:db8::1", 9, "/"),
                "[2001:db8::1]:9",
            ),
            (
                "https://[2001:db8::1]",
                endpoint("2001:db8::1", 443, "/"),
                "[2001:db8::1]",
            ),
        ] {
            let found = read(url).expect(url);
            assert_eq!(found, expected, "{url}");
            assert_eq!(found.authority(), authority);
        }
        for url in [
            "",
            "a.example",
            "ftp://a.example",
            "http://a.example",
            "https://",
            "https:///x",
            "https://user@a.example/",
            "https://user:password@a.example/",
            "https://a.example:0/",
            "https://a.example:99999/",
            "https://a.example:x/",
            "https://a.example#x",
            "https://a.exa mple/",
            "https://ä.example/",
            "https://a.example\\@b.example/",
            "https://[::1/",
            "https://[a.example]/",
            "https://a%2eexample/",
        ] {
            assert!(read(url).is_err(), "{url}");
        }
        let plain = Endpoint::parse("http://a.example/", true).expect("allowed");
        assert_eq!((plain.is_tls, plain.port), (false, 80));
    }
}
