"""The command line: a thin layer over the library."""

from clusterdynamics.cli.app import main

__all__ = ["main"]
