"""A region's own look: its logo, its colour, its name. Data colours keep their meaning and do not change."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass, replace
from typing import Self

from clusterdynamics.charts.numbers import number
from clusterdynamics.charts.theme import ACCENT, PAPER, contrast
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

__all__ = ["Look"]

#: Least contrast of text and ground (WCAG 2.2, AA).
LEAST_CONTRAST = 4.5
#: Ground of the page where it is dark.
_DARK = "#1f1d1a"
#: Largest logo: bytes of its file, and pixels of a side.
_BYTES, _SIDE = 2 * 1024 * 1024, 4000
#: How a whole PNG or JPEG ends. WeasyPrint tells Pillow, for the whole process, to accept files that were cut off.
_ENDS = (b"IEND\xaeB`\x82", b"\xff\xd9")


@dataclass(frozen=True)
class Look:
    """How the documents of a region look.

    Attributes
    ----------
    logo
        PNG or JPEG, at most 2 MB and 4,000 pixels a side; stands on the cover and the first slide.
    accent
        Colour of headings and lines as ``#rrggbb``; the contrast with white must be at least 4.5 (WCAG 2.2, AA).
    organisation
        Who publishes: on the cover and in the properties of the file, and the words for the logo.
    """

    logo: bytes | None = None
    accent: str | None = None
    organisation: str = ""

    def checked(self) -> Self:
        """Return the look ready for use: colour checked, logo drawn anew without what cameras and programs add.

        Raises
        ------
        InputError
            The colour or the logo cannot be used; all problems at once.
        """
        problems = []
        if self.accent is not None and (wrong := _wrong_colour(self.accent)):
            problems.append(wrong)
        logo = self.logo
        if logo is not None:
            if not self.organisation.strip():
                problems.append(_("A logo needs the name of its organisation, for people who do not see it."))
            try:
                logo = _clean(logo)
            except InputError as error:
                problems.append(str(error))
        if problems:
            raise InputError("\n".join(problems))
        return replace(self, logo=logo)

    @property
    def colour(self) -> str:
        """The colour of headings and lines."""
        return (self.accent or ACCENT).lower()

    @property
    def colour_on_dark(self) -> str:
        """The same colour, made lighter until text in it can be read on a dark page."""
        parts = [int(self.colour[i : i + 2], 16) for i in (1, 3, 5)]
        for step in range(21):
            lighter = "#" + "".join(f"{round(p + (255 - p) * step / 20):02x}" for p in parts)
            if contrast(lighter, _DARK) >= LEAST_CONTRAST:
                return lighter
        return PAPER

    @property
    def logo_uri(self) -> str:
        """The logo as a ``data:`` address; empty without one."""
        if self.logo is None:
            return ""
        return "data:image/png;base64," + base64.b64encode(self.logo).decode("ascii")


def _wrong_colour(colour: str) -> str:
    """Return what is wrong with a colour; empty where nothing is."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return _("The colour {colour} cannot be read; write it as #rrggbb, for example {example}.").format(
            colour=colour, example=ACCENT
        )
    found = contrast(colour.lower(), PAPER)
    if found < LEAST_CONTRAST:
        return _(
            "The colour {colour} is too pale to be read on white: its contrast is {found}, and {least} is needed. "
            "Choose a darker one."
        ).format(colour=colour, found=number(found, 1), least=number(LEAST_CONTRAST, 1))
    return ""


def _clean(logo: bytes) -> bytes:
    """Return a logo as PNG that holds its pixels and nothing else."""
    from PIL import Image, UnidentifiedImageError

    if len(logo) > _BYTES:
        raise InputError(
            _("The logo has {size} MB; at most {most} MB can be used.").format(
                size=number(len(logo) / 1024**2, 1), most=number(_BYTES / 1024**2, 0)
            )
        )
    if not logo.rstrip(b"\0").endswith(_ENDS):
        raise InputError(_("The logo cannot be read; give it as PNG or JPEG."))
    try:
        with Image.open(io.BytesIO(logo), formats=("PNG", "JPEG")) as image:
            if max(image.size) > _SIDE:
                raise InputError(
                    _("The logo has {width} × {height} pixels; at most {most} a side can be used.").format(
                        width=image.width, height=image.height, most=_SIDE
                    )
                )
            pixels = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(_("The logo cannot be read; give it as PNG or JPEG.")) from error
    bare = Image.new("RGBA", pixels.size)
    bare.paste(pixels)
    out = io.BytesIO()
    bare.save(out, "PNG")
    return out.getvalue()
