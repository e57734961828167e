"""What the library keeps of screens that are gone, and how the desk forgets it on lock."""

from textual._styles_cache import StylesCache
from textual.app import App


def forget_the_gone(app: App[None]) -> None:
    """Let go of the lines that were drawn, and of the editors still told when the theme changes."""
    StylesCache.get_inner_outer.cache_clear()
    for told in getattr(app, "__watchers", {}).values():
        told[:] = [each for each in told if not each[0]._closing]
