"""Writing: what is written comes back, is the same bytes each time, and is all there or not at all."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import tomllib
import zipfile
from pathlib import Path

import frictionless
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings

import clusterdynamics as cd
from clusterdynamics.errors import InputError
from clusterdynamics.study.model import Study
from clusterdynamics.study.package import fingerprint
from clusterdynamics.study.read.report import Problems
from clusterdynamics.study.read.settings_file import parse_settings
from clusterdynamics.study.read.settings_sheet import pairs_to_settings, settings_to_pairs
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.write.canonical import canonical
from clusterdynamics.study.write.toml import dump_toml, toml_string
from tests.study import strategies
from tests.study.cast import write_cast

ENDINGS = ("", ".zip", ".xlsx")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return cd.read_study(write_cast(tmp_path / "cast"))


def same(one: Study, other: Study) -> bool:
    first, second = canonical(one), canonical(other)
    return first.settings == second.settings and all(first[n].equals(second[n]) for n in first.tables)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_cast_comes_back(study: Study, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out{ending}"
    cd.write_study(study, path)
    again, problems = cd.check_study(path)
    assert problems == ()
    assert again is not None
    assert same(study, again)
    assert fingerprint(study) == fingerprint(again)
    assert len(fingerprint(study)) == 64


@given(strategies.studies())
@hypothesis_settings(max_examples=5)
def test_every_study_comes_back(study: Study) -> None:
    for ending in ENDINGS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"study{ending}"
            cd.write_study(study, path)
            again = cd.read_study(path)
            assert same(study, again), ending
            assert fingerprint(study) == fingerprint(again)


@given(strategies.settings())
@hypothesis_settings(max_examples=150)
def test_settings_come_back_from_toml_and_from_a_sheet(settings: StudySettings) -> None:
    plain = settings.model_dump(mode="json")
    assert StudySettings.model_validate(tomllib.loads(dump_toml(plain))) == settings
    problems = Problems()
    pairs = [(row, key, value) for row, (key, value) in enumerate(settings_to_pairs(settings))]
    data, rows = pairs_to_settings(pairs, "study", problems)
    assert parse_settings(data, "study", problems, rows) == settings
    assert problems.listed() == ()


@given(strategies.words)
@example("\x00\x1f\x7f\\\"'\t\b\f")
def test_toml_texts(text: str) -> None:
    assert tomllib.loads(f"a = {toml_string(text)}") == {"a": text}


def test_toml_values() -> None:
    data = {"a": True, "b": 1, "c": 2.0, "d": 1e300, "e": [1, "x"], "f": None, "g": {}, "h.i": {"j": {"k": 1}}, "l": []}
    expected = {"a": True, "b": 1, "c": 2, "d": 1e300, "e": [1, "x"], "h.i": {"j": {"k": 1}}, "l": []}
    assert tomllib.loads(dump_toml(data)) == expected
    assert tomllib.loads(dump_toml({"t": [{"a": 1}, {}, {"b": {"c": 2}}]})) == {"t": [{"a": 1}, {}, {"b": {"c": 2}}]}
    with pytest.raises(TypeError):
        dump_toml({"a": dt.date(2026, 1, 1)})


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_study_gives_the_same_bytes(study: Study, tmp_path: Path, ending: str) -> None:
    shuffled = Study(
        study.settings,
        {n: f if n == "waves" else f.sample(fraction=1, shuffle=True, seed=7) for n, f in study.tables.items()},
    )
    one, two = tmp_path / f"one{ending}", tmp_path / f"two{ending}"
    cd.write_study(study, one)
    cd.write_study(shuffled, two)
    if ending:
        assert one.read_bytes() == two.read_bytes()
    else:
        assert {p.name: p.read_bytes() for p in one.iterdir()} == {p.name: p.read_bytes() for p in two.iterdir()}
    assert fingerprint(study) == fingerprint(shuffled)


def test_the_fingerprint_sees_every_change(study: Study) -> None:
    def changed(table: str, column: str, value: object) -> Study:
        frame = study[table]
        new = pl.Series(column, [value, *frame[column].to_list()[1:]], dtype=frame.schema[column])
        return Study(study.settings, {**study.tables, table: frame.with_columns(new)})

    prints = {
        fingerprint(study),
        fingerprint(changed("ties", "value", 2.0)),
        fingerprint(changed("actors", "label", "Alfa AS")),
        fingerprint(changed("stories", "text", "Other")),
        fingerprint(Study(study.settings.model_copy(update={"title": "Other"}), study.tables)),
        fingerprint(Study(study.settings, {**study.tables, "waves": study["waves"].reverse()})),
    }
    assert len(prints) == 6


def test_files_are_plain(study: Study, tmp_path: Path) -> None:
    cd.write_study(study, tmp_path / "out")
    lines = (tmp_path / "out" / "ties.csv").read_bytes().split(b"\n")
    assert lines[0] == b"wave,relation,from,to,value,state,area,purpose,respondent,mode,structural"
    # Sorted by the key: 2024, depth, a → b comes first. 3, not 3.0; an empty cell for nothing.
    assert lines[1] == b"2024,depth,a,b,3,,skills,save|people,r1,,"
    assert lines[-1] == b""
    assert not (tmp_path / "out" / "ties.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with_tables = {p.stem for p in (tmp_path / "out").iterdir()}
    assert with_tables == {n for n, f in study.tables.items() if f.height} | {"study", "datapackage"}


def test_zip_times_are_fixed(study: Study, tmp_path: Path) -> None:
    cd.write_study(study, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "study.toml"


# -- the descriptor ----------------------------------------------------------------------------------


def test_the_descriptor_is_a_valid_data_package(study: Study, tmp_path: Path) -> None:
    cd.write_study(study, tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "type", "message"])
    assert len(report.tasks) == len([f for f in study.tables.values() if f.height])
    package_ = frictionless.Package(str(tmp_path / "out" / "datapackage.json"))
    assert package_.name == "small-cluster"


def test_the_descriptor_says_what_is_what(study: Study, tmp_path: Path) -> None:
    cd.write_study(study, tmp_path / "out")
    found = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert found["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    resources = {r["name"]: r for r in found["resources"]}
    ties = resources["ties"]["schema"]
    fields = {f["name"]: f for f in ties["fields"]}
    assert fields["relation"]["constraints"] == {
        "required": True,
        "enum": ["depth", "advice"],
        "pattern": r"[^\s|,;]{1,64}",
    }
    assert fields["purpose"]["type"] == "list"
    assert fields["state"]["constraints"]["enum"][0] == "tie"
    assert ties["primaryKey"] == ["wave", "relation", "from", "to", "respondent"]
    assert {"fields": ["from"], "reference": {"resource": "actors", "fields": ["id"]}} in ties["foreignKeys"]
    offered = resources["offered"]["schema"]["foreignKeys"]
    reference = {"resource": "respondents", "fields": ["wave", "id"]}
    assert {"fields": ["wave", "respondent"], "reference": reference} in offered
    themes = resources["themes"]["schema"]["foreignKeys"]
    assert themes == [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}]
    lat = next(f for f in resources["actors"]["schema"]["fields"] if f["name"] == "lat")
    assert lat["constraints"] == {"minimum": -90, "maximum": 90}


def test_frictionless_finds_what_the_descriptor_forbids(study: Study, tmp_path: Path) -> None:
    cd.write_study(study, tmp_path / "out")
    path = tmp_path / "out" / "wishes.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",c,start", ",zz,begin"), encoding="utf-8")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert {row[0] for row in report.flatten(["type"])} == {"foreign-key", "constraint-error"}


# -- all or nothing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_is_replaced_unasked(study: Study, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out{ending}"
    cd.write_study(study, path)
    with pytest.raises(InputError, match="already"):
        cd.write_study(study, path)
    cd.write_study(study, path, overwrite=True)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("ending", "step", "time"),
    [
        ("", "write_bytes", 1),
        ("", "write_bytes", 5),
        ("", "rename", 1),  # what was there goes aside …
        ("", "rename", 2),  # … and the new folder takes its place
        (".zip", "write_bytes", 1),
        (".zip", "replace", 1),
        (".xlsx", "write_bytes", 1),
        (".xlsx", "replace", 1),
    ],
)
def test_a_failure_leaves_what_was_there(
    study: Study, tmp_path: Path, ending: str, step: str, time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fails at each of the steps in turn."""
    path = tmp_path / f"out{ending}"
    cd.write_study(study, path)
    other = Study(study.settings.model_copy(update={"title": "Other"}), study.tables)
    original = getattr(Path, step)
    calls = []

    def fail(self: Path, *arguments: object) -> object:
        calls.append(self)
        if len(calls) == time:
            raise OSError(28, "No space left on device")
        return original(self, *arguments)

    before = sorted(p.name for p in tmp_path.iterdir())
    with monkeypatch.context() as patch:
        patch.setattr(Path, step, fail)
        with pytest.raises(OSError, match="No space"):
            cd.write_study(other, path, overwrite=True)
    assert cd.read_study(path).title == "Small cluster"
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_other_files_of_a_folder_stay(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "out"
    cd.write_study(study, path)
    (path / "notes.docx").write_bytes(b"mine")
    (path / "photos").mkdir()
    (path / "photos" / "a.jpg").write_bytes(b"jpg")
    (path / "link").symlink_to("notes.docx")
    (path / "suggestions.xlsx").write_bytes(b"old")
    few = Study(study.settings, {n: f for n, f in study.tables.items() if n in {"actors", "waves"}})
    cd.write_study(few, path, overwrite=True)
    names = {p.name for p in path.iterdir()}
    assert names == {"study.toml", "actors.csv", "waves.csv", "datapackage.json", "notes.docx", "photos", "link"}
    assert (path / "photos" / "a.jpg").read_bytes() == b"jpg"
    assert (path / "link").is_symlink()


def test_a_folder_without_a_study_is_never_replaced(study: Study, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(InputError, match="holds no study"):
        cd.write_study(study, home, overwrite=True)
    assert [p.name for p in home.iterdir()] == ["thesis.docx"]
    (tmp_path / "empty").mkdir()
    cd.write_study(study, tmp_path / "empty", overwrite=True)
    assert cd.read_study(tmp_path / "empty").title == "Small cluster"


def test_a_file_is_no_folder(study: Study, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"x")
    (tmp_path / "out.zip").mkdir()
    for name in ("out", "out.zip"):
        with pytest.raises(InputError, match="folder where a file"):
            cd.write_study(study, tmp_path / name, overwrite=True)


def test_folders_above_are_made(study: Study, tmp_path: Path) -> None:
    cd.write_study(study, tmp_path / "a" / "b" / "out.zip")
    assert cd.read_study(tmp_path / "a" / "b" / "out.zip").title == "Small cluster"


# -- what no file can hold ---------------------------------------------------------------------------


def with_actors(study: Study, **columns: pl.Series) -> Study:
    return Study(study.settings, {"actors": study["actors"].with_columns(**columns)})


def test_what_cannot_be_written_is_refused(study: Study, tmp_path: Path) -> None:
    n = study["actors"].height
    bad = [
        with_actors(study, label=pl.Series(["a\0b"] * n)),
        with_actors(study, aliases=pl.Series([["a|b"]] * n)),
        with_actors(study, **{"Label ": pl.Series(["x"] * n)}),
        Study(study.settings, {"areas": study["areas"].with_columns(extra=pl.lit("x"))}),
    ]
    for one in bad:
        for ending in ENDINGS:
            with pytest.raises(InputError):
                cd.write_study(one, tmp_path / f"out{ending}")
    assert [p.name for p in tmp_path.iterdir()] == ["cast"]


def test_what_a_sheet_cannot_hold_is_refused(study: Study, tmp_path: Path) -> None:
    n = study["actors"].height
    for text in ("x" * 32_768, "\ufffe"):
        long = with_actors(study, label=pl.Series([f"{text}{k}" for k in range(n)]))
        with pytest.raises(InputError, match="zip"):
            cd.write_study(long, tmp_path / "out.xlsx")
        cd.write_study(long, tmp_path / "out.zip", overwrite=True)
    items = [{"id": "q", "text": "Q", "kind": "choice", "options": ["a|b"]}]
    settings = StudySettings.model_validate({"title": "T", "items": items})
    with pytest.raises(InputError, match=r"items\.q\.options"):
        cd.write_study(Study(settings), tmp_path / "out.xlsx")


def test_too_many_rows_for_a_sheet(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from clusterdynamics.study.write import workbook

    monkeypatch.setattr(workbook, "_MOST_ROWS", 3)
    with pytest.raises(InputError, match="more rows"):
        cd.write_study(study, tmp_path / "out.xlsx")


def test_one_form_for_each_study(study: Study) -> None:
    n = study["actors"].height
    loose = with_actors(
        study,
        label=pl.Series([f" L{k}" for k in range(n)]),
        type=pl.Series(["", " firm ", None, "", "", ""]),
        aliases=pl.Series([[], ["", " a "], None, ["b", "b"], [], []], dtype=pl.List(pl.String)),
        lat=pl.Series([-0.0, float("nan"), float("inf"), 1.5, None, None]),
        founded=pl.Series([1990, None, 2, 3, 4, 5]),
    )
    frame = canonical(loose)["actors"]
    assert frame["label"].to_list()[0] == " L0"
    assert frame["type"].to_list() == [None, "firm", None, None, None, None]
    assert frame["aliases"].to_list()[:4] == [None, ["a"], None, ["b"]]
    assert str(frame["lat"].to_list()[:4]) == "[0.0, None, None, 1.5]"
    assert frame["founded"].to_list()[:2] == ["1990", None]
    assert canonical(canonical(loose))["actors"].equals(frame)


def test_rows_that_share_a_key_have_one_order_too(study: Study) -> None:
    rows = pl.DataFrame({"id": ["a", "a"], "label": ["B", "A"]})
    one = Study(study.settings, {"purposes": rows})
    two = Study(study.settings, {"purposes": rows.reverse()})
    assert fingerprint(one) == fingerprint(two)
    assert canonical(one)["purposes"]["label"].to_list() == ["A", "B"]


def test_files_of_the_study_travel_along(study: Study, tmp_path: Path) -> None:
    settings = study.settings.model_copy(update={"model": "ours.toml"})
    files = {"ours.toml": b"[model]\n", "ours.sv.toml": b"[model]\n"}
    with_model = Study(settings, study.tables, files=files)
    for ending in ("", ".zip"):
        cd.write_study(with_model, tmp_path / f"out{ending}")
        assert dict(cd.read_study(tmp_path / f"out{ending}").files) == files
    assert dict(canonical(with_model).files) == files
    assert fingerprint(with_model) != fingerprint(Study(settings, study.tables))
    with pytest.raises(InputError, match="zip"):
        cd.write_study(with_model, tmp_path / "out.xlsx")


def test_columns_that_are_missing_are_empty(study: Study) -> None:
    few = Study(study.settings, {"purposes": pl.DataFrame({"id": ["a"]})})
    assert canonical(few)["purposes"].rows() == [("a", None)]


def test_dates_before_the_spreadsheets_began(study: Study, tmp_path: Path) -> None:
    opens = pl.Series([dt.date(1899, 1, 1), dt.date(1900, 3, 1)])
    old = Study(study.settings, {"actors": study["actors"], "waves": study["waves"].with_columns(opens=opens)})
    cd.write_study(old, tmp_path / "out.xlsx")
    problems = cd.check_study(tmp_path / "out.xlsx")[1]
    assert not [p for p in problems if "date" in p.code]
