"""PNG and JPEG: really pictures, whole, not gigantic, with nothing behind their end."""

from __future__ import annotations

import io
import struct
import warnings

from django.utils.translation import gettext as _
from PIL import Image

from clusterdynamics_web.library.uploads.refused import Refused

__all__ = ["check_image", "image_kind", "taken_where"]

#: Width × height; more fills the memory of whoever opens it.
MOST_PIXELS = 60_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_GPS = 0x8825


def image_kind(data: bytes) -> str | None:
    """Return png or jpeg, by the first bytes."""
    return "png" if data.startswith(_PNG) else "jpeg" if data.startswith(_JPEG) else None


def check_image(data: bytes) -> None:
    """Look through a picture.

    Raises
    ------
    Refused
        It is none, is cut off or too large, moves, or something is hidden behind it.
    """
    kind = image_kind(data)
    if kind is None:
        raise Refused(_("The file is no PNG or JPEG picture."))
    if (_after_png(data) if kind == "png" else data[data.rfind(b"\xff\xd9") + 2 :].strip(b"\0\r\n ")) or (
        kind == "jpeg" and b"\xff\xd9" not in data
    ):
        raise Refused(_("Something else lies behind the picture, or it is cut off. Save the picture again."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=(kind.upper(),)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused(_("The picture has too many dots. Make it smaller."))
                if getattr(picture, "n_frames", 1) > 1 and kind == "png":
                    raise Refused(_("The picture moves. Send one that stands still."))
                picture.verify()
    except Refused:
        raise
    except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError, Warning) as problem:
        raise Refused(_("The picture is damaged or far too large. Save it again.")) from problem


def _after_png(data: bytes) -> bytes:
    """Return what stands behind the last chunk of a PNG; something where there is no last chunk."""
    at = len(_PNG)
    while at + 8 <= len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        at += length + 12
        if name == b"IEND":
            return data[at:]
    return b"cut off"


def taken_where(data: bytes) -> bool:
    """Say whether a photograph tells where it was taken."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return bool(picture.getexif().get_ifd(_GPS))
    except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError):
        return False
