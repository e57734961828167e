"""PINs, and codes to choose one with: whose they are, how wrong ones are slowed (Z25)."""

from datetime import timedelta

import pytest

from db.models import Credential, Group, Membership, Office, Teacher, Trace
from tests.builders import MACHINE, NOW, OPERATOR, PIN, a_group, a_school, a_teacher, an_actor
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pin import CODE_LIFE, LOCK
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.services import credentials, enrolment_codes

SECOND = timedelta(seconds=1)
NEW_PIN = "8406"


@pytest.fixture
def school(memory):
    """A school of two: 苏慧 has a PIN, 林远 has none yet."""
    a_school()
    a_teacher("1001", "苏慧")
    a_teacher("1002", "林远", pin="")


def _code(staff_no="1002", now=NOW):
    (issued,) = enrolment_codes.issue_codes(OPERATOR, now, [staff_no])
    return issued.code


def _guess(pin, now=NOW, staff_no="1001"):
    with pytest.raises(Refused) as refusal:
        credentials.enter(staff_no, pin, now, MACHINE)
    return refusal.value


def test_the_right_pin_says_who_is_at_the_desk_and_every_role_they_hold(school):
    teacher = Teacher.get(Teacher.staff_no == "1001")
    group = a_group("语文组")
    Membership.create(group=group, teacher=teacher, leads=True)
    Membership.create(group=a_group("七年级组", GroupKind.GRADE), teacher=teacher)
    Office.create(teacher=teacher, role=Role.DEAN)
    actor = credentials.enter("1001", PIN, NOW, MACHINE)
    assert (actor.name, actor.staff_no, actor.machine) == ("苏慧", "1001", MACHINE)
    assert actor.roles == {Role.TEACHER, Role.DEAN, Role.RESEARCH_GROUP_LEADER}
    assert actor.leads == {group.id}
    assert Group.select().count() == 2


@pytest.mark.parametrize("pin", ["", " ", "0000", "739", "73911", "七三九一", "\x00", "\udcff"])
def test_any_other_pin_is_refused(school, pin):
    assert _guess(pin).reason == "wrong_pin"


@pytest.mark.parametrize("staff_no", ["", "9999", "\udcff", "9" * 500, "' OR 1=1 --"])
def test_a_number_nobody_has_is_refused_in_a_sentence(school, staff_no):
    assert _guess(PIN, staff_no=staff_no).reason == "unknown_teacher"


def test_somebody_who_left_is_unknown(school):
    Teacher.update(left_at=NOW).where(Teacher.staff_no == "1001").execute()
    assert _guess(PIN).reason == "unknown_teacher"


def test_without_a_pin_one_is_told_of_the_enrolment_code(school):
    refusal = _guess(PIN, staff_no="1002")
    assert refusal.reason == "no_pin"
    assert "启用码" in str(refusal)
    assert not credentials.has_pin("1002")


def test_wrong_guesses_wait_longer_each_time(school):
    assert "重新输入" in str(_guess("0000"))
    assert "重新输入" in str(_guess("0000"))
    assert "5 秒后再试" in str(_guess("0000"))
    assert "请等 5 秒" in str(_guess(PIN))
    assert "10 秒后再试" in str(_guess("0000", NOW + 5 * SECOND))


def test_while_one_waits_the_next_teacher_signs_in(school):
    for _ in range(3):
        _guess("0000")
    a_teacher("1003", "周敏")
    assert credentials.enter("1003", PIN, NOW, MACHINE).name == "周敏"


def _locked(now=NOW):
    """Guess wrong until the lock falls; the moment it did."""
    for _ in range(8):
        _guess("0000", now)
        waits_until = Credential.get(Credential.failures > 0).next_try_at
        last, now = now, max(now, waits_until)
    return last


def test_after_eight_wrong_guesses_even_the_right_pin_is_locked_out(school):
    locked_at = _locked()
    refusal = _guess(PIN, locked_at + LOCK - SECOND)
    assert refusal.reason == "locked"
    assert "教导处解锁" in str(refusal)
    assert credentials.enter("1001", PIN, locked_at + LOCK, MACHINE).name == "苏慧"


def test_the_right_pin_forgets_the_wrong_ones(school):
    _guess("0000")
    _guess("0000")
    credentials.enter("1001", PIN, NOW, MACHINE)
    assert Credential.get(Credential.pin_hash != "").failures == 0


