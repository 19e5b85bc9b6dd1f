"""Addresses: which of them lie in the open internet, and what a name stands for. Nobody's link leads us elsewhere.

What counts as private differs between versions of Python (``is_global`` calls multicast and 6to4 global), so what is
not open is listed here: IANA's special-purpose registries (RFC 6890 and later), and what clouds tell their guests.
"""

from __future__ import annotations

import socket
import threading
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
CLOSED = tuple(
    ip_network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # Azure answers its guests there; the others use what is listed above
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
)
UNICAST = IPv6Network("2000::/3")
"""All that is assigned of IPv6 for the open internet."""
TRANSLATED = IPv6Network("64:ff9b::/96")
"""NAT64: an IPv4 address within (RFC 6052)."""


def is_public(address: Address) -> bool:
    """Whether it is one of the open internet."""
    if isinstance(address, IPv6Address):
        if (inner := _within(address)) is not None:
            return is_public(inner)
        if address not in UNICAST:
            return False
    return address.is_global and not any(address in network for network in CLOSED)


def resolved(host: str, seconds: float) -> tuple[Address, ...]:
    """Every address of a name, or the one that it says itself; none where it has none, or nobody answers in time."""
    found: list[Address] = []
    asking = threading.Thread(target=_ask, args=(host, found), daemon=True)
    asking.start()
    asking.join(seconds)
    return tuple(found)


def _ask(host: str, found: list[Address]) -> None:
    try:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    found += [ip_address(str(answer[4][0])) for answer in answers]


def _within(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one only wraps up."""
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped
