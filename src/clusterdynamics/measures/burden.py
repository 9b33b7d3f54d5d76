"""How long a study takes to answer, counted from words to read, taps, and words to write.

Not tried with people: the constants are published averages of reading, pointing and typing, taken over as they are.
Once the real times of a study are stored, they say more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from clusterdynamics.charts.numbers import number, whole
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import N_, _
from clusterdynamics.models.load import load_model
from clusterdynamics.models.schema import Question, ReferenceModel

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "MOST_MINUTES",
    "STEP_NAMES",
    "Burden",
    "BurdenStep",
    "Habits",
    "Pace",
    "estimate_burden",
    "expected_choices",
]

#: Above so many minutes, people give up: the set-up warns.
MOST_MINUTES = 15.0
#: Step → what it is called.
STEP_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "consent": N_("consent"),
        "pick": N_("the list of organisations"),
        "card": N_("depth, areas and purposes of each partner"),
        "advice": N_("advice"),
        "trust": N_("trust in each partner"),
        "value": N_("value of each partner"),
        "energy": N_("energy"),
        "wishes": N_("with whom to do more"),
        "statements": N_("statements on the cluster"),
        "areas": N_("areas of cooperation"),
        "outside_links": N_("links outside the region"),
        "champions": N_("who brings energy"),
        "barriers": N_("what stands in the way"),
        "large_companies": N_("large companies"),
        "downturn": N_("downturn"),
        "between_regions": N_("between regions"),
        "vignettes": N_("two invented clusters"),
        "stories": N_("stories"),
        "own": N_("statements of your own"),
    }
)


@dataclass(frozen=True)
class Pace:
    """How fast people read, tap and write.

    Attributes
    ----------
    read
        Words read silently a minute; 238 for adults and English non-fiction (Brysbaert 2019).
    decide
        Seconds to make up one's mind before an answer: the mental operator of the keystroke-level model, 1.35
        (Card, Moran & Newell 1980).
    tap
        Seconds to point at a target: 1.1 (the same).
    write
        Words typed a minute on a telephone: 36.2 (Palin et al. 2019).
    again
        Share of a question that is read when it comes again for the next organisation or statement. Our own guess.

    References
    ----------
    Brysbaert, M. (2019). How many words do we read per minute? Journal of Memory and Language, 109, 104047.

    Card, S. K., Moran, T. P., & Newell, A. (1980). The keystroke-level model for user performance time with
    interactive systems. Communications of the ACM, 23(7), 396-410.

    Palin, K., Feit, A. M., Kim, S., Kristensson, P. O., & Oulasvirta, A. (2019). How do people type on mobile
    devices? Proceedings of MobileHCI 2019.
    """

    read: float = 238.0
    decide: float = 1.35
    tap: float = 1.1
    write: float = 36.2
    again: float = 0.25


@dataclass(frozen=True)
class Habits:
    """What people are expected to answer; all our own guesses.

    Attributes
    ----------
    cooperating
        Share of picked organisations with which they cooperate, so that trust is asked.
    areas, purposes
        Ticks on each card.
    wishes
        Organisations with which they want to do more, or start.
    ticks
        Ticks where several may be chosen.
    consent_taps
        Choices of the consent.
    short, story
        Words that they write in a short answer, and in a story.
    """

    cooperating: float = 0.7
    areas: float = 2.0
    purposes: float = 1.0
    wishes: float = 3.0
    ticks: float = 2.0
    consent_taps: float = 6.0
    short: float = 8.0
    story: float = 30.0


@dataclass(frozen=True)
class BurdenStep:
    """One step of the form: words to read, answers to give, pages to turn, words to write."""

    name: str
    words: float = 0.0
    answers: float = 0.0
    turns: float = 0.0
    written: float = 0.0

    def minutes(self, pace: Pace) -> float:
        """Return words / read + (answers · (decide + tap) + turns · tap) / 60 + written / write, in minutes."""
        taps = self.answers * (pace.decide + pace.tap) + self.turns * pace.tap
        return self.words / pace.read + taps / 60 + self.written / pace.write


@dataclass(frozen=True)
class Burden:
    """How long a study takes to answer.

    Attributes
    ----------
    organisations, choices
        Length of the list, and how many of it are expected to be picked.
    steps
        The parts of the form, in their order; those not asked are not there.
    pace, habits
        What was assumed.
    """

    organisations: int
    choices: float
    steps: tuple[BurdenStep, ...]
    pace: Pace = Pace()
    habits: Habits = Habits()

    @property
    def minutes(self) -> float:
        """All steps together, in minutes."""
        return sum(step.minutes(self.pace) for step in self.steps)

    @property
    def taps(self) -> float:
        """Answers and pages turned, all steps together."""
        return sum(step.answers + step.turns for step in self.steps)

    @property
    def too_long(self) -> bool:
        """True above `MOST_MINUTES`."""
        return self.minutes > MOST_MINUTES

    def sentences(self) -> tuple[str, ...]:
        """Return how long it takes and what takes longest, in plain words."""
        longest = max(self.steps, key=lambda s: s.minutes(self.pace))
        said = [
            _(
                "Answering takes about {minutes} minutes: {taps} taps, {words} words to read, {written} to write."
            ).format(
                minutes=number(self.minutes, 0),
                taps=whole(self.taps),
                words=whole(sum(s.words for s in self.steps)),
                written=whole(sum(s.written for s in self.steps)),
            ),
            _(
                "This counts with {choices} picked of {n} organisations. It is worked out, not tried with people."
            ).format(choices=number(self.choices, 0), n=whole(self.organisations)),
        ]
        if self.too_long:
            said.append(
                _("That is more than {most} minutes. What takes longest: {step} ({minutes} minutes).").format(
                    most=number(MOST_MINUTES, 0),
                    step=_(STEP_NAMES[longest.name]),
                    minutes=number(longest.minutes(self.pace), 1),
                )
            )
        return tuple(said)


def expected_choices(organisations: int) -> float:
    """Return how many organisations of a list of this length a respondent is expected to pick.

    12 % of the others, at least 5 and at most 15, as the planner of precision assumes links (and never more than
    there are).
    """
    return float(min(max(organisations - 1, 0), max(5, min(15, round(0.12 * (organisations - 1))))))


def estimate_burden(
    organisations: int,
    blocks: Sequence[str] = ("core",),
    model: ReferenceModel | str = "reference",
    *,
    choices: float | None = None,
    names: Sequence[str] = (),
    areas: Sequence[str] | None = None,
    purposes: Sequence[str] | None = None,
    statements: Sequence[str] = (),
    consent: str = "",
    pace: Pace | None = None,
    habits: Habits | None = None,
) -> Burden:
    """Return how long a study takes to answer on a telephone.

    Parameters
    ----------
    organisations
        Length of the list.
    blocks
        Blocks of the instrument.
    model
        A model, or what ``load_model`` takes; its texts are counted in the language it was loaded in.
    choices
        Organisations that are picked; without it `expected_choices`.
    names
        Names on the list; without them 2.5 words each are counted.
    areas, purposes
        Names of areas and purposes where the study has its own.
    statements
        Statements of the study's own.
    consent
        The text that is read before the first question.
    pace, habits
        What to assume.

    Raises
    ------
    InputError
        The list has no organisation where one is asked for, or more are picked than there are.
    """
    chosen = load_model(model) if isinstance(model, str) else model
    picked = expected_choices(organisations) if choices is None else float(choices)
    if organisations < 0 or not 0 <= picked <= max(organisations, 0):
        raise InputError(
            _("Of {n} organisations, {choices} cannot be picked.").format(n=organisations, choices=f"{picked:g}")
        )
    counter = _Counter(chosen, organisations, picked, names, areas, purposes, pace or Pace(), habits or Habits())
    steps = [BurdenStep("consent", _words(consent), counter.habits.consent_taps, 1)]
    asked = {part for block in chosen.blocks if block.id in set(blocks) for part in block.parts}
    steps += [make(counter) for part, make in _PARTS.items() if part in asked]
    if statements:
        steps.append(counter.statements("own", statements, "agreement"))
    return Burden(organisations, picked, tuple(steps), counter.pace, counter.habits)


def _words(*texts: str) -> float:
    return float(sum(len(text.split()) for text in texts))


class _Counter:
    """Counts the parts of one study."""

    def __init__(
        self,
        model: ReferenceModel,
        organisations: int,
        picked: float,
        names: Sequence[str],
        areas: Sequence[str] | None,
        purposes: Sequence[str] | None,
        pace: Pace,
        habits: Habits,
    ) -> None:
        self.model, self.picked, self.pace, self.habits = model, picked, pace, habits
        self.name_words = _words(*names) / len(names) if names else 2.5
        self.list_words = self.name_words * organisations
        self.area_words = _words(*((a.label for a in model.areas) if areas is None else areas))
        self.areas = len(model.areas) if areas is None else len(areas)
        self.purpose_words = _words(*((p.label for p in model.purposes) if purposes is None else purposes))

    def repeated(self, words: float, times: float) -> float:
        """Return the words read of a text that comes several times: in full once, then a share."""
        return words * (min(times, 1.0) + self.pace.again * max(times - 1, 0.0))

    def labels(self, scale: str | None) -> float:
        """Return the words of the labels of a scale."""
        return next((_words(*s.labels.values()) for s in self.model.scales if s.id == scale), 0.0)

    def questions(self, part: str) -> list[Question]:
        """Return the questions of a part that are answered."""
        return [q for q in self.model.questions if q.part == part and q.stored_in != "none"]

    def text(self, name: str) -> float:
        """Return the words of a question."""
        return _words(*(q.text for q in self.model.questions if q.id == name))

    def statements(self, name: str, texts: Iterable[str], scale: str | None) -> BurdenStep:
        """Return statements: each read in full, the scale in full once; one answer each."""
        listed = list(texts)
        words = _words(*listed) + self.repeated(self.labels(scale), len(listed))
        return BurdenStep(name, words, len(listed), 1)

    def form(self, part: str) -> BurdenStep:
        """Return a part whose questions are asked once."""
        words = answers = written = 0.0
        scales: dict[str, int] = {}
        for q in self.questions(part):
            words += _words(q.text, *(o.label for o in q.options))
            if q.scale is not None:
                scales[q.scale] = scales.get(q.scale, 0) + 1
            if q.kind == "text":
                written += self.habits.short
            else:
                answers += self.habits.ticks if q.kind == "choice" and len(q.options) > 3 else 1.0
        words += sum(self.repeated(self.labels(scale), times) for scale, times in scales.items())
        return BurdenStep(part, words, answers, 1, written)

    def rated(self, part: str, cards: float) -> BurdenStep:
        """Return the ratings of a part, on so many cards."""
        asked = self.questions(part)
        words = _words(*(q.text for q in asked))
        scale = self.labels(asked[0].scale) if asked else 0.0
        return BurdenStep(part, self.repeated(words, cards) + self.repeated(scale, cards * len(asked)),
                          cards * len(asked))  # fmt: skip


def _pick(c: _Counter) -> BurdenStep:
    return BurdenStep("pick", c.text("pick") + c.list_words, c.picked, 1)


def _card(c: _Counter) -> BurdenStep:
    depth = next(r for r in c.model.relations if r.part == "card")
    once = (
        _words(depth.question)
        + c.labels(depth.scale)
        + c.text("card.areas")
        + c.area_words
        + c.text("card.purposes")
        + c.purpose_words
    )
    words = c.picked * c.name_words + c.repeated(once, c.picked)
    return BurdenStep("card", words, c.picked * (1 + c.habits.areas + c.habits.purposes), c.picked)


def _advice(c: _Counter) -> BurdenStep:
    words = _words(*(r.question for r in c.model.relations if r.part == "advice"))
    return BurdenStep("advice", c.repeated(words, c.picked), c.picked)


def _wishes(c: _Counter) -> BurdenStep:
    return BurdenStep("wishes", c.text("wishes") + c.pace.again * c.list_words, c.habits.wishes, 1)


def _areas(c: _Counter) -> BurdenStep:
    options = next((_words(*(o.label for o in q.options)) for q in c.questions("areas")), 0.0)
    return BurdenStep("areas", c.text("areas") + c.area_words + c.repeated(options, c.areas), c.areas, 1)


def _outside(c: _Counter) -> BurdenStep:
    asked = c.form("outside_links")
    return BurdenStep("outside_links", asked.words + c.purpose_words, 1 + 2 * c.habits.ticks, 1)


def _champions(c: _Counter) -> BurdenStep:
    return BurdenStep("champions", c.form("champions").words, c.habits.ticks, 1, c.habits.short)


def _stories(c: _Counter) -> BurdenStep:
    asked = c.questions("stories")
    return BurdenStep("stories", _words(*(q.text for q in asked)), 0, len(asked), c.habits.story * len(asked))


def _all_statements(c: _Counter) -> BurdenStep:
    scale = c.model.statements[0].scale
    return c.statements("statements", (s.text for s in c.model.statements), scale)


def _vignettes(c: _Counter) -> BurdenStep:
    texts = {s.id: s.text for s in c.model.statements}
    words = sum(_words(v.text) + c.pace.again * _words(*(texts[s] for s in v.statements)) for v in c.model.vignettes)
    return BurdenStep("vignettes", words, sum(len(v.statements) for v in c.model.vignettes), len(c.model.vignettes))


#: Part of the instrument → how it is counted, in the order of the form. Asking again takes place on another day.
_PARTS: dict[str, Callable[[_Counter], BurdenStep]] = {
    "pick": _pick,
    "card": _card,
    "advice": _advice,
    "trust": lambda c: c.rated("trust", c.picked * c.habits.cooperating),
    "value": lambda c: c.rated("value", c.picked),
    "energy": lambda c: c.rated("energy", c.picked),
    "wishes": _wishes,
    "statements": _all_statements,
    "areas": _areas,
    "outside_links": _outside,
    "champions": _champions,
    "barriers": lambda c: c.form("barriers"),
    "large_companies": lambda c: c.form("large_companies"),
    "downturn": lambda c: c.form("downturn"),
    "between_regions": lambda c: c.form("between_regions"),
    "vignettes": _vignettes,
    "stories": _stories,
}
