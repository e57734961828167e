"""Names in large type, so that they can be read from two metres away."""

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

LARGEST, SMALLEST = 24, 13
_FONTS = (
    "msyhbd.ttc", "msyh.ttc", "simhei.ttf", "simsun.ttc",
    "NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf",
    "SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf",
    "wqy-zenhei.ttc", "wqy-microhei.ttc", "NotoSerifCJK-Regular.ttc", "uming.ttc", "ukai.ttc",
    "PingFang.ttc", "STHeiti Medium.ttc", "Hiragino Sans GB.ttc",
)  # fmt: skip


def enlarge(text: str, width: int, height: int) -> list[str]:
    """The text drawn in half blocks, at most ``width`` × ``height`` cells.

    Where this machine has no Chinese font, or the room is too small, the text spaced out in a
    single line. Slow the first time (about 50 ms): call it from a worker.
    """
    size = min(LARGEST, width // max(1, len(text)), 2 * height)
    path = chinese_font()
    if path and size >= SMALLEST:
        return _draw(text, path, size)
    return ["　".join(text)]


@lru_cache(maxsize=1)
def chinese_font() -> str:
    """The path of a Chinese font on this machine; "" when there is none."""
    found = {path.name: str(path) for folder in _folders() for path in _files(folder)}
    return next((found[name] for name in _FONTS if name in found), "")


def _folders() -> list[Path]:
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts")]
    home = Path.home()
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts"]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name in _FONTS]


@lru_cache(maxsize=128)
def _draw(text: str, path: str, size: int) -> list[str]:
    from PIL import Image, ImageDraw

    font = _font(path, size)
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (int(right - left), int(bottom - top + 1) // 2 * 2))
    ImageDraw.Draw(image).text((-left, -top), text, font=font, fill=255)
    dots = image.point(lambda grey: 255 if grey > 110 else 0).load()
    return [
        "".join(
            " ▀▄█"[bool(dots[x, y]) + 2 * bool(dots[x, y + 1])]  # type: ignore[index]
            for x in range(image.width)
        ).rstrip()
        for y in range(0, image.height, 2)
    ]


@lru_cache(maxsize=4)
def _font(path: str, size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    # A Noto CJK collection holds Japanese, Korean, then simplified Chinese shapes.
    return ImageFont.truetype(path, size, index=2 if "CJK-" in path else 0)
