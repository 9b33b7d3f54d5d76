"""What a service answered: the figures with where they come from, or in plain words why there are none."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

__all__ = ["Fetched", "origin_json", "refused", "source_of", "usable"]

#: Host → what its office is called as a source.
_SOURCES = {
    "ec.europa.eu": "Eurostat",
    "sdmx.oecd.org": "OECD",
    "data-api.ecb.europa.eu": "ECB",
}
#: Letters of an error that are looked at, and that are handed on.
_LOOKED_AT, _HANDED_ON = 200_000, 300
#: Names of the elements in which services say what is wrong (SDMX 2.1 message, and SOAP).
_TOLD = re.compile(r"<(?:[\w.-]+:)?(?:Text|faultstring)\b[^>]*>\s*([^<]+?)\s*<", re.IGNORECASE)
_LATER = re.compile(r"asyncResponse|<(?:[\w.-]+:)?queued\b|ASYNCHRONOUS", re.IGNORECASE)
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Fetched:
    """An answer, whole.

    Attributes
    ----------
    url, final
        The address that was asked, and the one that answered in the end.
    when
        When it was asked (UTC).
    data
        The bytes of the answer.
    kind
        Its media type, as the service names it.
    changed
        When the service last changed it, as the service says; None where it does not.
    """

    url: str
    final: str
    when: datetime
    data: bytes
    kind: str = ""
    changed: datetime | None = None

    @property
    def vintage(self) -> str:
        """Of when the figures are: the day of the last change, or that of the request."""
        return (self.changed or self.when).date().isoformat()


def origin_json(fetched: Fetched) -> bytes:
    """Return where an answer comes from, to be kept beside it."""
    told = {
        "url": fetched.url,
        "final_url": fetched.final,
        "fetched_at": fetched.when.isoformat(timespec="seconds"),
        "last_modified": fetched.changed.isoformat(timespec="seconds") if fetched.changed else None,
        "vintage": fetched.vintage,
        "media_type": fetched.kind,
        "bytes": len(fetched.data),
        "sha256": hashlib.sha256(fetched.data).hexdigest(),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def source_of(host: str) -> str:
    """Return what a host is called as a source of figures."""
    return _SOURCES.get(host.lower(), host.lower())


def moment(header: str | None) -> datetime | None:
    """Return the time of a header such as ``Last-Modified``; None where there is none that can be read."""
    try:
        found = parsedate_to_datetime(header or "")
    except (ValueError, TypeError):
        return None
    return found.astimezone(UTC) if found.tzinfo is not None else found.replace(tzinfo=UTC)


def refused(status: int, data: bytes, host: str) -> InputError:
    """Return the error for an answer that is no success, with what the service says itself."""
    told = _said(data)
    facts = {"host": host, "status": status}
    if status == 404:
        text = _("{host} has no figures for this question (404). Look at data flow, key and period in the address.")
    elif status == 413:
        text = _(
            "{host} finds the question too large (413). Ask for less: fewer regions or industries in the key, or a "
            "later startPeriod."
        )
    elif status in (400, 406, 414, 415, 422):
        text = _("{host} does not understand the question ({status}). Look at key, period and format in the address.")
    elif status in (401, 403, 407):
        text = _("{host} gives these figures only to those it knows ({status}). Ask the office for an open address.")
    elif status == 429:
        text = _("{host} was asked too often (429). Wait an hour, then ask once more.")
    elif status >= 500:
        text = _("{host} has trouble of its own ({status}). Try again later.")
    else:
        text = _("{host} answered with {status}, and not with figures.")
    words = text.format(**facts)
    return InputError(_("{problem} It says: {words}").format(problem=words, words=told) if told else words)


def usable(fetched: Fetched, host: str) -> Fetched:
    """Return the answer itself where it may hold figures.

    Raises
    ------
    InputError
        It is a web page, a promise for later, or figures as XML or JSON of SDMX.
    """
    data = fetched.data
    if not data.strip():
        raise InputError(_("{host} gave an empty answer. Look at key and period in the address.").format(host=host))
    if data.startswith(_GZIP):
        return fetched
    start = data[:_LOOKED_AT].decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    if not start.startswith("<"):
        if start.startswith("{") and '"dataSets"' in start:
            raise InputError(_format_words(host, "SDMX-JSON"))
        return fetched
    if re.match(r"<(!doctype\s+html|html)\b", start, re.IGNORECASE):
        raise InputError(
            _(
                "{host} answered with a web page, and not with figures. Take the address of the data (the office calls "
                "it API or web service), not that of the page that shows them."
            ).format(host=host)
        )
    if _LATER.search(start):
        raise InputError(
            _(
                "{host} will prepare the figures and give them later. Ask for less: fewer regions or industries in the "
                "key, or a later startPeriod. Or download the file in a browser, and use indicators import."
            ).format(host=host)
        )
    told = _said(data)
    if told and "DataSet" not in start:
        raise InputError(_("{host} gave no figures. It says: {words}").format(host=host, words=told))
    raise InputError(_format_words(host, "XML"))


def _format_words(host: str, form: str) -> str:
    return _(
        "{host} gave the figures as {form}. Ask for SDMX-CSV: add format=SDMX-CSV (Eurostat), format=csvfile (OECD) or "
        "format=csvdata (ECB) to the address."
    ).format(host=host, form=form)


def _said(data: bytes) -> str:
    """Return what a service says is wrong, in its own words; found as text, because errors come as broken XML, too."""
    found = _TOLD.findall(data[:_LOOKED_AT].decode("utf-8", "replace"))
    words = " ".join(dict.fromkeys(" ".join(f.split()) for f in found))
    return "".join(c for c in words if c.isprintable())[:_HANDED_ON]
