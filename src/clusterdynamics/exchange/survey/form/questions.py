"""Questions that are not about a partner: statements, areas, links outside, champions, stories, optional blocks."""

from __future__ import annotations

from clusterdynamics.exchange.survey.form import wording
from clusterdynamics.exchange.survey.form.draft import Draft
from clusterdynamics.exchange.survey.form.model import Kind, Role
from clusterdynamics.i18n import N_, _
from clusterdynamics.study.settings import Item

__all__ = [
    "CORE",
    "SINGLE",
    "add_areas",
    "add_champions",
    "add_items",
    "add_kinds",
    "add_outside",
    "add_statements",
    "add_stories",
]

#: Choices with one answer; the settings do not tell them from those with several.
SINGLE = frozenset({"downturn.cooperate"})
#: Blocks that carry the statements; the afternoon study has one of its own.
CORE = frozenset({"core", "afternoon"})
_MOST_CHAMPIONS = 5
#: Questions of the model without options of their own, whose answers are a list that the form has anyway.
_OTHER_LISTS = {"between.areas": "areas", "between.door": "kinds"}
_AREA_ANSWERS = {
    "doing": wording.AREA_DOING,
    "would_join": wording.AREA_JOIN,
    "could_offer": wording.AREA_OFFER,
    "not_for_us": wording.AREA_NOT,
}
_OUTSIDE = N_("Do you work with organisations outside the region?")
_OUTSIDE_TYPES = N_("What kind of organisations are they?")
_OUTSIDE_PURPOSES = N_("What do you work on with them?")
_BECAUSE = N_("Because …")
_WORKED = N_("Tell us about a time when working together went well. What led to what?")
_FAILED = N_("Tell us about a time when it did not go well. What was missing?")


def add_statements(draft: Draft) -> None:
    """Ask for the statements about the cluster."""
    draft.begin("statements", draft.speaker.say(wording.STATEMENTS))
    for item in draft.study.settings.items:
        if item.block in CORE and item.kind == "statement":
            _ask_item(draft, item)
    draft.end()


def add_items(draft: Draft, *blocks: str) -> None:
    """Ask for the other questions of blocks, as one group."""
    titles = {b.id: b.label for b in draft.speaker.model.blocks}
    core = blocks[0] in CORE
    label = draft.speaker.say(wording.QUESTIONS)
    if not core and blocks[0] in titles:
        label = draft.speaker.of(titles[blocks[0]], f"blocks.{blocks[0]}.label")
    draft.begin(f"block_{blocks[0]}", label)
    told: set[str] = set()
    for item in draft.study.settings.items:
        if item.block not in blocks or item.kind == "rating" or (core and item.kind == "statement"):
            continue
        _tell_vignette(draft, item, told)
        _ask_item(draft, item)
    draft.end()


def _tell_vignette(draft: Draft, item: Item, told: set[str]) -> None:
    """Put the text of an invented cluster above its first statement."""
    for vignette in draft.speaker.model.vignettes:
        if item.id.startswith(f"vignette.{vignette.id}.") and vignette.id not in told:
            told.add(vignette.id)
            task = draft.speaker.model_text("questions.vignettes.task.text", "")
            text = draft.speaker.of(vignette.text, f"vignettes.{vignette.id}.text")
            draft.note(f"vignette_{vignette.id}", {c: f"{task[c]}\n\n{text[c]}".strip() for c in text})


def _ask_item(draft: Draft, item: Item) -> None:
    label = draft.speaker.of(item.text, f"questions.{item.id}.text", f"statements.{item.id}.text")
    scale = draft.study.settings.scale(item.scale)
    if item.kind in {"statement", "number"}:
        draft.ask_scaled(item.id, label, Role.ANSWER, item.id, scale)
    elif item.kind == "choice" and item.options:
        texts = [
            (o, draft.speaker.of(_option(draft, item, o), f"questions.{item.id}.options.{o}.label"))
            for o in item.options
        ]
        choices = draft.add_list(draft.list_names.give(f"options_{item.id}"), texts)
        kind = Kind.ONE if item.id in SINGLE else Kind.MANY
        draft.ask(item.id, kind, label, Role.ANSWER, item.id, choices=choices)
    elif draft.has_list(_OTHER_LISTS.get(item.id, "")):
        draft.ask(item.id, Kind.MANY, label, Role.ANSWER, item.id, choices=_OTHER_LISTS[item.id])
    else:
        if item.kind == "choice":
            draft.notes.append(_("'{item}' has no options, so it is asked for in words.").format(item=item.id))
        draft.ask(item.id, Kind.TEXT, label, Role.ANSWER, item.id, appearance="multiline")


