"""A prescriber approves a site's own protocol, this version of it, for the ward."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.definition.protocol import Protocol
from protocols.entries import ProtocolApproved, What
from protocols.remarks.remarks import unusual
from protocols.values.text import visible
from store.site.library import library
from tui.forms.base.form import Form
from tui.views.picture.protocol import summary
from tui.widgets.field import Field
from tui.widgets.plain import plain


class ApproveForm(Form):
    """What is unusual in the protocol is said once more; the entry is the ledger's, about no patient."""

    TITLE_TEXT: ClassVar[str] = "Approve a protocol of this site"
    ABOUT: ClassVar[str] = (
        "A prescriber's approval of a protocol file of this site. Without it nobody can be enrolled on it."
    )
    RECORD: ClassVar[str] = "Approve"
    FIRST: ClassVar[str] = "#note"
    KEPT: ClassVar[bool] = False

    def __init__(self, protocol: Protocol) -> None:
        super().__init__("")
        self.protocol = protocol

    def fields(self) -> Iterable[Widget]:
        """The protocol in one line, what to look at twice, and a note."""
        remarks = [f"- {remark.weight.capitalize()}: {_where(remark.step)}{remark.words}" for remark in
                   unusual(self.protocol, library())]  # fmt: skip
        words = [
            summary(self.protocol),
            f"Source: {visible(self.protocol.citation.text)}",
            *(remarks or ["Nothing in it is unusual."]),
            "Patients can be enrolled on exactly this version. A changed file waits for its own approval.",
        ]
        yield Static(plain("\n".join(words), multiline=True), classes="says", markup=False)
        yield Field("Note", hint="such as: agreed with the pharmacy", lines=True, id="note")

    def build(self) -> tuple[What, datetime | None]:
        """The approval, for the ledger as a whole."""
        return ProtocolApproved(self.protocol, self.query_one("#note", Field).value), None


def _where(step: int) -> str:
    return f"step {step}: " if step else ""
