"""Agreement of coders against published worked examples."""

from __future__ import annotations

import numpy as np
import pytest

from clusterdynamics.examples import skogsbygden
from clusterdynamics.loops.coding import coder_agreement, fleiss_kappa, krippendorff_alpha
from clusterdynamics.loops.coding.agreement import _same
from clusterdynamics.loops.coding.coefficients import counts_of
from tests.build import make_study

NAN = float("nan")


def codes(*rows: str) -> np.ndarray:
    letters = {c: float(k) for k, c in enumerate(sorted({c for r in rows for c in r.split()} - {"."}))}
    return np.array([[letters.get(c, NAN) for c in r.split()] for r in rows])


# Krippendorff (2011), sections A (binary, two observers), B (nominal, two) and C (nominal, four, with missing data).
@pytest.mark.parametrize(
    ("rows", "alpha"),
    [
        (("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095),
        (("a a b b d c c c e d d a", "b a b b b c c c e d d d"), 0.692),
        (
            (
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . 3",
                ". 3 3 3 2 3 4 2 2 5 1 .",
                "1 2 3 3 2 4 4 1 2 5 1 .",
            ),
            0.743,
        ),
    ],
)
def test_alpha(rows: tuple[str, ...], alpha: float) -> None:
    assert krippendorff_alpha(codes(*rows)) == pytest.approx(alpha, abs=5e-4)


def test_alpha_of_nothing_to_compare() -> None:
    assert np.isnan(krippendorff_alpha(codes("a b . .", ". . a b")))
    assert np.isnan(krippendorff_alpha(codes("a a", "a a")))
    assert krippendorff_alpha(codes("a b", "a b")) == 1


def test_fleiss() -> None:
    # Fleiss (1971): 14 raters, 10 subjects, 5 categories in the often reprinted example; kappa .210.
    table = """0 0 0 0 14; 0 2 6 4 2; 0 0 3 5 6; 0 3 9 2 0; 2 2 8 1 1; 7 7 0 0 0; 3 2 6 3 0; 2 5 3 2 2; 6 5 2 1 0;
    0 2 2 3 7"""
    counts = np.array([[float(x) for x in row.split()] for row in table.split(";")])
    assert fleiss_kappa(counts) == pytest.approx(0.210, abs=5e-4)
    # A subject that fewer rated is left out.
    assert fleiss_kappa(np.vstack([counts, [1, 0, 0, 0, 0]])) == pytest.approx(0.210, abs=5e-4)
    assert np.isnan(fleiss_kappa(counts_of(codes("a b"))))
    assert np.isnan(fleiss_kappa(counts_of(codes("a a", "a a"))))
    assert np.isnan(fleiss_kappa(np.empty((0, 2))))


def test_the_demo_was_coded_twice_in_three_stories() -> None:
    study = skogsbygden.build()
    found = {(a.kind, a.code): a for a in coder_agreement(study)}
    # By hand: st01, st05 and st09 have two coders; both found trust → openness in st05 and nowhere else.
    same = found["link", "trust→openness"]
    assert (same.units, same.coders, same.given) == (3, 2, 2)
    assert same.alpha == same.kappa == same.fleiss == 1
    # Only coder b found commitments_kept → willingness, in one of three stories. By the formula: n = 6 values, five 0
    # and one 1; 4 of 6 coincide, so that alpha = 1 − 5 · (6 − 4) / (36 − 26) = 0.
    assert found["link", "commitments_kept→willingness"].alpha == pytest.approx(0.0)
    assert found["link", "commitments_kept→willingness"].same == pytest.approx(2 / 3)
    assert found["theme", "meeting"].alpha == 1
    whole = found["all", ""]
    assert 0.5 < whole.alpha < 1
    by_sentence = coder_agreement(study, "sentence")
    assert by_sentence[-1].units > whole.units
    assert {a.code for a in by_sentence} == {a.code for a in coder_agreement(study)}


def test_nobody_coded_twice() -> None:
    assert coder_agreement(make_study(["a"])) == ()
    stories = [{"id": "s", "wave": "2024", "text": "One. Two."}]
    marks = [{"story": "s", "theme": "t", "start": 0, "end": 4, "coder": c} for c in ("a", None)]
    assert coder_agreement(make_study(["a"], tables={"stories": stories, "codings": marks})) == ()


def test_a_mark_without_a_place_counts_for_stories_only() -> None:
    stories = [{"id": "s", "wave": "2024", "text": "One. Two."}]
    marks = [
        {"story": "s", "theme": "t", "start": 0, "end": 4, "coder": "a"},
        {"story": "s", "theme": "u", "coder": "b"},
        {"story": "gone", "theme": "u", "coder": "b"},
    ]
    study = make_study(["a"], tables={"stories": stories, "codings": marks})
    assert {a.code for a in coder_agreement(study)} == {"t", "u", ""}
    assert {a.code for a in coder_agreement(study, "sentence")} == {"t", ""}


def test_the_share_of_pairs_that_say_the_same() -> None:
    # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", part A: the two observers agree on 6 of 10.
    two = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], dtype=float)
    assert _same(two) == pytest.approx(0.6)
    # By hand: three coders, of whom one differs (1 pair of 3 agrees), and all the same (3 of 3); together 4 of 6.
    assert _same(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 0.0]])) == pytest.approx(4 / 6)
    assert _same(np.array([[1.0], [np.nan]])) is None
