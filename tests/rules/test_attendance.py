"""The words of attendance."""

from yanxiu_tui.rules.attendance import roll_name


def test_regular_and_surprise_calls_have_names_of_their_own():
    assert [roll_name(roll) for roll in (1, 2, 10, 101, 110)] == [
        "第一次点名", "第二次点名", "第10次点名", "第一次突击点名", "第10次突击点名",
    ]  # fmt: skip
