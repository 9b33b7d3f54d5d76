"""WS-11: no scene that can be chosen ranks organisations by name, not even where all of them agreed to everything."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import escape, unescape
from typing import Any
from unittest.mock import patch

import polars as pl
import pytest

from clusterdynamics.assessment import Assessment
from clusterdynamics.charts.svg import to_data_uri
from clusterdynamics.disclosure import Audience, leaks
from clusterdynamics.i18n import is_own_word
from clusterdynamics.study.model import Study
from clusterdynamics.study.tables import TABLES
from clusterdynamics_web.results.maps import kept
from clusterdynamics_web.results.maps.others import others_choices
from clusterdynamics_web.results.told import tell
from clusterdynamics_web.sensemaking.maps import _drawn
from clusterdynamics_web.sensemaking.models import Scene, Session
from clusterdynamics_web.sensemaking.shown import scene_shown, sections_of
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

_NUMBER = re.compile(r"\d")


def named(text: str, names: list[str]) -> list[str]:
    """Return the names in a text, in the order in which they stand there."""
    at = {n: m.start() for n in names if (m := re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text))}
    return sorted(at, key=lambda n: at[n])


def svg_of(block: dict[str, Any]) -> str:
    """Return the picture of a block as text; empty where it has none."""
    return unescape(base64.b64decode(block.get("picture", "").partition("base64,")[2]).decode())


def rankings(shown: dict[str, Any], names: list[str]) -> Iterator[str]:
    """Yield what in a scene says which of the organisations named there is more than another one."""
    sentences = [shown["title"], shown["answer"]]
    for block in shown["blocks"]:
        lines = [block.get("heading", ""), *block.get("sentences", ()), block.get("text", "")]
        sentences += [*lines, block.get("title", ""), block.get("alt", "")]
        listed = [n for line in lines for n in named(line, names)]
        if len(set(listed)) > 1 and listed != sorted(listed, key=str.casefold):
            yield f"in an order that is not the alphabet's: {listed}"
        picture = svg_of(block)
        if len(named(picture, names)) > 1:
            yield f"a chart of organisations: {named(picture, names)}"
    drawn = shown.get("map", {"tables": (), "alt": ""})
    sentences.append(drawn["alt"])
    for text in (s for said in sentences for s in re.split(r"(?<=[.!?;])\s", said)):
        if len(named(text, names)) > 1 and _NUMBER.search(text):
            yield f"names with numbers: {text}"
    for table in drawn["tables"]:
        first = [row[0] for row in table["rows"] if row[0] in names]
        if len(first) > 1 and first != sorted(first, key=str.casefold):
            yield f"a table in an order that is not the alphabet's: {first}"
        if len(first) > 1 and any(re.fullmatch(r"[\d.,% ]+", cell) for row in table["rows"] for cell in row[1:]):
            yield f"a table of names with figures: {table['columns']}"


def agreed_to_everything(study: Study) -> Study:
    """Return the study as if everybody had agreed to all there is to agree to."""
    choices = {"take_part": "yes", "name": "public", "own_ties": "yes", "findable": "yes", "quote": "public"}
    rows = [{"respondent": r, "choice": c, "class": v} for r in study["respondents"]["id"] for c, v in choices.items()]
    schema = TABLES["consents"].schema
    consents = pl.DataFrame([{k: row.get(k) for k in schema} for row in rows], schema=schema)
    champions = study["champions"].with_columns(pl.lit("public").alias("class"))
    return replace(study, tables=dict(study.tables) | {"consents": consents, "champions": champions})


def test_what_counts_as_a_ranking() -> None:
    names = ["Alpha", "Beta", "Gamma"]
    good = {
        "title": "Bridges",
        "answer": "Three bridges hold the two halves.",
        "blocks": [{"sentences": ["Alpha", "Gamma"]}, {"picture": to_data_uri("<svg>Alpha</svg>")}],
        "map": {"alt": "3 links.", "tables": [{"columns": ["", ""], "rows": [["Alpha", "Gamma"], ["Beta", "–"]]}]},
    }
    assert list(rankings(good, names)) == []
    bad: list[dict[str, Any]] = [
        {"answer": "Gamma (9) and Alpha (3) carry most."},
        {"blocks": [{"sentences": ["Gamma", "Alpha"]}]},
        {"blocks": [{"picture": to_data_uri("<svg>Alpha &amp; Beta</svg>")}]},
        {"map": {"alt": "", "tables": [{"columns": [], "rows": [["Beta", ""], ["Alpha", ""]]}]}},
        {"map": {"alt": "", "tables": [{"columns": [], "rows": [["Alpha", "0.9"], ["Beta", "0.4"]]}]}},
    ]
    for change in bad:
        assert list(rankings(good | change, names)), change


@pytest.mark.verify
@pytest.mark.parametrize("audience", [Audience.PARTICIPANTS, Audience.BOARD, Audience.NETWORK])
def test_no_scene_ranks_organisations_by_name(
    session: Session,
    read_house: House,
    demo_assessment: Assessment,
    monkeypatch: pytest.MonkeyPatch,
    audience: Audience,
) -> None:
    study = agreed_to_everything(demo_assessment.study)
    open_to = {r.id: ("board", "cluster_manager") for r in study.settings.relations}
    disclosure = study.settings.disclosure.model_copy(update={"opens": open_to})
    study = replace(study, settings=study.settings.model_copy(update={"disclosure": disclosure}))
    assessment = replace(demo_assessment, study=study)

    def data_of(chart: Any, alt: str, title: str) -> str:
        return f"<svg><desc>{escape(json.dumps(chart.to_dict(), default=str))}</desc></svg>"

    with patch("clusterdynamics.report.pictures.to_svg", data_of):
        told = tell(assessment, audience, "en")
    worked_out = cache(lambda who: kept.work_out(assessment, who))
    monkeypatch.setattr("clusterdynamics_web.results.store.told_of", lambda *_: told)
    monkeypatch.setattr("clusterdynamics_web.results.maps.build.study_of", lambda _snapshot: study)
    monkeypatch.setattr("clusterdynamics_web.results.maps.build.kept_of", lambda _snapshot, who: worked_out(who))
    Session.objects.filter(pk=session.pk).update(audience=audience.value)
    session.refresh_from_db()
    labels = {*study.labels.values(), *study.short_labels.values()}
    names = sorted(n for n in labels if not is_own_word(n))
    wrong, scenes, seen = [], 0, set[str]()

    def look(scene: Scene, where: str) -> None:
        nonlocal scenes
        shown = scene_shown(scene)
        assert shown is not None, where
        scenes += 1
        seen.update(n for n in names if leaks(json.dumps(shown, ensure_ascii=False, default=str), [n]))
        wrong.extend(f"{where}: {what}" for what in rankings(shown, names))

    for section in sections_of(session):
        look(Scene(session=session, position=1, title="A scene", section=section["id"]), section["id"])
    choices = others_choices(study, worked_out(audience), audience)
    for network, _words in choices.networks:
        for wave, _label in choices.waves:
            more = [f"&area={a}" for a, _w in choices.areas] + [f"&groups={g}" for g, _w in choices.groups]
            more += [f"&{k}={options[0][0]}" for k, options in choices.filters.items()]
            for rest in ["", *(more if wave == choices.waves[-1][0] else [])]:
                state = f"net={network}&wave={wave}{rest}"
                look(Scene(session=session, position=1, title="A map", map_state=state), state)
                dots = _drawn(session, dict(p.split("=") for p in state.split("&"))).picture.scene.dots
                sizes = {round(dot.radius, 3) for dot in dots if dot.node in study.actor_ids}
                if len(sizes) > 1:
                    wrong.append(f"{state}: the marks of organisations differ in size: {sizes}")
    assert not wrong, "\n".join(wrong)
    assert scenes > 15
    # The walk has met names: it is no walk through empty rooms.
    assert len(seen) > (20 if audience != Audience.NETWORK else 0), seen
