"""Each ledger that had a hand in a record, lived through again: what it knew when it made each entry.

A record says what each ledger learned of others, and when (`Heard`). So every entry can be judged on exactly
what was known where it was made, however often sites went on without each other, and whoever brings it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from protocols.entries import Entry, Heard, Learned, Origin, RecordImported
from protocols.record.fold import Folding, Record
from protocols.record.imported import Told, sealed_as
from protocols.values.refusal import UNFIT

Fault = Callable[[Told, Record], str]
"""What is wrong with an entry on the record that it was made on; "" where nothing is."""


@dataclass(frozen=True)
class AsThere:
    """`new` are the entries to be judged, `known` those that are here, by their ids; `origins` says in which
    ledger each was made, unless here, `heard` what each of these learned of others.
    """

    new: Mapping[str, Told]
    known: Mapping[str, Entry]
    origins: Mapping[str, str]
    heard: Sequence[Heard]

    def passed(self, fault: Fault) -> Iterator[str]:
        """The ids of those that could be made so where they were made."""
        ledgers = {told.origin.id: told.origin for told in self.new.values()}
        for one in self.heard:
            if one.ledger in ledgers:
                yield from self._passed(one, ledgers[one.ledger], fault)

    def _passed(self, ledger: Heard, origin: Origin, fault: Fault) -> Iterator[str]:
        folding, last = Folding(), Record()
        for one in self._lived(ledger):
            try:
                told = self.new.get(one.id) if isinstance(one, Entry) else None
                if told is not None and not fault(told, last):
                    yield told.entry.id
                folding.add(one if isinstance(one, Entry) else self._import(one, origin))
                last = folding.record()
            except UNFIT:
                return  # What it made next, nobody can say: that is judged in another way.

    def _lived(self, ledger: Heard) -> Iterator[Entry | Learned]:
        """What happened in a ledger, in order."""
        every = (*self.known.values(), *(told.entry for told in self.new.values()))
        own = (one for one in every if self.origins.get(one.id) == ledger.ledger)
        both: list[Entry | Learned] = [*own, *ledger.learned]
        yield from sorted(both, key=lambda one: one.number)

    def _import(self, learned: Learned, origin: Origin) -> Entry:
        """The import by which a ledger learned of others, as it was made there. LookupError where one of its
        entries is in neither record.
        """
        origins, entries = sealed_as(self.new.get(id) or self._known(id) for id in learned.entries)
        what = RecordImported(
            "",
            "",
            origins,
            "",
            entries,
            beside=learned.beside,
            order=learned.order,
            takes=learned.takes,
            clock_off=learned.clock_off,
            heard=tuple(self.heard),
            aside=learned.aside,
        )
        first = self.new.get(learned.entries[0])
        entry = first.entry if first else self.known[learned.entries[0]]
        return msgspec.structs.replace(
            entry,
            id=f"{origin.id} {learned.number}",
            course="",
            zone=origin.zone,
            number=learned.number,
            what=what,
        )

    def _known(self, id: str) -> Told:
        entry, ledger = self.known[id], self.origins.get(id, "")
        return Told(Origin(ledger, "", entry.zone), "", "", msgspec.json.encode(entry), entry)
