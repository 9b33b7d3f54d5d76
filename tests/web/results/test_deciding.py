"""What an audience may see is decided once, kept, and decided anew when something else holds."""

from __future__ import annotations

import pytest

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import Audience, VisibilityClass, class_of
from clusterdynamics_web.results import deciding, store
from clusterdynamics_web.results.models import Told
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

#: The function itself; the fixtures put something quicker in its place.
DECIDE = deciding.decide_for_all


def test_what_was_decided_is_kept_until_something_else_holds(
    read_house: House, demo_shown: dict[VisibilityClass, Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = read_house.study.snapshots.get()
    asked: list[str] = []

    def decide(found: object) -> object:
        asked.append(store.mark_of(snapshot))
        return DECIDE(found)  # type: ignore[arg-type]

    monkeypatch.setattr(deciding, "decide_for_all", decide)
    for audience in (Audience.STUDY, Audience.BOARD, Audience.PUBLIC):
        for _again in range(2):
            found = deciding.shown_to(snapshot, audience)
            assert found.to_dict() == demo_shown[class_of(audience)].to_dict()
    assert asked == [""]
    assert Told.objects.filter(snapshot=snapshot).exists()  # the next snapshot is held against it
    # A champion takes a name back: nothing that was decided before is read any more.
    monkeypatch.setattr(store, "mark_of", lambda _snapshot: "another")
    deciding.shown_to(snapshot, Audience.PUBLIC)
    deciding.shown_to(snapshot, Audience.PUBLIC)
    assert asked == ["", "another"]
