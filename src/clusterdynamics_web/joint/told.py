"""What both sides read of a joint study: the same tables, in the language of whoever reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from clusterdynamics.charts.numbers import number, percent, whole
from clusterdynamics.i18n import use_language
from clusterdynamics_web.joint.access import Agreement
from clusterdynamics_web.joint.models import Count, Reading
from clusterdynamics_web.survey.form.texts import Texts

__all__ = ["DEFINITIONS", "NOTHING", "SOURCE", "Told"]

#: What the two counts are, in our words. Both count legal entities; RCR84 counts some of those in RCO87 (`counts.py`).
#: What one may take for granted of a sum over projects is the programme's to say, so sums are not shown.
DEFINITIONS = {
    Count.Code.RCO87: gettext_lazy(
        "Legal entities that cooperate formally in a supported project: its partners and associated organisations, as "
        "the funding agreement names them. Each counts once in a project. It may take part in others too, so the "
        "numbers of several projects do not add up."
    ),
    Count.Code.RCR84: gettext_lazy(
        "Of the legal entities counted in RCO87, those with a formal agreement to go on cooperating across borders "
        "after the end of the project. The agreement is made during the project or within a year after it. The topic "
        "may be another one."
    ),
}
#: Stands where there is no figure.
NOTHING = "–"
#: Where they are defined: the names in Annex I of the regulation, what is counted in the fact sheets of the staff
#: working document of 8 July 2021.
SOURCE = gettext_lazy(
    "Common Interreg indicators of Regulation (EU) 2021/1059; Commission staff working document SWD(2021) 198"
)


class Told:
    """The readings of a joint study in words.

    Parameters
    ----------
    found
        The agreement; both sides are there.
    readings
        The rounds that can be shown, oldest first.
    """

    def __init__(self, found: Agreement, readings: Sequence[Reading]) -> None:
        self._found = found
        self._contents: list[dict[str, Any]] = [r.content for r in readings]
        first, second = found.sides
        self.names = {"a": first.region.name, "b": second.region.name}

    @property
    def latest(self) -> dict[str, Any]:
        return self._contents[-1]

    def where(self, here: str, there: str) -> str:
        """Return what a block is called."""
        if here == "all":
            return _("All together")
        if here == there:
            return _("Inside {region}").format(region=self.names[here])
        return _("{region} → {other}").format(region=self.names[here], other=self.names[there])

    def answer(self) -> str:
        """Return the finding in a sentence."""
        blocks = self.latest.get("blocks", ())
        shares = {b["from"] + b["to"]: b.get("density") for b in blocks}
        if not blocks or any(not b["asked"] or "density" not in b for b in blocks):
            return ""
        if None in shares.values():
            return _("What can be shown stands in the table. The rest is hidden: few organisations stand behind it.")
        with _language():
            facts = {way: percent(share) for way, share in shares.items() if share is not None}
        told = _(
            "Inside {a} {aa} of the possible links are there, inside {b} {bb}. "
            "From {a} to {b} it is {ab}, from {b} to {a} {ba}."
        )
        return told.format(**self.names, **facts)

    def facts(self) -> list[tuple[str, str]]:
        """Return when, and how many answered."""
        found = []
        for place, side in enumerate("ab"):
            number_ = self.latest["answered"][side]
            answered = whole(number_) if number_ is not None else _("fewer than {n}").format(n=self.latest["minimum"])
            told = _("{wave}: {n} organisations answered").format(wave=self.latest["waves"][place], n=answered)
            found.append((self.names[side], told))
        return found

    # -- tables for `components/table.html` --------------------------------------------------------------------------

    def tables(self) -> list[dict[str, Any]]:
        """Return all tables that the agreement shares and that there is something for."""
        made = (self.blocks(), self.mutual(), self.regional(), self.barriers(), self.change(), self.counts())
        return [table for table in made if table is not None]

    def blocks(self) -> dict[str, Any] | None:
        """Return possible and reported links inside and between, how many of the possible, and how deep they are."""
        if "blocks" not in self.latest:
            return None
        with _language():
            rows = [
                [self.where(b["from"], b["to"]), *self._links(b), self._depth(b)]
                for b in (*self.latest["blocks"], self.latest["all"])
            ]
        columns = [_("Where"), _("Pairs asked about"), _("Links reported"), _("Share of the pairs"), _("Mean depth")]
        return _table("links", _("Links inside the two regions and between them"), columns, rows)

    def _links(self, b: Mapping[str, Any]) -> list[Any]:
        if not b["asked"]:
            return [_("not asked")] * 3
        if "density" not in b:
            return [None, None, None]
        possible = self._why("few") if b["possible"] is None else _cell(b["possible"], whole)
        if b["ties"] is None:
            return [possible, self._why(b["why"]), self._why(b["why"])]
        return [possible, _cell(b["ties"], whole), _cell(b["density"], percent)]

    def _depth(self, b: Mapping[str, Any]) -> Any:
        depth = b.get("depth")
        if depth is not None:
            return _cell(depth, lambda v: number(v, 1))
        return self._why(b["depth_why"]) if b.get("depth_why") else None

    def mutual(self) -> dict[str, Any] | None:
        """Return of how many linked pairs both ends say so."""
        rows: list[list[Any]] = []
        with _language():
            for m in self.latest.get("mutual", ()):
                name = self.where(m["from"], m["to"]).replace("→", "↔")
                if not m["asked"]:
                    rows.append([name, *[_("not asked")] * 3])
                elif m["both"] is None:
                    rows.append([name, *[self._why(m["why"])] * 3])
                else:
                    share = _cell(m["both"] / m["either"], percent) if m["either"] else None
                    rows.append([name, _cell(m["either"], whole), _cell(m["both"], whole), share])
        columns = [_("Where"), _("Pairs that one or both ends report"), _("Pairs that both ends report"), _("Share")]
        caption = _("Links that both ends report, of the pairs in which both were asked")
        return _table("mutual", caption, columns, rows) if rows else None

    def regional(self) -> dict[str, Any] | None:
        """Return how many organisations work with the other region, and how closely."""
        rows: list[list[Any]] = []
        with _language():
            for told in self.latest.get("regional", ()):
                side = told["side"]
                name = self.where(side, "b" if side == "a" else "a")
                if not told["asked"]:
                    rows.append([name, *[_("not asked")] * 3])
                elif "works" in told:
                    n = self._why("few") if told["answered"] is None else _cell(told["answered"], whole)
                    works = self._why(told["why"]) if told["works"] is None else _cell(told["works"], whole)
                    depth = told.get("closeness")
                    rows.append([name, n, works, None if depth is None else _cell(depth, lambda v: number(v, 1))])
        columns = [
            _("Where"),
            _("Organisations that answered"),
            _("of these work with the other region"),
            _("Mean depth"),
        ]
        return _table("regional", _("Working with the other region as a whole"), columns, rows) if rows else None

    def barriers(self) -> dict[str, Any] | None:
        """Return what stands in the way, as a share of those that work with the other region."""
        sides = {t["side"]: t for t in self.latest.get("regional", ()) if "barriers" in t}
        names = list(dict.fromkeys(b["id"] for t in sides.values() for b in t["barriers"]))
        hidden = sum(t["hidden_barriers"] for t in sides.values())
        if not names and not hidden:
            return None
        own = self._found.own.study
        language = get_language() or "en"
        words = Texts(own.parsed, language, own.areas, own.purposes).options("between.barriers")
        rows: list[list[Any]] = []
        with _language():
            for name in names:
                row: list[Any] = [words.get(name, name.replace("_", " "))]
                for side in "ab":
                    found = [b["share"] for b in sides.get(side, {}).get("barriers", ()) if b["id"] == name]
                    row.append(_cell(found[0], percent) if found else None)
                rows.append(row)
            if hidden:
                rows.append([_("Others, which few organisations name: not shown"), None, None])
        columns = [_("What stands in the way"), *(_("named in {region}").format(region=self.names[s]) for s in "ab")]
        caption = _("What stands in the way, named by organisations that work with the other region")
        return _table("barriers", caption, columns, rows)

    def change(self) -> dict[str, Any] | None:
        """Return the share of the possible links in each round, side by side."""
        if "change" not in self._found.joint.figures or len(self._contents) < 2 or "blocks" not in self.latest:
            return None
        rows: list[list[Any]] = []
        with _language():
            for place, block in enumerate((*self.latest["blocks"], self.latest["all"])):
                row: list[Any] = [self.where(block["from"], block["to"])]
                for content in self._contents:
                    b = [*content.get("blocks", ()), content.get("all", {})][place]
                    share = b.get("density")
                    row.append(_cell(share, percent) if share is not None else self._why(b.get("why", "")))
                rows.append(row)
        columns = [_("Where"), *(" / ".join(dict.fromkeys(c["waves"])) for c in self._contents)]
        return _table("change", _("Share of the possible links, wave by wave"), columns, rows)

    def counts(self) -> dict[str, Any] | None:
        """Return what the two sides note about organisations in cross-border projects."""
        if "counts" not in self._found.joint.figures:
            return None
        rows: list[list[Any]] = []
        with _language():
            for side in self._found.sides:
                for c in side.counts.all():
                    source = _("{source}, {day}").format(source=c.source, day=c.day.isoformat())
                    rows.append([c.get_code_display(), side.region.name, c.project, _cell(c.number, whole), source])
        columns = [_("What is counted"), _("Region"), _("Project"), _("Organisations"), _("Source and date")]
        table = _table("counts", _("Organisations in cross-border projects"), columns, rows, numbers=(3,))
        return table if rows else None

    def _why(self, why: str) -> str:
        """Return what stands in the place of a number; the page says below it what these words mean."""
        if why == "few":
            return _("fewer than {n}").format(n=self.latest["minimum"])
        return _("not shown") if why else ""

    # -- the picture -------------------------------------------------------------------------------------------------

    def frame(self) -> pl.DataFrame:
        """Return the blocks for `charts.region_matrix`."""
        rows = [
            {
                "row": self.names[b["from"]],
                "column": self.names[b["to"]],
                "value": b.get("density"),
                "note": _("not asked") if not b["asked"] else _("not shown") if b.get("density") is None else None,
            }
            for b in self.latest["blocks"]
        ]
        schema = {"row": pl.String, "column": pl.String, "value": pl.Float64, "note": pl.String}
        return pl.DataFrame(rows, schema=schema)

    def alt(self) -> str:
        """Return the picture in words."""
        with _language():
            parts = [
                f"{self.where(b['from'], b['to'])}: "
                + (percent(b["density"]) if b.get("density") is not None else _("not shown"))
                for b in self.latest["blocks"]
            ]
        return _("Share of the possible links that are there.") + " " + "; ".join(parts) + "."


def _language() -> Any:
    return use_language(get_language() or "en")


def _cell(value: float, say: Any) -> dict[str, Any]:
    return {"text": say(value), "sort": float(value)}


def _table(
    name: str, caption: str, columns: Sequence[str], rows: list[list[Any]], numbers: Sequence[int] = ()
) -> dict[str, Any]:
    kinds = ["number" if (k in numbers if numbers else k) else "text" for k in range(len(columns))]
    titles = [{"title": c, "kind": kind} for c, kind in zip(columns, kinds, strict=True)]
    # A dash that is read out, and nothing unseen: what is unseen in a wide table makes a narrow page wide.
    filled = [[{"text": NOTHING} if cell is None else cell for cell in row] for row in rows]
    return {"id": name, "caption": caption, "columns": titles, "rows": filled}
