"""Respondents filling in a form, and their submissions in the shapes in which collecting programs export them.

The shapes are written from the programs' published documentation: KoboToolbox (API JSON; workbook with one sheet for
each repeat, joined by ``_index`` and ``_parent_index``), ODK Central (zip of CSV files joined by ``KEY`` and
``PARENT_KEY``; OData JSON with repeats expanded).
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from clusterdynamics.exchange.sheets import write_sheets
from clusterdynamics.exchange.survey.form import Form, Kind, Role
from clusterdynamics.exchange.survey.form.draft import DONT_KNOW, NOBODY
from clusterdynamics.exchange.survey.form.names import ANOTHER

type Answer = dict[str, Any]
#: Text that a person may type; programs trim the ends, and so does the import.
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=30).map(
    str.strip
)


@st.composite
def answers(draw: st.DrawFn, form: Form, code: str) -> Answer:
    """Return what one respondent says: question → value as the study writes it; repeats are lists of such."""
    actors = [c.value for c in form.lists["actors"].choices if c.group == "actor"]
    own = draw(st.sampled_from(actors))
    others = [a for a in actors if a != own]
    said: Answer = {"respondent": code, "own": own, "consent_take_part": draw(st.sampled_from(["yes"] * 9 + ["no"]))}
    said["wave"], said["roster"] = (
        form.wave,
        " ".join(c.name for c in form.lists["actors"].choices if c.group == "actor"),
    )
    for name, field in form.fields.items():
        if field.role == Role.CONSENT and name not in said:
            said[name] = draw(_one(form, name))
    if said["consent_take_part"] == "no":
        return {k: v for k, v in said.items() if not k.startswith("consent_") or k == "consent_take_part"}
    picked = draw(st.none() | st.just([NOBODY]) | st.lists(st.sampled_from(others), min_size=1, unique=True))
    said["pick"] = picked
    said["cards"] = [draw(_card(form, p)) for p in picked or () if p != NOBODY]
    said["champions"] = draw(st.lists(_champion(form, actors), max_size=3))
    said["other_regions"] = draw(st.lists(_other_region(form), max_size=3))
    said["other_regions_n"] = (
        str(len(said["other_regions"])) if said["other_regions"] else draw(st.sampled_from([None, "0"]))
    )
    skipped = {*said, "champions_n", *(n for names in form.repeats.values() for n in names)}
    for name in form.fields:
        if name == "wishes":
            said[name] = draw(st.none() | st.lists(st.sampled_from(others), min_size=1, unique=True))
        elif name not in skipped and form.fields[name].kind != Kind.CALCULATED:
            said[name] = draw(_answer(form, name))
    for name, field in form.fields.items():
        chosen = said.get(name)
        if field.role == Role.AREA and chosen and "not_for_us" in chosen:
            said[name] = ["not_for_us"]
    if said["outside"] != "yes":
        said["outside_types"] = said["outside_purposes"] = None
    return said


def _one(form: Form, name: str) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(sorted(form.lists[form.fields[name].list].names))


def _answer(form: Form, name: str) -> st.SearchStrategy[Any]:
    field = form.fields[name]
    if field.kind == Kind.ONE:
        return _one(form, name)
    if field.kind == Kind.MANY:
        values = list(form.lists[field.list].names)
        # In the order of the form: which was ticked first means nothing, and not every export keeps it.
        return st.none() | st.sets(st.sampled_from(values), min_size=1).map(lambda s: [v for v in values if v in s])
    if field.kind in {Kind.NUMBER, Kind.WHOLE}:
        return st.none() | st.integers(1, 5).map(str)
    return st.none() | WORDS.map(lambda t: t or None)


@st.composite
def _card(draw: st.DrawFn, form: Form, partner: str) -> Answer:
    card: Answer = {"partner": partner}
    names = [n for n, f in form.fields.items() if n in form.repeats["cards"] and f.kind != Kind.CALCULATED]
    for name in names:
        gate = form.fields[name].gate
        open_ = gate is None or (card[gate[0]] not in {None, DONT_KNOW} and float(card[gate[0]]) >= gate[1])
        card[name] = draw(_answer(form, name)) if open_ else None
    return card


@st.composite
def _other_region(draw: st.DrawFn, form: Form) -> Answer:
    page: Answer = {n: draw(_answer(form, n)) for n in form.fields if n in form.repeats["other_regions"]}
    if page["other_region"] != ANOTHER:
        page["other_region_name"] = None  # not shown
    return page


def _champion(form: Form, actors: Sequence[str]) -> st.SearchStrategy[Answer]:
    people = st.sampled_from(["Anna Berg", "anna  berg", "Bo", "Çelik, Ö."])
    return st.fixed_dictionaries(
        {
            "champion_actor": st.none() | st.sampled_from(actors),
            "champion_person": st.none() | people,
            "champion_because": WORDS.map(lambda t: t or None),
        }
    )


# -- as the form stores it ------------------------------------------------------------------------------------


def stored(form: Form, said: Answer) -> Answer:
    """Return the answers by the names of the form's choices; empty ones are left out, repeats are lists."""
    found: Answer = {}
    for name, value in said.items():
        if name in form.repeats:
            found[name] = [stored(form, entry) for entry in value]
        elif value is not None:
            found[name] = _named(form, name, value)
    return found


