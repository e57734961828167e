"""The columns of a table: more of them where there is room, never at the cost of the main one."""

import pytest

from yanxiu_tui.widgets.kept_table import KeptTable

NARROW = {"名称": 0, "状态": 8}
WIDE = {"名称": 0, "事由": 40, "批准": 40, "状态": 8}


@pytest.mark.parametrize(
    ("width", "columns"), [(80, NARROW), (100, NARROW), (110, NARROW), (111, WIDE), (140, WIDE)]
)
def test_more_columns_are_shown_once_the_main_one_keeps_room(width, columns):
    assert KeptTable(NARROW, WIDE).fitting(width) is columns


def test_below_a_hundred_cells_there_are_few_columns_however_small():
    assert KeptTable(NARROW, {"名称": 0, "状态": 8, "批准": 8}).fitting(99) is NARROW
