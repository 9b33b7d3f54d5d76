"""The network map: what each audience gets in page, data and files is what `map_view` lets it see, and no more."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
from django.test import Client

from clusterdynamics.assessment import Assessment
from clusterdynamics.charts.network_map import tie_changes
from clusterdynamics.disclosure import Audience, decide, leaks, map_view, minimum_for
from clusterdynamics.disclosure.classes import class_of
from clusterdynamics.measures.analyses.common import cut_names
from clusterdynamics.measures.identity import succession
from clusterdynamics.report.audience import secret_names
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import AuditEntry, Role
from clusterdynamics_web.results.maps.filters import allowed, passing
from clusterdynamics_web.results.maps.state import ATTRIBUTES
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

LogIn = Callable[[User], Client]
#: One of each class, and in `make verify` the others that read it.
OTHERS = [
    Audience.PARTICIPANTS,
    Audience.PUBLIC,
    *(pytest.param(a, marks=pytest.mark.verify) for a in (Audience.CLUSTER_MANAGER, Audience.BOARD, Audience.NETWORK)),
]


def data(client: Client, house: House, query: str = "") -> dict[str, Any]:
    answer = client.get(house.url(f"results/map/data.json?{query}"))
    assert answer.status_code == 200, query
    found: dict[str, Any] = json.loads(answer.content)
    return found


def pairs(found: dict[str, Any], *, directed: bool = False) -> set[tuple[str, str]]:
    """Links as pairs of names."""
    names = [node["name"] for node in found["nodes"]]
    listed = [(names[a], names[b]) for a, b, *_rest in found["lines"]]
    return {pair if directed else (min(pair), max(pair)) for pair in listed}


def test_the_study_team_gets_every_organisation_and_link(
    map_house: House, demo_assessment: Assessment, log_in: LogIn
) -> None:
    study = demo_assessment.study
    client = log_in(map_house.lead)
    found = data(client, map_house, "wave=2026&net=cooperation")
    network = study.network("cooperation", "2026")
    expected = {
        tuple(sorted((study.labels[network.nodes[i]], study.labels[network.nodes[j]])))
        for i, j in np.argwhere(network.ties).tolist()
    }
    assert pairs(found) == expected
    assert {n["name"] for n in found["nodes"]} == {study.labels[a] for a in network.nodes}
    by_name = {n["name"]: n for n in found["nodes"]}
    answered = {study.labels[a] for a in study.answered("2026")}
    assert {name for name, n in by_name.items() if n["answered"]} == answered
    large = {a for a, b in study["actors"].select("id", "is_anchor").iter_rows() if b}
    assert {name for name, n in by_name.items() if n["large"]} == {study.labels[a] for a in large & set(network.nodes)}
    # A link is confirmed where both sides report it, and not judged where one of them did not answer.
    confirmed = {
        tuple(sorted((study.labels[network.nodes[i]], study.labels[network.nodes[j]])))
        for i, j in np.argwhere(network.ties & network.ties.T).tolist()
    }
    names = [n["name"] for n in found["nodes"]]
    drawn = {(min(names[a], names[b]), max(names[a], names[b])): facts for a, b, _s, _bend, facts in found["lines"]}
    assert {pair for pair, facts in drawn.items() if facts.get("confirmed")} == confirmed
    # No identifier of the study is in it, not even for the team.
    assert leaks(json.dumps(found), study.actor_ids) == []


def test_places_are_the_same_in_all_waves_and_as_in_the_report(
    map_house: House, demo_assessment: Assessment, log_in: LogIn
) -> None:
    from clusterdynamics.report.sections.context import Context
    from clusterdynamics.report.sections.maps import drawn_networks

    client = log_in(map_house.lead)
    places = [
        {n["name"]: (n["x"], n["y"]) for n in data(client, map_house, q)["nodes"]}
        for q in ("wave=2024", "wave=2026", "wave=2026&since=2024", "wave=2026&net=advice", "wave=2026&type=firm")
    ]
    context = Context(demo_assessment)
    report = context.places(drawn_networks(context)).places
    labels = demo_assessment.study.labels
    expected = {labels[a]: xy for a, xy in report.items()}
    for found in places:
        for name, (x, y) in found.items():
            assert (x, y) == pytest.approx(expected[name], abs=0.06), name


def test_the_change_map_is_that_of_the_library(map_house: House, demo_assessment: Assessment, log_in: LogIn) -> None:
    study = demo_assessment.study
    found = data(log_in(map_house.lead), map_house, "wave=2026&since=2024")
    between = succession(study, "2024", "2026")
    from clusterdynamics.measures.identity import followed

    expected = tie_changes(
        followed(study.network("cooperation", "2024"), between.renamed),
        study.network("cooperation", "2026"),
        between.apart,
    )
    said = {"kept": 0, "new": 0, "lost": 0}
    for *_ends, facts in found["lines"]:
        said[facts["change"]] += 1
    assert said == {name: len(expected[name]) for name in said}
    compared = {n["name"] for n in found["nodes"] if n["outline"] != "hollow"}
    assert compared == {study.labels[a] for a in between.stayers}
    # A merged firm is not shown as lost links: whoever merged or split stands there without links.
    touched = {i for a, b, *_rest in found["lines"] for i in (a, b)}
    merged = {study.labels[a] for a in between.apart}
    assert merged
    assert not {found["nodes"][i]["name"] for i in touched} & merged


def test_filter_and_figures_agree(map_house: House, demo_assessment: Assessment, log_in: LogIn) -> None:
    """WS-12: figures are computed on the organisations drawn, and without a filter they are those of the report."""
    client = log_in(map_house.lead)
    whole = client.get(map_house.url("results/map/?wave=2026&net=cooperation")).context["picture"]
    reported = next(
        e
        for e in demo_assessment.results["whole_network"].estimates
        if (e.name, e.network, e.wave) == ("density", "cooperation", "2026")
    )
    assert reported.value is not None
    assert f"{reported.value:.0%}" in dict(whole.figures).values()
    assert whole.basis == "Computed on 42 of 42 organisations."
    page = client.get(map_house.url("results/map/?wave=2026&net=cooperation&type=firm&level=3&area=degree"))
    part = page.context["picture"]
    study = demo_assessment.study
    firms = sorted(passing(study, study.present("2026"), "type", "firm"))
    ties = study.network("depth", "2026").subset(firms).symmetrise("either").values
    count = int((np.nan_to_num(ties) >= 3).sum()) // 2  # brute force: pairs of firms with a depth of 3 or more
    assert part.basis == f"Computed on {len(firms)} of 42 organisations."
    figures = dict(part.figures)
    assert figures["Links"] == str(count)
    assert figures["Mean depth of links"] == f"{ties[np.nan_to_num(ties) >= 3].mean():.2f}"
    # The table has the same organisations and the same links.
    (table,) = part.tables
    assert len(table.rows) == len(firms) == len(part.scene.dots)
    assert sum(len(row[4]["links"]) for row in table.rows) == 2 * count
    assert part.basis in part.svg()


@pytest.mark.parametrize("audience", OTHERS)
def test_others_get_what_map_view_gives_and_no_name_without_consent(
    audience: Audience, map_house: House, demo_assessment: Assessment, log_in: LogIn
) -> None:
    study = demo_assessment.study
    client = log_in(map_house.lead)
    disclosed = decide(demo_assessment, study, audience)
    secrets = [*secret_names(study, audience), *study.actor_ids]
    inside = class_of(audience) <= class_of(Audience.PARTICIPANTS)
    latest = study.wave_ids[-1]
    for network, wave in [*product(cut_names(study), [latest]), ("cooperation", study.wave_ids[0])]:
        query = f"as={audience}&net={network}&wave={wave}"
        found = data(client, map_house, query)
        view = map_view(study, network, wave, disclosed, publication="any")
        free = {a for a in study.actor_ids if study.labels[a] not in secret_names(study, audience)}
        named = {study.labels[a] for a in view.organisations if a in free}
        groups = {n["name"] for n in found["nodes"] if n["id"].startswith("g")}
        assert {n["name"] for n in found["nodes"]} - groups == named
        directed = study.settings.relation(network)[0].directed
        expected = {
            (a, b) if directed else (min(a, b), max(a, b))
            for t in view.ties
            if {t.origin, t.target} <= free
            for a, b in [(study.labels[t.origin], study.labels[t.target])]
        }
        assert {p for p in pairs(found, directed=directed) if not set(p) & groups} == expected
        shares = sorted(f["share"] for *_ends, f in found["lines"] if "share" in f)
        assert shares == sorted(t.density for t in view.group_ties if t.origin != t.target)
        if inside:
            assert "value" not in json.dumps(found["lines"])
        else:
            assert named == set()
        assert not [n for n in found["nodes"] if {"size", "large", "answered", "measure"} & set(n)]
        assert leaks(json.dumps(found, ensure_ascii=False), secrets) == []
    query = f"as={audience}&area=organisations&type=firm"
    file = client.get(map_house.url(f"results/map/file.svg?{query}"))
    page = client.get(map_house.url(f"results/map/?{query}"))
    assert leaks(file.content, secrets, name=file.headers["Content-Disposition"]) == []
    assert leaks(page.content, secrets) == []


def test_places_of_participants_follow_from_what_they_see(
    demo_assessment: Assessment, demo_kept: Callable[[Audience], dict[str, Any]]
) -> None:
    """The place of an organisation on the team's map would give its links away."""
    team = demo_kept(Audience.STUDY)["layout"]["places"]
    theirs = demo_kept(Audience.PARTICIPANTS)["layout"]["places"]
    moved = [a for a in theirs if abs(team[a][0] - theirs[a][0]) + abs(team[a][1] - theirs[a][1]) > 20]
    assert len(moved) > len(theirs) / 2
    assert demo_kept(Audience.PUBLIC)["layout"] is None


