"""The command line, as its own tests run it."""

from ..cli.conftest import cd

__all__ = ["cd"]
