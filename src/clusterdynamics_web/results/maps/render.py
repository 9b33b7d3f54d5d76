"""From a picture to what the templates show: rows with links, a legend, choices, addresses."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from clusterdynamics.charts.network_map import Item
from clusterdynamics.charts.shapes import outline
from clusterdynamics.charts.theme import INK
from clusterdynamics_web.results.maps.build import Shown
from clusterdynamics_web.results.maps.picture import fill_of
from clusterdynamics_web.results.maps.state import ATTRIBUTES, Options

__all__ = ["controls", "legend", "tables"]


def controls(shown: Shown) -> list[dict[str, Any]]:
    """Return the fields of the form: name, label, what can be chosen, what is chosen; `more` ones are folded in."""
    state, choices = shown.state, shown.choices
    filters = dict(state.filters)
    called = {"type": _("Kind"), "class": _("Size"), "large": _("Large companies"), "nuts": _("Area (NUTS)")}
    order = [w for w, _words in choices.waves]
    since = tuple(o for o in choices.since if order.index(o[0]) < order.index(state.wave))
    fields: list[dict[str, Any]] = [
        _field("net", _("Links"), choices.networks, state.network),
        _field("wave", _("Wave"), choices.waves, state.wave),
        _field("since", _("Compared with"), since, state.since, _("no other wave")),
        _field("level", _("At least"), choices.levels, state.level, _("all of them")),
        *(
            _field(key, called[key], choices.filters[key], filters.get(key, ""), _("all"), more=True)
            for key in ATTRIBUTES
            if key in choices.filters
        ),
        _field("area", _("Area of the marks"), choices.areas, state.area, _("all the same"), more=True),
        _field("groups", _("Groups by"), choices.groups, state.groups or "type", more=True),
        _field("names", _("Names on the map"), (("off", _("not shown")),), _off(state.labels), _("shown"), more=True),
    ]
    return [f for f in fields if len(f["options"]) > 1]


def _off(labels: bool) -> str:
    return "" if labels else "off"


def _field(
    name: str, label: str, options: Options, chosen: str, none: str = "", *, more: bool = False
) -> dict[str, Any]:
    first = ((("", none),) if none else ()) if options else ()
    listed = [{"value": v, "words": w, "chosen": v == chosen} for v, w in (*first, *options)]
    return {
        "name": name,
        "label": label,
        "options": listed,
        "more": more,
        "used": more and any(o["chosen"] and o["value"] not in {"", "type"} for o in listed),
    }


def tables(shown: Shown) -> list[dict[str, Any]]:
    """Return the tables, with a link for each organisation: to look at it on the map, or to its row."""
    base = shown.state.to_query(focus="", view="")
    return [
        {
            "caption": t.caption,
            "columns": t.columns,
            "body": mark_safe("\n".join(_row(row, t.columns, base) for row in t.rows)),  # noqa: S308 - of format_html
        }
        for t in shown.picture.tables
    ]


def _row(row: tuple[Any, ...], columns: tuple[Any, ...], base: str) -> SafeString:
    first, *rest = row
    head = format_html(
        '<th scope="row"><a data-mark="{}" id="o-{}" href="?{}&amp;focus={}">{}</a></th>',
        first["mark"],
        first["mark"],
        base,
        first["mark"],
        first["text"],
    )
    cells = (_cell(cell, column["kind"]) for cell, column in zip(rest, columns[1:], strict=True))
    return format_html("<tr>{}{}</tr>", head, mark_safe("".join(cells)))  # noqa: S308 - of format_html


def _cell(cell: Any, kind: str) -> SafeString:
    if cell is None:
        unknown = _("not known")
        return format_html('<td><span aria-hidden="true">–</span><span class="unseen">{}</span></td>', unknown)
    if "links" in cell:
        listed = ((i, name, more) for i, name, more in cell["links"])
        links = format_html_join(", ", '<a href="#o-{}">{}</a>{}', listed)
        return format_html('<td data-sort="{}">{}</td>', len(cell["links"]), links or "–")
    shape = mark_safe(' class="number"') if kind == "number" else ""
    order = format_html(' data-sort="{}"', f"{cell['sort']:g}") if "sort" in cell else ""
    return format_html("<td{}{}>{}</td>", shape, order, cell["text"])


def legend(shown: Shown) -> list[tuple[SafeString, str]]:
    """Return (drawing, words) for each entry of the legend."""
    return [(_symbol(item), item.words) for group in shown.picture.scene.legend for item in group]


def _symbol(item: Item) -> SafeString:
    if item.dot is not None:
        dot = item.dot
        dash = "0.27 0.3" if dot.outline == "dotted" else "none"
        corners = outline(dot.kind.shape)
        path = (
            "M" + "L".join(f"{x:g},{y:g}" for x, y in corners) + "Z"
            if corners
            else "M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0Z"
        )
        return format_html(
            '<svg viewBox="-1.7 -1.7 3.4 3.4" width="18" height="18" aria-hidden="true"><path d="{}" fill="{}" '
            'stroke="{}" stroke-width="0.18" stroke-dasharray="{}"/></svg>',
            path,
            fill_of(dot),
            INK,
            dash,
        )
    line = item.line
    if line is None:
        return SafeString("")
    return format_html(
        '<svg viewBox="0 0 36 12" width="36" height="12" aria-hidden="true"><path d="M1,6H{}" stroke="{}" '
        'stroke-width="{}" stroke-opacity="{}" stroke-dasharray="{}"/>{}</svg>',
        28 if line.arrow else 35,
        line.colour,
        f"{line.width:.1f}",
        f"{line.opacity:.2f}",
        line.dash or "none",
        format_html('<path d="M35,6l-8,-3.5v7z" fill="{}"/>', line.colour) if line.arrow else "",
    )
