"""Which rows of a list are the same organisation: by name, map label, address, and by nearly equal names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from clusterdynamics.exchange.roster.cells import domain_of
from clusterdynamics.exchange.roster.plan import RosterPlan, RosterRow
from clusterdynamics.i18n import _
from clusterdynamics.study.names import company_key, fold

__all__ = ["FREE_MAIL", "NEAR", "Duplicate", "KnownActor", "Likeness", "find_duplicates", "name_key"]

#: Likeness of two names, 0 to 100, from which they are shown to a person.
NEAR = 88.0
#: Shorter names differ by one letter too easily.
_LEAST_LETTERS = 5
#: Rows compared with all others at a time; bounds the memory.
_CHUNK = 500
#: So many organisations that are like a row are told; a person decides about them one by one.
_MOST_ALIKE = 3

#: Hosts of mail for everybody: an address there says nothing about the organisation.
FREE_MAIL = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "icloud.com",
        "me.com", "mac.com", "aol.com", "gmx.com", "gmx.net", "gmx.de", "mail.com", "proton.me", "protonmail.com",
        "pm.me", "tutanota.com", "tuta.io", "zoho.com", "fastmail.com", "yandex.com", "hotmail.se", "live.se",
        "outlook.se", "yahoo.se", "telia.com", "bredband.net", "spray.se", "comhem.se", "hotmail.no", "online.no",
        "live.no", "yahoo.no", "broadpark.no", "hotmail.fi", "luukku.com", "kolumbus.fi", "elisanet.fi",
        "saunalahti.fi",
        "suomi24.fi", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "yahoo.fr", "hotmail.fr",
        "live.fr",
        "bbox.fr", "neuf.fr", "numericable.fr", "hotmail.dk", "live.dk", "jubii.dk", "mail.dk", "youmail.dk",
        "yahoo.dk", "outlook.dk", "stofanet.dk", "web.de", "t-online.de", "freenet.de", "btinternet.com",
        "hotmail.co.uk", "yahoo.co.uk", "live.co.uk",
    }
)  # fmt: skip
#: Legal forms written out, which `company_key` knows by their letters only (folded).
_WRITTEN_OUT = re.compile(
    r"\b(aktiebolag(et)?|handelsbolag(et)?|kommanditbolag(et)?|aktieselskab(et)?|aksjeselskap(et)?|anpartsselskab(et)?"
    r"|osakeyhtio|julkinen osakeyhtio|kommandiittiyhtio|avoin yhtio|societe anonyme|societe par actions simplifiee"
    r"|societe a responsabilite limitee|gesellschaft mit beschrankter haftung|aktiengesellschaft"
    r"|s\.? ?a\.? ?r\.? ?l\.?)(?!\w)"
)
_AND = frozenset({"och", "og", "ja", "et", "and", "und"})


class Likeness(StrEnum):
    """What two organisations have in common."""

    NAME = "name"
    MAP_LABEL = "map_label"
    EMAIL = "email"
    DOMAIN = "domain"
    NEAR_NAME = "near_name"


@dataclass(frozen=True)
class KnownActor:
    """An organisation that the study has."""

    id: str
    label: str
    short_label: str = ""
    aliases: tuple[str, ...] = ()
    domain: str = ""
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class Duplicate:
    """Two organisations that may be one.

    Attributes
    ----------
    line
        Line of the list; the row in question.
    label
        Its name.
    other_line
        Line of an earlier row of the list; None where the other one is in the study.
    other_id
        Identifier of the organisation in the study; None where the other one is in the list.
    other_label
        Name of the other one.
    reasons
        What they have in common, the strongest first.
    likeness
        Likeness of the names, 0 to 100.
    message
        A sentence for a person.
    """

    line: int
    label: str
    other_line: int | None
    other_id: str | None
    other_label: str
    reasons: tuple[Likeness, ...]
    likeness: float
    message: str

    @property
    def same_map_label(self) -> bool:
        """True where one of the two must get another map label, whatever else is decided."""
        return Likeness.MAP_LABEL in self.reasons


def name_key(label: str) -> str:
    """Return what two spellings of one organisation's name have in common.

    Case, accents, signs, the legal form (also written out) and the word for "and" do not count.

    >>> name_key("Aktiebolaget Örn & Søn") == name_key("ORN OCH SON AB") == name_key("Örn og Søn A/S")
    True
    >>> name_key("Bois du Nord S.à r.l."), name_key("Bois du Nord SARL")
    ('bois du nord', 'bois du nord')
    """
    bare = _WRITTEN_OUT.sub(" ", fold(label))
    words = [w for w in company_key(bare if bare.strip() else label).split() if w not in _AND]
    return " ".join(words) or company_key(label)


@dataclass(frozen=True)
class _Entry:
    """One organisation of the list or the study, as it is compared."""

    label: str
    line: int
    id: str | None
    names: frozenset[str]
    shown: str
    emails: frozenset[str]
    domains: frozenset[str]


def find_duplicates(
    plan: RosterPlan, existing: Iterable[KnownActor] = (), *, threshold: float = NEAR
) -> list[Duplicate]:
    """Return pairs that may be the same organisation, for a person to decide: merge, keep both, skip.

    Each usable row is compared with the organisations of the study and with the rows before it. Two of them are
    reported where

    * a name, short label or other name is equal without case, accents, signs and legal form (`name_key`);
    * both would stand on a map under the same name (short label, or the name where there is none);
    * the e-mail address is the same;
    * the web site, or the domain of the e-mail address, is the same, unless it is one of `FREE_MAIL`;
    * the names are nearly equal: rapidfuzz ``ratio`` of the two keys, or of the keys with their words in alphabetical
      order, of at least `threshold`, where both have at least five letters.

    Parameters
    ----------
    plan
        The list.
    existing
        The organisations of the study.
    threshold
        Least likeness of nearly equal names, 0 to 100; 88 lets through one or two wrong letters in ten.

    Returns
    -------
    One entry for each pair, by line and then by the other one.
    """
    known = [_known(actor) for actor in existing]
    rows = [_row(row) for row in plan.usable]
    entries = [*known, *rows]
    reasons: dict[tuple[int, int], set[Likeness]] = defaultdict(set)
    for why, values in (
        (Likeness.NAME, [e.names for e in entries]),
        (Likeness.MAP_LABEL, [frozenset({e.shown}) for e in entries]),
        (Likeness.EMAIL, [e.emails for e in entries]),
        (Likeness.DOMAIN, [e.domains for e in entries]),
    ):
        for pair in _sharing(values, len(known)):
            reasons[pair].add(why)
    keys = [name_key(e.label) for e in entries]
    for pair in _near(keys, len(known), threshold):
        if Likeness.NAME not in reasons[pair]:
            reasons[pair].add(Likeness.NEAR_NAME)
    found = [
        _duplicate(entries[j], entries[i], why, _likeness(keys[i], keys[j])) for (i, j), why in reasons.items() if why
    ]
    return sorted(found, key=lambda d: (d.line, d.other_id is None, d.other_id or "", d.other_line or 0))


def _known(actor: KnownActor) -> _Entry:
    emails = frozenset(m.casefold() for m in actor.emails if m)
    return _Entry(
        actor.label,
        0,
        actor.id,
        _names(actor.label, actor.short_label, actor.aliases),
        _shown(actor.short_label or actor.label),
        emails,
        _domains([actor.domain, *emails]),
    )


def _row(row: RosterRow) -> _Entry:
    mail = row.text("contact_email").casefold()
    short = row.text("short_label")
    return _Entry(
        row.text("label"),
        row.line,
        None,
        _names(row.text("label"), short, row.aliases),
        _shown(short or row.text("label")),
        frozenset({mail} - {""}),
        _domains([row.text("domain"), mail]),
    )


def _names(label: str, short: str, aliases: Sequence[str]) -> frozenset[str]:
    return frozenset(name_key(n) for n in (label, short, *aliases) if n) - {""}


def _shown(name: str) -> str:
    # As the check of the study compares map labels.
    return " ".join(name.casefold().split())


def _domains(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(d for d in (domain_of(a) for a in addresses if a) if d and d not in FREE_MAIL)


def _sharing(values: Sequence[frozenset[str]], known: int) -> Iterable[tuple[int, int]]:
    """Yield pairs that share a value; the second is a row of the list.

    A row is paired with the first three organisations of the study that share it, and with the first row of the list
    that does: forty rows with the same domain are 39 questions, not 780.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(values):
        for value in sorted(own):
            before = holders[value]
            if place >= known:
                for first in before:
                    yield first, place
            if (place < known and len(before) < _MOST_ALIKE) or all(i < known for i in before):
                before.append(place)


