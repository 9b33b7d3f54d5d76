"""The board: who answered, what can be said, who is missing."""

from __future__ import annotations

import pytest
from django.utils import timezone

from clusterdynamics_web.fieldwork.board import Reached, board_of, missing_of
from clusterdynamics_web.survey.models import Mode, Respondent, Tie
from tests.web.fieldwork.conftest import Field

pytestmark = pytest.mark.django_db


def _answered(field: Field, codes: str, **values: object) -> None:
    now = timezone.now()
    chosen = Respondent.objects.filter(actor__code__in=list(codes))
    chosen.update(invited_at=now, opened_at=now, started_at=now, submitted_at=now, **values)


def test_rates_have_both_denominators_and_coverage_is_the_librarys(field: Field) -> None:
    Respondent.objects.filter(actor__code="J").delete()  # on the roster, and nobody there is asked
    _answered(field, "ABCDEF")
    board = board_of(field.study, field.wave)
    assert (board.roster, board.asked, board.answered) == (10, 9, 6)
    assert board.rate == pytest.approx(6 / 9)
    assert board.rate_of_roster == pytest.approx(6 / 10)
    # "Firm" and "Research and education", in the order of their names: roster, asked, answered.
    assert board.by_type == (("Firm", 6, 6, 6), ("Research and education", 4, 3, 0))


def test_lights_follow_the_gates_and_say_how_many_are_missing(field: Field) -> None:
    _answered(field, "ABCDEFG")  # 70 %: density yes (65 %), brokerage no (80 %)
    lights = {light.gate: light for light in board_of(field.study, field.wave).lights}
    assert lights["in_degree"].open
    assert lights["density"].open
    assert not lights["brokerage"].open
    assert lights["brokerage"].missing == 1
    _answered(field, "H")
    lights = {light.gate: light for light in board_of(field.study, field.wave).lights}
    assert lights["brokerage"].open


def test_each_state_in_words(field: Field) -> None:
    now = timezone.now()
    for code, values in {
        "A": {"submitted_at": now},
        "B": {"submitted_at": now, "mode": Mode.PHONE},
        "C": {"invited_at": now},
        "D": {"invited_at": now, "opened_at": now},
        "E": {"invited_at": now, "started_at": now},
        "F": {"declined_at": now},
        "G": {"bounced_at": now},
    }.items():
        Respondent.objects.filter(pk=field.people[code].pk).update(**values)
    reached = {row.code: row.reached for row in board_of(field.study, field.wave).rows}
    assert reached == {
        "A": Reached.SUBMITTED,
        "B": Reached.INTERVIEWED,
        "C": Reached.INVITED,
        "D": Reached.OPENED,
        "E": Reached.STARTED,
        "F": Reached.DECLINED,
        "G": Reached.BOUNCED,
        "H": Reached.NOT_INVITED,
        "I": Reached.NOT_INVITED,
        "J": Reached.NOT_INVITED,
    }


def test_of_several_respondents_the_one_who_got_furthest_counts(field: Field) -> None:
    other = Respondent.objects.create(study=field.study, wave=field.wave, code="r2", actor=field.people["A"].actor)
    Respondent.objects.filter(pk=field.people["A"].pk).update(declined_at=timezone.now())
    Respondent.objects.filter(pk=other.pk).update(submitted_at=timezone.now())
    row = next(r for r in board_of(field.study, field.wave).rows if r.code == "A")
    assert (row.reached, row.people) == (Reached.SUBMITTED, 2)


def test_the_missing_are_ordered_by_how_often_those_who_answered_name_them(field: Field) -> None:
    _answered(field, "ABC")

    def names(sender: str, to: str, value: float = 2) -> None:
        person = field.people[sender]
        Tie.objects.create(
            wave=field.wave,
            sender=person.actor,
            to=field.people[to].actor,
            respondent=person,
            relation="depth",
            value=value,
        )

    for sender, to in (("A", "J"), ("B", "J"), ("C", "J"), ("A", "E"), ("B", "A"), ("D", "F")):
        names(sender, to)
    Respondent.objects.filter(pk=field.people["E"].pk).update(declined_at=timezone.now())
    missing = missing_of(field.study, field.wave)
    assert [(m.code, m.named_by, m.declined) for m in missing][:3] == [
        ("J", 3, False),
        ("E", 1, True),
        ("D", 0, False),  # F is named by D, who has not answered: that does not count
    ]
    assert len(missing) == 7
