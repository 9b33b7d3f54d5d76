"""The pictures of a report, each drawn once, whatever the number of files it goes into."""

from __future__ import annotations

from clusterdynamics.charts.svg import to_data_uri, to_svg
from clusterdynamics.report.model import Block, FigureBlock, MapBlock, NetworkBlock

__all__ = ["DENSITY", "Pictures", "picture"]

#: Dots of a bitmap for each pixel of a drawing: sharp on paper and on a wall.
DENSITY = 2.5


class Pictures:
    """Pictures of blocks, drawn when they are first asked for and kept."""

    def __init__(self) -> None:
        # The block is kept beside its picture, so that its identity is not given to another one.
        self._svg: dict[int, tuple[Block, str]] = {}
        self._png: dict[int, bytes] = {}

    def svg(self, block: Block) -> str:
        """Return the picture of a block as SVG.

        Raises
        ------
        TypeError
            Blocks of this kind have no picture.
        """
        if id(block) not in self._svg:
            self._svg[id(block)] = (block, _draw(block))
        return self._svg[id(block)][1]

    def uri(self, block: Block) -> str:
        """Return the picture of a block as a ``data:`` address.

        An ``<img>`` keeps its alternative text in every reader and in PDF; SVG inside the page often loses it.
        """
        return to_data_uri(self.svg(block))

    def png(self, block: Block) -> bytes:
        """Return the picture of a block as PNG, for formats that show no SVG."""
        import vl_convert

        if id(block) not in self._png:
            self._png[id(block)] = vl_convert.svg_to_png(self.svg(block), scale=DENSITY)
        return self._png[id(block)]


def picture(block: Block) -> str:
    """Return the picture of one block as a ``data:`` address."""
    return Pictures().uri(block)


def _draw(block: Block) -> str:
    if isinstance(block, FigureBlock | MapBlock):
        return to_svg(block.chart, alt=block.alt, title=block.title)
    if isinstance(block, NetworkBlock):
        return block.svg
    raise TypeError(f"a {block.kind} block has no picture")
