"""The QR: its very cells, drawn as a terminal draws them, are read by a reader of codes."""

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from textual.app import App
from textual.geometry import Size

from yanxiu_tui.widgets.qr import Qr, largest_scale, matrix, size_of

ADDRESS = "http://192.168.100.100:8731/4321-ABCDEFGH23"
LONGER = "https://192.168.100.100:18731/4321-ABCDEFGH23"
CELL_WIDTH, CELL_HEIGHT = 8, 16


class _Shown(App[None]):
    """Nothing but the QR."""

    def compose(self):
        yield Qr()


def _picture(qr):
    """The widget's cells as a terminal draws them, on grey."""
    columns, rows = size_of(len(qr.modules), qr.scale)
    picture = Image.new("L", ((columns + 4) * CELL_WIDTH, (rows + 4) * CELL_HEIGHT), 128)
    pen = ImageDraw.Draw(picture)
    for y in range(rows):
        x = 2
        for text, style, _ in qr.render_line(y):
            for char in text:
                _cell(pen, x, y + 2, char, style)
                x += 1
    return picture


def _cell(pen, x, y, char, style):
    left, top = x * CELL_WIDTH, y * CELL_HEIGHT
    right, bottom = left + CELL_WIDTH - 1, top + CELL_HEIGHT - 1
    pen.rectangle((left, top, right, bottom), style.bgcolor.get_truecolor()[0])
    if char == "▀":
        middle = top + CELL_HEIGHT // 2 - 1
        pen.rectangle((left, top, right, middle), style.color.get_truecolor()[0])


def _read(picture):
    return [each.text for each in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("text", [ADDRESS, LONGER])
@pytest.mark.parametrize("room", [(40, 22), (80, 38), (120, 60), (160, 90)], ids=str)
async def test_what_is_drawn_is_read_back_at_every_size(text, room):
    app = _Shown()
    async with app.run_test():
        qr = app.query_one(Qr)
        assert qr.draw(text, Size(*room)).area
        assert _read(_picture(qr)) == [text]


@pytest.mark.parametrize("activity_id", [1, 12, 4321])
@pytest.mark.parametrize("code", ["ABCDEFGHIJ", "2345672345", "AAAAAAAAAA", "Z7Y6X5W4V3"])
async def test_every_code_is_read_back_at_the_smallest_size(activity_id, code):
    app, text = _Shown(), f"http://10.0.0.7:8731/{activity_id}-{code}"
    async with app.run_test():
        qr = app.query_one(Qr)
        qr.draw(text, Size(40, 22))
        assert _read(_picture(qr)) == [text]


def test_an_address_of_the_longest_kind_stays_small():
    assert len(matrix(ADDRESS)) == 25 + 8
    assert len(matrix(LONGER)) == 29 + 8


@pytest.mark.parametrize(
    ("room", "scale", "in_whole_cells"),
    [((33, 17), 1, 0), ((32, 17), 0, 0), ((33, 16), 0, 0), ((66, 33), 2, 2), ((99, 50), 3, 2)],
    ids=str,
)
def test_it_is_as_large_as_its_place_allows(room, scale, in_whole_cells):
    assert largest_scale(33, Size(*room)) == scale
    assert largest_scale(33, Size(*room), whole_cells=True) == in_whole_cells
    assert size_of(33, scale).width <= room[0]
    assert size_of(33, scale).height <= room[1]


async def test_a_module_of_whole_cells_is_drawn_with_spaces_alone():
    app = _Shown()
    async with app.run_test():
        qr = app.query_one(Qr)
        qr.draw(ADDRESS, Size(80, 40))
        drawn = {char for y in range(33) for text, _, _ in qr.render_line(y) for char in text}
        assert (qr.scale, drawn) == (2, {" "})


async def test_on_an_old_console_no_block_is_drawn_nor_anything_where_spaces_do_not_fit():
    app = _Shown()
    app.set_class(True, "-ascii")
    async with app.run_test():
        qr = app.query_one(Qr)
        assert qr.draw(ADDRESS, Size(40, 22)) == Size(0, 0)
        assert not qr.display
        assert qr.draw(ADDRESS, Size(120, 60)) == Size(66, 33)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
async def test_it_is_black_on_white_whatever_the_theme(theme):
    app = _Shown()
    app.theme = theme
    assert await _colours(app) == {"#000000", "#ffffff"}


@pytest.mark.parametrize("ansi_color", [True, False])
async def test_it_is_black_on_white_where_no_colour_is_wanted(ansi_color, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert await _colours(_Shown(ansi_color=ansi_color)) == {"#000000", "#ffffff"}


async def _colours(app):
    """Every colour that is sent to the terminal."""
    async with app.run_test() as pilot:
        qr = app.query_one(Qr)
        qr.draw(ADDRESS, Size(40, 22))
        await pilot.pause()
        strips = qr.render_lines(qr.region.reset_offset)
        styles = {segment.style for strip in strips for segment in strip}
        return {colour.name for style in styles for colour in (style.color, style.bgcolor)}
