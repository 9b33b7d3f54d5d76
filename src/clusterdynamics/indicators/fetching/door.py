"""Where a request may go: over TLS, to public addresses only."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import ClassVar
from urllib.parse import SplitResult, urlsplit

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

__all__ = ["Door"]

#: Prefix by which networks without IPv4 reach it: the last 32 bits are the real address (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Door:
    """Opens connections, after a look at where they would go.

    The name is looked up once and the connection goes to the address that was looked at, so that a name that answers
    with another address the second time leads nowhere else.
    """

    #: Schemes that are let through.
    schemes: ClassVar[tuple[str, ...]] = ("https",)

    def parts(self, url: str) -> SplitResult:
        """Return the parts of an address.

        Raises
        ------
        InputError
            It is no address that may be asked.
        """
        try:
            found = urlsplit(url.strip())
            known = found.port is None or found.port > 0
        except ValueError:
            found, known = urlsplit(""), False
        if not known or not found.hostname:
            raise InputError(_("'{url}' is no address. Copy it whole, from https:// on.").format(url=url[:200]))
        if found.scheme not in self.schemes:
            raise InputError(
                _("{host} would be asked without encryption ({scheme}://). Only https:// is allowed.").format(
                    host=found.hostname, scheme=found.scheme
                )
            )
        if found.username is not None or found.password is not None:
            raise InputError(_("Leave user and password out of the address: it is kept beside the figures."))
        return found

    def connect(self, parts: SplitResult, seconds: float) -> HTTPConnection:
        """Return an open connection.

        Raises
        ------
        InputError
            The host is not known, or its address is not public.
        OSError
            Nobody answers there.
        """
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise InputError(
                _("The host {host} is not known. Look at the address, and whether there is a network.").format(
                    host=host
                )
            ) from None
        addresses = list(dict.fromkeys(str(place[4][0]) for place in found))
        if not addresses or not all(self.allows(address) for address in addresses):
            raise InputError(
                _("{host} is an address inside a private network; only public services are asked.").format(host=host)
            )
        return self.open(parts.scheme, host, addresses, port, seconds)

    def allows(self, address: str) -> bool:
        """Return whether a numeric address is a public one."""
        found = ipaddress.ip_address(address.partition("%")[0])
        if isinstance(found, ipaddress.IPv6Address):
            inner = found.ipv4_mapped or found.sixtofour
            if found in _NAT64:
                inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
            if inner is not None:
                return self.allows(str(inner))
        return found.is_global and not found.is_multicast and not found.is_reserved

    def open(self, scheme: str, host: str, addresses: Sequence[str], port: int, seconds: float) -> HTTPConnection:
        """Return a connection to the first of `addresses` that answers.

        Parameters
        ----------
        host
            Name that the certificate must have, and that stands in the request.
        """
        made = _Tls(host, port, timeout=seconds) if scheme == "https" else _Plain(host, port, timeout=seconds)
        made.addresses = tuple(addresses)
        made.connect()
        return made


class _Plain(HTTPConnection):
    """A connection to addresses that were looked at, whatever the name says by now."""

    addresses: tuple[str, ...] = ()

    def connect(self) -> None:
        """Open the connection to the first address that answers."""
        for k, address in enumerate(self.addresses, start=1):
            try:
                self.sock = socket.create_connection((address, self.port), self.timeout)
                return
            except OSError:
                if k == len(self.addresses):
                    raise


class _Tls(_Plain):
    """The same over TLS; the certificate must be that of the name."""

    def connect(self) -> None:
        """Open the connection and agree on its encryption."""
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
