"""What was scanned for a dose: the wristband and the packs, and why what the ward wants scanned was not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import UNSET, UnsetType
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from protocols.course.packs import Packs, expired, for_amount, missing, pack_text, with_pack
from protocols.entries import DoseScans
from protocols.record.chart import Chart
from protocols.values.clinic_time import day_of
from protocols.values.codes import Code
from protocols.values.formatting import name_text
from protocols.values.text import visible
from tui.host import Hosted
from tui.parsing import Fault
from tui.views.lines.lines import wrap
from tui.widgets.choice import Choice, Option
from tui.widgets.drawing import put
from tui.widgets.field import Field
from tui.widgets.plain import plain

NO_WRISTBAND = (
    Option("L", "damaged or cannot be read", "Damaged or cannot be read"),
    Option("H", "none on the patient", "None on the patient"),
    Option("C", "patient not to be disturbed", "Patient not to be disturbed"),
    Option("E", "scanner does not work", "Scanner does not work"),
)
NO_PACK = (
    Option("P", "damaged or cannot be read", "Damaged or cannot be read"),
    Option("I", "no code on the pack", "No code on the pack"),
    Option("Y", "pack not known here", "Pack not known here"),
    Option("Z", "scanner does not work", "Scanner does not work"),
)


class ScanFields(Hosted, Vertical):
    """What was scanned, in words; reasons only where the ward requires a scan and there was none.

    Where nothing is scanned on the ward there are no fields for it.
    """

    def __init__(self, chart: Chart, patient: str) -> None:
        super().__init__(id="scans")
        self.chart, self.patient = chart, patient
        self.packs: Packs = ()
        self.stops: dict[str, str] = {}
        """What was scanned that must not be given, until what is right is scanned."""
        self._wristband = False

    def compose(self) -> ComposeResult:
        """The words, then the reasons."""
        yield Static(id="scan-stop", classes="warns", markup=False)
        yield Static(id="scanned", classes="says", markup=False)
        if self._scans:
            yield from self._reasons()

    def _reasons(self) -> Iterator[Widget]:
        yield Field("Why past its last day", required=True, id="expired-why")
        yield Choice("Wristband not scanned", NO_WRISTBAND, columns=2, id="no-wristband")
        yield Choice("Pack not scanned", NO_PACK, columns=2, id="no-pack")

    @property
    def _scans(self) -> bool:
        """Whether anything is scanned on this ward."""
        return not self.session.ledger.catalogue.wanted.is_off

    def _ask_too(self) -> bool:
        """Have the fields where something is scanned, also where that was set with the form open."""
        if self._scans and not self.query("#no-pack"):
            self.mount_all(self._reasons())
        return bool(self.query("#no-pack"))

    @property
    def wristband(self) -> bool:
        """Whether this patient's wristband was scanned, here or to open the chart."""
        return self._wristband or self.app.scanner.identified(self.patient)

    def take_wristband(self, patient: str) -> None:
        """The wristband of `patient` was scanned, who may be somebody else."""
        self.stops.pop("wristband", None)
        self.stops.pop("torn", None)
        self._wristband = patient == self.patient
        if not self._wristband:
            who = self.session.people.get(patient)
            name = name_text(who.family, who.given) if who else "somebody else"
            self.stops["wristband"] = (
                f"WRONG PATIENT: this is the wristband of {name}, MRN {visible(patient)}. Give nothing."
            )

    def take_pack(self, code: Code, amount: Decimal) -> None:
        """A pack was scanned for a dose of `amount`. Refused, in words, for one not to be given."""
        known = self.session.ledger.catalogue.packs.get(code.gtin)
        self.packs = with_pack(self.chart, amount, self.packs, code, known)
        self.stops.pop("pack", None)
        self.stops.pop("torn", None)

    def forget(self, why: str) -> None:
        """A code came torn: nothing counts as scanned until a whole one is, where codes are taken."""
        self._wristband, self.packs = False, ()
        if self._scans:
            self.stops["torn"] = why

    def rearrange(self, given: bool, amount: Decimal | None, cells: int) -> None:
        """Show what was scanned for a dose that is `given`, or not (None for an amount nobody knows yet)."""
        old = self._expired()
        if amount is not None:
            self.packs = for_amount(self.chart, amount, self.packs)
        self._show("#scan-stop", list(self.stops.values()), cells)
        self._show("#scanned", list(self._words(amount, old)), cells)
        if not self._ask_too():
            return
        wanted = self.session.ledger.catalogue.wanted
        self.query_one("#expired-why").display = given and old
        self.query_one("#no-wristband").display = (
            given and wanted.wristband == "required" and not self.wristband
        )
        self.query_one("#no-pack").display = given and wanted.pack == "required" and not self.packs

    def _words(self, amount: Decimal | None, old: bool) -> Iterable[str]:
        protocol = self.chart.protocol
        if self.wristband:
            yield "Scanned: the wristband of this patient."
        for pack in self.packs:
            yield f"Scanned: {pack_text(pack, protocol.form, protocol.unit)}."
        if old:
            yield "PAST ITS LAST DAY: a pack is not to be used any more. Fetch another, or write why."
        if amount is not None and self.packs and (left := missing(self.chart, amount, self.packs)):
            yield left

    def _expired(self) -> bool:
        today = day_of(self.session.now(), self.chart.zone)
        return bool(expired(self.packs, today))

    def _show(self, place: str, sentences: list[str], cells: int) -> None:
        said = self.query_one(place, Static)
        lines = [line for sentence in sentences for line in wrap(sentence, cells - 1, "  ")]
        put(said, plain("\n".join(lines), multiline=True))
        said.display = bool(lines)

    def build(self, amount: Decimal) -> DoseScans | UnsetType:
        """What was scanned for a dose of `amount`; UNSET for nothing. Fault for what is missing or wrong."""
        for words in self.stops.values():
            raise Fault(f"{words} Scan the right one, or press Esc.")
        self.packs = for_amount(self.chart, amount, self.packs)
        if self.packs and (left := missing(self.chart, amount, self.packs)):
            raise Fault(left)
        found = DoseScans(
            wristband=self.wristband,
            packs=self.packs,
            no_wristband=self._reason("#no-wristband", "the wristband"),
            no_pack=self._reason("#no-pack", "the pack"),
            expired=self.query_one("#expired-why", Field).value if self._expired() else "",
        )
        return UNSET if found == DoseScans() else found

    def _reason(self, place: str, what: str) -> str:
        if not self._ask_too():
            return ""
        choice = self.query_one(place, Choice)
        if choice.display and choice.value is None:
            raise Fault(f"Scan {what}, or choose why that is not possible.")
        return (choice.value or "") if choice.display else ""
