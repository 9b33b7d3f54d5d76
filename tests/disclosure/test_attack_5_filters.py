"""Attack 5: two filters that differ by few; A and B minus A."""

from __future__ import annotations

from itertools import permutations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.assessment import assess
from clusterdynamics.disclosure import decide
from clusterdynamics.disclosure.differencing import may_benchmark, may_filter
from clusterdynamics.study.model import Study
from tests.disclosure.attacker import shown_cells
from tests.disclosure.studies import make_study, random_ties

EVERYBODY = [f"o{i}" for i in range(20)]


@given(st.sets(st.sampled_from(EVERYBODY)), st.sets(st.sampled_from(EVERYBODY)), st.sampled_from([4, 5]))
def test_no_two_pages_that_are_shown_differ_by_fewer_than_the_minimum(a, b, least):
    tried = (
        ("a", [("type", a)], a),
        ("b", [("size_class", b)], b),
        ("both", [("type", a), ("size_class", b)], a & b),
    )
    pages = {name: passing for name, filters, passing in tried if may_filter(EVERYBODY, filters, least)}
    pages["all"] = set(EVERYBODY)
    assert all(len(p) >= least for p in pages.values())
    for wide, narrow in permutations(pages.values(), 2):
        # The attack: subtract one page from another that holds it.
        if (
            narrow <= wide
            and (wide, narrow) != (pages.get("a"), pages.get("b"))
            and (wide, narrow)
            != (
                pages.get("b"),
                pages.get("a"),
            )
        ):
            assert len(wide - narrow) == 0 or len(wide - narrow) >= least


def test_only_declared_attributes_and_at_most_two():
    half, third = EVERYBODY[:10], EVERYBODY[5:]
    assert may_filter(EVERYBODY, [("type", half)], 5)
    assert may_filter(EVERYBODY, [("type", half), ("nuts", third)], 5)
    assert not may_filter(EVERYBODY, [("turnover", half)], 5)
    assert not may_filter(EVERYBODY, [("type", half), ("type", third)], 5)
    assert not may_filter(EVERYBODY, [("type", half), ("nuts", half), ("size_class", half)], 5)


def nested_study(more: int):
    """Group r has 6 organisations; the large ones are these and `more` of group a."""
    groups = {"a": 12, "b": 9, "r": 6}
    names = [f"{g}{i + 1}" for g, n in groups.items() for i in range(n)]
    large = {n for n in names if n[0] == "r"} | {f"a{i + 1}" for i in range(more)}
    sizes = {n: "large" if n in large else "small" for n in names}
    study = make_study(groups, {"1": random_ties(groups, 0.35, 4)}, sizes=sizes)
    return study, assess(study, replicates=20, analyses=("whole_network", "mixing"))


@pytest.mark.parametrize(("more", "both"), [(1, False), (5, True)])
def test_two_attributes_that_differ_by_one_organisation(more, both):
    study, assessment = nested_study(more)
    disclosed = decide(assessment, study, "board")
    by_type = "type:r→r" in shown_cells(disclosed, "1")
    by_size = "size_class:large→large" in shown_cells(disclosed, "1", "size_class")
    # r→r from large→large leaves the ties of the one organisation that is large and not in r.
    assert (by_type and by_size) is both


def test_two_attributes_that_make_the_same_group_are_one_cell():
    study, assessment = nested_study(0)
    disclosed = decide(assessment, study, "board")
    by_type = "type:r→r" in shown_cells(disclosed, "1")
    assert by_type == ("size_class:large→large" in shown_cells(disclosed, "1", "size_class"))


@pytest.mark.parametrize(("more", "both"), [(1, False), (5, True)])
def test_a_region_and_a_kind_that_differ_by_one_organisation(more, both):
    """The matrix of regions is another analysis than that of kinds; published together they are one table."""
    study, _assessment = nested_study(more)
    codes = pl.Series("nuts", ["NO081" if s == "large" else "SE311" for s in study["actors"]["size_class"].to_list()])
    study = Study(study.settings, {**study.tables, "actors": study["actors"].with_columns(codes)})
    found = assess(study, replicates=20, analyses=("whole_network", "mixing", "regions"))
    disclosed = decide(found, study, "board")
    by_type = "type:r→r" in shown_cells(disclosed, "1")
    by_region = "nuts0:NO→NO" in shown_cells(disclosed, "1", "nuts0")
    assert (by_type and by_region) is both


def test_benchmarks_need_five_clusters():
    assert [n for n in range(8) if may_benchmark(n)] == [5, 6, 7]  # product.md FB-10
