"""Hard figures from files: every form, what is repaired and said, and every way in which they can be wrong."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.exchange.errors import ExchangeError, Faults
from clusterdynamics.indicators.importing import Options, read_indicators
from clusterdynamics.indicators.importing.cells import Cell, read_column, split_flags
from clusterdynamics.indicators.importing.observations import read_period
from clusterdynamics.indicators.into_study import indicators_into_study, latest_vintage
from clusterdynamics.indicators.nuts import CHANGES, is_known, level_two_codes, successors
from tests.build import make_study

KNOWN = Options(code="jobs", unit="persons", source="SCB")


def read(text: str, options: Options = KNOWN, name: str = "f.csv") -> pl.DataFrame:
    return read_indicators(text.encode(), name=name, options=options).frame


def wrong(text: str, options: Options = KNOWN) -> list[str]:
    with pytest.raises(ExchangeError) as error:
        read(text, options)
    return [str(f) for f in error.value.faults]


# -- numbers ------------------------------------------------------------------------------------------------------


def column(*texts: str, decimal: str | None = None) -> tuple[list[float | None], list[str], list[str], list[str]]:
    faults = Faults("f.csv")
    found = read_column([Cell(k + 2, t, column="value") for k, t in enumerate(texts)], faults, decimal)
    return list(found.values), list(found.flags), list(found.notes), [str(f) for f in faults.found]


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1", "2.5", "-3"], [1, 2.5, -3]),
        (["1,5", "2"], [1.5, 2]),
        (["1.234,5", "2.000"], [1234.5, 2000]),
        (["1,234.5", "2,000"], [1234.5, 2000]),
        (["1 234 567", "12"], [1234567, 12]),
        (["1\u202f234,5"], [1234.5]),
        (["1'234.5"], [1234.5]),
        (["1,234,567"], [1234567]),
        (["0.123"], [0.123]),
        (["0,123"], [0.123]),
        (["1234,567"], [1234.567]),
        (["−4,5"], [-4.5]),
        ([":", "..", "", "n/a", "-", "7"], [None, None, None, None, None, 7]),
        ([".5", "1.5"], [0.5, 1.5]),
    ],
)
def test_how_numbers_are_written(texts: list[str], values: list[float | None]) -> None:
    found, _flags, _notes, faults = column(*texts)
    assert not faults
    assert found == values


@pytest.mark.parametrize(
    ("text", "number", "flags"),
    [
        ("12.3 p", "12.3", "p"),
        ("12,3 (b)", "12,3", "b"),
        (": c", "", "c"),
        (":c", "", "c"),
        ("c", "", "c"),
        ("1 234 1)", "1 234", "1"),
        ("17 bep", "17", "bep"),
        ("5*", "5", "*"),
        ("12 e p", "12", "ep"),
        (":", "", ""),
    ],
)
def test_flags_stand_behind_figures(text: str, number: str, flags: str) -> None:
    assert split_flags(text) == (number, flags)


def test_repairs_are_said() -> None:
    _values, _flags, notes, _faults = column("1.234,5", "2,5 p")
    assert notes == [
        "2 figures have a decimal comma; it was read as one.",
        "1 figure has a separator of thousands, which was taken out.",
        "1 figure has a footnote; it was kept as a flag.",
    ]


def test_what_cannot_be_known_is_asked() -> None:
    *_rest, faults = column("1,234", "5,678")
    assert faults == [
        "f.csv, line 2, column value: '1,234' can be 1.234 or 1234, and no other figure says which. "
        "Say which sign is the decimal one (--decimal . or --decimal ,)."
    ]
    assert column("1,234", "5,678", decimal=",")[0] == [1.234, 5.678]
    assert column("1,234", "5,678", decimal=".")[0] == [1234, 5678]


def test_two_decimal_signs_in_one_column() -> None:
    *_rest, faults = column("1,5", "2,5", "3.5")
    assert faults == [
        "f.csv, line 4, column value: '3.5' has another decimal sign than '1,5' in line 2. Write all figures alike."
    ]


@pytest.mark.parametrize("text", ["about 12", "12 persons", "1,2,3", "1 23", "12-13", "#REF!"])
def test_no_number(text: str) -> None:
    *_rest, faults = column(text, "1.5")
    assert len(faults) == 1
    assert repr(text)[1:-1] in faults[0]


@given(
    st.integers(-(10**9), 10**9), st.integers(0, 2), st.sampled_from([" ", "\u202f", "'", ""]), st.sampled_from(",.")
)
def test_any_number_written_any_way_is_read_back(n: int, digits: int, separator: str, sign: str) -> None:
    value = n / 10**digits
    text = f"{value:_.{digits}f}".replace(".", sign).replace("_", separator)
    found, _flags, _notes, faults = column(text, decimal=sign)
    assert not faults
    assert found[0] == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024", "2024"),
        ("2024Q1", "2024-Q1"),
        ("2024-q3", "2024-Q3"),
        ("2024M07", "2024-07"),
        ("2024-07", "2024-07"),
        ("24", None),
        ("2024-13", None),
        ("spring", None),
    ],
)
def test_periods(text: str, period: str | None) -> None:
    assert read_period(text) == period


# -- NUTS ---------------------------------------------------------------------------------------------------------


def test_the_codes_are_those_of_the_shapes(shared_data: Path) -> None:
    shapes = json.loads((shared_data / "regions" / "nuts" / "NUTS_RG_60M_2024_4326_LEVL_2.geojson").read_text())
    assert level_two_codes() == {f["properties"]["NUTS_ID"] for f in shapes["features"]}


def test_no_outdated_code_is_in_force_and_all_lead_to_one_that_is() -> None:
    for code in CHANGES:
        assert not is_known(code), code
        change = successors(code)
        assert change is not None
        assert all(is_known(s) for s in change.successors), code


def test_followed_over_two_versions() -> None:
    assert successors("GR11").successors == ("EL51",)  # type: ignore[union-attr]
    assert successors("FR91").successors == ("FRY1",)  # type: ignore[union-attr]
    assert successors("SE31") is None


@pytest.mark.parametrize("code", ["SE", "SE3", "SE31", "SE311", "EL", "UKM7", "SEZZ", "DE21"])
def test_known(code: str) -> None:
    assert is_known(code)


@pytest.mark.parametrize("code", ["", "S", "XX", "SE9", "SE39", "SE391", "se31", "GR30", "SE3111", "FR71"])
def test_not_known(code: str) -> None:
    assert not is_known(code)


# -- CSV ----------------------------------------------------------------------------------------------------------

LONG = (
    "region;period;code;value;unit;source;flag\nSE31;2024;jobs;1.234,5;persons;SCB;p\nSE32;2024;jobs;: c;persons;SCB;\n"
)


def test_one_row_a_figure() -> None:
    given_ = read_indicators(LONG.encode(), name="f.csv")
    assert given_.frame.select("region", "value", "flag").rows() == [("SE31", 1234.5, "p"), ("SE32", None, "c")]
    assert "1 figure is kept secret." in given_.notes
    assert read(LONG.replace("region", "NUTS_ID").replace("period", "Year")).height == 2


def test_one_column_a_year() -> None:
    frame = read("geo,2022,2023,2024\nSE31,1,2,:\nSE32,4,5 b,6\n")
    assert frame.height == 6
    assert frame.filter(pl.col("flag") == "b").select("region", "period", "value").rows() == [("SE32", "2023", 5.0)]
    assert frame.filter((pl.col("region") == "SE31") & (pl.col("period") == "2024"))["value"].to_list() == [None]


def test_what_the_file_does_not_say_must_be_said() -> None:
    faults = wrong("region,period,value\nSE31,2024,5\n", Options())
    assert [f for f in faults if "--unit" in f and "--source" not in f]
    assert [f for f in faults if "--source" in f]
    assert [f for f in faults if "--code" in f]


def test_all_that_is_wrong_at_once() -> None:
    faults = wrong(
        "region,period,code,value,unit,source\n"
        "SE39,2024,jobs,1,persons,SCB\n"
        "FR71,2024,jobs,2,persons,SCB\n"
        "IE01,2024,jobs,3,persons,SCB\n"
        "HU10,2024,jobs,3,persons,SCB\n"
        "SE31,2024,jobs,4,persons,SCB\n"
        "SE31,2024,jobs,5,persons,SCB\n"
        "SE32,2024,jobs,6,thousands,SCB\n"
        "SE33,soon,jobs,7,persons,SCB\n"
        "SE33,2024,jobs,many,persons,SCB\n"
        "FRK26,2024,jobs,7,persons,SCB\n"
        "FR718,2024,jobs,7,persons,SCB\n"
    )
    text = "\n".join(faults)
    assert len(faults) == 9, text
    assert "line 2, column region: 'SE39' is no NUTS code. Did you mean 'SE3" in text
    assert "line 3, column region: 'FR71' is not in NUTS since 2016: the same region is called FRK2 today." in text
    assert "'IE01' is not in NUTS since 2016: borders moved, and IE04, IE06 is not the same area." in text
    assert "'HU10' is not in NUTS since 2016: it was divided into HU11, HU12." in text
    assert "line 7, column period: 'jobs' of SE31 in 2024 is given twice: 5 here, 4 in line 6." in text
    assert "line 8, column unit: The unit of 'jobs' changes: 'thousands' here, 'persons' in line 2." in text
    assert "line 9, column period: 'soon' is no period." in text
    assert "line 10, column value: 'many' is no number." in text
    assert "line 12, column region: 'FR718' is not in NUTS since 2016: FR71, which it lies in, became FRK2." in text


def test_renamed_codes_can_be_brought_up_to_date() -> None:
    text = "region,period,value\nFR71,2012,5\nFR72,2012,6\n"
    given_ = read_indicators(text.encode(), options=Options("jobs", "", "persons", "Insee", update_codes=True))
    assert given_.frame["region"].to_list() == ["FRK1", "FRK2"]
    assert "FR71 is called FRK2 today; it was renamed." in given_.notes


def test_regions_of_ones_own() -> None:
    text = "region,period,value\nnorth,2024,5\nsouth,2024,6\n"
    given_ = read_indicators(text.encode(), options=KNOWN)
    assert given_.frame["region"].to_list() == ["north", "south"]
    assert "The regions are not codes of NUTS; they were taken as the region's own." in given_.notes
    assert len(wrong(text, Options("jobs", "", "persons", "SCB", regions="nuts"))) == 2
    assert read("region,period,value\nEU27_2020,2024,5\nSE31,2024,6\n").height == 2


def test_the_same_figure_twice_is_taken_once_and_vintages_stand_side_by_side() -> None:
    given_ = read_indicators(b"region,period,value\nSE31,2024,5\nSE31,2024,5\n", options=KNOWN)
    assert given_.frame.height == 1
    assert "1 figure stood there twice with the same value; it was taken once." in given_.notes
    text = "region,period,value,vintage\nSE31,2024,5,2025-01-01\nSE31,2024,6,2026-01-01\n"
    frame = read(text)
    assert frame.height == 2
    assert latest_vintage(frame)["value"].to_list() == [6]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("region,period\n", "holds no figures"),
        ("", "holds no figures"),
        ("region,when,what\nSE31,2024,5\n", "no column 'value' and no years"),
        ("region,period,value\nSE31,2024,1,5\n", "4 cells, the header 3"),
        ('region,period,value\n"SE31,2024,5\n', "quotation marks"),
    ],
)
def test_tables_that_cannot_be_read(text: str, part: str) -> None:
    assert any(part in fault for fault in wrong(text))


# -- the other forms ----------------------------------------------------------------------------------------------

SDMX = (
    "DATAFLOW,LAST UPDATE,freq,unit,nace_r2,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
    "ESTAT:NAMA_10R_3EMPERS(1.0),14/05/26 23:00:00,A,THS,C,SE31,2023,68.2,p,\n"
    "ESTAT:NAMA_10R_3EMPERS(1.0),14/05/26 23:00:00,A,THS,C,SE32,2023,,c,\n"
)
TSV = "freq,nace_r2,unit,geo\\TIME_PERIOD\t2022 \t2023 \nA,C,THS,SE31\t67.1 \t68.2 p\nA,C,THS,SE32\t: c\t: \n"
JSON_STAT: dict[str, Any] = {
    "version": "2.0",
    "class": "dataset",
    "label": "Employment",
    "source": "ESTAT",
    "updated": "2026-05-14T23:00:00+0200",
    "extension": {"id": "NAMA_10R_3EMPERS"},
    "id": ["freq", "unit", "nace_r2", "geo", "time"],
    "size": [1, 1, 1, 2, 2],
    "role": {"time": ["time"], "geo": ["geo"]},
    "value": {"0": 67.1, "1": 68.2},
    "status": {"1": "p", "2": "c", "3": ":"},
    "dimension": {
        "freq": {"category": {"index": {"A": 0}}},
        "unit": {"category": {"index": {"THS": 0}}},
        "nace_r2": {"category": {"index": ["C"]}},
        "geo": {"category": {"index": {"SE32": 1, "SE31": 0}}},
        "time": {"category": {"index": {"2022": 0, "2023": 1}}},
    },
}


def test_the_same_figures_in_three_forms() -> None:
    tsv = read_indicators(TSV.encode(), name="nama_10r_3empers.tsv").frame
    packed = read_indicators(gzip.compress(TSV.encode()), name="nama_10r_3empers.tsv.gz").frame
    stat = read_indicators(json.dumps(JSON_STAT).encode(), name="nama.json").frame
    sdmx = read_indicators(SDMX.encode(), name="f.csv", options=Options(source="Eurostat")).frame
    assert tsv.equals(packed)
    same = ("region", "period", "value", "unit", "flag")
    assert tsv.select(same).rows() == stat.select(same).rows()
    assert tsv.select(same).rows() == [
        ("SE31", "2022", 67.1, "THS", None),
        ("SE31", "2023", 68.2, "THS", "p"),
        ("SE32", "2022", None, "THS", "c"),
        ("SE32", "2023", None, "THS", None),
    ]
    assert set(tsv["code"]) == {"nama_10r_3empers/freq=A/nace_r2=C"}
    assert set(stat["code"]) == {"NAMA_10R_3EMPERS/freq=A/nace_r2=C"} == set(sdmx["code"])
    assert set(stat["vintage"]) == {"2026-05-14T23:00"}
    assert set(sdmx["vintage"]) == {"2026-05-14T23:00"}  # as written: 14/05/26 23:00:00
    assert sdmx.select(same).rows() == [("SE31", "2023", 68.2, "THS", "p"), ("SE32", "2023", None, "THS", "c")]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"class": "collection"}, "no data set"),
        ({"size": [1, 1, 1, 2]}, "do not fit together"),
        ({"size": [1, 1, 1, 3, 2]}, "has 2 categories, but its size is 3"),
        ({"size": [10**4, 10**4, 1, 2, 2]}, "says that it has"),
        ({"value": {"9": 1}}, "cannot be placed"),
        ({"value": {"0": "a"}}, "cannot be placed"),
        ({"value": None}, "holds no figures"),
        ({"dimension": None}, "names no dimensions"),
        ({"id": ["freq", "unit", "nace_r2", "place", "time"], "role": {}}, "categories"),
    ],
)
def test_broken_json_stat(change: dict[str, Any], part: str) -> None:
    with pytest.raises(ExchangeError, match=part):
        read_indicators(json.dumps(JSON_STAT | change).encode(), name="f.json")
    with pytest.raises(ExchangeError, match="no valid JSON"):
        read_indicators(b'{"class": "dataset", "dimension":', "json-stat", name="f.json")


def test_broken_tsv_and_sdmx() -> None:
    with pytest.raises(ExchangeError, match="The row has 3 dimensions and 2 figures; the header has 4 and 2"):
        read_indicators(TSV.replace("A,C,THS,SE32", "A,C,SE32").encode(), name="f.tsv")
    with pytest.raises(ExchangeError, match="column for the region is missing"):
        read_indicators(SDMX.replace("geo", "place").encode(), name="f.csv")
    with pytest.raises(ExchangeError, match="no form called 'xls'"):
        read_indicators(b"", "xls", name="f")
    with pytest.raises(ExchangeError, match="cannot be unpacked"):
        read_indicators(b"\x1f\x8b\x08broken", name="f.gz")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for form in (None, "csv", "sdmx-csv", "json-stat", "eurostat"):
        # Whatever else is raised fails the test.
        with suppress(ExchangeError):
            read_indicators(data, form, name="f")


# -- into a study -------------------------------------------------------------------------------------------------


def test_figures_are_added_and_never_changed_in_place() -> None:
    study = make_study(["a"], [])
    first = indicators_into_study(study, read("region,period,value\nSE31,2023,5\nSE31,2024,6\n"))
    assert first.notes == ("2 figures are new.",)
    again = indicators_into_study(first.study, read("region,period,value\nSE31,2024,6\nSE31,2025,7\n"))
    assert again.notes == ("1 figure is new.", "1 figure was in the study already.")
    with pytest.raises(ExchangeError, match=r"'jobs' of SE31 in 2024 is 9 here, and 6 in the study.*--vintage"):
        indicators_into_study(again.study, read("region,period,value\nSE31,2024,9\n"))
    with pytest.raises(ExchangeError, match="'jobs' is in thousands here, and in persons in the study"):
        indicators_into_study(
            again.study, read("region,period,value\nSE31,2026,9\n", Options("jobs", "", "thousands", "SCB"))
        )
    revised = read("region,period,value\nSE31,2024,9\n", Options("jobs", "", "persons", "SCB", "2026-05-01"))
    last = indicators_into_study(again.study, revised).study["indicators"]
    assert last.height == 4
    assert latest_vintage(last).filter(pl.col("period") == "2024")["value"].to_list() == [9]
