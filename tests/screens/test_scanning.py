"""A camera before the screen: the QR is read from a picture of the whole terminal, painted anew."""

import pytest
from playwright.async_api import async_playwright

from tests.browser import LAUNCH, needs_chromium, scan
from tests.builders import NOW
from tests.screens.conftest import SIZES, settle
from yanxiu_tui.phone_child import PageState
from yanxiu_tui.services import phone_codes

pytestmark = needs_chromium
SERVED_AT = "http://192.168.100.100:8731"


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_the_code_is_read_from_the_screen_at_either_size(app, school, theme, tmp_path):
    codes = phone_codes.codes(phone_codes.secret(), school.id, NOW)
    app.theme = theme
    async with async_playwright() as engine, app.run_test(size=SIZES[0]) as pilot:
        browser = await engine.chromium.launch(**LAUNCH)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            app.hear_of_page(PageState(True, SERVED_AT))
            await settle(pilot)
            found = await scan(browser, app, tmp_path / f"{size}.png")
            assert found == [f"{SERVED_AT}/{codes.scanned}"]
        await browser.close()
