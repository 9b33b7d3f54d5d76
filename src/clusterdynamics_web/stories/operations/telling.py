"""Telling a story by link, in an interview or in a session; what its teller and the team may do with it later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.keys import hash_token, new_code, new_token
from clusterdynamics_web.stories.models import READERS, Door, Telling
from clusterdynamics_web.studies.models import Actor, Study, Wave
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.survey.form.words import clean
from clusterdynamics_web.survey.models import Respondent, Story
from clusterdynamics_web.survey.operations import take_down

__all__ = [
    "LONGEST",
    "MOST",
    "PARTS",
    "change_telling",
    "describe",
    "new_teller_link",
    "release",
    "take_note_as_story",
    "tell",
    "tell_in_interview",
    "telling_of",
    "withdraw",
]

#: What a story consists of, in the order in which it is read.
PARTS = ("before", "changed", "because", "helped", "result", "matters", "failed")
LONGEST = 2000
#: So many stories one link takes: a program that fills it must not fill the disk.
MOST = 1000
_SHORT = {"period": 120, "teller_name": 120, "teller_role": 160}
_CIRCLES = tuple(READERS)


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a telling out of what was typed, clean; nothing is kept of what is too long.

    Raises
    ------
    InputError
        There is no story, or it is not said who may read it.
    """
    given: dict[str, Any] = {name: clean(str(values.get(name) or ""), LONGEST) for name in PARTS}
    given |= {name: clean(str(values.get(name) or ""), most) for name, most in _SHORT.items()}
    if not given["changed"]:
        raise InputError(_("Tell what changed: a sentence or two is enough."))
    wish = values.get("wish") or "nobody"
    if wish not in READERS:
        raise InputError(_("Say who may read the story."))
    return given | {"wish": wish, "named": bool(values.get("named")) and bool(given["teller_name"])}


def _text(given: Mapping[str, Any]) -> str:
    return "\n\n".join(given[name] for name in PARTS if given[name])


def _make(
    wave: Wave,
    given: dict[str, Any],
    *,
    title: str = "",
    worked: bool | None = None,
    language: str = "",
    respondent: Respondent | None = None,
    **more: Any,
) -> Telling:
    """Keep a story. Nobody outside the study team reads it before somebody of the team has."""
    story = Story.objects.create(
        study=wave.study,
        code=f"{Story.ELSEWHERE}{new_code(10)}",
        wave=wave,
        respondent=respondent,
        actor=respondent.actor if respondent is not None else None,
        title=clean(title, 200),
        text=_text(given),
        worked=worked,
        language=language[:8],
        visibility="nobody",
    )
    return Telling.objects.create(story=story, **given, **more)


@transaction.atomic
def tell(door: Door, values: Mapping[str, Any], *, language: str) -> tuple[Telling, str]:
    """Keep a story that came in by a link; a personal link is used up by it.

    Returns
    -------
    The telling, and the secret of the teller's own link: nobody sees it again.

    Raises
    ------
    InputError
        The link is closed, or has taken as many stories as it takes, or something is missing.
    """
    given = _given(values)
    locked = Door.objects.select_for_update().select_related("study__cluster__region").get(pk=door.pk)
    if not locked.is_open or locked.tellings.count() >= MOST:
        raise InputError(_("This link is closed. Ask whoever gave it to you for another one."))
    token = new_token()
    telling = _make(
        current_wave(locked.study),
        given,
        title=values.get("title") or "",
        worked=values.get("worked"),
        language=language,
        source=Telling.Source.LINK,
        door=locked,
        consented_at=timezone.now(),
        token_hash=hash_token(token),
    )
    if locked.code is None:
        locked.closed_at = timezone.now()
        locked.save(update_fields=["closed_at"])
    record(None, "story.told", locked.study, telling.story.code, source="link")
    return telling, token


@transaction.atomic
def tell_in_interview(user: User, person: Respondent, values: Mapping[str, Any], *, language: str) -> Telling:
    """Keep a story that somebody told in an interview; the interviewer does not read it again.

    The name of the person is not asked: who told it is known, and their organisation's choices hold beside the class.

    Raises
    ------
    InputError
        There is no story, or the person does not take part.
    """
    if person.declined_at is not None:
        raise InputError(_("They do not want to take part, so that nothing is kept of what they said."))
    given = _given({**values, "teller_name": "", "teller_role": "", "named": False})
    telling = _make(
        person.wave,
        given,
        title=values.get("title") or "",
        worked=values.get("worked"),
        language=language,
        respondent=person,
        source=Telling.Source.INTERVIEW,
        consented_at=timezone.now(),
        taken_by=user,
    )
    record(user, "story.told", person.study, telling.story.code, source="interview")
    return telling


