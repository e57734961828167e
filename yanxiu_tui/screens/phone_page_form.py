"""Where this machine serves the page for phones: address, port, plain or encrypted."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from yanxiu_tui import clock
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import phone_pages
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.phone_pages import PORT, Place
from yanxiu_tui.widgets.pick import Pick, Tick, named

_HINTS = {
    "address": "手机连得上的地址，一般选第一个；127.0.0.1 只有这台电脑自己打得开。",
    "port": f"一般用 {PORT}；被别的程序占了再换，1024 到 65535 都可以。",
    "secure": "不加密时口令也先打乱再传，但网页本身可能被人改动。"
    "加密用自己做的证书：手机会提示不受信任，微信可能打不开。",
    "on": "打开以后，这台电脑每次开签到台都会打开手机签到页面。",
}


@dataclass
class Set(Message):
    """The page is to be served there."""

    place: Place


class PhonePageForm(FormScreen[Place]):
    """Returns the place that was set."""

    FORM_NAME = "手机签到页面"

    def __init__(self, actor: Actor, place: Place, addresses: Sequence[str]) -> None:
        super().__init__()
        self.actor, self.place, self.addresses = actor, place, addresses

    def fields(self) -> ComposeResult:
        address = self.place.address or self.addresses[0]
        yield row("地址", Pick(named(self.addresses), address, free=True, id="address"))
        yield row("端口", Input(str(self.place.port), id="port", compact=True))
        yield row("加密", Tick("用 https", self.place.secure, id="secure"))
        yield row("打开", Tick("每次都打开", self.place.on, id="on"))

    def hint_for(self, field: Widget) -> str:
        return _HINTS.get(field.id or "", "")

    def save(self) -> None:
        """Set the place; the service says whether it is fit."""
        self.busy = True
        address, port = (self.query_one(f"#{name}", Input).value for name in ("address", "port"))
        secure, on = (self.query_one(f"#{name}", Tick).value for name in ("secure", "on"))

        def act() -> Message:
            place = phone_pages.typed_place(address, port, secure, on)
            return Set(phone_pages.set_place(self.actor, place, clock.now()))

        self.ask(act)

    def on_set(self, message: Set) -> None:
        self.dismiss(message.place)

    def field_of(self, sentence: str) -> str:
        return "port" if "端口" in sentence else "address"
