"""The shelf of protocols as lines: by drug, the site's own marked, like titles named, none left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from msgspec import structs

from protocols.definition.protocol import Protocol
from protocols.definition.shelf import by_drug, of_one_title
from protocols.record.approvals import Approvals
from protocols.reports.versions import InUse, beside
from protocols.toml.faults import ProtocolFault
from protocols.values.formatting import plural
from protocols.values.text import visible
from store.site.library import library, literature
from tui.views.lines.lines import wrap
from tui.views.picture.protocol import approval_word, matches, summary


class Row(NamedTuple):
    """One line. A heading, and a file that cannot be used, have no protocol."""

    text: str
    protocol: Protocol | None = None

    @property
    def heading(self) -> bool:
        """Whether others stand below it."""
        return self.protocol is None and not self.text.startswith("  ")


def shelf_rows(
    protocols: Sequence[Protocol],
    faults: Sequence[ProtocolFault],
    sought: str,
    marked: Collection[str],
    approvals: Approvals,
    cells: int,
    used: Iterable[InUse] = (),
) -> list[Row]:
    """What matches `sought`, by drug; then versions of `used` that courses are on and the shelf has not; then
    each file that cannot be used, with its first fault in full.
    """
    groups = by_drug(protocol for protocol in protocols if matches(protocol, sought))
    several = len(by_drug(protocols)) > 1
    rows: list[Row] = []
    for drug, group in groups:
        rows += [Row(f" {visible(drug)}, {plural(len(group), 'protocol')}")] if several else []
        for protocol in group:
            mark = f" [{'x' if protocol.id in marked else ' '}] "
            words = f"{lead(protocol, approvals)}{approval_word(approvals, protocol)}{summary(protocol)}"
            rows.append(Row(f"{mark}{words}", protocol))
    others = [one for one in beside(protocols, used) if matches(one.protocol, sought)]
    rows += (
        [Row(" In use here, and not as on this shelf: Enter reads one, with what differs")] if others else []
    )
    rows += [Row(f"     {_in_use(one)}", one.protocol) for one in others]
    broken = [fault for fault in faults if sought.casefold() in str(fault).casefold()]
    rows += [Row(f" {plural(len(broken), 'file')} of this site cannot be used")] if broken else []
    return rows + [Row(f"     {text}") for fault in broken for text in wrap(_fault(fault), cells - 5, "  ")]


def _in_use(used: InUse) -> str:
    return f"{plural(used.courses, 'open course')}: {summary(used.protocol)}"


def _fault(fault: ProtocolFault) -> str:
    """The first fault of a file under its name alone: the folder is the site's."""
    first = fault.faults[0]
    return str(structs.replace(first, file=PurePath(first.file).name))


def lead(protocol: Protocol, approvals: Approvals) -> str:
    """What stands before a site's own protocol: that it is its own, and whose title it has."""
    if protocol in approvals.built_in() or protocol in literature():
        return ""
    other = of_one_title(protocol, library())
    return "Own: " if other is None else f"Own, with the title of {visible(other.id)}: "
