"""A new study: valid as it is written, and made for somebody with a spreadsheet program."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path

import pytest

import clusterdynamics as cd
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import LANGUAGES
from clusterdynamics.study.codes import Code, Severity
from clusterdynamics.study.package import write_template
from clusterdynamics.study.tables import TABLES
from clusterdynamics.study.template import content
from clusterdynamics.study.template.settings_text import settings_text
from clusterdynamics.study.template.tables_workbook import SHEETS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "my-cluster"
    write_template(path)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_valid_as_it_is_written(language: str, tmp_path: Path) -> None:
    write_template(tmp_path / "new", language=language)
    study, problems = cd.check_study(tmp_path / "new")
    assert study is not None
    assert [(p.code, p.severity) for p in problems] == [(Code.NO_RESPONDENTS, Severity.NOTE)]
    assert study.settings.languages == (language,)


def test_it_holds_the_core_instrument(folder: Path) -> None:
    study = cd.read_study(folder)
    settings = study.settings
    # Method, section 2 and rules: contact ≥ 1, cooperation ≥ 2, deep ≥ 4; advice is directed.
    depth, advice = settings.relations
    assert (depth.levels, depth.directed, depth.scale) == ({"contact": 1, "cooperation": 2, "deep": 4}, False, "depth")
    assert (advice.directed, advice.scale) == (True, None)
    scale = settings.scale("depth")
    assert scale is not None
    assert (scale.low, scale.high, len(scale.labels)) == (0, 5, 6)
    kinds = [i.kind for i in settings.items]
    # 24 statements, 3 about large companies; 3 trust ratings; barriers.
    assert (kinds.count("statement"), kinds.count("rating"), kinds.count("choice")) == (27, 3, 1)
    assert [i.id for i in settings.items if i.reversed] == ["large.dependence"]
    assert (study["areas"].height, study["purposes"].height, study["actors"].height) == (14, 7, 3)
    assert study["areas"]["sensitivity"].to_list() == [1] * 4 + [2] * 4 + [3] * 2 + [4] * 2 + [5] * 2
    assert settings.boundary


def test_every_line_of_the_settings_is_explained(folder: Path) -> None:
    text = (folder / "study.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["title"] == "Our cluster"
    assert text.count("\n# ") > 30
    # Gates are shown with their defaults, switched off.
    assert "# density = 0.65" in text
    assert max(len(line) for line in text.splitlines() if line.startswith("#")) <= 98
    assert text == settings_text()


def test_the_workbook_helps(folder: Path) -> None:
    with zipfile.ZipFile(folder / "tables.xlsx") as book:
        names = set(book.namelist())
        sheets = {
            name: book.read(f"xl/worksheets/sheet{k}.xml").decode()
            for k, name in enumerate(("about", *SHEETS), start=1)
        }
        comments = [book.read(n).decode() for n in sorted(names) if n.startswith("xl/comments")]
        about = book.read("xl/sharedStrings.xml").decode()
    for name in SHEETS:
        assert 'state="frozen"' in sheets[name], name
    # A note for every column of every sheet.
    assert sum(c.count("<comment ") for c in comments) == sum(len(TABLES[s].fields) for s in SHEETS)
    assert any("What came of the invitation" in c and "submitted" in c for c in comments)
    # Drop-down lists: choices, yes and no, what other sheets hold, what the settings name.
    assert '"invited,opened,started,submitted,declined,bounced"' in sheets["respondents"]
    assert '"yes,no"' in sheets["actors"]
    assert "actors!$A$2:$A$5000" in sheets["ties"]
    assert '"depth,advice"' in sheets["ties"]
    assert "firm,research" in sheets["actors"]
    # The tables that are not sheets are named.
    assert all(table in about for table in TABLES)


def test_a_long_list_is_no_list(folder: Path) -> None:
    """A spreadsheet program refuses a drop-down list of more than 255 characters."""
    from clusterdynamics.study.settings import StudySettings
    from clusterdynamics.study.template.tables_workbook import _list, _validation

    assert _list(["x" * 100] * 3, "stop") is None
    assert _validation(TABLES["codings"]["theme"], StudySettings(title="T")) is None


def test_people_fill_it_and_it_is_read(folder: Path, tmp_path: Path) -> None:
    """What the person adds as a CSV file beside the workbook is part of the study."""
    import shutil

    mine = tmp_path / "mine"
    shutil.copytree(folder, mine)
    (mine / "themes.csv").write_text("id,label\nt,Trust\n", encoding="utf-8")
    assert cd.read_study(mine)["themes"].height == 1


def test_the_same_bytes_each_time(folder: Path, tmp_path: Path) -> None:
    write_template(tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_template(tmp_path / "empty")
    with pytest.raises(InputError, match="already"):
        write_template(tmp_path / "empty")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="already"):
        write_template(tmp_path / "file")


def test_identifiers_of_the_content_are_unique() -> None:
    ids = [*content.STATEMENTS, *content.TRUST_ITEMS, *content.LARGE_COMPANIES]
    assert len(set(ids)) == len(ids) == 30
