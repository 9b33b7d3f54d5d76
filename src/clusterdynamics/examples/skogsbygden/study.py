"""Put the study together from its parts."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from clusterdynamics.examples.skogsbygden.cast import CAST, WAVES
from clusterdynamics.examples.skogsbygden.consents import consents
from clusterdynamics.examples.skogsbygden.elsewhere import partner_regions
from clusterdynamics.examples.skogsbygden.fieldwork import DAYS, OPENS, make_fieldwork
from clusterdynamics.examples.skogsbygden.follow_up import actions, findings, indicators, suggestions
from clusterdynamics.examples.skogsbygden.frames import Row, frame
from clusterdynamics.examples.skogsbygden.instrument import AREAS, PURPOSES, settings
from clusterdynamics.examples.skogsbygden.opinions import answers
from clusterdynamics.examples.skogsbygden.reports import make_reports
from clusterdynamics.examples.skogsbygden.stories import claims, codings, stories, themes
from clusterdynamics.examples.skogsbygden.surroundings import area_answers, nominations, outside_links
from clusterdynamics.examples.skogsbygden.world import World, make_world
from clusterdynamics.study.model import Study

__all__ = ["make_study"]


def make_study(seed: int) -> Study:
    """Make the study from a seed."""
    world = make_world(seed)
    field = make_fieldwork(seed, world)
    reports = make_reports(seed, world, field)
    rows: dict[str, list[Row]] = {
        "waves": _waves(),
        "respondents": [r.row() for r in field.respondents],
        "offered": field.offered(),
        "ties": reports.ties,
        "ratings": reports.ratings,
        "wishes": reports.wishes,
        "answers": answers(seed, world, field),
        "areas": [{"id": a, "label": label, "sensitivity": s} for a, (label, s) in AREAS.items()],
        "area_answers": area_answers(seed, world, field, reports),
        "purposes": [{"id": p, "label": label} for p, label in PURPOSES.items()],
        "nominations": nominations(seed, world, field),
        "outside_links": outside_links(seed, world, field),
        "partner_regions": partner_regions(seed, world, field),
        "consents": consents(seed, field),
        "stories": stories(field),
        "claims": claims(),
        "themes": themes(),
        "codings": codings(),
        "suggestions": suggestions(world),
        "indicators": indicators(seed),
        "findings": findings(),
        "actions": actions(),
    }
    tables = {name: frame(name, part) for name, part in rows.items()}
    tables["actors"] = frame("actors", _actors(world), {"branch": pl.String()})
    return Study(settings(), tables, source="skogsbygden")


def _waves() -> list[Row]:
    return [
        {
            "id": wave,
            "label": f"Autumn {wave}",
            "opens": OPENS[wave].date(),
            "closes": (OPENS[wave] + timedelta(days=DAYS)).date(),
        }
        for wave in WAVES
    ]


def _actors(world: World) -> list[Row]:
    return [
        {
            "id": o.id,
            "label": o.label,
            "short_label": o.short,
            "type": o.type,
            "size_class": o.size,
            "is_anchor": o.anchor,
            "nuts": world.nuts(o),
            "lat": world.place[o.id][0],
            "lon": world.place[o.id][1],
            "joined": o.joined,
            "left": o.left,
            "opted_out": o.opted_out,
            "predecessor": list(o.predecessor) or None,
            "aliases": list(o.aliases) or None,
            "branch": o.branch,
        }
        for o in CAST
    ]
