"""OAI-PMH 2.0, for catalogues that harvest: every verb, resumption tokens, sets by kind; public items only.

A withdrawn item stays as a deleted record, so that catalogues let go of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.conf import settings
from django.core import signing
from django.db.models import Max, Min, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.library.exports.dublin_core import OAI_DC, XSI, dublin_core
from clusterdynamics_web.library.kinds import ItemKind
from clusterdynamics_web.library.models import Event, EventKind, Version
from clusterdynamics_web.library.state import with_last_event

__all__ = ["AT_ONCE", "respond"]

OAI = "http://www.openarchives.org/OAI/2.0/"
SCHEMA = f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
#: Records of one answer.
AT_ONCE = 100
_SALT = "clusterdynamics.oai"
_DAY, _SECOND = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
#: What names of sets and formats may be made of.
_WORD = re.compile(r"[A-Za-z0-9\-_.!~*'():]+")
#: Verb → arguments it takes, and those it cannot do without.
_VERBS: dict[str, tuple[set[str], set[str]]] = {
    "Identify": (set(), set()),
    "ListMetadataFormats": ({"identifier"}, set()),
    "ListSets": ({"resumptionToken"}, set()),
    "GetRecord": ({"identifier", "metadataPrefix"}, {"identifier", "metadataPrefix"}),
    "ListIdentifiers": ({"from", "until", "set", "metadataPrefix", "resumptionToken"}, {"metadataPrefix"}),
    "ListRecords": ({"from", "until", "set", "metadataPrefix", "resumptionToken"}, {"metadataPrefix"}),
}

# With a name: the empty one is one for the whole process, and others take it.
register_namespace("oai", OAI)


class OaiError(Exception):
    """What the protocol answers where it cannot answer."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Harvest:
    """What a harvester asked for, and how far it has come."""

    prefix: str
    set: str = ""
    since: str = ""
    until: str = ""
    #: Stamp and key of the last record that was given.
    after: tuple[str, int] | None = None
    given: int = 0


def respond(query: QueryDict) -> bytes:
    """Return the answer to a request, which is always XML; errors are told as the protocol says."""
    root = Element(_tag("OAI-PMH"), {f"{{{XSI}}}schemaLocation": SCHEMA})
    SubElement(root, _tag("responseDate")).text = _stamp(timezone.now())
    request = SubElement(root, _tag("request"))
    request.text = _base()
    try:
        verb, arguments = _arguments(query)
        request.attrib.update({"verb": verb, **arguments})
        root.append(_ANSWERS[verb](arguments))
    except OaiError as error:
        if error.code in {"badVerb", "badArgument"}:
            request.attrib.clear()
        SubElement(root, _tag("error"), {"code": error.code}).text = str(error)
    found: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def _tag(name: str) -> str:
    return f"{{{OAI}}}{name}"


def _base() -> str:
    return absolute(reverse("library_oai"))


def _arguments(query: QueryDict) -> tuple[str, dict[str, str]]:
    verbs = query.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in _VERBS:
        raise OaiError("badVerb", "The verb is missing, stands twice or is none of the protocol.")
    taken, needed = _VERBS[verbs[0]]
    arguments: dict[str, str] = {}
    for name in query:
        if name == "verb":
            continue
        values = query.getlist(name)
        if name not in taken or len(values) != 1:
            raise OaiError("badArgument", f"The argument {name[:40]!r} is not known here or stands twice.")
        arguments[name] = str(values[0])
        if name in {"set", "metadataPrefix"} and not _WORD.fullmatch(arguments[name]):
            raise OaiError("badArgument", f"The argument {name} is no name of the protocol.")
    if "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise OaiError("badArgument", "A resumption token stands alone.")
    elif needed - set(arguments):
        raise OaiError("badArgument", f"Missing: {', '.join(sorted(needed - set(arguments)))}.")
    return verbs[0], arguments


# -- records -------------------------------------------------------------------------------------------------------


def _records() -> Any:
    """Return what is or was public, with the time of its last change."""
    once = Version.objects.filter(public=True, pk__in=Event.objects.filter(kind=EventKind.PUBLISHED).values("version"))
    moves = Q(events__kind__in=(EventKind.PUBLISHED, EventKind.WITHDRAWN))
    return with_last_event(once).annotate(stamp=Max("events__at", filter=moves)).select_related("item__region")


def _identifier(version: Version) -> str:
    return f"oai:{_host()}:{version.item.key}-{version.number}"


def _host() -> str:
    host = absolute("").split("//", 1)[-1].split("/")[0].split(":")[0]
    # The protocol wants a name of a domain in an identifier; a machine without one gets a stand-in.
    return host if re.fullmatch(r"[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+", host) else "library.invalid"


def _email() -> str:
    """Return whom to write to; the schema wants a domain, which a machine of one's own has not."""
    name, _at, domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")
    return f"{name}@{domain if '.' in domain else 'library.invalid'}"


def _find(identifier: str) -> Any:
    match = re.fullmatch(rf"oai:{re.escape(_host())}:([a-z0-9]{{12}})-(\d{{1,5}})", identifier)
    found = _records().filter(item__key=match[1], number=int(match[2])).first() if match else None
    if found is None:
        raise OaiError("idDoesNotExist", "There is no such record.")
    return found


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _header(version: Any) -> Element:
    deleted = version.last_event == EventKind.WITHDRAWN
    header = Element(_tag("header"), {"status": "deleted"} if deleted else {})
    SubElement(header, _tag("identifier")).text = _identifier(version)
    SubElement(header, _tag("datestamp")).text = _stamp(version.stamp)
    SubElement(header, _tag("setSpec")).text = version.kind
    return header


