"""What the tables of a study must hold for what respondents said: written down from the method, not from the import.

A picked organisation has a row for each relation; an unpicked one has none, and is no link because it was offered and
the answers were sent in. What was seen and left open is "not answered"; what was never shown has no row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from clusterdynamics.exchange.survey.form import Form, Role
from clusterdynamics.exchange.survey.form.draft import DONT_KNOW, NOBODY
from clusterdynamics.study.names import fold

type Rows = set[tuple[Any, ...]]


def expected_rows(form: Form, submissions: Sequence[Mapping[str, Any]]) -> dict[str, Rows]:
    """Return table → rows, each as a tuple of the columns named in `COLUMNS`."""
    rows: dict[str, Rows] = {table: set() for table in COLUMNS}
    actors = [c.value for c in form.lists["actors"].choices if c.group == "actor"]
    codes: dict[str, str] = {}
    by_role = {role: [(n, f.ref) for n, f in form.fields.items() if f.role == role] for role in Role}
    for said in submissions:
        who, own = said["respondent"], said["own"]
        yes = said["consent_take_part"] == "yes"
        rows["respondents"].add((who, own, "submitted" if yes else "declined"))
        for name, choice in by_role[Role.CONSENT]:
            if said.get(name) is not None:
                rows["consents"].add((who, choice, said[name]))
        if not yes:
            continue
        others = [a for a in actors if a != own]
        rows["offered"] |= {(who, a) for a in others}
        cards = {c["partner"]: c for c in said["cards"]}
        for partner in others if said["pick"] is None else [p for p in said["pick"] if p != NOBODY]:
            _card_rows(rows, by_role, who, own, partner, cards.get(partner))
        for other in said["wishes"] or ():
            rows["wishes"].add((who, own, other, "more" if other in (said["pick"] or ()) else "start"))
        for name, item in by_role[Role.ANSWER]:
            value = said[name]
            text = "|".join(value) if isinstance(value, list) else value
            state = "not_answered" if value is None else "dont_know" if value == DONT_KNOW else "answered"
            rows["answers"].add((who, item, text if state == "answered" else None, state))
        for name, area in by_role[Role.AREA]:
            rows["area_answers"] |= {(who, area, a) for a in said[name] or ()}
        if said["outside"] is not None:
            for kind in said["outside_types"] or [None]:
                purposes = "|".join(said["outside_purposes"] or ()) or None
                rows["outside_links"].add((who, said["outside"] == "yes", kind, purposes))
        rows["partner_regions"] |= _region_rows(who, said)
        for entry in said["champions"]:
            person = entry["champion_person"]
            if person is not None:
                key = " ".join(re.sub("[.,]", " ", fold(person)).split())
                person = codes.setdefault(key, f"person-{len(codes) + 1}")
            if entry["champion_actor"] is not None or person is not None:
                rows["nominations"].add((who, entry["champion_actor"], person))
        for name, kind in by_role[Role.STORY]:
            if said[name]:
                readers = said["consent_quote"] or "nobody"
                rows["stories"].add((who, own, said[name], kind == "worked", readers))
    return rows


def _region_rows(who: str, said: Mapping[str, Any]) -> Rows:
    """One row a region, the first of each; "no" where somebody says that there is none, else nothing."""
    if said["other_regions_n"] in {None, "0"}:
        return set() if said["other_regions_n"] is None else {(who, False, *[None] * 7)}
    found: dict[str, tuple[Any, ...]] = {}
    for page in said["other_regions"]:
        region = page["other_region_name"] if page["other_region"] == "another_region" else page["other_region"]
        if region is None:
            continue
        region = next((k for k in ("NO02", "Nord & Syd") if fold(region) == fold(k)), " ".join(region.split()))
        depth, what = page["other_region_depth"], [page[f"other_region_{n}"] for n in ("areas", "barriers")]
        row = [None if depth in {None, DONT_KNOW} else float(depth), *(tuple(w) if w else None for w in what)]
        row += [page[f"other_region_{n}"] for n in ("gets", "door", "door_name")]
        found.setdefault(fold(region), (who, True, region, *row))
    return set(found.values())


def _card_rows(rows: dict[str, Rows], by_role: Any, who: str, own: str, partner: str, card: Any) -> None:
    states: dict[str, tuple[float | None, str]] = {}
    for name, _relation in by_role[Role.RELATION]:
        value = None if card is None else card[name]
        if value is None or value == DONT_KNOW:
            states[name] = (None, "not_answered" if value is None else "dont_know")
        else:
            number = {"yes": 1.0, "no": 0.0}.get(value) if value in {"yes", "no"} else float(value)
            states[name] = (number, "tie" if number else "no_tie")
    rank = ["tie", "dont_know", "not_answered", "no_tie"]
    first = min(states, key=lambda n: rank.index(states[n][1]))
    for name, relation in by_role[Role.RELATION]:
        what = [None, None]
        if card is not None and name == first:
            what = [tuple(card[n]) if card[n] else None for n in ("card_areas", "card_purposes")]
        rows["ties"].add((who, relation, own, partner, *states[name], *what))
    for name, item in by_role[Role.RATING] if card is not None else ():
        depth = states["depth"][0] or 0
        if depth >= 2 or not item.startswith("trust."):
            value = card[name]
            state = "not_answered" if value is None else "dont_know" if value == DONT_KNOW else "answered"
            rows["ratings"].add((who, item, own, partner, float(value) if state == "answered" else None, state))


COLUMNS = {
    "respondents": ("id", "actor", "status"),
    "consents": ("respondent", "choice", "class"),
    "offered": ("respondent", "actor"),
    "ties": ("respondent", "relation", "from", "to", "value", "state", "area", "purpose"),
    "ratings": ("respondent", "item", "from", "to", "value", "state"),
    "wishes": ("respondent", "from", "to", "kind"),
    "answers": ("respondent", "item", "value", "state"),
    "area_answers": ("respondent", "area", "answer"),
    "outside_links": ("respondent", "has_links", "partner_type", "purpose"),
    "partner_regions": (
        "respondent",
        "has_partners",
        "region",
        "depth",
        "areas",
        "barriers",
        "gets",
        "door",
        "door_name",
    ),
    "nominations": ("respondent", "actor", "person"),
    "stories": ("respondent", "actor", "text", "worked", "class"),
}
