"""``yanxiu init``: a new school from options or from answers."""

from datetime import date

from db.models import Office, School, Teacher, Term
from tests.builders import NOW, PIN
from yanxiu_tui.services.credentials import enter

OPTIONS = (
    "init", "--name", "示范中学", "--term", "第一学期", "--from", "2026-09-01",
    "--to", "2027-01-20", "--preset", "third", "--admin-no", "1001", "--admin-name", "苏慧",
)  # fmt: skip


def test_with_every_option_nothing_is_asked(yanxiu):
    said = yanxiu(*OPTIONS, "--pin-stdin", stdin=PIN)
    assert (said.code, said.err) == (0, "")
    assert "yanxiu teachers import" in said.out
    assert "--db" in said.out
    assert (School.get().name, Term.get().regulation.name) == ("示范中学", "third")
    assert enter("1001", PIN, NOW, "测试机").name == "苏慧"
    assert Office.get().role == "resource_teacher"


def test_what_is_not_said_is_asked_with_sensible_defaults(yanxiu):
    answers = ["示范中学", "", "", "", "2", "1001", "苏慧"]
    said = yanxiu("init", stdin="\n".join(answers) + "\n", unseen=(PIN, PIN))
    assert said.code == 0, said.err
    term = Term.get()
    assert (term.name, term.starts_on, term.regulation.name) == (
        "2026—2027学年第一学期",
        date(2026, 9, 1),
        "zhanghong",
    )


def test_a_weak_pin_or_one_typed_differently_is_asked_for_again(yanxiu):
    said = yanxiu(*OPTIONS, unseen=("1234", PIN, "8520", PIN, PIN))
    assert said.code == 0
    assert "太容易猜到" in said.err
    assert "两次输入的不一样" in said.err
    assert enter("1001", PIN, NOW, "测试机").name == "苏慧"


def test_a_weak_pin_from_standard_input_founds_nothing(yanxiu):
    said = yanxiu(*OPTIONS, "--pin-stdin", stdin="1234")
    assert said.code == 1
    assert "太容易猜到" in said.err
    assert not School.select().exists()
    assert not Teacher.select().exists()


def test_a_second_school_is_refused_before_anything_is_asked(yanxiu):
    yanxiu(*OPTIONS, "--pin-stdin", stdin=PIN)
    said = yanxiu("init")
    assert said.code == 1
    assert "已有学校" in said.err


def test_an_unknown_regulation_is_refused_with_those_there_are(yanxiu):
    said = yanxiu(*OPTIONS, "--preset", "nosuch", "--pin-stdin", stdin=PIN)
    assert said.code == 1
    assert "zhanghong" in said.err
    assert not School.select().exists()


def test_leaving_halfway_founds_nothing(yanxiu):
    said = yanxiu("init", stdin="示范中学\n")
    assert (said.code, "已取消" in said.err) == (1, True)
    assert not School.select().exists()
