"""A school moves between SQLite and PostgreSQL and back: nothing is lost or changed on the way."""

from uuid import uuid4

import pytest

from db import moving
from db.connection import connect, database, open_at
from db.migrate import upgrade
from db.models import FilePiece, StoredFile
from tests.builders import MACHINE, NOW, OPERATOR
from tests.conftest import copied_sqlite, create_database, named
from yanxiu_tui.services import audit, files, sign_in
from yanxiu_tui.services.demo import build_demo

SMALL = 20
PHOTO = bytes(range(256)) * 4096


@pytest.fixture
def sqlite_url(request, tmp_path):
    """An empty SQLite database."""
    return copied_sqlite(request, tmp_path)


@pytest.fixture
def postgres_url(postgres_server):
    """An empty PostgreSQL database."""
    name = f"t{uuid4().hex}"
    create_database(postgres_server, name, "empty")
    return named(postgres_server, name)


@pytest.fixture
def there_and_back(sqlite_url, postgres_url, tmp_path):
    """A demo school on SQLite, moved to PostgreSQL, and from there to another SQLite file."""
    (tmp_path / "照片.jpg").write_bytes(PHOTO)
    first = connect(sqlite_url)
    build_demo(SMALL, NOW)
    files.keep(tmp_path / "照片.jpg", NOW)
    second, third = open_at(postgres_url), open_at(f"sqlite:///{tmp_path / 'back.db'}")
    upgrade(third)
    moving.copy(first, second)
    moving.copy(second, third)
    yield first, second, third
    for opened in (first, second, third):
        opened.close()


def test_every_table_comes_to_the_same_everywhere(there_and_back):
    first, second, third = map(moving.hashes, there_and_back)
    assert first == second == third


def test_the_files_come_out_as_they_went_in(there_and_back, postgres_url, tmp_path):
    for opened in there_and_back:
        database.initialize(opened)
        kept = StoredFile.select().order_by(StoredFile.id.desc()).get()
        out = files.take_out(kept.id, tmp_path / f"{opened.__class__.__name__}_{id(opened)}.jpg")
        assert out.read_bytes() == PHOTO
        assert files.verify()[1] == []


def test_pieces_of_files_are_moved_a_few_at_a_time(sqlite_memory, tmp_path):
    (tmp_path / "录像.mp4").write_bytes(PHOTO * 6)
    files.keep(tmp_path / "录像.mp4", NOW)
    sizes = [len(rows) for rows in moving._pages(sqlite_memory, FilePiece)]
    assert sizes == [16, 8]


def test_after_the_move_one_signs_in_and_the_chain_goes_on(there_and_back, postgres_url):
    connect(postgres_url)
    activity = sign_in.where_expected("1001", NOW, "keyboard", MACHINE)
    sign_in.sign_in(activity, "1001", "2580", NOW, "keyboard", MACHINE)
    assert not audit.verify(OPERATOR).findings


def test_while_a_school_is_copied_the_others_go_on_where_they_are(
    sqlite_url, postgres_url, monkeypatch
):
    in_use, other = connect(sqlite_url), open_at(postgres_url)
    build_demo(SMALL, NOW)
    asked, pages = set(), moving._pages

    def watched(*given):
        for rows in pages(*given):
            asked.add(database.obj)
            yield rows

    monkeypatch.setattr(moving, "_pages", watched)
    moving.copy(in_use, other)
    assert asked == {in_use}
    for opened in (in_use, other):
        opened.close()