def _named(form: Form, name: str, value: Any) -> str:
    field = form.fields[name]
    listed = "actors" if field.role == Role.PARTNER else field.list
    if not listed:
        return str(value)
    names = form.lists[listed].names
    return " ".join(names[v] for v in value) if isinstance(value, list) else names[value]


def paths(form: Form) -> dict[str, str]:
    """Return the groups in which each question and repeat stands, joined by strokes."""
    found: dict[str, str] = {}
    way: list[str] = []
    for row in form.rows:
        if row.type.startswith("end_"):
            way.pop()
        elif row.name:
            found[row.name] = "/".join([*way, row.name])
            if row.type.startswith("begin_"):
                way.append(row.name)
    return found


def kobo_json(form: Form, submissions: Sequence[Answer], *, wrapped: bool = True) -> bytes:
    """Return submissions as Kobo's API gives them: flat, each name with its groups in front."""
    way = paths(form)
    results = []
    for n, said in enumerate(submissions, start=1):
        item: dict[str, Any] = {"_id": n, "formhub/uuid": "f" * 32, "start": f"2026-09-0{n}T08:00:00.000+02:00"}
        for name, value in stored(form, said).items():
            if name in form.repeats:
                if value:
                    item[way[name]] = [{way[k]: v for k, v in entry.items()} for entry in value]
            else:
                item[way[name]] = value
        item |= {"__version__": "vX", "meta/instanceID": f"uuid:{n:032d}", "_uuid": f"{n:032d}", "_attachments": []}
        item |= {"_submission_time": f"2026-09-0{n}T07:30:00", "_geolocation": [None, None], "_tags": [], "_notes": []}
        results.append(item)
    return json.dumps({"count": len(results), "results": results} if wrapped else results).encode()


def odata_json(form: Form, submissions: Sequence[Answer]) -> bytes:
    """Return submissions as ODK Central's OData gives them with repeats expanded: objects in objects."""
    way = paths(form)
    value = []
    for n, said in enumerate(submissions, start=1):
        item: dict[str, Any] = {"__id": f"uuid:{n:032d}", "__system": {"submissionDate": f"2026-09-0{n}T07:30:00.000Z"}}
        for name, answer in stored(form, said).items():
            if name in form.repeats:
                prefix = f"{way[name]}/"
                entries: Any = [_nested({way[k].removeprefix(prefix): v for k, v in e.items()}) for e in answer]
                _put(item, way[name], entries)
                _put(item, f"{way[name]}@odata.navigationLink", "Submissions('x')/cards")
            else:
                _put(item, way[name], answer)
        value.append(item)
    return json.dumps({"@odata.context": "x", "value": value}).encode()


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for way, value in flat.items():
        _put(found, way, value)
    return found


