"""Who was part of which wave: from the files, from what the person says, and what only a person can settle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clusterdynamics.exchange.actors import ActorTable
from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.ties import WaveNetwork
from clusterdynamics.i18n import _, ngettext

__all__ = ["Composition", "compose"]


@dataclass
class Composition:
    """Who was there, and who answered.

    Attributes
    ----------
    waves
        All waves, oldest first.
    present
        Wave → names of the organisations that are part of it.
    asked
        Wave → names of those that the files of the wave could hold.
    """

    waves: tuple[str, ...]
    present: dict[str, set[str]]
    asked: dict[str, set[str]]
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    questions: tuple[str, ...] = ()

    def span(self, name: str) -> tuple[str | None, str | None]:
        """Return the wave an organisation joined in, and the one from which it is gone; None where it is there."""
        there = [k for k, wave in enumerate(self.waves) if name in self.present[wave]]
        joined = self.waves[there[0]] if there[0] > 0 else None
        left = self.waves[there[-1] + 1] if there[-1] + 1 < len(self.waves) else None
        return joined, left


def compose(
    networks: Sequence[WaveNetwork],
    table: ActorTable,
    ids: Mapping[str, str],
    waves: tuple[str, ...],
    absent: Mapping[str, tuple[str, ...]],
    present: Mapping[str, tuple[str, ...]],
) -> Composition:
    """Find out who was part of which wave.

    A file that lists its nodes says who was part of its wave. A bare list of ties does not: then everybody in
    any file counts as present.

    Raises
    ------
    ExchangeError
        What was said does not fit the files, or an organisation is gone in between and back again.
    """
    faults = Faults(_("import"))
    everybody = set(ids)
    gone = _named(absent, "--absent", waves, ids, faults)
    there = _named(present, "--present", waves, ids, faults)
    _add_from_table(gone, table, waves, ids)
    listed = {w: {n.id for x in networks if x.wave == w for n in x.graph.nodes} for w in waves}
    in_files = set().union(*listed.values()) if listed else set()
    result = Composition(waves, {}, {})
    for wave in waves:
        complete = all(x.graph.roster for x in networks if x.wave == wave)
        here = listed[wave] if complete else in_files
        result.present[wave] = ((here | there[wave]) - gone[wave]) | (everybody - in_files - gone[wave])
        result.asked[wave] = (here | there[wave]) - gone[wave]
        _check_absent(networks, wave, gone[wave], there[wave], faults)
        unlisted = in_files - here - there[wave] - gone[wave]
        _say_who(result, wave, _in_order(gone[wave], ids), _in_order(unlisted, ids))
    for name in ids:
        _check_span(result, name, faults)
    faults.check()
    only_listed = _in_order(everybody - in_files, ids)
    if only_listed:
        result.warnings.append(
            _("In the table of organisations but in no network file, so kept as not asked: {names}.").format(
                names=", ".join(only_listed)
            )
        )
    not_described = [n for n in ids if table.rows and n not in table.rows]
    if not_described:
        result.warnings.append(
            _("In the network files but not in the table of organisations: {names}.").format(
                names=", ".join(not_described)
            )
        )
    result.questions = tuple(_doubts(networks, result, there, ids))
    return result


def _add_from_table(
    gone: dict[str, set[str]], table: ActorTable, waves: tuple[str, ...], ids: Mapping[str, str]
) -> None:
    """Add those that the table of organisations says had not joined yet, had left or had opted out."""
    for name in ids:
        row = table.row(name)
        for k, wave in enumerate(waves):
            joined = row.get("joined")
            ends = [waves.index(str(row[c])) for c in ("left", "opted_out") if row.get(c) in waves]
            if (joined in waves and k < waves.index(str(joined))) or any(k >= end for end in ends):
                gone[wave].add(name)


def _named(
    given: Mapping[str, tuple[str, ...]],
    option: str,
    waves: tuple[str, ...],
    ids: Mapping[str, str],
    faults: Faults,
) -> dict[str, set[str]]:
    """Return wave → names as the files have them; names may be given as identifiers."""
    by_id = {own: name for name, own in ids.items()}
    found: dict[str, set[str]] = {wave: set() for wave in waves}
    for wave, names in given.items():
        if wave not in found:
            faults.add(
                _("{option} names the wave '{wave}', which there is not.").format(option=option, wave=wave),
                _("The waves are: {known}.").format(known=", ".join(waves)),
            )
            continue
        for name in names:
            known = name if name in ids else by_id.get(name)
            if known is None:
                faults.add(
                    _("{option} names '{name}', which is in no file.").format(option=option, name=name),
                    _("Write the name as it is in the files."),
                )
            else:
                found[wave].add(known)
    return found


def _check_absent(networks: Sequence[WaveNetwork], wave: str, gone: set[str], there: set[str], faults: Faults) -> None:
    for name in sorted(gone & there):
        faults.add(
            _("'{name}' is said to be both absent and present in {wave}.").format(name=name, wave=wave),
            _("Leave one of them out."),
        )
    for name in sorted(gone):
        links = sum(len(x.links_of(name)) for x in networks if x.wave == wave)
        if links:
            faults.add(
                ngettext(
                    "'{name}' is said to be absent in {wave}, but has {n} link there.",
                    "'{name}' is said to be absent in {wave}, but has {n} links there.",
                    links,
                ).format(name=name, wave=wave, n=links),
                _("Correct the file, or leave the organisation out of --absent."),
            )


def _in_order(names: Iterable[str], ids: Mapping[str, str]) -> list[str]:
    """Return names in the order of the files: P7 before P13."""
    wanted = set(names)
    return [name for name in ids if name in wanted]


def _say_who(result: Composition, wave: str, gone: Sequence[str], unlisted: Sequence[str]) -> None:
    if gone:
        result.notes.append(_("Not part of {wave}, as you said: {names}.").format(wave=wave, names=", ".join(gone)))
    if unlisted:
        result.notes.append(
            _("Not part of {wave}, because its files do not list them: {names}.").format(
                wave=wave, names=", ".join(unlisted)
            )
        )


def _check_span(result: Composition, name: str, faults: Faults) -> None:
    there = [name in result.present[wave] for wave in result.waves]
    if not any(there):
        faults.add(
            _("'{name}' is absent in all waves.").format(name=name),
            _("Leave it out of the files, or say in which wave it was there."),
        )
        return
    first, last = there.index(True), len(there) - 1 - there[::-1].index(True)
    gaps = [result.waves[k] for k in range(first, last + 1) if not there[k]]
    if gaps:
        faults.add(
            _("'{name}' is there before and after {waves}, but absent in between.").format(
                name=name, waves=", ".join(gaps)
            ),
            _(
                "If it did not answer, keep it present and write its row as NA. If it closed and came back, give it "
                "a new name from then on and name the old one as its predecessor."
            ),
        )


def _doubts(
    networks: Sequence[WaveNetwork],
    result: Composition,
    settled: Mapping[str, set[str]],
    ids: Mapping[str, str],
) -> list[str]:
    """Return a question for each wave in which somebody has no link but has some in another wave."""
    linked = {wave: {name for x in networks if x.wave == wave for name in x.linked} for wave in result.waves}
    ever = set().union(*linked.values()) if linked else set()
    questions = []
    for wave in result.waves:
        open_ = _in_order((result.asked[wave] & ever) - linked[wave] - settled[wave], ids)
        if not open_:
            continue
        names = ", ".join(open_)
        option = ",".join(open_)
        questions.append(
            ngettext(
                "{names} has no link in {wave} but has links in another wave: not linked, or absent? It is kept as "
                "present until you say: --absent {wave}={option} if it was absent, --present {wave}={option} if it "
                "was there.",
                "{names} have no link in {wave} but have links in another wave: not linked, or absent? They are kept "
                "as present until you say: --absent {wave}={option} for those that were absent, --present "
                "{wave}={option} for those that were there.",
                len(open_),
            ).format(names=names, wave=wave, option=option)
        )
    never = _in_order(set().union(*result.asked.values()) - ever, ids) if ever else []
    if never:
        result.notes.append(_("Not linked in any wave: {names}.").format(names=", ".join(never)))
    return questions
