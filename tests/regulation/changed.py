"""A preset with one thing changed in it, and with what words it is refused."""

import pytest

from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load, preset_source

ZHANGHONG, PINGFANG, DADONG = map(preset_source, ("zhanghong", "pingfang", "dadong"))
DUOWEN = preset_source("duowen")
CLAUSE = 'clause = { id = "默认", words = "常见做法" }'


def refused(source, old, new):
    assert old in source
    with pytest.raises(Refused) as refusal:
        load(source.replace(old, new, 1))
    return str(refusal.value)


def with_item(text):
    """A regulation with one more item at the end of its scheme, scoring.items[0]."""
    head = ZHANGHONG[: ZHANGHONG.index("# 制度只说")]
    item = f'[[scoring.items]]\nid = "x"\nname = "一项"\n{CLAUSE}\n{text}\n'
    return f"{head}[scoring]\nunits = {{ '课时' = 2 }}\n{item}"
