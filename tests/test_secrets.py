"""No PIN, code, badge, phone secret or medical word where it has no business (Z25, Z30)."""

import json
import subprocess
from datetime import timedelta

import peewee
import pytest

from db.models import Credential, Leave, Phone, School, Teacher, Trace
from tests.builders import MACHINE, NOW, OPERATOR, PIN
from tests.phone.child import start
from tests.services.cast import a_cast, an_open_activity
from yanxiu_tui import trouble
from yanxiu_tui.phone import bodies
from yanxiu_tui.rules import badges as scanned
from yanxiu_tui.rules.phone_codes import phone_secret, proof
from yanxiu_tui.screens.asked import Entry
from yanxiu_tui.screens.code_acts import CodeIssued
from yanxiu_tui.screens.enrolment import Enrolled
from yanxiu_tui.services import (
    badges,
    credentials,
    enrolment_codes,
    leave,
    phone_codes,
    phones,
    sign_in,
)
from yanxiu_tui.services.leave import LeaveDraft

REASON, PAPER = "肺结核复查", "医院证明"
NEW_PIN = "8064"
KEY = "0" * 32


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def log(tmp_path, monkeypatch):
    """The log file of this test."""
    trouble._keep.cache_clear()
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path)
    return tmp_path / "error.log"


def _ill(cast):
    tomorrow = NOW + timedelta(days=1)
    draft = LeaveDraft("1001", "sick", REASON, tomorrow, tomorrow + timedelta(hours=3))
    asked = leave.ask(cast.teacher, draft, NOW)
    for paper in asked.owed_kinds:
        leave.receive_evidence(cast.dean, asked.id, paper, NOW)
    return asked


def _code(staff_no="1002"):
    return enrolment_codes.issue_codes(OPERATOR, NOW, [staff_no])[0].code


def _fail(*_, **__):
    raise ZeroDivisionError("division by zero")


def _phone(meeting):
    school = phone_codes.secret()
    given = phone_codes.codes(school, meeting.id, NOW)
    call = phones.Call("192.0.2.50", MACHINE, NOW)
    return given, phones.enter(given.scanned, call), call


def test_whatever_carries_a_secret_prints_none_of_it(cast):
    meeting = an_open_activity(cast)
    codes, welcome, call = _phone(meeting)
    done = phones.register(welcome.ticket, "1001", PIN, "", "nonce", call)
    (badge,) = badges.issue(OPERATOR, NOW, ["1001"])
    (issued,) = enrolment_codes.issue_codes(OPERATOR, NOW, ["1002"])
    asked = _ill(cast)
    seen = leave.leaves(cast.dean)[0]
    draft = LeaveDraft("1001", "sick", REASON, NOW, NOW, evidence=(PAPER,))
    carried = [
        (codes, codes.scanned, codes.typed), (welcome, welcome.ticket), (done, done.secret),
        (badge, badge.number), (issued, issued.code), (CodeIssued(issued), issued.code),
        (asked, REASON), (seen, REASON, PAPER), (draft, REASON, PAPER),
        (Entry(PIN), PIN), (Enrolled(PIN), PIN), (scanned.read(badge.number, set()), badge.number),
        (bodies.SignIn("the ticket", KEY, "the proof"), "the ticket", "the proof"),
        (bodies.Register("the ticket", "1001", KEY, "the proof", "p", "sealed"), "the ticket"),
    ]  # fmt: skip
    told = {(type(each).__name__, word) for each, *words in carried for word in words
            if word in repr(each) or word in str(each)}  # fmt: skip
    assert not told


def test_a_row_prints_nothing_but_its_number(cast):
    rows = (Credential.get(), School.get(), Leave.create(
        teacher=cast.su, kind="sick", reason=REASON, starts_at=NOW, ends_at=NOW, asked_at=NOW
    ))  # fmt: skip
    for row in rows:
        assert repr(row) == f"<{type(row).__name__}: {row.id}>"


