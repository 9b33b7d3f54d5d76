"""Taguette projects exported as SQLite (.sqlite3). Read only.

Taguette keeps texts as HTML and counts the bytes of their text in UTF-8, without the tags. Here the text has a
line end where a paragraph ends, and passages are counted in characters.
"""

from __future__ import annotations

from bisect import bisect_right
from html.parser import HTMLParser

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.i18n import N_, _
from clusterdynamics.loops.exchange.build import CorpusBuilder
from clusterdynamics.loops.exchange.corpus import Code, Coding, Corpus, Document, Selection
from clusterdynamics.loops.exchange.protocol import CorpusFormat, Incoming
from clusterdynamics.loops.exchange.qualcoder import has_tables
from clusterdynamics.loops.exchange.sqlite import Database, open_database

__all__ = ["TAGUETTE", "HtmlText", "read_taguette"]

_NEEDED = ("projects", "documents", "highlights", "tags", "highlight_tags")
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "blockquote", "pre", "br", "table", "ul", "ol"}
    | {"section", "article", "hr"}
)
_SILENT = frozenset({"script", "style", "head", "title"})


class HtmlText(HTMLParser):
    r"""The text of an HTML document, and where its bytes are.

    Examples
    --------
    >>> page = HtmlText("<p>Å <b>och</b></p><p>å</p>")
    >>> page.text, page.place(3), page.place(6)
    ('Å och\nå\n', 2, 6)
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._length = 0
        self._bytes = [0]
        self._starts: list[tuple[int, str]] = [(0, "")]
        self._silent = 0
        # The text begins inside the body: space before the first element does not count.
        self.feed(html.lstrip())
        self.close()
        self.text = "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Note where nothing is text."""
        self._silent += tag in _SILENT
        if tag in {"br", "hr"}:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph with a line end."""
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Keep text, and how many bytes there were before it."""
        if self._silent:
            return
        data = data.replace("\r\n", "\n").replace("\r", "\n")
        self._bytes.append(self._bytes[-1] + len(data.encode("utf-8", errors="replace")))
        if data.isspace() and (not self._parts or self._parts[-1].endswith("\n")):
            data = ""  # the line end between two paragraphs is there already
        self._starts[-1] = (self._length, data)
        self._starts.append((self._length + len(data), ""))
        self._parts.append(data)
        self._length += len(data)

    def _break(self) -> None:
        if self._parts and not self._parts[-1].endswith("\n"):
            self._parts.append("\n")
            self._length += 1
            self._starts[-1] = (self._length, "")

    @property
    def size(self) -> int:
        """Number of bytes of text."""
        return self._bytes[-1]

    def place(self, offset: int, *, end: bool = False) -> int:
        """Return the character at a number of bytes.

        Parameters
        ----------
        end
            It is the end of a passage, so that a line end put in behind it does not belong to it.
        """
        node = bisect_right(self._bytes, offset) - 1
        if end and node and self._bytes[node] == offset:
            node -= 1
        start, data = self._starts[node]
        before = data.encode("utf-8", errors="replace")[: offset - self._bytes[node]]
        return start + len(before.decode("utf-8", errors="ignore"))


class _Reader:
    """Reads one project."""

    def __init__(self, name: str, database: Database) -> None:
        self.builder = CorpusBuilder(name)
        self.builder.faults = database.faults
        self.database = database

    def read(self) -> Corpus:
        database, builder = self.database, self.builder
        database.need("Taguette", _NEEDED)
        projects = list(database.rows("projects", ("id", "name"), "id"))
        if len(projects) != 1:
            raise builder.faults.error(
                _("The database holds {n} projects: {names}.").format(
                    n=len(projects), names=", ".join(str(p["name"]) for p in projects[:10])
                ),
                _("Export the one you want: Project, Export, as SQLite."),
            )
        builder.title = str(projects[0]["name"] or "")
        self._tags()
        pages: dict[object, HtmlText] = {}
        for row in database.rows("documents", ("id", "name", "contents"), "id"):
            page = pages[row["id"]] = HtmlText(str(row["contents"] or ""))
            builder.document(Document(f"document-{row['id']}", page.text, str(row["name"] or "")))
        builder.note(_("Texts are without their layout; a paragraph ends with a line end."))
        self._highlights(pages)
        return builder.corpus()

    def _tags(self) -> None:
        rows = list(self.database.rows("tags", ("id", "path", "description", "parent_id"), "id"))
        paths = {str(r["path"]): f"tag-{r['id']}" for r in rows}
        for row in rows:
            path = str(row["path"] or "")
            parent = None if row["parent_id"] is None else f"tag-{row['parent_id']}"
            above = path.rpartition(".")[0]
            while parent is None and above:
                parent = paths.get(above)
                above = above.rpartition(".")[0]
            self.builder.code(Code(f"tag-{row['id']}", path, parent, str(row["description"] or "")))

    def _highlights(self, pages: dict[object, HtmlText]) -> None:
        columns = ("id", "document_id", "start_offset", "end_offset")
        documents: dict[object, str] = {}
        for row in self.database.rows("highlights", columns, "id"):
            page, start, end = pages.get(row["document_id"]), row["start_offset"], row["end_offset"]
            if page is None or not isinstance(start, int) or not isinstance(end, int):
                self.builder.faults.add(
                    _("Highlight {n} has no text or no place.").format(n=row["id"]), _("Export the project again.")
                )
                continue
            if not 0 <= start <= end <= page.size:
                self.builder.faults.add(
                    _("Highlight {n}, bytes {start} to {end}, lies outside its text of {size} bytes.").format(
                        n=row["id"], start=start, end=end, size=page.size
                    ),
                    _("Export the project again."),
                )
                continue
            document = documents[row["id"]] = f"document-{row['document_id']}"
            first = page.place(start)
            last = max(first, page.place(end, end=True))
            self.builder.selection(Selection(f"highlight-{row['id']}", document, first, last))
        for row in self.database.rows("highlight_tags", ("highlight_id", "tag_id"), "highlight_id"):
            if row["highlight_id"] in documents:
                self.builder.coding(
                    Coding(f"tag-{row['tag_id']}", documents[row["highlight_id"]], f"highlight-{row['highlight_id']}")
                )


def read_taguette(incoming: Incoming) -> Corpus:
    """Read a project: texts, tags, highlights."""
    with open_database(incoming.path, Faults(incoming.name)) as database:
        return _Reader(incoming.name, database).read()


def sniff_taguette(incoming: Incoming) -> bool:
    """Return whether it is a database with the tables of Taguette."""
    return incoming.path.is_file() and has_tables(incoming.path, _NEEDED)


TAGUETTE = CorpusFormat(
    "taguette", N_("Taguette project (SQLite)"), (".sqlite3", ".sqlite", ".db"), sniff_taguette, read_taguette
)