def test_identifiers_of_groups_change_with_the_publication(demo_assessment: Assessment) -> None:
    from dataclasses import replace

    from clusterdynamics_web.results.maps.kept import work_out

    numbered = set()
    for snapshot in ("one", "two", "three"):
        view = work_out(replace(demo_assessment, snapshot=snapshot), Audience.PUBLIC)["views"]["cooperation|2026|type"]
        numbered.add(tuple(sorted((group, node) for node, group, _n in view["groups"])))
    assert len(numbered) > 1


# -- attacks on filters -------------------------------------------------------------------------------------------


def test_no_two_filters_leave_or_take_away_few(map_house: House, demo_assessment: Assessment, log_in: LogIn) -> None:
    """A∧B minus A: every filter that is used leaves nobody or k in each difference, counted by hand."""
    study = demo_assessment.study
    client = log_in(map_house.lead)
    values = {k: sorted({v for v in study.attribute(a, study.actor_ids) if v}) for k, a in ATTRIBUTES.items()}
    values["large"] = ["only", "without"]
    audience = Audience.PARTICIPANTS
    least = minimum_for(study.settings.disclosure, class_of(audience))
    single = [((k, v),) for k, vs in values.items() for v in vs]
    double = [(a, b) for (a,) in single for (b,) in single if a[0] < b[0]]
    used = 0
    for filters in [*single, *double]:
        everybody = set(study.answered("2026"))
        sets = [set(passing(study, everybody, k, v)) for k, v in filters]
        both = everybody.intersection(*sets)
        differences = [len(w - both) for w in (everybody, *sets)]
        safe = len(both) >= least and all(d == 0 or d >= least for d in differences)
        if allowed(study, "2026", filters, audience):
            used += 1
            assert safe, filters
    assert used > 3
    # What is not allowed is refused in words, and the whole map is shown instead.
    refused = next(f for f in double if not allowed(study, "2026", f, audience))
    query = "as=participants&wave=2026&" + "&".join(f"{k}={v}" for k, v in refused)
    page = client.get(map_house.url(f"results/map/?{query}"))
    assert page.context["picture"].refused
    assert "This filter is not used" in page.content.decode()
    unfiltered = data(client, map_house, "as=participants&wave=2026")
    assert data(client, map_house, query)["nodes"] == unfiltered["nodes"]
    three = "as=participants&type=firm&class=small&nuts=SE311"
    assert "At most two filters" in client.get(map_house.url(f"results/map/?{three}")).content.decode()
    # Large companies are three: with and without them is for the team.
    for who, works in (("participants", False), ("", True)):
        page = client.get(map_house.url(f"results/map/?as={who}&large=without"))
        assert bool(page.context["picture"].refused) != works


