"""An admin says what the hospital numbers of this ward look like."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, cast

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import NumbersSet, What
from protocols.values.number_forms import CheckDigit
from protocols.wording.entries import numbers_text
from tui.forms.base.form import Form
from tui.parsing import Fault
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.plain import plain

CHECKS = (
    Option("O", "none", "No check digit"),
    Option("H", "nhs", "NHS number: ten figures, modulus 11"),
    Option("E", "mod11", "Modulus 11: weights 2, 3, 4 ... from the right, X for ten"),
    Option("L", "luhn", "Modulus 10 (Luhn)"),
)


class NumbersForm(Form):
    """Pattern and check digit of the numbers that patients are admitted or received under."""

    TITLE_TEXT: ClassVar[str] = "What hospital numbers look like"
    ABOUT: ClassVar[str] = (
        "A number that does not fit is refused in words, wherever it comes from: the form, a file, another "
        "site. Patients who are here keep theirs; a patient who cannot be named yet needs none."
    )
    FIRST: ClassVar[str] = "#check"
    KEPT: ClassVar[bool] = False

    def fields(self) -> Iterable[Widget]:
        """What holds, then the new."""
        known = self.session.ledger.catalogue.numbering
        yield Static(
            plain(f"{numbers_text(known)}." if known else "Any number will do."), classes="says", markup=False
        )
        yield Choice("Check digit", CHECKS, chosen=known.check if known else None, id="check")
        hint = r"a regular expression, such as \d{5}-\d; empty: any"
        yield Field("Pattern", known.pattern if known else "", hint=hint, id="pattern")
        hint = "a number that fits, for whoever typed another"
        yield Field("Example", known.example if known else "", hint=hint, id="example")
        yield Field("Why", required=True, hint="such as: as the hospital prints them", id="reason")

    def build(self) -> tuple[What, datetime | None]:
        """What is set from now on."""
        check = self.query_one("#check", Choice).value
        if check is None:
            raise Fault("Choose the check digit, or O for none.")
        reason, pattern, example = (
            self.query_one(name, Field).value for name in ("#reason", "#pattern", "#example")
        )
        return NumbersSet(reason, pattern, example, cast(CheckDigit, check)), None
