"""What a change means for the rows. Called inside the transaction of a save."""

from __future__ import annotations

from functools import singledispatch

from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.study.names import fold
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.keys import new_code
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.form import changes as c
from clusterdynamics_web.survey.form.answers import Given, latest_consents
from clusterdynamics_web.survey.models import (
    Answer,
    AreaAnswer,
    Consent,
    Nomination,
    OutsideLink,
    PartnerName,
    PartnerRegion,
    PartnerTie,
    Rating,
    Respondent,
    State,
    Story,
    Tie,
    Wish,
    WriteIn,
)

__all__ = ["apply", "forget_unnamed"]


def apply(respondent: Respondent, change: c.Change, mode: str, language: str, by: User | None) -> None:
    """Store what a change says."""
    _apply(change, respondent, _How(mode, language, by))


class _How:
    """How it came in."""

    def __init__(self, mode: str, language: str, by: User | None) -> None:
        self.mode, self.language, self.by, self.now = mode, language, by, timezone.now()


@singledispatch
def _apply(change: c.Change, respondent: Respondent, how: _How) -> None:
    raise TypeError(f"nothing is known about {type(change).__name__}")


@_apply.register
def _picks(change: c.SetPicks, respondent: Respondent, how: _How) -> None:
    picked = set(change.picked)
    for rows in (respondent.tie_rows, respondent.rating_rows):
        rows.exclude(to__in=picked).delete()
    have = set(respondent.tie_rows.values_list("relation", "to_id"))
    Tie.objects.bulk_create(
        Tie(**_pair(respondent, to, how), relation=relation, state=State.NOT_ANSWERED, mode=how.mode)
        for to in change.picked
        for relation in change.relations
        if (relation, to) not in have
    )
    _tell_kinds(respondent, picked)
    respondent.offered = list(change.offered)
    respondent.works_with_nobody = change.nobody and not picked
    # What the study lead has dealt with is no longer the respondent's to change.
    waiting = respondent.write_ins.filter(handled="")
    waiting.exclude(name__in=change.write_ins).delete()
    known = set(respondent.write_ins.values_list("name", flat=True))
    WriteIn.objects.bulk_create(WriteIn(respondent=respondent, name=n) for n in change.write_ins if n not in known)


def _pair(respondent: Respondent, to: int, how: _How) -> dict[str, object]:
    return {
        "wave_id": respondent.wave_id,
        "sender_id": respondent.actor_id,
        "respondent": respondent,
        "to_id": to,
        "saved_at": how.now,
    }


def _tell_kinds(respondent: Respondent, picked: set[int]) -> None:
    """Call a wish "more" where the two work together already, and "start" elsewhere."""
    respondent.wish_rows.filter(to__in=picked).exclude(kind="more").update(kind="more")
    respondent.wish_rows.exclude(to__in=picked).exclude(kind="start").update(kind="start")


@_apply.register
def _partner(change: c.SetPartner, respondent: Respondent, how: _How) -> None:
    ties = {t.relation: t for t in respondent.tie_rows.filter(to=change.to)}
    if not ties:
        raise InputError(_("This organisation is not on your list any more, so the answers about it were not kept."))
    for relation, given in change.ties.items():
        tie = ties.get(relation)
        if tie is None:
            tie = Tie(**_pair(respondent, change.to, how), relation=relation)
        elif _told(tie) == given:
            continue
        tie.value, tie.state = given.value, given.state
        tie.areas, tie.purposes = list(given.areas), list(given.purposes)
        tie.mode, tie.saved_at = how.mode, how.now
        tie.save()
    ratings = {r.item: r for r in respondent.rating_rows.filter(to=change.to)}
    for item, rated in change.ratings.items():
        rating = ratings.get(item)
        if rated is None:
            if rating is not None:
                rating.delete()
            continue
        if rating is None:
            rating = Rating(**_pair(respondent, change.to, how), item=item)
        elif (rating.value, rating.state) == (rated.value, rated.state):
            continue
        rating.value, rating.state, rating.saved_at = rated.value, rated.state, how.now
        rating.save()


