"""The computed CTCAE grades in a line, and the last finding with its grades, for form and chart."""

from __future__ import annotations

from datetime import datetime

from protocols.entries import RashFound
from protocols.record.chart import Chart
from protocols.record.corrected import of_kind
from protocols.scales.body_surface import extent_warning
from protocols.scales.ctcae import grades
from protocols.values.formatting import listed, near_text, number_text
from protocols.values.text import visible
from protocols.wording.skin import grades_text
from tui.views.lines.lines import Line, wrap


def grades_line(found: RashFound, site: str) -> str:
    """The grade in each version, the site's marked, and what is missing to narrow them."""
    every = grades(found)
    missing = list(dict.fromkeys(name for one in every for name in one.missing))
    needs = f" To narrow it: {listed(missing)}." if missing else ""
    without = [str(one.version) for one in every if one.low is None]
    none = f" No criteria at hand in {listed(without)}." if without else ""
    return f"{grades_text(found, site)}{needs}{none}"


def last_finding(chart: Chart, now: datetime, cells: int) -> list[Line]:
    """The newest finding as it stands, its computed grades, and the clinician's own beside them."""
    found = max(of_kind(chart.lines.values(), RashFound), key=lambda line: line.at, default=None)
    if found is None or not isinstance(found.what, RashFound):
        return []
    what = found.what
    extent = "" if what.extent is None else f", {number_text(what.extent)}% of body surface"
    edited = ", corrected" if found.corrections else ""
    said = f"{near_text(found.at, now, chart.zone)} {what.rash_type}{extent}{edited}."
    own = "" if what.grade is None else f" Clinician's grade {what.grade} ({visible(what.ctcae)})."
    doubt = extent_warning(what.sites, what.extent)
    parts = (f"Last finding: {said}", doubt, grades_line(what, chart.protocol.ctcae) + own)
    texts = wrap(" ".join(part for part in parts if part), cells, "  ")
    return [[(text, "")] for text in texts]
