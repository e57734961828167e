"""``yanxiu search``: manuscripts by what they say, as the operator."""

from collections.abc import Sequence

import click

from yanxiu_tui.commands.common import format_option, memory, operator, show
from yanxiu_tui.rules.search import KIND_NAMES

HEADINGS = ("编号", "种类", "标题", "作者或组", "日期", "摘录")


@click.command(help="在教案、备课记录、反思、听课记录里找字句；几个词都有的才列出，最近的在前。")
@click.argument("words", metavar="词…", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(list(KIND_NAMES.values())), help="只找这一种。")
@click.option("--limit", type=click.IntRange(1, 500), default=20, metavar="份数", help="列几份。")
@click.option(
    "--skip", type=click.IntRange(0), default=0, metavar="份数", help="从第几份之后列起。"
)
@format_option
@click.pass_context
def command(
    context: click.Context,
    words: Sequence[str],
    kind: str | None,
    limit: int,
    skip: int,
    fmt: str,
) -> None:
    from yanxiu_tui.services.search import search

    memory(context)
    wanted = next((each for each, name in KIND_NAMES.items() if name == kind), None)
    found = search(operator(), " ".join(words), wanted, limit=limit, offset=skip)
    rows = [
        (
            hit.manuscript_id, hit.kind_name, hit.title, hit.who, hit.day,
            "".join(f"【{piece}】" if match else piece for piece, match in hit.snippet),
        )
        for hit in found.hits
    ]  # fmt: skip
    show(HEADINGS, rows, fmt)
    if found.more:
        click.echo(f"还有更多，加 --skip {skip + limit} 看下一页。", err=True)
