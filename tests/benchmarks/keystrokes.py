"""Recording a full session: keys pressed against the text on record and the navigation.

python -m tests.benchmarks.keystrokes

A character of Chinese counts as one key, however the input method makes it. Navigation is whatever
leaves no character: keys that go somewhere, Enter, the blank behind a name.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.events import Key
from textual.pilot import Pilot

from db.connection import connect
from db.migrate import upgrade
from db.models import Passage, Remark
from tests.builders import a_school, a_teacher
from tests.screens.conftest import settle
from tests.screens.prep_school import LEADER, OTHER, TEACHER, a_prep_session, actor_of
from yanxiu_tui.app import YanxiuApp
from yanxiu_tui.screens.recording import RecordingScreen

SECTIONS = (
    "能借助注释读懂课文，体会作者的情感；学习抓住细节写人的方法。",
    "本文是第一单元的第三篇，写父亲买橘子的背影，语言朴素，情感深沉。",
    "学生读过写亲情的文章，容易停在“感动”上，不会从细节里读出感情。",
    "1.有感情地朗读；2.抓住动词体会父爱；3.仿写一个片段。",
    "重点：四次写背影的作用。难点：理解“我”的四次流泪。",
    "朗读法、比较阅读法。先用一张照片导入，再读第六段。",
    "圈点批注，小组里说说最打动自己的一个词。",
    "基础：抄写生字词。提高：仿写片段。拓展：读《目送》选段。",
    "课堂小测五题；片段互评，两人一组。",
    "王小明出课件，买买提出学案，下周一前发到组里。",
    "形成第一单元共性教案第一版；下次由王小明说课。",
)
# Whose words, as their name is typed ("" while the same person goes on), and adopted into which.
REMARKS = (
    ("wxm", "王小明", "导入的照片换成学生自己带来的，更有话说。", "jfxz"),
    ("", "王小明", "第六段先让学生默读，再请人演一演爬月台的动作。", "jfxz"),
    ("mmt", "买买提·艾力", "仿写的题目放宽一点，写一个人的手也可以。", "zyfc"),
    ("oyjy", "欧阳静怡", "同意。小测里加一道比较题，和《台阶》比。", ""),
    ("wxm", "王小明", "作业的拓展不要求全做，写明自愿。", "zyfc"),
    ("mmt", "买买提·艾力", "学困生给半成品的批注，照着续。", ""),
)


@dataclass
class Keys:
    """Presses keys one by one and counts them: those that are text, and those that navigate."""

    pilot: Pilot[None]
    text: int = 0
    navigation: int = 0

    async def type(self, words: str) -> None:
        """Type words as an input method hands them over."""
        for char in words:
            self.pilot.app.post_message(Key(char, char))
        self.text += len(words)
        await settle(self.pilot)

    async def press(self, *keys: str) -> None:
        """Press keys that leave no character."""
        self.navigation += len(keys)
        for key in keys:
            await self.pilot.press(key)
            await settle(self.pilot)

    async def find(self, initials: str) -> None:
        """Type what only chooses from a list."""
        await self.press(*initials, "enter")


async def record(keys: Keys, sections: Sequence[str], remarks: Sequence[tuple[str, ...]]) -> None:
    """Write the sections one after another, then take down the remarks, adopting some."""
    for at, text in enumerate(sections):
        await keys.press(*["f8"] * (at > 0))
        await keys.type(text)
    await keys.press("f6")
    for typed, _, words, section in remarks:
        if typed:
            await keys.type(typed)
            await keys.press("space")
        await keys.type(words)
        await keys.press("enter")
        if section:
            await keys.press("f5")
            await keys.find(section)
    await keys.press("escape")


def on_record() -> int:
    """The characters that a reader finds: the sections, and names with words."""
    said = sum(len(row.teacher.name) + len(row.words) for row in Remark.select())
    return said + sum(len(row.text) for row in Passage.select())


async def _measure(url: str) -> dict[str, float]:
    opened = connect(url)
    upgrade(opened)
    term = a_school()
    for staff_no, name in ((LEADER, "欧阳静怡"), (TEACHER, "买买提·艾力"), (OTHER, "王小明")):
        a_teacher(staff_no, name)
    session = a_prep_session(term.id)
    app = YanxiuApp("示范中学")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.open_desk(actor_of(LEADER))
        app.push_screen(RecordingScreen(actor_of(LEADER), session.id))
        await settle(pilot)
        keys = Keys(pilot)
        await record(keys, SECTIONS, REMARKS)
    typed = sum(map(len, SECTIONS)) + sum(len(name) + len(words) for _, name, words, _ in REMARKS)
    pressed = keys.text + keys.navigation
    found = on_record()
    opened.close()
    return {
        "keys pressed": pressed,
        "characters of text, each once": typed,
        "characters on record": found,
        "keys of navigation": keys.navigation,
        "keys to text and navigation": pressed / (typed + keys.navigation),
        "keys to characters on record": pressed / found,
    }


def measure() -> dict[str, float]:
    """Drive the screen once, on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(f"sqlite:///{Path(folder) / 'school.db'}"))


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:32} {value:8.2f}")
