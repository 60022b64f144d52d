"""What the files and papers tell of a course, read back into facts by the names of second_opinion."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date, datetime
from decimal import Decimal

from protocols.record.chart import Chart
from protocols.record.fold import Record
from store.exchange.csv_export import event_csv
from store.fhir.bundle import bundle
from store.fhir.core.source import source_of
from store.ledger.reader import Reading
from tests.tui.helpers.papers import pages_of, words_of
from tests.tui.one_fact.told_on_screens import LOST, Told, agreed, hold_text, hold_texts
from tui.paper.downtime import downtime_sheet
from tui.paper.mar import mar_sheet
from tui.paper.page.letters import NOT_TAKEN, TAKEN


def spreadsheet(ledger: Reading, record: Record, now: datetime, course: str) -> Told:
    """The CSV: each fact by the newest row that says something of it."""
    told: Told = {}
    rows = list(csv.DictReader(io.StringIO(event_csv(ledger, record, now).lstrip("\ufeff"))))
    corrections = {row["corrects_id"]: row for row in rows if row["corrects_id"]}
    for row in rows:
        if row["dose_day"] and row["kind"] != "step started" and row["course"] == course:
            told["number", date.fromisoformat(row["dose_day"])] = (
                int(row["protocol_day"]) if row["protocol_day"] else None
            )
        if row["kind"] == "entry corrected":
            continue
        told["standing", row["entry_id"]] = row["standing"]
        if ", make-up of the dose" in row["said"]:
            continue  # a dose beside the schedule
        newest = corrections.get(row["entry_id"], row)
        if newest["course"] != course or row["standing"] == "entered in error" or not newest["dose_day"]:
            continue
        if row["kind"] in ("dose given", "dose not given") and (newest["amount"] or newest["status"]):
            slot = newest["dose_time"].lstrip("'")
            given = bool(newest["amount"])
            says = (
                ("given", Decimal(newest["amount"]), newest["dose_label"])
                if given
                else (newest["status"], None, "")
            )
            told.setdefault(("rows", newest["dose_day"], slot), []).append(says)  # type: ignore[attr-defined]
    return told


def fhir(ledger: Reading, record: Record, chart: Chart) -> Told:
    """The Bundle: doses that were completed, skin checks that are final, flags that are active."""
    found = [one["resource"] for one in bundle(record, chart, source_of(ledger, record))["entry"]]
    told: Told = {}
    taken, amounts, looks = Counter[date](), Counter[date](), Counter[tuple[date, str]]()
    not_taken = 0
    for one in found:
        kind, status = one["resourceType"], one.get("status")
        if kind == "MedicationAdministration":
            if status == "completed":
                day = datetime.fromisoformat(one["effectiveDateTime"]).date()
                taken[day] += 1
                amounts[day] += one["dosage"]["dose"]["value"]
            elif status in ("not-done", "on-hold", "unknown"):
                not_taken += 1
        if kind == "Observation" and status in ("final", "amended", "corrected"):
            said = one.get("valueCodeableConcept", {}).get("text", "")
            seen = {"Rash-free": "rash-free check"}.get(
                said, "rash found" if said.startswith("Rash found") else ""
            )
            seen = "red flag seen" if said.startswith("Red flag") else seen
            if seen:
                looks[datetime.fromisoformat(one["effectiveDateTime"]).date(), seen] += 1
    told["taken",], told["not taken",], told["looks",] = taken.total(), not_taken, looks.total()
    told |= {("taken", day): number for day, number in taken.items()}
    told |= {("amount", day): number for day, number in amounts.items()}
    told |= {("looks", *which): number for which, number in looks.items()}
    active = [
        one["code"]["text"] for one in found if one["resourceType"] == "Flag" and one["status"] == "active"
    ]
    told["holds",] = hold_texts(text.removeprefix("Held: ") for text in active)
    if chart.ended is None:
        told |= agreed(bool(active), any(LOST in text for text in active))
    return told


def medication_record(ledger: Reading, record: Record, chart: Chart, now: datetime, *, as_pdf: bool) -> Told:
    """The paper: every dose by its circle; its words, or those of the PDF as another program reads them."""
    sheet = mar_sheet(ledger, record, chart, now, "A4")
    text = " ".join(pages_of(sheet.pdf())) if as_pdf else words_of(sheet)
    told: Told = {("taken",): len(re.findall(f"{TAKEN} [GELSM]\\b", text))}
    told["left out",] = len(re.findall(f"{NOT_TAKEN} [RAOUNDK]\\b", text))
    if chart.open_holds and "The rash-free check behind" not in text.partition("Key:")[0]:
        told["first hold",] = hold_text(text.partition("When printed: ")[2])
    return told


def downtime(ledger: Reading, record: Record, chart: Chart, now: datetime, *, as_pdf: bool) -> Told:
    """The blank paper."""
    sheet = downtime_sheet(ledger, record, chart, now, "A4", 3)
    text = " ".join(pages_of(sheet.pdf())) if as_pdf else words_of(sheet)
    found = re.search(r"Step (\d+) of", text)
    told: Told = {("step",): int(found[1]) if found else 0}
    printed = text.partition("When printed: ")[2].partition("Doses")[0]
    if chart.open_holds and "The rash-free check behind" not in printed:
        told["first hold",] = hold_text(printed)
    return told
