"""The fields for what was found on the skin: type, sites, extent, symptoms, mucosa, grade."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from protocols.body import SHARES, extent_warning
from protocols.entries import RashFound
from protocols.words import number_text
from tui.forms.fault import Fault
from tui.forms.reading import number
from tui.plain import plain
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.picks import Picks

TYPES = (
    Option("P", "maculopapular", "Maculopapular"),
    Option("M", "erythema multiforme", "Erythema multiforme"),
    Option("U", "urticaria", "Urticaria"),
    Option("O", "other", "Other"),
)
SITES = tuple(
    Option(str(place), site, f"{site.capitalize()} {share}%")
    for place, (site, share) in enumerate(SHARES.items(), 1)
)
METHODS = (
    Option("H", "hand", "Hand"),
    Option("N", "rule of nines", "Rule of nines"),
    Option("S", "estimate", "Estimate"),
)
MUCOSA = (
    Option("A", "clear", "All clear"),
    Option("I", "involved", "Involved"),
    Option("X", "not seen", "Not seen"),
)
DAILY_LIVING = (
    Option("D", "no effect", "No effect"),
    Option("T", "limits tasks", "Limits tasks"),
    Option("L", "limits self care", "Limits self care"),
)
VERSIONS = {"4": "v4", "5": "v5", "6": "v6"}

RashType = Literal["maculopapular", "erythema multiforme", "urticaria", "other"]
Method = Literal["", "hand", "rule of nines", "estimate"]
Mucosa = Literal["not seen", "clear", "involved"]
Living = Literal["not recorded", "no effect", "limits tasks", "limits self care"]


class Findings(Vertical):
    """Everything a finding can say; only type, sites or extent, and the mucosa must be said.

    A `brief` one shows no more than these. No letter here is E or C, which a correction needs.
    """

    def __init__(self, known: RashFound | None = None, *, brief: bool = False) -> None:
        super().__init__(id="findings", classes="brief" if brief else None)
        self.known = known or RashFound("other", ())
        self.begun = known is not None

    def compose(self) -> ComposeResult:
        """What must be said first, then what may be."""
        known, was = self.known, self.begun
        yield Choice(
            "Type of rash", TYPES, chosen=known.rash_type if was else None, across=True, id="rash-type"
        )
        yield Picks(
            "Sites, with their share of the skin: press the numbers, then Enter",
            SITES,
            columns=3,
            picked=known.sites,
            id="sites",
        )
        yield Choice("Mucosa", MUCOSA, chosen=known.mucosa if was else None, across=True, id="mucosa")
        with Horizontal(classes="pair"):
            yield Field("Extent, % of the skin", _typed(known.extent), id="extent")
            yield Field("Temperature, °C", _typed(known.temperature), id="temperature")
        yield Choice(
            "Extent estimated by",
            METHODS,
            chosen=known.extent_method,
            required=False,
            across=True,
            id="method",
        )
        yield Static(id="extent-warning", classes="warns", markup=False)
        yield Field("Symptoms", known.symptoms, hint="such as itch, burning, pain", id="symptoms")
        yield Choice(
            "Daily living",
            DAILY_LIVING,
            chosen=known.daily_living,
            required=False,
            across=True,
            id="daily-living",
        )
        with Horizontal(classes="pair", id="graded"):
            grade = "" if known.grade is None else str(known.grade)
            yield Field("Clinician's grade", grade, hint="1 to 5", id="grade")
            yield Field("CTCAE version", known.ctcae, hint="4, 5 or 6", id="ctcae")

    def rearrange(self) -> None:
        """Ask for the method where there is an extent; warn where the sites cannot make it up."""
        extent, sites = self.query_one("#extent", Field), self.query_one("#sites", Picks)
        self.query_one("#method", Choice).required = bool(extent.value)
        sites.required = not extent.value
        words = extent_warning(sites.values, self._extent_as_typed())
        warning = self.query_one("#extent-warning", Static)
        warning.update(plain(words))
        warning.display = bool(words)

    def _extent_as_typed(self) -> Decimal | None:
        try:
            return self._number("extent", "Extent")
        except Fault:
            return None

    def build(self, note: str) -> RashFound:
        """The finding. Raises Fault."""
        rash_type, mucosa = self._chosen("rash-type"), self._chosen("mucosa")
        if rash_type is None:
            raise Fault("Choose the type of rash.")
        if mucosa is None:
            raise Fault("Say whether the mucosa was seen, and what it was like.")
        grade, ctcae = self._grade()
        return RashFound(
            rash_type=cast(RashType, rash_type),
            sites=self.query_one("#sites", Picks).values,
            extent=self._number("extent", "Extent"),
            extent_method=cast(Method, self._chosen("method") or ""),
            symptoms=self._text("symptoms"),
            daily_living=cast(Living, self._chosen("daily-living") or "not recorded"),
            mucosa=cast(Mucosa, mucosa),
            temperature=self._number("temperature", "Temperature"),
            grade=grade,
            ctcae=ctcae,
            note=note,
        )

    def _chosen(self, name: str) -> str | None:
        return self.query_one(f"#{name}", Choice).value

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value

    def _number(self, name: str, what: str) -> Decimal | None:
        text = self._text(name)
        return number(text, what) if text else None

    def _grade(self) -> tuple[int | None, str]:
        """The clinician's grade with the version it is of: a number alone means nothing (domain.md 2.5)."""
        grade, version = self._text("grade"), self._text("ctcae")
        if not grade and not version:
            return None, ""
        if not re.fullmatch("[1-5]", grade, re.ASCII):
            raise Fault("Clinician's grade: write a whole number from 1 to 5, or no grade and no version.")
        known = VERSIONS.get(version.lower().removeprefix("v").strip().removesuffix(".0"))
        if known is None:
            raise Fault("CTCAE version: write 4, 5 or 6, the version the grade is of.")
        return int(grade), known


def _typed(value: Decimal | None) -> str:
    return "" if value is None else number_text(value)
