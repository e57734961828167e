"""``yanxiu``: no command opens the staffroom screen; each subject has its own file."""

import importlib
import sys

import click

from yanxiu_tui.errors import Refused
from yanxiu_tui.memory import default_url

# Subject → module; read only when the command is used, so that the start stays quick.
_COMMANDS = {
    "demo": "demo",
    "init": "init",
    "teachers": "teachers",
    "activities": "activities",
    "sign-in": "sign_in",
    "attendance": "attendance",
    "leave": "leave",
    "regulation": "regulation",
    "doctor": "doctor",
}


class _Subjects(click.Group):
    """A group whose commands live one file each and are imported when named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        found = importlib.import_module(f"yanxiu_tui.commands.{module}")
        command: click.Command = found.command
        return command


@click.command(
    cls=_Subjects, invoke_without_command=True, help="校本研修终端。不带命令时打开签到台。"
)
@click.option(
    "--db", metavar="URL", help="sqlite:///文件路径 或 postgresql://…（也可用 $YANXIU_DB）。"
)
@click.version_option(package_name="yanxiu", message="研修 %(version)s")
@click.pass_context
def main(context: click.Context, db: str | None) -> None:
    context.obj = db or default_url()
    if context.invoked_subcommand is None:
        from yanxiu_tui.commands.screen import open_screen

        open_screen(context.obj)


def run() -> None:
    """Run ``yanxiu``: 0 done, 1 refused with the reason in Chinese, 2 wrong usage."""
    from db.errors import DatabaseProblem

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # An old console may not know every character of a name: never fail over it.
            stream.reconfigure(errors="replace")
    try:
        main(prog_name="yanxiu", standalone_mode=False)
    except (Refused, DatabaseProblem) as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    except click.UsageError as error:
        click.echo(error.format_message(), err=True)
        click.echo("用法见：yanxiu --help", err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已取消。", err=True)
        sys.exit(1)
