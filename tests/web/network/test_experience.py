"""Experience with the method: a kind with fields of its own, and a list of what worked and what did not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library import operations
from clusterdynamics_web.library.fields import REQUIRED, TEXTS, texts_of
from clusterdynamics_web.library.models import Post, PostReport
from clusterdynamics_web.network.experience import SHOWN
from clusterdynamics_web.regions.models import AuditEntry, Role
from tests.web.conftest import House
from tests.web.library.conftest import published, work
from tests.web.network.conftest import EXPERIENCE
from tests.web.test_pages import check

pytestmark = pytest.mark.django_db


def test_the_kind_asks_for_its_own_texts_first() -> None:
    assert tuple(texts_of("experience"))[:4] == SHOWN
    assert {"done", "got_back", "did_not_work"} < set(REQUIRED["experience"])
    assert "differently" not in REQUIRED["experience"], "eight fields are asked for, and no more"
    assert all(len(fields) <= 8 for fields in REQUIRED.values())


def test_what_worked_stands_beside_what_did_not(home: House, log_in: Callable[[User], Client]) -> None:
    author, curator = home.people[Role.NETWORK_READER], home.people[Role.CURATOR]
    at = f"/r/{home.region.slug}/library/new/"
    assert log_in(author).get(f"{at}?kind=experience").context["form"].initial["kind"] == "experience"
    published(author, curator, home.region, "experience", **EXPERIENCE)
    long = {**EXPERIENCE["texts"], "did_not_work": "Too late. " * 60}
    other = {"title": "Only for us", "country": "SE", "stage": "", "texts": long, "public": False}
    published(author, curator, home.region, "experience", **{**EXPERIENCE, **other})
    published(author, curator, home.region, title="A case study")

    everybody = Client().get("/network/experience/")
    assert check("experience", everybody.text) == []
    (told,) = everybody.context["told"]
    assert told.parts == [(str(TEXTS[name].label), EXPERIENCE["texts"][name]) for name in SHOWN]
    assert [f["name"] for f in everybody.context["facets"]] == ["country", "stage", "purpose"]
    member = log_in(author).get("/network/experience/")
    assert [t.version.title for t in member.context["told"]] == ["Only for us", "Forty firms asked twice"]
    cut = dict(member.context["told"][0].parts)[str(TEXTS["did_not_work"].label)]
    assert len(cut) < 330
    assert cut.endswith("…")
    found = log_in(author).get("/network/experience/?country=FR&kind=report")
    assert [t.version.title for t in found.context["told"]] == ["Forty firms asked twice"], "the kind is not chosen"
    nothing = Client().get("/network/experience/?country=NO")
    assert "Nothing fits all of it." in nothing.text


def test_a_comment_is_reported_hidden_with_a_reason_and_its_author_told(
    home: House, elsewhere: House, log_in: Callable[[User], Client]
) -> None:
    author, curator = home.people[Role.NETWORK_READER], home.people[Role.CURATOR]
    version = published(author, curator, home.region, "experience", **EXPERIENCE)
    writer = User.objects.create_user("nameless@far.example")
    post = operations.ask(writer, version.item, "Buy my course.")
    fine = operations.ask(writer, version.item, "How many firms?")
    work()
    mail.outbox.clear()
    shown = f"/library/{version.item.key}/"
    assert writer.email not in Client().get(shown).text, "who has no name is not shown by address"
    reporter, moderator = log_in(elsewhere.lead), log_in(elsewhere.people[Role.CURATOR])
    for client in (reporter, moderator):
        assert [t for t in check("item", client.get(shown).text) if "creativecommons" not in t] == []
    assert "/report/" not in log_in(writer).get(shown).text, "nobody reports an own post"
    log_in(writer).post(f"/library/posts/{post.pk}/report/", {"reason": "Mine"})
    reporter.post(f"/library/posts/{post.pk}/report/", {"reason": " "})
    assert not PostReport.objects.exists()
    for _twice in range(2):
        reporter.post(f"/library/posts/{post.pk}/report/", {"reason": "Advertising"})
    reporter.post(f"/library/posts/{fine.pk}/report/", {"reason": "I do not like it"})
    assert PostReport.objects.count() == 2

    queue = moderator.get("/network/moderation/")
    assert [(c.kind, c.text, c.reasons) for c in queue.context["waiting"]] == [
        ("Comment on an experience", "Buy my course.", ["Advertising"]),
        ("Comment on an experience", "How many firms?", ["I do not like it"]),
    ]
    at = "/network/moderation/posts/{}/"
    assert reporter.post(at.format(post.pk), {"hide": "1", "reason": "x"}).status_code == 403
    moderator.post(at.format(post.pk), {"hide": "1", "reason": ""})
    assert Post.objects.get(pk=post.pk).hidden_at is None, "not without a reason"
    moderator.post(at.format(post.pk), {"hide": "1", "reason": "No advertising here."})
    moderator.post(at.format(fine.pk), {"keep": "1"})
    assert moderator.get("/network/moderation/").context["waiting"] == []
    page = Client().get(shown).text
    assert "Buy my course." not in page
    assert "How many firms?" in page
    work()
    assert [m.to for m in mail.outbox] == [[writer.email]]
    assert "No advertising here." in mail.outbox[0].body
    assert "> Buy my course." in mail.outbox[0].body
    verbs = AuditEntry.objects.filter(verb__startswith="library.post_").values_list("verb", flat=True)
    assert sorted(verbs) == [
        *("library.post_hidden", "library.post_kept"), *2 * ["library.post_reported"],
    ]  # fmt: skip
