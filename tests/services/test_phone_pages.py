"""Where a machine serves the page for phones: set by the office, kept by machine, traced."""

import json
import socket
from dataclasses import replace

import pytest

from db.models import PhonePage, Trace
from tests.builders import MACHINE, NOW, OPERATOR, a_school, a_teacher, an_actor
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import phone_pages
from yanxiu_tui.services.phone_pages import (
    Place,
    own_addresses,
    place_asked,
    place_of,
    set_place,
    switch,
    typed_place,
)

PLACE = Place("192.168.1.20", 8800, secure=True, on=True)


@pytest.fixture(autouse=True)
def school(memory):
    """A school to set it for."""
    a_school()


def test_a_machine_serves_nothing_until_the_office_says_so():
    assert place_of(MACHINE) == Place("", 8731, secure=False, on=False)


def test_what_the_office_sets_is_kept_for_this_machine_alone():
    assert set_place(OPERATOR, PLACE, NOW) == PLACE
    assert place_of(MACHINE) == PLACE
    assert place_of("会议室") == Place()


def test_setting_it_again_keeps_one_row_and_traces_both():
    set_place(OPERATOR, PLACE, NOW)
    set_place(OPERATOR, replace(PLACE, port=8801, on=False), NOW)
    assert PhonePage.select().count() == 1
    lines = [json.loads(line.detail) for line in Trace.select().order_by(Trace.id)]
    assert [(each["port"], each["on"]) for each in lines] == [(8800, True), (8801, False)]


def test_it_is_switched_on_where_it_was_set():
    set_place(OPERATOR, replace(PLACE, on=False), NOW)
    assert switch(OPERATOR, True, NOW) == PLACE
    assert switch(OPERATOR, False, NOW) == replace(PLACE, on=False)


def test_switched_on_before_it_was_set_it_takes_this_machine_s_address(monkeypatch):
    monkeypatch.setattr(phone_pages, "own_addresses", lambda: ["10.0.0.7", "127.0.0.1"])
    assert switch(OPERATOR, True, NOW) == Place("10.0.0.7", on=True)


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("", replace(PLACE, on=True)),
        ("10.0.0.7", replace(PLACE, address="10.0.0.7")),
        ("１０.0.0.7：9000", replace(PLACE, address="10.0.0.7", port=9000)),
    ],
)
def test_the_command_line_serves_once_where_it_says(asked, place):
    set_place(OPERATOR, replace(PLACE, on=False), NOW)
    assert place_asked(asked, MACHINE) == place
    assert place_of(MACHINE).on is False


@pytest.mark.parametrize(
    ("address", "port", "reason"),
    [
        ("demo", "8731", "bad_address"),
        ("192.168.1.256", "8731", "bad_address"),
        ("0.0.0.0", "8731", "bad_address"),
        ("224.0.0.1", "8731", "bad_address"),
        ("", "8731", "bad_address"),
        ("192.168.1.20", "80", "bad_port"),
        ("192.168.1.20", "65536", "bad_port"),
        ("192.168.1.20", "eighty", "bad_port"),
        ("192.168.1.20", "", "bad_port"),
        ("192.168.1.20", "²", "bad_port"),
    ],
)
def test_what_no_phone_could_open_is_refused(address, port, reason):
    with pytest.raises(Refused) as refusal:
        typed_place(address, port, False, True)
    assert refusal.value.reason == reason
    assert not PhonePage.select().exists()


def test_only_the_office_and_those_who_look_after_the_machines_set_it():
    teacher = an_actor(a_teacher("1001", "苏慧"))
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        set_place(teacher, PLACE, NOW)
    minder = an_actor(a_teacher("1002", "林远"), Role.RESOURCE_TEACHER)
    assert set_place(minder, PLACE, NOW) == PLACE


def test_the_machine_s_addresses_end_with_its_own_loop():
    found = own_addresses()
    assert found[-1] == "127.0.0.1"
    assert len(set(found)) == len(found)


def test_without_a_network_or_a_name_the_loop_is_left(monkeypatch):
    def away(*_):
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", away)
    monkeypatch.setattr(socket, "gethostbyname_ex", away)
    assert own_addresses() == ["127.0.0.1"]
