"""The section "Which loops carry the cluster, and where are they broken?": picture, loops, the words behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.disclosure import Audience, VisibilityClass, claims_for, class_of, leaks, stories_for
from clusterdynamics.i18n import _
from clusterdynamics.loops.analysis import quotes_behind
from clusterdynamics.loops.picture import loop_picture
from clusterdynamics.loops.states import LINK_WORDS, STATE_WORDS, LinkStatus, LoopState
from clusterdynamics.report.audience import secret_names
from clusterdynamics.report.model import Basis, Cell, Column, NetworkBlock, Section, Table, TableBlock, TextBlock
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import figures_table

if TYPE_CHECKING:
    from clusterdynamics.loops.result import LinkTold, Loops, LoopTold, Quote

__all__ = ["loops_section"]

_POLARITY = {"+": "+", "-": "−"}


def loops_section(context: Context) -> Section | None:
    """Return the loops; None where no story was coded."""
    from clusterdynamics.charts.loop_map import loop_map

    found: Loops | None = context.result("loops")
    if found is None or not found.loops or not context.study["claims"].height:
        return None
    shown = [e for e in found.estimates if e.name in ("loop.state", "map.tellers")]
    common = context.common("loops", shown, _("tellers"))
    if found.value_of("map.tellers") is None:
        readable = stories_for(context.study, context.audience).height
        common["basis"] = (Basis(readable, _("stories that can be read here")),)
    picture = loop_picture(found)
    finding = next(iter(found.sentences()))
    title = _("The loops, as the stories tell them")
    links = _links(found, [pair for ring in picture.rings for pair in found.loop(ring.id).links], title)
    quotes = _readable(context, found)
    named = _table(found, _("Every loop of the model that has a name, and what the stories say about it"), named=True)
    drawn = NetworkBlock(alt=f"{title}. {finding}", title=title, svg=loop_map(picture), table=links, **common)
    limits = TextBlock(
        alt=_("What the loops do not show"),
        sentences=(
            _("What nobody told is not known. A loop that is not told may run, or be broken."),
            _("A loop that many tell is what they believe leads to what. It is no proof that it does."),
            _("How many tell a link is not how strong it is. That it is part of many loops does not make it a lever."),
        ),
        heading=_("What the loops do not show"),
        **common,
    )
    return context.section(
        "loops",
        found,
        unit=_("tellers"),
        answer=finding,
        extra=(drawn, TableBlock(alt=named.caption, table=named, **common), limits),
        more=(
            _table(found, _("Other loops, of the model and of the stories"), named=False),
            _mends(found),
            *(_words(context, found, f, quotes) for f in found.loops if f.kind != "model" or _runs(f)),
            *((_all(found),) if context.for_team else ()),
        ),
    )


def _runs(loop: LoopTold) -> bool:
    return loop.state is LoopState.RUNNING


def _name(found: Loops, loop: LoopTold) -> str:
    return f"{loop.id} {found.called(f'loop:{loop.id}')}"


def _arrow(found: Loops, pair: tuple[str, str]) -> str:
    return f"{found.called(pair[0])} → {found.called(pair[1])}"


def _table(found: Loops, caption: str, *, named: bool) -> Table:
    """Return the loops: state, where broken, what is not told; who speaks of them where it is for the reader."""
    counted = found.value_of("map.tellers") is not None
    rows: list[tuple[Cell, ...]] = []
    for f in found.loops:
        if (f.kind == "named") != named or (not named and f.state is LoopState.NOT_TOLD):
            continue
        state = _(STATE_WORDS[f.state])
        if f.broken:
            where = "; ".join(_arrow(found, p) for p in f.broken)
            state = _("{state} at {link}").format(state=state, link=where)
        row: tuple[Cell, ...] = (_name(found, f), _("R") if f.reinforcing else _("B"), state)
        if counted:
            weakest = "" if f.weakest is None else _arrow(found, f.weakest)
            row = (*row, weakest, *(found.value_of(f"loop.{n}", subject=f.id) for n in ("weakest", "organisations")))
        rows.append(row)
    columns = [Column(_("Loop")), Column(_("R / B")), Column(_("State"))]
    if counted:
        columns += [
            Column(_("Link with the fewest tellers")),
            Column(_("Its tellers"), "number"),
            Column(_("Organisations"), "number"),
        ]
    return Table(caption, tuple(columns), tuple(rows))


def _links(found: Loops, pairs: list[tuple[str, str]], caption: str) -> Table:
    """Return the table equal to the picture."""
    links: list[LinkTold] = [found.link(pair) for pair in dict.fromkeys(pairs)]
    counted = any(k.tellers is not None for k in links)
    rows: list[tuple[Cell, ...]] = []
    for k in links:
        status = _(LINK_WORDS[k.status])
        if not counted and k.status is LinkStatus.UNTOLD:
            status = _("not told, or by few")
        row: tuple[Cell, ...] = (found.called(k.cause), found.called(k.effect), "+" if k.sign > 0 else "−", status)
        if counted:
            row = (*row, *(None if n is None else float(n) for n in (k.tellers, k.against, k.fails)))
        rows.append(row)
    columns = [Column(_("Cause")), Column(_("Effect")), Column(_("Sign")), Column(_("Stories"))]
    if counted:
        columns += [
            Column(_("Tell it"), "number"),
            Column(_("Tell the other sign"), "number"),
            Column(_("Say it fails"), "number"),
        ]
    return Table(caption, tuple(columns), tuple(rows))


def _mends(found: Loops) -> Table:
    """Return the links that would close loops, those first that close most."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _arrow(found, (m.cause, m.effect)),
            _(LINK_WORDS[m.status]),
            float(len(m.closes)),
            "; ".join(_name(found, found.loop(i)) for i in m.closes),
            float(len(m.part_of)),
        )
        for m in found.mends
        if m.closes
    )
    columns = (
        Column(_("Link")),
        Column(_("Stories")),
        Column(_("Loops it would close"), "number"),
        Column(_("Which")),
        Column(_("Loops it is part of that do not run"), "number"),
    )
    return Table(_("Which link, mended or told by enough, would close most loops"), columns, rows)