def _option(draft: Draft, item: Item, option: str) -> str:
    """Return the label of an option: the model's where it has one, else the option itself."""
    for question in draft.speaker.model.questions:
        if question.id == item.id:
            return next((o.label for o in question.options if o.id == option), option)
    return option


def add_areas(draft: Draft) -> None:
    """Ask who does, would join or could offer what."""
    rows = draft.study["areas"].select("id", "label").rows()
    if not rows:
        return
    answers = [
        (a, draft.speaker.model_text(f"questions.areas.options.{a}.label", text)) for a, text in _AREA_ANSWERS.items()
    ]
    draft.add_list("area_answers", answers)
    draft.begin("areas", draft.speaker.say(wording.AREAS))
    for identifier, label in rows:
        draft.ask(
            f"area_{identifier}",
            Kind.MANY,
            draft.speaker.of(label, f"areas.{identifier}.label"),
            Role.AREA,
            identifier,
            choices="area_answers",
            constraint="not(selected(., 'not_for_us')) or count-selected(.) = 1",
            message=draft.speaker.say(wording.NOT_FOR_US_ALONE),
        )
    draft.end()


def add_outside(draft: Draft) -> None:
    """Ask for working links outside the region: whether, with whom, for what."""
    draft.begin("outside_region", draft.speaker.say(wording.OUTSIDE))
    has = draft.ask(
        "outside",
        Kind.ONE,
        draft.speaker.model_text("questions.outside.text", _OUTSIDE),
        Role.OUTSIDE,
        choices="yes_no",
    )
    relevant = f"${{{has}}} = 'yes'"
    kinds = add_kinds(draft)
    if kinds:
        text = draft.speaker.model_text("questions.outside.types.text", _OUTSIDE_TYPES)
        draft.ask("outside_types", Kind.MANY, text, Role.OUTSIDE_TYPES, choices=kinds, relevant=relevant)
    if draft.study["purposes"].height:
        text = draft.speaker.model_text("questions.outside.purposes.text", _OUTSIDE_PURPOSES)
        draft.ask("outside_purposes", Kind.MANY, text, Role.OUTSIDE_PURPOSES, choices="purposes", relevant=relevant)
    draft.end()


def add_kinds(draft: Draft) -> str:
    """Add the list of kinds of organisations, and return its name; empty where the study has none."""
    types = draft.study.settings.types
    kinds = types or {t: t for t in sorted({t for t in draft.study["actors"]["type"].to_list() if t})}
    if kinds and not draft.has_list("kinds"):
        draft.add_list("kinds", [(i, draft.speaker.of(label)) for i, label in kinds.items()])
    return "kinds" if kinds else ""


def add_champions(draft: Draft) -> None:
    """Ask who brings energy to the cluster, and why."""
    question = next((q for q in draft.speaker.model.questions if q.id == "champions"), None)
    most = (question.most if question is not None else None) or _MOST_CHAMPIONS
    draft.begin("energy_group", draft.speaker.say(wording.CHAMPIONS))
    if question is not None:
        draft.note("champions_question", draft.speaker.model_text("questions.champions.text", "", most=most))
    how_many = draft.speaker.say(wording.CHAMPIONS_N, most=most)
    count = draft.ask(
        "champions_n", Kind.WHOLE, how_many, Role.NOTHING, constraint=f". >= 0 and . <= {most}", message=how_many
    )
    draft.end()
    draft.begin("champions", draft.speaker.say(wording.CHAMPIONS), repeat_count=f"${{{count}}}")
    draft.begin("champion", draft.speaker.say(wording.CHAMPION))
    draft.ask(
        "champion_actor", Kind.ONE, draft.speaker.say(wording.CHAMPION_ACTOR), Role.CHAMPION_ACTOR, choices="actors",
        choice_filter="kind = 'actor'", appearance="minimal autocomplete",
    )  # fmt: skip
    draft.ask(
        "champion_person", Kind.TEXT, draft.speaker.say(wording.CHAMPION_PERSON), Role.CHAMPION_PERSON,
        hint=draft.speaker.say(wording.CHAMPION_PERSON_HINT),
    )  # fmt: skip
    because = draft.speaker.model_text("questions.champions.because.text", _BECAUSE)
    draft.ask("champion_because", Kind.TEXT, because, Role.CHAMPION_BECAUSE, appearance="multiline")
    draft.end()
    draft.end()


def add_stories(draft: Draft) -> None:
    """Ask for a story that worked, and one that did not."""
    draft.begin("stories", draft.speaker.say(wording.STORIES))
    for ref, key, text in (
        ("worked", "questions.story.worked.text", _WORKED),
        ("failed", "questions.story.failed.text", _FAILED),
    ):
        label = draft.speaker.model_text(key, text)
        draft.ask(f"story_{ref}", Kind.TEXT, label, Role.STORY, ref, appearance="multiline")
    draft.end()
