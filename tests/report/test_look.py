"""A region's own look: what is refused, what is taken out of a logo, and that text stays readable."""

import io

import pytest
from PIL import Image, PngImagePlugin

from clusterdynamics.charts.theme import ACCENT, contrast
from clusterdynamics.errors import InputError
from clusterdynamics.report.look import Look

from .writers.conftest import logo_file


def test_without_anything_it_is_ours() -> None:
    look = Look().checked()
    assert look == Look()
    assert look.colour == ACCENT
    assert look.logo_uri == ""


def test_a_colour_must_be_readable_on_white() -> None:
    # WCAG's own example of the border: #767676 on white is 4.54, #777777 is 4.48.
    assert Look(accent="#767676").checked().colour == "#767676"
    with pytest.raises(InputError, match=r"#777777 is too pale .* contrast is 4\.5, and 4\.5 is needed"):
        Look(accent="#777777").checked()
    with pytest.raises(InputError, match="cannot be read; write it as #rrggbb"):
        Look(accent="teal").checked()


@pytest.mark.parametrize("accent", ["#000000", "#0b6166", "#7a1f5c", "#767676", "#0000ff"])
def test_on_a_dark_page_it_is_made_lighter(accent: str) -> None:
    assert contrast(Look(accent=accent).colour_on_dark, "#1f1d1a") >= 4.5


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InputError) as found:
        Look(b"no picture", "#ffff00").checked()
    assert "too pale" in str(found.value)
    assert "name of its organisation" in str(found.value)
    assert "give it as PNG or JPEG" in str(found.value)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_logo_keeps_its_pixels_only(form: str) -> None:
    picture = Image.new("RGB", (20, 10), "#336699")
    out = io.BytesIO()
    if form == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", "Anna Secret")
        picture.save(out, form, pnginfo=notes)
    else:
        exif = Image.Exif()
        exif[0x013B] = "Anna Secret"  # artist
        picture.save(out, form, exif=exif, quality=100)
    assert b"Anna Secret" in out.getvalue()
    clean = Look(out.getvalue(), organisation="R").checked().logo
    assert clean is not None
    assert b"Anna Secret" not in clean
    with Image.open(io.BytesIO(clean)) as read:
        assert (read.format, read.size, read.info) == ("PNG", (20, 10), {})
        assert max(abs(a - b) for a, b in zip(read.getpixel((5, 5)), (0x33, 0x66, 0x99, 255), strict=True)) <= 2
    assert Look(out.getvalue(), organisation="R").checked().logo == clean


def test_a_logo_that_is_too_large() -> None:
    with pytest.raises(InputError, match=r"has 2\.1 MB; at most 2 MB"):
        Look(b"\x89PNG" + bytes(2_200_000), organisation="R").checked()
    with pytest.raises(InputError, match="has 4001 × 1 pixels"):
        Look(logo_file((4001, 1)), organisation="R").checked()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    with pytest.raises(InputError, match="PNG or JPEG"):
        Look(svg, organisation="R").checked()
    with pytest.raises(InputError, match="PNG or JPEG"):
        Look(logo_file()[:60], organisation="R").checked()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize("lenient", [False, True])
def test_a_logo_that_was_cut_off(monkeypatch: pytest.MonkeyPatch, form: str, lenient: bool) -> None:
    """Also after WeasyPrint, which makes Pillow lenient for the whole process."""
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", lenient)
    whole = logo_file(form=form)
    assert Look(whole, organisation="R").checked().logo
    with pytest.raises(InputError, match="PNG or JPEG"):
        Look(whole[:-20], organisation="R").checked()
