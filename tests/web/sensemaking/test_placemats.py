"""Placemats: a sheet for each result, as the room may see it, as long as it says what is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.sensemaking import operations as do
from clusterdynamics_web.sensemaking.models import Session
from clusterdynamics_web.sensemaking.placemats import make_placemats, placemats_of, themes_of
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


@pytest.mark.verify
def test_a_sheet_for_each_result(session: Session, read_house: House, log_in: Callable[[User], Client]) -> None:
    themes = themes_of(session)
    shown = [s.title for s in session.scenes.all() if s.section]
    assert [t["title"] for t in themes] == shown
    for theme in themes:
        assert 1 <= len(theme["findings"]) <= 3
        assert len(theme["questions"]) == 2
    client = log_in(read_house.lead)
    page = read_house.url(f"sense/{session.key}/")
    assert "once more" in client.get(f"{page}placemats.pdf", follow=True).content.decode()
    assert client.post(f"{page}placemats/").status_code == 302
    assert Job.objects.get(kind="write_placemats").parameters["session"] == session.pk
    assert make_placemats(session) == len(themes)  # as the worker does
    made = placemats_of(session)
    assert made is not None
    data = made.read_bytes()
    assert b"".join(client.get(f"{page}placemats.pdf").streaming_content) == data
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document.raw)
    assert len(document) == len(themes)
    # A3 landscape: 420 × 297 mm in points.
    assert [round(v) for v in document[0].get_size()] == [1191, 842]
    words = " ".join(document[0].get_textpage().get_text_range().split())
    assert re.sub(r"\s", "", themes[0]["findings"][0]) in re.sub(r"\s", "", words)
    # What is printed says what is shown: after a change it is made once more.
    session.scenes.filter(section="depth").update(title="Another title")
    assert placemats_of(session) is None
    session.snapshot.taken_down_at = timezone.now()
    assert themes_of(session) == []
    with pytest.raises(InputError, match="No scene shows"):
        make_placemats(session)


def test_paper_names_nobody_who_was_not_told(
    session: Session, read_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = read_house.study.actors.first()
    section = session.scenes.get(section="easy_cooperation").section
    told = {"sections": [{"id": section, "title": "Easy", "answer": f"{actor.label} begins.", "blocks": []}]}
    monkeypatch.setattr("clusterdynamics_web.results.store.told_of", lambda *_: told)
    assert [t["findings"] for t in themes_of(session)] == [["(not named) begins."]]
    session.previews.create(actor=actor, token_hash="x", sent_at=timezone.now() - timedelta(hours=49))  # noqa: S106
    assert [t["findings"] for t in themes_of(session)] == [[f"{actor.label} begins."]]
    do.ask_mask(session, actor)
    assert [t["findings"] for t in themes_of(session)] == [["(not named) begins."]]
