"""From a page of the application to a file: links that lead to files, no script, no form that nobody answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from html.parser import HTMLParser

from django.utils.translation import gettext as _

__all__ = ["rewritten"]

#: Attributes that hold an address.
_ADDRESSES = frozenset({"href", "src", "poster"})
#: Elements without an end.
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
#: Links in the head that need a server, or an address of their own.
_LEFT_OUT = frozenset({"preload", "modulepreload", "canonical", "manifest"})

#: What unfolds and holds nothing any more, since it was a form.
_EMPTY = re.compile(r"<details[^>]*>\s*<summary>(?:(?!</summary>).)*</summary>\s*</details>", re.DOTALL)

type Attributes = list[tuple[str, str | None]]


def rewritten(text: str, lead: Callable[[str], str], languages: Sequence[tuple[str, str, str]], ask: str) -> str:
    """Return a page as a file.

    Parameters
    ----------
    lead
        From an address on the page to where it leads in the files, or at the installation.
    languages
        The same page in each language: code, own name, where it lies. The first is the page's own.
    ask
        Where this page can be searched and chosen from: a form for that is replaced by a link there.
    """
    page = _Page(lead, languages, ask)
    page.feed(text)
    page.close()
    return _EMPTY.sub("", "".join(page.out))


class _Page(HTMLParser):
    def __init__(self, lead: Callable[[str], str], languages: Sequence[tuple[str, str, str]], ask: str) -> None:
        super().__init__(convert_charrefs=False)
        self.lead, self.languages, self.ask = lead, languages, ask
        self.out: list[str] = []
        #: The element that is being left out, and how many of its kind are open.
        self.skipped, self.depth = "", 0
        self.told = False

    # -- elements -------------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self.skipped:
            self.depth += tag == self.skipped
            return
        given = dict(attrs)
        if self._left_out(tag, given):
            if tag not in _VOID:
                self.skipped, self.depth = tag, 1
            return
        kept = [(name, self._value(name, value)) for name, value in attrs if not self._of_a_server(name)]
        self.out.append(f"<{tag}{''.join(_written(name, value) for name, value in kept)}>")

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if not self.skipped and not self._left_out(tag, dict(attrs)):
            self.out.append(f"<{tag}{''.join(_written(n, self._value(n, v)) for n, v in attrs)}/>")

    def handle_endtag(self, tag: str) -> None:
        if not self.skipped:
            self.out.append(f"</{tag}>")
        elif tag == self.skipped:
            self.depth -= 1
            if not self.depth:
                self.skipped = ""

    def _left_out(self, tag: str, given: dict[str, str | None]) -> bool:
        if tag == "form":
            if (given.get("method") or "get").lower() == "get" and not self.told:
                self.told = True
                words = _("Open this page at {address} to search and to choose.").format(address=self.ask)
                self.out.append(f'<p><a href="{escape(self.ask)}">{escape(words)}</a></p>')
            return True
        if tag == "details" and "menu" in (given.get("class") or "").split():
            if "data-theme-switch" not in given:
                self.out.append(self._switch())
            return True
        if tag == "script" or (tag == "div" and given.get("id") == "toasts"):
            return True
        if tag == "meta":
            return given.get("name") in {"htmx-config", "robots"}
        return tag == "link" and bool(_LEFT_OUT & set((given.get("rel") or "").split()))

    def _switch(self) -> str:
        """Return links to the same page in the other languages, in place of the switch, which is a form."""
        links = [
            f'<a href="{escape(where)}" lang="{code}" hreflang="{code}">{escape(name)}</a>'
            for code, name, where in self.languages[1:]
        ]
        label = escape(_("Language"))
        return f'<nav aria-label="{label}">{" · ".join(links)}</nav>' if links else ""

    @staticmethod
    def _of_a_server(name: str) -> bool:
        return name.startswith("hx-")

    def _value(self, name: str, value: str | None) -> str | None:
        return self.lead(value) if name in _ADDRESSES and value else value

    # -- everything else stays as it is ----------------------------------------------------------------------------

    def _keep(self, text: str) -> None:
        if not self.skipped:
            self.out.append(text)

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Leave comments out: nobody reads them."""

    def handle_decl(self, decl: str) -> None:
        self._keep(f"<!{decl}>")


def _written(name: str, value: str | None) -> str:
    return f" {name}" if value is None else f' {name}="{escape(value)}"'
