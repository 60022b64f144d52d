"""What a skin check should have said: rash-free, findings, or a red flag."""

from __future__ import annotations

from textual.app import ComposeResult

from protocols.entries import Correctable, RashFound, RashFreeChecked, RedFlagSeen
from protocols.scales.red_flags import red_flags
from tui.fault import Fault
from tui.forms.correction.fields import Right, Wrong
from tui.forms.skin.findings import Findings
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.picks import Picks
from tui.widgets.tick import Tick

_SEEN = (
    Option("F", "free", "Rash-free"),
    Option("R", "rash", "Rash"),
    Option("G", "flag", "Red flag"),
)
_KINDS = {RashFreeChecked: "free", RashFound: "rash", RedFlagSeen: "flag"}
_DIGITS = "1234567890"


class RightSkin(Right):
    """a skin check stays one; what it saw can be put right."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.note = getattr(wrong.what, "note", "")

    def compose(self) -> ComposeResult:
        """What was truly seen, filled in as it stands."""
        what = self.wrong.what
        yield Choice("What was seen", _SEEN, chosen=_KINDS.get(type(what)), across=True, id="right-seen")
        yield Tick("W", "Whole skin seen, no rash", required=True, id="right-skin")
        yield Tick("M", "Mouth, eyes and genitals (mucosa) seen, clear", required=True, id="right-mucous")
        site = self.wrong.chart.protocol.ctcae
        yield Findings(site, what if isinstance(what, RashFound) else None)
        flags = red_flags(self.wrong.chart.protocol)
        yield Picks(
            "What was seen: press the numbers, then Enter",
            [
                Option(_DIGITS[place] if place < len(_DIGITS) else "", flag, flag[:1].upper() + flag[1:])
                for place, flag in enumerate(flags)
            ],
            columns=2,
            picked=what.flags if isinstance(what, RedFlagSeen) else (),
            id="right-flags",
        )
        yield Field("Note", self.note, id="right-note")

    def rearrange(self) -> None:
        """Show the statements, the findings or the red flags."""
        seen = self.query_one("#right-seen", Choice).value
        for tick in self.query(Tick):
            tick.display = seen == "free"
        findings = self.query_one(Findings)
        findings.display = seen == "rash"
        findings.rearrange()
        self.query_one("#right-flags").display = seen == "flag"

    def build(self, reason: str) -> Correctable:
        """What was truly seen."""
        seen, note = self.query_one("#right-seen", Choice).value, self.query_one("#right-note", Field).value
        if seen == "rash":
            return self.query_one(Findings).build(note)
        if seen == "flag":
            flags = self.query_one("#right-flags", Picks).values
            if not flags:
                raise Fault("Choose at least one red flag: press its number.")
            return RedFlagSeen(flags, note)
        whole, mucous = (self.query_one(f"#{name}", Tick).ticked for name in ("right-skin", "right-mucous"))
        return RashFreeChecked(whole, mucous, note)
