"""What the style guide shows: made up, in English only, so that nobody has to translate it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.templatetags.static import static

from clusterdynamics.charts import theme
from clusterdynamics.study.names import fold

__all__ = [
    "AGAIN",
    "COLUMNS",
    "CRUMBS",
    "FACTS",
    "ICONS",
    "KINDS",
    "LONG_ROSTER",
    "ONWARD",
    "PROBLEMS",
    "REGION",
    "ROSTER",
    "ROWS",
    "STUDY",
    "TABS",
    "TOKENS",
    "WAVES",
    "LogInForm",
    "SampleForm",
    "depths",
    "events",
    "figure",
    "groups",
    "tasks",
    "way",
]

type Sample = dict[str, Any]

REGION = "Region Skogsbygden"
STUDY = "Paper and forest 2026"

ICONS = [
    "done",
    "now",
    "todo",
    "blocked",
    "info",
    "warning",
    "error",
    "success",
    "close",
    "search",
    "more",
    "next",
    "back",
    "language",
    "person",
    "light",
    "dark",
    "file",
    "lock",
]
TOKENS = [
    "paper",
    "ground",
    "ink",
    "muted",
    "line",
    "strong",
    "accent",
    "deep",
    "on-accent",
    "soft",
    "warn",
    "warn-ink",
    "bad",
    "bad-ink",
    "good",
    "good-ink",
]
KINDS = [(kind.id, kind.label) for kind in theme.KINDS.values()]
CRUMBS = [{"label": "Studies", "url": "#studies"}, {"label": STUDY, "url": "#study"}]
WAVES = [{"label": "Wave 2", "url": "#wave-2", "current": True}, {"label": "Wave 1", "url": "#wave-1"}]
TABS = [
    {"label": "Overview", "url": "#overview", "current": True},
    {"label": "Relations", "url": "#relations"},
    {"label": "Stories", "url": "#stories"},
]
ONWARD = {
    "title": "What next",
    "why": "The results are there. Read them together.",
    "label": "Prepare a session",
    "url": "#session",
}
AGAIN = [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}]
PROBLEMS = [
    "Row 7: the name is missing.",
    "Row 12: “Sandvik” stands twice.",
    "Row 31: “Fírm” is no kind of organisation.",
]
FACTS = [
    ("Asked", "42 organisations"),
    ("Open until", "30 November 2026"),
    ("Who is in, and why", "Firms and partners in pulp, paper and packaging with a site in the region."),
]


def way() -> list[Sample]:
    """Return the way of a study of which two steps are done."""
    steps = [
        ("Set up", "done"),
        ("Collect", "done"),
        ("Read", "todo"),
        ("Make sense", "todo"),
        ("Give back", "blocked"),
        ("Act", "blocked"),
        ("Next wave", "blocked"),
    ]
    return [
        {"label": label, "url": None if state == "blocked" else f"#step-{n}", "state": state, "current": n == 3}
        for n, (label, state) in enumerate(steps, 1)
    ]


def tasks() -> list[Sample]:
    """Return one task of each state, and one without a hint."""
    return [
        {"label": "Say who is in, and why", "url": "#boundary", "state": "done", "hint": ""},
        {"label": "Import the roster", "url": "#import", "state": "todo", "hint": "42 rows read, 3 look like doubles"},
        {"label": "Choose relations and areas", "url": "#relations", "state": "todo", "hint": ""},
        {
            "label": "Open for answers",
            "url": "#open",
            "state": "blocked",
            "hint": "First: a text of consent and a contact",
        },
    ]


def events() -> list[Sample]:
    """Return three dated events."""
    return [
        {"date": dt.date(2026, 11, 3), "text": "Wave 2 opened", "url": None},
        {"date": dt.date(2026, 11, 17), "text": "Second reminder to 11 organisations", "url": "#reminder"},
        {"date": dt.date(2026, 11, 30), "text": "Wave 2 closes", "url": None},
    ]


def depths(checked: str = "3") -> list[Sample]:
    """Return the five depths of a relation, and the way out."""
    words = [
        ("We know each other", "We have talked, nothing more."),
        ("We exchange information", "Now and then, when one of us asks."),
        ("We do things together", "Courses, purchases, a fair."),
        ("We develop something together", "A shared project with money or people from both."),
        ("We depend on each other", "Plans of one change the plans of the other."),
    ]
    scale: list[Sample] = [
        {"value": str(n), "label": label, "hint": hint, "checked": str(n) == checked}
        for n, (label, hint) in enumerate(words, 1)
    ]
    return [*scale, {"value": "", "label": "I do not know, or would rather not say", "hint": "", "apart": True}]


def _actor(number: int, label: str, kind: str, short: str = "", *aliases: str) -> Sample:
    return {
        "value": f"a{number}",
        "label": label,
        "short": short,
        "aliases": list(aliases),
        "kind": kind,
        "checked": False,
    }


ROSTER = [
    _actor(n, *row)
    for n, row in enumerate(
        [
            ("Ånäs Sågverk AB", "Firm", "Ånäs"),
            ("Bergström & Söner Åkeri", "Firm", "Bergström"),
            ("Łódź Papier Sp. z o.o.", "Firm", "Łódź Papier"),
            ("Papír Værk A/S", "Firm", "Papír"),
            ("Sandvikens Förpackning AB", "Firm", "Sandviken", "SaFö"),
            ("Storskogen Industrier AB", "Large firm", "Storskogen"),
            ("Högskolan i Mellanskog", "Research and education", "HiM", "Mellanskog University"),
            ("Institutet för fiber och träteknologisk utvecklingsforskning", "Research and education", "IFTU"),
            ("Kommunen Skogsbygden", "Public body", "Kommunen"),
            ("Sparbanken Mellan", "Finance", "Sparbanken"),
            ("Forest Cluster Ø", "Intermediary", "FCØ"),
        ],
        1,
    )
]
_FIRST = [
    "Alm",
    "Björk",
    "Dal",
    "Ek",
    "Fur",
    "Gran",
    "Hassel",
    "Is",
    "Järn",
    "Kvist",
    "Lind",
    "Mo",
    "Näs",
    "Ok",
    "Park",
    "Rönn",
    "Sand",
    "Tall",
    "Ur",
    "Vik",
]
_LAST = ["Bruk", "Data", "Energi", "Logistik", "Maskin", "Trä"]
LONG_ROSTER = [
    _actor(n, f"{first}{last.lower()} AB", "Firm", f"{first} {last}")
    for n, (first, last) in enumerate(((f, s) for f in _FIRST for s in _LAST), 1)
]


def groups(actors: list[Sample], *, by_letter: bool = False) -> list[Sample]:
    """Return the actors under their kind, or under their first letter."""
    found: dict[str, list[Sample]] = {}
    for actor in actors:
        key = fold(actor["label"])[0].upper() if by_letter else actor["kind"]
        found.setdefault(key, []).append({**actor, "kind": ""})
    listed = sorted(found.items()) if by_letter else found.items()
    return [{"label": label, "members": members} for label, members in listed]


COLUMNS = [
    {"title": "Kind", "kind": "text"},
    {"title": "Asked", "kind": "number"},
    {"title": "Answered", "kind": "number"},
]
ROWS: list[list[Any]] = [
    ["Firm", 27, 21],
    ["Research and education", 6, 6],
    ["Public body", 5, 4],
    [{"text": "Finance", "url": "#finance"}, 4, None],
    ["Other, with a name that runs over more than one line on a phone", 1200, {"text": "11 of 1,200", "sort": 11}],
]


def figure() -> Sample:
    """Return a figure as a page would give it."""
    return {
        "id": "relations",
        "title": "Organisations share information more than they do projects together",
        "subtitle": "Share of possible ties that are reported, by relation; bars: 90 % intervals",
        "image": static("styleguide/relations.svg"),
        "alt": "Dots with bars: information 42 %, joint projects 18 %, training 9 %.",
        "basis": ["31 of 42 answered", "Wave 2, November 2026", "for: participants"],
        "caption": "Share of possible ties, by relation",
        "columns": [
            {"title": "Relation", "kind": "text"},
            {"title": "Share", "kind": "number"},
            {"title": "Interval", "kind": "number"},
        ],
        "rows": [
            ["Information", {"text": "42 %", "sort": 0.42}, {"text": "36–49 %", "sort": 0.36}],
            ["Joint projects", {"text": "18 %", "sort": 0.18}, {"text": "13–24 %", "sort": 0.13}],
            ["Training", {"text": "9 %", "sort": 0.09}, {"text": "5–15 %", "sort": 0.05}],
        ],
        "method": "Reported ties over possible ties between those asked; intervals from 2,000 redraws.",
        "source": "Snapshot 4f0c2a91, for participants",
    }


class SampleForm(forms.Form):
    """A field of each sort."""

    name = forms.CharField(label="Name of the study", help_text="Participants see it at the top of every page.")
    mail = forms.EmailField(label="Contact", help_text="Questions of participants go there.")
    kind = forms.ChoiceField(label="Kind of organisation", choices=[("", "Choose one"), *KINDS])
    members = forms.IntegerField(label="Members", required=False, help_text="As of today.")
    opens = forms.DateField(label="Opens on", widget=forms.DateInput(attrs={"type": "date"}))
    boundary = forms.CharField(label="Who is in, and why", widget=forms.Textarea(attrs={"rows": 3}), max_length=500)
    languages = forms.MultipleChoiceField(
        label="Languages of the survey",
        choices=[("en", "English"), ("sv", "Svenska"), ("fi", "Suomi")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Participants choose among them on every page.",
    )
    order = forms.ChoiceField(
        label="Order of the roster",
        choices=[("kind", "By kind of organisation"), ("letter", "By first letter")],
        widget=forms.RadioSelect,
        initial="kind",
    )
    agree = forms.BooleanField(label="The cluster has seen the questions and agrees")
    file = forms.FileField(label="Roster", required=False)
    code = forms.CharField(
        label="Code of the study", initial="SKOG26", disabled=True, help_text="Set when the study was made."
    )


class LogInForm(forms.Form):
    """Logging in."""

    login = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    remember = forms.BooleanField(label="Keep me logged in on this device", required=False)
