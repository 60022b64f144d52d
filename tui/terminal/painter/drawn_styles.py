"""Textual's cache of background styles, kept by their colours alone.

Its own is an `lru_cache` on a method, so it holds each of the last 1,024 caches of drawn lines that asked it:
the lines of forms that were closed long ago, with what was typed in them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from textual._styles_cache import StylesCache
from textual.color import Color
from textual.style import Style

_MOST = 256


@lru_cache(_MOST)
def _inner_outer(base: Color, background: Color) -> tuple[Style, Style]:
    return Style(background=base + background), Style(background=base)


def _of_colours(cache: StylesCache, base: Color, background: Color) -> tuple[Style, Style]:
    """The style inside and outside of a border."""
    return _inner_outer(base, background)


def hold_no_widgets() -> None:
    """From now on nothing that was drawn outlives its widget."""
    cast(Any, StylesCache).get_inner_outer = _of_colours
