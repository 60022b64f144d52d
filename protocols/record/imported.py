"""What an import brought in: the entries within it, and where each was recorded first."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

import msgspec

from protocols.entries import (
    Entry,
    Heard,
    Learned,
    Move,
    Origin,
    PatientAdmitted,
    PatientDetailsChanged,
    PatientSent,
    RashFreeChecked,
    RecordImported,
    RecordJoined,
    RecordTakenBack,
    SealedEntry,
    StepStarted,
)

_decoder = msgspec.json.Decoder(Entry)


class Brought(NamedTuple):
    """Where an imported entry of a record was recorded first, and the number here of the import of it."""

    origin: Origin
    number: int


@dataclass(frozen=True)
class Told:
    """One entry of a record with its seal: the ledger it was recorded in, and its place in that chain."""

    origin: Origin
    before: str
    digest: str
    body: bytes
    entry: Entry

    @property
    def whole(self) -> bool:
        """Whether the entry is as it was sealed."""
        return sha256(self.before.encode() + self.body).hexdigest() == self.digest


def opened(origins: tuple[Origin, ...], sealed: SealedEntry) -> Told:
    """A sealed entry to be read; ValueError when it is none, or of an origin that is not named."""
    if not 0 <= sealed.origin < len(origins):
        raise ValueError("its ledger is not named")
    body = bytes(sealed.entry)
    return Told(origins[sealed.origin], sealed.before, sealed.digest, body, _decoder.decode(body))


def told_in(what: RecordImported) -> Iterator[Told]:
    """The entries of an import, in order."""
    return (opened(what.origins, sealed) for sealed in what.entries)


def flat(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries as a record shows them: what was imported stands before the entry that brought it."""
    found: list[Entry] = []
    for entry in entries:
        if isinstance(entry.what, RecordImported):
            found += (told.entry for told in told_in(entry.what))
        found.append(entry)
    return tuple(found)


def begins_at(own: Iterable[Entry]) -> int:
    """Where in the entries under one number the record of whoever has it now begins.

    Whoever had it wrongly has theirs under another number, into which all of it was brought.
    """
    begins, joined = 0, False
    for place, entry in enumerate(own):
        if joined and isinstance(entry.what, PatientAdmitted):
            begins, joined = place, False
        joined = joined or isinstance(entry.what, RecordJoined)
    return begins


def with_allergies_of(details: PatientAdmitted, other: PatientAdmitted) -> PatientAdmitted:
    """`details` with the allergies of both: none falls away because one side had none on record."""
    known = [one for one in (details, other) if one.allergies_known == "known"]
    if not known:
        asked = details if details.allergies_known == "none known" else other
        return msgspec.structs.replace(details, allergies_known=asked.allergies_known)
    first, last = known[0].allergies, known[-1].allergies
    both = first if last.casefold() in first.casefold() else f"{first}; {last}"
    both = last if first.casefold() in last.casefold() else both
    return msgspec.structs.replace(details, allergies=both, allergies_known="known")


def said_last(entries: Sequence[Entry], bed: str) -> PatientAdmitted | None:
    """Who the patient is as it was recorded last, in `bed`; an import may know the allergies of both."""
    for entry in reversed(entries):
        match entry.what:
            case PatientAdmitted() as said:
                return msgspec.structs.replace(said, bed=bed)
            case PatientDetailsChanged(details=said):
                return msgspec.structs.replace(said, bed=bed)
    return None


def joined(
    what: RecordImported, line: Iterable[Entry], *, as_there: bool = False
) -> tuple[list[Entry], list[Entry], list[Entry]]:
    """Where both sides went on: what of `line` stands before the entries of the file, those as they come
    behind it, and what only this ledger has, which stands behind them all.

    What both have stands as it stood here, but where the file made a move without knowing of it: then behind.
    Where the course of here is taken on, all of here stands before the file; but not `as_there` it was seen.
    """
    told = {one.entry.id: one.entry for one in told_in(what)}
    moves = {id for id, entry in told.items() if isinstance(entry.what, Move)}
    first = next((place for place, id in enumerate(what.order) if id in moves), len(what.order))
    later = {id for id in what.order[first:] if id not in told} if what.takes else set()
    here = {entry.id: entry for entry in line if entry.id not in told}
    if what.takes == "here" and not as_there:
        return list(here.values()), list(told.values()), []
    beside = set(what.beside)
    before = [entry for id, entry in here.items() if id not in beside and id not in later]
    order = what.order or tuple(told)
    coming = [told.get(id) or here[id] for id in order if id in told or (id in later and id in here)]
    return before, coming, [entry for id, entry in here.items() if id in beside]


def checks_of_now(entries: Iterable[Entry]) -> set[str]:
    """The ids of the rash-free checks on which no step was started yet."""
    found: set[str] = set()
    for entry in entries:
        if isinstance(entry.what, RashFreeChecked):
            found.add(entry.id)
        elif isinstance(entry.what, StepStarted):
            found.clear()
    return found


def not_known(what: RecordImported) -> dict[str, frozenset[str]]:
    """Of each entry of an import, by its id, what was here and not there when it was recorded."""
    told = {one.entry.id for one in told_in(what)}
    found: dict[str, frozenset[str]] = {}
    later = frozenset(what.beside)
    for id in reversed(what.order):
        if id in told:
            found[id] = later
        else:
            later |= {id}
    return found


