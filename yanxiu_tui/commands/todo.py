"""``yanxiu todo``: what waits for somebody, as it stands on their desk."""

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import format_option, memory, show


@click.command(help="列出一位老师的待办，最急的在前，与其工作台上的一样。")
@click.argument("staff_no", metavar="工号")
@format_option
@click.pass_context
def command(context: click.Context, staff_no: str, fmt: str) -> None:
    from yanxiu_tui.memory import machine_name
    from yanxiu_tui.services import credentials, todo
    from yanxiu_tui.widgets.todo_words import due_day, due_words

    memory(context)
    actor = credentials.actor_for(credentials.find_teacher(staff_no), machine_name())
    now = clock.now()
    rows = [
        (due_words(each.due_at, now).plain, due_day(each.due_at), each.words)
        for each in todo.todos(actor, now)
    ]
    show(("期限", "截止", "要办的事"), rows, fmt)
