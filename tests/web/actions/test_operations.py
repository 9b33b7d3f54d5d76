from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics.study.write.fingerprint import fingerprint
from clusterdynamics_web.access import access_study
from clusterdynamics_web.actions import operations
from clusterdynamics_web.actions.models import Action, Finding, Step
from clusterdynamics_web.actions.origins import Proposal, action_made, offers, proposal_for
from clusterdynamics_web.actions.read import lines_of, shares
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.regions.models import AuditEntry, Role
from clusterdynamics_web.studies.models import Actor, Wave
from clusterdynamics_web.survey.models import Consent, Respondent
from clusterdynamics_web.survey.operations import import_study, opt_out
from clusterdynamics_web.survey.package import build_study
from tests.web.actions.conftest import said, values
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


def test_an_action_needs_a_purpose_of_the_study_and_a_finding(home: House, finding: Finding) -> None:
    with pytest.raises(InputError, match=r"at least one purpose.*at least one finding"):
        operations.make_action(home.lead, home.study, values(purposes=[]), [])
    with pytest.raises(InputError, match="does not know these purposes: fame"):
        operations.make_action(home.lead, home.study, values(purposes=["fame"]), [finding])
    with pytest.raises(InputError, match="Name a figure and where it should go"):
        operations.make_action(home.lead, home.study, values(expected_figure="deep"), [finding])
    with pytest.raises(InputError, match="no part in the study"):
        operations.make_action(home.lead, home.study, values(owner_user=home.people[Role.CURATOR]), [finding])
    assert not Action.objects.exists()


def test_what_is_stopped_says_why_and_what_is_done_is_done_whole(home: House, action: Action) -> None:
    with pytest.raises(InputError, match="Say why"):
        operations.move(home.lead, action, "stopped", 30)
    moved = operations.move(home.lead, action, "stopped", 30, reason="The bus was sold.")
    assert (moved.reason, moved.next_review, moved.sequence) == ("The bus was sold.", None, action.sequence + 1)
    moved = operations.move(home.lead, action, "done", 30)
    assert (moved.percent, moved.reason) == (100, "")
    assert list(action.steps.values_list("status", "percent")) == [("planned", 0), ("stopped", 30), ("done", 100)]


def test_what_is_expected_stays_once_the_next_wave_is_open(home: House, finding: Finding, action: Action) -> None:
    changed = values(expected_change="More of the harbour work with the valley.")
    operations.change_action(home.lead, home.study, action, changed, [finding])
    wave = Wave.objects.create(study=home.study, code="next", position=1)
    operations.change_action(home.lead, home.study, action, changed | {"expected_change": "More."}, [finding])
    wave.opened_at = timezone.now()
    wave.save()
    with pytest.raises(InputError, match="stays as it is"):
        operations.change_action(home.lead, home.study, action, changed, [finding])
    operations.change_action(
        home.lead, home.study, action, changed | {"expected_change": "More.", "title": "Two buses"}, [finding]
    )
    action.refresh_from_db()
    assert (action.title, action.expected_change) == ("Two buses", "More.")


def test_a_parent_sums_its_parts_up(home: House, finding: Finding, action: Action) -> None:
    parts = [
        operations.make_action(home.lead, home.study, values(title=f"Bus {k}", parent=action), [finding])
        for k in range(4)
    ]
    operations.move(home.lead, parts[0], "done", 0)
    operations.move(home.lead, parts[1], "running", 50)
    operations.move(home.lead, parts[2], "stopped", 90, reason="No driver")
    access = access_study(home.lead, home.region.slug, home.study.key)
    whole = next(x for x in lines_of(access) if x.action == action)
    # By hand: (100 + 50 + 0) / 3; what was stopped is no part of the work any more.
    assert (whole.share, whole.parts_done, len(whole.parts)) == (50, 1, 4)
    with pytest.raises(InputError, match="parts of its own"):
        operations.make_action(home.lead, home.study, values(parent=parts[0]), [finding])
    with pytest.raises(InputError, match="parts of its own"):
        operations.change_action(home.lead, home.study, action, values(parent=parts[0]), [finding])


def test_shares_overdue_and_unreviewed(home: House, finding: Finding) -> None:
    today = date(2026, 6, 15)
    both = values(purposes=["people", "save"], due=date(2026, 6, 1))
    one = operations.make_action(home.lead, home.study, both, [finding])
    for given in (
        values(due=date(2026, 6, 14), next_review=date(2026, 7, 1)),
        values(due=date(2026, 6, 15), next_review=date(2026, 6, 14)),
    ):
        operations.make_action(home.lead, home.study, given, [finding])
    operations.move(home.lead, one, "done", 100)
    lines = lines_of(access_study(home.lead, home.region.slug, home.study.key), today)
    assert [(x.is_overdue, x.is_unreviewed) for x in lines] == [(True, False), (False, True), (False, False)]
    found = {s.code: (s.done, s.total, s.percent) for s in shares(home.study, lines)}
    assert found == {"people": (1, 3, 33), "save": (1, 1, 100)}


