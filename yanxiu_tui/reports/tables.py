"""A table for a terminal, a program or a document; wide characters keep their columns."""

import re
from collections.abc import Sequence

FORMATS = ("table", "json", "csv", "markdown")
# A spreadsheet in Chinese takes the full-width signs as well, and may drop what stands before.
_FORMULA = re.compile(r"[\s\ufeff\u200b]*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def render(headings: Sequence[str], rows: Sequence[Sequence[object]], fmt: str = "table") -> str:
    """The rows as text in one of FORMATS; json gives one object a row, keyed by the headings."""
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if fmt == "json":
        return _json(headings, texts)
    if fmt == "csv":
        return _csv(headings, texts)
    from tabulate import tabulate

    if fmt == "markdown":
        texts = [[cell.replace("|", "\\|") for cell in row] for row in texts]
    style = "github" if fmt == "markdown" else "simple"
    return tabulate(texts, headers=headings, tablefmt=style, disable_numparse=True)


def risky(cell: str) -> bool:
    """Whether a text begins as what a spreadsheet would run."""
    return bool(_FORMULA.match(cell))


def harmless(cell: str) -> str:
    """A cell that a spreadsheet will show and never run; a plain number it may reckon with."""
    return f"'{cell}" if risky(cell) and not _NUMBER.fullmatch(cell) else cell


def _json(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    import json

    objects = [dict(zip(headings, row, strict=True)) for row in rows]
    return json.dumps(objects, ensure_ascii=False, indent=2)


def _csv(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([harmless(cell) for cell in row] for row in (headings, *rows))
    return out.getvalue().rstrip("\n")