def _told(tie: Tie) -> Given:
    return Given(tie.value, tie.state, tuple(tie.areas), tuple(tie.purposes))


@_apply.register
def _wishes(change: c.SetWishes, respondent: Respondent, how: _How) -> None:
    respondent.wish_rows.exclude(to__in=change.wished).delete()
    have = set(respondent.wish_rows.values_list("to_id", flat=True))
    Wish.objects.bulk_create(Wish(**_pair(respondent, to, how)) for to in change.wished if to not in have)
    _tell_kinds(respondent, set(respondent.tie_rows.values_list("to_id", flat=True)))


@_apply.register
def _items(change: c.SetItems, respondent: Respondent, how: _How) -> None:
    have = {a.item: a for a in respondent.answers.filter(item__in=change.answers) if _same(a.occasion, change.occasion)}
    for item, given in change.answers.items():
        answer = have.get(item)
        if given is None:
            if answer is not None:
                answer.delete()
            continue
        if answer is None:
            answer = Answer(respondent=respondent, item=item, occasion=change.occasion)
        elif (answer.value, answer.state) == given:
            continue
        answer.value, answer.state = given
        answer.mode, answer.language, answer.saved_at = how.mode, how.language, how.now
        answer.save()


def _same(one: str, other: str) -> bool:
    """Say whether two occasions are one: the first is called so or not called at all."""
    return (one or "first") == (other or "first")


@_apply.register
def _areas(change: c.SetAreas, respondent: Respondent, how: _How) -> None:
    rows = respondent.area_answers.filter(area__in=change.areas)
    have = {(r.area, r.answer): r.pk for r in rows}
    want = {(area, answer) for area, answers in change.areas.items() for answer in answers}
    respondent.area_answers.filter(pk__in=[pk for key, pk in have.items() if key not in want]).delete()
    AreaAnswer.objects.bulk_create(
        AreaAnswer(respondent=respondent, area=area, answer=answer) for area, answer in sorted(want - set(have))
    )


@_apply.register
def _outside(change: c.SetOutside, respondent: Respondent, how: _How) -> None:
    respondent.outside_links.all().delete()
    if change.has_links is None:
        return
    links = change.links if change.has_links else ()
    OutsideLink.objects.bulk_create(
        OutsideLink(
            respondent=respondent,
            has_links=change.has_links,
            partner_type=link.partner_type,
            region=link.region,
            purpose="|".join(link.purposes)[:200],
        )
        for link in (links or (c.Outside(""),))
    )


@_apply.register
def _regions(change: c.SetRegions, respondent: Respondent, how: _How) -> None:
    rows = respondent.partner_regions
    if not change.has_partners:
        # The pages of the regions go with their rows.
        respondent.saved_steps.filter(step__startswith="region-").delete()
        rows.all().delete()
        if change.has_partners is not None:
            PartnerRegion.objects.create(respondent=respondent, has_partners=False)
        return
    gone = list(rows.exclude(has_partners=True, region__in=change.names).values_list("pk", flat=True))
    respondent.saved_steps.filter(step__in=[f"region-{pk}" for pk in gone]).delete()
    rows.filter(pk__in=gone).delete()
    have = set(rows.values_list("region", flat=True))
    PartnerRegion.objects.bulk_create(
        PartnerRegion(respondent=respondent, has_partners=True, region=name)
        for name in change.names
        if name not in have
    )


@_apply.register
def _region(change: c.SetRegion, respondent: Respondent, how: _How) -> None:
    row = respondent.partner_regions.filter(pk=change.row, has_partners=True).first()
    if row is None:
        raise InputError(_("This region is not on your list any more, so the answers about it were not kept."))
    row.depth, row.areas, row.gets = change.depth, list(change.areas), change.gets
    row.barriers, row.door, row.door_name = list(change.barriers), change.door, change.door_name
    row.save()