def test_filtered_figures_are_for_the_team(map_house: House, log_in: LogIn) -> None:
    client = log_in(map_house.manager)
    page = client.get(map_house.url("results/map/?wave=2026&nuts=SE311"))
    assert [words for _name, words in page.context["picture"].figures] == [
        "Figures of a part of the organisations are for the study team."
    ]
    groups = [n for n in data(client, map_house, "wave=2026&nuts=SE311")["nodes"] if n["id"].startswith("g")]
    assert groups == []  # shares of all would stand beside a part of them
    for query in ("since=2024", "level=4", "area=degree"):  # what only the team can choose is not there
        picture = client.get(map_house.url(f"results/map/?wave=2026&{query}")).context["picture"]
        assert "kept" not in picture.finding
        assert picture.scene.title == "Cooperation, Autumn 2026"


# -- state, files, refusals ---------------------------------------------------------------------------------------


def test_the_address_keeps_the_whole_state(map_house: House, log_in: LogIn) -> None:
    client = log_in(map_house.lead)
    query = "net=cooperation&wave=2026&since=2024&level=3&type=firm&large=without&area=degree&names=off"
    query += "&focus=n3&view=120%2C-40%2C2.50"
    page = client.get(map_house.url(f"results/map/?{query}"))
    assert page.context["state"] == query
    text = page.content.decode()
    for name, value in (("since", "2024"), ("level", "3"), ("type", "firm"), ("large", "without"), ("names", "off")):
        assert re.search(rf'<select id="map-{name}".*?<option value="{value}" selected>', text), name
    assert page.context["focus"].id == "n3"
    assert page.context["focus"].sentence in text
    found = client.get(map_house.url("results/map/?find=granadal"))
    assert found.context["focus"].name == "Granådal Kartong AB"
    for wrong in ("net=trust_in_me", "wave=1999", "as=everybody"):
        assert client.get(map_house.url(f"results/map/?{wrong}")).status_code == 404
    # What is no longer there is let go of: another wave was chosen, a mark is not on this map.
    page = client.get(map_house.url("results/map/?wave=2024&since=2024&focus=n999&view=a,b,c"))
    assert page.context["state"] == "net=cooperation&wave=2024"


