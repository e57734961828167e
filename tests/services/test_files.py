"""Files are copied in once, known by what they hold, and come out as they went in."""

import os
import stat
from pathlib import Path

import pytest

from db.connection import connect, transaction
from db.models import FilePiece, StoredFile
from tests.builders import NOW
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import files
from yanxiu_tui.services.files import PIECE, safe_name, typed_path

LONG = bytes(range(256)) * (PIECE // 128 + 3)


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "照片" / "照片 一.jpg"
    path.parent.mkdir()
    path.write_bytes(LONG)
    return path


def _keep(path):
    with transaction():
        return files.keep(path, NOW)


def test_what_comes_out_is_what_went_in(memory, photo):
    kept = _keep(photo)
    assert FilePiece.select().count() == 3
    out = files.take_out(kept.id, photo.with_name("取出.jpg"))
    assert out.read_bytes() == LONG
    assert kept.size == len(LONG)
    assert {*photo.parent.iterdir()} == {photo, out}
    assert files.verify() == (1, [])


def test_the_same_content_is_kept_once_whatever_it_is_called(memory, photo, tmp_path):
    other = tmp_path / "另一个名字.jpg"
    other.write_bytes(LONG)
    assert _keep(photo) == _keep(other)
    assert StoredFile.select().count() == 1
    assert files.kept() == (1, len(LONG))


def test_the_same_content_stored_by_several_at_once_is_kept_once(memory, photo):
    done = at_once([lambda: _keep(photo).id] * 4)
    assert len(set(done)) == 1
    assert FilePiece.select().count() == 3


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.mkdir(), "not_a_file"),
        (lambda path: path.write_bytes(b""), "empty_file"),
        (lambda path: None, "no_file"),
        (lambda path: os.mkfifo(path), "not_a_file"),
        (lambda path: path.symlink_to(path), "unreadable"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(sqlite_memory, tmp_path, make, reason):
    path = tmp_path / "材料"
    make(path)
    with pytest.raises(Refused) as refusal:
        _keep(str(path))
    assert refusal.value.reason in (reason, "no_file")
    assert str(refusal.value).endswith("。")


def test_a_file_over_twenty_megabytes_is_refused_and_the_limit_is_said(sqlite_memory, tmp_path):
    path = tmp_path / "录像.mp4"
    with path.open("wb") as file:
        file.truncate(files.MOST + 1)
    with pytest.raises(Refused, match="20 MB"):
        _keep(path)


def test_a_file_that_goes_while_it_is_read_is_refused(sqlite_memory, photo, monkeypatch):
    def gone(*_):
        raise FileNotFoundError

    monkeypatch.setattr(Path, "open", gone)
    with pytest.raises(Refused, match="读不了"):
        _keep(photo)
    assert not StoredFile.select().exists()


def test_nothing_is_written_over_a_file_that_is_there(sqlite_memory, photo, monkeypatch):
    kept = _keep(photo)
    photo.write_bytes(b"mine")
    with pytest.raises(Refused, match="已经有了"):
        files.take_out(kept.id, photo)
    # One that appears in the meantime is left alone, too.
    monkeypatch.setattr(Path, "exists", lambda _: False)
    with pytest.raises(Refused, match="已经有了"):
        files.take_out(kept.id, photo)
    assert photo.read_bytes() == b"mine"
    assert list(photo.parent.iterdir()) == [photo]


def test_into_a_folder_it_goes_by_its_own_name_and_never_out_of_the_folder(sqlite_memory, photo):
    kept = _keep(photo)
    folder = photo.with_name("取出")
    folder.mkdir()
    assert files.take_out(kept.id, str(folder), "活动.jpg") == folder / "活动.jpg"
    assert files.take_out(kept.id, folder, "../../逃.jpg").parent == folder


def test_nothing_is_written_through_a_link_that_leads_nowhere(sqlite_memory, photo):
    kept, link = _keep(photo), photo.with_name("链接.jpg")
    link.symlink_to(photo.with_name("别处.jpg"))
    with pytest.raises(Refused, match="已经有了"):
        files.take_out(kept.id, link)
    assert not photo.with_name("别处.jpg").exists()


def test_where_there_are_no_links_it_is_still_written_whole(sqlite_memory, photo, monkeypatch):
    kept = _keep(photo)

    def no_links(*_):
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    out = files.take_out(kept.id, photo.with_name("优盘.jpg"))
    assert out.read_bytes() == LONG
    assert stat.S_ISREG(out.stat().st_mode)


def test_one_altered_in_the_database_is_told_and_not_handed_out(memory, photo):
    kept = _keep(photo)
    FilePiece.update(data=b"other").where(FilePiece.number == 1).execute()
    assert files.verify()[1][0].file_id == kept.id
    with pytest.raises(Refused, match="与存入时不符"):
        files.take_out(kept.id, photo.with_name("取出.jpg"))
    assert list(photo.parent.iterdir()) == [photo]


def test_it_survives_a_restart(database_url, photo):
    opened = connect(database_url)
    kept = _keep(photo)
    opened.close()
    opened = connect(database_url)
    assert files.take_out(kept.id, photo.with_name("后来.jpg")).read_bytes() == LONG
    opened.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/tmp/名册.xlsx", "/tmp/名册.xlsx"),
        (" '/tmp/名册.xlsx' ", "/tmp/名册.xlsx"),
        ("“/tmp/名册.xlsx”", "/tmp/名册.xlsx"),
        ("　/tmp/名册.xlsx　", "/tmp/名册.xlsx"),
        ('"/tmp/a b.xlsx"', "/tmp/a b.xlsx"),
        (r"/tmp/a\ b.xlsx", "/tmp/a b.xlsx"),
        ("file:///tmp/%E5%90%8D%E5%86%8C.xlsx", "/tmp/名册.xlsx"),
        ("~/名册.xlsx", str(Path.home() / "名册.xlsx")),
    ],
)
def test_a_path_may_be_typed_pasted_or_dropped(typed, meant):
    assert typed_path(typed) == Path(meant)


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("计划.docx", "计划.docx"),
        ("../..\\a:b?.docx", "a b .docx"),
        ("CON.txt", "文件 CON.txt"),
        ("...", "文件"),
        ("长" * 200 + ".docx", "长" * 123 + ".docx"),
        ("a\nb\u202egnp.exe", "a bgnp.exe"),
    ],
)
def test_a_name_is_made_fit_to_stand_on_any_system(given, safe):
    assert safe_name(given) == safe


@pytest.mark.parametrize("typed", ["", "  ''  ", "a\0b", "~nobody-of-that-name/x"])
def test_what_is_no_path_is_refused_in_words(sqlite_memory, typed):
    with pytest.raises(Refused):
        _keep(typed)
