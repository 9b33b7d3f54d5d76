"""Asking organisations whether they want to meet: two, or a group. Disclosure control decides who may be asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, candidates_for, leaks, pairs_for
from clusterdynamics.errors import InputError
from clusterdynamics.models.of_study import model_of
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.introductions import suggestions
from clusterdynamics_web.introductions.models import Introduction, Letter, Side
from clusterdynamics_web.introductions.operations.sending import queue
from clusterdynamics_web.introductions.recipients import contacts_of
from clusterdynamics_web.introductions.standing import WEEKS
from clusterdynamics_web.introductions.words import kept_reasons, purpose_labels
from clusterdynamics_web.results import store
from clusterdynamics_web.studies.models import Actor, Snapshot

__all__ = ["AT_ONCE", "ask_pairs", "asked_pairs", "start_group"]

#: So many pairs are asked at once: whoever picks more does not pick.
AT_ONCE = 10

type Pair = tuple[str, str]


def ask_pairs(
    user: User | None, snapshot: Snapshot, audience: Audience, chosen: Collection[Pair]
) -> list[Introduction]:
    """Ask both sides of each pair whether they want to meet.

    Parameters
    ----------
    audience
        As whom `user` reads: only pairs that this reader may see can be asked.
    chosen
        Pairs of codes of organisations.

    Raises
    ------
    InputError
        No pair was chosen, or too many; one is not on the list, was asked before, or cannot be written to.
    """
    study, wave = snapshot.study, snapshot.wave
    pairs = {(min(a, b), max(a, b)) for a, b in chosen}
    if not pairs:
        raise InputError(_("Choose at least one pair."))
    if len(pairs) > AT_ONCE:
        raise InputError(_("Choose at most {n} pairs at once.").format(n=AT_ONCE))
    package = store.assessment_of(snapshot).study
    listed = {(p.first, p.second): p for p in pairs_for(package, audience, wave.code)}
    with transaction.atomic():
        shown = suggestions.shown(study, wave.code)
        actors = {a.code: a for a in study.actors.select_for_update().filter(code__in={c for p in pairs for c in p})}
        people = contacts_of(study, wave, actors.values())
        before = asked_pairs(snapshot)
        problems = []
        for pair in sorted(pairs):
            if pair not in listed or pair not in shown or not set(pair) <= set(actors):
                problems.append(_("One of the pairs is not on the list any more."))
                continue
            names = {"a": actors[pair[0]].label, "b": actors[pair[1]].label}
            if pair in before:
                problems.append(_("{a} and {b} have been asked before.").format(**names))
            problems += [_unreachable(actors[c]) for c in pair if actors[c].pk not in people]
        if problems:
            raise InputError(" ".join(dict.fromkeys(problems)))
        made = []
        for pair in sorted(pairs):
            suggested = listed[pair]
            introduction = Introduction.objects.create(
                study=study,
                wave=wave,
                kind=Introduction.Kind.PAIR,
                area=suggested.areas[0] if suggested.areas else "",
                reasons=kept_reasons(suggested),
                created_by=user,
                expires_at=timezone.now() + WEEKS,
            )
            _invite(introduction, [actors[c] for c in pair], people)
            made.append(introduction)
        record(user, "introductions.asked", study, wave.code, pairs=len(made))
        queue(user, study)
    return made


def asked_pairs(snapshot: Snapshot) -> set[Pair]:
    """Return the pairs that were asked in the wave, whatever came of it: nobody is asked twice."""
    found: dict[int, list[str]] = {}
    sides = Side.objects.filter(introduction__wave=snapshot.wave, introduction__kind=Introduction.Kind.PAIR)
    for introduction, code in sides.values_list("introduction", "actor__code"):
        found.setdefault(introduction, []).append(code)
    return {(min(codes), max(codes)) for codes in found.values()}


def start_group(
    user: User | None,
    snapshot: Snapshot,
    audience: Audience,
    area: str,
    actors: Collection[str],
    purpose: str,
    words: str = "",
) -> Introduction:
    """Invite organisations to a group in an area of cooperation.

    Each learns who invites and what for; who else is in it, only once both have said yes.

    Raises
    ------
    InputError
        Too few organisations, one that cannot be invited, no purpose. The message names every problem.
    """
    study, wave = snapshot.study, snapshot.wave
    package = store.assessment_of(snapshot).study
    seen = set(candidates_for(package, audience, wave.code).get(area, ()))
    least = model_of(package).sample_sizes.group_invitations
    wanted = sorted(set(actors))
    with transaction.atomic():
        rows = {a.code: a for a in study.actors.filter(code__in=wanted)}
        people = contacts_of(study, wave, rows.values())
        problems = []
        if purpose not in purpose_labels(study, study.parsed.languages[0]):
            problems.append(_("Say what the group is for."))
        if len(wanted) < least:
            problems.append(_("Choose at least {n} organisations.").format(n=least))
        if not set(wanted) <= seen & set(rows):
            problems.append(_("One of the organisations cannot be invited to this area."))
        problems += [_unreachable(rows[c]) for c in wanted if c in rows and rows[c].pk not in people]
        named = leaks(words, study.actors.values_list("label", flat=True))
        if named:
            problems.append(
                _("Do not name {name}: who is in it each sees only after a yes.").format(name=named[0].secret)
            )
        if problems:
            raise InputError(" ".join(problems))
        introduction = Introduction.objects.create(
            study=study,
            wave=wave,
            kind=Introduction.Kind.GROUP,
            area=area,
            purpose=purpose,
            words=words.strip()[:500],
            created_by=user,
            expires_at=timezone.now() + WEEKS,
        )
        _invite(introduction, [rows[c] for c in wanted], people)
        record(user, "group.started", study, introduction.key, organisations=len(wanted), area=area)
        queue(user, study)
    return introduction


def _invite(introduction: Introduction, actors: Iterable[Actor], people: Mapping[int, Contact]) -> None:
    sides: Sequence[Side] = Side.objects.bulk_create(
        Side(introduction=introduction, actor=actor, contact=people[actor.pk]) for actor in actors
    )
    Letter.objects.bulk_create(
        Letter(kind=Letter.Kind.ASK, wave=introduction.wave, side=side, contact=side.contact) for side in sides
    )


def _unreachable(actor: Actor) -> str:
    return _("{name} cannot be written to: there is no address that works, or they asked us not to.").format(
        name=actor.label
    )
