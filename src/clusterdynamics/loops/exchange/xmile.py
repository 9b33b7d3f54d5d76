"""XMILE models (.xmile, .stmx): which variable depends on which, as causal claims. Read only.

A flow into a stock has the sign +, a flow out of it the sign −. What an equation names changes its variable, in a
direction that this reading does not work out: the sign stays unknown, unless the drawing gives one. The equation
of a stock is its value at the start and no dependency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from clusterdynamics.exchange.xmltree import line_of, local, parse_xml
from clusterdynamics.i18n import N_, _
from clusterdynamics.loops.exchange.build import CorpusBuilder
from clusterdynamics.loops.exchange.cells import read_sign
from clusterdynamics.loops.exchange.corpus import Claim, Code, Corpus
from clusterdynamics.loops.exchange.protocol import CorpusFormat, Incoming

__all__ = ["XMILE", "read_xmile", "references", "variable_key"]

_VARIABLES = frozenset({"stock", "flow", "aux", "module"})
_TOKEN = re.compile(
    r"""\{[^}]*\}              # a comment
    | "(?P<quoted>[^"]*)"
    | (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?   # a number; the e is no name
    | (?P<name>[^\W\d][\w$']*(?:\.[^\W\d][\w$']*)*)
    """,
    re.VERBOSE,
)
#: Words of equations that are neither variables nor called like functions.
_WORDS = frozenset(
    {"if", "then", "else", "and", "or", "not", "mod", "time", "dt", "pi", "inf", "nan", "self"}
    | {"starttime", "stoptime", "start_time", "stop_time", "time_step"}
)


def variable_key(name: str) -> str:
    r"""Return a name as the standard compares it: no case; spaces, line breaks and ``_`` are the same.

    >>> variable_key(r"hare birth\nfraction") == variable_key("Hare_birth_fraction")
    True
    """
    return re.sub(r"(\\n|\\r|[\s_\u00a0])+", "_", name.strip().strip('"')).casefold()


def references(equation: str) -> Iterator[str]:
    """Return the names in an equation, each once, without numbers, comments and what is called as a function.

    >>> list(references('MAX(Hares, 1E3) * "birth rate" {per year}'))
    ['Hares', 'birth rate']
    """
    seen: dict[str, None] = {}
    for match in _TOKEN.finditer(equation):
        quoted, name = match["quoted"], match["name"]
        if quoted is not None:
            seen[quoted] = None
        elif name is not None and not equation[match.end() :].lstrip().startswith("("):
            seen[name] = None
    return iter(seen)


class _Reader:
    """Reads one model."""

    def __init__(self, name: str) -> None:
        self.builder = CorpusBuilder(name)
        #: Key of a variable → its identifier.
        self.ids: dict[str, str] = {}
        self.pairs: set[tuple[str, str]] = set()
        self.unknown: dict[str, None] = {}

    def read(self, root: Element) -> Corpus:
        builder = self.builder
        if local(root) != "xmile":
            raise builder.faults.error(
                _("The file begins with <{tag}>, not with <xmile>.").format(tag=local(root)),
                _("Save the model as XMILE (.xmile or .stmx)."),
                line=line_of(root),
            )
        builder.title = next(
            (e.text or "" for h in root if local(h) == "header" for e in h if local(e) == "name"), ""
        ).strip()
        models = [m for m in root if local(m) == "model"]
        parts = [(m, _prefix(m)) for m in models]
        # Older files of Stella have the variables right in the model.
        groups = [(g, prefix) for m, prefix in parts for g in (m, *(c for c in m if local(c) == "variables"))]
        variables = [(v, prefix) for group, prefix in groups for v in group if local(v) in _VARIABLES]
        for element, prefix in variables:
            self._variable(element, prefix)
        if not self.ids:
            raise builder.faults.error(_("The model has no variables."), _("Choose a model with variables."))
        for element, prefix in variables:
            self._dependencies(element, prefix)
        for model, prefix in parts:
            for view in model.iter():
                if local(view) == "connector":
                    self._connector(view, prefix)
        self._tell()
        return builder.corpus()

    def _variable(self, element: Element, prefix: str) -> None:
        name = element.get("name") or ""
        label = " ".join(re.sub(r"\\n|\\r|_", " ", name).split())
        key = prefix + variable_key(name)
        definition = next((e.text or "" for e in element if local(e) == "doc"), "").strip()
        self.builder.code(Code(key, prefix + label if prefix else label, None, definition), line_of(element))
        self.ids.setdefault(key, key)

    def _dependencies(self, element: Element, prefix: str) -> None:
        own = prefix + variable_key(element.get("name") or "")
        for part in element.iter():
            tag = local(part)
            if tag in {"inflow", "outflow"} and local(element) == "stock":
                flow = self._known(part.text or "", prefix)
                if flow is not None:
                    self._claim(flow, own, "+" if tag == "inflow" else "-", part)
            elif tag == "eqn" and local(element) != "stock":
                for name in references(part.text or ""):
                    cause = self._known(name, prefix)
                    if cause is not None and (cause, own) not in self.pairs:
                        self._claim(cause, own, "", part)

    def _connector(self, element: Element, prefix: str) -> None:
        """Take a drawn arrow that no equation accounts for, as in a causal loop diagram."""
        names = {local(e): (e.text or "").strip() for e in element}
        if not names.get("from") or not names.get("to"):
            return  # an arrow from an alias, whose variable the equations name
        ends = [self._known(names[end], prefix) for end in ("from", "to")]
        if ends[0] is None or ends[1] is None or (ends[0], ends[1]) in self.pairs:
            return
        mark = next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == "polarity"), "")
        self._claim(ends[0], ends[1], read_sign(mark) or "", element)
        self.builder.note(_("Arrows that are drawn, and that no equation accounts for, are claims too."))

    def _claim(self, cause: str, effect: str, polarity: str, element: Element) -> None:
        self.pairs.add((cause, effect))
        number = f"l{len(self.builder.claims) + 1}"
        self.builder.claim(Claim(number, cause, effect, polarity), line_of(element))

    def _known(self, name: str, prefix: str) -> str | None:
        key = variable_key(name)
        found = self.ids.get(prefix + key) or self.ids.get(key.lstrip("."))
        if found is None and key not in _WORDS:
            self.unknown[name] = None
        return found

    def _tell(self) -> None:
        builder = self.builder
        builder.note(
            _("Flows into a stock have the sign +, flows out of it −; the signs of other dependencies are not known.")
        )
        if self.unknown:
            names = list(self.unknown)
            builder.note(_("Names that are no variables of the model: {names}.").format(names=", ".join(names[:20])))


def _prefix(model: Element) -> str:
    """Return what stands before the names of a module's variables; nothing for the model itself."""
    name = model.get("name")
    return f"{variable_key(name)}." if name else ""


def read_xmile(incoming: Incoming) -> Corpus:
    """Read a model: variables as factors, dependencies as claims."""
    return _Reader(incoming.name).read(parse_xml(incoming.data, incoming.name))


def sniff_xmile(incoming: Incoming) -> bool:
    """Return whether it is XML whose first element is xmile."""
    return b"<xmile" in incoming.head


XMILE = CorpusFormat(
    "xmile", N_("XMILE model (Stella and others)"), (".xmile", ".stmx", ".itmx"), sniff_xmile, read_xmile
)