def _record(version: Any) -> Element:
    record = Element(_tag("record"))
    record.append(_header(version))
    if version.last_event != EventKind.WITHDRAWN:
        SubElement(record, _tag("metadata")).append(dublin_core(version))
    return record


# -- verbs ---------------------------------------------------------------------------------------------------------


def _identify(_arguments: Mapping[str, str]) -> Element:
    first = Event.objects.filter(kind=EventKind.PUBLISHED, version__public=True).aggregate(at=Min("at"))["at"]
    answer = Element(_tag("Identify"))
    for name, value in (
        ("repositoryName", "Cluster Dynamics"),
        ("baseURL", _base()),
        ("protocolVersion", "2.0"),
        ("adminEmail", _email()),
        ("earliestDatestamp", _stamp(first or timezone.now())),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ):
        SubElement(answer, _tag(name)).text = value
    return answer


def _formats(arguments: Mapping[str, str]) -> Element:
    if "identifier" in arguments:
        _find(arguments["identifier"])
    answer = Element(_tag("ListMetadataFormats"))
    known = SubElement(answer, _tag("metadataFormat"))
    SubElement(known, _tag("metadataPrefix")).text = "oai_dc"
    SubElement(known, _tag("schema")).text = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
    SubElement(known, _tag("metadataNamespace")).text = OAI_DC
    return answer


def _sets(arguments: Mapping[str, str]) -> Element:
    if "resumptionToken" in arguments:
        raise OaiError("badResumptionToken", "All sets are given at once.")
    answer = Element(_tag("ListSets"))
    for kind in ItemKind:
        one = SubElement(answer, _tag("set"))
        SubElement(one, _tag("setSpec")).text = kind.value
        SubElement(one, _tag("setName")).text = kind.value.replace("_", " ")
    return answer


def _get(arguments: Mapping[str, str]) -> Element:
    _known_prefix(arguments["metadataPrefix"])
    answer = Element(_tag("GetRecord"))
    answer.append(_record(_find(arguments["identifier"])))
    return answer


def _list(name: str, arguments: Mapping[str, str]) -> Element:
    harvest = _harvest(arguments)
    rows = _selected(harvest)
    total = rows.count()
    if harvest.after is not None:
        at, pk = datetime.fromisoformat(harvest.after[0]), harvest.after[1]
        rows = rows.filter(Q(stamp__gt=at) | Q(stamp=at, pk__gt=pk))
    page: list[Any] = list(rows.prefetch_related("files").order_by("stamp", "pk")[: AT_ONCE + 1])
    if not page:
        raise OaiError("noRecordsMatch", "Nothing fits.")
    answer = Element(_tag(name))
    for version in page[:AT_ONCE]:
        answer.append(_header(version) if name == "ListIdentifiers" else _record(version))
    more = len(page) > AT_ONCE
    if more or harvest.given:
        last = page[AT_ONCE - 1] if more else None
        given = {"completeListSize": str(max(total, harvest.given + len(page[:AT_ONCE]))), "cursor": str(harvest.given)}
        token = SubElement(answer, _tag("resumptionToken"), given)
        if last is not None:
            content = [harvest.prefix, harvest.set, harvest.since, harvest.until, last.stamp.isoformat(), last.pk]
            token.text = signing.dumps([*content, harvest.given + AT_ONCE], salt=_SALT)
    return answer


def _harvest(arguments: Mapping[str, str]) -> Harvest:
    if "resumptionToken" in arguments:
        try:
            prefix, kind, since, until, at, pk, given = signing.loads(
                arguments["resumptionToken"], salt=_SALT, max_age=timedelta(days=7)
            )
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise OaiError("badResumptionToken", "This token is not ours, or is too old.") from error
        return Harvest(prefix, kind, since, until, (at, pk), given)
    _known_prefix(arguments["metadataPrefix"])
    since, until = arguments.get("from", ""), arguments.get("until", "")
    for date in (since, until):
        if date and not (_DAY.fullmatch(date) or _SECOND.fullmatch(date)):
            raise OaiError("badArgument", "A date is written 2026-11-05 or 2026-11-05T10:00:00Z.")
    if since and until and (len(since) != len(until) or since > until):
        raise OaiError("badArgument", "from and until are written alike, and from is not later.")
    return Harvest(arguments["metadataPrefix"], arguments.get("set", ""), since, until)


def _selected(harvest: Harvest) -> Any:
    rows = _records()
    if harvest.set:
        rows = rows.filter(kind=harvest.set)
    if harvest.since:
        rows = rows.filter(stamp__gte=_time(harvest.since))
    if harvest.until:
        step = timedelta(days=1) if len(harvest.until) == 10 else timedelta(seconds=1)
        rows = rows.filter(stamp__lt=_time(harvest.until) + step)  # the moment itself belongs to it
    return rows


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError as error:
        raise OaiError("badArgument", "There is no such date.") from error


def _known_prefix(prefix: str) -> None:
    if prefix != "oai_dc":
        raise OaiError("cannotDisseminateFormat", "Only oai_dc is given.")


_ANSWERS: dict[str, Callable[[Mapping[str, str]], Element]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _get,
    "ListIdentifiers": lambda arguments: _list("ListIdentifiers", arguments),
    "ListRecords": lambda arguments: _list("ListRecords", arguments),
}
