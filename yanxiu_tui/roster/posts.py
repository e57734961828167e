"""The 职务 column: the known words in it, and the group a leader's word names."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from yanxiu_tui.roster.model import Wrong
from yanxiu_tui.roster.values import plain, shown
from yanxiu_tui.rules.roles import LEADER_OF, GroupKind, known_posts, roles_of_post

_MOST = 200
_NOTHING = {"", "无", "暂无", "/", "-", "--", "—"}


@dataclass(frozen=True)
class Post:
    """One 职务. ``leads`` is the kind of group it leads, ``of`` the words that say which."""

    word: str
    leads: GroupKind | None = None
    of: str = ""


def parse_posts(value: Any) -> tuple[Post, ...]:
    """Every post in a cell such as ``教研组长（语文）、班主任``; Wrong names the unknown ones."""
    written = plain(value)
    text = unicodedata.normalize("NFKC", written)
    if text in _NOTHING:
        return ()
    if len(text) > _MOST:
        raise Wrong(f"「{shown(written)}」太长，职务最多 {_MOST} 个字。")
    posts: list[Post] = []
    unknown = []
    for part in _parts(text):
        post = _post(part)
        if post is None:
            unknown.append(part)
        elif post.word not in _NOTHING and post not in posts:
            posts.append(post)
    if unknown:
        words = "」「".join(map(shown, unknown))
        raise Wrong(f"不认识职务「{words}」，可写校长、教导主任、教研组长、备课组长、教师等。")
    return tuple(posts)


def _parts(text: str) -> list[str]:
    """Split at marks and 兼, not inside brackets; at blanks only where that makes known words."""
    parts = []
    for part in re.split(r"(?:[、,;/+&]|兼任?)(?![^(]*\))", text):
        words = re.split(r"\s+(?![^(]*\))", part.strip())
        whole = re.sub(r"\s", "", part)
        if all(_post(word) for word in words):
            parts += words
        elif whole:
            parts.append(whole)
    return parts


def _post(text: str) -> Post | None:
    """``语文教研组长``, ``教研组长(语文)`` and ``七年级组长`` as a word and its group."""
    found = re.fullmatch(r"([^()]+?)(?:\(([^()]*)\))?", text)
    if not found:
        return None
    written, of = found.group(1), found.group(2) or ""
    if roles_of_post(written) is None:
        written = written.replace("组组长", "组长")
    word = written if roles_of_post(written) is not None else _leader_word(written)
    if word is None:
        return None
    kind = next((LEADER_OF[role] for role in roles_of_post(word) or () if role in LEADER_OF), None)
    before = written.removesuffix(word)
    if before and kind is GroupKind.GRADE:
        before += "年级"
    return Post(word, kind, of or before)


def _leader_word(written: str) -> str | None:
    leaders = (
        word
        for word in known_posts()
        if any(role in LEADER_OF for role in roles_of_post(word) or ())
    )
    return next((word for word in leaders if written.endswith(word)), None)
