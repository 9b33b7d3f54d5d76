"""What of one study goes into a pack: figures, pictures, the map, stories, methods; all as everybody may see it."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import Audience
from clusterdynamics.i18n import _ as library_text
from clusterdynamics.i18n import use_language
from clusterdynamics.report.audience import check_names
from clusterdynamics.report.material import Material
from clusterdynamics.report.model import Block, FigureBlock, MapBlock, NetworkBlock, Report, StoryBlock
from clusterdynamics.report.pictures import DENSITY
from clusterdynamics.report.tables import figures_csv
from clusterdynamics.report.words import METHODS, measure
from clusterdynamics.report.writers import pdf, writer_for
from clusterdynamics_web.calls.evidence.sources import Source
from clusterdynamics_web.calls.evidence.stories import STORIES, Chosen, stories_txt
from clusterdynamics_web.cells import harmless
from clusterdynamics_web.results import store
from clusterdynamics_web.results.deciding import shown_to
from clusterdynamics_web.results.documents import look_of
from clusterdynamics_web.results.maps.build import map_for, svg_for

__all__ = ["PARTS", "files_of"]

#: Part of a pack → what it is called. Methods, the list of sources and the manifest are always in it.
PARTS: dict[str, Any] = {
    "figures": gettext_lazy("Figures with their definitions (Excel and CSV)"),
    "pictures": gettext_lazy("Pictures (SVG and PNG)"),
    "map": gettext_lazy("Map of groups (SVG and PNG)"),
    "stories": gettext_lazy("Stories that everybody may read"),
}
_PUBLIC = Audience.PUBLIC


def files_of(
    source: Source,
    parts: Collection[str],
    language: str,
    tell: Callable[[float], None] = lambda share: None,
    chosen: Sequence[Chosen] = (),
) -> dict[str, bytes]:
    """Return the files of a study for a pack: name → content. Takes seconds: call it from a job.

    Parameters
    ----------
    tell
        Is told how far it is, from 0 to 1.
    chosen
        Stories that panels chose.

    Raises
    ------
    NameInReport
        An organisation would be named that has not agreed to it.
    InputError
        The machine lacks the library that sets text.
    """
    snapshot = source.snapshot
    assessment, shown = store.assessment_of(snapshot), shown_to(snapshot, _PUBLIC)
    files: dict[str, bytes] = {}
    with use_language(language), override(language):
        look = look_of(snapshot.study.region)
        material = Material(assessment, _PUBLIC.value, language, look.checked(), given=shown)
        report = material.report
        if "figures" in parts:
            files |= _figures(material, shown)
        tell(0.3)
        if "pictures" in parts:
            files |= dict(_pictures(material))
        tell(0.7)
        if "map" in parts:
            files |= _map(source, language)
        if "stories" in parts:
            told = stories_txt(chosen, [block for block in report.blocks() if isinstance(block, StoryBlock)])
            files |= {STORIES: told.encode()} if told else {}
        files["methods.pdf"] = _methods(report, shown, source)
    tell(1.0)
    return {f"{source.folder}/{name}": content for name, content in files.items()}


def _figures(material: Material, shown: Assessment) -> dict[str, bytes]:
    workbook = writer_for(".xlsx").write(material)
    check_names(workbook.words, material.assessment.study, _PUBLIC.value)
    rows = list(csv.reader(io.StringIO(figures_csv(shown))))
    names = dict.fromkeys((row[rows[0].index("analysis")], row[rows[0].index("name")]) for row in rows[1:])
    head = (_("analysis"), _("name"), _("what it is"), _("unit"), _("how it was computed"))
    meaning = [head, *(_definition(analysis, name) for analysis, name in names)]
    return {
        "figures/figures.xlsx": workbook.data,
        "figures/figures.csv": _table(rows),
        "figures/definitions.csv": _table(meaning),
    }


def _definition(analysis: str, name: str) -> tuple[str, ...]:
    found = measure(name)
    unit = _("share, from 0 to 1") if found.kind == "percent" else _("number")
    method = METHODS.get(analysis, "")
    return analysis, name, found.label, unit, library_text(method) if method else ""


def _table(rows: Any) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([harmless(str(cell)) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _pictures(material: Material) -> Iterator[tuple[str, bytes]]:
    for section in material.report.sections:
        for number, block in enumerate(section.blocks, 1):
            if isinstance(block, FigureBlock | MapBlock | NetworkBlock):
                name = f"pictures/{section.id}-{number}"
                yield f"{name}.svg", material.pictures.svg(block).encode()
                yield f"{name}.png", material.pictures.png(block)


def _map(source: Source, language: str) -> dict[str, bytes]:
    """Return the map as everybody may see it, which draws groups and never a single organisation's links."""
    import vl_convert

    shown = map_for(source.snapshot, _PUBLIC, language, {})
    if shown is None:
        return {}
    svg = svg_for(source.snapshot, _PUBLIC, language, shown.picture)
    return {"map/groups.svg": svg.encode(), "map/groups.png": vl_convert.svg_to_png(svg, scale=DENSITY)}


def _methods(report: Report, shown: Assessment, source: Source) -> bytes:
    methods: dict[str, dict[str, None]] = {}
    for section in report.sections:
        methods[section.title] = {b.method: None for b in section.blocks if b.method}
    context: Mapping[str, Any] = {
        "report": report,
        "source": source,
        "methods": [(title, list(texts)) for title, texts in methods.items() if texts],
        "basis": [(section.title, _basis(section.blocks)) for section in report.sections],
    }
    page = render_to_string("calls/methods.html", dict(context))
    check_names(page, shown.study, _PUBLIC.value)
    pdf.check()
    pdf.quiet()
    return pdf.pdf_of(pdf.html_of(page), hashlib.sha256(page.encode()).hexdigest()[:32])


def _basis(blocks: tuple[Block, ...]) -> list[str]:
    from clusterdynamics.report.cells import basis_text

    return list(dict.fromkeys(basis_text(b) for block in blocks for b in block.basis if b.n))
