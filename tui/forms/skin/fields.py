"""The fields of a skin check: rash-free, which is a positive statement, findings, or a red flag."""

from __future__ import annotations

from datetime import date, datetime

from textual.app import ComposeResult
from textual.widgets import Static

from protocols.entries import PatientAdmitted, RashFound, RashFreeChecked, RedFlagSeen
from protocols.gate.gate import gate_rules, skin_state
from protocols.record.chart import Chart
from protocols.reports.status import Status, status_of
from protocols.scales.red_flags import red_flags
from protocols.values.clinic_time import day_of
from protocols.values.formatting import age, near_text, number_text
from tui.forms.base.entry_fields import EntryFields
from tui.forms.skin.findings import Findings
from tui.parsing import Fault
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.picks import Picks
from tui.widgets.plain import plain
from tui.widgets.tick import Tick

SkinEntry = RashFreeChecked | RashFound | RedFlagSeen

_SEEN = (Option("F", "free", "Rash-free"), Option("R", "rash", "Rash or other findings"))
_FLAG = Option("G", "flag", "Red flag")
_KINDS: dict[type[SkinEntry], str] = {RashFreeChecked: "free", RashFound: "rash", RedFlagSeen: "flag"}


class FlagPicks(Picks):
    """The signs of the protocol's red flags; those that were seen are picked by `keys`."""

    def __init__(self, chart: Chart, keys: str, picked: tuple[str, ...] = ()) -> None:
        letters = keys.isalpha()
        super().__init__(
            f"What is seen: press the {'letters' if letters else 'numbers'}, then Enter",
            [
                Option(keys[place : place + 1], flag, flag[:1].upper() + flag[1:])
                for place, flag in enumerate(red_flags(chart.protocol))
            ],
            columns=2,
            picked=picked,
            id="flags",
        )
        self.wanted = f"Choose at least one red flag: press its {'letter' if letters else 'number'}."

    def build(self, note: str) -> RedFlagSeen:
        """What was seen. Raises Fault."""
        if not self.values:
            raise Fault(self.wanted)
        return RedFlagSeen(self.values, note)


def _years(details: PatientAdmitted | None, today: date) -> int | None:
    """Completed years, as many as are certain; None where the year is not known."""
    last = details.birth.last if details else None
    return age(min(last, today), today) if last else None


class SkinFields(EntryFields):
    """What was seen, the two statements or the findings, and a note.

    A skin check that was recorded stays one; that it was a red flag is offered only where it is corrected,
    since one that is seen now has its own key. `details` say the patient's age.
    """

    def __init__(
        self, chart: Chart, now: datetime, details: PatientAdmitted | None, known: SkinEntry | None = None
    ) -> None:
        super().__init__(id="skin")
        self.chart, self.now, self.known = chart, now, known
        self.years = _years(details, day_of(now, chart.zone))

    def compose(self) -> ComposeResult:
        """What was seen first, filled in as it stands."""
        known = self.known
        seen = _KINDS[type(known)] if known else None
        yield Choice(
            "What was seen", (*_SEEN, _FLAG) if known else _SEEN, chosen=seen, across=True, id="seen"
        )
        yield Tick("W", "Whole skin seen, no rash", id="whole-skin")
        yield Tick("M", "Mouth, eyes and genitals (mucosa) seen, clear", id="mucous")
        yield Static(id="early", classes="warns", markup=False)
        findings = known if isinstance(known, RashFound) else None
        yield Findings(self.chart.protocol, findings, years=self.years)
        if known:
            yield FlagPicks(self.chart, "1234567890", known.flags if isinstance(known, RedFlagSeen) else ())
        yield Field("Note", known.note if known else "", lines=True, id="note")

    def rearrange(self) -> None:
        """Show what was seen; a statement made says that it was rash-free."""
        seen, ticks = self.query_one("#seen", Choice), list(self.query(Tick))
        if seen.value is None and any(tick.ticked for tick in ticks):
            seen.chosen = 0
        for tick in ticks:
            tick.display = seen.value in (None, "free")
            tick.required = seen.value == "free"
        findings = self.query_one(Findings)
        findings.display = seen.value == "rash"
        findings.rearrange()
        for flags in self.query(FlagPicks):
            flags.display = seen.value == "flag"
        early = self.query_one("#early", Static)
        words = "" if self.known or seen.value == "rash" else self._early()
        early.update(plain(words))
        early.display = bool(words)

    def _early(self) -> str:
        return _checked_text(status_of(self.chart, self.now), self.now)

    def build(self) -> SkinEntry:
        """The check, the finding or the red flag. Raises Fault."""
        seen, note = self.chosen("seen"), self.text("note")
        if seen is None:
            raise Fault("Choose what was seen: F rash-free, R rash or other findings.")
        if seen == "rash":
            return self.query_one(Findings).build(note)
        if seen == "flag":
            return self.query_one(FlagPicks).build(note)
        whole, mucous = (self.query_one(f"#{name}", Tick).ticked for name in ("whole-skin", "mucous"))
        return RashFreeChecked(whole, mucous, note)


def _checked_text(found: Status, now: datetime) -> str:
    """From when a rash-free check counts for the gate, for the form that records one."""
    state = skin_state(found.chart, now)
    if state.earliest is None or state.earliest <= now:
        return ""
    hours = gate_rules(found.chart).check_after_dose_hours
    at = near_text(state.earliest, now, found.chart.zone)
    return f"For the gate a check counts {number_text(hours)} hours after the last dose, from {at}."
