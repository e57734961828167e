"""Trouble nobody foresaw: one sentence for the person, the details in a file for the expert."""

import re
import tempfile
import time
import traceback
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

LARGEST_LOG = 1_000_000
# Where PostgreSQL tells whole rows: a person's birthday, why they were ill, what a PIN is kept as.
_ROWS = re.compile(
    r"^(DETAIL|CONTEXT|QUERY):.*?(?=\n\n(?:During handling|The above exception)|\Z)",
    re.MULTILINE | re.DOTALL,
)


def explain(error: Exception) -> str:
    """What to tell a person; the traceback goes to a file that the sentence names."""
    import peewee

    from db.errors import DatabaseProblem, diagnosis, server_away

    if isinstance(error, DatabaseProblem):
        return str(error)
    if server_away(error):
        return "连不上服务器，请稍等再试；恢复后会自动接上。"
    kept = keep_details(error)
    known = diagnosis(error)
    if known:
        return known
    if isinstance(error, peewee.OperationalError | peewee.InterfaceError):
        words = "数据库正忙或暂时写不进去，没有记下这一次，请稍后再试。"
    elif isinstance(error, peewee.DatabaseError):
        words = "数据库不接受这次操作，没有改动任何记录，请检查填写的内容。"
    else:
        words = "程序出了意外，这件事没有办成。"
    return f"{words}详情记在「{kept}」，可交给资源教师查看。" if kept else words


def keep_details(error: Exception) -> Path | None:
    """Append the traceback to the log file of this user; return which file, None if it cannot be.

    Neither what functions were given nor what PostgreSQL tells of rows stands in it.
    The same trouble again and again is written once a minute, and the file kept small: a screen
    that reads every second must not fill the disk while the database is away.
    """
    told = _ROWS.sub(r"\1: …\n", "".join(traceback.format_exception(error)))
    return _keep(told, int(time.time() // 60))


@lru_cache(maxsize=64)
def _keep(details: str, minute: int) -> Path | None:
    from platformdirs import user_log_path

    with suppress(OSError):
        path = user_log_path("yanxiu", False, ensure_exists=True) / "error.log"
        _append(path, details)
        return path
    # A full disk may take that away, too.
    with suppress(OSError):
        path = Path(tempfile.gettempdir()) / "yanxiu-error.log"
        _append(path, details)
        return path
    return None


def _append(path: Path, details: str) -> None:
    full = path.exists() and path.stat().st_size > LARGEST_LOG
    with path.open("w" if full else "a", encoding="utf-8") as file:
        file.write(details)
