"""Attack 3: one new respondent between two publications; the difference would be that respondent's answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clusterdynamics.assessment import assess
from clusterdynamics.disclosure import decide
from clusterdynamics.disclosure.cells import Cell, CellTable, Equation, Kind
from clusterdynamics.disclosure.snapshots import (
    Published,
    Snapshot,
    differing,
    fingerprint_of,
    held_back,
    republish,
)
from tests import build
from tests.disclosure.studies import make_study, random_ties

GROUPS = {"a": 12, "b": 12}
SALT = b"sixteen bytes!!!"


def two_waves(new: int):
    """The same answers twice; in the second wave `new` organisations have joined and name everybody in a."""
    names = [f"b{12 - i}" for i in range(new)]
    late = set(names)
    old = {t for t in random_ties(GROUPS, 0.2, 3) if not late & set(t)}
    ties = {"1": old, "2": old | {(n, f"a{i + 1}") for n in names for i in range(12)}}
    study = make_study(GROUPS, ties, joined=dict.fromkeys(names, "2"))
    return study, assess(study, replicates=20, analyses=("whole_network", "change"))


def value(disclosed, name, subject="whole", wave="2"):
    return disclosed.find(name, subject=subject, wave=wave, network="advice").value


def test_the_attack_works_on_what_the_study_team_sees():
    study, assessment = two_waves(1)
    disclosed = decide(assessment, study, "study")
    # The newcomer named 12.
    assert value(disclosed, "new", "all", "1→2") - value(disclosed, "new", "stayers", "1→2") == 12
    ties = value(disclosed, "ties")
    assert ties - value(disclosed, "kept", "stayers", "1→2") - value(disclosed, "new", "stayers", "1→2") == 12


@pytest.mark.parametrize("audience", ["board", "participants", "network", "public"])
def test_one_newcomer_cannot_be_worked_out(audience):
    study, assessment = two_waves(1)
    k = 3 if audience in ("board", "participants") else 5
    disclosed = decide(assessment, study, audience)
    assert all(e.value is None for e in disclosed if e.subject == "all")
    assert not [e for e in disclosed if e.name == "ties"]
    # The attacker takes the density for exact, although it is rounded: 24 · 23 pairs.
    whole = sum(1 for r in study["ties"].iter_rows(named=True) if r["wave"] == "2")
    kept, new = (value(disclosed, name, "stayers", "1→2") for name in ("kept", "new"))
    if kept is None:
        return
    step = next(s for s in (20, 10, 5) if kept % s == 0 and new % s == 0)
    low, high = whole - kept - new - step, whole - kept - new + step
    assert low <= 0
    assert high >= k - 1


def test_many_newcomers_are_no_difference_to_hide():
    study, assessment = two_waves(5)
    disclosed = decide(assessment, study, "network")
    assert value(disclosed, "kept", "stayers", "1→2") == value(
        decide(assessment, study, "study"), "kept", "stayers", "1→2"
    )
    assert value(disclosed, "new", "all", "1→2") == 60  # 5 newcomers name 12 each


# -- two publications of one wave --------------------------------------------------------------------------------------


def published(answers):
    """Group → respondent → ties; the total beside it."""
    cells = {}
    for group, people in answers.items():
        cells[group] = Published(
            float(sum(people.values())),
            {fingerprint_of(SALT, p): fingerprint_of(SALT, p, str(v)) for p, v in people.items()},
        )
    everybody = {h: a for c in cells.values() for h, a in c.contributors.items()}
    cells["t"] = Published(sum(c.value for c in cells.values()), everybody)
    return Snapshot("1", cells)


def table(answers):
    cells = [Cell(g, Kind.TIES, sum(p.values()), 20 * len(p), (len(p),)) for g, p in answers.items()]
    whole = Cell("t", Kind.TIES, sum(c.total for c in cells), sum(c.n for c in cells), (99,), margin=True)
    return CellTable((*cells, whole), (Equation("t", tuple(answers)),))


BEFORE = {g: {f"{g}{i}": 5 for i in range(6)} for g in "abcd"}


def with_new(group, number, ties=9):
    return BEFORE | {group: BEFORE[group] | {f"{group}new{i}": ties for i in range(number)}}


@pytest.mark.parametrize(("number", "back"), [(0, set()), (1, {"a", "t"}), (2, {"a", "t"}), (3, set())])
def test_a_changed_cell_needs_k_respondents_that_differ(number, back):
    assert held_back([published(BEFORE)], published(with_new("a", number)), 3) == back


def test_the_difference_of_two_publications_does_not_give_the_newcomer_away():
    after = with_new("a", 1)
    done = republish([published(BEFORE)], published(after), table(after), 3, 4)
    shown = {key: done.value(key) for key in "abcdt"}
    # Straight: the cell minus what it was.
    assert shown["a"] is None
    # Round about: the new total minus the other groups, minus what the cell was.
    others = [shown[g] for g in "bcd"]
    assert shown["t"] is None or None in others


def test_a_total_with_enough_newcomers_does_not_give_away_the_part_with_one():
    after = with_new("a", 3) | {"b": with_new("b", 1)["b"]}
    assert held_back([published(BEFORE)], published(after), 3) == {"b"}
    done = republish([published(BEFORE)], published(after), table(after), 3, 4)
    shown = {key: done.value(key) for key in "abcdt"}
    assert shown["b"] is None
    # What the total leaves must be shared by two hidden cells at least.
    assert shown["t"] is None or sum(shown[g] is None for g in "abcd") >= 2


def test_a_corrected_answer_is_a_difference():
    after = BEFORE | {"a": BEFORE["a"] | {"a0": 6}}
    assert held_back([published(BEFORE)], published(after), 3) == {"a", "t"}


def test_what_was_hidden_stays_hidden_until_enough_have_come():
    hidden = Snapshot("1", published(BEFORE).cells | {"a": Published(None, published(BEFORE).cells["a"].contributors)})
    assert held_back([hidden], published(BEFORE), 3) == {"a"}
    assert held_back([hidden], published(with_new("a", 3)), 3) == set()


def test_other_waves_and_new_cells_are_not_compared():
    other = Snapshot("0", published(BEFORE).cells)
    assert held_back([other], published(with_new("a", 1)), 3) == set()
    assert held_back([Snapshot("1", {})], published(BEFORE), 3) == set()


def test_every_earlier_publication_counts():
    first, second = published(BEFORE), published(with_new("a", 3))
    third = published(with_new("a", 4))
    assert held_back([first], third, 3) == set()
    assert held_back([first, second], third, 3) == {"a", "t"}


def test_fingerprints_hold_no_names_and_need_a_salt():
    assert fingerprint_of(SALT, "r-1") != fingerprint_of(b"another secret!!", "r-1")
    # Parts do not run together.
    assert fingerprint_of(SALT, "ab", "c") != fingerprint_of(SALT, "a", "bc")
    assert differing({"x": "1", "y": "1"}, {"x": "2", "z": "1"}) == 3
    with pytest.raises(ValueError, match="16 bytes"):
        fingerprint_of(b"short", "x")


# -- the measures of those who stayed beside those of all --------------------------------------------------------------


def newcomers(new: int):
    study, _ = two_waves(new)
    return study, assess(study, replicates=20, analyses=("whole_network", "network_change", "depth_change"))


@pytest.mark.parametrize("audience", ["board", "participants", "network", "public"])
def test_the_density_of_those_who_stayed_does_not_give_one_newcomer_away(audience):
    study, assessment = newcomers(1)
    # On what the study team sees the attack works: 24 · 23 pairs of all, 23 · 22 of those who stayed.
    team = decide(assessment, study, "study")
    stayed = value(team, "change.density.second", "whole", "1→2")
    assert value(team, "density") * 24 * 23 - stayed * 23 * 22 == pytest.approx(12)
    disclosed = decide(assessment, study, audience)
    hidden = [e for e in disclosed if e.name.startswith("change.") and e.value is not None]
    assert hidden == []


def test_with_many_newcomers_measures_before_and_now_are_shown_without_the_leave_out_range():
    study, assessment = newcomers(5)
    disclosed = decide(assessment, study, "network")
    assert value(disclosed, "change.density", "whole", "1→2") == 0.0
    shown = disclosed.find("change.centralisation.in_degree", wave="1→2")
    assert shown.value is not None
    assert shown.low is None
    assert not [e for e in disclosed if e.name.startswith("change.ei_index")]


def test_a_network_of_none_is_not_told_by_its_change():
    study = make_study(GROUPS, {"1": random_ties(GROUPS, 0.2, 3), "2": set()})
    assessment = assess(study, replicates=20, analyses=("network_change",))
    disclosed = decide(assessment, study, "public")
    assert all(e.value is None for e in disclosed if e.name.startswith("change.density"))
    assert not assessment.network_change.with_estimates(disclosed.figures["network_change"]).called(
        "1→2", "advice", "density"
    )


def renamed_study(second_voices: int = 0):
    """Twelve organisations that all answer twice; one goes by a new name; some are asked through a second person."""
    names = [f"o{i:02d}" for i in range(12)]
    actors = [{"id": n, "label": n} for n in names]
    actors[0]["left"] = "2"
    actors.append({"id": "n00", "label": "n00", "joined": "2", "predecessor": ["o00"]})
    later = ["n00", *names[1:]]
    ties = [(w, "advice", a, b) for w, who in (("1", names), ("2", later)) for a in who for b in who[:4] if a != b]
    answered = {"1": names, "2": later}
    study = build.make_study(actors, ties, relations=(build.ADVICE,), waves="12", answered=answered, asked=answered)
    more = [{"id": f"s{i}", "wave": "2", "actor": names[i + 1], "status": "submitted"} for i in range(second_voices)]
    people = study["respondents"].vstack(build.frame("respondents", more)) if more else study["respondents"]
    return replace(study, tables={**study.tables, "respondents": people})


def test_an_organisation_with_a_new_name_did_not_come_or_go():
    study = renamed_study()
    assessment = assess(study, replicates=20, analyses=("change", "network_change"))
    disclosed = decide(assessment, study, "public")
    # 4 · 3 + 8 · 4 = 44 links, all kept.
    assert [value(disclosed, "kept", who, "1→2") for who in ("all", "stayers")] == [44, 44]
    assert value(disclosed, "change.density", "whole", "1→2") == 0


@pytest.mark.parametrize(("second_voices", "shown"), [(1, False), (2, False), (7, True)])
def test_what_second_persons_of_few_organisations_add_cannot_be_worked_out(second_voices, shown):
    study = renamed_study(second_voices)
    assessment = assess(study, replicates=20, analyses=("whole_network", "network_change"))
    disclosed = decide(assessment, study, "public")
    assert (value(disclosed, "change.density", "whole", "1→2") is not None) == shown