@pytest.mark.parametrize(
    ("where", "act"),
    [
        ("credentials._matches", lambda: credentials.enter("1001", PIN, NOW, MACHINE)),
        ("credentials.actor_for", lambda: sign_in.sign_in(1, "1001", PIN, NOW, "kbd", MACHINE)),
        ("credentials._set_pin", lambda: credentials.enrol("1002", _code(), NEW_PIN, NOW, "m")),
        ("credentials.hash_pin", lambda: credentials.enrol("1002", _code(), NEW_PIN, NOW, "m")),
    ],
)  # fmt: skip
def test_trouble_with_a_pin_on_the_stack_is_told_without_it(cast, log, monkeypatch, where, act):
    monkeypatch.setattr(f"yanxiu_tui.services.{where}", _fail)
    with pytest.raises(ZeroDivisionError) as error:
        act()
    sentence = trouble.explain(error.value)
    kept = log.read_text()
    assert "ZeroDivisionError" in kept
    for word in (PIN, NEW_PIN):
        assert word not in kept + sentence


def test_trouble_while_a_phone_registers_is_told_without_its_secrets(cast, log, monkeypatch):
    meeting = an_open_activity(cast)
    _, welcome, call = _phone(meeting)
    monkeypatch.setattr(phones, "_hand_over", _fail)
    with pytest.raises(ZeroDivisionError) as error:
        phones.register(welcome.ticket, "1001", PIN, "", "nonce", call)
    trouble.explain(error.value)
    kept = log.read_text()
    for word in (PIN, welcome.ticket, phone_codes.secret()):
        assert word not in kept


def test_a_row_the_database_refuses_is_told_without_what_it_holds(cast, log):
    row = {"teacher": cast.su, "reason": f"{REASON}\n\n{REASON}", "starts_at": NOW, "ends_at": NOW}
    with pytest.raises(peewee.IntegrityError) as error:
        Leave.insert(kind=None, asked_at=NOW, **row).execute()
    sentence = trouble.explain(error.value)
    kept = log.read_text()
    assert "IntegrityError" in kept
    assert REASON not in kept + sentence


def test_the_trace_tells_no_secret_and_no_medical_word(cast):
    meeting = an_open_activity(cast)
    codes, welcome, call = _phone(meeting)
    done = phones.register(welcome.ticket, "1001", PIN, "", "nonce", call)
    number = badges.issue(OPERATOR, NOW, ["1001"])[0].number
    code = _code()
    credentials.enrol("1002", code, NEW_PIN, NOW, MACHINE)
    _ill(cast)
    kept = "\n".join(f"{row.act} {row.subject} {row.detail}" for row in Trace.select())
    words = (PIN, NEW_PIN, code, number, welcome.ticket, codes.scanned, codes.typed, done.secret,
             phone_codes.secret(), REASON, PAPER, "hospital", "certificate")  # fmt: skip
    assert not [word for word in words if word in kept]


def test_what_lets_somebody_in_is_kept_only_as_a_hash_or_not_at_all(cast):
    meeting = an_open_activity(cast)
    _, welcome, call = _phone(meeting)
    done = phones.register(welcome.ticket, "1001", PIN, "", "nonce", call)
    number = badges.issue(OPERATOR, NOW, ["1001"])[0].number
    code = _code()
    kept = json.dumps(
        [list(table.select().dicts()) for table in (Credential, Phone, Trace, Teacher)],
        default=str,
    )
    for word in (number, code, done.secret, welcome.ticket):
        assert word not in kept
    assert all(row.pin_hash.startswith("$argon2id$") for row in Credential.select())


def test_proofs_and_codes_are_compared_in_constant_time(cast, monkeypatch):
    meeting = an_open_activity(cast)
    _, welcome, call = _phone(meeting)
    done = phones.register(welcome.ticket, "1001", PIN, "", "nonce", call)
    compared = []
    same = "yanxiu_tui.rules.seals.hmac.compare_digest"
    monkeypatch.setattr(same, lambda a, b: compared.append((a, b)) or a == b)
    _, again, call = _phone(meeting)
    shown = proof(phone_secret(phone_codes.secret(), done.phone), again.ticket)
    phones.sign_in(again.ticket, shown, phones.Call("192.0.2.50", MACHINE, NOW, done.phone))
    asked = {given for _, given in compared}
    assert shown.encode() in asked
    assert again.ticket.rpartition(".")[2].encode() in asked


def test_the_phone_child_is_told_of_the_database_where_ps_does_not_look(postgres_url):
    child = start(f"{postgres_url}&application_name=sesame")
    try:
        shown = subprocess.run(
            ["ps", "-ww", "-o", "args=", "-p", str(child.pid)], capture_output=True, text=True
        ).stdout
        assert "yanxiu_tui.phone" in shown
        assert "postgres" not in shown
        assert "sesame" not in shown
    finally:
        child.stdin.close()
        child.wait(30)
