"""The page: small, whole in itself, and only what was meant to run may run."""

import re
from base64 import b64encode
from hashlib import sha256

from yanxiu_tui.phone.page import page


def test_the_page_is_under_twenty_kilobytes():
    assert len(page()[0]) < 20_000


def test_the_page_fetches_nothing_from_anywhere():
    html = page()[0].decode()
    assert not re.findall(r"https?:|src=|url\(|@import|<link|<img", html)
    assert "{{" not in html


def test_the_policy_names_the_one_script_and_the_one_style():
    html, policy = page()
    for tag in ("script", "style"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html.decode(), re.S)
        digest = b64encode(sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.findall(r" on[a-z]+=| style=", html.decode())


def test_the_page_may_ask_only_this_place():
    policy = page()[1]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_browser_too_old_still_reads_the_page():
    html = page()[0].decode()
    assert not re.findall(r"\b\d+n\b|\?\?|\?\.[a-z]", html.partition("<script>")[2])
    assert "<noscript>" in html
