"""The privacy gate: what in an item may give away what only a study team knows, looked for before it is published.

What it finds: names of the rosters (and people to ask) of the region's studies, in texts, file names and the text of
files; small counts in tables; photographs that tell where they were taken. What it cannot find: a name inside a
picture, and a map of single organisations that is a picture. There it says that somebody has to look, and a reviewer
has to say that somebody did (`operations.accept`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusterdynamics.disclosure import Audience
from clusterdynamics.i18n import LANGUAGES, use_language
from clusterdynamics.i18n import _ as library_text
from clusterdynamics.report.audience import secret_names
from clusterdynamics.study.package import read_study
from clusterdynamics_web.fieldwork.models import Contact, NominatedPerson
from clusterdynamics_web.library.fields import FIELD_NAMES
from clusterdynamics_web.library.models import File, Reading, Version
from clusterdynamics_web.library.search.words import folded
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Actor, Snapshot

__all__ = ["Finding", "FindingKind", "allowed", "findings_of", "hidden_names", "mark_of", "small_cells"]

#: Shorter names are words of every day.
_SHORTEST = 4
#: Columns whose small whole numbers count nothing.
_NO_COUNT = re.compile(
    r"\b(year|ar|annee|vuosi|wave|vag|bolge|vague|aalto|stage|stadi\w*|level|niva\w*|depth|id|no|nr|number of the|rank|"
    r"position|order|month|day|week|scale|question|code|version|page|row|step)\b"
)
#: A heading that says what the ends of a scale mean, in any language: "(1 nothing to lose, 5 core of the business)".
_SCALE = re.compile(r"\(\s*[01]\b[^()]*\b(?:4|5|7|10)\b[^()]*\)")


class FindingKind(TextChoices):
    NAME = "name", gettext_lazy("A name from the roster of a study")
    SMALL = "small", gettext_lazy("Small counts in a table")
    PLACE = "place", gettext_lazy("A picture that tells where it was taken")
    PICTURES = "pictures", gettext_lazy("Pictures that somebody has to look at")
    UNREAD = "unread", gettext_lazy("A file whose text could not be read")


#: What holds an item back until it is taken out or a study lead says which consent allows it; the rest asks for a look.
_BLOCKING = frozenset({FindingKind.NAME, FindingKind.SMALL, FindingKind.PLACE})


@dataclass(frozen=True)
class Finding:
    """Something to look at before an item is published.

    Attributes
    ----------
    where
        Field or file.
    detail
        What exactly; a name is for study leads only, since who stands on a roster is not for everybody.
    """

    kind: FindingKind
    where: str
    detail: str

    @property
    def blocks(self) -> bool:
        return self.kind in _BLOCKING


def findings_of(version: Version) -> list[Finding]:
    """Return what the gate finds in a version, what blocks first."""
    files = list(version.files.all())
    found = [*_names(version, files)]
    for file in files:
        found += _in_file(file, version.region.k_outside)
    return sorted(found, key=lambda f: not f.blocks)


def mark_of(findings: Iterable[Finding]) -> str:
    """Return a mark of what blocks: an override is for exactly that."""
    lines = sorted(f"{f.kind}|{f.where}|{f.detail}" for f in findings if f.blocks)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def allowed(version: Version, findings: Sequence[Finding]) -> bool:
    """Say whether nothing blocks, or a study lead has let exactly this out."""
    if not any(f.blocks for f in findings):
        return True
    return version.overrides.filter(findings=mark_of(findings)).exists()


# -- names ---------------------------------------------------------------------------------------------------------


def _names(version: Version, files: Sequence[File]) -> Iterator[Finding]:
    secrets = _secrets(version)
    places = [(str(FIELD_NAMES[n]), getattr(version, n)) for n in ("title", "summary", "place", "sector", "keywords")]
    places += [(str(FIELD_NAMES.get(n, n)), text) for n, text in version.texts.items()]
    places += [(file.name, f"{file.name}\n{file.alt}\n{file.text}") for file in files]
    for where, text in places:
        words = f" {folded(text)} "
        for secret, name in secrets.items():
            if f" {secret} " in words:
                yield Finding(FindingKind.NAME, where, name)


def _secrets(version: Version) -> dict[str, str]:
    """Return the names that must not stand in a version: as they are compared → as they are written."""
    audience = Audience.PUBLIC if version.public else Audience.NETWORK
    snapshots = [version.snapshot] if version.snapshot is not None else []
    names = hidden_names(version.region, snapshots, audience, version.language, [version.authors])
    return {folded(name): name for name in names}


def hidden_names(
    region: Region, snapshots: Sequence[Snapshot], audience: Audience, language: str, own: Iterable[str] = ()
) -> list[str]:
    """Return the names that must not stand in what a region gives out to an audience.

    They are the organisations on the rosters of its studies and the people to ask there, but for those who agreed.

    Parameters
    ----------
    snapshots
        What it is made of, as it was disclosed to `audience`: names whoever agreed to that.
    language
        What it is written in.
    own
        Words that stand in it by right, such as those who write it.
    """
    open_words = [region.name, *own, *region.clusters.values_list("name", flat=True)]
    names: list[str] = []
    agreed: set[str] = set()
    for snapshot in snapshots:
        # That somebody who agreed stands on the roster of another study as well (of an earlier year, or a copy) makes
        # no secret of the name.
        package = read_study(snapshot_path(snapshot))
        secrets = secret_names(package, audience)
        names += secrets
        for row in package["actors"].select("label", "short_label").iter_rows():
            agreed |= {name for name in row if name and name not in secrets}
        # "Region: Skogsbygden" stands in every report, and nobody can tell it from the authority of that name. (The
        # report itself was looked through as it was written, with its marks between words.)
        with use_language(language if language in LANGUAGES else "en"):
            open_words.append(f"{library_text('Region')} {package.settings.region.name}")
    actors = Actor.objects.filter(study__cluster__region=region).exclude(study__in=[s.study_id for s in snapshots])
    for label, short, aliases in actors.values_list("label", "short_label", "aliases"):
        names += [name for name in (label, short, *aliases) if name not in agreed]
    names += Contact.objects.filter(study__cluster__region=region).values_list("name", flat=True)
    names += NominatedPerson.objects.filter(study__cluster__region=region).values_list("name", flat=True)
    free = f" {' | '.join(map(folded, open_words))} "
    found = {folded(name): name for name in names}
    return [name for key, name in found.items() if len(key) >= _SHORTEST and f" {key} " not in free]


# -- files ---------------------------------------------------------------------------------------------------------


def _in_file(file: File, k: int) -> Iterator[Finding]:
    if "place" in file.marks:
        yield Finding(FindingKind.PLACE, file.name, _("Save the picture without the place in it."))
    for number, table in enumerate(file.tables, 1):
        for column, cells in small_cells(table, k):
            detail = _("Table {n}, column “{column}”: {cells} counts below {k}. Show them as “<{k}”.")
            yield Finding(FindingKind.SMALL, file.name, detail.format(n=number, column=column, cells=cells, k=k))
    if file.is_image or "pictures" in file.marks or file.kind == "pdf":
        yield Finding(
            FindingKind.PICTURES, file.name, _("Does a picture show single organisations with their ties or names?")
        )
    if file.reading == Reading.FAILED or "unread" in file.marks:
        yield Finding(
            FindingKind.UNREAD, file.name, _("Names in it cannot be looked for. Read it before you accept it.")
        )


def _no_count(title: str) -> bool:
    return bool(_NO_COUNT.search(folded(title)) or _SCALE.search(title))


def small_cells(table: Sequence[Sequence[str]], k: int) -> list[tuple[str, int]]:
    """Return the columns of a table that count something and hold counts from 1 to k - 1, with how many they hold.

    A column counts where all that stands in it are whole numbers from 0 on (or counts that are hidden, such as "<5"),
    unless its heading says year, level or the like, or it numbers the rows.
    """
    if len(table) < 2:
        return []
    found = []
    for column, title in enumerate(table[0]):
        cells = [row[column].strip() for row in table[1:] if column < len(row)]
        cells = [c.removesuffix(".0") for c in cells if c and c not in {"–", "-", "…"}]
        whole = [int(c) for c in cells if re.fullmatch(r"\d{1,9}", c)]
        hidden = [c for c in cells if re.fullmatch(r"[<≤]\s*\d+|n/a|\*", c)]
        if not whole or len(whole) + len(hidden) < len(cells) or _no_count(title):
            continue
        if len(whole) > 1 and whole == list(range(whole[0], whole[0] + len(whole))):
            continue
        number = sum(1 <= n < k for n in whole)
        if number:
            found.append((title or str(column + 1), number))
    return found
