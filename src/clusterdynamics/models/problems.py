"""Problems found in a model file: what, where, and what to do about it.

The same idea as in the study package: every message is a member of one enumeration with two templates.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from clusterdynamics.errors import ClusterDynamicsError
from clusterdynamics.i18n import N_, _
from clusterdynamics.study.codes import Severity

__all__ = ["TEMPLATES", "ModelCode", "ModelError", "ModelProblem", "nearest"]


class ModelCode(StrEnum):
    """All problems that checking a model can report; a code is stable and can be searched for."""

    FILE_MISSING = "model-file-missing"
    FILE_SYNTAX = "model-file-syntax"
    EXTENDS = "model-extends"
    SECTION_MISSING = "model-section-missing"
    SECTION_SHAPE = "model-section-shape"
    KEY_UNKNOWN = "model-key-unknown"
    KEY_MISSING = "model-key-missing"
    BASIS_MISSING = "model-basis-missing"
    SOURCE_MISSING = "model-source-missing"
    CHOICE = "model-choice"
    VALUE = "model-value"
    ID_TWICE = "model-id-twice"
    CODE_TWICE = "model-code-twice"
    REFERENCE = "model-reference"
    STAGE_NUMBERS = "model-stage-numbers"
    STAGE_CORE = "model-stage-core"
    LINK_TWICE = "model-link-twice"
    LINK_SELF = "model-link-self"
    CHAIN_OPEN = "model-chain-open"
    CHAIN_REPEATS = "model-chain-repeats"
    CHAIN_LINK = "model-chain-link"
    FEED_OUTSIDE = "model-feed-outside"
    POLARITY = "model-polarity"
    ORDER = "model-order"
    OUTSIDE_SCALE = "model-outside-scale"
    SCALE_MISSING = "model-scale-missing"
    TRUST_ITEMS = "model-trust-items"
    REVIEW_STATUS = "model-review-status"
    TRANSLATION_FILE = "model-translation-file"
    TRANSLATION_SYNTAX = "model-translation-syntax"
    TRANSLATION_SHAPE = "model-translation-shape"
    TRANSLATION_MISSING = "model-translation-missing"
    TRANSLATION_OLD = "model-translation-old"
    TRANSLATION_UNKNOWN = "model-translation-unknown"
    TRANSLATION_PLACEHOLDERS = "model-translation-placeholders"
    TRANSLATION_LONG = "model-translation-long"


#: Code → (what is wrong, what to do).
TEMPLATES: Mapping[ModelCode, tuple[str, str]] = MappingProxyType(
    {
        ModelCode.FILE_MISSING: (N_("There is no file here."), N_("Check the name and the folder.")),
        ModelCode.FILE_SYNTAX: (
            N_("The file is not valid TOML: {reason}."),
            N_("Correct the place named; quotation marks and brackets come in pairs."),
        ),
        ModelCode.EXTENDS: (
            N_("The model to build on, '{name}', is not known."),
            N_('Write extends = "reference", or leave the line out.'),
        ),
        ModelCode.SECTION_MISSING: (
            N_("The section '{name}' is missing."),
            N_('Write it, or put extends = "reference" on top to take it from the reference model.'),
        ),
        ModelCode.SECTION_SHAPE: (
            N_("'{name}' has the wrong form."),
            N_("Write it as in the reference model; clusterdynamics model show prints what that has."),
        ),
        ModelCode.KEY_UNKNOWN: (N_("'{key}' is not known here."), N_("Known are: {known}.")),
        ModelCode.KEY_MISSING: (N_("'{key}' is missing."), N_("Add it.")),
        ModelCode.BASIS_MISSING: (
            N_("It does not say on what it rests."),
            N_('Add basis = "documented" where a publication says so, otherwise basis = "reconstruction".'),
        ),
        ModelCode.SOURCE_MISSING: (
            N_("It does not say where it comes from."),
            N_("Add source = … with the id of one of the sources."),
        ),
        ModelCode.CHOICE: (N_("'{key}' cannot be '{value}'."), N_("Choose one of: {known}.")),
        ModelCode.VALUE: (N_("'{key}' cannot be '{value}': {reason}."), N_("Correct the value.")),
        ModelCode.ID_TWICE: (
            N_("The id '{name}' is used more than once: {places}."),
            N_("Give each its own id."),
        ),
        ModelCode.CODE_TWICE: (
            N_("The code '{name}' for stories is used more than once: {places}."),
            N_("Give each factor its own code."),
        ),
        ModelCode.REFERENCE: (
            N_("'{key}' names '{name}', which is not among the {section}."),
            N_("Correct the name, or add it to the {section}."),
        ),
        ModelCode.STAGE_NUMBERS: (
            N_("The stages are numbered {numbers}."),
            N_("Number them 1, 2, 3 and so on, without a gap."),
        ),
        ModelCode.STAGE_CORE: (
            N_("The stage has no statement about its core dimension '{dimension}'."),
            N_("Write at least one, or choose another core dimension."),
        ),
        ModelCode.LINK_TWICE: (
            N_("The link from '{cause}' to '{effect}' is given more than once."),
            N_("Keep one, with one sign."),
        ),
        ModelCode.LINK_SELF: (
            N_("The link leads from '{cause}' back to itself."),
            N_("Name another effect; a loop needs at least two factors."),
        ),
        ModelCode.CHAIN_OPEN: (
            N_("The chain does not close: it begins with '{first}' and ends with '{last}'."),
            N_("End it with the factor it begins with, and name at least two factors."),
        ),
        ModelCode.CHAIN_REPEATS: (
            N_("The chain passes '{name}' more than once."),
            N_("Split it into two circuits of the loop."),
        ),
        ModelCode.CHAIN_LINK: (
            N_("There is no link from '{cause}' to '{effect}'."),
            N_("Add it to the links, or correct the order of the factors."),
        ),
        ModelCode.FEED_OUTSIDE: (
            N_("The link from '{cause}' to '{effect}' does not lead into the loop."),
            N_("Name a link whose effect is one of the loop's factors."),
        ),
        ModelCode.POLARITY: (
            N_("The loop is called {said}, but the signs of its links make it {found}."),
            N_("Correct the polarity, or the sign of a link: an even number of minus signs reinforces."),
        ),
        ModelCode.ORDER: (N_("'{lower}' must be lower than '{higher}'."), N_("Correct the numbers.")),
        ModelCode.OUTSIDE_SCALE: (
            N_("'{key}' is {value}, but the scale '{scale}' goes from {low} to {high}."),
            N_("Choose a value of the scale."),
        ),
        ModelCode.SCALE_MISSING: (
            N_("The question needs a scale for its answers."),
            N_("Add scale = … with the id of one of the scales."),
        ),
        ModelCode.TRUST_ITEMS: (
            N_("At least {needed} trust questions have to be answered, but only {n} are asked."),
            N_("Lower 'trust_items' or ask more."),
        ),
        ModelCode.REVIEW_STATUS: (
            N_("'{value}' does not say how far the text has been checked."),
            N_("Write draft, or reviewed by … with a name."),
        ),
        ModelCode.TRANSLATION_FILE: (
            N_("The model says that it can be had in '{language}', but this file is missing."),
            N_("Write it, or take the language off the list; until then the texts are not translated."),
        ),
        ModelCode.TRANSLATION_SYNTAX: (
            N_("The file with translations is not valid TOML: {reason}."),
            N_("Correct the place named; quotation marks and brackets come in pairs."),
        ),
        ModelCode.TRANSLATION_SHAPE: (
            N_("The entry '{key}' is not complete."),
            N_("Write original, text and status, each between quotation marks, and nothing else."),
        ),
        ModelCode.TRANSLATION_MISSING: (N_("'{key}' is not translated."), N_("Add it to this file.")),
        ModelCode.TRANSLATION_OLD: (
            N_("The text of '{key}' has changed since it was translated."),
            N_("Read the new text, correct the translation and put the new text under original."),
        ),
        ModelCode.TRANSLATION_UNKNOWN: (
            N_("The model has no text '{key}'."),
            N_("Correct the key, or delete the entry."),
        ),
        ModelCode.TRANSLATION_PLACEHOLDERS: (
            N_("'{key}' has other names in braces than the original: {found} instead of {expected}."),
            N_("Keep the names in braces exactly as they are."),
        ),
        ModelCode.TRANSLATION_LONG: (
            N_("'{key}' has {n} characters; a statement has at most {most}."),
            N_("Say it in fewer words."),
        ),
    }
)


@dataclass(frozen=True)
class ModelProblem:
    """One problem, placed.

    Parameters
    ----------
    file
        Name of the file.
    part
        Where in the file: section, element and key; empty where the whole file is meant.
    code
        What kind of problem.
    values
        What the templates are filled with; ``nearest`` is the nearest thing that exists.
    """

    file: str
    part: str
    code: ModelCode
    values: Mapping[str, Any] = field(default_factory=dict, compare=False)
    severity: Severity = Severity.ERROR

    @property
    def place(self) -> str:
        """File and part."""
        return f"{self.file}, {self.part}" if self.part else self.file

    @property
    def message(self) -> str:
        """What is wrong, in the active language."""
        return _(TEMPLATES[self.code][0]).format(**self.values)

    @property
    def remedy(self) -> str:
        """What to do, in the active language, with the nearest thing that exists where there is one."""
        advice = _(TEMPLATES[self.code][1]).format(**self.values)
        if self.values.get("nearest") is None:
            return advice
        return _("Did you mean '{nearest}'?").format(nearest=self.values["nearest"]) + " " + advice

    def __str__(self) -> str:
        return f"{self.place}: {self.message} {self.remedy}"

    def to_dict(self) -> dict[str, str]:
        """Return the problem as plain data, for ``--json``."""
        return {
            "file": self.file,
            "part": self.part,
            "code": str(self.code),
            "severity": str(self.severity),
            "message": self.message,
            "remedy": self.remedy,
        }


class ModelError(ClusterDynamicsError):
    """A model that cannot be used; `problems` lists everything that is wrong, not the first thing only."""

    def __init__(self, problems: Iterable[ModelProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


def nearest(name: object, known: Iterable[str]) -> str | None:
    """Return the known name that is most like `name`, or None where none is like it."""
    # Somebody who writes "l1" means "L1".
    folded = {k.casefold(): k for k in sorted(known)}
    found = difflib.get_close_matches(str(name).casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None
