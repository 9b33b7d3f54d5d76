"""Forms and answers of survey tools on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clusterdynamics.exchange.survey.form import build_form
from clusterdynamics.study.package import read_study, write_study
from tests.exchange.survey import fill
from tests.exchange.survey.studies import full_study
from tests.exchange.survey.test_limesurvey import FULL, HEAD, MAPPING
from tests.exchange.survey.test_network_canvas import packed
from tests.exchange.survey.test_odk import card, sheet
from tests.exchange.survey.test_partner import LIST

type Run = Callable[..., Any]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    write_study(full_study(("en",)), tmp_path / "s")
    return tmp_path / "s"


def test_a_form_and_its_answers(cd: Run, study: Path, tmp_path: Path) -> None:
    """From the study to the form, from the answers back into the study: the way that the how-to describes."""
    found = cd("form", study, "--out", tmp_path / "form.xlsx", "--language", "sv", "--language", "en")
    assert (found.code, found.err) == (0, "")
    assert (tmp_path / "form.xlsx").read_bytes().startswith(b"PK")
    again = cd("form", study, "--out", tmp_path / "form.xlsx")
    assert (again.code, "--overwrite" in again.err) == (1, True)
    champion = {"champion_actor": "C", "champion_person": "=Anna()", "champion_because": None}
    said = sheet(pick=["C"], cards=[card("C", depth="2")], champions=[champion])
    (tmp_path / "answers.json").write_bytes(fill.kobo_json(build_form(read_study(study)), [said]))
    read = ("import", "--survey", tmp_path / "answers.json", "--study", study, "--out", tmp_path / "with")
    found = cd(*read, "--people", tmp_path / "people.csv", "--mode", "phone")
    assert found.code == 0, found.err
    assert "· 1 submission for wave 2026." in found.out
    assert (tmp_path / "people.csv").read_text(encoding="utf-8") == "code,name\nperson-1,'=Anna()\n"
    ties = read_study(tmp_path / "with")["ties"].to_dicts()
    assert [(r["to"], r["value"], r["mode"]) for r in ties if r["relation"] == "depth"] == [("C", 2.0, "phone")]
    assert "Anna" not in "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "with").iterdir())
    assert cd("validate", tmp_path / "with", "--json").code == 0


def test_without_a_file_the_names_are_not_kept(cd: Run, study: Path, tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text(LIST, encoding="utf-8")
    found = cd("import", "--survey", tmp_path / "members.csv", "--out", tmp_path / "new")
    assert found.code == 0, found.err
    assert "The names of persons are not kept" in found.out
    assert read_study(tmp_path / "new")["actors"].height == 2


def test_a_mapping_is_written_completed_and_used(cd: Run, study: Path, tmp_path: Path) -> None:
    write_study(full_study(("en",), ("core",)), tmp_path / "core")
    responses = tmp_path / "results.csv"
    responses.write_text(f"{HEAD}\n{FULL}\n", encoding="utf-8")
    base = ("import", "--survey", responses, "--study", tmp_path / "core")
    found = cd(*base, "--out", tmp_path / "x")
    assert (found.code, "--mapping-template" in found.err) == (1, True)
    found = cd(*base, "--mapping-template", tmp_path / "map.toml")
    assert found.code == 0, found.err
    assert '# question = "DEPTH"' in (tmp_path / "map.toml").read_text(encoding="utf-8")
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    found = cd(*base, "--mapping", tmp_path / "map.toml", "--out", tmp_path / "with", "--wave", "2026")
    assert found.code == 0, found.err
    assert read_study(tmp_path / "with")["ties"].height == 4


def test_interviews_of_network_canvas(cd: Run, study: Path, tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(packed())
    base = ("import", "--survey", tmp_path / "export.zip")
    assert cd(*base, "--study", study, "--mapping-template", tmp_path / "map.toml").code == 0
    assert "closeness" in (tmp_path / "map.toml").read_text(encoding="utf-8")
    assert cd(*base, "--out", tmp_path / "new").code == 0
    assert read_study(tmp_path / "new")["ties"].height == 5


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--out", "x"), 2, "--wave or --survey"),
        (("--survey", "{a}", "--wave", "1=a.csv", "--out", "x"), 1, "--wave 2026"),
        (("--survey", "{a}"), 1, "--out FOLDER"),
        (("--survey", "{a}", "--out", "x", "--mode", "letter"), 1, "no mode 'letter'"),
        (("--survey", "{a}", "--out", "x", "--occasion", "later"), 1, "no occasion 'later'"),
        (("--survey", "{a}", "--mapping-template", "m.toml"), 1, "--study FOLDER"),
        (
            ("--survey", "{a}", "--out", "x", "--format", "nothing"),
            1,
            "xlsform, network-canvas, limesurvey, odk, partner",
        ),
        (("--survey", "{a}", "--out", "x"), 1, "not clear which survey tool"),
        (("--survey", "{a}.none", "--out", "x"), 1, "There is no file"),
    ],
)
def test_wrong_use(cd: Run, tmp_path: Path, words: tuple[str, ...], code: int, message: str) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    found = cd("import", *(w.replace("{a}", str(tmp_path / "a.csv")) for w in words))
    assert found.code == code
    assert message in found.err


def test_help_names_the_formats(cd: Run) -> None:
    found = "".join(cd("import", "--help").out.split())  # lines break where the terminal ends
    assert all(word in found for word in ("--survey", "limesurvey", "network-canvas", "xlsform", "partner", "odk"))
    assert "XLSForm" in cd("--help").out
