"""One sentence for each skin check and each red flag."""

from __future__ import annotations

from protocols.entries import (
    Entry,
    RashFound,
    RashFreeChecked,
    RedFlagSeen,
)
from protocols.record.chart import Chart
from protocols.scales.ctcae import grades
from protocols.scales.red_flags import pointer
from protocols.values.formatting import listed, number_text, reasoned
from protocols.values.text import visible


def rash_free_text(what: RashFreeChecked, entry: Entry, chart: Chart | None) -> str:
    """Who saw the whole skin, and no rash."""
    return reasoned("Rash-free: whole skin and mucosa seen", what.note)


def rash_text(what: RashFound, entry: Entry, chart: Chart | None) -> str:
    """What was found, with grades."""
    parts = [f"Rash found: {what.rash_type}"]
    if what.sites:
        parts.append(listed([visible(site) for site in what.sites]))
    if what.extent is not None:
        parts.append(f"{number_text(what.extent)}% of body surface by {what.extent_method}")
    if what.symptoms:
        parts.append(visible(what.symptoms))
    if what.severity != "not recorded":
        parts.append("no symptoms" if what.severity == "none" else f"{what.severity} symptoms")
    if what.tender is not None:
        parts.append("skin tender" if what.tender else "skin not tender")
    if what.treatment != "not recorded":
        parts.append(f"treatment needed {what.treatment}")
    if what.daily_living != "not recorded":
        parts.append(f"daily living: {what.daily_living}")
    parts.append(f"mucosa {what.mucosa}")
    if what.temperature is not None:
        parts.append(f"{number_text(what.temperature)} °C")
    if what.grade is not None:
        parts.append(f"grade {what.grade} by the clinician ({visible(what.ctcae)})")
    said = reasoned(", ".join(parts), what.note)
    said += "" if said.endswith(".") else "."
    computed = grades_text(what, chart.protocol.ctcae if chart else "")
    return " ".join(
        part for part in (said, computed, pointer(what, chart.protocol if chart else None)) if part
    )


def grades_text(found: RashFound, site: str) -> str:
    """The computed grades, the site's version marked: "CTCAE computed: v4 3, v5 (site) 2, v6 1."."""
    each = [
        f"{one.version}{' (site)' if one.version == site else ''} {one.short if one.low else 'not graded'}"
        for one in grades(found)
    ]
    return f"CTCAE computed: {', '.join(each)}."


def red_flag_text(what: RedFlagSeen, entry: Entry, chart: Chart | None) -> str:
    """Which signs were seen."""
    return reasoned(f"RED FLAG: {listed([visible(flag) for flag in what.flags])}", what.note)
