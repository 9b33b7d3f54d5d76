"""Coding: the code book, themes on passages, claims with the words in which they are told."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.keys import new_code
from clusterdynamics_web.stories.models import Claim, Coding, Polarity, Theme
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.form.words import clean
from clusterdynamics_web.survey.models import Story

__all__ = [
    "add_claim",
    "add_coding",
    "change_theme",
    "coder_of",
    "remove_claim",
    "remove_coding",
    "remove_theme",
    "save_theme",
]


def coder_of(user: User, study: Study) -> str:
    """Return what a person is called as a coder, in this study: ``coder-2``, never a name."""
    for model in (Coding, Claim):
        own = model._default_manager.filter(story__study=study, user=user).exclude(coder="").first()
        if own is not None:
            return str(own.coder)
    taken = {
        *Coding.objects.filter(story__study=study).values_list("coder", flat=True),
        *Claim.objects.filter(story__study=study).values_list("coder", flat=True),
    }
    number = 1
    while f"coder-{number}" in taken:
        number += 1
    return f"coder-{number}"


def _place(story: Story, start: int | None, end: int | None) -> tuple[int | None, int | None, str]:
    """Return a passage without the spaces around it, and its words.

    Raises
    ------
    InputError
        It is not in the story, or empty.
    """
    if start is None or end is None:
        return None, None, ""
    if not 0 <= start < end <= len(story.text):
        raise InputError(_("This passage is not in the story. Select it once more."))
    words = story.text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    if not words:
        raise InputError(_("This passage is empty. Select some words."))
    return start, start + len(words), words


def _locked(story: Story) -> Story:
    return Story.objects.select_for_update(of=("self",)).get(pk=story.pk)


# -- the code book -------------------------------------------------------------------------------------------------


def _free_code(study: Study, label: str) -> str:
    """Return an identifier that the study package can hold, made of a name."""
    base = slugify(label, allow_unicode=False)[:50].strip("-") or f"theme-{new_code(5)}"
    base = re.sub(r"^[^a-z]+", "", base) or f"theme-{new_code(5)}"
    code, number = base, 2
    while study.themes.filter(code=code).exists():
        code, number = f"{base}-{number}", number + 1
    return code


@transaction.atomic
def save_theme(
    user: User | None, study: Study, *, label: str, definition: str = "", parent: Theme | None = None
) -> Theme:
    """Add a theme to the code book.

    Raises
    ------
    InputError
        It has no name, or there is one of this name.
    """
    Study.objects.select_for_update().get(pk=study.pk)
    theme = Theme(study=study)
    return _write(user, theme, label, definition, parent)


@transaction.atomic
def change_theme(
    user: User | None, theme: Theme, *, label: str, definition: str = "", parent: Theme | None = None
) -> Theme:
    """Change the words of a theme; what was coded with it stays coded with it.

    Raises
    ------
    InputError
        It has no name, there is another one of this name, or it would stand under itself.
    """
    above = parent
    while above is not None:
        if above.pk == theme.pk:
            raise InputError(_("A theme cannot stand under itself."))
        above = above.parent
    return _write(user, theme, label, definition, parent)


def _write(user: User | None, theme: Theme, label: str, definition: str, parent: Theme | None) -> Theme:
    label = clean(label, 120)
    if not label:
        raise InputError(_("Give the theme a name."))
    if theme.study.themes.filter(label__iexact=label).exclude(pk=theme.pk).exists():
        raise InputError(_("There is a theme of this name already."))
    theme.code = theme.code or _free_code(theme.study, label)
    theme.label, theme.definition, theme.parent = label, clean(definition, 1000), parent
    theme.save()
    record(user, "theme.saved", theme.study, theme.code)
    return theme


@transaction.atomic
def remove_theme(user: User | None, theme: Theme) -> None:
    """Take a theme out of the code book.

    Raises
    ------
    InputError
        Something is coded with it, or it is a factor of a claim.
    """
    factor = Claim.objects.filter(Q(cause=theme.code) | Q(effect=theme.code), story__study=theme.study)
    if theme.codings.exists() or factor.exists():
        raise InputError(_("Passages are coded with this theme. Take it from them first."))
    record(user, "theme.removed", theme.study, theme.code)
    theme.delete()


# -- passages --------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_coding(user: User, story: Story, theme: Theme, start: int | None = None, end: int | None = None) -> Coding:
    """Give a theme to a passage, or to the whole story; the same once more changes nothing.

    Raises
    ------
    InputError
        The passage is not in the story.
    """
    locked = _locked(story)
    start, end, words = _place(locked, start, end)
    coding, created = Coding.objects.get_or_create(
        story=locked,
        theme=theme,
        start=start,
        end=end,
        coder=coder_of(user, locked.study),
        defaults={"user": user, "quote": words},
    )
    if created:
        record(user, "story.coded", locked.study, locked.code, what_is="theme")
    return coding


@transaction.atomic
def remove_coding(user: User, coding: Coding) -> None:
    """Take a theme from a passage.

    Raises
    ------
    InputError
        Somebody else gave it: each coder answers for their own.
    """
    _own(user, coding)
    record(user, "story.uncoded", coding.story.study, coding.story.code)
    coding.delete()


@transaction.atomic
def add_claim(
    user: User,
    story: Story,
    *,
    cause: str,
    effect: str,
    polarity: str,
    start: int | None,
    end: int | None,
    **more: Any,
) -> Claim:
    """Write down what the teller says leads to what, with the words in which it is said.

    Parameters
    ----------
    cause, effect
        Factors: of the model, or themes of the code book.
    more
        ``delay``, ``certainty``, ``counter_evidence``, ``time``.

    Raises
    ------
    InputError
        There are no words, cause and effect are the same, or the sign is unknown.
    """
    locked = _locked(story)
    start, end, words = _place(locked, start, end)
    problems = []
    if not words:
        problems.append(_("Select the words in which it is said: they are the evidence."))
    if not cause or not effect:
        problems.append(_("Say what leads to what."))
    elif cause == effect:
        problems.append(_("Something cannot be its own cause. Choose two factors."))
    if polarity not in Polarity.values:
        problems.append(_("Say what more of the one does to the other."))
    if problems:
        raise InputError(" ".join(problems))
    claim = Claim.objects.create(
        story=locked,
        code=_claim_code(locked.study),
        cause=cause,
        effect=effect,
        polarity=polarity,
        start=start,
        end=end,
        quote=words,
        coder=coder_of(user, locked.study),
        user=user,
        delay=more.get("delay") or "",
        certainty=more.get("certainty") or "",
        counter_evidence=clean(more.get("counter_evidence") or "", 1000),
        time=clean(more.get("time") or "", 200),
    )
    record(user, "story.coded", locked.study, locked.code, what_is="claim")
    return claim


def _claim_code(study: Study) -> str:
    code = f"claim-{new_code(8)}"
    return code if not Claim.objects.filter(story__study=study, code=code).exists() else _claim_code(study)


@transaction.atomic
def remove_claim(user: User, claim: Claim) -> None:
    """Take a claim back.

    Raises
    ------
    InputError
        Somebody else wrote it: each coder answers for their own.
    """
    _own(user, claim)
    record(user, "story.uncoded", claim.story.study, claim.story.code)
    claim.delete()


def _own(user: User, mark: Coding | Claim) -> None:
    if mark.user_id != user.pk:
        raise InputError(_("Somebody else coded this. Each coder changes only what they coded themselves."))
