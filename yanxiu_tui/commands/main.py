"""``yanxiu``: no command opens the staffroom screen; each subject has its own file."""

import gc
import importlib
import os
import sys

import click

from yanxiu_tui import __version__
from yanxiu_tui.commands.chinese import sentence, speak_chinese
from yanxiu_tui.commands.screen import phone_option
from yanxiu_tui.errors import Refused
from yanxiu_tui.memory import default_url
from yanxiu_tui.trouble import explain

# Subject → module; read only when the command is used, so that the start stays quick.
_COMMANDS = {
    "demo": "demo",
    "init": "init",
    "term": "term",
    "teachers": "teachers",
    "codes": "codes",
    "badges": "badges",
    "phones": "phones",
    "activities": "activities",
    "sign-in": "sign_in",
    "attendance": "attendance",
    "proxy-sign-ins": "proxy_sign_in",
    "prep": "prep",
    "observations": "observations",
    "pairings": "pairings",
    "leave": "leave",
    "claims": "claims",
    "submissions": "submissions",
    "out-studies": "out_studies",
    "hours": "hours",
    "evaluation": "evaluation",
    "ranking": "ranking",
    "rankings": "rankings",
    "awards": "awards",
    "skills": "skills",
    "certificates": "certificates",
    "pack": "pack",
    "steering": "steering",
    "todo": "todo",
    "search": "search",
    "regulation": "regulation",
    "archives": "archives",
    "loans": "loans",
    "measures": "measures",
    "personal-data": "personal_data",
    "backup": "backup",
    "restore": "restore",
    "move": "move",
    "audit": "audit",
    "doctor": "doctor",
}

# A start or a ranking allocates much and frees next to nothing: collecting is a tenth of it.
COLLECT_AFTER = 50_000

speak_chinese()


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
@phone_option
@click.version_option(__version__, message="研修 %(version)s")
@click.pass_context
def main(context: click.Context, db: str | None, phone: str | None) -> None:
    context.obj = db or default_url()
    if context.invoked_subcommand is None:
        from yanxiu_tui.commands.screen import open_screen

        open_screen(context.obj, phone)


def run() -> None:
    """Run ``yanxiu``: 0 done, 1 refused with the reason in Chinese, 2 wrong usage."""
    from db.errors import DatabaseProblem

    gc.set_threshold(COLLECT_AFTER)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # An old console may not know every character of a name: never fail over it.
            stream.reconfigure(errors="replace")
    try:
        main(prog_name="yanxiu", standalone_mode=False)
        sys.stdout.flush()
    except (Refused, DatabaseProblem) as refusal:
        _stop(str(refusal), 1)
    except click.UsageError as error:
        _stop(f"{sentence(error)}\n{_where_help_is(error)}".rstrip(), 2)
    except click.ClickException as error:
        _stop(sentence(error), 1)
    except (click.Abort, KeyboardInterrupt):
        _stop("已取消。", 1)
    except BrokenPipeError:
        # Whoever read the output (head, less) has had enough; nothing is left to say to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except UnicodeEncodeError:
        _stop("输入里有认不出的字符，请核对后重新输入。", 1)
    except Exception as error:
        _stop(explain(error), 1)


def _stop(words: str, code: int) -> None:
    click.echo(words, err=True)
    sys.exit(code)


def _where_help_is(error: click.UsageError) -> str:
    """Where to read more; nothing when what is shown is the help page itself."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return ""
    return f"用法见：{error.ctx.command_path if error.ctx else 'yanxiu'} --help"
