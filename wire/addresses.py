"""Which addresses the studio may connect to on a stranger's word: public ones, by a list that says why not.

The list is ours and whole, because the standard library's `is_global` depends on its release: Python 3.11 calls NAT64,
6to4 and multicast addresses global. Sources: IANA's special-purpose registries for IPv4 and IPv6, RFC 6890, RFC 7723.
"""

import ipaddress
from collections.abc import Iterable, Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# The first network that holds an address decides, so narrow ones that deserve a name of their own come first.
_REFUSED_V4 = (
    ("0.0.0.0/8", "“this network”; Linux connects to itself"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared behind a carrier's NAT; some clouds serve metadata there"),
    ("127.0.0.0/8", "loopback"),
    ("168.63.129.16/32", "a cloud's host services under a public number"),
    ("169.254.0.0/16", "link-local; clouds serve metadata and credentials there"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "protocol assignments; a cloud serves metadata there"),
    ("192.0.2.0/24", "documentation"),
    ("192.31.196.0/24", "AS112 sink, answered by whoever is near"),
    ("192.52.193.0/24", "multicast relays (AMT), answered by whoever is near"),
    ("192.88.99.0/24", "6to4 relays, deprecated"),
    ("192.168.0.0/16", "private"),
    ("192.175.48.0/24", "AS112 sink, answered by whoever is near"),
    ("198.18.0.0/15", "benchmarks inside a network"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("255.255.255.255/32", "broadcast"),
    ("240.0.0.0/4", "reserved"),
)
_REFUSED_V6 = (
    ("::/128", "unspecified; Linux connects to itself"),
    ("::1/128", "loopback"),
    ("::ffff:0:0/96", "an IPv4 address in disguise"),
    ("::ffff:0:0:0/96", "an IPv4 address in disguise (SIIT)"),
    ("::/96", "an IPv4 address in disguise, deprecated"),
    ("64:ff9b::/96", "an IPv4 address behind a NAT64 gateway"),
    ("64:ff9b:1::/48", "an IPv4 address behind a NAT64 gateway of the local network"),
    ("100::/64", "discarded by routers"),
    ("100:0:0:1::/64", "dummy prefix"),
    ("2001::/32", "Teredo, which tunnels to an IPv4 address"),
    ("2001:2::/48", "benchmarks inside a network"),
    ("2001:10::/28", "hashes, not locations (ORCHID)"),
    ("2001:20::/28", "hashes, not locations (ORCHIDv2)"),
    ("2001::/23", "protocol assignments"),
    ("2001:db8::/32", "documentation"),
    ("2002::/16", "6to4, which tunnels to an IPv4 address"),
    ("2620:4f:8000::/48", "AS112 sink, answered by whoever is near"),
    ("3ffe::/16", "the returned test network 6bone"),
    ("3fff::/20", "documentation"),
    ("5f00::/16", "segment routing inside a network"),
    ("fc00::/7", "private; clouds serve metadata there"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local, deprecated"),
    ("ff00::/8", "multicast"),
)
_PUBLIC_V6 = ipaddress.ip_network("2000::/3")
_REFUSED = {
    4: tuple((ipaddress.ip_network(network), reason) for network, reason in _REFUSED_V4),
    6: tuple((ipaddress.ip_network(network), reason) for network, reason in _REFUSED_V6),
}


def why_refused(address: Address) -> str | None:
    """Why nobody connects there on a stranger's word; None for a public address."""
    for network, reason in _REFUSED[address.version]:
        if address in network:
            return reason
    if address.version == 6 and address not in _PUBLIC_V6:
        return "outside the public part of IPv6"
    return None


def is_among(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def networks(cidrs: Sequence[str]) -> tuple[Network, ...]:
    """CIDRs as an operator writes them; a bare address is a network of one. Raises ValueError naming the bad one."""
    return tuple(ipaddress.ip_network(cidr) for cidr in cidrs)
