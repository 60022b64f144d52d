"""A pharmacist confirms once what a pack holds; an admin says what the ward scans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, cast

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import PackConfirmed, ScanningSet, Wanted, What
from protocols.values.text import visible
from store.site.library import built_in
from tui.forms.base.form import Form
from tui.parsing import Fault, number
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.plain import plain


class ConfirmPackForm(Form):
    """The pack in the hand, compared with its code. The entry is the ledger's, about no patient."""

    TITLE_TEXT: ClassVar[str] = "Confirm a pack"
    ABOUT: ClassVar[str] = (
        "Says once which medicine and strength a pack with this number (GTIN) holds. Read it on the pack "
        "itself. From then on the pack is known when it is scanned for a dose."
    )
    RECORD: ClassVar[str] = "Confirm"
    FIRST: ClassVar[str] = "#strength"
    IN_ORDER: ClassVar[bool] = True
    KEPT: ClassVar[bool] = False

    def __init__(self, gtin: str) -> None:
        super().__init__("")
        self.gtin = gtin

    def fields(self) -> Iterable[Widget]:
        """Which pack, the strength of one unit, the medicine as the protocols here name it, and a note."""
        known = self.session.ledger.catalogue.packs.get(self.gtin)
        drug, unit = next(((p.drug, p.unit) for p in built_in()), ("", "mg"))
        told = [f"Pack {visible(self.gtin)}. Read the medicine and the strength on the pack itself."]
        if known is not None:
            told.append(f"It is known as {visible(known.drug)} {known.strength} {visible(known.unit)}.")
        yield Static(plain("\n".join(told), multiline=True), classes="says", markup=False)
        yield Field("Strength of one unit", hint="a number, such as 150", required=True, id="strength")
        yield Field("Unit", known.unit if known else unit, required=True, id="unit")
        yield Field("Medicine", known.drug if known else drug, required=True, id="drug")
        yield Field("Note", hint="such as: 56 capsules, from the wholesaler", id="note")

    def build(self) -> tuple[What, datetime | None]:
        """The pack as it was read."""
        text = {name: self.query_one(f"#{name}", Field).value for name in ("drug", "unit", "note")}
        strength = number(self.query_one("#strength", Field).value, "Strength of one unit")
        return PackConfirmed(self.gtin, text["drug"], strength, text["unit"], text["note"]), None


_WANTED = (
    Option("O", "off", "Off"),
    Option("F", "offered", "Offered: where somebody scans"),
    Option("R", "required", "Required: or a reason why not"),
)


class ScanningForm(Form):
    """What the ward scans before a dose."""

    TITLE_TEXT: ClassVar[str] = "What this ward scans"
    ABOUT: ClassVar[str] = (
        "Whether wristbands and packs are scanned before a dose: not at all, where somebody does, or each "
        "time, with a reason where that is not possible. A dose can always be recorded."
    )
    FIRST: ClassVar[str] = "#wristband"
    KEPT: ClassVar[bool] = False

    def fields(self) -> Iterable[Widget]:
        """Both, why, and how the wristbands give the number."""
        wanted = self.session.ledger.catalogue.wanted
        known = len(self.session.ledger.catalogue.packs)
        words = f"{known} packs are confirmed. A pharmacist confirms one by scanning it on the board."
        yield Static(plain(words), classes="says", markup=False)
        yield Choice("Wristbands", _WANTED, chosen=wanted.wristband, id="wristband")
        yield Choice("Packs", _WANTED, chosen=wanted.pack, id="pack")
        yield Field("Why", required=True, hint="such as: scanners are here from today", id="reason")
        yield Field(
            "Wristband format", wanted.format, hint="as docs/scanning.md says; empty: the number", id="format"
        )

    def build(self) -> tuple[What, datetime | None]:
        """What is set from now on."""
        wristband, pack = (self.query_one(name, Choice).value for name in ("#wristband", "#pack"))
        if wristband is None or pack is None:
            raise Fault("Choose what is scanned.")
        reason, form = (self.query_one(name, Field).value for name in ("#reason", "#format"))
        return ScanningSet(cast(Wanted, wristband), cast(Wanted, pack), reason, form), None