@transaction.atomic
def take_note_as_story(
    user: User,
    study: Study,
    text: str,
    *,
    reference: str = "",
    title: str = "",
    language: str = "",
    worked: bool | None = None,
) -> Story:
    """Take a note of a session into the list of stories; until its teller says so, only the study team reads it.

    Parameters
    ----------
    reference
        What the note is called where it comes from (``note:17``): the same note is taken once, and given back again.

    Raises
    ------
    InputError
        The note is empty.
    """
    if reference:
        before = Telling.objects.filter(story__study=study, reference=reference).select_related("story").first()
        if before is not None:
            return before.story
    telling = _make(
        current_wave(study),
        _given({"changed": text}),
        title=title,
        worked=worked,
        language=language,
        source=Telling.Source.SESSION,
        reference=reference[:80],
        taken_by=user,
    )
    record(user, "story.told", study, telling.story.code, source="session")
    return telling.story


def telling_of(token: str) -> Telling | None:
    """Return the telling of a teller's own link; None where there is none."""
    chosen = Telling.objects.select_related("story__study__cluster__region", "story__wave")
    return chosen.filter(token_hash=hash_token(token)).first()


def _locked(telling: Telling) -> Telling:
    # The lock is on the row of its own: SQLite knows none, and PostgreSQL must not lock what may be missing.
    chosen = Telling.objects.select_for_update(of=("self",)).select_related("story__study__cluster__region")
    return chosen.get(pk=telling.pk)


def _take_back(story: Story) -> int:
    """Take down what was made of a story that fewer people may read than before, or other words than these."""
    return take_down(story.wave, since=story.saved_at) if story.wave is not None else 0


@transaction.atomic
def change_telling(telling: Telling, values: Mapping[str, Any]) -> Telling:
    """Let a teller change the story and who may read it. New words are read by the team before others read them.

    Raises
    ------
    InputError
        There is no story, or it is not said who may read it.
    """
    given = _given(values)
    locked = _locked(telling)
    story = locked.story
    before, reworded = story.visibility, _text(given) != story.text
    title = clean(str(values.get("title") or ""), 200)
    reworded = reworded or title != story.title
    renamed = locked.named and (not given["named"] or given["teller_name"] != locked.teller_name)
    for name, value in given.items():
        setattr(locked, name, value)
    locked.consented_at = timezone.now()
    if reworded:
        locked.read_at = None
    locked.save()
    after = locked.wish if locked.read_at is not None else "nobody"
    taken_down = 0
    if before != "nobody" and (reworded or renamed or _CIRCLES.index(after) < _CIRCLES.index(before)):
        taken_down = _take_back(story)
    story.visibility, story.worked = after, values.get("worked")
    if reworded:
        story.text, story.title = _text(given), title
        story.saved_at = timezone.now()
    story.save()
    record(None, "story.changed", story.study, story.code, reworded=reworded, snapshots_taken_down=taken_down)
    return locked


@transaction.atomic
def withdraw(telling: Telling) -> None:
    """Take a story back: it is gone with everything that was coded and chosen of it."""
    locked = _locked(telling)
    story = locked.story
    taken_down = _take_back(story)
    record(None, "story.withdrawn", story.study, story.code, snapshots_taken_down=taken_down)
    story.delete()


@transaction.atomic
def new_teller_link(user: User | None, telling: Telling) -> str:
    """Make the teller another link; the one before opens nothing any more.

    Parameters
    ----------
    user
        Who of the team made it to hand it over; None: the teller.
    """
    locked = _locked(telling)
    token = new_token()
    locked.token_hash = hash_token(token)
    locked.save(update_fields=["token_hash"])
    record(user, "story.teller_link", locked.story.study, locked.story.code)
    return token


@transaction.atomic
def release(user: User | None, telling: Telling, *, yes: bool) -> None:
    """Note that the team has read a story, so that those may read it whom its teller let; or hold it back.

    Raises
    ------
    InputError
        The teller has not said who may read it.
    """
    locked = _locked(telling)
    story = locked.story
    if yes and locked.consented_at is None:
        raise InputError(_("The teller has not said yet who may read it. Give them their link first."))
    if not yes and story.visibility != "nobody":
        _take_back(story)
    locked.read_at = timezone.now() if yes else None
    locked.save(update_fields=["read_at"])
    story.visibility = locked.wish if yes else "nobody"
    story.save(update_fields=["visibility"])
    record(user, "story.released" if yes else "story.held_back", story.study, story.code)


@transaction.atomic
def describe(user: User | None, story: Story, *, title: str, worked: bool | None, actor: Actor | None = None) -> Story:
    """Note what the team knows of a story that was told elsewhere: a title, whether it worked, whose it is.

    Where an organisation stands beside a story, what its people chose holds beside what the teller chose.
    """
    story.title, story.worked = clean(title, 200), worked
    if story.respondent_id is None:
        story.actor = actor
    story.save(update_fields=["title", "worked", "actor"])
    record(user, "story.described", story.study, story.code)
    return story
