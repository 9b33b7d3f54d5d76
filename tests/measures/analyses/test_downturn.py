"""The block on the downturn: by hand, gates, words that claim no cause, the demo cluster."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.analyses import DownturnParams, downturn
from clusterdynamics.measures.analyses.downturn_wave import partner_counts
from clusterdynamics.models import load_model

from ...build import DEPTH, make_study

W = "2024"


def asked(
    answers: dict[str, list[str | None]],
    ties: list[tuple[Any, ...]] = [],  # noqa: B006 - never changed
    *,
    n: int | None = None,
    **settings: Any,
) -> Any:
    """Item → answers of organisation 1, 2, …; None is "don't know"; further organisations are silent."""
    count = max(map(len, answers.values()))
    ids = [f"o{i:02d}" for i in range(n or count)]
    rows = [
        {"wave": W, "respondent": f"r-{ids[i]}", "item": item, "value": v, "state": None if v else "dont_know"}
        for item, values in answers.items()
        for i, v in enumerate(values)
    ]
    return make_study(ids, ties, answered={W: ids[:count]}, tables={"answers": rows}, **settings)


def run(study: Any, replicates: int = 200, **params: Any) -> Any:
    return downturn(study, DownturnParams(replicates=replicates, **params), 1)


def share(found: Any, subject: str, name: str = "downturn.share") -> float | None:
    value: float | None = found.find(name, subject=subject).value
    return value


def test_worse_same_better() -> None:
    # 1 and 2 are worse, 3 the same, 4 and 5 better; the last organisation does not know.
    found = run(asked({"downturn.orders": ["1", "2", "3", "5", None]}))
    assert [share(found, f"downturn.orders={a}") for a in ("worse", "same", "better")] == [0.5, 0.25, 0.25]
    e = found.find("downturn.share", subject="downturn.orders=worse")
    assert (e.n, e.coverage) == (4, 1)  # "don't know" has answered, and is no order
    assert found.sentences()[0] == "2024, Orders, against a year ago: 50% of 4 organisations say worse, 25% better."


def test_several_respondents_share_the_weight() -> None:
    people = [{"id": f"a{k}", "wave": W, "actor": "a", "status": "submitted"} for k in (1, 2)]
    people.append({"id": "b1", "wave": W, "actor": "b", "status": "submitted"})
    rows = [
        {"wave": W, "respondent": r, "item": "downturn.staff", "value": v}
        for r, v in (("a1", "1"), ("a2", "5"), ("b1", "1"))
    ]
    study = make_study(["a", "b"], tables={"respondents": people, "answers": rows})
    # a is half worse, half better; b worse.
    assert share(run(study), "downturn.staff=worse") == 0.75


def _star(n: int, several: int) -> list[tuple[Any, ...]]:
    """The first `several` organisations cooperate with one another in a ring; the others with nobody."""
    return [(W, "depth", f"o{i:02d}", f"o{(i + 1) % several:02d}", 2) for i in range(several)]


def test_partners_by_hand() -> None:
    stances = ["more"] * 9 + ["less"] + ["less"] * 9 + ["more"]
    study = asked({"downturn.cooperate": stances}, _star(20, 10), relations=(DEPTH,))
    # In the ring everybody has two partners, the others none.
    assert set(partner_counts(study, W, load_model()).values()) == {0, 2}
    found = run(study, 400)
    name = "downturn.partners.share"
    assert share(found, "downturn.cooperate=more|partners=several", name) == 0.9
    assert share(found, "downturn.cooperate=more|partners=fewer", name) == pytest.approx(0.1)
    gap = found.find("downturn.partners.difference", subject="downturn.cooperate=more")
    assert gap.value == pytest.approx(0.8)
    assert gap.low > 0
    text = " ".join(found.sentences())
    assert (
        "Having at least 2 cooperation partners went along with “The downturn makes us cooperate … more”: 80 points"
        in text
    )
    assert "went along with less of “The downturn makes us cooperate … less”: 80 points" in text
    assert "does not say that one leads to the other" in text
    for word in ("because of", "causes", "makes them", "therefore", "effect of"):
        assert word not in text


def test_no_difference_is_said_as_none() -> None:
    stances = ["more", "less"] * 10
    found = run(asked({"downturn.cooperate": stances}, _star(20, 10), relations=(DEPTH,)), 400)
    assert found.sentences()[-1] == (
        "Nothing here went along with having at least 2 cooperation partners, as far as we can say."
    )


def test_too_few_on_one_side_and_depth_not_asked() -> None:
    few = run(asked({"downturn.cooperate": ["more"] * 10}, _star(10, 8), relations=(DEPTH,)))
    assert few.find("downturn.partners.difference", subject="downturn.cooperate=more").details == {"n": 2, "gate": 5}
    assert few.sentences()[-1].endswith("cannot be said: one side has 2 organisations, and this needs 5.")
    none = run(asked({"downturn.cooperate": ["more"] * 10}, relations=()))
    assert none.find("downturn.partners.difference", subject="downturn.cooperate=more").reason == "not_asked"
    assert none.sentences()[-1].endswith("This was not asked.")


def test_gate_and_not_asked() -> None:
    low = run(asked({"downturn.orders": ["1"] * 5, "downturn.cooperate": ["more"] * 5}, n=10))
    assert low.sentences()[:2] == (
        "2024, Orders, against a year ago: We cannot say, because 50% answered and this needs 65%.",
        "2024, “The downturn makes us cooperate …”: We cannot say, because 50% answered and this needs 65%.",
    )
    nothing = run(make_study(["a", "b"]))
    assert nothing.sentences() == ("What the downturn does was not asked.",)
    assert {e.reason for e in nothing.estimates} == {"not_asked"}


def test_words_are_counted_by_stance_and_never_quoted() -> None:
    answers: dict[str, list[str | None]] = {
        "downturn.cooperate": ["more", "more", "less"],
        "downturn.why": ["Half the orders", None, "No time"],
        "downturn.help": ["Loans", None, None],
    }
    found = run(asked(answers))
    name = "downturn.wrote"
    assert share(found, "downturn.why", name) == 2
    assert share(found, "downturn.why|downturn.cooperate=more", name) == 1
    assert share(found, "downturn.help|downturn.cooperate=less", name) == 0
    assert found.sentences()[-1] == "“What help would matter most?” 1 organisation answered in its own words."
    assert "Half the orders" not in str(found.to_dict())


def test_what_a_reader_may_not_see_is_not_told() -> None:
    found = run(asked({"downturn.orders": ["1", "5"], "downturn.cooperate": ["more", "less"]}))
    only = found.with_estimates(e for e in found.estimates if e.subject == "downturn.cooperate=more")
    assert only.sentences()[0] == "2024, “The downturn makes us cooperate …”: more 50% (2 organisations)."
    assert found.with_estimates(()).sentences() == ("What the downturn does was not asked.",)


@settings(max_examples=25)
@given(st.lists(st.sampled_from("12345"), min_size=1, max_size=9))
def test_the_three_shares_sum_to_one(values: list[str]) -> None:
    found = run(asked({"downturn.staff": list(values)}), 5)
    parts = [share(found, f"downturn.staff={a}") or 0 for a in ("worse", "same", "better")]
    assert sum(parts) == pytest.approx(1)
    assert parts[0] == pytest.approx(sum(v in "12" for v in values) / len(values))


def test_the_demo() -> None:
    found = run(skogsbygden.build())
    # examples/README.md: asked in 2026 only; at least about twice as many say more as say less.
    assert found.waves == ("2026",)
    value = {
        a: found.find("downturn.share", wave="2026", subject=f"downturn.cooperate={a}").value for a in ("more", "less")
    }
    assert value["more"] > 1.5 * value["less"] > 0
    assert found.find("downturn.share", wave="2026", subject="downturn.orders=worse").value > 0.5
    assert found.find("downturn.share", wave="2024", subject="downturn.orders=worse").reason == "not_asked"
