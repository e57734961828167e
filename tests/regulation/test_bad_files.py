"""Whatever a 制度 file says, it is understood and can be said in words, or refused by its place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.regulation.sources import LINES, SOURCES, VALUES, altered
from tests.wild import ODD_WORDS, WORDS, tries
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.files import named_source, read_regulation_file
from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.regulation.words import describe


def understood(source: str) -> bool:
    """Whether it is taken; if so it can be said, and if not the refusal is one sentence."""
    try:
        regulation = load.__wrapped__(source)
    except Refused as refusal:
        assert re.fullmatch(r"制度文件.*。", str(refusal)), str(refusal)
        assert not re.search(
            "[\0-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e]", str(refusal)
        )
        return False
    assert all(isinstance(line, str) for line in describe(regulation))
    return True


@tries(1000)
@given(data=st.data(), name=st.sampled_from(sorted(SOURCES)))
def test_a_file_with_any_value_in_the_place_of_another(data, name):
    understood(data.draw(altered(SOURCES[name])))


@tries(300)
@given(data=st.data(), name=st.sampled_from(sorted(SOURCES)))
def test_a_file_with_lines_lost_doubled_and_moved(data, name):
    lines = SOURCES[name].splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        at, to = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        lines.insert(to, lines[at] if data.draw(st.booleans()) else lines.pop(at))
    understood("\n".join(lines))


@tries(150)
@given(data=st.data(), name=st.sampled_from(sorted(SOURCES)))
def test_a_file_cut_short(data, name):
    source = SOURCES[name]
    understood(source[: data.draw(st.integers(0, len(source)))])


@tries(250)
@given(lines=st.lists(LINES, max_size=8))
def test_a_file_of_any_lines(lines):
    understood("\n".join(lines))


@tries(200)
@given(source=st.one_of(WORDS, st.text(max_size=200), VALUES))
def test_any_words(source):
    understood(source)


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "[" * 20_000,
        "x = " + "{a=" * 5_000,
        "[" + ".".join("a" * 3_000) + "]",
        "".join(f"[[a.b{n}]]\n" for n in range(2_000)),
        "x = " + "9" * 5_000,
        "x = 0x" + "f" * 5_000,
        "x = 1e999999",
        "x = 9999-99-99",
        'x = "\\ud800"',
        'x = "\\U00110000"',
        'name = """' + "长" * 500_000 + '"""',
        "\ud800",
        "\0",
        "\ufeffname = 1",
    ],
    ids=range(14),
)
def test_the_oddest_files_are_refused(source):
    assert not understood(source)


@tries(150)
@given(
    data=st.binary(max_size=200),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "big5"]),
)
def test_a_file_of_any_bytes_and_encoding(tmp_path_factory, data, encoding):
    path = tmp_path_factory.getbasetemp() / "我校.toml"
    for held in (data, SOURCES["third"].encode(encoding, "replace"), b"name = 1\n" + data):
        path.write_bytes(held)
        try:
            understood(read_regulation_file(path))
        except Refused as refusal:
            assert str(refusal).endswith("。")


@pytest.mark.parametrize("word", ODD_WORDS, ids=range(len(ODD_WORDS)))
def test_an_odd_name_is_no_preset_and_no_file(tmp_path, monkeypatch, word):
    monkeypatch.chdir(tmp_path)
    for refuse in (preset_source, named_source):
        with pytest.raises(Refused):
            refuse(word)
