"""Every event of a patient's record as one row for a spreadsheet, corrected ones among them.

A row says what was recorded, and in `standing` how that stands now; a correction is a row of its own, with
the right values. Amounts are exact decimals, times ISO 8601 with the offset of the ward
that has the record, wherever an entry was recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from protocols import entries as e
from protocols.course.day_numbers import protocol_day
from protocols.course.packs import pack_text
from protocols.course.prescription import prescribed, stretch_of, timing
from protocols.course.sizes import sized_in
from protocols.definition.named_check import check_named
from protocols.definition.sizing import Sized
from protocols.gate.named_checks import is_in_range
from protocols.record.chart import Chart, Stretch
from protocols.record.corrected import CorrectedEntry, dose_key
from protocols.record.fold import Record
from protocols.values.amounts import tidy
from protocols.values.clinic_time import local
from protocols.wording.entries import sentence

COLUMNS = (
    *("mrn", "family", "given", "born", "entry", "ward", "course", "protocol", "drug"),
    *("happened", "recorded", "clock", "kind", "standing", "corrected_by", "corrects", "said"),
    *("step", "protocol_day", "dose_day", "dose_time", "prescribed", "amount", "unit", "dose_label"),
    *("status", "extent", "reason", "name", "initials", "role", "account", "second_check_by", "entry_id"),
    *("wristband", "packs", "corrects_id"),
    *("check", "check_value", "check_unit", "check_wanted"),
    *("asked", "asked_unit", "weight_kg", "height_cm", "fixed_amounts", "counted", "volume_ml"),
)
"""The columns, in their order; docs/exchange.md says what each holds."""

NUMBERS = frozenset(
    {
        *("entry", "step", "protocol_day", "prescribed", "amount", "extent"),
        *("check_value", "asked", "weight_kg", "height_cm", "volume_ml"),
    }
)
"""The columns that hold nothing but numbers."""

DATES = frozenset({"born", "happened", "recorded", "dose_day", "dose_time"})
"""The columns of days and times, which a spreadsheet may read as such."""

Row = dict[str, str]


def rows(record: Record, ward: str) -> Iterator[Row]:
    """The rows of one record in the order they were recorded; `ward` is that of the ledger itself."""
    by_id = {entry.id: entry for entry in record.entries}
    lines = {id: line for chart in record.charts for id, line in chart.lines.items()}
    for entry in record.entries:
        chart = record.chart(entry.course) or record.chart(entry.id)
        line, brought = lines.get(entry.id), record.brought.get(entry.id)
        row = dict.fromkeys(COLUMNS, "")
        row.update(_who(record, entry))
        row.update(
            ward=brought.origin.ward if brought else ward,
            standing=_standing(line),
            corrected_by=" ".join(str(by.number) for by in line.corrections) if line else "",
            said=sentence(entry, record),
        )
        wrong = by_id.get(entry.what.entry) if isinstance(entry.what, e.EntryCorrected) else None
        row["corrects"] = str(wrong.number) if wrong else ""
        row["corrects_id"] = wrong.id if wrong else ""
        if chart is not None:
            row.update(_course(chart, entry))
        yield row


def _who(record: Record, entry: e.Entry) -> Row:
    details, by = record.details, entry.by
    row = {
        "mrn": entry.patient,
        "entry": str(entry.number),
        "happened": _moment(entry.at, record.zone),
        "recorded": _moment(entry.recorded or entry.at, record.zone),
        "clock": entry.clock,
        "kind": str(entry.what.__struct_config__.tag),
        "reason": _reason(entry.what),
        "name": by.name,
        "initials": by.initials,
        "role": by.role,
        "account": by.account,
        "entry_id": entry.id,
    }
    if details is not None:
        row |= {"family": details.family, "given": details.given, "born": details.birth.iso}
    return row


def _moment(at: datetime, zone: str) -> str:
    return local(at, zone).isoformat(timespec="seconds")


def _standing(line: CorrectedEntry | None) -> str:
    """Whether what was recorded still stands: "", "corrected" or "entered in error"."""
    if line is None or not line.corrections:
        return ""
    return "entered in error" if line.what is None else "corrected"


def _reason(what: e.What) -> str:
    said = [getattr(what, name, "") for name in ("reason", "no_second_check", "note", "text", "made_by")]
    return "; ".join(text for text in said if text)


def _course(chart: Chart, entry: e.Entry) -> Row:
    """What belongs to the course, of the entry or of what a correction says is right."""
    what = entry.what.right if isinstance(entry.what, e.EntryCorrected) else entry.what
    row = {"course": chart.id, "protocol": chart.protocol.id, "drug": chart.protocol.drug}
    match what:
        case e.DoseGiven():
            at = _at(chart, entry)
            row |= {"amount": exact(what.amount), "unit": chart.protocol.unit}
            row |= _dose(chart, dose_key(chart.lines, what), at)
            row |= _counted(what.second) if what.second else {}
            row |= _scanned(what, chart)
            row["status"] = "vomited" if what.vomited else ""
        case e.DoseNotGiven(dose=key, status=status):
            row |= {"status": status, "unit": chart.protocol.unit} | _dose(chart, key, None)
        case (
            e.StepStarted(step=step, first=first) | e.DoneOnPaper(what=e.StepStarted(step=step, first=first))
        ):
            row |= {"step": str(step)} | _key(chart, first)
        case e.CourseEnrolled(sized=sized):
            row |= _sized(chart, sized)
        case e.DecisionMade(decision=decision, step=to, sized=sized):
            row |= {"status": decision, "step": str(to) if to is not None else ""} | _sized(chart, sized)
        case e.NamedCheckMade() as made:
            row |= _named(chart, made)
        case e.RashFound(rash_type=kind, extent=extent):
            row |= {"status": kind, "extent": exact(extent) if extent is not None else ""}
    return row


def _named(chart: Chart, made: e.NamedCheckMade) -> Row:
    """A check beside the skin has columns of its own: its value is no amount of the drug."""
    asked = check_named(chart.protocol.checks, made.name)
    return {
        "status": "in range" if is_in_range(chart, made) else "out of range",
        "check": made.name,
        "check_value": exact(made.value) if made.value is not None else "",
        "check_unit": made.unit,
        "check_wanted": asked.wanted if asked else "",
    }


def _sized(chart: Chart, sized: Sized | None) -> Row:
    """The amounts that were fixed for a weight: "step 1: 2.5 for 0.15 mg/kg"."""
    if sized is None:
        return {}
    unit = chart.plan.protocol.unit
    each = [f"step {one.step}: {exact(one.amount)} for {exact(one.asked)} {unit}" for one in sized.amounts]
    return {**_size(chart, sized), "unit": chart.protocol.unit, "fixed_amounts": "; ".join(each)}


def _size(chart: Chart, sized: Sized) -> Row:
    height = sized.height_cm
    return {
        "asked_unit": chart.plan.protocol.unit,
        "weight_kg": exact(sized.weight_kg),
        "height_cm": exact(height) if height is not None else "",
    }


def _asked(chart: Chart, stretch: Stretch, amount: Decimal) -> Row:
    """What the protocol asked for per kg or m² where it prescribed `amount`, and for which size."""
    sized = sized_in(chart, stretch)
    if sized is None:
        return {}
    found = [one.asked for one in sized.amounts if (one.step, one.amount) == (stretch.step, amount)]
    return {"asked": exact(found[0]) if len(found) == 1 else "", **_size(chart, sized)}


def _counted(second: e.SecondCheck) -> Row:
    """What the second person found: pieces by what each holds, and what was measured."""
    pieces = [f"{count} of {exact(size)}" for size, count in second.units]
    volume = second.volume_ml
    return {
        "second_check_by": second.by.name,
        "counted": "; ".join(pieces),
        "volume_ml": exact(volume) if volume is not None else "",
    }


def _scanned(what: e.DoseGiven, chart: Chart) -> Row:
    scans, protocol = what.scanned, chart.protocol
    packs = [f"{pack.gtin}: {pack_text(pack, protocol.form, protocol.unit)}" for pack in scans.packs]
    wristband = "scanned" if scans.wristband else scans.no_wristband
    return {"wristband": wristband, "packs": "; ".join(packs) or scans.no_pack}


def _at(chart: Chart, entry: e.Entry) -> datetime:
    """When it happened; of a correction, when what it corrects happened as far as was known by then."""
    line = chart.lines.get(entry.what.entry) if isinstance(entry.what, e.EntryCorrected) else None
    return line.at_by(entry) if line else entry.at


def _dose(chart: Chart, key: e.DoseKey | None, at: datetime | None) -> Row:
    """Of a scheduled dose: its name, its step, what was prescribed, and whether it was early or late."""
    stretch = stretch_of(chart, key) if key else None
    if key is None or stretch is None:
        return {}
    asked = prescribed(chart, key, at) if at else None
    label = timing(chart, key, stretch.asks, at) if at else ""
    return {
        **_key(chart, key),
        "step": str(stretch.step),
        "prescribed": exact(asked) if asked is not None else "",
        "dose_label": label,
        **(_asked(chart, stretch, asked) if asked is not None else {}),
    }


def _key(chart: Chart, key: e.DoseKey) -> Row:
    day = protocol_day(chart, key.day)
    return {
        "dose_day": key.day.isoformat(),
        "dose_time": key.slot,
        "protocol_day": str(day) if day is not None else "",
    }


def exact(amount: Decimal) -> str:
    """An amount as it is: "37.5", never "37.50" or "3.75E+1"."""
    return format(tidy(amount), "f")
