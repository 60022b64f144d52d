"""Which font has a character: the one that rides along, or one that this computer has.

DejaVu Sans Condensed rides along, so that a paper looks the same on every computer; it has Latin, Greek,
Cyrillic, Armenian, Georgian, Hebrew and Arabic letters. For the others the fonts of the system are looked
through by their names, those of the Noto family first (`apt install fonts-noto fonts-noto-cjk`).
"""

from __future__ import annotations

import os
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from logging import CRITICAL, getLogger
from pathlib import Path

from tui.paper.page.fault import needs_extra

for _library in ("fontTools", "fpdf"):
    getLogger(_library).setLevel(CRITICAL)  # what they remark on a font would go over the screen


@dataclass(frozen=True)
class Font:
    """The files of one family, its name in small letters; `bold` is the plain one where there is no other."""

    name: str
    plain: Path
    bold: Path

    def file(self, bold: bool) -> Path:
        """The file to set plain or bold words in."""
        return self.bold if bold else self.plain

    def has(self, char: str) -> bool:
        """Whether it has the character, plain and bold."""
        return all(ord(char) in advances(path) for path in {self.plain, self.bold})


_FOLDER = Path(__file__).parents[1] / "fonts"
BUNDLED = Font("stepward", _FOLDER / "DejaVuSansCondensed.ttf", _FOLDER / "DejaVuSansCondensed-Bold.ttf")

_CJK = frozenset(
    {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH"}
)
_OF_CJK = ("notosanscjk", "notosanscjkjp", "notosanscjksc", "notosanssc", "notosansjp", "notosanskr")
_WIDE = (
    *("notosans", "notosanssymbols", "notosanssymbols2", "dejavusans"),
    *("nirmala", "leelawui", "msyh", "yugothm", "malgun", "ebrima", "mmrtext", "segoeui", "arialuni"),
    *("arialunicode", "hiraginosansgb", "applesdgothicneo", "thonburi", "kefa", "sinhalasangammn"),
    *("devanagarisangammn", "wqymicrohei", "droidsansfallbackfull", "freesans", "freeserif", "unifont"),
)
"""Families that have letters of many scripts: Noto, then those of Windows, of macOS, of Linux."""


@cache
def advances(path: Path) -> dict[int, float]:
    """How wide each character of a font file is, in parts of the size; none where it cannot be used.

    ExportFault without the PDF extra.
    """
    with needs_extra():
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
    try:
        with path.open("rb") as file, TTFont(file, lazy=True, fontNumber=0) as font:
            if "glyf" not in font and "CFF " not in font:
                return {}  # pictures of letters, such as emoji
            units, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
            return {code: metrics[name][0] / units for code, name in font.getBestCmap().items()}
    except Exception:  # a file that is damaged or no font: whatever lies there, the paper is made
        return {}


def font_for(char: str) -> Font | None:
    """The font that has `char`, None where this computer has none."""
    if BUNDLED.has(char):
        return BUNDLED
    script = unicodedata.name(char, "").split(" ", 1)[0].split("-", 1)[0]
    return _found(char, script, folders())


@cache
def _found(char: str, script: str, where: tuple[Path, ...]) -> Font | None:
    here, own = _installed(where), script.lower().replace("'", "")
    by_script = _OF_CJK if script in _CJK else (f"notosans{own}", f"notonaskh{own}", f"notoserif{own}")
    fonts = (here[family] for family in (*by_script, *_WIDE) if family in here)
    return next((font for font in fonts if font.has(char)), None)


@cache
def _installed(where: tuple[Path, ...]) -> dict[str, Font]:
    """The fonts in these folders by the name of their family; what lies in the first folder comes first."""
    plain: dict[str, Path] = {}
    bold: dict[str, Path] = {}
    for folder in where:
        for path in sorted(Path(at, name) for at, _, names in os.walk(folder) for name in names):
            if path.suffix.lower() in (".ttf", ".otf", ".ttc", ".otc"):
                family, _, style = path.stem.replace(" ", "").lower().partition("-")
                family = family.partition("[")[0]
                if style in ("", "regular", "vf"):
                    plain.setdefault(family, path)
                elif style == "bold":
                    bold.setdefault(family, path)
    return {family: Font(family, path, bold.get(family, path)) for family, path in plain.items()}


def folders() -> tuple[Path, ...]:
    """Where fonts are installed on this system, the user's own first."""
    home = Path.home()
    if sys.platform == "win32":
        local, windows = os.environ.get("LOCALAPPDATA", ""), os.environ.get("WINDIR", "C:/Windows")
        return (*([Path(local, "Microsoft/Windows/Fonts")] if local else []), Path(windows, "Fonts"))
    if sys.platform == "darwin":
        return (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    own = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return tuple(Path(folder, "fonts") for folder in (own, *shared.split(":")))
