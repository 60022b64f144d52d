"""The CTCAE grade of a finding, worked out from what was recorded, in versions 4, 5 and 6 side by side.

Shown, never asked by the gate (rules.md, "Rash, red flags, holds"). A semicolon in CTCAE means "or",
so the highest grade with any criterion met counts. Versions 5.0 and 6.0 were read in the NCI's own
workbook ("CTCAE v5.0 to v6.0 Mapping", 22-Jul-2025 with errata of January 2026); version 4 as domain.md
2.5 has it, where erythema multiforme and urticaria could not be confirmed and are not graded. Grades 4
and 5 rest on things no skin check records (intensive care, danger to life): a clinician gives them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from protocols.definition.protocol import CTCAE_VERSIONS, CtcaeVersion
from protocols.entries import RashFound
from protocols.values.formatting import listed

LOWEST, HIGHEST = 1, 3
"""The grades that findings alone can give."""


class Case(NamedTuple):
    """What the criteria ask about, all of it known. `extent` in percent of body surface."""

    extent: Decimal
    severity: int
    living: int
    tender: bool
    eroded: bool
    treatment: int


_NAMES = (
    "extent",
    "severity of symptoms",
    "daily living",
    "skin tenderness",
    "erosions of mouth or genitals",
    "treatment needed",
)
"""What each of them is called where it is missing."""

_ASKED = {
    "maculopapular": {"extent", "severity", "living"},
    "erythema multiforme": {"extent", "tender", "eroded"},
    "urticaria": {"extent", "treatment"},
    "other": {"severity", "living"},
}
"""What the criteria of each kind of rash ask about; the rest need not be tried."""

_EXTENTS = tuple(Decimal(percent) for percent in (5, 20, 40, 60))
"""One extent between any two limits of any version, for an extent that was not recorded."""
_SEVERITY = ("none", "mild", "moderate", "severe")
_LIVING = ("no effect", "limits tasks", "limits self care")
_TREATMENT = ("on the skin", "by mouth", "into a vein")


@dataclass(frozen=True)
class Grade:
    """The grade in one version: between `low` and `high`, None where the version has no criteria here.

    `missing` names what would narrow it; a grade can also stay open because its criteria disagree.
    """

    version: CtcaeVersion
    low: int | None
    high: int | None
    missing: tuple[str, ...] = ()

    @property
    def exact(self) -> int | None:
        """The grade, None where it is not one number."""
        return self.low if self.low == self.high else None

    @property
    def text(self) -> str:
        """The grade in words: "2", "2 or 3: daily living not recorded", "cannot be graded: ..."."""
        if self.low is None or self.high is None:
            return "not graded: criteria not confirmed, see the NCI table"
        why = f": {listed(self.missing)} not recorded" if self.missing else ": its criteria disagree"
        if (self.low, self.high) == (LOWEST, HIGHEST):
            return f"cannot be graded{why}"
        return self.short + ("" if self.exact else why)

    @property
    def short(self) -> str:
        """The grade in a column: "2", "2 or 3", "1 to 3" for any, "-" for a version without criteria."""
        if self.low is None or self.high is None:
            return "-"
        if (self.low, self.high) == (LOWEST, HIGHEST):
            return f"{LOWEST} to {HIGHEST}"
        return str(self.low) if self.exact else f"{self.low} or {self.high}"


def grades(found: RashFound) -> tuple[Grade, ...]:
    """The grade of `found` in each version, oldest first."""
    return tuple(grade(found, version) for version in CTCAE_VERSIONS)


def grade(found: RashFound, version: CtcaeVersion) -> Grade:
    """The grade of `found` in `version`: every value is tried for what was not recorded."""
    if version == "v4" and found.rash_type in ("erythema multiforme", "urticaria"):
        return Grade(version, None, None)
    spans = {case: _span(found.rash_type, version, case) for case in _cases(found)}
    low, high = min(low for low, _ in spans.values()), max(high for _, high in spans.values())
    missing = [name for place, name in enumerate(_NAMES) if _matters(place, spans)] if low < high else []
    return Grade(version, low, high, tuple(missing))


def _cases(found: RashFound) -> list[Case]:
    """Every case that `found` can be, with any value for what its criteria ask and was not recorded."""
    extents = _EXTENTS if found.extent is None else (found.extent,)
    severities = _known(_SEVERITY, found.severity) or range(1 if found.symptoms else 0, len(_SEVERITY))
    livings = _known(_LIVING, found.daily_living) or range(len(_LIVING))
    tender = (False, True) if found.tender is None else (found.tender,)
    eroded = (False,) if found.mucosa == "clear" else (False, True)
    treatments = _known(_TREATMENT, found.treatment) or range(len(_TREATMENT))
    asked = _ASKED[found.rash_type]
    cases = product(
        extents if "extent" in asked else extents[:1],
        severities if "severity" in asked else severities[:1],
        livings if "living" in asked else livings[:1],
        tender if "tender" in asked else tender[:1],
        eroded if "eroded" in asked else eroded[:1],
        treatments if "treatment" in asked else treatments[:1],
    )
    return [Case(*case) for case in cases]


def _known(values: tuple[str, ...], value: str) -> tuple[int, ...]:
    """The place of `value` among `values`, nothing when it was not recorded."""
    return (values.index(value),) if value in values else ()


def _matters(place: int, spans: dict[Case, tuple[int, int]]) -> bool:
    """Whether the grade depends on the value at `place`, all others being equal."""
    seen: dict[tuple[object, ...], tuple[int, int]] = {}
    for case, span in spans.items():
        others = (*case[:place], *case[place + 1 :])
        if seen.setdefault(others, span) != span:
            return True
    return False


def _span(rash_type: str, version: CtcaeVersion, case: Case) -> tuple[int, int]:
    """The lowest and highest grade of a case of which everything is known."""
    if rash_type == "erythema multiforme":
        return _multiforme(version, case)
    if rash_type == "urticaria":
        single = _urticaria(version, case)
    else:
        single = _maculopapular(version, case) if rash_type == "maculopapular" else _other(case)
    return single, single


def _by_extent(extent: Decimal) -> int:
    """Less than 10% is 1, 10 to 30% is 2 (30 exactly too), more than 30% is 3."""
    return 1 if extent < 10 else 2 if extent <= 30 else 3


def _maculopapular(version: CtcaeVersion, case: Case) -> int:
    """v4: extent or daily living. v5: above 30% only with more than mild symptoms. v6: 50%, or symptoms."""
    match version:
        case "v4":
            return max(_by_extent(case.extent), case.living + 1)
        case "v5":
            most = 2 if case.severity < 2 else HIGHEST
            return max(min(_by_extent(case.extent), most), case.living + 1)
        case "v6":
            return HIGHEST if case.extent > 50 else 1 + min(case.severity, 2)


def _urticaria(version: CtcaeVersion, case: Case) -> int:
    """v5: extent or treatment. v6: treatment. `grade` asks for no v4."""
    treated = case.treatment + 1
    match version:
        case "v4" | "v5":
            return max(treated, _by_extent(case.extent))
        case "v6":
            return treated


def _multiforme(version: CtcaeVersion, case: Case) -> tuple[int, int]:
    """v5 joins extent and signs by "and": where they point to different grades, neither is right alone.

    `grade` asks for no v4.
    """
    by_signs = 3 if case.eroded else 2 if case.tender else 1
    match version:
        case "v4" | "v5":
            by_extent = _by_extent(case.extent)
            return min(by_signs, by_extent), max(by_signs, by_extent)
        case "v6":
            return by_signs, by_signs


def _other(case: Case) -> int:
    """The row for skin disorders of another kind, the same in all versions: symptoms or daily living."""
    return max(case.severity, case.living + 1)