def _put(into: dict[str, Any], way: str, value: Any) -> None:
    *groups, last = way.split("/")
    for group in groups:
        into = into.setdefault(group, {})
    into[last] = value


def _sheets(
    form: Form, submissions: Sequence[Answer], separator: str, *, split: bool
) -> dict[str, tuple[list[str], list[list[str]]]]:
    """Return header and rows of the submissions and of each repeat; rows begin with the number of the submission."""
    way = {name: path.replace("/", separator) for name, path in paths(form).items()}
    inside = frozenset[str]().union(*form.repeats.values())
    tables: dict[str, tuple[list[str], list[list[str]]]] = {}
    for table, names in {"": [n for n in form.fields if n not in inside], **form.repeats}.items():
        names = [n for n in form.fields if n in names]
        entries = [
            (n, s) for n, said in enumerate(submissions, 1) for s in ([said] if not table else said.get(table, ()))
        ]
        header: list[str] = []
        rows: list[list[str]] = [[str(n)] for n, _entry in entries]
        for name in names:
            many = form.fields[name].kind == Kind.MANY and split
            columns = list(form.lists[form.fields[name].list].values) if many else []
            header += [f"{way[name]}{separator}{c}" for c in columns] if many else [way[name]]
            for row, (_n, entry) in zip(rows, entries, strict=True):
                value = stored(form, {name: entry.get(name)}).get(name, "")
                row += [str(int(c in value.split())) if value else "" for c in columns] if many else [value]
        tables[table] = (header, rows)
    return tables


def kobo_workbook(form: Form, submissions: Sequence[Answer], *, split: bool = False) -> bytes:
    """Return submissions as Kobo's Excel export: a sheet for the form, one for each repeat."""
    sheets: dict[str, list[list[str | None]]] = {}
    for table, (header, rows) in _sheets(form, submissions, "/", split=split).items():
        if not table:
            head = [*header, "_id", "_uuid", "_submission_time", "_index"]
            body = [[*r[1:], r[0], f"{int(r[0]):032d}", f"2026-09-0{r[0]}T07:30:00", r[0]] for r in rows]
        else:
            head = [*header, "_index", "_parent_table_name", "_parent_index", "_submission__uuid"]
            body = [[*r[1:], str(i), "form", r[0], f"{int(r[0]):032d}"] for i, r in enumerate(rows, 1)]
        sheets[table or "form"] = [list(head), *([c or None for c in row] for row in body)]
    return write_sheets(sheets)


def central_zip(form: Form, submissions: Sequence[Answer], *, split: bool = False) -> bytes:
    """Return submissions as ODK Central's zip: one CSV for the form, one for each repeat."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for table, (header, rows) in _sheets(form, submissions, "-", split=split).items():
            out = io.StringIO(newline="")
            writer = csv.writer(out)
            if not table:
                writer.writerow(["SubmissionDate", *header, "meta-instanceID", "KEY", "SubmitterID", "ReviewState"])
                for n, *cells in rows:
                    key = f"uuid:{int(n):032d}"
                    writer.writerow([f"2026-09-0{n}T07:30:00.000Z", *cells, key, key, "7", ""])
                archive.writestr("form.csv", out.getvalue())
                continue
            writer.writerow([*header, "PARENT_KEY", "KEY"])
            for i, (n, *cells) in enumerate(rows, 1):
                key = f"uuid:{int(n):032d}"
                writer.writerow([*cells, key, f"{key}/{table}[{i}]"])
            archive.writestr(f"form-{table}.csv", out.getvalue())
        archive.writestr("media/photo.jpg", b"\xff\xd8")
    return packed.getvalue()
