"""手机签到: the page this machine serves to phones, and the phones that are registered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.phone_child import PageState
from yanxiu_tui.rules.names import rank
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.searched import MOST_ROWS, SearchedRoom
from yanxiu_tui.services import phone_pages, phones
from yanxiu_tui.services.permission import Act, Actor, Scope, reach
from yanxiu_tui.services.phone_pages import Place
from yanxiu_tui.services.phones import PhoneView

_WIDTHS = {"编号": 5, "工号": 7, "姓名": 10, "登记时间": 16, "登记时的地址": 16, "情况": 12}
_RUNS = ("switch", "set_place")


@dataclass
class PhonesRead(Message):
    """The phones this person may see."""

    found: Sequence[PhoneView]


@dataclass
class Placed(Message):
    """The page is to be served there, or no more."""

    place: Place


@dataclass
class FormReady(Message):
    """Where the page is served now, and the addresses to choose from."""

    place: Place
    addresses: Sequence[str]


@dataclass
class Stopped(Message):
    """A phone signs nobody in any more."""

    phone: PhoneView


class PhonesScreen(SearchedRoom):
    """The office sees all phones and sets the page; everybody else sees their own."""

    ROOM_NAME = "手机签到"
    CSS_PATH = [*SearchedRoom.CSS_PATH, "phones.tcss"]
    HELP_TEXT = """\
老师用自己的手机扫签到台上的二维码，第一次选姓名、输口令，这部手机就登记在本人名下；
以后开会扫一下、点一下就签到。一部手机一次活动只能签一位老师（Z25 一律不准代签）。
[b]Delete[/b] 停用光标上的手机：丢了、换了、送人了都要停用；本人凭口令可以重新登记
[b]F5[/b] 打开或关闭这台电脑的手机签到页面（教导处、资源教师），以后开机照此办理
[b]F6[/b] 设定页面的地址、端口、是否加密

手机要和这台电脑在同一个网里。页面只管签到，别的什么也看不到；网络断了，签到台照常用键盘签到。"""
    BINDINGS = [
        Binding("f5", "switch", "打开/关闭", id="switch", tooltip="打开或关闭手机签到页面"),
        Binding("f6", "set_place", "设置", id="set_place", tooltip="页面的地址、端口、是否加密"),
        Binding("delete", "revoke", "停用", id="revoke", tooltip="停用这部手机", priority=True),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.found_phones: Sequence[PhoneView] | None = None
        self.manages = reach(actor, Act.MANAGE_PHONES) is Scope.SCHOOL
        self.runs = reach(actor, Act.RUN_PHONE_PAGE) is Scope.SCHOOL

    def body(self) -> ComposeResult:
        yield Static("", id="page", markup=False)
        yield from self.search()

    def on_mount(self) -> None:
        self.query_one("#search").display = self.manages
        self.query_one("#typed", Input).focus()
        self.query_one("#page").display = self.runs
        self.watch(self.app, "phone_page", self.hear)
        self.read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.runs if action in _RUNS else True

    # The page

    def hear(self, state: PageState) -> None:
        """Say whether the page is served."""
        words = state.trouble or "正在打开……"
        if state.served_at:
            words = f"已打开　{state.served_at}"
        elif not state.wanted:
            words = "没有打开，按 F5 打开"
        self.query_one("#page", Static).update(f"这台电脑的手机签到页面：{words}")

    @property
    def wanted(self) -> bool:
        """Whether the page is to be served now, by the setting or by the command line."""
        return bool(self.app.phone_page.wanted)  # type: ignore[attr-defined]

    def action_switch(self) -> None:
        """Open the page, or close it, now and from now on."""
        on = not self.wanted
        self.ask(lambda: Placed(phone_pages.switch(self.actor, on, clock.now())))

    def action_set_place(self) -> None:
        """Ask where to serve it."""
        self.say("正在看这台电脑有哪些地址……", "plain")

        def act() -> Message:
            place = phone_pages.place_of(self.actor.machine)
            shown = replace(place, on=place.on or self.wanted)
            return FormReady(shown, phone_pages.own_addresses())

        self.ask(act)

    def on_form_ready(self, message: FormReady) -> None:
        from yanxiu_tui.screens.phone_page_form import PhonePageForm

        def placed(place: Place | None) -> None:
            if place:
                self.on_placed(Placed(place))

        self.say("", "plain")
        form = PhonePageForm(self.actor, message.place, message.addresses)
        self.app.push_screen(form, placed)

    def on_placed(self, message: Placed) -> None:
        place = message.place
        where = f"打开了（地址 {place.address}，端口 {place.port}）"
        self.say(f"手机签到页面{where if place.on else '关闭了'}。")
        self.app.serve_phones(place)  # type: ignore[attr-defined]

    # The phones

    def read(self) -> None:
        """Read the phones."""
        self.ask(lambda: PhonesRead(phones.phones(self.actor)), group="read", only_last=True)

    def on_phones_read(self, message: PhonesRead) -> None:
        self.found_phones = message.found
        used = sum(not each.revoked_at for each in message.found)
        self.query_one("#beside", Static).update(f"在用 {used} 部")
        self.paint()

    def paint(self) -> None:
        """Show the phones whose owner the typed text may mean; a row's key is the phone's id."""
        if self.found_phones is None:
            return
        typed = self.query_one("#typed", Input).value.strip()
        everything = self.found_phones[:MOST_ROWS]
        shown = rank(typed, self.found_phones, MOST_ROWS) if typed else everything
        nothing = "没有找到这位老师的手机，请换个写法。"
        if not self.found_phones:
            nothing = "还没有登记手机。开会时用手机扫签到台上的二维码，选姓名、输口令就登记好了。"
        self.fill(_WIDTHS.items(), ((each.id, _cells(each)) for each in shown), nothing)

    def action_revoke(self) -> None:
        """Ask, then stop the phone under the cursor."""
        phone = next((each for each in self.found_phones or () if each.id == self.current), None)
        if phone is None or phone.revoked_at:
            self.say("没有可停用的手机。" if phone is None else "这部手机早已停用。", "plain")
            return

        def answered(sure: bool | None) -> None:
            if sure:
                self.ask(lambda: Stopped(phones.revoke(self.actor, phone.id, clock.now())))

        registered = f"{clock.local(phone.registered_at):%Y-%m-%d %H:%M}"
        question = (
            f"要停用{phone.name}老师 {registered} 登记的手机吗？\n"
            "停用后它不能再签到；本人凭口令可以重新登记。"
        )
        self.app.push_screen(ConfirmScreen(question, "停用"), answered)

    def on_stopped(self, message: Stopped) -> None:
        self.say(f"{message.phone.name}老师的手机已停用。")
        self.read()


def _cells(phone: PhoneView) -> list[Text]:
    state = f"{clock.local(phone.revoked_at):%m-%d} 停用" if phone.revoked_at else "在用"
    registered = f"{clock.local(phone.registered_at):%Y-%m-%d %H:%M}"
    values = (str(phone.id), phone.staff_no, phone.name, registered, phone.address, state)
    style = "dim" if phone.revoked_at else ""
    return [Text(value, style, no_wrap=True, overflow="crop") for value in values]
