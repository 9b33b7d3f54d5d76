"""The report on several clusters side by side, and its files."""

from __future__ import annotations

import json
from dataclasses import asdict
from math import isfinite
from pathlib import Path

from clusterdynamics._version import __version__
from clusterdynamics.charts.numbers import number, percent
from clusterdynamics.charts.words import capital
from clusterdynamics.disclosure import Audience
from clusterdynamics.files import write_atomically
from clusterdynamics.i18n import _, use_language
from clusterdynamics.regions.portfolio.profile import Row
from clusterdynamics.report.audience import STAMPS, check_names
from clusterdynamics.report.comparing import Comparison
from clusterdynamics.report.model import (
    Basis,
    Cell,
    Column,
    FigureBlock,
    Report,
    Section,
    Share,
    Table,
    TableBlock,
    TextBlock,
)
from clusterdynamics.report.words import measure
from clusterdynamics.saom.effects import as_effect
from clusterdynamics.saom.words import choice_sentence, effect_words, not_a_cause

__all__ = ["comparison_report", "write_comparison"]

#: Pictures of the profile: figure and network.
_PICTURES = (("density", "cooperation"), ("trust.share", None), ("outside.share", None))


def comparison_report(comparison: Comparison, *, language: str = "en") -> Report:
    """Return the report on several clusters side by side, in the active language."""
    names = tuple(comparison.assessments)
    sections = [_profile_section(comparison), _understanding_section(comparison), _likeness_section(comparison)]
    if comparison.differences:
        sections.append(_difference_section(comparison))
    if comparison.combined:
        sections.append(_models_section(comparison))
    synthetic = all(a.study.settings.synthetic for a in comparison.assessments.values())
    return Report(
        title=_("Clusters side by side"),
        subtitle=" · ".join(names),
        audience=comparison.audience,
        stamp=_(STAMPS[Audience(comparison.audience)]),
        language=language,
        snapshot=comparison.snapshot,
        sections=tuple(sections),
        facts=((_("Clusters"), "\n".join(names)),),
        limits=(
            (
                _("What the report cannot say"),
                _(
                    "Clusters are told in alphabetical order. Who belongs to a cluster, what was asked and who "
                    "answered differ; nothing here is an order of merit, and nothing says what caused what."
                ),
            ),
            (_("Snapshot"), comparison.snapshot),
            *((name, a.snapshot) for name, a in comparison.assessments.items()),
            (_("Software"), f"Cluster Dynamics {__version__}"),
        ),
        notice=_("These studies are invented. Their regions, organisations and answers do not exist.")
        if synthetic
        else "",
    )


def _common(comparison: Comparison, method: str) -> dict[str, object]:
    basis = tuple(
        Basis(len(a.study.present(a.study.wave_ids[-1])), _("organisations"), None, name)
        for name, a in comparison.assessments.items()
    )
    return {"basis": basis, "method": method, "source": comparison.snapshot, "verdict": comparison.audience}


def _table(rows: tuple[Row, ...], clusters: tuple[str, ...]) -> Table:
    columns = (Column(_("Figure")), *(Column(c) for c in clusters), Column(_("Bounds meet")))
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        shares = measure(row.name).kind == "percent"
        said = []
        for cluster in clusters:
            e = row.estimates[cluster]
            if e is None or e.value is None:
                said.append(_("not asked") if e is None else e.why)
                continue
            write = percent if shares else number
            text = write(e.value)
            said.append(text if e.low is None or e.high is None else f"{text} ({write(e.low)} – {write(e.high)})")
        meet = {True: _("no"), False: _("yes"), None: "–"}[row.apart]
        cells.append((row.label, *said, meet))
    return Table(_("Figures of the latest wave, with their bounds"), columns, tuple(cells))


def _profile_section(comparison: Comparison) -> Section:
    found = comparison.profile
    common = _common(
        comparison,
        _(
            "Each figure is that of the cluster's own report: latest wave, its own bounds and its own gates. Only "
            "shares and values on one scale are set side by side; what depends on the number of organisations is left "
            "out."
        ),
    )
    blocks: list[FigureBlock | TableBlock | TextBlock] = []
    for name, network in _PICTURES:
        row = next((r for r in found.rows if r.name == name and network in (None, r.network)), None)
        if row is None:
            continue
        part = (row,)
        alt = f"{row.label}. " + "; ".join(
            f"{c}: {_('not asked') if e is None else e.why if e.value is None else percent(e.value)}"
            for c, e in row.estimates.items()
        )
        blocks.append(
            FigureBlock(
                alt=alt,
                title=capital(row.label),
                chart=found.chart(row.name, row.network, row.subject),
                table=_table(part, found.clusters),
                **common,  # type: ignore[arg-type]
            )
        )
    table = _table(found.rows, found.clusters)
    blocks.append(TableBlock(alt=table.caption, table=table, **common))  # type: ignore[arg-type]
    said = found.sentences()
    blocks.append(TextBlock(alt=" ".join(said), sentences=said, **common))  # type: ignore[arg-type]
    return Section("profile", _("How do the clusters differ?"), capital(said[0]), tuple(blocks))


def _understanding_section(comparison: Comparison) -> Section:
    said = comparison.model.sentences()
    common = _common(
        comparison,
        _(
            "Whether statements are understood alike is tested between countries and languages with enough people in "
            "enough clusters; with fewer, invented clusters that everybody rated show how people use the answers. "
            "Where neither is there, it cannot be said."
        ),
    )
    block = TextBlock(alt=" ".join(said), sentences=said, **common)  # type: ignore[arg-type]
    return Section("understanding", _("Are the questions understood alike?"), capital(said[0]), (block,))


