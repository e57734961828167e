"""制度 files as somebody who meant well might have spoilt them."""

import re

from hypothesis import strategies as st

from tests.wild import ODD_WORDS
from yanxiu_tui.regulation.loader import PRESETS, preset_source

SOURCES = {name: preset_source(name) for name in PRESETS if name not in ("default", "dadong")}
_QUOTED = [f'"{each}"' for each in ODD_WORDS if len(each) < 50 and '"' not in each]
_FIGURES = ("0", "1", "-1", "3.5", "1e3", "1e300", "-1e300", "nan", "inf", "-inf", "1_000", "007",
            "0x10", "1000001", "9" * 30, "0.1", "1e-9", "-0.0", "0.30000000000000004")  # fmt: skip
_DAYS = ("2026-09-01", "2026-02-30", "0001-01-01", "9999-12-31", "12:00:00", "25:00:00",
         "2026-09-01T12:00:00Z", "2026-09-01T12:00:00+08:00")  # fmt: skip
_SHAPES = ("[]", "{}", "true", "false", "[[]]", "[{}]", "[1, 'a']", "{ a = 1 }", "", '""', "none",
           "[{ of = [] }]", "[{ who = 3 }]", "{ id = 'Z1', words = '' }", "'''\n'''")  # fmt: skip
VALUES = st.sampled_from([*_QUOTED, *_FIGURES, *_DAYS, *_SHAPES])
_ASSIGNED = re.compile(r"^(\s*[\w-]+\s*=\s*)(.*)$")
_INNER = re.compile(r'"[^"]*"|\b\d[\d.:_-]*\b|\btrue\b|\bfalse\b')
_ALL_LINES = sorted({line for source in SOURCES.values() for line in source.splitlines() if line})
_ALL_VALUES = sorted({found for line in _ALL_LINES for found in _INNER.findall(line)})
LINES = st.sampled_from(_ALL_LINES)


@st.composite
def altered(draw: st.DrawFn, source: str) -> str:
    """The file with one to three values replaced, by what is odd or by what stands elsewhere."""
    lines = source.splitlines()
    places = [number for number, line in enumerate(lines) if _ASSIGNED.match(line)]
    for _ in range(draw(st.integers(1, 3))):
        number = draw(st.sampled_from(places))
        value = draw(VALUES | st.sampled_from(_ALL_VALUES))
        inside = list(_INNER.finditer(lines[number]))
        if inside and draw(st.booleans()):
            spot = draw(st.sampled_from(inside))
            lines[number] = lines[number][: spot.start()] + value + lines[number][spot.end() :]
        else:
            lines[number] = _ASSIGNED.sub(lambda found, v=value: found[1] + v, lines[number])
    return "\n".join(lines)
