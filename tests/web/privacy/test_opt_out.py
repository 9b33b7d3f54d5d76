"""PV-09: an organisation that wants out is out of every list, output and export, within a minute: at once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from clusterdynamics.disclosure import leaks
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.models import MailKind
from clusterdynamics_web.fieldwork.operations import close_wave, hand_out
from clusterdynamics_web.interviews.paper import paper_html
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.setup.operations.packages import take_out
from clusterdynamics_web.setup.operations.roster import opt_out as opt_out_by_the_team
from clusterdynamics_web.survey.operations import create_link, opt_out
from tests.web.privacy.conftest import Answered, answer, every_page, read

pytestmark = pytest.mark.django_db

#: Name and contact.
OUT = ("Organisation B", "Person B", "B@firm.example")


@pytest.fixture(params=["the organisation", "the study lead"])
def left(answered: Answered, request: pytest.FixtureRequest) -> Answered:
    """B wants out, after E has said something about it."""
    answer(answered, "E", to="B")
    if request.param == "the organisation":
        opt_out(answered.actors["B"], answered.wave)
    else:
        opt_out_by_the_team(answered.home.lead, answered.study, answered.actors["B"])
    return answered


def _out(content: bytes | str, name: str = "") -> list[str]:
    return [f"{leak.secret} in {leak.where}" for leak in leaks(content, OUT, name=name)]


def test_it_is_on_no_list_for_those_who_answer(left: Answered) -> None:
    client = Client()
    assert client.post(f"/a/{create_link(left.people['A'])}/").status_code == 302
    for path in ("/answer/pick/", "/answer/more/", "/answer/champions/", "/answer/review/", "/answer/copy/"):
        page = client.get(path)
        assert page.status_code == 200, path
        assert not _out(page.content), path
    assert not _out(paper_html(left.study, left.wave, "en"))


def test_no_page_of_the_team_names_it_but_the_list_of_those_who_opted_out(
    left: Answered, log_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clusterdynamics_web.interviews.views.paper_pdf", lambda *a, **k: b"%PDF")
    # The board says of it that it asked not to appear; pages of one organisation can still be opened by their address.
    known = {"field_board", "study_actor", "study_actor_opt_out"}
    urls = every_page(left.home, but=lambda n: not n.startswith(("study_", "field_", "interview_", "room_", "results")))
    for role in (Role.STUDY_LEAD, Role.BOARD):
        client = log_in(left.home.people[role])
        names = known if role == Role.STUDY_LEAD else set()
        found = {n: o for n, url in urls.items() if n not in names and (o := _out(read(client, url)))}
        assert found == {}
    assert "asked not to appear" in log_in(left.home.people[Role.BOARD]).get(left.home.url("field/")).content.decode()


def test_no_export_holds_what_was_said_about_it(left: Answered, settings: object, tmp_path: Path) -> None:
    """In the package of the study its row says that it opted out; nothing else there is about it."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    _name, content = take_out(left.home.lead, left.study, reason="To look at what is in it")
    merged = hand_out(left.home.lead, left.wave, MailKind.REMINDER).content
    assert not _out(merged)
    snapshot = close_wave(left.home.lead, left.wave)
    for packed in (content, (tmp_path / snapshot.path).read_bytes()):
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            for name in archive.namelist():
                text = archive.read(name).decode()
                if name.endswith(".csv") and name != "actors.csv":
                    rows = [line.split(",") for line in text.splitlines()]
                    assert not [row for row in rows if "B" in row], name
                if name != "actors.csv":
                    assert not _out(text, name), name
