"""Components alone: what they say in each state, at the ends of their range, and with words that are not harmless."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tests.web.styleguide.test_pages import Reader


def draw(component: str, **context: Any) -> str:
    return render_to_string(f"components/{component}.html", context, request=RequestFactory().get("/here/?a=1"))


def words(component: str, **context: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", draw(component, **context)).split())


@pytest.mark.parametrize(
    ("kind", "word"),
    [("info", "Good to know"), ("warning", "Please note"), ("error", "This did not work"), ("success", "Done")],
)
def test_a_remark_says_its_kind_in_words(kind: str, word: str) -> None:
    assert words("callout", kind=kind, text="So it is.") == f"{word} So it is."
    assert words("callout", kind=kind, text="So it is.", title="Own") == "Own So it is."


def test_what_people_wrote_is_never_code() -> None:
    wicked = "<script>alert(1)</script>"
    actor = {"value": wicked, "label": wicked, "short": wicked, "aliases": [wicked]}
    group = {"label": wicked, "members": [actor]}
    for component, context in {
        "callout": {"text": wicked, "items": [wicked], "title": wicked},
        "tasklist": {"tasks": [{"label": wicked, "hint": wicked, "state": "todo"}]},
        "table": {"caption": wicked, "columns": [{"title": wicked}], "rows": [[wicked], [{"text": wicked}]]},
        "check_list": {"name": "n", "legend": wicked, "query": wicked, "groups": [group]},
        "radio_cards": {"name": "n", "legend": wicked, "options": [{"value": wicked, "label": wicked}]},
        "way": {"way": [{"label": wicked, "state": "todo", "current": True}]},
        "dialog": {"id": "d", "title": wicked, "text": wicked, "yes": wicked},
        "facts": {"facts": [(wicked, wicked)]},
        "term": {"id": "t", "term": wicked, "definition": wicked},
    }.items():  # fmt: skip
        drawn = draw(component, **context)
        assert "&lt;script&gt;" in drawn, component
        assert "<script>" not in drawn, component


def test_messages_of_a_post_are_remarks() -> None:
    sent = [SimpleNamespace(tags=tag, __str__=lambda: "x") for tag in ("error", "warning", "success", "debug")]
    drawn = draw("messages", messages=sent, title="of the page", items=["of the page"], url="/elsewhere/")
    kinds = [a["class"].split()[1] for a in Reader(drawn).all("div") if a.get("class", "").startswith("callout")]
    assert kinds == ["error", "warning", "success", "info"]
    assert "of the page" not in drawn  # words of the page around it do not get in
    assert [a["role"] for a in Reader(drawn).all("div") if "role" in a] == ["alert", "status", "status", "status"]


def test_the_way_tells_where_one_is() -> None:
    way = [
        {"label": "Set up", "url": "/1/", "state": "done", "current": False},
        {"label": "Collect", "url": None, "state": "blocked", "current": False},
    ]
    assert words("way", way=way).startswith("Way of the study: All steps Set up Done Collect Not possible yet")
    way[0]["current"] = True
    assert "Step 1 of 2: Set up" in words("way", way=way)
    assert "You are here · Done" in words("way", way=way)
    assert "All steps" not in words("way", way=way)
    assert words("way", way=None) == ""


def test_a_task_that_is_blocked_leads_nowhere() -> None:
    tasks = [
        {"label": "A", "url": "/a/", "state": "done"},
        {"label": "B", "url": "/b/", "state": "todo"},
        {"label": "C", "url": "/c/", "state": "blocked", "hint": "First: B"},
    ]
    assert [a["href"] for a in Reader(draw("tasklist", tasks=tasks)).all("a")] == ["/a/", "/b/"]
    assert words("tasklist", tasks=tasks) == "A Done B To do C First: B Not possible yet"


@pytest.mark.parametrize(
    ("number", "linked", "said"),
    [
        (1, ["2", "9"], "Page 1 of 9 Next Last"),
        (2, ["1", "3", "9"], "Back Page 2 of 9 Next Last"),
        (5, ["1", "4", "6", "9"], "First Back Page 5 of 9 Next Last"),
        (9, ["1", "8"], "First Back Page 9 of 9"),
    ],
)
def test_pages_lead_on_and_back(number: int, linked: list[str], said: str) -> None:
    page = Paginator(range(90), 10).page(number)
    drawn = draw("pagination", page_obj=page, query="kind=firm")
    assert [a["href"] for a in Reader(drawn).all("a")] == [f"?kind=firm&page={n}" for n in linked]
    assert words("pagination", page_obj=page) == said


def test_one_page_needs_no_links() -> None:
    assert draw("pagination", page_obj=Paginator(range(3), 10).page(1)).strip() == ""


def test_a_cell_that_is_not_known_says_so_and_is_no_zero() -> None:
    columns = [{"title": "Kind"}, {"title": "Share", "kind": "number"}]
    rows = [["Firm", None], ["Finance", 0], ["Research", {"text": "0,5", "sort": 0.5}]]
    with translation.override("sv"):  # a number that sorts is written as machines read it
        cells = Reader(draw("table", caption="c", columns=columns, rows=rows)).all("td")
    assert [a.get("data-sort") for a in cells] == [None, "0", "0.5"]
    assert {a["class"] for a in cells} == {"number"}
    assert "not known" in words("table", caption="c", columns=columns, rows=rows)


def test_a_sum_of_answers_in_words() -> None:
    assert words("coverage", reach="enough", words="83 %") == "Enough answers · 83 %"
    assert words("coverage", reach="partly") == "Broad patterns only"
    assert words("coverage", reach="too_few") == "Too few answers"
    drawn = {reach: draw("coverage", reach=reach).count("currentColor") for reach in ("enough", "partly", "too_few")}
    assert len(set(drawn.values())) > 1  # and the shapes differ, too
    assert draw("coverage", reach="enough") != draw("coverage", reach="too_few")


def test_the_switch_of_languages_is_there_only_where_there_is_a_choice() -> None:
    assert draw("language_switch", languages=[("en", "English")], LANGUAGE_CODE="en").strip() == ""
    two = draw("language_switch", languages=[("en", "English"), ("fi", "Suomi")], LANGUAGE_CODE="fi", action="/own/")
    (form,) = Reader(two).all("form")
    assert form["action"] == "/own/"
    assert [a["value"] for a in Reader(two).all("button") if "aria-current" in a] == ["fi"]
    (back,) = Reader(two).all("input", name="next")
    assert back["value"] == "/here/?a=1"


def test_dates_are_written_for_the_reader_and_for_the_machine() -> None:
    drawn = draw("timeline", events=[{"date": dt.date(2026, 11, 3), "text": "Opened"}])
    assert Reader(drawn).all("time") == [{"datetime": "2026-11-03"}]


@pytest.mark.usefixtures("guide")
def test_a_field_can_be_hidden_optional_or_a_file() -> None:
    class Form(forms.Form):
        secret = forms.CharField(widget=forms.HiddenInput)
        note = forms.CharField(required=False)
        file = forms.FileField(help_text="One row each.")

    form = Form({})
    assert Reader(draw("field", field=form["secret"])).all("label") == []
    assert words("field", field=form["note"]) == "Note"
    assert words("field", field=form["note"], optional_word=True) == "Note (optional)"
    said = words("file_field", field=form["file"], accepts="CSV", current="old.csv")
    assert said == "File (required) One row each. · CSV old.csv Error: This field is required."
    summary = words("form_errors", form=form)
    assert summary.startswith("Please check what you entered")
    assert words("form_errors", form=Form()) == ""
