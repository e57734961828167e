"""Where a file for people goes: the user's documents, else the home folder; never over another."""

import re
from itertools import chain, count
from pathlib import Path


def documents() -> Path:
    """The user's documents, else the home folder."""
    from platformdirs import user_documents_path

    found = user_documents_path()
    return found if found.is_dir() else Path.home()


def as_name(words: str) -> str:
    """The words without what no file may be called."""
    return re.sub(r'[\\/:*?"<>|\s]+', " ", words).strip()


def new_file(name: str, suffix: str) -> Path:
    """A path of that name that nothing stands at yet; ``suffix`` is ``xlsx`` or ``docx``."""
    folder = documents()
    plain = as_name(name)
    names = chain([plain], (f"{plain}_{number}" for number in count(2)))
    paths = (folder / f"{each}.{suffix}" for each in names)
    return next(path for path in paths if not path.exists())
