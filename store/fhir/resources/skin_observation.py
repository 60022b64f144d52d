"""Observation of each skin check: rash-free as a statement of its own, findings in full, red flags.

Grades are computed as Stepward shows them, a version each; the clinician's own stands beside them. None of
them opens or shuts anything (rules.md, "Rash, red flags, holds").
"""

from __future__ import annotations

from collections.abc import Iterator

from protocols.entries import RashFound, RashFreeChecked, RedFlagSeen
from protocols.scales.ctcae import Grade, grades
from protocols.values.formatting import listed
from store.fhir.core.codes import RASHES, TEMPERATURE, own
from store.fhir.core.course import Course
from store.fhir.core.values import Json, concept, quantity, text
from store.fhir.core.versions import Version
from store.fhir.resources.observation import observation, part, parts

CHECK = own("skin-check", "Skin check")


def rash_free(course: Course, version: Version) -> Iterator[Json]:
    """No rash: what was looked at is said, and that nothing was found (grade 0 in CTC AE reports)."""
    what = version.what
    assert isinstance(what, RashFreeChecked)
    found = [
        part("rash", "Rash present", False),
        part("whole-skin-seen", "Whole skin seen", what.whole_skin_seen),
        part("mucosa-seen", "Mucosa seen", what.mucosa_seen),
        part("ctcae-grade", "CTC AE grade, 0 for looked at and none found", 0),
    ]
    free = own("rash-free", "Rash-free")
    yield observation(course, version, CHECK, "exam", what.note, valueCodeableConcept=free, component=found)


def rash(course: Course, version: Version) -> Iterator[Json]:
    """What was found, in the parts that were recorded."""
    what = version.what
    assert isinstance(what, RashFound)
    code = RASHES.get(what.rash_type)
    kind = concept(f"Rash found: {what.rash_type}", *([code] if code else []))
    components = parts([*_where(what), *_how_bad(what), *_graded(what)])
    yield observation(
        course, version, CHECK, "exam", what.note, valueCodeableConcept=kind, component=components
    )


def red_flag(course: Course, version: Version) -> Iterator[Json]:
    """The signs that stop everything."""
    what = version.what
    assert isinstance(what, RedFlagSeen)
    flags = [text(flag) for flag in what.flags if text(flag)]
    said = own("red-flag", "Red flag", f"Red flag: {listed(flags)}")
    found = [part("sign", "Sign seen", flag) for flag in flags]
    code = own("red-flag-signs", "Red flag signs")
    yield observation(course, version, code, "exam", what.note, valueCodeableConcept=said, component=found)


def _where(what: RashFound) -> Iterator[Json]:
    yield part("rash", "Rash present", True)
    for site in what.sites:
        yield part("site", "Body site", text(site))
    yield part("extent", "Extent of body surface", what.extent)
    yield part("extent-method", "How the extent was estimated", what.extent_method)
    yield part("mucosa", "Mucosa", what.mucosa)


def _how_bad(what: RashFound) -> Iterator[Json]:
    yield part("symptoms", "Symptoms", text(what.symptoms))
    yield part("severity", "Severity of symptoms", _recorded(what.severity))
    yield part("daily-living", "Effect on daily living", _recorded(what.daily_living))
    yield part("tender", "Skin tender", what.tender)
    yield part("treatment", "Treatment needed", _recorded(what.treatment))
    if what.temperature is not None:
        yield {
            "code": concept("Body temperature", TEMPERATURE),
            "valueQuantity": quantity(what.temperature, "°C"),
        }


def _recorded(value: str) -> str:
    return "" if value == "not recorded" else value


def _graded(what: RashFound) -> Iterator[Json]:
    """The grade in each version of CTCAE, and the clinician's."""
    for found in grades(what):
        version = found.version
        yield part(f"ctcae-{version}-computed", f"CTCAE {version} grade, computed", _grade(found))
    if what.grade is not None:
        named = text(what.ctcae) or "version not recorded"
        yield part("ctcae-clinician", f"CTCAE grade by the clinician ({named})", what.grade)


def _grade(found: Grade) -> int | str:
    return found.text if found.exact is None else found.exact
