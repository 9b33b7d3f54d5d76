"""All survey formats: known by their content, told in the documentation, and bounded."""

from __future__ import annotations

import io
import re
import stat
import tomllib
import zipfile
from pathlib import Path

import pytest

from clusterdynamics.exchange import ExchangeError
from clusterdynamics.exchange.sheets import write_sheets
from clusterdynamics.exchange.survey import SurveyOptions, get_survey_format, read_survey, survey_formats
from clusterdynamics.exchange.survey import files as files_module
from clusterdynamics.exchange.survey.files import SurveyFile, gather
from clusterdynamics.exchange.survey.registry import SURVEY_FORMATS
from clusterdynamics.study.settings import BetweenRegions, StudySettings
from clusterdynamics.study.tables import TABLES
from tests.conftest import ROOT
from tests.exchange.survey.test_limesurvey import FULL, HEAD, lss
from tests.exchange.survey.test_network_canvas import graphml, packed
from tests.exchange.survey.test_odk import FORM, SHAPES, STUDY, sheet
from tests.exchange.survey.test_partner import LIST

XLSFORM = get_survey_format("xlsform")
assert XLSFORM.write is not None
SAMPLES: list[tuple[str, str, bytes]] = [
    ("xlsform", "form.xlsx", XLSFORM.write(STUDY, SurveyOptions())),
    ("limesurvey", "s.lss", lss(6)),
    ("limesurvey", "r.csv", f"{HEAD}\n{FULL}\n".encode()),
    ("network-canvas", "e.zip", packed()),
    ("network-canvas", "e.graphml", graphml()),
    ("partner", "m.csv", LIST.encode()),
    *(("odk", name, write(FORM, [sheet(pick=["C"], cards=[])])) for name, write in SHAPES.values()),
]


@pytest.mark.parametrize(("expected", "name", "data"), SAMPLES)
def test_each_is_known_by_its_content(expected: str, name: str, data: bytes) -> None:
    found = gather(data, name)
    assert next(f.name for f in SURVEY_FORMATS if f.sniff(found)) == expected


@pytest.mark.parametrize("form", survey_formats(), ids=lambda f: f.name)
def test_each_is_declared_and_documented(form: object) -> None:
    from clusterdynamics.exchange.survey import SurveyFormat

    assert isinstance(form, SurveyFormat)
    assert form.holds <= {*TABLES, "settings"}
    page = (ROOT / "docs" / "how-to" / "survey-tools.md").read_text(encoding="utf-8")
    assert re.search(rf"^\|.*`{form.name}`", page, re.MULTILINE)
    assert form.title
    assert all(s.startswith(".") for s in form.suffixes)


def test_the_bounds_in_the_documentation_are_those_of_the_code() -> None:
    from clusterdynamics.exchange.survey.tabular import MOST_COLUMNS, MOST_ROWS

    page = " ".join((ROOT / "docs" / "how-to" / "survey-tools.md").read_text(encoding="utf-8").split())
    size = files_module.MOST_BYTES // 1024**2
    assert f"At most {size} MB and {files_module.MOST_FILES:,} files an export" in page
    assert f"{MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns a table" in page


def test_the_mappings_in_the_documentation_can_be_read() -> None:
    from clusterdynamics.exchange.survey.mapping import Mapping
    from clusterdynamics.exchange.survey.network_canvas.named import CanvasMapping

    page = (ROOT / "docs" / "how-to" / "survey-tools.md").read_text(encoding="utf-8")
    settings, limesurvey, canvas = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    asked = StudySettings.model_validate({"title": "A", **tomllib.loads(settings)}).between_regions
    assert asked == BetweenRegions(regions={"NO02": "Innlandet"})
    assert Mapping.model_validate(tomllib.loads(limesurvey)).outside is not None
    assert CanvasMapping.model_validate(tomllib.loads(canvas)).relations[0].relation == "depth"


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ExchangeError, match="xlsform, network-canvas, limesurvey, odk, partner"):
        read_survey(b"x", "surveymonkey")


