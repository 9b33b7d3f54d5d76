"""What every step can do: say what it asks, and turn what was posted into changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.changes import Change
from clusterdynamics_web.survey.form.fields import Field, Option, Values, one

if TYPE_CHECKING:
    from clusterdynamics_web.survey.form.form import Form

__all__ = ["BaseStep", "Problems", "check_choice", "check_choices"]


class Problems(Exception):
    """Everything that is wrong with what was posted: name of the field → a sentence."""

    def __init__(self, found: dict[str, str]) -> None:
        super().__init__("; ".join(found.values()))
        self.found = found


@dataclass
class BaseStep:
    """One page of the form."""

    form: Form
    key: str
    section: int
    #: Saved as one goes; a consent is given by a button only.
    autosaves: bool = True
    #: Where it is False, the first question is the heading of the page.
    shows_title = True
    #: Saving it may change which steps there are, or whether one can go on.
    moves = False

    @property
    def title(self) -> str:
        """What the page is about; for the title bar, and for those who hear the page."""
        raise NotImplementedError

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        """Return what is stored, in the form in which it would be posted."""
        return {}

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        """Return what is asked, with `values` filled in."""
        return ()

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        """Return what to store; raise `Problems` where something posted cannot be stored."""
        return []

    def answered(self, answers: Answers) -> bool:
        """Say whether everything asked here has an answer."""
        return self.key in answers.saved

    def incomplete(self, answers: Answers) -> dict[str, str]:
        """Return what keeps somebody from going on: name of the field → a sentence."""
        return {}

    def asks_more(self, before: Values, after: Answers) -> bool:
        """Say whether what was posted opens further questions on the same page."""
        return False

    def seconds(self, answers: Answers) -> float:
        """Return about how long it takes."""
        return 20.0


def check_choice(values: Values, name: str, options: Sequence[Option], problems: dict[str, str]) -> str:
    """Return the option chosen; empty where there is none, or where it is none of them, which is a problem."""
    given = one(values, name)
    if given and given not in {o.value for o in options}:
        problems[name] = _("Please choose one of the answers.")
        return ""
    return given


def check_choices(values: Values, name: str, options: Sequence[Option], problems: dict[str, str]) -> list[str]:
    """Return the options ticked, each once, in the order of the form."""
    given = {v.strip() for v in values.get(name, ())} - {""}
    known = [o.value for o in options]
    if given - set(known):
        problems[name] = _("Please choose among the answers given.")
    return [v for v in known if v in given]
