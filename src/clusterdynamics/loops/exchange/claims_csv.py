"""A table of claims that anybody can fill in a spreadsheet program: one row for each claim."""

from __future__ import annotations

from clusterdynamics.exchange.protocol import ReadOptions
from clusterdynamics.exchange.sheets import read_sheets, write_csv
from clusterdynamics.i18n import N_, _
from clusterdynamics.loops.exchange.build import CorpusBuilder
from clusterdynamics.loops.exchange.cells import CERTAINTIES, DELAYS, Row, table_rows
from clusterdynamics.loops.exchange.corpus import Claim, Code, Corpus, Source
from clusterdynamics.loops.exchange.losses import Aspect, remaining
from clusterdynamics.loops.exchange.protocol import CorpusFormat, Incoming

__all__ = ["CLAIMS_CSV", "COLUMNS", "claims_template", "read_claims_csv", "write_claims_csv"]

COLUMNS = (
    "id", "cause", "effect", "polarity", "quote", "source", "coder",
    "delay", "certainty", "counter_evidence", "time", "date",
)  # fmt: skip
_NEEDED = ("cause", "effect")
_HOLDS = frozenset({Aspect.CLAIMS, Aspect.EVIDENCE, Aspect.DATES})


def read_claims_csv(incoming: Incoming) -> Corpus:
    """Read a table of claims; factors are named as people write them, and two spellings are two factors.

    Needed are the columns cause and effect. Every problem is told with its row and column.
    """
    builder = CorpusBuilder(incoming.name)
    sheet = read_sheets(incoming.data, incoming.name, ReadOptions())[0]
    for note in sheet.notes:
        builder.note(note)
    rows = list(table_rows(sheet, builder.faults))
    header = {str(c).strip().lower() for c in sheet.rows[0][1]}
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise builder.faults.error(
            _("The first row does not name the column {names}.").format(names=", ".join(missing)),
            _("The columns are: {known}.").format(known=", ".join(COLUMNS)),
            line=sheet.rows[0][0],
        )
    other = [t for k, t in (rows[0].titles if rows else {}).items() if k and k not in COLUMNS]
    if other:
        builder.note(_("Columns that have no place here are left out: {names}.").format(names=", ".join(other)))
    codes: dict[str, None] = {}
    sources: dict[str, None] = {}
    for row in rows:
        claim = _claim(row, len(builder.claims) + 1)
        if claim is None:
            continue
        codes |= dict.fromkeys((claim.cause, claim.effect))
        if claim.source is not None:
            sources[claim.source] = None
        builder.claim(claim, row.line)
    builder.codes = [Code(name, name) for name in codes]
    builder.sources = [Source(name) for name in sources]
    lower: dict[str, str] = {}
    for name in codes:
        other_name = lower.setdefault(" ".join(name.lower().split()), name)
        if other_name != name:
            builder.note(_("'{a}' and '{b}' may be the same factor; they are kept apart.").format(a=other_name, b=name))
    return builder.corpus()


def _claim(row: Row, number: int) -> Claim | None:
    cause, effect = row.text("cause"), row.text("effect")
    for name, end in (("cause", cause), ("effect", effect)):
        if not end:
            row.add(_("The cell is empty."), _("Name the factor."), name)
    claim = Claim(
        row.text("id") or f"c{number}",
        cause,
        effect,
        row.sign("polarity"),
        row.text("quote"),
        source=row.text("source") or None,
        coder=row.text("coder"),
        date=row.date("date"),
        delay=row.choice("delay", DELAYS),
        certainty=row.choice("certainty", CERTAINTIES),
        counter_evidence=row.text("counter_evidence"),
        time=row.text("time"),
    )
    return claim if cause and effect else None


def write_claims_csv(corpus: Corpus, suffix: str = ".csv") -> bytes:
    """Return the claims as a table in UTF-8 with a byte order mark, which Excel needs."""
    kept = remaining(corpus, _HOLDS)
    return _table(
        [
            [
                c.id, c.cause, c.effect, c.polarity or None, c.quote, c.source, c.coder,
                c.delay, c.certainty, c.counter_evidence, c.time, None if c.date is None else c.date.isoformat(),
            ]
            for c in kept.claims
        ]
    )  # fmt: skip


def claims_template() -> bytes:
    """Return an empty table of claims with one row as an example, for spreadsheet programs."""
    example: list[str | None] = [
        "c1", _("Meeting often"), _("Trust"), "+", _("The words of the teller"), _("Name or number of the teller"),
        _("Your initials"), "months", "high", "", "", "2026-03-05",
    ]  # fmt: skip
    return _table([example])


def _table(rows: list[list[str | None]]) -> bytes:
    # A semicolon: European spreadsheet programs take a comma for a decimal sign.
    return b"\xef\xbb\xbf" + write_csv([list(COLUMNS), *rows], ";")


def sniff_claims_csv(incoming: Incoming) -> bool:
    """Return whether it is text whose first line names cause and effect."""
    line = incoming.head.split(b"\n", 1)[0].split(b"\r", 1)[0].lower()
    return b"cause" in line and b"effect" in line and b"\x00" not in incoming.head[:100]


CLAIMS_CSV = CorpusFormat(
    "csv",
    N_("Table of claims (CSV)"),
    (".csv", ".tsv", ".txt"),
    sniff_claims_csv,
    read_claims_csv,
    write_claims_csv,
    _HOLDS,
    N_("Space around cells is lost, and line ends are line feeds."),
)