def _likeness_section(comparison: Comparison) -> Section:
    rows: list[tuple[Cell, ...]] = []
    for cluster, others in comparison.likeness.items():
        first = others[0]
        differs = next(iter(first.differs.items()), ("", 0.0))
        rows.append((cluster, first.cluster, first.distance, differs[0], Share(abs(differs[1]))))
    columns = (
        Column(_("Cluster")),
        Column(_("Built most alike")),
        Column(_("Distance (1: as two on average)"), "number", 2),
        Column(_("Kind that differs most")),
        Column(_("By"), "number"),
    )
    table = Table(
        _("For each cluster the one that is built most alike, by size and kinds of organisations"), columns, tuple(rows)
    )
    common = _common(
        comparison, _("Size and shares of kinds and sizes of organisations; how a cluster works plays no part.")
    )
    answer = _("Each cluster has another one that it can best be compared with.")
    block = TableBlock(alt=table.caption, table=table, **common)  # type: ignore[arg-type]
    return Section("likeness", _("Which clusters are built alike?"), answer, (block,))


def _difference_section(comparison: Comparison) -> Section:
    blocks = []
    said_first = ""
    for figure, found in comparison.differences.items():
        said = found.sentences()
        said_first = said_first or said[0]
        common = _common(
            comparison,
            _(
                "Difference in differences of the first and the last wave; bounds by the spread between clusters, p by "
                "dealing the label out to the clusters in all ways. Refused with fewer than five clusters on a side."
            ),
        )
        name, _bar, network = figure.partition("|")
        heading = ": ".join(x for x in (comparison.label, measure(name).label, network) if x)
        blocks.append(TextBlock(alt=" ".join(said), sentences=said, heading=heading, **common))  # type: ignore[arg-type]
    return Section("difference", _("Did clusters with it change otherwise?"), capital(said_first), tuple(blocks))


def _models_section(comparison: Comparison) -> Section:
    rows: list[tuple[Cell, ...]] = []
    said = []
    for (network, effect), found in comparison.combined.items():
        words = effect_words(as_effect(effect))
        rows.append((network, words, found.mean, found.low, found.high, found.spread, float(found.clusters)))
        if found.low > 0 or found.high < 0:
            text = _("{network}, in {n} clusters together: {sentence}")
            sentence = choice_sentence(as_effect(effect), found.mean, found.low, found.high)
            said.append(text.format(network=capital(network), n=found.clusters, sentence=sentence))
    columns = (
        Column(_("Network")),
        Column(_("Effect")),
        Column(_("Mean, log odds"), "number", 2),
        Column(_("From"), "number", 2),
        Column(_("To"), "number", 2),
        Column(_("Spread between clusters"), "number", 2),
        Column(_("Clusters"), "number", 0),
    )
    table = Table(_("What went along with the choice of partners, over clusters"), columns, tuple(rows))
    common = _common(
        comparison,
        _(
            "An actor-oriented model in each cluster, then the mean of each effect over clusters and its spread beyond "
            "what estimation alone makes (two stages; Snijders & Baerveldt 2003)."
        ),
    )
    said.append(not_a_cause())
    blocks = (
        TableBlock(alt=table.caption, table=table, **common),  # type: ignore[arg-type]
        TextBlock(alt=" ".join(said), sentences=tuple(said), **common),  # type: ignore[arg-type]
    )
    return Section("models", _("What went along with the choice of partners?"), said[0], blocks)


def write_comparison(comparison: Comparison, folder: Path | str, *, language: str = "en") -> Path:
    """Write ``compare.html``, ``compare.json`` and ``compare.csv`` into `folder`; everything is made before the first.

    Raises
    ------
    NameInReport
        An organisation would be named that has not agreed to it; nothing is written.
    """
    from altair.utils.schemapi import debug_mode

    from clusterdynamics.report.writers.html import to_html

    with use_language(language), debug_mode(False):
        html = to_html(comparison_report(comparison, language=language))
    table = comparison.profile.to_frame()
    data = {
        "snapshot": comparison.snapshot,
        "audience": comparison.audience,
        "clusters": {name: a.snapshot for name, a in comparison.assessments.items()},
        "profile": table.to_dicts(),
        "understanding": list(comparison.model.sentences()),
        "combined": [
            {"network": network, "effect": effect, **{k: _plain(v) for k, v in asdict(found).items()}}
            for (network, effect), found in comparison.combined.items()
        ],
        "differences": {
            figure: {
                "label": comparison.label,
                "estimate": found.estimate.to_dict(),
                "p": found.p,
                "exact": found.exact,
                "with": sorted(found.with_),
                "without": sorted(found.without),
            }
            for figure, found in comparison.differences.items()
        },
    }
    files = {
        "compare.html": html,
        "compare.json": json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n",
        "compare.csv": table.write_csv(),
    }
    for text in files.values():
        for a in comparison.assessments.values():
            check_names(text, a.study, comparison.audience)
    for name, text in files.items():
        write_atomically(Path(folder) / name, text.encode("utf-8"))
    return Path(folder)


def _plain(value: float) -> float | None:
    """Return a number that JSON can hold."""
    return value if isfinite(value) else None
