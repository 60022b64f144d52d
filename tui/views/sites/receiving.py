"""A record from another site beside what is here: who, allergies, dose times, protocol, and both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from protocols.definition.protocol import Protocol
from protocols.definition.versions import version_words
from protocols.entries import PatientAdmitted
from protocols.record.chart import Chart
from protocols.record.fold import Record, fold
from protocols.record.imported import Told, aside_in
from protocols.sites.import_conflicts import Incoming
from protocols.values.clinic_time import instant_of
from protocols.values.formatting import name_text, time_text, when_text
from protocols.values.text import visible
from protocols.wording.entries import allergies_text, sentence
from store.exchange.import_source import Source


def identity_lines(there: Incoming, here: Record, number: str) -> list[str]:
    """Both identities, one under the other, with each difference."""
    came = there.details
    lines = [f"There  {identity_line(number, came)}"]
    if here.details is None:
        return [*lines, "Here   nobody has this number yet."]
    lines.append(f"Here   {identity_line(here.patient, here.details)}")
    if came is None:
        return lines
    different = [name for name, one, other in _compared(came, here.details) if one != other]
    if number != here.patient:
        different.insert(0, "number")
    return [*lines, f"Different: {', '.join(different)}." if different else "Nothing differs."]


def identity_line(number: str, details: PatientAdmitted | None) -> str:
    """Who has that number, with what tells one from another."""
    if details is None:
        return f"{visible(number)}  not admitted"
    who = f"{name_text(details.family, details.given)}, born {details.birth.text}"
    return f"{visible(number)}  {who}, bed {visible(details.bed) or '-'}, {allergies_text(details)}"


def _compared(one: PatientAdmitted, other: PatientAdmitted) -> Iterator[tuple[str, str, str]]:
    yield "name", name_text(one.family, one.given), name_text(other.family, other.given)
    yield "date of birth", one.birth.text, other.birth.text
    yield "allergies", allergies_text(one), allergies_text(other)


def asks_who(found: Incoming, here: Record) -> bool:
    """Whether somebody has to say that two identities are one: unless the record was here before."""
    known = {entry.id for entry in here.entries}
    return bool(here.entries) and not any(one.entry.id in known for one in found.told)


def like_texts(there: Incoming, ward: Mapping[str, PatientAdmitted]) -> dict[str, str]:
    """Of each patient here who is like this one, by number: who that is, how, and in what they differ."""
    if there.details is None:
        return {}
    said = {}
    for other, how in there.like:
        pairs = [(name, one, two) for name, one, two in _compared(there.details, ward[other]) if one != two]
        differ = "; ".join(f"{name} {one} there, {two} here" for name, one, two in pairs)
        who = identity_line(other, ward[other])
        said[other] = f"{who}: {how}. Different: {differ or 'only the number'}."
    return said


def who_lines(source: Source, found: Incoming, here: Record) -> list[str]:
    """Which file it is, by whom it is signed, and both identities."""
    lines = [f"{visible(source.ward)}, as of entry {source.head}: compare it with what they tell you."]
    if source.signed and source.signed.key:
        lines.append(f"Signed with the key {source.signed.key}.")
    elif source.signed and source.signed.why:
        lines.append(source.signed.why)
    return lines + identity_lines(found, here, found.told[-1].entry.patient)


def about_lines(found: Incoming, here: Record, zone: str, known: Sequence[Protocol]) -> list[str]:
    """What the record means here: times, protocol, what stands against it, and both sides."""
    charts = fold(one.entry for one in found.told).charts
    lines = [*times_lines(charts, zone), *protocol_lines(charts, known), *found.words]
    lines += aside_lines(found, here, zone)
    if found.beside:
        lines += side_lines("ONLY HERE", found.beside, zone)
        lines += side_lines("ONLY THERE", found.there, zone)
    return lines


def times_lines(charts: Iterable[Chart], zone: str) -> list[str]:
    """The dose times of each open course, there and on the clocks of this ward."""
    lines = []
    for chart in charts:
        if chart.ended is not None or chart.current is None:
            continue
        day = chart.current.first.day
        for slot, wall in chart.plan.times.items():
            at = instant_of(day, wall, chart.plan.zone)
            here = time_text(at, zone)
            same = "" if here == wall else f", which is {here} here"
            lines.append(f"{slot.capitalize()} dose: {wall} {visible(chart.plan.zone)}{same}.")
    return lines


def protocol_lines(charts: Iterable[Chart], known: Sequence[Protocol]) -> list[str]:
    """What is to be known of the protocol of each open course."""
    return [
        line for chart in charts if chart.ended is None for line in version_words(chart.plan.protocol, known)
    ]


def aside_lines(found: Incoming, here: Record, zone: str) -> list[str]:
    """The steps and decisions that a prescriber there has set aside, an entry a line."""
    aside = aside_in(one.entry for one in found.told) | {*found.aside}
    entries = {one.id: one for one in (*here.entries, *(one.entry for one in found.told))}
    record = fold(one.entry for one in found.told)
    return [
        f"SET ASIDE THERE: {when_text(entry.at, zone)} {visible(entry.by.name)}: {sentence(entry, record)}"
        for id, entry in entries.items()
        if id in aside
    ]


def side_lines(name: str, told: Iterable[Told], zone: str) -> list[str]:
    """What one side did alone, an entry a line."""
    told = list(told)
    record = fold(one.entry for one in told)
    return [
        f"{name}: {when_text(one.entry.at, zone)} {visible(one.entry.by.name)}: {sentence(one.entry, record)}"
        for one in told
    ]
