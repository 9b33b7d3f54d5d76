"""Bad input and message, in pairs: every problem is found, placed, and has a remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clusterdynamics.models import check_model
from clusterdynamics.models.problems import TEMPLATES, ModelCode, ModelProblem, nearest
from tests.models.own import OURS, own_model, toml, write

Change = Callable[[dict[str, Any]], object]


def found(folder: Path, change: Change, stages: int = 3) -> tuple[ModelProblem, ...]:
    raw = own_model(stages)
    change(raw)
    model, problems = check_model(write(folder, raw))
    assert (model is None) == any(p.severity == "error" for p in problems)
    return problems


def put(section: str, place: int, /, **values: object) -> Change:
    return lambda raw: raw[section][place].update(values)


def drop(section: str, number: int, key: str) -> Change:
    return lambda raw: raw[section][number].pop(key)


def circuit(**values: object) -> Change:
    return lambda raw: raw["loops"][0]["circuits"][0].update(values)


def question(**values: object) -> Change:
    return lambda raw: raw.update(
        questions=[{"id": "x", "part": "trust", "kind": "rating", "text": "?", **OURS, **values}]
    )


def rule(**values: object) -> Change:
    whole = {"id": "n", "stage": "stage-1", "text": "t", "measure": "within_steps", "supports": 0.5, "contradicts": 0.1}
    return lambda raw: raw.update(evidence=[{**whole, **OURS, **values}])


# What was changed, the code, the place, and words of the message or the remedy.
ONE_PROBLEM: list[tuple[Change, str, str, str]] = [
    (lambda r: r.update(stagess=[]), "model-key-unknown", "", "Did you mean 'stages'?"),
    (put("stages", 0, lable="x"), "model-key-unknown", "stages stage-1", "Did you mean 'label'?"),
    (circuit(polarty="x"), "model-key-unknown", "loops R1, circuits 1", "Did you mean 'polarity'?"),
    (lambda r: r.pop("title"), "model-key-missing", "", "'title' is missing"),
    (drop("stages", 1, "label"), "model-key-missing", "stages stage-2", "'label' is missing"),
    (drop("statements", 1, "basis"), "model-basis-missing", "statements q1.doing", "documented"),
    (drop("links", 0, "source"), "model-source-missing", "links 1", "one of the sources"),
    (lambda r: r["thresholds"].pop("basis"), "model-basis-missing", "thresholds", "reconstruction"),
    (put("links", 0, basis="documentd"), "model-choice", "links 1", "Did you mean 'documented'?"),
    (put("stages", 0, number=0), "model-value", "stages stage-1", "greater than or equal to 1"),
    (put("statements", 0, text="x" * 121), "model-value", "statements q1.meeting", "at most 120"),
    (put("blocks", 0, id="a b"), "model-value", "blocks a b", "'id' cannot be 'a b'"),
    (lambda r: r.pop("scales"), "model-section-missing", "", "'scales' is missing"),
    (lambda r: r.pop("sample_sizes"), "model-section-missing", "", 'extends = "reference"'),
    (lambda r: r.update(blocks=[]), "model-section-missing", "blocks", "'blocks' is missing"),
    (lambda r: r.update(areas="none"), "model-section-shape", "areas", "wrong form"),
    (lambda r: r.update(gates=[1]), "model-section-shape", "gates", "wrong form"),
    (lambda r: r.update(extends="referense"), "model-extends", "", "'referense', is not known"),
    (lambda r: r["dimensions"].append(r["dimensions"][0]), "model-id-twice", "dimensions meeting", "'meeting'"),
    (put("factors", 1, code="f1"), "model-code-twice", "factors f2", "factors f1; factors f2"),
    (question(id="q1.doing", kind="text"), "model-id-twice", "questions q1.doing", "statements q1.doing"),
    (put("stages", 0, loop="r1"), "model-reference", "stages stage-1", "Did you mean 'R1'?"),
    (put("stages", 0, economies=["additive"]), "model-reference", "stages stage-1", "not among the economies"),
    (put("statements", 1, dimension="doin"), "model-reference", "statements q1.doing", "Did you mean 'doing'?"),
    (put("statements", 0, scale="agree"), "model-reference", "statements q1.meeting", "Did you mean 'agreement'?"),
    (put("statements", 0, source="them"), "model-reference", "statements q1.meeting", "not among the sources"),
    (put("factors", 0, stage="stage-9"), "model-reference", "factors f1", "Did you mean 'stage-"),
    (put("factors", 0, evidence=["n9"]), "model-reference", "factors f1", "statements, questions, evidence"),
    (put("loops", 0, stage="stage_1"), "model-reference", "loops R1", "Did you mean 'stage-1'?"),
    (lambda r: r["story_evidence"].update(source="x"), "model-reference", "story_evidence", "not among the sources"),
    (rule(stage="9"), "model-reference", "evidence n", "not among the stages"),
    (rule(parameters={"stepps": 2}), "model-key-unknown", "evidence n, parameters", "Did you mean 'steps'?"),
    (
        rule(measure="outside_givers", parameters={"q": 2}),
        "model-key-unknown",
        "evidence n, parameters",
        "Known are: –",
    ),
    (rule(measure="within_stepps"), "model-choice", "evidence n", "Did you mean 'within_steps'?"),
    (rule(contradicts=0.6), "model-order", "evidence n", "'contradicts' must be lower than 'supports'"),
    (rule(supports=1.2), "model-value", "evidence n", "less than or equal to 1"),
    (put("stages", 2, number=5), "model-stage-numbers", "stages", "numbered 1, 2, 5"),
    (put("stages", 2, number=2), "model-stage-numbers", "stages", "numbered 1, 2, 2"),
    (put("statements", 0, dimension="doing"), "model-stage-core", "stages stage-1", "core dimension 'meeting'"),
    (lambda r: r["links"].append(r["links"][0]), "model-link-twice", "links 5", "from 'f1' to 'f2'"),
    (
        lambda r: r["links"].append({"cause": "f1", "effect": "f1", "sign": "+", **OURS}),
        "model-link-self",
        "links 5",
        "f1",
    ),
    (circuit(chain=["f1", "f2", "f3", "f4"]), "model-chain-open", "loops R1, circuit main", "ends with 'f4'"),
    (circuit(chain=[]), "model-chain-open", "loops R1, circuit main", "at least two factors"),
    (circuit(chain=["f1", "f3", "f4", "f1"]), "model-chain-link", "loops R1, circuit main", "from 'f1' to 'f3'"),
    (circuit(polarity="reinforcing"), "model-polarity", "loops R1, circuit main", "make it balancing"),
    (put("loops", 0, feeds=[["f1", "f3"]]), "model-chain-link", "loops R1, feeds", "from 'f1' to 'f3'"),
    (put("scales", 0, low=5), "model-order", "scales agreement", "'low' must be lower than 'high'"),
    (put("scales", 0, labels={"6": "x"}), "model-outside-scale", "scales agreement, labels", "from 1 to 5"),
    (put("scales", 0, labels={"x": "x"}), "model-outside-scale", "scales agreement, labels", "'labels' is x"),
    (question(part="value"), "model-scale-missing", "questions x", "needs a scale"),
    (question(scale="x", kind="text"), "model-reference", "questions x", "not among the scales"),
    (question(scale="agreement"), "model-trust-items", "thresholds", "only 1 are asked"),
    (lambda r: r["thresholds"].update(deep=2), "model-order", "thresholds", "'cooperation' must be lower than 'deep'"),
    (lambda r: r["thresholds"].update(tau=0.7), "model-order", "thresholds", "'tau' must be lower"),
    (lambda r: r["thresholds"].update(agreement=[5, 4]), "model-order", "thresholds", "'agreement' must be lower"),
    (
        lambda r: r["thresholds"].update(agreement_among=[0, 5]),
        "model-outside-scale",
        "thresholds",
        "'agreement_among[0]' is 0, but the scale 'agreement' goes from 1 to 5",
    ),
    (lambda r: r.update(review={"default": "fine"}), "model-review-status", "review, default", "'fine'"),
    (
        lambda r: r.update(review={"texts": {"titel": "draft"}}),
        "model-translation-unknown",
        "review, texts",
        "no text 'titel'",
    ),
    (
        lambda r: r.update(
            vignettes=[{"id": "v", "stage": "stage-1", "label": "V", "text": "T", "statements": ["q9"], **OURS}]
        ),
        "model-reference",
        "vignettes v",
        "not among the statements",
    ),
    (
        lambda r: r.update(
            relations=[{"id": "d", "label": "D", "question": "?", "part": "card", "scale": "depht", **OURS}]
        ),
        "model-reference",
        "relations d",
        "not among the scales",
    ),
    (
        lambda r: r.update(
            relations=[{"id": "deep", "label": "D", "question": "?", "part": "card", "levels": ["deep"], **OURS}]
        ),
        "model-id-twice",
        "relations deep",
        "'deep'",
    ),
    (
        lambda r: (
            r.update(
                relations=[
                    {
                        "id": "d",
                        "label": "D",
                        "question": "?",
                        "part": "card",
                        "scale": "agreement",
                        "levels": ["deep"],
                        **OURS,
                    }
                ]
            )
            or r["thresholds"].update(deep=7)
        ),
        "model-outside-scale",
        "thresholds",
        "'deep' is 7",
    ),
    (
        lambda r: r["loops"][0]["circuits"].append(dict(r["loops"][0]["circuits"][0])),
        "model-id-twice",
        "loops R1",
        "'main'",
    ),
]


@pytest.mark.parametrize(("change", "code", "part", "words"), ONE_PROBLEM)
def test_one_mistake_is_one_problem(tmp_path: Path, change: Change, code: str, part: str, words: str) -> None:
    problems = found(tmp_path, change)
    assert [(str(p.code), p.part) for p in problems] == [(code, part)]
    assert words in str(problems[0])
    assert problems[0].file == "ours.toml"


def test_a_chain_that_passes_a_factor_twice(tmp_path: Path) -> None:
    def change(raw: dict[str, Any]) -> None:
        raw["links"].append({"cause": "f3", "effect": "f2", "sign": "+", **OURS})
        raw["loops"][0]["circuits"][0]["chain"] = ["f1", "f2", "f3", "f2", "f3", "f4", "f1"]

    problems = found(tmp_path, change)
    assert [str(p.code) for p in problems] == ["model-chain-repeats", "model-chain-repeats"]
    assert "'f2'" in problems[0].message


def test_a_factor_in_a_chain_that_is_not_there(tmp_path: Path) -> None:
    problems = found(tmp_path, circuit(chain=["f1", "f2", "f33", "f4", "f1"]))
    assert {str(p.code) for p in problems} == {"model-reference", "model-chain-link"}
    assert "Did you mean 'f3'?" in problems[0].remedy


def test_a_feed_that_leads_elsewhere(tmp_path: Path) -> None:
    def change(raw: dict[str, Any]) -> None:
        raw["factors"].append({"id": "f9", "code": "f9", "stage": "stage-1", "label": "9", "definition": "9", **OURS})
        raw["links"].append({"cause": "f1", "effect": "f9", "sign": "+", **OURS})
        raw["loops"][0]["feeds"] = [["f1", "f9"]]

    assert [str(p.code) for p in found(tmp_path, change)] == ["model-feed-outside"]


def test_a_broken_circuit_is_not_also_called_missing(tmp_path: Path) -> None:
    assert [str(p.code) for p in found(tmp_path, lambda r: r["loops"][0].update(circuits=[]))] == ["model-value"]
    assert [str(p.code) for p in found(tmp_path, circuit(chain="f1"))] == ["model-value"]


def test_nothing_is_said_about_links_where_one_could_not_be_read(tmp_path: Path) -> None:
    def change(raw: dict[str, Any]) -> None:
        raw["links"][0].pop("sign")
        raw["loops"][0]["feeds"] = [["f1", "f2"]]

    assert [str(p.code) for p in found(tmp_path, change)] == ["model-key-missing"]


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    def change(raw: dict[str, Any]) -> None:
        raw["nonsense"] = 1
        raw["stages"][0].pop("basis")
        raw["statements"][1]["stage"] = "stage-99"
        raw["loops"][0]["circuits"][0]["polarity"] = "reinforcing"
        raw["thresholds"]["contact"] = 3

    assert sorted(str(p.code) for p in found(tmp_path, change)) == [
        "model-basis-missing",
        "model-key-unknown",
        "model-order",
        "model-polarity",
        "model-reference",
    ]


def test_a_part_that_cannot_be_read_is_not_said_to_be_missing(tmp_path: Path) -> None:
    # The stage is there, only its label is not; statements and factors may name it.
    assert len(found(tmp_path, drop("stages", 0, "label"))) == 1
    # The only statement about the core of stage 1 may be the one that could not be read.
    assert [str(p.code) for p in found(tmp_path, drop("statements", 0, "text"))] == ["model-key-missing"]


def test_a_level_is_not_compared_where_a_relation_could_not_be_read(tmp_path: Path) -> None:
    problems = found(tmp_path, lambda r: r.update(relations=[{"id": "deep", "levels": ["deep"]}]))
    assert {str(p.code) for p in problems} == {
        "model-key-missing",
        "model-basis-missing",
        "model-source-missing",
    }


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "model-file-missing"), (b"id = ", "model-file-syntax"), (b"\xff\xfe", "model-file-syntax")],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "ours.toml"
    if content is not None:
        path.write_bytes(content)
    model, problems = check_model(path)
    assert model is None
    assert [(p.file, str(p.code)) for p in problems] == [("ours.toml", code)]
    assert problems[0].place == "ours.toml"


def translated(folder: Path, entries: dict[str, Any] | str) -> tuple[ModelProblem, ...]:
    raw = own_model(1) | {"languages": ["en", "sv"], "title": "Our {n} stages"}
    for key in ("factors", "links", "loops"):
        raw[key] = []
    raw["stages"][0].pop("loop")
    raw["stages"][0]["description"] = "x"
    path = write(folder, raw)
    text = entries if isinstance(entries, str) else toml(entries)
    (folder / "ours.sv.toml").write_text(text, encoding="utf-8")
    return check_model(path)[1]


def entry(original: str, text: str, status: str = "draft") -> dict[str, str]:
    return {"original": original, "text": text, "status": status}


TITLE = entry("Our {n} stages", "Våra {n} steg")


def test_missing_translations_are_warnings(tmp_path: Path) -> None:
    problems = translated(tmp_path, {"title": TITLE})
    # Title, two dimensions, stage (2), two statements, two values of the scale, block (2), story rule: one is there.
    assert len(problems) == 12 - 1
    assert {str(p.code) for p in problems} == {"model-translation-missing"}
    assert {p.severity for p in problems} == {"warning"}
    assert problems[0].file == "ours.sv.toml"


def test_a_missing_file_is_one_warning(tmp_path: Path) -> None:
    model, problems = check_model(write(tmp_path, own_model(2) | {"languages": ["en", "da"]}))
    assert model is not None
    assert [(str(p.code), p.severity, p.file) for p in problems] == [
        ("model-translation-file", "warning", "ours.da.toml")
    ]


@pytest.mark.parametrize(
    ("entries", "code", "severity"),
    [
        ({"title": entry("Our stages", "Våra {n} steg")}, "model-translation-old", "warning"),
        ({"title": TITLE, "titel": TITLE}, "model-translation-unknown", "warning"),
        ({"title": entry("Our {n} stages", "Våra steg")}, "model-translation-placeholders", "error"),
        ({"title": entry("Our {n} stages", "Våra {n} steg", "done")}, "model-review-status", "error"),
        ({"title": {"text": "Våra {n} steg"}}, "model-translation-shape", "error"),
        ({"title": "Våra {n} steg"}, "model-translation-shape", "error"),
        ({"title": entry("Our {n} stages", " ")}, "model-translation-shape", "error"),
        (
            {"title": TITLE, "statements.q1.doing.text": entry("We are doing (1).", "x" * 121)},
            "model-translation-long",
            "error",
        ),
        ("title = ", "model-translation-syntax", "error"),
    ],
)
def test_translations_that_do_not_fit(tmp_path: Path, entries: dict[str, Any] | str, code: str, severity: str) -> None:
    problems = translated(tmp_path, entries)
    others = [p for p in problems if p.code != ModelCode.TRANSLATION_MISSING]
    assert [(str(p.code), str(p.severity)) for p in others] == [(code, severity)]
    assert not any(p.part == "title" for p in problems if p.code == ModelCode.TRANSLATION_MISSING)
    # Errors come first, so that they are not lost among the warnings.
    assert problems[0].severity == ("error" if severity == "error" else "warning")


def test_every_code_has_words() -> None:
    assert set(TEMPLATES) == set(ModelCode)


def test_a_problem_as_data() -> None:
    problem = ModelProblem("m.toml", "stages x", ModelCode.KEY_MISSING, {"key": "label"})
    assert problem.to_dict() == {
        "file": "m.toml",
        "part": "stages x",
        "code": "model-key-missing",
        "severity": "error",
        "message": "'label' is missing.",
        "remedy": "Add it.",
    }
    assert str(problem) == "m.toml, stages x: 'label' is missing. Add it."


@pytest.mark.parametrize(("name", "like"), [("l1", "L1"), ("stage", "stages"), ("zzz", None), (7, None)])
def test_the_nearest_name(name: object, like: str | None) -> None:
    assert nearest(name, ["L1", "stages"]) == like
