"""Random settings and studies for Hypothesis: valid, small, with texts as odd as they come."""

from __future__ import annotations

import datetime as dt
import math

import polars as pl
from hypothesis import strategies as st

from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.tables import TABLES

#: All of Unicode but what no file can hold: surrogates, NUL, the two characters that are none.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), max_size=30)
nasty = st.sampled_from(
    [
        "=1+1",
        '"',
        '""',
        "a\r\nb",
        "\r",
        "\n",
        " padded ",
        "<r>x</r>",
        "_x0041_",
        "007",
        "1e5",
        "true",
        "'",
        "a,b;c\td",
        "NA",
    ]
)
words = st.one_of(texts, nasty)
identifiers = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
floats = st.floats(allow_nan=False, allow_infinity=False, width=64)
moments = st.datetimes(dt.datetime(1800, 1, 1), dt.datetime(2200, 1, 1))
days = st.dates(dt.date(1800, 1, 1), dt.date(2200, 1, 1))
parts = words.map(lambda t: t.replace("|", " ").strip()).filter(bool)


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(st.none(), strategy)


@st.composite
def settings(draw: st.DrawFn) -> StudySettings:
    """Settings that are valid, and otherwise anything."""
    names = draw(st.lists(identifiers, unique=True, min_size=6, max_size=6))
    low = draw(st.floats(-1e6, 1e6))
    scales = [{"id": names[0], "low": low, "high": low + 5, "labels": draw(st.dictionaries(words, words, max_size=3))}]
    relation = {
        "id": names[1],
        "label": draw(words),
        "question": draw(words),
        "scale": draw(st.sampled_from([None, names[0]])),
        "directed": draw(st.booleans()),
        "levels": {names[2]: draw(floats)},
    }
    items = [
        {
            "id": f"{names[3]}.{k}",
            "text": draw(words),
            "options": draw(st.lists(parts, max_size=2)),
            "reversed": draw(st.booleans()),
        }
        for k in range(draw(st.integers(0, 2)))
    ]
    return StudySettings.model_validate(
        {
            "title": draw(words.filter(bool)),
            "cluster": draw(words),
            "boundary": draw(words),
            "languages": draw(st.lists(parts, max_size=2)),
            "region": {"name": draw(words)},
            "types": draw(st.dictionaries(words, words, max_size=2)),
            "synthetic": draw(st.booleans()),
            "scales": scales,
            "relations": [relation],
            "items": items,
            "gates": {"density": draw(st.floats(0, 1))},
            "last_answers": draw(maybe(st.lists(parts, max_size=2))),
            "between_regions": draw(
                maybe(
                    st.fixed_dictionaries(
                        {
                            "asked": st.booleans(),
                            "regions": st.dictionaries(words.filter(bool), words, max_size=2),
                        }
                    )
                )
            ),
            "disclosure": {"k_inside": draw(st.integers(3, 10**6)), "opens": {draw(words): ["board"]}},
        }
    )


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """A valid study with every kind of cell."""
    rules = draw(settings()).model_copy(update={"types": {}})
    actors = draw(st.lists(identifiers, unique=True, min_size=2, max_size=4))
    n = len(actors)
    labels = [draw(words) + str(k) for k in range(n)]

    def column(strategy: st.SearchStrategy[object], size: int = n) -> list[object]:
        return draw(st.lists(maybe(strategy), min_size=size, max_size=size))

    tables: dict[str, dict[str, list[object]]] = {
        "actors": {
            "id": actors,
            "label": labels,
            "is_anchor": column(st.booleans()),
            "lat": column(st.floats(-90, 90)),
            "aliases": column(st.lists(parts, unique=True, max_size=2)),
            "x extra": column(words),
        },
        "waves": {"id": ["w1", "w2"], "label": column(words, 2), "opens": [draw(maybe(days)), None]},
        "ties": {
            "wave": ["w1", "w2"],
            "relation": [rules.relations[0].id] * 2,
            "from": [actors[0], actors[1]],
            "to": [actors[1], actors[0]],
            "state": ["dont_know", "no_tie"],
            "structural": column(st.booleans(), 2),
        },
        "consents": {
            "respondent": ["r1", "r1"],
            "choice": ["take_part", "name"],
            "class": ["yes", "network"],
            "time": column(moments, 2),
        },
        "respondents": {"id": ["r1", "r1"], "wave": ["w1", "w2"], "actor": actors[:2], "status": ["submitted"] * 2},
        "stories": {"id": ["s1"], "wave": ["w1"], "title": [draw(words)], "text": [draw(words) + "."]},
        "indicators": {
            "region": ["R"] * 2,
            "period": ["1", "2"],
            "code": ["c"] * 2,
            "value": [draw(floats), draw(floats)],
            "unit": ["u"] * 2,
            "source": ["s"] * 2,
        },
        "areas": {"id": ["a1"], "label": ["A"], "sensitivity": [draw(maybe(st.integers(1, 5)))]},
    }
    frames = {}
    for name, columns in tables.items():
        table = TABLES[name]
        series = [
            pl.Series(c, values, dtype=table[c].dtype if c in table else pl.String) for c, values in columns.items()
        ]
        frame = pl.DataFrame(series)
        size = frame.height
        missing = [pl.Series(f.name, [None] * size, dtype=f.dtype) for f in table.fields if f.name not in columns]
        frames[name] = pl.DataFrame([*series, *missing]).sample(fraction=1, shuffle=True, seed=draw(st.integers(0, 99)))
    frames["waves"] = frames["waves"].sort("id")
    assert all(math.isfinite(v) for v in frames["indicators"]["value"])
    return Study(rules, frames)
