"""The fields for what was found on the skin: type, sites, extent, symptoms, mucosa, grade."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from protocols.definition.protocol import CTCAE_VERSIONS, Protocol
from protocols.entries import RashFound
from protocols.scales.body_surface import SHARES, extent_warning, region
from protocols.scales.red_flags import pointer
from protocols.values.formatting import number_text
from tui.parsing import Fault, number
from tui.views.course.grades import grades_line
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.picks import Picks
from tui.widgets.plain import plain

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
SEVERITY = (
    Option("B", "none", "No"),
    Option("Y", "mild", "Mild"),
    Option("V", "moderate", "Moderate"),
    Option("Z", "severe", "Severe"),
)
DAILY_LIVING = (
    Option("D", "no effect", "No"),
    Option("T", "limits tasks", "Tasks"),
    Option("L", "limits self care", "Self care"),
)
TENDER = (Option("9", "tender", "Tender"), Option("0", "not tender", "Not tender"))
TREATMENT = (
    Option("9", "on the skin", "On the skin"),
    Option("0", "by mouth", "By mouth"),
    Option("Q", "into a vein", "Into a vein"),
)
VERSIONS = {version.removeprefix("v"): version for version in CTCAE_VERSIONS}

RashType = Literal["maculopapular", "erythema multiforme", "urticaria", "other"]
Method = Literal["", "hand", "rule of nines", "estimate"]
Mucosa = Literal["not seen", "clear", "involved"]
Living = Literal["not recorded", "no effect", "limits tasks", "limits self care"]
Severity = Literal["not recorded", "none", "mild", "moderate", "severe"]
Treatment = Literal["not recorded", "on the skin", "by mouth", "into a vein"]


class Findings(Vertical):
    """Everything a finding can say; only type, sites or extent, and the mucosa must be said.

    The grade follows what is filled in, in the version that `protocol` uses; `years` is the patient's age.
    No letter here is E or C, which a correction needs.
    """

    def __init__(
        self, protocol: Protocol, known: RashFound | None = None, *, years: int | None = None
    ) -> None:
        super().__init__(id="findings")
        self.protocol, self.site, self.years = protocol, protocol.ctcae, years
        self.known = known or RashFound("other", ())
        self.begun = known is not None
        self.elsewhere = tuple(site for site in self.known.sites if region(site) not in SHARES)

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
            picked=tuple(region(site) for site in known.sites),
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
        yield Static(id="red-flag-pointer", classes="warns", markup=False)
        yield Choice("Symptoms", SEVERITY, chosen=known.severity, required=False, across=True, id="severity")
        yield Field("Which", known.symptoms, hint="such as itch, burning, pain", id="symptoms")
        tender = {True: "tender", False: "not tender"}.get(known.tender) if known.tender is not None else None
        yield Choice("Skin", TENDER, chosen=tender, required=False, across=True, id="tender")
        yield Choice(
            "Treatment needed",
            TREATMENT,
            chosen=known.treatment,
            required=False,
            across=True,
            id="treatment",
        )
        yield Choice(
            "Limits daily living",
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
        yield Static(id="computed", classes="says", markup=False)

    def rearrange(self) -> None:
        """Ask for the method where there is an extent; warn, grade, and point to red flags as it stands."""
        extent, sites = self.query_one("#extent", Field), self.query_one("#sites", Picks)
        self.query_one("#method", Choice).required = bool(extent.value)
        sites.required = not extent.value
        rash_type = self._chosen("rash-type")
        self.query_one("#tender").display = rash_type == "erythema multiforme"
        self.query_one("#treatment").display = rash_type == "urticaria"
        so_far = self._so_far()
        self._tell("extent-warning", extent_warning(so_far.sites, so_far.extent, self.years))
        self._tell("computed", grades_line(so_far, self.site) if rash_type else "")
        self._tell(
            "red-flag-pointer", pointer(so_far, self.protocol) if rash_type or so_far.temperature else ""
        )

    def _tell(self, name: str, words: str) -> None:
        said = self.query_one(f"#{name}", Static)
        said.update(plain(words))
        said.display = bool(words)

    def _so_far(self) -> RashFound:
        """The finding as it stands; a number that cannot be read yet is left out."""
        return self._finding("", self._readable("extent"), self._readable("temperature"), None, "")

    def _readable(self, name: str) -> Decimal | None:
        try:
            return self._number(name, name)
        except Fault:
            return None

    def build(self, note: str) -> RashFound:
        """The finding. Raises Fault."""
        if self._chosen("rash-type") is None:
            raise Fault("Choose the type of rash.")
        if self._chosen("mucosa") is None:
            raise Fault("Say whether the mucosa was seen, and what it was like.")
        numbers = self._number("extent", "Extent"), self._number("temperature", "Temperature")
        return self._finding(note, *numbers, *self._grade())

    def _finding(
        self, note: str, extent: Decimal | None, temperature: Decimal | None, grade: int | None, ctcae: str
    ) -> RashFound:
        rash_type = self._chosen("rash-type") or "other"
        tender = self._chosen("tender") if rash_type == "erythema multiforme" else None
        treatment = self._chosen("treatment") if rash_type == "urticaria" else None
        return RashFound(
            rash_type=cast(RashType, rash_type),
            sites=(*self.query_one("#sites", Picks).values, *self.elsewhere),
            extent=extent,
            extent_method=cast(Method, self._chosen("method") or ""),
            symptoms=self._text("symptoms"),
            daily_living=cast(Living, self._chosen("daily-living") or "not recorded"),
            mucosa=cast(Mucosa, self._chosen("mucosa") or "not seen"),
            temperature=temperature,
            grade=grade,
            ctcae=ctcae,
            note=note,
            severity=cast(Severity, self._chosen("severity") or "not recorded"),
            tender=None if tender is None else tender == "tender",
            treatment=cast(Treatment, treatment or "not recorded"),
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
