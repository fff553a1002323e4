"""URLs made from an address that is known beforehand, spelled in ways that have fooled parsers. Seeded."""

import ipaddress
import random
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Half of all are drawn from here, where a reader that errs by little errs badly.
_INNER = (
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "0.0.0.0/8",
    "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4", "::1/128", "::/128", "fc00::/7", "fe80::/10", "ff00::/8",
    "::ffff:127.0.0.0/104", "64:ff9b::7f00:0/104", "2002:7f00::/24", "2001:0:7f00::/40", "fec0::/10",
)  # fmt: skip
_WIDE = str.maketrans("0123456789abcdefx.", "０１２３４５６７８９ａｂｃｄｅｆｘ．")


@dataclass(frozen=True)
class Spelled:
    url: str
    address: Address
    is_plain: bool  # http, a usual port, the address as it is usually written


def is_outer(address: Address) -> bool:
    """Whether the standard library calls it public, and nothing hides in it: an opinion that is not ours."""
    if isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped or address.sixtofour or address.teredo or address in ipaddress.ip_network("64:ff9b::/96")
    ):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def spelled(chance: random.Random) -> Spelled:
    address = _address(chance)
    is_plain = chance.random() < 0.2
    host = _plain(address) if is_plain else _odd(address, chance)
    if is_plain:
        return Spelled(f"http://{host}/", address, True)
    scheme = chance.choice(["http", "https", "HTTP", "hT\ttp", "http", " http"])
    slashes = chance.choice(["://", ":/", ":", ":\\\\", ":///", ":/\\", "://"])
    port = chance.choice(["", ":80", ":443", ":8080", ":00080", ":"])
    rest = chance.choice(["", "/", "/@open.example/", "\\@open.example", "?@open.example", "#@open.example", "/../%2e"])
    return Spelled(f"{scheme}{slashes}{host}{port}{rest}", address, False)


def mutated(url: str, chance: random.Random) -> str:
    """The same with some characters lost, doubled or put in."""
    letters = list(url)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(letters) + 1)
        letters[at : at + chance.randint(0, 2)] = chance.choice(
            "@:/\\[]%#?.0x17\t\n\u3002\uff0e\u00ad\u2460 a-_~\u200d"
        )
    return "".join(letters)


def _address(chance: random.Random) -> Address:
    if chance.random() < 0.6:
        network = ipaddress.ip_network(chance.choice(_INNER))
        return network[chance.randrange(network.num_addresses)]
    if chance.random() < 0.7:
        return ipaddress.IPv4Address(chance.getrandbits(32))
    return ipaddress.IPv6Address((0b001 << 125) | chance.getrandbits(125))


def _plain(address: Address) -> str:
    return f"[{address}]" if address.version == 6 else str(address)


def _odd(address: Address, chance: random.Random) -> str:
    if isinstance(address, ipaddress.IPv6Address):
        return f"[{chance.choice([str(address), address.exploded, address.exploded.upper()])}]"
    host = ".".join(_number(part, chance) for part in _parts(int(address), chance))
    host += chance.choice(["", "", ".", "。"])
    if chance.random() < 0.3:
        host = host.translate(_WIDE)
    if chance.random() < 0.3:
        at = chance.randrange(len(host))
        host = host[:at] + "".join(f"%{byte:02X}" for byte in host[at].encode()) + host[at + 1 :]
    if chance.random() < 0.2:
        at = chance.randrange(len(host))
        host = host[:at] + chance.choice(["\t", "\n", "\u00ad"]) + host[at:]
    return host


def _parts(number: int, chance: random.Random) -> list[int]:
    """One to four parts, the last of which takes all that is left, as inet_aton has it."""
    count = chance.randint(1, 4)
    split = [number >> (24 - 8 * index) & 0xFF for index in range(count - 1)]
    return [*split, number & (1 << (32 - 8 * (count - 1))) - 1]


def _number(value: int, chance: random.Random) -> str:
    zeros = "0" * chance.choice([0, 0, 1, 5])
    return chance.choice([str(value), f"0x{zeros}{value:x}", f"0X{zeros}{value:X}", f"0{zeros}{value:o}"])
