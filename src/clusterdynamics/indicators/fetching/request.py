"""One request to a statistical office, with bounds: time, size, number of redirects."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, quote, urljoin

from clusterdynamics._version import __version__
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.indicators.fetching.answers import Fetched, moment, refused, usable
from clusterdynamics.indicators.fetching.door import Door

__all__ = ["Bounds", "fetch"]

_MEGABYTE = 1_000_000
_MOVED = (301, 302, 303, 307, 308)
#: What is asked for: SDMX-CSV first, then any CSV.
_ACCEPT = "application/vnd.sdmx.data+csv;version=1.0.0, text/csv;q=0.9, */*;q=0.1"
#: Signs of an address that are sent as they are; others are escaped.
_SAFE = "%/:=&?~#+!$,;'@()*[]|"


@dataclass(frozen=True)
class Bounds:
    """How much one request may take.

    Attributes
    ----------
    seconds
        From the first look-up of the name to the last byte, redirects and all.
    size
        Bytes of the answer.
    redirects
        How often the service may send the request on.
    """

    seconds: float = 120.0
    size: int = 64 * _MEGABYTE
    redirects: int = 5


def fetch(
    url: str, *, bounds: Bounds | None = None, door: Door | None = None, now: Callable[[], datetime] | None = None
) -> Fetched:
    """Ask one address for figures and return the whole answer.

    Nothing is sent but the address, the kind of answer that is wanted and the name of this software; nothing is
    remembered. Only ``https`` to public addresses is allowed, for the first address and for every one that the service
    sends the request on to.

    Parameters
    ----------
    url
        Address of a data query, with its format: of Eurostat, the OECD, the ECB, or another service that answers with
        SDMX-CSV, CSV, JSON-stat or Eurostat's TSV.
    bounds
        Time, size and redirects.
    door
        What opens connections.
    now
        The clock, in UTC.

    Raises
    ------
    InputError
        The address may not be asked, nobody answers in time, or the answer holds no figures; the message says which,
        with what the service says itself.
    """
    limits, opener = bounds or Bounds(), door or Door()
    when = (now or (lambda: datetime.now(UTC)))()
    host = opener.parts(url).hostname or ""
    watch = _Watch(limits.seconds)
    try:
        with watch:
            return _followed(url.strip(), limits, opener, watch, when)
    except InputError:
        raise
    except (OSError, HTTPException, ValueError) as problem:
        raise _failed(problem, host, limits, over=watch.over) from None


def _followed(url: str, limits: Bounds, opener: Door, watch: _Watch, when: datetime) -> Fetched:
    """Ask, and go where the service sends the request on to."""
    place = url
    for _turn in range(limits.redirects + 1):
        parts = opener.parts(place)
        host = parts.hostname or ""
        with closing(opener.connect(parts, watch.left())) as connection:
            watch.on(connection)
            with closing(_ask(connection, parts)) as response:
                target = response.getheader("Location") if response.status in _MOVED else None
                if target:
                    place = urljoin(place, target)
                    continue
                data = _body(response, limits.size, host)
                if watch.over:
                    raise TimeoutError
                if response.status != 200:
                    raise refused(response.status, data, host)
                kind = (response.getheader("Content-Type") or "").partition(";")[0].strip()
                found = Fetched(url, place, when, data, kind, moment(response.getheader("Last-Modified")))
                return usable(found, host)
    raise InputError(
        _("{host} sent the request on more than {n} times. Copy the address again from the office's page.").format(
            host=host, n=limits.redirects
        )
    )


def _failed(problem: Exception, host: str, limits: Bounds, *, over: bool) -> InputError:
    """Return in plain words why there is no answer."""
    if over or isinstance(problem, TimeoutError):
        return InputError(
            _("{host} did not answer in full within {seconds} seconds. Try again later, or ask for less.").format(
                host=host, seconds=f"{limits.seconds:g}"
            )
        )
    if isinstance(problem, ssl.SSLError):
        detail = getattr(problem, "verify_message", "") or problem.reason or type(problem).__name__
        return InputError(
            _("The certificate of {host} is not good ({detail}). Nothing was fetched.").format(host=host, detail=detail)
        )
    detail = getattr(problem, "strerror", None) or type(problem).__name__
    return InputError(
        _("{host} cannot be reached, or broke off ({detail}). Nothing was fetched.").format(host=host, detail=detail)
    )


def _ask(connection: HTTPConnection, parts: SplitResult) -> HTTPResponse:
    headers = {"Accept": _ACCEPT, "Accept-Encoding": "gzip, identity", "User-Agent": f"clusterdynamics/{__version__}"}
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    connection.request("GET", quote(parts.path or "/", safe=_SAFE) + query, headers=headers)
    return connection.getresponse()


def _body(response: HTTPResponse, most: int, host: str) -> bytes:
    """Return the answer, whole.

    Raises
    ------
    InputError
        It is too large, or packed in a way that was not asked for.
    OSError
        It broke off.
    """
    packed = (response.getheader("Content-Encoding") or "identity").lower()
    if packed not in ("identity", "gzip", "x-gzip"):
        raise InputError(_("{host} packed the answer in a way that was not asked for.").format(host=host))
    told = response.getheader("Content-Length")
    wanted = int(told) if told and told.isdigit() else None
    data = bytearray()
    while (wanted or 0) <= most and len(data) <= most:
        part = response.read1(65_536)
        if part:
            data += part
        elif wanted is not None and len(data) < wanted:
            raise ConnectionResetError(None, _("the answer is not complete"))
        else:
            return bytes(data)
    raise InputError(
        _("The answer of {host} is larger than {limit} MB. Ask for less: fewer regions or years.").format(
            host=host, limit=f"{most / _MEGABYTE:g}"
        )
    )


class _Watch:
    """Ends a request when its time is over, however slowly the bytes come."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._stop)
        self._timer.daemon = True
        self._sock: socket.socket | None = None
        self.over = False

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._timer.cancel()

    def left(self) -> float:
        """Return the seconds that are left, a tenth at least."""
        return max(0.1, self._end - time.monotonic())

    def on(self, connection: HTTPConnection) -> None:
        """Watch this connection; its socket is kept, since the connection lets go of it when the answer begins."""
        self._sock = connection.sock
        self._sock.settimeout(self.left())
        if self.over:
            self._stop()

    def _stop(self) -> None:
        self.over = True
        if self._sock is not None:
            # Where it was closed in the meantime, that is what is wanted.
            with suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)