def _readable(context: Context, found: Loops) -> list[Quote]:
    """Return the quotes that the reader may read; one that names somebody who has not agreed to it is left out."""
    if class_of(Audience(context.audience)) <= VisibilityClass.C1:
        return list(found.quotes)
    allowed = set(claims_for(context.study, context.audience)["id"].to_list())
    secrets = secret_names(context.study, context.audience)
    return [q for q in quotes_behind(context.study, found) if q.claim in allowed and not leaks(q.text, secrets)]


def _words(context: Context, found: Loops, loop: LoopTold, quotes: list[Quote]) -> Table:
    """Return the words behind a loop, link by link, with their story and, where it may be said, their teller."""
    frame = stories_for(context.study, context.audience).select("id", "title", "actor")
    stories = {i: (title, actor) for i, title, actor in frame.iter_rows()}
    secrets = secret_names(context.study, context.audience)
    pairs = {pair: k for k, pair in enumerate(loop.links)}
    mine = sorted(
        (q for q in quotes if (q.cause, q.effect) in pairs), key=lambda q: (pairs[q.cause, q.effect], q.claim)
    )
    rows: list[tuple[Cell, ...]] = []
    for q in mine:
        title, actor = stories.get(q.story, (None, None))
        named = title or q.story
        rows.append(
            (
                _arrow(found, (q.cause, q.effect)),
                _POLARITY.get(q.polarity) or _("fails"),
                q.text,
                "" if leaks(named, secrets) else named,
                "" if actor is None else context.study.labels[actor],
            )
        )
    columns = (Column(_("Link")), Column(_("Says")), Column(_("Words")), Column(_("Story")), Column(_("Teller")))
    return Table(_("{loop}: the words behind it").format(loop=_name(found, loop)), columns, tuple(rows))


def _all(found: Loops) -> Table:
    called = {f.id: _name(found, f) for f in found.loops}
    return figures_table(
        found.estimates,
        found.labels,
        _("All figures on loops"),
        subject=_("Loop"),
        subjects=called | {"whole": _("map")},
    )
