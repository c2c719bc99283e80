//! From which address a request comes, through the machines in front of this one.
//!
//! Behind a proxy every client has the address of the proxy, and the throttle of sign-in (`docs/decisions/0011`) would
//! count them all as one. What `X-Forwarded-For` says is written by whoever sends it: it is believed only from a
//! machine named at the start, and only the part that such machines added. Refuses to believe anybody else.

use std::net::IpAddr;
use std::str::FromStr;

/// The machines in front of this one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

/// Addresses that begin alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: u128,
    /// Bits in common, of the 128 of an address of version 6.
    length: u32,
}

/// An address as one of version 6, those of version 4 at their own place among them.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl FromStr for Network {
    type Err = String;

    /// `192.0.2.10`, `192.0.2.0/24`, `2001:db8::/32`.
    fn from_str(text: &str) -> Result<Network, String> {
        let refused =
            || format!("`{text}`: an address or a network expected, such as 192.0.2.10 or 10.0.0.0/8");
        let (address, length) =
            text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)));
        let address: IpAddr = address.parse().map_err(|_| refused())?;
        let whole = if address.is_ipv4() { 32 } else { 128 };
        let length = length.map_or(Ok(whole), str::parse::<u32>).map_err(|_| refused())?;
        if length > whole {
            return Err(refused());
        }
        Ok(Network { address: bits(address), length: 128 - whole + length })
    }
}

impl Network {
    fn holds(&self, address: IpAddr) -> bool {
        let different = self.address ^ bits(address);
        different.leading_zeros() >= self.length
    }
}

impl FromIterator<Network> for Proxies {
    fn from_iter<T: IntoIterator<Item = Network>>(networks: T) -> Proxies {
        Proxies(networks.into_iter().collect())
    }
}

impl Proxies {
    fn holds(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }

    /// The client of a connection: the last machine of the way that is not one of these. `told` are the values of
    /// `X-Forwarded-For`, in the order of the request.
    pub fn client<'a>(&self, peer: IpAddr, told: impl Iterator<Item = &'a str>) -> IpAddr {
        let mut client = peer.to_canonical();
        if !self.holds(client) {
            return client;
        }
        let hops: Vec<&str> = told.flat_map(|value| value.split(',')).collect();
        for hop in hops.into_iter().rev() {
            // What is no address was not written by one of these: what came before it is believed no more.
            let Some(address) = read(hop) else { return client };
            client = address;
            if !self.holds(client) {
                return client;
            }
        }
        client
    }
}

/// One hop: an address, which some proxies write with its port.
fn read(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let with_port = || hop.parse::<std::net::SocketAddr>().ok().map(|address| address.ip());
    let bracketed = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    hop.parse().ok().or_else(with_port).or_else(bracketed).map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &[&str], peer: &str, told: &[&str]) -> String {
        let proxies: Proxies = proxies.iter().map(|one| one.parse::<Network>().unwrap()).collect();
        proxies.client(peer.parse().unwrap(), told.iter().copied()).to_string()
    }

    #[test]
    fn nobody_is_believed_unless_named() {
        assert_eq!(client(&[], "198.51.100.7", &["203.0.113.5"]), "198.51.100.7");
        assert_eq!(client(&["192.0.2.10"], "192.0.2.11", &["203.0.113.5"]), "192.0.2.11");
        assert_eq!(client(&["192.0.2.10"], "192.0.2.10", &["203.0.113.5"]), "203.0.113.5");
        assert_eq!(client(&["192.0.2.10"], "192.0.2.10", &[]), "192.0.2.10");
    }

    #[test]
    fn only_what_proxies_added_counts() {
        let through = |told: &[&str]| client(&["10.0.0.0/8", "2001:db8::/32"], "::ffff:10.0.0.1", told);
        assert_eq!(
            through(&["1.2.3.4, 203.0.113.5"]),
            "203.0.113.5",
            "the first one is what the client says"
        );
        assert_eq!(through(&["1.2.3.4", "203.0.113.5, 10.9.9.9"]), "203.0.113.5");
        assert_eq!(through(&["203.0.113.5:4711, 2001:db8::1"]), "203.0.113.5");
        assert_eq!(through(&["[2001:db9::5]:4711"]), "2001:db9::5");
        assert_eq!(through(&["[2001:db9::5]"]), "2001:db9::5");
        assert_eq!(through(&["1.2.3.4, unknown, 10.0.0.2"]), "10.0.0.2");
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["", "proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
        assert!("0.0.0.0/0".parse::<Network>().unwrap().holds("203.0.113.5".parse().unwrap()));
        assert!(!"0.0.0.0/0".parse::<Network>().unwrap().holds("2001:db8::1".parse().unwrap()));
    }
}