def test_names_need_consent(home: House, finding: Finding) -> None:
    wave = home.study.waves.get()
    actor = Actor.objects.get(code="A")
    text = said(statement="Too much rests on Organisation A.")
    with pytest.raises(InputError, match=r"have not agreed.*Organisation A"):
        operations.save_finding(home.lead, home.study, wave, text)
    assert operations.save_finding(home.lead, home.study, wave, text | {"visibility": "C1"}).visibility == "C1"
    person = Respondent.objects.create(study=home.study, wave=wave, code="r1", actor=actor, submitted_at=timezone.now())
    Consent.objects.create(respondent=person, choice="take_part", visibility="yes")
    Consent.objects.create(respondent=person, choice="name", visibility="participants")
    assert operations.save_finding(home.lead, home.study, wave, text).code == "finding-3"
    with pytest.raises(InputError, match="have not agreed"):
        operations.save_finding(home.lead, home.study, wave, text | {"visibility": "C3"})
    with pytest.raises(InputError, match="have not agreed"):
        operations.make_action(home.lead, home.study, values(title="Ask Organisation B"), [finding])


def test_a_finding_says_and_rests_on_something(home: House, finding: Finding, action: Action) -> None:
    wave = home.study.waves.get()
    with pytest.raises(InputError, match="Say what you found"):
        operations.save_finding(home.lead, home.study, wave, said(statement=" "))
    with pytest.raises(InputError, match="rests on"):
        operations.save_finding(home.lead, home.study, wave, said(evidence=""))
    with pytest.raises(InputError, match="Actions follow"):
        operations.remove_finding(home.lead, home.study, finding)
    # What a session brings is enough, and stays when the words are changed.
    operations.add_evidence(finding, "votes", reference="session/3", words="17 agree, 4 differ")
    operations.save_finding(home.lead, home.study, wave, said(evidence=""), finding=finding, sections=["stage"])
    assert sorted(finding.rests_on.values_list("kind", "reference")) == [("section", "stage"), ("votes", "session/3")]


def test_reviews_append(home: House, action: Action) -> None:
    review = operations.start_review(home.lead, home.study, date(2026, 11, 1), "Karin, Olle")
    with pytest.raises(InputError, match="going on"):
        operations.start_review(home.lead, home.study, date(2026, 11, 2))
    operations.add_minute(home.lead, review, "We looked at the bus.")
    operations.add_minute(home.manager, review, "We look again in March.")
    operations.move(home.lead, action, "running", 40, note="Two stops are fixed.", review=review)
    operations.end_review(home.lead, review)
    with pytest.raises(InputError, match="over"):
        operations.add_minute(home.lead, review, "One more thing.")
    assert [m.text for m in review.minutes.all()] == ["We looked at the bus.", "We look again in March."]
    assert Step.objects.get(review=review).note == "Two stops are fixed."


def test_who_wants_out_is_in_no_action_any_more(home: House, finding: Finding) -> None:
    wave = home.study.waves.get()
    wave.opened_at = timezone.now()
    wave.save()
    a, b = Actor.objects.get(code="A"), Actor.objects.get(code="B")
    action = operations.make_action(
        home.lead, home.study, values(owner=a, owner_name="Kim", owner_email="kim@a.example"), [finding], [a, b]
    )
    contact = Contact.objects.create(study=home.study, actor=a, name="Kim", email="Kim@a.example")
    opt_out(a, wave)
    action.refresh_from_db()
    assert (action.owner, list(action.partners.all())) == (None, [b])
    contact.delete()
    action.refresh_from_db()
    assert (action.owner_name, action.owner_email) == ("", "")
    assert AuditEntry.objects.get(verb="actions.let_go").details == {"owned": 1, "partner_of": 1, "texts": 0}


def test_what_was_decided_here_comes_back_from_a_package(home: House, finding: Finding) -> None:
    b, c = Actor.objects.get(code="B"), Actor.objects.get(code="C")
    more = values(owner=b, expected_change="More of the harbour work with the valley.")
    action = operations.make_action(home.lead, home.study, more, [finding], [c, b])
    operations.move(home.lead, action, "stopped", 20, reason="The bus was sold.")
    package = build_study(home.study)
    again = import_study(home.lead, home.cluster, package)
    assert package["actions"]["partners"].to_list() == [["C", "B"]]
    assert package["actions"]["reason"].to_list() == ["The bus was sold."]
    assert fingerprint(build_study(again)) == fingerprint(package)
    assert again.findings.get().visibility == "C1", "nobody has said who may read what came in"


def test_another_part_offers_what_a_form_begins_with(home: House, finding: Finding) -> None:
    @offers("test")
    def _offer(access: object, key: str) -> Proposal | None:
        return Proposal(title="Share a kiln", partners=("A",)) if key == "k1" else None

    access = access_study(home.lead, home.region.slug, home.study.key)
    assert proposal_for(access, {"test": "k2"}) == (Proposal(), "")
    proposal, origin = proposal_for(access, {"test": "k1", "other": "x"})
    heard: list[str] = []

    def hear(sender: object, action: Action, **more: object) -> None:
        heard.append(action.origin)

    action_made.connect(hear)
    operations.make_action(home.lead, home.study, values(title=proposal.title), [finding], origin=origin)
    assert heard == ["test:k1"]


def test_the_day_after_the_last_review_it_waits_again(home: House, action: Action) -> None:
    moved = operations.move(home.lead, action, "running", 10, next_review=timezone.localdate() + timedelta(days=1))
    access = access_study(home.lead, home.region.slug, home.study.key)
    assert not lines_of(access)[0].is_unreviewed
    assert lines_of(access, moved.next_review + timedelta(days=1))[0].is_unreviewed
