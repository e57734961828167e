"""A QR as large as its place allows: black on white whatever the theme, and without seams."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

QUIET = 4
_COLOURS = {True: "#000000", False: "#ffffff"}
Matrix = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=4)
def matrix(text: str) -> Matrix:
    """The modules of the smallest QR that holds the text, dark ones True, a quiet zone round them.

    Slow the first time (a tenth of a second, for the library): call it once from a worker.
    """
    from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
    from qrcode.main import QRCode

    levels = (ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q, ERROR_CORRECT_H)
    drawn = [QRCode(error_correction=level, border=QUIET) for level in levels]
    for each in drawn:
        each.add_data(text)
        each.best_fit()
    # Of the smallest, the one that can be read with the most of it spoilt.
    best = [each for each in drawn if each.version == drawn[0].version][-1]
    return tuple(tuple(row) for row in best.get_matrix())


def size_of(modules: int, scale: int) -> Size:
    """The cells that so many modules take, each ``scale`` cells wide and half as many high."""
    return Size(modules * scale, (modules * scale + 1) // 2)


def largest_scale(modules: int, room: Size, whole_cells: bool = False) -> int:
    """The largest scale that fits the room, 0 when none does; ``whole_cells`` halves no cell."""
    scale = min(room.width, 2 * room.height) // modules
    return scale - scale % 2 if whole_cells else scale


class Qr(Widget):
    """Give it text and room with ``draw``; it takes no more room than the QR needs."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Qr { width: auto; height: auto; display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.modules: Matrix = ()
        self.scale = 0

    def draw(self, text: str, room: Size) -> Size:
        """Draw the text's QR as large as the room allows; how many cells it takes.

        Nothing is drawn, and no cell taken, where the room is too small.
        """
        modules = matrix(text)
        # An old Windows console draws block characters two cells wide.
        scale = largest_scale(len(modules), room, self.app.has_class("-ascii"))
        if (modules, scale) != (self.modules, self.scale):
            anew = (len(modules), scale) != (len(self.modules), self.scale)
            self.modules, self.scale = modules, scale
            self.display = scale > 0
            self.refresh(layout=anew)
        return size_of(len(modules), scale)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return size_of(len(self.modules), self.scale).width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return size_of(len(self.modules), self.scale).height

    def get_line_filters(self) -> Sequence[LineFilter]:
        """None: whatever is done to colours elsewhere, a camera needs black and white."""
        return ()

    def render_line(self, y: int) -> Strip:
        upper, lower = self.dots(2 * y), self.dots(2 * y + 1)
        cells = groupby(zip(upper, lower, strict=True))
        return Strip([_drawn(*dots, len(list(run))) for dots, run in cells])

    def dots(self, row: int) -> list[bool]:
        """The half cells of a row; light below the last."""
        width = len(self.modules)
        at = row // self.scale if self.scale else width
        modules = self.modules[at] if at < width else (False,) * width
        return [dark for dark in modules for _ in range(self.scale)]


def _drawn(upper: bool, lower: bool, count: int) -> Segment:
    """So many cells alike: plain spaces where both halves agree, since those leave no seams."""
    style = Style(color=_COLOURS[upper], bgcolor=_COLOURS[lower])
    return Segment((" " if upper == lower else "▀") * count, style)
