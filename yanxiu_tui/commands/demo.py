"""``yanxiu demo``: a made-up school to look round in."""

import os

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import memory
from yanxiu_tui.commands.screen import phone_option
from yanxiu_tui.services import demo


@click.command(help="建立并打开一所演示学校：一学期的记录，一次正在签到的活动。")
@click.option("--db", metavar="URL", help="演示数据库的地址；不写时用单独的演示文件。")
@click.option(
    "--teachers",
    type=click.IntRange(demo.FEWEST, demo.MOST),
    default=62,
    show_default=True,
    help="教师人数。",
)
@click.option("--build-only", is_flag=True, help="只建立，不打开签到台。")
@phone_option
@click.pass_context
def command(
    context: click.Context, db: str | None, teachers: int, build_only: bool, phone: str | None
) -> None:
    root = context.find_root()
    root.obj = db or root.params.get("db") or os.environ.get("YANXIU_DB") or _own_url()
    click.echo("正在建立演示学校…")
    memory(context, new=True)
    _tell(demo.build_demo(teachers, clock.now()), root.obj)
    if not build_only:
        from yanxiu_tui.commands.screen import open_screen

        open_screen(root.obj, root.params.get("phone") if phone is None else phone)


def _own_url() -> str:
    """The demo's own file, beside the school's."""
    from platformdirs import user_data_path

    return f"sqlite:///{user_data_path('yanxiu', False) / 'demo.db'}"


def _tell(school: demo.DemoSchool, url: str) -> None:
    where = url.removeprefix("sqlite:///") if url.startswith("sqlite:") else "PostgreSQL"
    state = "已建好" if school.built else "早已建好，照原样打开"
    click.echo(f"{school.name}{state}：{where}")
    click.echo(
        f"{school.teachers} 位教师，{school.term_name}，"
        f"已办活动 {school.held} 次，计划 {school.planned} 次。"
    )
    click.echo(f"正在签到：{school.open_title}")
    click.echo(f"试签到：工号 {school.staff_no}，口令 {demo.PIN}（演示学校人人都是这个口令）。")
    if school.to_enrol:
        numbers = "、".join(school.to_enrol)
        click.echo(f"试第一次使用：工号 {numbers}，启用码 {demo.CODE}。")
