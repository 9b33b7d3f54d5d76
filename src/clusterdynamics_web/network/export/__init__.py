"""The public part of an installation as files: to be read from a folder, without a server."""

from clusterdynamics_web.network.export.site import MARKER, Export, export

__all__ = ["MARKER", "Export", "export"]
