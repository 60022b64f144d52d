"""The few symbols the screens use, and what stands for one that a terminal cannot show.

The symbols are ASCII. Boxes and bars are Textual's; an old console, a Latin-1 terminal and `--ascii` show
the same picture with plain lines.
"""

# ruff: noqa: RUF001 - a table of characters that look alike is the point

from __future__ import annotations

URGENT = "!!"
"""Stop and look: hold, red flag."""
ATTENTION = "!"
"""Something is due or late."""
WAITING = ".."
"""Nothing to do yet."""
OPEN = ">"
"""Here: the step that runs, the gate that is open."""
DONE = "ok"
"""As it should be."""
ENDED = "--"
"""Nothing more will come."""

UNKNOWN = "?"
_STAND_INS = str.maketrans(
    {
        **dict.fromkeys("─━┄┅┈┉╌╍═╴╶╸╺╼╾", "-"),
        **dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻╽╿", "|"),
        **dict.fromkeys("▁▂▃▄▅▆▇▔_", "_"),
        **dict.fromkeys("█▉▊▋▌▍▎▏▐▀░▒▓■", "#"),
        **dict.fromkeys("•●○◦·∙⬤◉", "*"),
        **dict.fromkeys("▶►▸→❯›", ">"),
        **dict.fromkeys("◀◄◂←❮‹", "<"),
        **dict.fromkeys("▲▴↑", "^"),
        **dict.fromkeys("▼▾↓", "v"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("‘’‚", "'"),
        **dict.fromkeys("“”„", '"'),
        "\N{NO-BREAK SPACE}": " ",
        "…": ".",
        "°": "o",
    }
)


def stand_in(char: str) -> str:
    """ASCII for `char` that takes as many cells, so that columns stay in line."""
    if char.isascii():
        return char
    plain = char.translate(_STAND_INS)
    if plain.isascii():
        return plain
    if 0x2500 <= ord(char) <= 0x257F:
        return "+"
    from tui.widths import cell_len  # here, because hardly any run of a plain command needs it

    return UNKNOWN * cell_len(char)
