"""``yanxiu pack``: the folder, what is missing, and Ctrl+C on the way."""

import re

import pytest

from tests.services.cast import a_cast
from yanxiu_tui.reports import pack
from yanxiu_tui.reports.pack_state import NAME


@pytest.fixture
def folder(memory, tmp_path):
    """Where the pack of a school of six is to be made."""
    a_cast()
    return tmp_path / "迎检"


def test_it_says_where_the_pack_is_how_many_files_it_has_and_what_is_missing(yanxiu, folder):
    said = yanxiu("pack", folder)
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != NAME]
    first, second = said.out.splitlines()
    assert first == (f"迎检材料在「{folder}」：{len(files)} 份文件，这次做了 {len(files)} 份。")
    assert second.startswith("还缺 ") and second.endswith("项，见「00 缺少的材料」。")


def test_stopped_with_ctrl_c_it_says_how_to_go_on_and_goes_on(yanxiu, folder, monkeypatch):
    make, made = pack._make, []

    def stop_at_the_third(*of):
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(of)
        return make(*of)

    monkeypatch.setattr(pack, "_make", stop_at_the_third)
    said = yanxiu("pack", folder)
    assert (said.code, "再运行同一条命令会接着做" in said.err) == (1, True)
    monkeypatch.setattr(pack, "_make", make)
    said = yanxiu("pack", folder, "--term", "第一学期")
    total, now = re.findall(r"(\d+) 份", said.out)
    assert int(total) - int(now) == 2


def test_a_folder_that_is_in_use_for_something_else_is_refused(yanxiu, folder):
    folder.mkdir()
    (folder / "家.txt").write_text("我的")
    said = yanxiu("pack", folder)
    assert (said.code, "有别的文件" in said.err) == (1, True)


def test_a_term_nobody_knows_is_refused(yanxiu, folder):
    assert yanxiu("pack", folder, "--term", "春").code == 1
    assert not folder.exists()