def aside_in(told: Iterable[Entry]) -> frozenset[str]:
    """The ids of the moves that a prescriber has set aside where `told` comes from."""
    sent = (one.what.aside for one in told if isinstance(one.what, PatientSent))
    return frozenset(id for aside in sent for id in aside)


def is_course_move(entry: Entry, aside: Container[str]) -> bool:
    """Whether a course went on by `entry`: a move, not set aside. To take a record back moves nothing."""
    return (
        isinstance(entry.what, Move) and not isinstance(entry.what, RecordTakenBack) and entry.id not in aside
    )


def is_move_of(entry: Entry, ids: Container[str]) -> bool:
    """Whether `entry` is a move, and one of these."""
    return entry.id in ids and isinstance(entry.what, Move)


def set_aside(what: RecordImported) -> set[str]:
    """The ids of what may be set aside: on the side whose course is not taken on, its moves are."""
    told = {one.entry.id for one in told_in(what)}
    if what.takes == "here":
        return told
    return {*what.beside, *(set(what.order) - told)} if what.takes else set()


def sealed_as(told: Iterable[Told]) -> tuple[tuple[Origin, ...], tuple[SealedEntry, ...]]:
    """Entries as an import carries them: their ledgers in the order they come up, and the entries."""
    origins: list[Origin] = []
    entries = []
    for one in told:
        if one.origin not in origins:
            origins.append(one.origin)
        place = origins.index(one.origin)
        entries.append(SealedEntry(place, one.before, one.digest, msgspec.Raw(one.body)))
    return tuple(origins), tuple(entries)


def heard_by_others(imports: Iterable[RecordImported]) -> tuple[Heard, ...]:
    """What other ledgers had learned, as `imports` of one record say."""
    found: dict[str, dict[int, Learned]] = {}
    for what in imports:
        for heard in what.heard:
            found.setdefault(heard.ledger, {}).update({one.number: one for one in heard.learned})
    return tuple(Heard(name, tuple(known[n] for n in sorted(known))) for name, known in found.items())


def heard_in(own: Iterable[Entry], ledger: str) -> tuple[Heard, ...]:
    """What each ledger had learned of others when it made its last entry, as the entries `own` of one patient
    in `ledger` say; nothing where all were made there. It is the same wherever the same entries are.
    """
    imports: dict[int, RecordImported] = {}
    last: dict[str, int] = {}
    for entry in own:
        if isinstance(entry.what, RecordImported):
            imports[entry.number] = entry.what
            for one in told_in(entry.what):
                last[one.origin.id] = max(last.get(one.origin.id, 0), one.entry.number)
        else:
            last[ledger] = entry.number
    if not imports:
        return ()
    known = {one.ledger: one.learned for one in heard_by_others(imports.values())}
    known[ledger] = tuple(_learned(number, what) for number, what in imports.items())
    return tuple(
        Heard(name, tuple(one for one in known[name] if one.number < last[name]))
        for name in sorted(known.keys() & last.keys())
    )


def _learned(number: int, what: RecordImported) -> Learned:
    ids = tuple(one.entry.id for one in told_in(what))
    return Learned(number, ids, what.beside, what.order, what.takes, what.clock_off, what.aside)


def heard_from(
    told: Sequence[Told], heard: tuple[Heard, ...], own: Iterable[Entry], ledger: str
) -> tuple[Heard, ...]:
    """What is to be kept of `heard`, as a file says it of the entries `told`: what `own`, the entries of one
    patient in `ledger`, do not say yet. Whoever has only entries of its own had learned of no other.
    """
    origins = {one.origin.id for one in told}
    if not heard and len(origins) == 1:
        heard = (Heard(told[0].origin.id, ()),)
    imports = (one.what for one in own if isinstance(one.what, RecordImported))
    known = {one.ledger: {each.number for each in one.learned} for one in heard_by_others(imports)}
    fresh = []
    for one in heard:
        learned = tuple(each for each in one.learned if each.number not in known.get(one.ledger, ()))
        if one.ledger != ledger and (learned or one.ledger not in known):
            fresh.append(Heard(one.ledger, learned))
    return tuple(fresh)


def unheard(
    told: Iterable[Told], entries: Iterable[Entry], brought: Mapping[str, Brought]
) -> dict[str, frozenset[str]]:
    """Of each entry of `told`, by its id, which of `entries`, the record with its imports, its ledger had not
    learned of when it was made. `brought` says where those that came from elsewhere were made.
    """
    imports: list[RecordImported] = []
    origins: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry.what, RecordImported):
            imports.append(entry.what)
        else:
            here = brought.get(entry.id)
            origins[entry.id] = here.origin.id if here else ""
    known = {one.ledger: one.learned for one in heard_by_others(imports)}
    found: dict[str, frozenset[str]] = {}
    others: dict[tuple[str, int], frozenset[str]] = {}
    for one in told:
        ledger = one.origin.id
        if ledger not in known:
            continue
        learned = [each for each in known[ledger] if each.number < one.entry.number]
        key = ledger, len(learned)
        if key not in others:
            came = {id for each in learned for id in each.entries}
            others[key] = frozenset(id for id, of in origins.items() if of != ledger and id not in came)
        found[one.entry.id] = others[key]
    return found
