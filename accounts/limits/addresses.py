"""Addresses of the network as far as they are counted: never written down as such."""

import ipaddress

from django.utils.crypto import salted_hmac

# What a provider gives one household or one server: within it anybody chooses addresses at will.
_IPV6_PREFIX = 64


def unmapped(address: str) -> str:
    """An IPv4 address that arrived at an IPv6 socket (``::ffff:192.0.2.7``), as what it is; any other as it stands.

    Mapped, all of IPv4 would lie in one IPv6 network and be counted as one.
    """
    found = ipaddress.ip_address(address)
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


def hashed(address: str) -> str:
    """A name for the network that is counted as one (an IPv4 address, an IPv6 /64), from which nobody without
    SECRET_KEY finds back to it.
    """
    found = ipaddress.ip_address(unmapped(address))
    counted = str(ipaddress.IPv6Network((int(found), _IPV6_PREFIX), strict=False)) if found.version == 6 else str(found)
    return salted_hmac("accounts.limits", counted, algorithm="sha256").hexdigest()[:32]
