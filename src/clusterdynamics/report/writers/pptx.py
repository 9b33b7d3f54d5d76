"""The report as slides that a manager would show: each says one thing, and can be edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from clusterdynamics.charts.bars import bars_of
from clusterdynamics.charts.theme import INK, MUTED
from clusterdynamics.i18n import _
from clusterdynamics.report.cells import basis_line, headline, source_line
from clusterdynamics.report.material import Document
from clusterdynamics.report.model import (
    Block,
    Column,
    FigureBlock,
    MapBlock,
    NetworkBlock,
    Section,
    StoryBlock,
    Table,
    TableBlock,
    TextBlock,
)
from clusterdynamics.report.office.deck import BODY, Deck, colour, emu
from clusterdynamics.report.office.packing import check_package, packed, readable

if TYPE_CHECKING:
    from clusterdynamics.report.material import Material

__all__ = ["check", "write"]

#: Sections that are shown, and how many slides each may have; figures of single organisations stay in the report.
_SHOWN = {
    "coverage": 1,
    "stage": 1,
    "loops": 1,
    "depth": 1,
    "barriers": 1,
    "whole_network": 1,
    "map": 1,
    "trust": 1,
    "mixing": 1,
    "regions": 3,
    "champions": 1,
    "large_companies": 1,
    "gatekeepers": 1,
    "between_regions": 2,
    "easy_cooperation": 1,
    "change": 2,
    "stories": 1,
    "downturn": 1,
    "scenarios": 1,
    "hard_figures": 2,
}
#: Slides that nobody sits through are no slides: above so many, these sections leave first.
_MOST = 20
_LEAVE_FIRST = ("hard_figures", "regions", "gatekeepers", "mixing", "champions", "downturn")
_MAPS_LEAVE_FIRST = ("hard_figures", "between_regions", "regions")
#: Findings of the slide "In short", in this order.
_SHORT = ("stage", "depth", "trust", "barriers", "easy_cooperation", "change")
#: Letters of a title, of a remark beside a chart, and of a quotation.
_TITLE, _REMARK, _QUOTE = 150, 190, 620
_ROWS, _COLUMNS = 9, 6


def check() -> None:
    """Raise InputError where python-pptx is not installed."""
    check_package("pptx")


def write(material: Material) -> Document:
    """Return the report as a presentation.

    Raises
    ------
    InputError
        python-pptx is not installed.
    """
    check()
    deck = Deck(material.report.checked(), material.look)
    _cover(deck)
    _in_short(deck)
    for section, block in _told(material.report.sections):
        _tell(deck, material, section, block)
    _limits(deck)
    data = packed(deck.saved())
    drawings = "\n".join(material.pictures.svg(b) for b in material.report.blocks() if _has_picture(b))
    return Document(data, f"{readable(data)}\n{drawings}")


def _told(sections: Sequence[Section]) -> list[tuple[Section, Block]]:
    """Return what has a slide, in the order of the report; cover, summary and limits have one each."""
    told = [(section, block) for section in sections for block in _chosen(section)]
    # Maps leave before the questions that they belong to.
    for name in _MAPS_LEAVE_FIRST:
        if len(told) + 3 <= _MOST:
            break
        told = [(s, b) for s, b in told if s.id != name or b is _chosen(s)[0]]
    for name in _LEAVE_FIRST:
        if len(told) + 3 <= _MOST:
            break
        told = [(section, block) for section, block in told if section.id != name]
    return told


def _has_picture(block: Block) -> bool:
    return isinstance(block, FigureBlock | NetworkBlock | MapBlock)


def _chosen(section: Section) -> list[Block]:
    """Return the blocks of a section that have a slide: pictures first, else the table or the story that stands out."""
    most = _SHOWN.get(section.id, 0)
    drawn: list[Block] = [b for b in section.blocks if isinstance(b, FigureBlock)]
    if section.id == "change":
        # What was kept, new and lost; then how deep.
        return drawn[:most]
    drawn += [b for b in section.blocks if isinstance(b, NetworkBlock | MapBlock)]
    stories = sorted((b for b in section.blocks if isinstance(b, StoryBlock)), key=lambda b: len(b.text))
    tables = [b for b in section.blocks if isinstance(b, TableBlock) and not b.folded and _tells(b.table)]
    return [*drawn, *stories, *tables][:most]


def _cover(deck: Deck) -> None:
    report, look = deck.report, deck.look
    slide = deck.file.slides.add_slide(deck.cover)
    title, below = slide.placeholders[0], slide.placeholders[1]
    title.text_frame.text = report.title
    deck._font(title.text_frame, 40 if len(report.title) < 60 else 32, bold=True, ink=deck.accent)
    facts = [f"{name}: {value.replace(chr(10), ', ')}" for name, value in report.facts[1:3]]
    lines = [report.stamp, report.subtitle, *facts, look.organisation]
    below.text_frame.text = "\n".join(line for line in lines if line)
    deck._font(below.text_frame, 18, ink=colour(INK))
    if look.logo:
        deck.picture(
            slide, look.logo, (emu(0.9), emu(0.7), emu(2.6), emu(1.1)), alt=look.organisation, name=look.organisation
        )
    if report.notice:
        deck.text(slide, [report.notice], (emu(0.9), emu(6.4), emu(11.2), emu(0.4)), size=14, ink=colour(MUTED))
    slide.notes_slide.notes_text_frame.text = _(
        "Every slide says one thing in its title. The notes below each slide say what it was computed on and how."
    )


def _in_short(deck: Deck) -> None:
    found = {s.id: s for s in deck.report.sections}
    told = [found[name] for name in _SHORT if name in found]
    if not told:
        return
    slide = deck.slide(
        "",
        _("What we found, in short"),
        [f"{s.title} {s.answer}" for s in told],
    )
    rows = tuple((s.title, headline(s.answer, 120)) for s in told)
    table = Table(_("What we found, in short"), (Column(_("Question")), Column(_("What was found"))), rows)
    deck.table(slide, table, (BODY[0], emu(1.5), BODY[2], BODY[3]), alt=table.caption, size=16)


def _tell(deck: Deck, material: Material, section: Section, block: Block) -> None:
    """Add the slide of one block."""
    tall = isinstance(block, NetworkBlock | MapBlock)
    first = next((b for b in _chosen(section)), None)
    # The first slide of a question says the answer; a further one what its own picture shows.
    said = section.answer if block is first else _own_words(block)
    remarks = [] if block is not first else _remarks(section)
    slide = deck.slide(section.title, headline(said, _TITLE), _notes(section, block), narrow=tall)
    if tall:
        deck.picture(
            slide,
            material.pictures.png(block),
            (emu(5.1), emu(0.35), emu(7.9), emu(6.65)),
            alt=block.alt,
            name=section.title,
        )
        deck.text(slide, [basis_line(block)], (BODY[0], emu(6.45), emu(4.3), emu(0.55)), size=12, ink=colour(MUTED))
        return
    if isinstance(block, StoryBlock):
        _story(deck, slide, block)
        return
    place = (BODY[0], BODY[1], emu(8.3), BODY[3]) if remarks else BODY
    left_out = ""
    if isinstance(block, FigureBlock):
        left_out = _figure(deck, material, slide, block, place)
    elif isinstance(block, TableBlock):
        table, left_out = _cut(block.table)
        place, remarks = BODY, []
        deck.table(slide, table, place, alt=block.alt, size=13)
    if remarks:
        deck.text(
            slide, remarks, (emu(9.2), emu(2.1), emu(3.55), emu(4.3)), size=(17, 16, 15, 14, 13, 12), bullets=True
        )
    basis = " · ".join(part for part in (basis_line(block), left_out) if part)
    deck.text(slide, [basis], (BODY[0], emu(6.62), BODY[2], emu(0.4)), size=12, ink=colour(MUTED))


def _figure(deck: Deck, material: Material, slide: Any, block: FigureBlock, place: Sequence[int]) -> str:
    """Draw a figure, as a chart where it can be one; return what was left out."""
    from clusterdynamics.report.office.native_charts import add_chart, shortened

    bars = bars_of(block.chart)
    if bars is None or not any(v is not None for s in bars.series for v in s.values):
        deck.picture(slide, material.pictures.png(block), place, alt=block.alt, name=block.title)
        return ""
    shown, missing = shortened(bars)
    add_chart(slide, shown, place, alt=block.alt, name=block.title)
    if not missing:
        return ""
    return _("the first {n} of {all}; all stand in the report").format(
        n=len(shown.labels), all=len(shown.labels) + missing
    )


def _story(deck: Deck, slide: Any, block: StoryBlock) -> None:
    quoted = " ".join(block.text.split())
    told = [f"“{headline(quoted, _QUOTE)}”"]
    deck.text(slide, [block.title], (emu(0.6), emu(1.95), emu(12.1), emu(0.4)), size=18, bold=True)
    deck.text(slide, told, (emu(0.9), emu(2.5), emu(11.4), emu(3.7)), size=(24, 22, 20, 18, 16), ink=colour(INK))
    if block.teller:
        deck.text(slide, [block.teller], (emu(0.9), emu(6.2), emu(11.4), emu(0.35)), size=16, ink=colour(MUTED))


def _limits(deck: Deck) -> None:
    report = deck.report
    limits = dict(report.limits)
    slide = deck.slide(
        _("Method and limits"),
        _("The figures say what organisations told, not what caused what"),
        [f"{name}: {text}" for name, text in report.limits],
    )
    # The last three are for whoever computes it again.
    shown = list(limits.items())[:-3]
    body = [f"{name}: {text}" for name, text in shown]
    deck.text(slide, body, BODY, size=(18, 17, 16, 15, 14, 13, 12), bullets=True)
    source = _("snapshot {id}").format(id=report.snapshot[:16])
    deck.text(slide, [source], (BODY[0], emu(6.62), BODY[2], emu(0.4)), size=12, ink=colour(MUTED))


def _own_words(block: Block) -> str:
    """Return what a further picture shows: the title of a map, else its words for people who do not see it."""
    if isinstance(block, MapBlock):
        return block.title
    title = block.title if isinstance(block, FigureBlock | NetworkBlock) else ""
    return block.alt.removeprefix(f"{title}. ")


def _remarks(section: Section) -> list[str]:
    """Return up to three short sentences that stand beside the picture."""
    said = [
        sentence
        for block in section.blocks
        if isinstance(block, TextBlock)
        for sentence in block.sentences
        if len(sentence) <= _REMARK
    ]
    return said[:3]


def _notes(section: Section, block: Block) -> Iterable[str]:
    """Yield what whoever speaks should know: the whole answer, the rest in words, basis, method, source."""
    yield section.answer
    if isinstance(block, StoryBlock):
        yield block.text
    for other in section.blocks:
        if isinstance(other, TextBlock) and not other.folded:
            yield " ".join(other.sentences)
    yield _("Computed on: {basis}").format(basis=basis_line(block)) if block.basis else ""
    yield _("How was this computed? {method}").format(method=block.method) if block.method else ""
    yield source_line(block)


def _cut(table: Table) -> tuple[Table, str]:
    """Return what of a table fits a slide, and in words what was left out and why figures are missing."""
    rows = table.rows[:_ROWS]
    texts = [k for k, column in enumerate(table.columns) if column.kind == "text"]
    # Remarks stand in few rows, and are the same in many.
    remarks = [k for k in texts if k > 0 and any(row[k] == "" for row in table.rows)]
    useful = [
        k for k in range(len(table.columns)) if k not in remarks and any(row[k] not in (None, "") for row in table.rows)
    ][:_COLUMNS]
    smaller = replace(
        table,
        columns=tuple(table.columns[k] for k in useful),
        rows=tuple(tuple(row[k] for k in useful) for row in rows),
    )
    said = dict.fromkeys(str(row[k]) for row in rows for k in remarks if row[k])
    words = [_("–: {reason}").format(reason=" ".join(said))] if said else []
    if len(rows) < len(table.rows):
        words.insert(0, _("the first {n} of {all}; all stand in the report").format(n=len(rows), all=len(table.rows)))
    return smaller, " · ".join(words)


def _tells(table: Table) -> bool:
    """Return whether a table has a figure that is given: its first column of numbers is not empty."""
    numbers = [k for k, column in enumerate(table.columns) if column.kind != "text"]
    return not numbers or any(row[numbers[0]] is not None for row in table.rows)
