"""Write the example to a folder: ``python -m clusterdynamics.examples.skogsbygden FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from clusterdynamics.examples.skogsbygden import build
from clusterdynamics.study.package import write_study


def main(arguments: list[str]) -> None:
    """Write the example to the folder named in the arguments, in place of an older one."""
    if len(arguments) != 1:
        raise SystemExit("usage: python -m clusterdynamics.examples.skogsbygden FOLDER")
    write_study(build(), Path(arguments[0]), overwrite=True)


if __name__ == "__main__":
    main(sys.argv[1:])
