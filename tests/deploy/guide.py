"""The commands of a guide, as somebody copies them from the page."""

from __future__ import annotations

import re
from pathlib import Path

from tests.tui.helpers.terminal import ROOT


class Guide:
    """One page; every command of it that a test has taken is struck off."""

    def __init__(self, name: str) -> None:
        self._text = Path(ROOT, "docs", name).read_text(encoding="utf-8")

    def section(self, heading: str) -> str:
        """What stands under that heading, up to the next of its level."""
        found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", self._text, re.M | re.S)
        assert found, f"there is no section {heading!r} any more"
        return found[1]

    def block(self, heading: str, beginning: str) -> str:
        """The block in that section which begins like that."""
        blocks = re.findall(r"(?:^    .*\n)+", self.section(heading), re.M)
        for block in blocks:
            text = re.sub(r"^    ", "", block, flags=re.M).strip("\n") + "\n"
            if text.startswith(beginning):
                return text
        raise AssertionError(f"no block under {heading!r} begins with {beginning!r}")


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """`text` with what is an example in the guide in the place of what is true here; each must be there."""
    for old, new in pairs:
        assert old in text, f"the guide does not say {old!r} any more"
        text = text.replace(old, new)
    return text
