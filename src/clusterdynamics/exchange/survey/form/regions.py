"""Partners in other regions: with how many, and for each how deep, what is found only there, and who opens the door."""

from __future__ import annotations

from clusterdynamics.exchange.survey.form import wording
from clusterdynamics.exchange.survey.form.draft import Draft
from clusterdynamics.exchange.survey.form.model import Choice, Kind, Role, Texts
from clusterdynamics.exchange.survey.form.names import ANOTHER
from clusterdynamics.exchange.survey.form.questions import add_kinds
from clusterdynamics.i18n import N_
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import Scale

__all__ = ["MOST_REGIONS", "add_regions", "asks_about_regions"]

#: More regions are not asked for: each has a page of its own.
MOST_REGIONS = 8
_REGIONS = N_("Which other regions do you work with?")
_DEPTH = N_("How do you work with partners there?")
_AREAS = N_("In which areas do you get something there that you cannot get here?")
_GETS = N_("What do you get there that you cannot get here?")
_BARRIERS = N_("What stands in the way of working more with that region?")
_DOOR = N_("What kind of organisation should open the door?")
_DOOR_NAME = N_("Is there somebody who should do it? Name them only if they agree.")


def asks_about_regions(study: Study) -> bool:
    """Return whether the study has the block on other regions: its settings say so, or else earlier answers do."""
    said = study.settings.between_regions
    return said.asked if said is not None else not study["partner_regions"].is_empty()


def add_regions(draft: Draft) -> None:
    """Ask for partners in other regions, if the study does.

    Whoever chose regions from a list could not write others in, and what is written cannot be counted by a form. So
    people say how many there are, and each gets a page. Regions that somebody wrote in an earlier wave are not offered:
    they are that respondent's words.
    """
    if not asks_about_regions(draft.study):
        return
    say, words = draft.speaker.say, draft.speaker.model_text
    label = next((b.label for b in draft.speaker.model.blocks if b.id == "between_regions"), "")
    title = draft.speaker.of(label, "blocks.between_regions.label") if label else say(wording.REGIONS)
    draft.begin("other_regions_group", title)
    draft.note("other_regions_question", words("questions.between.regions.text", _REGIONS))
    how_many = say(wording.REGIONS_N, most=MOST_REGIONS)
    count = draft.ask(
        "other_regions_n", Kind.WHOLE, how_many, Role.REGIONS_N,
        constraint=f". >= 0 and . <= {MOST_REGIONS}", message=how_many,
    )  # fmt: skip
    draft.end()
    draft.begin("other_regions", title, repeat_count=f"${{{count}}}")
    draft.begin("other_region_page", say(wording.REGION))
    _ask_which(draft)
    depth = words("questions.between.depth.text", _DEPTH)
    draft.ask_scaled("other_region_depth", depth, Role.REGION_DEPTH, "", _depth_scale(draft))
    if draft.has_list("areas"):
        areas = words("questions.between.areas.text", _AREAS)
        draft.ask("other_region_areas", Kind.MANY, areas, Role.REGION_AREAS, choices="areas")
    gets = words("questions.between.gets.text", _GETS)
    draft.ask("other_region_gets", Kind.TEXT, gets, Role.REGION_GETS, appearance="multiline")
    barriers = _barriers(draft)
    if barriers:
        text = words("questions.between.barriers.text", _BARRIERS)
        draft.ask("other_region_barriers", Kind.MANY, text, Role.REGION_BARRIERS, choices=barriers)
    kinds = add_kinds(draft)
    if kinds:
        text = words("questions.between.door.text", _DOOR)
        draft.ask("other_region_door", Kind.ONE, text, Role.REGION_DOOR, choices=kinds)
    who = words("questions.between.door_name.text", _DOOR_NAME)
    draft.ask("other_region_door_name", Kind.TEXT, who, Role.REGION_DOOR_NAME, hint=say(wording.REGION_TEAM))
    draft.end()
    draft.end()


def _ask_which(draft: Draft) -> None:
    """Ask which region it is: from the list where there is one, else in words."""
    said = draft.study.settings.between_regions
    relevant = ""
    if said is not None and said.regions:
        offered = [(code, draft.speaker.same(label)) for code, label in said.regions.items()]
        draft.add_list("other_regions_list", offered)
        draft.extend("other_regions_list", Choice(ANOTHER, ANOTHER, draft.speaker.say(wording.REGION_ANOTHER)))
        which = draft.speaker.say(wording.REGION_WHICH)
        region = draft.ask("other_region", Kind.ONE, which, Role.REGION, choices="other_regions_list")
        relevant = f"${{{region}}} = '{ANOTHER}'"
    name = draft.speaker.say(wording.REGION_NAME)
    draft.ask("other_region_name", Kind.TEXT, name, Role.REGION_NAME, relevant=relevant)


def _depth_scale(draft: Draft) -> Scale | None:
    """Return the scale of depth, or else the first on which a relation is asked."""
    settings = draft.study.settings
    scales = (settings.scale(name) for name in ("depth", *(r.scale for r in draft.relations)))
    return next((s for s in scales if s is not None), None)


def _barriers(draft: Draft) -> str:
    question = next((q for q in draft.speaker.model.questions if q.id == "between.barriers"), None)
    if question is None or not question.options:
        return ""
    key = "questions.between.barriers.options"
    texts: list[tuple[str, Texts]] = [
        (o.id, draft.speaker.of(o.label, f"{key}.{o.id}.label")) for o in question.options
    ]
    return draft.add_list("region_barriers", texts)
