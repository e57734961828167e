"""职务 as offices write it: joined, bracketed, prefixed; unknown words are named."""

import pytest

from yanxiu_tui.roster.model import Wrong
from yanxiu_tui.roster.posts import Post, parse_posts
from yanxiu_tui.rules.roles import GroupKind, known_posts

RESEARCH, PREP, GRADE = GroupKind.RESEARCH, GroupKind.PREP, GroupKind.GRADE


@pytest.mark.parametrize("post", [post for post in known_posts() if post != "无"])
def test_every_known_word_is_read(post: str) -> None:
    assert [each.word for each in parse_posts(post)] == [post]


@pytest.mark.parametrize(
    "sign", ["、", "，", ",", "/", "；", ";", "+", " ", "　", "兼", "兼任", "\n"]
)
def test_several_posts_are_parted(sign: str) -> None:
    assert [post.word for post in parse_posts(f"班主任{sign}教研组长")] == ["班主任", "教研组长"]


@pytest.mark.parametrize(
    ("written", "post"),
    [
        ("教研组长（语文）", Post("教研组长", RESEARCH, "语文")),
        ("教研组长(语文、历史)", Post("教研组长", RESEARCH, "语文、历史")),
        ("语文教研组长", Post("教研组长", RESEARCH, "语文")),
        ("语文学科组长", Post("学科组长", RESEARCH, "语文")),
        ("七年级语文备课组长", Post("备课组长", PREP, "七年级语文")),
        ("七年级组长", Post("年级组长", GRADE, "七年级")),
        ("初一年级主任", Post("年级主任", GRADE, "初一年级")),
        ("教研组组长", Post("教研组长", RESEARCH, "")),
        ("校 长", Post("校长")),
        ("班主任（七1班）", Post("班主任", None, "七1班")),
    ],
)
def test_a_post_is_read_with_the_group_it_names(written: str, post: Post) -> None:
    assert parse_posts(written) == (post,)


@pytest.mark.parametrize("written", [None, "", "无", "/", "—"])
def test_nothing_is_no_post(written: object) -> None:
    assert parse_posts(written) == ()


def test_unknown_words_are_named() -> None:
    with pytest.raises(Wrong, match="「宇航员」「船长」"):
        parse_posts("宇航员、教师、船长")


@pytest.mark.parametrize("written", ["（语文）", "校长(", "教师" * 101, 5, "校\x07长"])
def test_an_unfit_post_is_refused(written: object) -> None:
    with pytest.raises(Wrong):
        parse_posts(written)
