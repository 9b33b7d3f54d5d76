"""Whatever somebody posts, in whatever order: the exported study is whole."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from clusterdynamics.errors import InputError
from clusterdynamics_web.survey.form import BaseStep, Problems, load_answers
from clusterdynamics_web.survey.form.fields import Checks, Radios, RosterField, Select, Tick, Words
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations import (
    Writing,
    decline,
    erase_answers,
    opt_out,
    save_step,
    submit,
    undo_decline,
)
from tests.web.conftest import build_house
from tests.web.survey.conftest import Asking, ask, problems_of

EVERYTHING = ("core", "value", "energy", "large_companies", "downturn", "between_regions", "vignettes")
#: What people write: words, nothing, control characters, formulas, other scripts.
WORDS = st.one_of(st.sampled_from(["", " ", "=1+1", "a\x00b", "å\u0301", "|", "x" * 300, "𝔘"]), st.text(max_size=30))


def posted(data: st.DataObject, step: BaseStep, asking: Asking) -> dict[str, list[str]]:
    """Draw what might be posted for a step: what it offers, and now and then what it does not."""
    answers = load_answers(asking.person)
    values: dict[str, list[str]] = {}
    for field in step.fields(step.initial(answers), answers):
        if isinstance(field, Radios):
            values[field.name] = [data.draw(st.sampled_from(["", "nonsense", *(o.value for o in field.options)]))]
        elif isinstance(field, Checks):
            values[field.name] = data.draw(st.lists(st.sampled_from([o.value for o in field.options]), max_size=3))
        elif isinstance(field, RosterField):
            keys = [str(a.pk) for a in asking.actors.values()] + ["0", "x"]
            values[field.name] = data.draw(st.lists(st.sampled_from(keys), max_size=4))
        elif isinstance(field, Select):
            values[field.name] = [data.draw(st.sampled_from(["", *(o.value for _g, os in field.groups for o in os)]))]
        elif isinstance(field, Tick):
            values[field.name] = ["yes"] if data.draw(st.booleans()) else []
        elif isinstance(field, Words):
            values[field.name] = [data.draw(WORDS)]
    return values


def act(data: st.DataObject, asking: Asking, people: list[Respondent]) -> None:
    """Do one thing that somebody might do."""
    # Who asked to be left out is nobody's respondent any more.
    there = [p for p in people if Respondent.objects.filter(pk=p.pk).exists()]
    asking.respondent = data.draw(st.sampled_from(there))
    what = data.draw(st.sampled_from(["save"] * 12 + ["submit", "decline", "undo", "erase", "out"]))
    person = asking.person
    if what == "submit":
        submit(person, needs_picks=True)
    elif what == "decline":
        decline(person)
    elif what == "undo":
        undo_decline(person)
    elif what == "erase":
        erase_answers(person)
    elif what == "out":
        opt_out(asking.actors[data.draw(st.sampled_from(["a6", "a7"]))], asking.wave)
    else:
        step = data.draw(st.sampled_from([s for s in asking.form().steps(asking.answers()) if s.key != "review"]))
        changes = step.parse(posted(data, step, asking), asking.answers())
        save_step(person, step.key, changes, Writing(language="en", device=data.draw(st.sampled_from("ab"))))


def run(data: st.DataObject, steps: int) -> None:
    asking = ask(build_house("north", "North"), EVERYTHING)
    others = Respondent.objects.bulk_create(
        Respondent(study=asking.study, wave=asking.wave, code=f"r{a}", actor=asking.actors[a]) for a in ("a2", "a7")
    )
    people = [asking.respondent, *others]
    for person in people:
        asking.respondent = person
        asking.consent()
    done = 0
    for _ in range(steps):
        try:
            act(data, asking, people)
            done += 1
        except (Problems, InputError):
            continue  # refused, and told: nothing is stored
    assert problems_of(asking.package()) == []


class AnyOrderTests(TestCase):
    """A few in each run; `make verify` tries many."""

    @given(st.data())
    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
    def test_the_study_is_whole(self, data: st.DataObject) -> None:
        run(data, 12)

    @pytest.mark.verify
    @given(st.data())
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_the_study_is_whole_many_times(self, data: st.DataObject) -> None:
        run(data, 30)
