"""A plan, a summary, a report or minutes: any text in sections, as a Word file (Z35)."""

from collections.abc import Sequence
from pathlib import Path

from yanxiu_tui.reports import word


def write(
    path: Path,
    heading: Sequence[str],
    title: str,
    sections: Sequence[tuple[str, str]],
    school: str,
) -> None:
    """Write it; ``sections`` are names with their texts, ``heading`` stands under the title.

    A text that is one section goes without the name. Refused when it cannot be written or a file
    stands there already.
    """
    made = word.paper(title, school)
    for words in filter(None, heading):
        word.line(made, words, centred=True)
    for name, text in sections:
        if len(sections) > 1:
            word.heading(made, name)
        word.prose(made, text)
    word.write(made, path)