@_apply.register
def _partners(change: c.SetPartners, respondent: Respondent, how: _How) -> None:
    rows = respondent.partner_ties.filter(group=change.group)
    # A name may have been taken back in the meantime.
    names = PartnerName.objects.filter(study=respondent.study_id, group=change.group, pk__in=change.picked)
    picked = set(names.values_list("pk", flat=True))
    rows.exclude(to__in=picked).delete()
    have = set(rows.values_list("to_id", flat=True))
    PartnerTie.objects.bulk_create(
        PartnerTie(respondent=respondent, group=change.group, to_id=pk, state=State.NOT_ANSWERED)
        for pk in sorted(picked - have)
    )
    if change.nobody and not picked:
        PartnerTie.objects.create(respondent=respondent, group=change.group, to=None)


@_apply.register
def _partner_depths(change: c.SetPartnerDepths, respondent: Respondent, how: _How) -> None:
    for tie in respondent.partner_ties.filter(group=change.group, to__in=change.depths):
        value = change.depths[tie.to_id] if tie.to_id is not None else None
        unknown = tie.to_id in change.unknown
        tie.value = value
        tie.state = "" if value is not None else State.DONT_KNOW if unknown else State.NOT_ANSWERED
        tie.save(update_fields=["value", "state"])


@_apply.register
def _nominations(change: c.SetNominations, respondent: Respondent, how: _How) -> None:
    people = {fold(p.name): p.code for p in respondent.study.nominated_people.all()}
    have = {(n.actor_id, n.person): n for n in respondent.nominations.all()}
    want: dict[tuple[int | None, str], str] = {}
    for named in change.named:
        code = ""
        if named.person:
            code = people.get(fold(named.person), "")
            if not code:
                code = people[fold(named.person)] = f"person-{new_code(8)}"
                respondent.study.nominated_people.create(code=code, name=named.person)
        want.setdefault((named.actor, code), named.reason)
    for key, row in have.items():
        if key not in want:
            row.delete()
        elif row.reason != want[key]:
            row.reason = want[key]
            row.save(update_fields=["reason"])
    Nomination.objects.bulk_create(
        Nomination(respondent=respondent, actor_id=actor, person=person, reason=reason)
        for (actor, person), reason in want.items()
        if (actor, person) not in have
    )
    forget_unnamed(respondent.study)


def forget_unnamed(study: Study) -> None:
    """Erase the names of people whom nobody nominates any more."""
    named = Nomination.objects.filter(respondent__study=study).values("person")
    study.nominated_people.exclude(code__in=named).delete()


@_apply.register
def _story(change: c.SetStory, respondent: Respondent, how: _How) -> None:
    asked = respondent.stories.exclude(code__startswith=Story.ELSEWHERE)
    story = asked.filter(worked=change.worked).order_by("pk").first()
    if not change.text:
        if story is not None:
            story.delete()
        return
    if story is None:
        story = Story(
            study=respondent.study,
            code=f"story-{new_code(10)}",
            wave=respondent.wave,
            respondent=respondent,
            actor=respondent.actor,
            worked=change.worked,
        )
    if (story.text, story.visibility) != (change.text, change.visibility):
        story.text, story.visibility = change.text, change.visibility
        story.language, story.saved_at = how.language, how.now
        story.save()


@_apply.register
def _consents(change: c.SetConsents, respondent: Respondent, how: _How) -> None:
    latest = latest_consents(respondent)
    version = f"{respondent.wave.code}-{respondent.study.consent_version}"[:64]
    Consent.objects.bulk_create(
        Consent(
            respondent=respondent,
            choice=choice,
            visibility=value,
            text_version=version,
            language=how.language,
            mode=how.mode,
            read_by=how.by,
            time=how.now,
        )
        for choice, value in change.choices.items()
        if latest.get(choice) != value
    )
