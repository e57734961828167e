"""What was refused, by its code and in its words."""

import pytest

from yanxiu_tui.errors import Refused


def refused(act):
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.reason, str(refusal.value)
