"""A few shapes of SVG as text: black and white, no font but the reader's own, every text escaped.

Lengths are whole tenths of a pixel, so that the same picture is the same bytes on every computer.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from protocols.values.text import visible

TENTH = 10
"""How many of these lengths are a pixel."""

HATCH = (
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#fff"/><rect width="2" height="6" fill="#000"/></pattern>'
)
"""Slanting lines, told from white and black on any printer."""


def px(length: int) -> str:
    """A length in pixels: "12", "12.5"."""
    whole, rest = divmod(length, TENTH)
    return f"{whole}.{rest}" if rest else str(whole)


def text(x: int, y: int, words: str, *, size: int = 12, bold: bool = False, anchor: str = "start") -> str:
    """Words with their base line at `y`."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{px(x)}" y="{px(y)}" font-size="{size}" text-anchor="{anchor}"{weight}>'
        f"{escape(visible(words))}</text>"
    )


def line(x1: int, y1: int, x2: int, y2: int, *, width: int = 10, dashed: bool = False) -> str:
    """A straight line."""
    dashes = ' stroke-dasharray="3 3"' if dashed else ""
    return (
        f'<line x1="{px(x1)}" y1="{px(y1)}" x2="{px(x2)}" y2="{px(y2)}" '
        f'stroke="#000" stroke-width="{px(width)}"{dashes}/>'
    )


def box(x: int, y: int, width: int, height: int, fill: str = "#fff") -> str:
    """A rectangle with a thin edge; `fill` is #000, #fff or url(#hatch)."""
    return (
        f'<rect x="{px(x)}" y="{px(y)}" width="{px(width)}" height="{px(height)}" '
        f'fill="{fill}" stroke="#000" stroke-width="0.8"/>'
    )


def circle(x: int, y: int, radius: int, fill: str = "#fff") -> str:
    """A circle with a thin edge."""
    return (
        f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(radius)}" fill="{fill}" stroke="#000" stroke-width="0.8"/>'
    )


def page(width: int, height: int, title: str, description: str, shapes: list[str]) -> str:
    """A whole file, with its title and description for those who cannot see it."""
    label = quoteattr(visible(title))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {px(width)} {px(height)}" '
        f'width="{px(width)}" height="{px(height)}" font-family="sans-serif" role="img" aria-label={label}>'
    )
    body = [
        head,
        f"<title>{escape(visible(title))}</title>",
        f"<desc>{escape(visible(description))}</desc>",
        f"<defs>{HATCH}</defs>",
        box(0, 0, width, height),
        *shapes,
        "</svg>",
    ]
    return "\n".join(body) + "\n"
