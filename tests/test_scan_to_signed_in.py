"""The whole way: the code on the real screen, a phone that scans it, 已签到 on both screens."""

import asyncio

import pytest
from playwright.async_api import async_playwright, expect
from textual.widgets import Static

from db.connection import connect
from tests.browser import LAUNCH, PHONE, needs_chromium, scan
from tests.builders import PIN
from tests.conftest import copied_sqlite
from tests.phone.child import a_meeting_now
from yanxiu_tui.app import YanxiuApp
from yanxiu_tui.phone_child import PhoneChild
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.screens.phone_panel import PhonePanel
from yanxiu_tui.services.phone_pages import Place

pytestmark = needs_chromium


@pytest.fixture
def app(request, tmp_path):
    """The program, resting at a meeting of this moment; its child is the real one."""
    url = copied_sqlite(request, tmp_path)
    opened = connect(url)
    a_meeting_now({"1001": "苏慧", "1002": "林远"})
    yield YanxiuApp("示范中学", phone_child=PhoneChild(url))
    opened.close()


async def _until(holds):
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_from_the_code_on_the_screen_to_signed_in_on_both_screens(app, size, tmp_path):
    async with async_playwright() as engine, app.run_test(size=size):
        browser = await engine.chromium.launch(**LAUNCH)
        app.serve_phones(Place("127.0.0.1", 0, on=True))
        await _until(lambda: any(panel.display for panel in app.screen.query(PhonePanel)))
        panel = app.screen.query_one(PhonePanel)
        (scanned,) = await scan(browser, app, tmp_path / "screen.png")
        phone = await browser.new_context(**PHONE)
        await _sign_in(await phone.new_page(), scanned)
        await _until(lambda: "苏慧" in str(panel.query_one(Static).content))
        standing = {line.name: line.status for line in app.screen.board.lines}
        assert standing == {"苏慧": Status.PRESENT, "林远": Status.EXPECTED}
        await browser.close()


async def _sign_in(page, scanned):
    """Choose the name, type the PIN, and see that it is done."""
    await page.goto(scanned)
    await page.get_by_label("您是哪一位？").fill("sh")
    await page.get_by_role("button", name="苏慧").tap()
    await page.get_by_label("输入您的口令").fill(PIN)
    await page.get_by_role("button", name="签到", exact=True).tap()
    await expect(page.get_by_text("已签到", exact=True)).to_be_visible(timeout=20_000)
    await expect(page.locator("#who")).to_have_text("苏慧老师")
