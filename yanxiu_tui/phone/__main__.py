"""``python -m yanxiu_tui.phone``: the phone's door, a child process of the terminal.

The database comes by $YANXIU_DB. One line of JSON on standard output says where it serves, or why
it does not; it ends with its standard input.
"""

import argparse
import gc
import json
import sys

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.memory import default_url, machine_name, open_memory
from yanxiu_tui.trouble import explain

# A hall of phones allocates much and frees next to nothing: collecting is a tenth of it.
_COLLECT_AFTER = 50_000
# Seconds a worker thread may keep the interpreter from the others: short, so that whoever knocks
# is heard while a PIN is checked.
_TURN = 0.001


def main() -> int:
    gc.set_threshold(_COLLECT_AFTER)
    sys.setswitchinterval(_TURN)
    parser = argparse.ArgumentParser(prog="python -m yanxiu_tui.phone")
    parser.add_argument("--address", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--secure", action="store_true")
    asked = parser.parse_args()
    try:
        serve(asked.address, asked.port, asked.secure)
    except Refused as refusal:
        return _refuse(str(refusal))
    except Exception as error:
        return _refuse(explain(error))
    return 0


def serve(address: str, port: int, secure: bool) -> None:
    """Serve until standard input closes; Refused, or what the database says, when it cannot."""
    from yanxiu_tui.phone.app import phone_app
    from yanxiu_tui.phone.door import Door
    from yanxiu_tui.phone.server import (
        allow_connections,
        end_with_input,
        listen,
        origin_of,
        server,
    )
    from yanxiu_tui.services.school import school_name

    open_memory(default_url())
    if not school_name():
        raise Refused("no_school", "还没有建立学校，请先运行 yanxiu init。")
    certificate = _certificate(address) if secure else None
    allow_connections()
    listening = listen(address, port)
    origin = origin_of(address, listening.getsockname()[1], secure)
    serving = server(
        phone_app(Door(machine_name()), origin), certificate, lambda: _tell({"serving": origin})
    )
    end_with_input(serving)
    serving.run([listening])


def _certificate(address: str) -> str:
    from platformdirs import user_data_path

    from yanxiu_tui.phone.certificate import certificate

    try:
        return str(certificate(address, user_data_path("yanxiu", False), clock.now()))
    except (OSError, ValueError) as error:
        raise Refused(
            "no_certificate", "做不出 https 用的证书，请检查用户数据目录能不能写，或改用 http。"
        ) from error


def _refuse(sentence: str) -> int:
    _tell({"refused": sentence})
    return 1


def _tell(words: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
