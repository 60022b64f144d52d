"""What became of the records of an import, or would become, in words and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from protocols.definition.versions import version_words
from protocols.record.fold import fold
from protocols.sites.import_conflicts import Incoming
from protocols.values.formatting import name_text
from protocols.values.text import visible
from store.exchange.import_records import decision_text
from store.ledger.ledger import Ledger
from tui.commandline.base.output import Data, write_paragraphs, write_table


def write_incoming(
    found: Sequence[Incoming], notes: Mapping[str, list[str]], zone: str, *, dry: bool
) -> None:
    """One line a patient, and below it what stands against an import, and what is to be known."""
    rows = [(one.patient, _name(one), _state(one, dry=dry)) for one in found]
    write_table(("MRN", "Patient", "What became of it"), [tuple(map(visible, row)) for row in rows])
    for one in found:
        said = [*one.words, *notes[one.patient]]
        if dry and one.decisions:
            said += [decision_text(told, one, zone) for told in one.decisions]
            said.append("Each of these needs a yes: somebody decided it whom this ward does not know.")
        if said:
            print(f"\n{visible(one.patient)} {visible(_name(one))}")
            write_paragraphs([visible(words) for words in said])


def _name(one: Incoming) -> str:
    return name_text(one.details.family, one.details.given) if one.details else ""


def _state(one: Incoming, *, dry: bool) -> str:
    count = "1 entry" if len(one.new) == 1 else f"{len(one.new):,} entries"
    would = "would be " if dry else ""
    return {
        "new": f"{would}imported: {count}",
        "grown": f"{would}taken further: {count}",
        "known": "nothing new, it is here already",
        "behind": "nothing new, here it has gone on",
        "conflict": "CONFLICT, nothing imported",
    }[one.state]


def notes_on(one: Incoming, ledger: Ledger) -> list[str]:
    """What whoever goes on with a course should know: its protocol is not approved on this ward."""
    if not one.new:
        return []
    charts = fold(told.entry for told in one.told).charts
    like = [f"MRN {visible(number)} here is like this patient: {how}." for number, how in one.like]
    return like + [
        words
        for chart in charts
        if chart.ended is None
        for words in version_words(chart.plan.protocol, ledger.approvals.known)
    ]


def data_of(one: Incoming, notes: list[str], zone: str) -> Data:
    """The record as JSON gives it."""
    known = one.details
    return {
        "mrn": one.patient,
        "family": known.family if known else None,
        "given": known.given if known else None,
        "born": known.birth.iso or None if known else None,
        "state": one.state,
        "entries": len(one.told),
        "imported": len(one.new),
        "conflict": one.kind or None,
        "words": list(one.words),
        "notes": notes,
        "decisions": [decision_text(told, one, zone) for told in one.decisions],
    }
