"""The shelf of protocols as lines: by drug, the site's own marked, like titles named, none left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from protocols.definition.protocol import Protocol
from protocols.definition.shelf import by_drug, of_one_title
from protocols.record.approvals import Approvals
from protocols.toml.faults import ProtocolFault
from protocols.values.formatting import plural
from protocols.values.text import visible
from tui.views.picture.protocol import approval_word, matches, summary


class Row(NamedTuple):
    """One line. A heading, and a file that cannot be used, have no protocol."""

    text: str
    protocol: Protocol | None = None


def shelf_rows(
    protocols: Sequence[Protocol],
    faults: Sequence[ProtocolFault],
    sought: str,
    marked: Collection[str],
    approvals: Approvals,
) -> list[Row]:
    """What matches `sought`, by drug; then each file that cannot be used, with its first fault."""
    groups = by_drug(protocol for protocol in protocols if matches(protocol, sought))
    several = len(by_drug(protocols)) > 1
    rows: list[Row] = []
    for drug, group in groups:
        rows += [Row(f" {visible(drug)}, {plural(len(group), 'protocol')}")] if several else []
        for protocol in group:
            mark = f" [{'x' if protocol.id in marked else ' '}] "
            words = f"{lead(protocol, approvals)}{approval_word(approvals, protocol)}{summary(protocol)}"
            rows.append(Row(f"{mark}{words}", protocol))
    broken = [fault for fault in faults if sought.casefold() in str(fault).casefold()]
    rows += [Row(f" {plural(len(broken), 'file')} of this site cannot be used")] if broken else []
    return rows + [Row(f"     {fault.faults[0]}") for fault in broken]


def lead(protocol: Protocol, approvals: Approvals) -> str:
    """What stands before a site's own protocol: that it is its own, and whose title it has."""
    own = approvals.built_in()
    if protocol in own:
        return ""
    other = of_one_title(protocol, own)
    return "Own: " if other is None else f"Own, with the title of {visible(other.id)}: "
