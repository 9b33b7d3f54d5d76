"""Compile the translations of one language of the library: ``compile_messages.py CATALOGUE.po``.

``pybabel compile`` takes "95 % of redraws" for a printf directive and wants it in every language. The library fills
in braces only, so braces are what is compared here.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_FIELD = re.compile(r"\{[^{}]*\}")


def wrong(catalogue: Catalog) -> list[str]:
    """Return what is wrong: translations with other fields in braces than the text has."""
    found = []
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        allowed = {tuple(sorted(_FIELD.findall(text))) for text in ids}
        found += [
            f"{ids[0]!r} became {text!r}: other names in braces"
            for text in strings
            if ids[0] and text and tuple(sorted(_FIELD.findall(text))) not in allowed
        ]
    return found


def main(path: Path) -> int:
    """Write the compiled file beside the catalogue; say what is wrong with it."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parent.parent.name)
    found = wrong(catalogue)
    for line in found:
        print(f"{path}: {line}", file=sys.stderr)
    if found:
        return 1
    done = sum(bool(m.string if isinstance(m.string, str) else all(m.string)) for m in catalogue if m.id)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    print(f"{done} of {len(catalogue)} texts are translated in {path}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
