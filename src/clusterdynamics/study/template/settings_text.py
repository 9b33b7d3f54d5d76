"""The commented ``study.toml`` of a new study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import wrap

from clusterdynamics.i18n import _, language
from clusterdynamics.study.settings import Gates
from clusterdynamics.study.template import content
from clusterdynamics.study.write.toml import toml_string

__all__ = ["settings_text"]

_WIDTH = 96


def settings_text() -> str:
    """Return ``study.toml`` in the active language."""
    parts = (_head(), _scales(), _relations(), _items(), _gates(), _disclosure())
    return "\n".join(line for part in parts for line in (*part, "")).rstrip("\n") + "\n"


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in wrap(text, _WIDTH)]


def _set(key: str, text: str) -> str:
    return f"{key} = {toml_string(text)}"


def _section(name: str, words: Mapping[str, str]) -> list[str]:
    """Return a section that gives each value its (translated) name."""
    return [f"[{name}]", *(f"{_key(key)} = {toml_string(_(text))}" for key, text in words.items())]


def _key(key: str) -> str:
    return toml_string(key) if "." in key or key.isdigit() else key


def _head() -> Iterable[str]:
    yield from _comment(_("The settings of your study. Lines that begin with # are explanations and are not read."))
    yield from _comment(_("The tables are in tables.xlsx: one sheet for each, with a note on every column."))
    yield from _comment(_("Check your work at any time with: clusterdynamics validate, and the name of this folder."))
    yield ""
    yield from _comment(_("What the study is called."))
    yield _set("title", _("Our cluster"))
    yield from _comment(_("The name of the cluster."))
    yield _set("cluster", _("Our cluster"))
    yield from _comment(
        _(
            "Who belongs to the cluster and who does not, in a sentence or two (at most 500 characters). "
            "Every figure of a network depends on this line, so agree on it with the cluster."
        )
    )
    boundary = _("Organisations with a place of work in the region that belong to the field of the cluster.")
    yield _set("boundary", boundary)
    yield from _comment(_("Languages in which questions are asked."))
    yield f"languages = [{toml_string(language())}]"
    yield from _comment(
        _(
            "Kind of study: 'full' asks everybody about everybody; 'afternoon' is done in one room with "
            "statements, areas and stories only."
        )
    )
    yield 'kind = "full"'
    yield from _comment(
        _(
            "Where several people answer for one organisation: 'any' (there is a link if anyone reports it), "
            "'all' (if all report it) or 'lead' (what the lead informant says)."
        )
    )
    yield 'informants = "any"'
    yield ""
    yield from _comment(_("The region, with its NUTS code if it has one (SE312, for example)."))
    yield "[region]"
    yield _set("name", _("Our region"))
    yield 'nuts = ""'
    yield ""
    yield from _comment(_("Kinds of organisations: what stands in the column 'type' of the sheet 'actors'."))
    yield from _section("types", content.TYPES)
    yield ""
    yield from _comment(_("Size classes: what stands in the column 'size_class'."))
    yield from _section("size_classes", content.SIZE_CLASSES)


def _scales() -> Iterable[str]:
    yield from _comment(_("Scales: the values that answers can have. Describe each value; never only name it."))
    for identifier, words in (("depth", content.DEPTH), ("trust", content.TRUST), ("agreement", content.AGREEMENT)):
        yield "[[scales]]"
        yield _set("id", identifier)
        yield f"low = {min(words)}"
        yield f"high = {max(words)}"
        yield from _section("scales.labels", words)
        yield ""


def _relations() -> Iterable[str]:
    yield from _comment(
        _(
            "Relations: the links between organisations that are asked about. 'directed = false' means that "
            "both sides describe the same link. Levels are cut from the scale: cooperation is depth 2 and more."
        )
    )
    yield "[[relations]]"
    yield _set("id", "depth")
    yield _set("label", _("Depth of cooperation"))
    yield _set("question", _("How far does your cooperation with this organisation go today?"))
    yield 'scale = "depth"'
    yield "directed = false"
    yield "levels = { contact = 1, cooperation = 2, deep = 4 }"
    yield ""
    yield "[[relations]]"
    yield _set("id", "advice")
    yield _set("label", _("Technical advice"))
    yield _set("question", _("Do you turn to this organisation for technical advice?"))
    yield "directed = true"


def _items() -> Iterable[str]:
    yield from _comment(_("Trust: three ratings of each partner with whom there is cooperation (sheet 'ratings')."))
    for identifier, text in content.TRUST_ITEMS.items():
        yield from _item(identifier, text, "rating", "trust")
    yield from _comment(_("Statements about this cluster; the sheet 'answers' holds what respondents say to them."))
    for identifier, text in content.STATEMENTS.items():
        yield from _item(identifier, text, "statement", "agreement")
    yield from _comment(_("Statements about large companies as a class (optional; remove them if not asked)."))
    for identifier, (text, reverse) in content.LARGE_COMPANIES.items():
        more = ["reversed = true"] if reverse else []
        yield from _item(identifier, text, "statement", "agreement", 'block = "large_companies"', *more)
    yield from _comment(_("What makes cooperation hard; several may be chosen, separated by | in the sheet 'answers'."))
    yield "[[items]]"
    yield _set("id", "barriers")
    yield _set("text", _("What makes it hard to cooperate more?"))
    yield 'kind = "choice"'
    yield "options = [" + ", ".join(toml_string(_(b)) for b in content.BARRIERS) + "]"


def _item(identifier: str, text: str, kind: str, scale: str, *more: str) -> Iterable[str]:
    yield "[[items]]"
    yield _set("id", identifier)
    yield _set("text", _(text))
    yield _set("kind", kind)
    yield _set("scale", scale)
    yield from more
    yield ""


def _gates() -> Iterable[str]:
    yield from _comment(
        _(
            "Least share of organisations that must have answered for a figure to be shown. These are the "
            "defaults; remove the # in front of a line to change it."
        )
    )
    yield "[gates]"
    for name, value in Gates().model_dump().items():
        yield f"# {name} = {value}"


def _disclosure() -> Iterable[str]:
    yield from _comment(
        _(
            "Who may see what. Groups smaller than this are never shown: to people inside the cluster (at "
            "least 3) and to everybody else (at least 5). The numbers can be raised, not lowered."
        )
    )
    yield "[disclosure]"
    yield "k_inside = 3"
    yield "k_outside = 5"
    yield from _comment(_("What the cluster agreed on, in its own words, and when (2026-03-05, for example)."))
    yield 'agreement = ""'
    yield 'agreed_on = ""'