def _near(keys: Sequence[str], known: int, threshold: float) -> Iterable[tuple[int, int]]:
    """Yield pairs of nearly equal names, at most three for each row; the second is a row of the list."""
    from rapidfuzz import fuzz, process

    ordered = [" ".join(sorted(k.split())) for k in keys]
    long = np.array([len(k.replace(" ", "")) >= _LEAST_LETTERS for k in keys], dtype=np.bool_)
    for start in range(known, len(keys), _CHUNK):
        stop = min(start + _CHUNK, len(keys))
        scores = np.zeros((stop - start, stop), dtype=np.float64)
        for texts in (keys, ordered):
            found = process.cdist(
                texts[start:stop], texts[:stop], scorer=fuzz.ratio, score_cutoff=threshold, dtype=np.float64
            )
            np.maximum(scores, found, out=scores)
        scores[:, ~long[:stop]] = 0
        for place in range(start, stop):
            if not long[place]:
                continue
            row = scores[place - start, :place]
            like = np.flatnonzero(row >= max(threshold, 1e-9))
            best = [int(i) for i in like[np.argsort(-row[like], kind="stable")] if keys[i] != keys[place]]
            yield from ((i, place) for i in best[:_MOST_ALIKE])


def _likeness(a: str, b: str) -> float:
    from rapidfuzz import fuzz

    return round(max(fuzz.ratio(a, b), fuzz.token_sort_ratio(a, b)), 1)


def _duplicate(row: _Entry, other: _Entry, why: set[Likeness], likeness: float) -> Duplicate:
    reasons = tuple(r for r in Likeness if r in why)
    words = {
        Likeness.NAME: _("the same name"),
        Likeness.MAP_LABEL: _("the same name on maps"),
        Likeness.EMAIL: _("the same e-mail address"),
        Likeness.DOMAIN: _("the same web site or mail domain"),
        Likeness.NEAR_NAME: _("nearly the same name"),
    }
    where = _("line {line}").format(line=other.line) if other.id is None else _("in the study")
    message = _("'{label}' and '{other}' ({where}) may be one: {reasons}.").format(
        label=row.label, other=other.label, where=where, reasons=", ".join(words[r] for r in reasons)
    )
    line = other.line if other.id is None else None
    return Duplicate(row.line, row.label, line, other.id, other.label, reasons, likeness, message)
