"""The judge: which figures of one publication a class may see, table by table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import isclose
from typing import TYPE_CHECKING

from clusterdynamics.disclosure.cells import DOMINANCE, CellTable, Why
from clusterdynamics.disclosure.classes import VisibilityClass, k_for, minimum_for
from clusterdynamics.disclosure.compared import compared_waves, confirmed_pairs
from clusterdynamics.disclosure.grouped import group_table
from clusterdynamics.disclosure.lookup import Lookup
from clusterdynamics.disclosure.relational import Rules, block_table, is_sensitive, key_of, relation_of
from clusterdynamics.disclosure.rules import rule_for
from clusterdynamics.disclosure.suppress import suppress
from clusterdynamics.disclosure.treatment import Rule, Treatment
from clusterdynamics.disclosure.verdict import Outcome, UndeclaredFigure
from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import Reason

if TYPE_CHECKING:
    from clusterdynamics.disclosure.before import Before
    from clusterdynamics.measures.estimate import Estimate
    from clusterdynamics.study.model import Study

__all__ = ["Decision", "Judge", "large_companies"]

#: Classes outside the study team, from the strictest reader to the widest.
_CHAIN = (VisibilityClass.C2, VisibilityClass.C3, VisibilityClass.C4)
_SUBJECTS = ("whole", "all", "stayers")


@dataclass(frozen=True)
class Decision:
    """What was decided about a figure; counts are rounded to `step`."""

    outcome: Outcome
    step: int = 1


_SHOWN = Decision(Outcome.SHOWN)
_PROTECTED = Decision(Outcome.PROTECTED)
_FEW = Decision(Outcome.FEW)
_TEAM = Decision(Outcome.TEAM)


class Judge:
    """Decides about figures that are published together.

    Parameters
    ----------
    study
        The study.
    visibility
        The class: C2, C3 or C4.
    estimates
        All figures.
    symmetrise
        How two reports of a pair became one.
    before
        What was told of earlier snapshots; None where this is the first.
    """

    def __init__(
        self,
        study: Study,
        visibility: VisibilityClass,
        estimates: Sequence[Estimate],
        symmetrise: str = "either",
        before: Before | None = None,
    ) -> None:
        self.before = before
        self.study, self.visibility, self.symmetrise = study, visibility, symmetrise
        self.look = Lookup(study)
        self.k = k_for(study.settings.disclosure, visibility)
        self.minimum = minimum_for(study.settings.disclosure, visibility)
        self.estimates = {key_of(e): e for e in estimates}
        self.shares = _shares(estimates, self.look.actors)
        self.tables: dict[str, Why | None] = {}
        self._suppress(estimates)

    # -- tables -----------------------------------------------------------------------------------------------

    def _suppress(self, estimates: Sequence[Estimate]) -> None:
        """Decide about all cells of tables."""
        blocks: dict[tuple[str, str | None], list[Estimate]] = {}
        groups: dict[tuple[str, str | None, str | None], list[Estimate]] = {}
        for e in estimates:
            treatment = rule_for(e.name).treatment
            if e.name == "block_density" and e.reason in (None, Reason.NONE_TO_JUDGE):
                blocks.setdefault((relation_of(self.study, e.network or ""), e.wave), []).append(e)
            elif treatment in (Treatment.GROUP, Treatment.RATED, Treatment.COVERAGE):
                groups.setdefault((rule_for(e.name).whole or e.name, e.wave, e.network), []).append(e)
        for several in blocks.values():
            self._chain(partial(self._blocks, several))
        for (name, _wave, _network), several in groups.items():
            rule = rule_for(name)
            table = group_table(
                several,
                scale=rule.scale,
                whole_is_open=rule.treatment is Treatment.COVERAGE,
                answered=self._answering(several[0]) if rule.treatment is Treatment.RATED else None,
            )
            self._chain(partial(_same_for_all, table))

    def _blocks(self, estimates: Sequence[Estimate], visibility: VisibilityClass) -> CellTable:
        far = visibility > VisibilityClass.C2 or any(is_sensitive(self.study, e.network or "") for e in estimates)
        return block_table(self.look, estimates, Rules(far, self.symmetrise))

    def _chain(self, table_for: Callable[[VisibilityClass], CellTable]) -> None:
        """Suppress in every class up to this one: what C2 hides stays hidden in C3 and C4.

        Who reads two of them could else subtract one from the other.
        """
        hidden: Mapping[str, Why] = {}
        for visibility in _CHAIN[: _CHAIN.index(self.visibility) + 1]:
            table = table_for(visibility)
            settings = self.study.settings.disclosure
            back = {c.key for c in table.cells if self._held_back(self.estimates.get(c.key), visibility)}
            found = suppress(
                table,
                k_for(settings, visibility),
                minimum_for(settings, visibility),
                forced=sorted(hidden.keys() | back),
            )
            hidden = found.hidden
            self.tables.update({c.key: found.hidden.get(c.key) for c in table.cells})

    def _held_back(self, e: Estimate | None, visibility: VisibilityClass) -> bool:
        """Return whether a figure stays hidden because of what was told before."""
        return self.before is not None and e is not None and self.before.holds(e, visibility)

    # -- figures ----------------------------------------------------------------------------------------------

    def decide(self, e: Estimate) -> Decision:
        """Decide about one of the figures.

        Raises
        ------
        UndeclaredFigure
            There is no rule for it, or its subject is of a kind that its rule does not know.
        """
        rule = rule_for(e.name)
        if e.subject in self.look.actors or rule.treatment in (Treatment.ACTOR, Treatment.TEAM):
            return _TEAM
        self._known_subject(e, rule)
        if rule.follows:
            other = self.estimates.get(key_of(e).replace(e.name, rule.follows, 1))
            if other is not None and not self._is_shown(other):
                return self.decide(other)
        if e.value is None and not self._in_table(e):
            # A gate is closed: there is nothing to hide, and the reason is about all.
            return _SHOWN
        if self._held_back(e, self.visibility) and not _is_open(e, rule):
            return _PROTECTED
        return getattr(self, f"_{rule.treatment}")(e, rule)  # type: ignore[no-any-return]

    def _is_shown(self, e: Estimate) -> bool:
        return self.decide(e).outcome in (Outcome.SHOWN, Outcome.ROUNDED)

    def _in_table(self, e: Estimate) -> bool:
        return key_of(e) in self.tables

    def _known_subject(self, e: Estimate, rule: Rule) -> None:
        grouped = ":" in e.subject
        tables = (
            Treatment.BLOCK,
            Treatment.BLOCK_DEPTH,
            Treatment.GROUP,
            Treatment.RATED,
            Treatment.COVERAGE,
            Treatment.ROSTER,
            Treatment.OPEN,
        )
        if grouped and rule.treatment not in tables:
            raise UndeclaredFigure(
                _("No rule says who may see the figure {name} of {subject}, so nobody may.").format(
                    name=repr(e.name), subject=repr(e.subject)
                )
            )

    def _table(self, e: Estimate) -> Decision:
        """Decide by the table that the figure stands in."""
        why = self.tables.get(key_of(e))
        if why is None:
            return _SHOWN
        return _FEW if why is Why.THIN else _PROTECTED

    def _whole(self, e: Estimate, rule: Rule) -> Decision:
        if self._answering(e) < self.minimum:
            return _FEW
        if _extreme(e, rule):
            return _PROTECTED
        parts = self.shares.get((e.name, e.wave, e.network), ())
        number, share = DOMINANCE
        if sum(parts) > 0 and sum(sorted(parts, reverse=True)[:number]) > share * sum(parts):
            return _PROTECTED
        return _SHOWN

    def _block(self, e: Estimate, rule: Rule) -> Decision:
        if e.subject == "whole" or e.name == "ei_index":
            whole = self._whole(e, rule)
            return whole if whole.outcome is not Outcome.SHOWN else self._table(e)
        return self._table(e)

    def _block_depth(self, e: Estimate, rule: Rule) -> Decision:
        """Decide about the mean depth of the ties in a cell: open only where its density is, at every depth.

        The mean tells about the same ties as the densities of the cell; where one of them is hidden, or not among
        what is published, there is nothing that the audit has proved about the cell.
        """
        relation, _cut = self.study.settings.relation(e.network or "")
        for name in tuple(relation.levels) or (relation.id,):
            density = self.estimates.get("|".join(("block_density", e.wave or "", name, e.subject)))
            if density is None or density.value is None or not self._is_shown(density):
                return _PROTECTED
        return _PROTECTED if e.value is None or _extreme(e, rule) else _SHOWN

    def _group(self, e: Estimate, rule: Rule) -> Decision:
        return self._table(e)

    def _rated(self, e: Estimate, rule: Rule) -> Decision:
        return self._table(e)

    def _open(self, e: Estimate, rule: Rule) -> Decision:
        return _SHOWN

    def _coverage(self, e: Estimate, rule: Rule) -> Decision:
        return _SHOWN if e.subject == "whole" else self._table(e)

    def _roster(self, e: Estimate, rule: Rule) -> Decision:
        other = self.estimates.get(key_of(e).replace(e.name, "coverage", 1))
        if e.subject == "whole":
            return _SHOWN
        return _PROTECTED if other is None or other.value is None else self._table(other)

    def _organisations(self, e: Estimate, rule: Rule) -> Decision:
        """Decide about a number of organisations out of `e.n`, or their share."""
        if self._answering(e) < self.minimum:
            return _FEW
        count = (e.value or 0.0) * (e.n if rule.digits else 1)
        # As many as are counted, or as are not, must be k: "all but one" points at one.
        few = min(count, e.n - count) < self.k - 1e-9
        return _PROTECTED if few else _SHOWN

    def _told(self, e: Estimate, rule: Rule) -> Decision:
        """Decide about what `e.n` organisations tell; that few or none do is not told either."""
        return _SHOWN if min(e.n, self._answering(e)) >= self.minimum else _FEW

    def _confirmed(self, e: Estimate, rule: Rule) -> Decision:
        outcome, step = confirmed_pairs(self.look, e, self.visibility, self.symmetrise)
        share = self.estimates.get(key_of(e).replace(e.name, "confirmed.share", 1))
        if share is not None and share.value is not None and _extreme(share, rule_for("confirmed.share")):
            outcome = Outcome.PROTECTED
        if outcome is Outcome.ROUNDED and e.name == "confirmed.share":
            return _SHOWN
        return Decision(outcome, step or 1)

    def _change(self, e: Estimate, rule: Rule) -> Decision:
        outcome, step = compared_waves(self.look, e, self.visibility, self.symmetrise)
        if outcome is Outcome.SHOWN and (_extreme(e, rule) or self._given_away(e)):
            outcome = Outcome.PROTECTED
        return Decision(outcome, step or 1)

    def _given_away(self, e: Estimate) -> bool:
        """Return whether the change of a measure would give away what is hidden: "none", "all", or one of its waves."""
        if not e.name.startswith("change."):
            return False
        ends = (self.estimates.get(key_of(e).replace(e.name, f"{e.name}.{part}", 1)) for part in ("first", "second"))
        if any(x is not None and _extreme(x, rule_for(x.name)) for x in ends):
            return True
        measure = e.name.removeprefix("change.")
        levels = (
            self.estimates.get("|".join((measure, w, e.network or "", e.subject))) for w in (e.wave or "").split("→")
        )
        return any(x is not None and x.value is not None and not self._is_shown(x) for x in levels)

    def _large(self, e: Estimate, rule: Rule) -> Decision:
        return _SHOWN if large_companies(self.study, e.wave, self.visibility) else _TEAM

    def _removed(self, e: Estimate, rule: Rule) -> Decision:
        """Decide about a network without some of its organisations: enough of these answered, and of those who stay."""
        if _extreme(e, rule):
            return _PROTECTED
        answered = tuple(sorted(self.look.answered(e.wave or self.study.wave_ids[-1])))
        column, _equals, value = e.subject.partition("=")
        if column == "large":
            gone = sum(flag == "True" for flag in self.study.attribute("is_anchor", answered))
        else:
            gone = sum(kind == value for kind in self.study.attribute(column, answered))
        return _SHOWN if min(gone, len(answered) - gone) >= self.minimum else _FEW

    def _answering(self, e: Estimate) -> int:
        """Organisations that answered, in the wave (or in both) of the figure."""
        waves = (e.wave or self.study.wave_ids[-1]).split("→")
        return len(frozenset.intersection(*(self.look.answered(w) for w in waves)))


def _same_for_all(table: CellTable, _visibility: VisibilityClass) -> CellTable:
    return table


def large_companies(study: Study, wave: str | None, visibility: VisibilityClass) -> bool:
    """Return whether "with and without the large companies" may be shown: only where enough of them answered."""
    if visibility <= VisibilityClass.C1:
        return True
    chosen = wave if wave is not None else study.wave_ids[-1]
    answered = tuple(sorted(study.answered(chosen)))
    large = sum(value == "True" for value in study.attribute("is_anchor", answered))
    return large >= minimum_for(study.settings.disclosure, visibility)


def _is_open(e: Estimate, rule: Rule) -> bool:
    """Return whether everybody may know a figure anyhow: how many were asked, and how many answered."""
    return e.subject == "whole" and rule.treatment in (Treatment.COVERAGE, Treatment.ROSTER)


def _extreme(e: Estimate, rule: Rule) -> bool:
    """Return whether the figure says "none" or "all", or "all but one" where it is about organisations."""
    if e.value is None:
        return False
    slack = 1.0 / e.n if rule.of_organisations and e.n else 0.0
    return any(abs(e.value - x) <= slack + 1e-9 or isclose(e.value, x) for x in rule.extremes)


def _shares(
    estimates: Iterable[Estimate], actors: frozenset[str]
) -> dict[tuple[str, str | None, str | None], tuple[float, ...]]:
    """Return what each organisation adds to a sum, for figures that are given for single ones and for all."""
    found: dict[tuple[str, str | None, str | None], list[float]] = {}
    for e in estimates:
        if e.subject in actors and e.value is not None and e.name.startswith("brokerage."):
            found.setdefault((e.name, e.wave, e.network), []).append(e.value)
    return {key: tuple(values) for key, values in found.items()}