def test_the_office_unlocks_and_a_teacher_does_not(school):
    locked_at = _locked()
    teacher = an_actor(Teacher.get(Teacher.staff_no == "1002"))
    with pytest.raises(Refused, match="权限"):
        credentials.unlock(teacher, "1001", locked_at)
    credentials.unlock(OPERATOR, "1001", locked_at)
    assert credentials.enter("1001", PIN, locked_at, MACHINE).name == "苏慧"


def test_with_a_code_one_chooses_a_pin_and_the_code_is_used_up(school):
    code = _code()
    credentials.enrol("1002", code, NEW_PIN, NOW, MACHINE)
    assert credentials.enter("1002", NEW_PIN, NOW, MACHINE).name == "林远"
    with pytest.raises(Refused, match="还没有发给您启用码"):
        credentials.enrol("1002", code, "6193", NOW, MACHINE)


def test_a_code_may_be_typed_wide_and_with_blanks(school):
    code = _code()
    wide = code.translate(str.maketrans("23456789", "２３４５６７８９"))
    credentials.enrol("1002", f"{wide[:4]} {wide[4:]}", NEW_PIN, NOW, MACHINE)
    assert credentials.has_pin("1002")


def test_a_wrong_code_is_counted_like_a_wrong_pin(school):
    _code()
    for _ in range(2):
        with pytest.raises(Refused, match="启用码不对，请重新输入"):
            credentials.enrol("1002", "11111111", NEW_PIN, NOW, MACHINE)
    with pytest.raises(Refused, match="启用码不对，请 5 秒后再试"):
        credentials.enrol("1002", "11111111", NEW_PIN, NOW, MACHINE)


def test_a_code_lasts_a_fortnight(school):
    code = _code()
    with pytest.raises(Refused, match="启用码已过期"):
        credentials.enrol("1002", code, NEW_PIN, NOW + CODE_LIFE + SECOND, MACHINE)


@pytest.mark.parametrize("weak", ["1234", "1111", "2580", "1002", "12", "abcd"])
def test_a_weak_pin_is_refused_and_the_code_still_works(school, weak):
    code = _code()
    with pytest.raises(Refused) as refusal:
        credentials.enrol("1002", code, weak, NOW, MACHINE)
    assert refusal.value.reason == "weak_pin"
    credentials.enrol("1002", code, NEW_PIN, NOW, MACHINE)
    assert credentials.has_pin("1002")


def test_a_new_code_leaves_the_pin_until_it_is_used(school):
    code = _code("1001")
    assert credentials.enter("1001", PIN, NOW, MACHINE).name == "苏慧"
    credentials.enrol("1001", code, NEW_PIN, NOW, MACHINE)
    assert _guess(PIN).reason == "wrong_pin"
    assert credentials.enter("1001", NEW_PIN, NOW, MACHINE).name == "苏慧"


def test_changing_ones_pin_needs_the_old_one(school):
    actor = credentials.enter("1001", PIN, NOW, MACHINE)
    with pytest.raises(Refused, match="口令不对"):
        credentials.change_pin(actor, "0000", NEW_PIN, NOW)
    credentials.change_pin(actor, PIN, NEW_PIN, NOW)
    assert credentials.enter("1001", NEW_PIN, NOW, MACHINE).name == "苏慧"


def test_no_pin_and_no_code_is_ever_in_the_trace(school):
    code = _code()
    credentials.enrol("1002", code, NEW_PIN, NOW, MACHINE)
    kept = [row.detail for row in Trace.select()]
    assert kept and not any(code in detail or NEW_PIN in detail for detail in kept)


def test_a_code_used_on_two_terminals_at_once_sets_one_pin(school, monkeypatch):
    code = _code()
    strict = credentials.refuse_weak

    def meanwhile(staff_no, pin):
        monkeypatch.setattr(credentials, "refuse_weak", strict)
        credentials.enrol("1002", code, "6027", NOW, MACHINE)
        strict(staff_no, pin)

    monkeypatch.setattr(credentials, "refuse_weak", meanwhile)
    with pytest.raises(Refused, match="别处"):
        credentials.enrol("1002", code, "8064", NOW, MACHINE)
    assert credentials.enter("1002", "6027", NOW, MACHINE).staff_no == "1002"


def test_after_the_clock_was_put_back_nobody_waits_a_year(school):
    for _ in range(3):
        _guess("0000")
    refusal = _guess("0000", now=NOW - timedelta(days=365))
    assert "5 秒" in str(refusal)