# -- zips -------------------------------------------------------------------------------------------------------


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    packed_ = io.BytesIO()
    with zipfile.ZipFile(packed_, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed_.getvalue()


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def with_password() -> bytes:
    data = bytearray(zipped(("a.csv", b"x")))
    # Bit 0 of the flags, in the header of the member and in the table of contents.
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (zipped(("../../etc/a.csv", b"x")), "not allowed"),
        (zipped(("/a.csv", b"x")), "not allowed"),
        (zipped((link(), b"/etc/passwd")), "not allowed"),
        (zipped(("a.csv", b"x"), ("A.csv", b"y")), "not allowed"),
        (with_password(), "has a password"),
        (zipped(("a.csv", b"\0" * 20_000_000)), "more than it can hold"),
        (zipped(("inner.zip", zipped(("a.csv", b"x")))), "zip in the zip"),
        (zipped(("a.csv", b"x"))[:40], "damaged"),
        (zipped(), "no file to read"),
    ],
)
def test_zips_that_could_do_harm_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        gather(data, "a.zip")


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(zipped(("a.csv", b"x" * 1000)))
    place = data.rindex(b"PK\x01\x02") + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(ExchangeError, match="damaged"):
        gather(bytes(data), "a.zip")


def test_too_many_files_or_bytes_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(files_module, "MOST_FILES", 3)
    with pytest.raises(ExchangeError, match="more than 3 files"):
        gather(zipped(*((f"{i}.csv", b"x") for i in range(4))), "a.zip")
    for i in range(4):
        (tmp_path / f"{i}.csv").write_bytes(b"x")
    with pytest.raises(ExchangeError, match="more than 3 files"):
        gather(tmp_path)
    monkeypatch.setattr(files_module, "MOST_BYTES", 1024**2)
    with pytest.raises(ExchangeError, match="or 1 MB"):
        gather(b"x" * (1024**2 + 1), "a.csv")


def test_what_is_no_answer_is_passed_over(tmp_path: Path) -> None:
    data = zipped(
        ("x/a.csv", b"x"), ("__MACOSX/a.csv", b"x"), ("x/.DS_Store", b"x"), ("x/photo.JPG", b"x"), ("x/", b"")
    )
    assert [f.name for f in gather(data, "a.zip")] == ["a.csv"]
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "b.csv").write_bytes(b"y")
    assert [f.name for f in gather([tmp_path / "a.zip", tmp_path / "b.csv"])] == ["a.csv", "b.csv"]
    with pytest.raises(ExchangeError, match="There is no file"):
        gather(tmp_path / "none.csv")
    with pytest.raises(ExchangeError, match="no file to read"):
        gather([])


def test_a_table_with_too_many_rows_or_columns_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from clusterdynamics.exchange.survey import tabular

    monkeypatch.setattr(tabular, "MOST_ROWS", 2)
    monkeypatch.setattr(tabular, "MOST_COLUMNS", 3)
    with pytest.raises(ExchangeError, match="at most 2"):
        tabular.read_tables(SurveyFile("a.csv", b"a,b\n1,2\n1,2\n1,2\n"))
    with pytest.raises(ExchangeError, match="at most 3"):
        tabular.read_tables(SurveyFile("a.xlsx", write_sheets({"s": [["a", "b", "c", "d"], ["1", "2", "3", "4"]]})))
    with pytest.raises(ExchangeError, match="line 2: The row is longer"):
        tabular.read_tables(SurveyFile("a.csv", b"a,b\n1,2,3\n"))


def test_a_guard_against_formulas_is_taken_off() -> None:
    from clusterdynamics.exchange.survey import tabular

    table = tabular.read_tables(SurveyFile("a.csv", b"a,b\n'=1+1,'tis so\n"))[0]
    assert table.rows[0][1] == ("=1+1", "'tis so")
