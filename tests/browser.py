"""A real browser: the page as a phone shows it, and a terminal's screen as a camera sees it."""

import shutil

import pytest
import zxingcpp
from PIL import Image

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="这台机器没有 Chromium，没有在真的浏览器里试。"
)
LAUNCH = {
    "executable_path": CHROMIUM,
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
}
PHONE = {
    "viewport": {"width": 375, "height": 667},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 MicroMessenger/8.0.40",
}


async def scan(browser, app, path):
    """Every code that a camera finds on the app's real screen, kept as a picture at ``path``."""
    page = await browser.new_page(viewport={"width": 1600, "height": 1100})
    await page.set_content(app.export_screenshot())
    await page.screenshot(path=path)
    await page.close()
    return [each.text for each in zxingcpp.read_barcodes(Image.open(path))]
