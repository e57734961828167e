"""From the office's file to sheets of raw cells: what kind of file it is, by its content."""

import io
import zipfile
from pathlib import Path

from yanxiu_tui.errors import Refused
from yanxiu_tui.roster.delimited import read_delimited
from yanxiu_tui.roster.model import Sheet
from yanxiu_tui.roster.workbook import read_workbook

MAX_BYTES = 20 * 2**20
_MAX_XML = 40 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_A_TABLE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入"


def read_sheets(path: Path) -> list[Sheet]:
    """Every sheet of an xlsx or CSV file; Refused says why a file cannot be read."""
    data = _bytes(path)
    if data.startswith(b"PK\x03\x04"):
        _check_zip(path, data)
        return read_workbook(path.name, data)
    _refuse_other_kinds(path, data)
    return [read_delimited(path.name, data)]


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise Refused("not_a_file", f"「{path}」不是文件，请写出花名册文件的名字。")
        if size > MAX_BYTES:
            raise Refused(
                "too_big", f"「{path.name}」超过 20 MB，请只把花名册复制到新文件里再导入。"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Refused("no_file", f"找不到文件「{path}」，请检查文件名和所在的文件夹。") from error
    except (OSError, ValueError) as error:
        raise Refused("unreadable", f"读不了文件「{path}」，请检查权限，或先关闭它。") from error
    if not data.strip():
        raise Refused("empty_file", f"「{path.name}」是空文件，请核对后再导入。")
    return data


def _refuse_other_kinds(path: Path, data: bytes) -> None:
    name = path.name
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused("password", f"「{name}」设了打开密码，请去掉密码、另存之后再导入。")
        if "WordDocument".encode("utf-16-le") in data:
            raise Refused("not_a_table", f"「{name}」是 Word 文档，请把表格放进 .xlsx 再导入。")
        raise Refused("old_format", f"「{name}」是旧的 .xls 或 .et 格式，{_SAVE_AS}。")
    if data.startswith(_NOT_A_TABLE):
        raise Refused("not_a_table", f"「{name}」不是表格文件，请用 .xlsx 或 .csv 的花名册。")
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise Refused("web_page", f"「{name}」其实是网页格式的表格，{_SAVE_AS}。")
    if path.suffix.lower() in (
        ".xlsx",
        ".xlsm",
        ".xls",
        ".et",
        ".doc",
        ".docx",
        ".ods",
        ".numbers",
    ):
        raise _damaged(name)


def _check_zip(path: Path, data: bytes) -> None:
    name = path.name
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise _damaged(name) from error
    if "word/document.xml" in parts:
        raise Refused("not_a_table", f"「{name}」是 Word 文档，请把表格放进 .xlsx 再导入。")
    if "xl/workbook.bin" in parts or "content.xml" in parts or "Index.zip" in parts:
        raise Refused("other_format", f"「{name}」不是 .xlsx 格式，{_SAVE_AS}。")
    if not any(part.startswith("xl/") for part in parts):
        raise Refused("not_a_table", f"「{name}」是压缩包，请解压后导入里面的花名册。")
    if sum(size for part, size in parts.items() if not part.startswith("xl/media/")) > _MAX_XML:
        raise Refused("too_big", f"「{name}」里的内容太多，请只把花名册复制到新文件里再导入。")


def _damaged(name: str) -> Refused:
    return Refused("damaged", f"「{name}」已损坏或不是真正的表格文件，{_SAVE_AS}。")
