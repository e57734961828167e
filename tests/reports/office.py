"""LibreOffice and the tools that look into a PDF, where this machine has them."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_MISSING = not (_SOFFICE and shutil.which("pdfinfo") and shutil.which("pdftotext"))

needs_office = pytest.mark.skipif(
    _MISSING, reason="这台机器没有 LibreOffice 或 poppler-utils，不能查看 Word 文件打开的样子"
)

_CALC = _SOFFICE and (Path(_SOFFICE).resolve().parent / "libsclo.so").exists()
needs_calc = pytest.mark.skipif(not _CALC, reason="这台机器没有 LibreOffice Calc，不能打开表格")


def converted(paper: Path, to: str) -> Path:
    """What LibreOffice makes of a paper, in a folder beside it; a profile of its own."""
    return all_converted([paper], to)[0]


def all_converted(papers: Sequence[Path], to: str) -> list[Path]:
    """The same of several in one folder, in one call: opening LibreOffice takes longest."""
    beside = papers[0].parent
    subprocess.run(
        [
            _SOFFICE or "", f"-env:UserInstallation={(beside / 'profile').as_uri()}",
            "--headless", "--convert-to", to, "--outdir", beside / to, *papers,
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return [beside / to / f"{paper.stem}.{to}" for paper in papers]


def told(tool: str, *words: object) -> str:
    """What a command line tool prints."""
    done = subprocess.run([tool, *map(str, words)], check=True, capture_output=True, timeout=60)
    return done.stdout.decode()