def test_files_hold_legend_dates_coverage_and_source(
    map_house: House, demo_assessment: Assessment, log_in: LogIn
) -> None:
    client = log_in(map_house.manager)
    picture = client.get(map_house.url("results/map/file.svg?wave=2026"))
    assert picture.headers["Content-Disposition"].endswith('-2026-cluster_manager.svg"')
    text = " ".join(re.findall(r">([^<>]+)<", picture.content.decode()))
    for words in ("Firm", "76% of those asked answered", "2026-09-07 to 2026-10-16", "A place means nothing."):
        assert words in text
    assert f"snapshot {demo_assessment.snapshot[:12]}, for the cluster manager." in text
    assert "Not shown: the size of groups of fewer than 4 organisations" in text
    png = client.get(map_house.url("results/map/file.png?wave=2026"))
    assert png.content.startswith(b"\x89PNG")
    assert client.get(map_house.url("results/map/file.gif")).status_code == 404


def test_named_links_leave_with_a_reason_and_on_record(map_house: House, log_in: LogIn) -> None:
    """PV-12: a picture for the team is stamped and logged; the public one needs no reason."""
    client = log_in(map_house.lead)
    assert client.get(map_house.url("results/map/file.svg")).status_code == 403
    assert client.get(map_house.url("results/map/file.svg?as=public")).status_code == 200
    take = map_house.url("results/map/take-out/?wave=2026&since=2024")
    short = client.post(take, {"kind": "svg", "reason": "so"})
    assert short.status_code == 422
    assert "Say in a few words" in short.content.decode()
    assert not AuditEntry.objects.filter(verb="map.taken_out").exists()
    given = client.post(take, {"kind": "svg", "reason": "For the meeting of the study team on Friday"})
    assert "attachment" in given.headers["Content-Disposition"]
    assert b"For the meeting of the study team on Friday" in given.content
    assert b"study team only" in given.content
    assert AuditEntry.objects.get(verb="map.taken_out").details["reason"].startswith("For the meeting")
    for role in (Role.CLUSTER_MANAGER, Role.BOARD, Role.REGION_ADMIN):
        other = log_in(map_house.people[role])
        assert other.post(take, {"kind": "svg", "reason": "I want it very much"}).status_code == 403


def test_the_data_is_packed_where_that_can_be_read(map_house: House, log_in: LogIn) -> None:
    client = log_in(map_house.lead)
    plain = client.get(map_house.url("results/map/data.json"))
    packed = client.get(map_house.url("results/map/data.json"), headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 3


def test_each_role_sees_the_map_of_its_audience(map_house: House, log_in: LogIn) -> None:
    for role, audience in ((Role.BOARD, "board"), (Role.FACILITATOR, "participants"), (Role.REGION_ADMIN, "network")):
        client = log_in(map_house.people[role])
        assert client.get(map_house.url("results/map/")).context["audience"] == audience
        assert client.get(map_house.url("results/map/data.json?as=study")).status_code == 403
        assert client.get(map_house.url("results/map/picture.svg?as=study")).status_code == 403


def test_without_results_there_is_no_map(home: House, log_in: LogIn) -> None:
    client = log_in(home.lead)
    assert client.get(home.url("results/map/")).headers["Location"] == home.url("results/")
    assert client.get(home.url("results/map/data.json")).status_code == 404
