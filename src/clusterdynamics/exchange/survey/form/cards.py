"""The pick from the roster, one card for each organisation that was chosen, and the second pick."""

from __future__ import annotations

from clusterdynamics.exchange.survey.form import wording
from clusterdynamics.exchange.survey.form.draft import NOBODY, Draft
from clusterdynamics.exchange.survey.form.model import Kind, Role, Texts
from clusterdynamics.i18n import N_
from clusterdynamics.study.settings import Item, Relation

__all__ = ["add_cards", "is_trust"]

_COOPERATION = "cooperation"
_PICK = N_("Which of these organisations do you have contact with?")
_CARD_AREAS = N_("In which areas do you work together?")
_CARD_PURPOSES = N_("What is it for?")
_WISHES = N_("With whom would you like to do more, or start?")


def add_cards(draft: Draft) -> None:
    """Ask for partners: who, how, for what, and with whom to do more."""
    others = f"kind = 'none' or name != ${{{draft.own}}}"
    search = "autocomplete" if len(draft.actors) > 100 else ""
    pick = draft.ask(
        "pick",
        Kind.MANY,
        draft.speaker.model_text("questions.pick.text", _PICK),
        Role.PICK,
        choices="actors",
        required="yes",
        choice_filter=others,
        constraint=f"not(selected(., '{NOBODY}')) or count-selected(.) = 1",
        message=draft.speaker.say(wording.NOBODY_ALONE),
        hint=draft.speaker.say(wording.PICK_HINT),
        appearance=search,
    )
    count = f"if(selected(${{{pick}}}, '{NOBODY}'), 0, count-selected(${{{pick}}}))"
    draft.begin("cards", draft.speaker.say(wording.CHOSEN), repeat_count=count)
    # A card keeps the organisation it was made for. Without once(), changing the choice afterwards would move the
    # answers of one organisation to another; so they are at worst left out, and the import says so.
    partner = draft.calculated("partner", f"once(selected-at(${{{pick}}}, position(..) - 1))", Role.PARTNER)
    shown = draft.calculated("partner_name", f"jr:choice-name(${{{partner}}}, '${{{pick}}}')", Role.NOTHING)
    current = f"selected-at(${{{pick}}}, position(..) - 1)"
    changed = draft.calculated("partner_changed", f"if(${{{partner}}} = {current}, 0, 1)", Role.NOTHING)
    draft.begin("card", dict.fromkeys(draft.speaker.languages, f"${{{shown}}}"))
    gate: tuple[str, float] | None = None
    for relation in draft.relations:
        name = _ask_relation(draft, relation, shown)
        if _COOPERATION in relation.levels and draft.study.settings.scale(relation.scale) is not None:
            gate = (name, relation.levels[_COOPERATION])
    _ask_what_for(draft)
    ratings = [i for i in draft.study.settings.items if i.kind == "rating"]
    for item in ratings:
        label = draft.speaker.of(item.text, f"questions.{item.id}.text")
        scale = draft.study.settings.scale(item.scale)
        draft.ask_scaled(item.id, label, Role.RATING, item.id, scale, gate if is_trust(item, draft) else None)
    draft.end()
    draft.end()
    draft.note("cards_changed", draft.speaker.say(wording.CHANGED), relevant=f"sum(${{{changed}}}) > 0")
    draft.begin("next", draft.speaker.say(wording.WISHES))
    draft.ask(
        "wishes",
        Kind.MANY,
        draft.speaker.model_text("questions.wishes.text", _WISHES),
        Role.WISH,
        choices="actors",
        choice_filter=f"kind = 'actor' and name != ${{{draft.own}}}",
        appearance=search,
    )
    draft.end()


def _named(label: Texts, shown: str) -> Texts:
    return {code: f"${{{shown}}}: {text}" for code, text in label.items()}


def _ask_relation(draft: Draft, relation: Relation, shown: str) -> str:
    own = relation.question or relation.label
    label = _named(draft.speaker.of(own, f"relations.{relation.id}.question", f"relations.{relation.id}.label"), shown)
    scale = draft.study.settings.scale(relation.scale)
    if scale is None:
        return draft.ask(relation.id, Kind.ONE, label, Role.RELATION, relation.id, choices="yes_no_dont_know")
    return draft.ask_scaled(relation.id, label, Role.RELATION, relation.id, scale)


def _ask_what_for(draft: Draft) -> None:
    for table, role, question, text in (
        ("areas", Role.CARD_AREAS, "questions.card.areas.text", _CARD_AREAS),
        ("purposes", Role.CARD_PURPOSES, "questions.card.purposes.text", _CARD_PURPOSES),
    ):
        rows = draft.study[table].select("id", "label").rows()
        if rows:
            labels = [(i, draft.speaker.of(label, f"{table}.{i}.label")) for i, label in rows]
            draft.add_list(table, labels)
            draft.ask(f"card_{table}", Kind.MANY, draft.speaker.model_text(question, text), role, choices=table)


def is_trust(item: Item, draft: Draft) -> bool:
    """Return whether a rating is about trust, which is asked only of those one cooperates with."""
    known = {q.id: q.part for q in draft.speaker.model.questions}
    return known.get(item.id) == "trust" or item.id.partition(".")[0] == "trust"
