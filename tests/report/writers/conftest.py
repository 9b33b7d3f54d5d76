"""What the tests of the formats share: one small report with a region's look, and the demo cluster for everybody."""

import io
from functools import cache

import pytest
from PIL import Image

from clusterdynamics import compute
from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.examples import skogsbygden
from clusterdynamics.report.look import Look
from clusterdynamics.report.material import Document, Material
from clusterdynamics.report.writers import writer_for


def logo_file(size: tuple[int, int] = (60, 24), form: str = "PNG") -> bytes:
    """A logo: a plain rectangle."""
    out = io.BytesIO()
    Image.new("RGB", size, "#7a1f5c").save(out, form)
    return out.getvalue()


LOOK = Look(logo_file(), "#7a1f5c", "Region <Testland> & partners").checked()


@pytest.fixture(scope="session")
def small(reading: Assessment) -> Material:
    """Two sections of the small study as its team sees them, in the region's look: cheap to write."""
    material = Material(reading, look=LOOK)
    kept = tuple(s for s in material.report.sections if s.id in ("coverage", "stage", "map", "barriers"))
    # The report is a cached property: every format gets this one.
    material.__dict__["report"] = _with(material.report, kept)
    return material


def _with(report, sections):
    from dataclasses import replace

    return replace(report, sections=sections)


@cache
def demo() -> Assessment:
    """The demo cluster; few replicates, since figures are tested elsewhere."""
    with compute.using(workers=2, backend="threading"):
        return assess(skogsbygden.build(), seed=1, replicates=60)


@cache
def demo_for(audience: str) -> Material:
    """The report of the demo cluster for an audience."""
    return Material(demo(), audience, look=LOOK)


@cache
def demo_document(audience: str, ending: str) -> Document:
    """The report of the demo cluster for an audience as a file; written once for all tests."""
    return writer_for(ending).write(demo_for(audience))
