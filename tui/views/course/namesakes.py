"""Who else could be meant: other patients whose number, name or birth date is like this one's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from protocols.entries import PatientAdmitted
from protocols.record.namesakes import in_bed, like_patients
from protocols.values.formatting import listed, name_text
from protocols.values.text import visible
from tui.views.lines.lines import Line, fit, width

SHOWN = 3
"""How many are named; the others are counted."""


def namesake_warning(patient: str, details: PatientAdmitted, others: Mapping[str, PatientAdmitted]) -> str:
    """Who is like this patient and how, with two identifiers each; "" for nobody."""
    found = like_patients(patient, details, others)
    if not found:
        return ""
    named = [_named(other, others[other], how) for other, how in found[:SHOWN]]
    if len(found) > SHOWN:
        named.append(f"{len(found) - SHOWN} more")
    return f"LIKE ANOTHER PATIENT: {listed(named)}. Check number and date of birth."


def bed_warning(patient: str, bed: str, others: Mapping[str, PatientAdmitted]) -> str:
    """Who has this bed already; "" for nobody."""
    found = in_bed(patient, bed, others)
    if not found:
        return ""
    named = [
        f"{name_text(others[one].family, others[one].given)}, MRN {visible(one)}" for one in found[:SHOWN]
    ]
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return (
        f"BED {visible(bed)} IS THAT OF {'; '.join(named)}{more}. A bed holds one patient: "
        "if they have left it, change their bed too (b)."
    )


def namesake_line(
    patient: str, details: PatientAdmitted, others: Mapping[str, PatientAdmitted], cells: int
) -> list[Line]:
    """One line where another patient can be mistaken for this one: how, where that one is, and who it is."""
    found = like_patients(patient, details, others)
    if not found:
        return []
    other, how = found[0]
    theirs = others[other]
    bed = f"bed {visible(theirs.bed)}" if theirs.bed else f"MRN {visible(other)}"
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    told = f"! {bed}{more}: {how}, {name_text(theirs.family, theirs.given)}"
    return [[(fit(told, cells) if width(told) > cells else told, "warn")]]


def namesake_lines(
    patient: str, ward: Mapping[str, PatientAdmitted], likes: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """For a list of patients: what tells this one from the others in `ward` who are like them; nothing for
    a patient like nobody. `likes` are the numbers of those, by number.
    """
    like = likes.get(patient, ())
    if not like or patient not in ward:
        return ()
    beds = [visible(ward[other].bed) or f"MRN {visible(other)}" for other in like if other in ward]
    named = [*beds[:SHOWN], *([f"{len(beds) - SHOWN} more"] if len(beds) > SHOWN else [])]
    own = f"MRN {visible(patient)}", f"born {ward[patient].birth.text}"
    return *own, f"like bed {listed(named)}"


def _named(patient: str, details: PatientAdmitted, how: str) -> str:
    bed = f", bed {visible(details.bed)}" if details.bed else ""
    born = details.birth.text
    return f"{name_text(details.family, details.given)}, born {born}, MRN {visible(patient)}{bed} ({how})"
