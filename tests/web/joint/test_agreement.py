"""PV-14: an agreement of its own, signed by both sides, ended by either."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.joint import ending, names, terms
from clusterdynamics_web.joint.models import FIGURES, JointStudy, Side
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.survey.models import PartnerName
from tests.web.conftest import House
from tests.web.joint.conftest import Pair, fill, some_terms

pytestmark = pytest.mark.django_db


def _posted(house: House, **changes: object) -> dict[str, object]:
    return {
        "title": "Across the strait",
        "study": house.study.key,
        "shares_names": "on",
        "text": "To learn from each other.",
        "figures": list(FIGURES),
        "k": 5,
        "until": (timezone.localdate() + timedelta(days=300)).isoformat(),
    } | changes


def test_from_the_proposal_to_the_signatures(home: House, elsewhere: House, log_in: Callable[[User], Client]) -> None:
    fill(home, "Alfa")
    fill(elsewhere, "Beta")
    ours, theirs = log_in(home.admin), log_in(elsewhere.admin)
    shown = ours.post("/r/north/joint/new/", _posted(home)).content.decode()
    code = shown.partition('<code id="code">')[2].partition("</code>")[0]
    joint = JointStudy.objects.get()
    assert len(code) == 19
    assert code not in str(JointStudy.objects.values().get())
    assert theirs.get(f"/r/south/joint/{joint.key}/").status_code == 404  # before they joined
    wrong = theirs.post("/r/south/joint/join/", {"code": "aaaa-bbbb", "study": elsewhere.study.key})
    assert "This code is not known" in wrong.content.decode()
    theirs.post("/r/south/joint/join/", {"code": code.upper(), "study": elsewhere.study.key, "shares_names": "on"})
    page = theirs.get(f"/r/south/joint/{joint.key}/").content.decode()
    assert "To learn from each other." in page
    assert "North" in page
    # Of the other side nothing but its region stands there.
    assert home.study.key not in page
    assert home.cluster.name not in page
    assert home.admin.name not in page
    refused = theirs.post(f"/r/south/joint/{joint.key}/sign/", {"name": "Sara, South", "agree": "on"})
    assert refused.status_code == 400
    assert "Choose at least 5 organisations" in refused.content.decode()
    for house, client, letter in ((home, ours, "a"), (elsewhere, theirs, "b")):
        lead = log_in(house.lead)
        chosen = [f"{letter}{k}" for k in range(1, 7)]
        lead.post(house.url(f"joint/{joint.key}/names/"), {"names": chosen})
        client.post(f"/r/{house.region.slug}/joint/{joint.key}/sign/", {"name": "Somebody, for us", "agree": "on"})
    joint.refresh_from_db()
    assert joint.is_in_force
    page = ours.get(f"/r/north/joint/{joint.key}/").content.decode()
    assert page.count("Signed by Somebody, for us") == 2
    assert PartnerName.objects.filter(study=home.study).count() == 6
    for house in (home, elsewhere):
        said = AuditEntry.objects.filter(study=house.study, verb__startswith="joint.")
        assert {"joint.signed", "joint.in_force", "joint.names_chosen"} <= set(said.values_list("verb", flat=True))
    # The code opens nothing a second time, nor for the region that made it.
    for client, house in ((ours, home), (theirs, elsewhere)):
        again = client.post(f"/r/{house.region.slug}/joint/join/", {"code": code, "study": house.study.key})
        assert "This code is not known" in again.content.decode()


def test_changed_terms_are_signed_again_by_both(pair: Pair) -> None:
    pair.sign(pair.a)
    side = pair.side(pair.b)
    with pytest.raises(InputError, match="at least 5"):
        terms.change_terms(pair.b.admin, side, some_terms(k=4), study=side.study, shares_names=True)
    terms.change_terms(pair.b.admin, side, some_terms(k=6), study=side.study, shares_names=True)
    assert not Side.objects.filter(signed_at__isnull=False).exists()
    pair.sign_both()
    assert pair.joint.k == 6
    assert pair.joint.is_in_force
    with pytest.raises(InputError, match="in force"):
        terms.change_terms(pair.b.admin, pair.side(pair.b), some_terms(k=7), study=side.study, shares_names=True)
    with pytest.raises(InputError, match="You may end it"):
        terms.unsign(pair.a.admin, pair.side(pair.a))


def test_a_signed_list_of_names_stays_until_the_signature_is_taken_back(pair: Pair) -> None:
    pair.sign(pair.a)
    with pytest.raises(InputError, match="as it was signed"):
        names.choose_names(pair.a.lead, pair.side(pair.a), ["a1"])
    terms.unsign(pair.a.admin, pair.side(pair.a))
    names.choose_names(pair.a.lead, pair.side(pair.a), ["a1"])
    with pytest.raises(InputError, match="at least 5"):
        pair.sign(pair.a)
    with pytest.raises(InputError, match="from the list"):
        names.choose_names(pair.a.lead, pair.side(pair.a), ["b1"])


@pytest.mark.parametrize("who", ["a", "b", "time"])
def test_either_side_ends_it_and_what_was_shared_goes(pair: Pair, who: str, log_in: Callable[[User], Client]) -> None:
    pair.sign_both()
    assert PartnerName.objects.count() == 15
    if who == "time":
        JointStudy.objects.update(until=timezone.localdate() - timedelta(days=1))
        assert ending.end_all_due() == 1
        assert ending.end_all_due() == 0
    else:
        house = getattr(pair, who)
        log_in(house.admin).post(pair.url(house, "end/"))
    pair.joint.refresh_from_db()
    assert pair.joint.is_over
    assert not PartnerName.objects.exists()
    said = {"a": ("Your region ended it.", "The other region ended it."), "time": ("Its last day had passed.",) * 2}
    expected = said.get(who) or said["a"][::-1]
    for house, words in zip((pair.a, pair.b), expected, strict=True):
        page = log_in(house.admin).get(pair.url(house)).content.decode()
        assert words in page
        assert "Sign for the region" not in page
    with pytest.raises(InputError):
        ending.end(pair.a.admin, pair.side(pair.a))


def test_terms_that_do_not_hold_are_told_all_at_once(home: House, log_in: Callable[[User], Client]) -> None:
    home.region.k_outside = 8
    home.region.save()
    client = log_in(home.admin)
    answer = client.post("/r/north/joint/new/", _posted(home, k=6, until="2020-01-01"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "The smallest group must be at least 8." in page
    assert "within five years" in page
    assert not JointStudy.objects.exists()
    empty = client.post("/r/north/joint/new/", {"title": ""}).content.decode()
    assert empty.count("This field is required.") >= 8  # at each field, and on top


def test_an_invitation_ends_and_can_be_made_anew(home: House, elsewhere: House) -> None:
    joint, first = terms.propose(home.admin, home.region, home.study, some_terms(), shares_names=False)
    side = joint.sides.get()
    second = terms.new_invitation(home.admin, side)
    with pytest.raises(InputError, match="not known"):
        terms.join(elsewhere.admin, elsewhere.region, elsewhere.study, first, shares_names=False)
    with pytest.raises(InputError, match="for the other region"):
        terms.join(home.admin, home.region, home.study, second, shares_names=False)
    with pytest.raises(InputError, match="of your region"):
        terms.join(elsewhere.admin, elsewhere.region, home.study, second, shares_names=False)
    JointStudy.objects.update(code_expires_at=timezone.now())
    with pytest.raises(InputError, match="its time is over"):
        terms.join(elsewhere.admin, elsewhere.region, elsewhere.study, second, shares_names=False)
    terms.join(
        elsewhere.admin, elsewhere.region, elsewhere.study, terms.new_invitation(home.admin, side), shares_names=False
    )
    with pytest.raises(InputError, match="joined already"):
        terms.new_invitation(home.admin, side)
