"""A 制度 file as somebody wrote it, or one that ships with the program."""

from pathlib import Path

from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import preset_called, preset_source

_MOST_BYTES = 1_000_000


def read_regulation_file(path: Path) -> str:
    """The text of the file; Refused when it cannot be read, is too big or is not UTF-8."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Refused("too_big", f"文件「{path}」太大，不像是制度文件。")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise Refused("not_utf8", f"文件「{path}」不是 UTF-8 文字，请另存为 UTF-8。") from error
        raise Refused("no_file", f"读不了文件「{path}」，请检查路径和权限。") from error


def write_regulation_file(path: Path, source: str) -> None:
    """Write the text to a new file; Refused when there is one already, or it cannot be written."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(source)
    except FileExistsError as error:
        raise Refused("file_exists", f"文件「{path}」已经有了，请换一个文件名。") from error
    except OSError as error:
        raise Refused("no_file", f"写不了文件「{path}」，请检查路径和权限。") from error


def named_source(name: str) -> str:
    """The text of a preset by its name or title, else of the file at that path."""
    if preset_called(name):
        return preset_source(name)
    return read_regulation_file(Path(name).expanduser())
